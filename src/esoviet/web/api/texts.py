"""What one member wrote and brought, as far as it stands: what can be erased, and what not."""

from collections.abc import Iterator

from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import FOUNDER, HOST, BlobRecord, Member
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, OneList, Part
from esoviet.wire import entry as entries


class OwnText(Part, frozen=True, kw_only=True):
    """A text or file that still stands: the entry that brought it, and its time.

    `title` is null where it has none or the reader may not read texts. What is `handed_over`
    belongs to the assembly (clause 12.4): nobody erases it.
    """

    entry: int
    time: int
    sha256: str
    size: int
    media_type: str
    title: str | None
    handed_over: bool


def texts_of(context: AnswerContext, query: OneList) -> Listing[OwnText] | None:
    """What one member brought and what still stands, the newest first; `after` counts texts."""
    if context.view.get(Member, query.number) is None:
        return None
    standing = sorted(_standing(context, query.number), key=lambda one: (-one.entry, one.sha256))
    return context.listing(
        f"members/{query.number}/texts.json",
        query,
        list(enumerate(standing, 1))[query.after :],
        lambda one: _line(context, one[1]),
        lambda one: one[0],
    )


def _standing(context: AnswerContext, number: int) -> Iterator[BlobRecord]:
    for blob in context.view.each(BlobRecord):
        if blob.member == number and blob.state == "kept":
            yield blob
    for name in filter(None, _by(context, number)):
        blob = context.view.must(BlobRecord, name)
        if blob.member == HOST and blob.state == "kept":
            yield blob


def _by(context: AnswerContext, number: int) -> Iterator[bytes]:
    """The texts by a member that may have been handed over to the assembly."""
    for problem in context.view.numbered(Problem):
        if problem.by == number:
            yield problem.text
    for one in context.view.numbered(Solution):
        if one.by == number:
            yield from (one.text, one.indicator, one.new_name, one.new_purpose)
    for question in context.view.numbered(Question):
        if question.by == number:
            yield from (question.text, *question.answers)
    if number == FOUNDER:
        yield from (
            n for n in (context.assembly.name, context.assembly.purpose) if _is_founding(context, n)
        )


def _is_founding(context: AnswerContext, name: bytes) -> bool:
    return context.view.must(BlobRecord, name).entry == 0


def _line(context: AnswerContext, blob: BlobRecord) -> OwnText:
    title = context.text(blob.sha256, inline=False).title if context.words else None
    return OwnText(
        entry=blob.entry,
        time=entries.read(context.entries(blob.entry, blob.entry + 1)[0]).time,
        sha256=blob.sha256.hex(),
        size=blob.size,
        media_type=blob.media_type,
        title=title,
        handed_over=blob.member == HOST,
    )


MEMBER_TEXTS = Read(
    "/members/{number}/texts.json", texts_of, OneList, Listing[OwnText], guests=True
)

READS: tuple[AnyRead, ...] = (MEMBER_TEXTS,)
