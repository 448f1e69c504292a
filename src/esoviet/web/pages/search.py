"""The page of search: what was found, and where it stands."""

from typing import get_args

from msgspec import Struct

from esoviet.web.api import search
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import EntryLine, log_line
from esoviet.web.api.shapes import Who
from esoviet.web.api.texts import TextKind
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Subject, Words
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.subjects import subjects


class SearchPage(Struct, frozen=True):
    """What each hit is about by its entry, and by whom is searched for alone, if by one member.

    The `kinds` are all that a text can be.
    """

    subjects: dict[int, Subject]
    writer: Who | None
    kinds: tuple[TextKind, ...] = get_args(TextKind)


def search_page(
    context: AnswerContext,
    query: search.SearchQuery,
    answer: search.SearchAnswer,
    _reader: int | None,
) -> SearchPage:
    """Beside what was found."""
    lines: list[EntryLine] = [log_line(context, one.entry) for one in answer.items]
    return SearchPage(subjects(context, lines), context.maybe_who(query.by))


PAGES: tuple[AnyPage, ...] = (PageLine(search.SEARCH, "/search", "search/list.html", search_page),)
WORDS: Words = {
    "text_word": {
        "profile": _("Member"), "statement": _("Application"), "assembly": _("The assembly"),
        "problem": _("Problem"), "solution": _("Solution"), "argument": _("Argument"),
        "evidence": _("File"), "reason": _("Reason"), "question": _("Question"),
        "report": _("Report"), "change": _("Change of rules"), "task": _("Plan or task"),
        "minority": _("Minority report"), "action": _("Action or call"),
        "criticism": _("Criticism"), "self-criticism": _("Self-criticism"),
        "exhibit": _("Exhibit"), "contest": _("Contest"), "expense": _("An expense"),
        "fact": _("Fact"), "rewording": _("Rewording"), "post": _("Post"),
        "case": _("Case for or against a solution"), "text": _("Text"),
    },
}  # fmt: skip
