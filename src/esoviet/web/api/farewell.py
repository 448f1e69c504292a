"""What somebody leaves behind: what is erased with them on request, and what stays, by kind."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from esoviet.law.blobs import waits_for_review
from esoviet.law.carriers import Partner
from esoviet.law.judge import read_act
from esoviet.law.mandates import Mandate
from esoviet.law.records import HOST, BlobRecord, Member, MemberState
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, One, Part
from esoviet.web.api.texts import TextKind, kind_of, standing_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope

Way = Literal["erases", "stays", "waits"]
MOST = 2000
"""So many texts are told apart by their kind, the newest; each has to be looked up in the log."""


class Counted(Part, frozen=True, kw_only=True):
    """How many texts and files of a kind; `kind` is null for those that were not told apart."""

    kind: TextKind | None
    count: int


class Farewell(Answer, frozen=True, kw_only=True):
    """What becomes of a member's texts if they erase all that they may, and of their mandates.

    `erases` may be erased by its author (clause 12.3), `stays` belongs to the assembly (12.4),
    `waits` may be erased once the decision that it is about was reviewed (12.8).
    `mandates` fall vacant when a member leaves (3.9); with the `last` one the assembly ends.
    """

    member: int
    state: MemberState
    erases: list[Counted]
    stays: list[Counted]
    waits: list[Counted]
    mandates: int
    last: bool


def farewell(context: AnswerContext, query: One) -> Farewell | None:
    """What a member leaves behind: what they can erase and what stays, by kind and number."""
    member = context.view.get(Member, query.number)
    if member is None:
        return None
    standing = standing_of(context, query.number)
    ways = [(_way(context, one), one) for one in standing]

    def counted(way: Way) -> list[Counted]:
        return _counted(context, (one for other, one in ways if other == way))

    return Farewell(
        log_size=context.log_size,
        member=query.number,
        state=member.state,
        erases=counted("erases"),
        stays=counted("stays"),
        waits=counted("waits"),
        mandates=context.view.count_by(Mandate, "held_by", query.number)
        + context.view.count_by(Partner, "held_by", query.number),
        last=member.state == "member" and context.view.count_by(Member, "state", "member") == 1,
    )


def erasable(context: AnswerContext, number: int) -> list[str]:
    """What a member can erase, in the order in which to do it: their name is the last to go."""
    own = [one for one in standing_of(context, number) if _way(context, one) == "erases"]
    own.sort(key=lambda one: _kind(context, one) == "profile")
    return [one.sha256.hex() for one in own]


def _way(context: AnswerContext, blob: BlobRecord) -> Way:
    """What becomes of a text."""
    if blob.member == HOST:
        return "stays"
    return "waits" if waits_for_review(context.view, blob) else "erases"


def _counted(context: AnswerContext, texts: Iterable[BlobRecord]) -> list[Counted]:
    kinds = Counter[TextKind | None]()
    for place, one in enumerate(texts):
        kinds[_kind(context, one) if place < MOST else None] += 1
    return [Counted(kind=kind, count=count) for kind, count in kinds.most_common()]


def _kind(context: AnswerContext, blob: BlobRecord) -> TextKind:
    read = entries.read(context.entries(blob.entry, blob.entry + 1)[0])
    return kind_of(read_act(envelope.parse(read.jws).payload), blob.sha256.hex())


FAREWELL = Read("/members/{number}/farewell.json", farewell, One, Farewell, guests=True)

READS: tuple[AnyRead, ...] = (FAREWELL,)
