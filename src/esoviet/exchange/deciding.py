"""Counting a file that was read: by one method, every possible reading of it, one answer.

`decide` counts the reading that was taken and every other one. Another winner is a refusal
(`Malformed`, with the options that choose) if the reading was a doubt, and a note with both results
if it was a default; the same winner is a note. Nothing here prints or asks: the command line and
the page *Count a file* both call it, the page in a worker.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypedDict

import msgspec

from esoviet.exchange import sharing
from esoviet.exchange.ballots import adjust
from esoviet.exchange.ballots.reading import How, Other, Reading, counted, listed
from esoviet.exchange.ballots.sheet import Question, Rolls, Sheet
from esoviet.tally.majority import majority
from esoviet.tally.methods import METHODS
from esoviet.tally.profile import Unranked
from esoviet.tally.result import Result
from esoviet.wire.errors import Malformed

PAIRWISE = ("schulze", "ranked-pairs")
STV = ("stv-scottish", "stv-wigm", "stv-meek")
APPLIES: Mapping[str, tuple[str, ...]] = {
    "default": ("schulze", "majority"),
    "ratio": ("schulze", "majority"),
    "share": ("schulze", "majority"),
    "quorum": ("schulze", "majority"),
    "unranked": (*PAIRWISE, "majority"),
    "strength": PAIRWISE,
    "seats": ("approval", "score", "irv", *PAIRWISE, *STV),
    "batch": ("irv",),
}
SIDES = ("yes", "no")


class Usage(Exception):
    """Called wrongly: what is wrong, in one line."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be counted. Numbers of options are those in the file."""

    method: str
    seats: int | None = None
    default: int | None = None
    ratio: tuple[tuple[int, Fraction], ...] = ()
    share: tuple[tuple[int, Fraction], ...] = ()
    quorum: Fraction | None = None
    unranked: Unranked | None = None
    strength: Literal["winning", "margins", "ratio"] | None = None
    batch: bool | None = None
    question: str | None = None
    withdrawn: tuple[str, ...] = ()
    tie_order: tuple[str, ...] = ()


