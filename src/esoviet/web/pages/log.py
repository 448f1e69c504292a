"""Pages of the log: its entries, the latest first, and one entry."""

from msgspec import Struct

from esoviet.web.api import log
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import Read
from esoviet.web.api.shapes import Listing, One
from esoviet.web.pages.citing import Cite, cite_entry
from esoviet.web.pages.matter import Subject
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.subjects import subjects

LATEST = Read("/log/entries.json", log.latest, log.LatestQuery, Listing[log.Deed])


class Around(Struct, frozen=True):
    """Where the older and the newer entries are; None where there are none."""

    older: int | None
    newer: int | None


class EntriesPage(Struct, frozen=True):
    """What each entry is about."""

    subjects: dict[int, Subject]
    around: Around


class EntryPage(Struct, frozen=True):
    """What an entry is about, and what one copies to cite it."""

    subjects: dict[int, Subject]
    cite: Cite


def entries_page(
    context: AnswerContext,
    query: log.LatestQuery,
    answer: Listing[log.Deed],
    _reader: int | None,
) -> EntriesPage:
    """Beside some entries."""
    start, end = log.span(context, query)
    older = max(0, start - query.limit) if start else None
    newer = end if end < context.log_size else None
    return EntriesPage(subjects(context, answer.items), Around(older, newer))


def entry_page(
    context: AnswerContext, query: One, answer: log.EntryAnswer, _reader: int | None
) -> EntryPage:
    """Beside one."""
    return EntryPage(subjects(context, [answer.entry]), cite_entry(context, query.number))


PAGES: tuple[AnyPage, ...] = (
    PageLine(LATEST, "/log", "log/list.html", entries_page, "/log"),
    PageLine(LATEST, "/log", "log/list.html", entries_page),
    PageLine(log.LOG_ENTRY, "/log", "log/one.html", entry_page),
)
