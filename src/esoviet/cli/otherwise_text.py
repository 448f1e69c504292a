"""A rules replay as people read it on a terminal: one line for each matter, and why."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from msgspec import Struct

from esoviet.figures.shapes import Event, Line
from esoviet.figures.unknown import Unknown, weighed
from esoviet.web.api.otherwise import OtherwiseLine, Reason, Turn
from esoviet.wire.encoding import printable

WIDTH = 76
LONGEST = 48
ENDINGS = {
    "adopted": "adopted", "no-action": "no action", "rejected": "not adopted",
    "elected": "elected", "none-of-these": "none of these", "unsupported": "too few for it",
    "no-consent": "no consent", "lapsed": "lapsed", "in-line": "waits in line",
    "refused": "not carried out", "left-open": "left open",
}  # fmt: skip
MATTERS = {
    "admission": "admission of", "recovery": "recovery of", "completion": "mandate",
}  # fmt: skip
WHY = {
    "members": "{had} were for it; {now} are needed ({then} were)",
    "share": "{had} for it and {against} against; it takes {now} (it took {then})",
    "necessary": "{had} found it necessary; {now} are needed ({then} were)",
    "backers": "{had} backed it; {now} are needed ({then} were)",
    "seconds": "{had} seconded it; {now} are needed ({then} were)",
    "objections": "{had} objected; {now} end a consent ({then} did)",
    "yes": "{had} said yes; {now} let in at once ({then} did)",
    "unranked": "what is left unranked is {now} (it was {then})",
    "method": "counted by {now} (it was {then})",
}
UNDER: tuple[tuple[Event, str], ...] = (
    ("otherwise", "Would have come out differently"),
    ("options", "Would have been voted on with fewer options"),
    ("more-options", "Would have been voted on with more options; nobody knows how it had ended"),
    ("not-voted", "Would not have come to a vote when it did"),
    ("voted", "Lapsed, and would have gone on"),
)


class Report(Struct, frozen=True):
    """What a replay found in one log."""

    source: str
    decisions: int
    lines: tuple[Line, ...]
    unknown: tuple[Unknown, ...]


def as_text(report: Report, told: Sequence[OtherwiseLine], changes: Mapping[str, str]) -> str:
    """The whole report; `told` are its lines with their titles."""
    said = ", ".join(f"{name}={value}" for name, value in changes.items())
    summary = wrap(_summary(report, changes), WIDTH)
    parts = ["\n".join([report.source, *wrap(f"Replayed with {said}.", WIDTH), *summary])]
    for event, heading in UNDER:
        lines = [line for line in told if line.event == event]
        if lines:
            parts.append("\n".join([f"{heading}:", *(_line(line) for line in lines)]))
    parts.append("\n".join(["What this cannot know:", *(_unknown(one) for one in report.unknown)]))
    return "\n\n".join(parts)


def _summary(report: Report, changes: Mapping[str, str]) -> str:
    if not weighed(changes):
        return (
            "Past votes cannot tell what this would have changed: no figure in it says how votes "
            "are counted or what they take."
        )
    if not report.decisions:
        return "Nothing has been decided here yet."
    many = {event: sum(line.event == event for line in report.lines) for event, _ in UNDER}
    differ = sum(line.differs for line in report.lines)
    of = f"Of {report.decisions:,} decisions {differ:,} would have come out differently, "
    some = len(weighed(changes)) < len(changes)
    rest = " Of some of these figures past votes tell nothing; below it says why." if some else ""
    return f"{of}{many['not-voted']:,} would not have come to a vote when they did.{rest}"


def _line(line: OtherwiseLine) -> str:
    matter = f"{MATTERS.get(line.kind, line.kind)} {_called(line.subject, line.title)}"
    where = f"decision {line.decision}, {matter}" if line.decision else matter
    now = "?" if line.now is None else _ending(line.now)
    turn = f"{_ending(line.then)} -> {now}" if line.event != "not-voted" else _ending(line.then)
    return "\n".join([f"  {where}: {turn}", *(f"      {_because(one)}" for one in line.why)])


def _ending(turn: Turn) -> str:
    winners = [_called(one.option, one.title) for one in turn.winners if one.option]
    return " ".join([ENDINGS[turn.ending], ", ".join(winners)]).rstrip()


def _called(number: int, title: str | None) -> str:
    """A number and, where it is known, a title, so that it only shows."""
    if not title:
        return str(number)
    short = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    return f"{number} “{printable(short)}”"


def _because(why: Reason) -> str:
    option = f"option {_called(why.option, why.title)}: " if why.option else ""
    values = {"had": why.had, "against": why.against, "then": why.then, "now": why.now}
    return option + WHY[why.about].format_map(values)


def _unknown(one: Unknown) -> str:
    names = f" ({', '.join(one.parameters)})" if one.parameters else ""
    return "\n".join(wrap(one.because + names, WIDTH, initial_indent="- ", subsequent_indent="  "))
