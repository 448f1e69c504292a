"""What a member wrote, with where it is shown, and can erase, also after leaving."""

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request

from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import EntryLine, entry
from esoviet.web.api.pipeline import asked
from esoviet.web.api.shapes import Listing, One, OneList, Who
from esoviet.web.api.texts import OwnText, texts_of
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Subject
from esoviet.web.pages.subjects import subjects

ON_A_PAGE = 20


class TextsPage(Struct, frozen=True):
    """The texts, who wrote them, and for each the entry it came with and where that is shown."""

    answer: Listing[OwnText]
    json: str
    writer: Who
    lines: dict[int, EntryLine]
    may_read: bool
    subjects: dict[int, Subject]
    at_home: Subject | None
    on_page: Subject | None


def own_texts(request: Request, frame: Frame, context: AnswerContext) -> TextsPage:
    """The list, for everybody: without words for who may not read them."""
    query = asked(request, OneList)
    answer = texts_of(context, replace(query, limit=min(query.limit, ON_A_PAGE)))
    if answer is None:
        raise HttpError(404, "There is nothing with this number.")
    writer = context.who(query.number)
    entries = {one.entry: entry(context, One(number=one.entry)) for one in answer.items}
    lines = {index: one.entry for index, one in entries.items() if one is not None}
    return TextsPage(
        answer=answer,
        json=f"{frame.here}/members/{query.number}/texts.json",
        writer=writer,
        lines=lines,
        may_read=context.words,
        subjects=subjects(context, lines.values()) if context.words else {},
        at_home=Subject("", frame.assembly.name) if context.words and frame.assembly else None,
        on_page=_page_of(writer) if context.words else None,
    )


def _page_of(writer: Who) -> Subject:
    """Where a name is shown, and words with an application."""
    return Subject(f"members/{writer.member}", writer.name or str(writer.member))
