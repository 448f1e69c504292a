"""Repairs of the constitution by signature: what would change, who has signed, until when."""

from collections.abc import Iterator
from typing import Literal

from esoviet.law.repairs import Repair, Signing, signatures_needed
from esoviet.law.windows import times_prolonged
from esoviet.web.api.amending import Amends, before_repair
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)

FIRST = Paging()
RepairState = Literal["open", "agreed", "done", "lapsed"]


class RepairLine(Part, frozen=True, kw_only=True):
    """A repair (clause 2.10). Of `needed` members (null: it is over) `signatures` stand by it.

    It is `open` while too few do, `agreed` from the moment that enough do until it is in force, at
    `due` (ms, null where it is over). Its time was `prolonged` so often, since the host was silent.
    """

    number: int
    by: Who
    text: Text
    amending: Amends
    entry: int
    proposed: int
    state: RepairState
    signatures: int
    needed: int | None
    due: int | None
    prolonged: int


class Signature(Part, frozen=True, kw_only=True):
    """Who signs a repair, or (`signs` false) has taken that back."""

    member: Who
    signs: bool
    entry: int


class RepairAnswer(Answer, frozen=True, kw_only=True):
    """One repair with its signatures, by member."""

    repair: RepairLine
    signatures: Page[Signature]


class RepairsQuery(Paging, frozen=True, kw_only=True):
    """Repairs, all or those in one state."""

    state: RepairState | None = None


def repairs(context: AnswerContext, query: RepairsQuery) -> Listing[RepairLine]:
    """Repairs in the order in which they were proposed."""
    further: Iterator[Repair] = (
        one
        for one in context.view.numbered(Repair, query.after)
        if query.state in (None, one.state)
    )
    return context.listing(
        "repairs.json", query, further, lambda one: repair_line(context, one, query.texts)
    )


def repair(context: AnswerContext, query: One) -> RepairAnswer | None:
    """One repair."""
    known = context.view.get(Repair, query.number)
    if known is None:
        return None
    return RepairAnswer(
        log_size=context.log_size,
        repair=repair_line(context, known, True),
        signatures=_signatures(context, known.number, FIRST),
    )


def signatures(context: AnswerContext, query: OneList) -> Listing[Signature] | None:
    """Who signs a repair, by member."""
    if context.view.get(Repair, query.number) is None:
        return None
    return context.whole(_signatures(context, query.number, query))


def repair_line(context: AnswerContext, one: Repair, inline: bool) -> RepairLine:
    """A repair as lists and its page show it, its texts whole (`inline`) or named."""
    waits = one.state in ("open", "agreed")
    return RepairLine(
        number=one.number,
        by=context.who(one.by),
        text=context.text(one.text, inline=inline),
        amending=Amends(
            parameters=one.parameters,
            before=before_repair(context.view, one.parameters, one),
            name=context.maybe_text(one.new_name),
            purpose=context.maybe_text(one.new_purpose),
        ),
        entry=one.entry,
        proposed=one.since,
        state=one.state,
        signatures=one.signatures,
        needed=signatures_needed(context.view, one) if waits else None,
        due=some(one.due),
        prolonged=times_prolonged(one),
    )


def _signatures(context: AnswerContext, number: int, query: Paging) -> Page[Signature]:
    return context.page(
        f"repairs/{number}/signatures.json",
        query,
        by_member(context.view, Signing, number, query.after),
        lambda one: Signature(member=context.who(one.member), signs=one.signs, entry=one.entry),
    )


REPAIRS = Read("/repairs.json", repairs, RepairsQuery, Listing[RepairLine])
REPAIR = Read("/repairs/{number}.json", repair, One, RepairAnswer)
REPAIR_SIGNATURES = Read(
    "/repairs/{number}/signatures.json", signatures, OneList, Listing[Signature]
)
READS: tuple[AnyRead, ...] = (REPAIRS, REPAIR, REPAIR_SIGNATURES)