class Needs(TypedDict):
    """What a yes-no question needs to pass."""

    needed: Fraction | None
    kind: Literal["ratio", "share"]
    quorum: Fraction | int


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The count of a sheet of ballots, and what is to be said of how it was read."""

    sheet: Sheet
    result: Result
    notes: tuple[str, ...]


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """The count of yes-no questions."""

    questions: tuple[tuple[Question, Result], ...]
    notes: tuple[str, ...]


def check(wish: Wish) -> None:
    """Refuse what does not go together; raises `Usage`."""
    for option, methods in APPLIES.items():
        if getattr(wish, option) not in (None, ()) and wish.method not in methods:
            raise Usage(f"--{option} does not go with {wish.method}, only {', '.join(methods)}")
    if wish.method == "irv" and (wish.seats or 1) > 1:
        raise Usage("irv fills one seat; use stv-scottish, stv-wigm or stv-meek for more")
    if wish.method == sharing.METHOD and wish.tie_order:
        raise Usage("equal-shares breaks ties by the order of the file; --tie-order does not go")
    if wish.ratio and wish.share:
        raise Usage("--ratio or --share, not both")
    needs = wish.ratio or wish.share or wish.quorum is not None
    if wish.method == "schulze" and wish.default is None and needs:
        raise Usage("--ratio, --share and --quorum need --default: what must be beaten")


def decide(reading: Reading, how: How, wish: Wish) -> Decided | Passed:
    """Count what was read, in every way in which it can be read."""
    if isinstance(reading.votes, Rolls):
        return _passed(reading, reading.votes, wish)
    sheet = prepared(reading.votes, how, wish)
    result = count(sheet, wish)
    winners = _named(sheet, result)
    notes = list(reading.notes)
    for other in reading.others:
        if other.pairs and wish.method not in (*PAIRWISE, "majority"):
            continue
        notes += _compared(other, how, wish, winners)
    if wish.method == sharing.METHOD:
        notes += sharing.said(sheet, result)
    if sheet.differs:
        notes.append(
            f"the file says that it has {sheet.stated} ballots, and it has {sheet.total}: "
            "is it whole?"
        )
    return Decided(sheet=sheet, result=result, notes=tuple(notes))


def _compared(other: Other, how: How, wish: Wish, winners: tuple[str, ...]) -> list[str]:
    """What is to be said of another reading."""
    votes = other.votes()
    if isinstance(votes, Rolls):
        raise Malformed(f"if {other.what}, these are yes-no questions; say {other.say}")
    try:
        sheet = prepared(votes, how, wish)
        found = _named(sheet, count(sheet, wish))
    except Usage:
        return [f"if {other.what}, they cannot be counted by {wish.method}"]
    if found == winners:
        return [f"if {other.what}, the winner is the same"]
    result = f"{_won(winners)}; if {other.what}, {_won(found)}"
    if other.strict:
        raise Malformed(f"two readings give two results: {result}. Say {other.keep} or {other.say}")
    return [f"the readings differ: {result} ({other.say})"]


def _won(winners: tuple[str, ...]) -> str:
    return f"{listed(winners)} {'wins' if len(winners) == 1 else 'win'}"


def _named(sheet: Sheet, result: Result) -> tuple[str, ...]:
    """Who is elected, whatever the order."""
    return tuple(sorted(sheet.options[option] for option in result.winners))


def prepared(sheet: Sheet, how: How, wish: Wish) -> Sheet:
    """The sheet with what was told about it."""
    sheet = adjust.ranks(adjust.withdrawn(sheet, wish.withdrawn), how)
    if wish.tie_order:
        sheet = adjust.ties(sheet, wish.tie_order)
    if sheet.write_ins and wish.method != "irv":
        sheet = adjust.without(sheet, sheet.write_ins)
    return sheet


def count(sheet: Sheet, wish: Wish) -> Result:
    """Count a sheet; raises `Usage` if the method does not fit it."""
    method = wish.method
    settings: dict[str, object] = {}
    if method in (*PAIRWISE, "majority"):
        settings["unranked"] = wish.unranked or sheet.unranked
    if method in PAIRWISE:
        settings["strength"] = wish.strength or "winning"
    if method == "majority":
        return METHODS[method](sheet.profile(), **settings, **question_needs(wish, sheet))
    if method == sharing.METHOD:
        return sharing.shared(sheet)
    if method == "irv":
        settings |= {"batch": bool(wish.batch), "first_out": sheet.write_ins}
    else:
        settings["seats"] = wish.seats or sheet.seats or 1
    if method == "schulze":
        settings |= _debian(wish, sheet)
    if method == "score" and not sheet.scored and sheet.places is None:
        raise Usage("score needs ballots with points; these rank their options")
    settings["tie_order"] = sheet.tie_order
    votes = sheet.scores() if method in ("approval", "score") else sheet.profile()
    return METHODS[method](votes, **settings)


def _debian(wish: Wish, sheet: Sheet) -> dict[str, object]:
    """Default option, majorities and quorum of a Schulze count."""
    default = None if wish.default is None else _index(wish.default, sheet)
    ratios = {_index(number, sheet): value for number, value in wish.ratio or wish.share}
    if default in ratios:
        raise Usage("the default option needs no majority over itself")
    return {
        "default": default,
        "ratios": ratios,
        "majority": "share" if wish.share else "ratio",
        "quorum": wish.quorum,
    }


def question_needs(wish: Wish, sheet: Sheet | None) -> Needs:
    """What a yes-no question needs; option 1 is yes, option 2 is no."""
    if sheet is not None and len(sheet.options) != 2:
        raise Usage(f"majority is for two options; this file has {len(sheet.options)}")
    if wish.default not in (None, 2):
        raise Usage("in majority option 1 is yes and option 2, no, is the default")
    needed = dict(wish.ratio or wish.share)
    if set(needed) - {1}:
        raise Usage("in majority only option 1, yes, needs a majority: --ratio 1=R")
    return {
        "needed": needed.get(1),
        "kind": "share" if wish.share else "ratio",
        "quorum": wish.quorum or 0,
    }


def _passed(reading: Reading, rolls: Rolls, wish: Wish) -> Passed:
    if wish.method != "majority":
        raise Usage("roll calls are yes-no questions: --method majority")
    if wish.withdrawn or wish.tie_order:
        raise Usage("--withdrawn and --tie-order are for options, not for yes-no questions")
    needs = question_needs(wish, None)
    chosen = [one for one in rolls.questions if wish.question in (None, one.id)]
    if not chosen:
        raise Usage(f"no roll call {wish.question} in this file")
    results = tuple((one, majority(*one.sides(), **needs)) for one in chosen)
    return Passed(questions=results, notes=reading.notes)


def _index(number: int, sheet: Sheet) -> int:
    if number not in sheet.numbers:
        raise Usage(f"no option {number} in this file; it has {len(sheet.numbers)}")
    return sheet.numbers.index(number)


def told(reading: Reading, notes: tuple[str, ...]) -> tuple[str, ...]:
    """How a file was read, in lines: the first lines of every output."""
    votes = reading.votes
    lines = [taken_for(reading)]
    if isinstance(votes, Sheet):
        figures = f"{counted(votes.total, 'ballot')}: {votes.blank} blank, {reading.void} void"
        lines.append(f"{figures}, {reading.set_aside} set aside")
    elif reading.set_aside:
        lines.append(f"{counted(reading.set_aside, 'row')} set aside")
    lines += [f"line {one.line} set aside: {one.why}" for one in reading.aside[:3]]
    if reading.set_aside > 3:
        lines.append(f"and {reading.set_aside - 3} more set aside (--explain)")
    return (*lines, *notes)


def taken_for(reading: Reading) -> str:
    """Format, character set and delimiter."""
    parts = (reading.format, reading.charset, reading.delimiter)
    return ", ".join(part for part in parts if part)


EXACT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}|/[1-9][0-9]{0,17})?")
