"""What whoever watched a log has seen.

The watcher looks at each change of a record as it happens, and writes down when. It knows nothing
of `esoviet.figures`, which looks at the records as they are in the end.
"""

from collections import Counter
from dataclasses import dataclass, field

from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
from esoviet.law.carriers import Partner
from esoviet.law.criticism import Criticism
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.mandates import Report as Reported
from esoviet.law.outcome import Changes
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.replica.replica import Replica, statement_of
from esoviet.wire import entry as spelling

Led = tuple[int, int, int, int]
"""A mandate, who led it, from when to when (0: still)."""


@dataclass
class Seen:
    """What was seen: when, of which kind; and every term of a mandate."""

    happened: list[tuple[int, str]] = field(default_factory=list)
    led: list[Led] = field(default_factory=list)
    known: dict[tuple[str, object, object], Record] = field(default_factory=dict)
    holds: dict[int, dict[int, int]] = field(default_factory=dict)

    def count(self, begins: int, ends: int) -> Counter[str]:
        """What was seen from one moment up to another."""
        return Counter(what for time, what in self.happened if begins <= time < ends)

    def look(self, changes: Changes) -> None:
        """Changes that have just come into force."""
        since = {one.number: one.since for one in changes.puts if isinstance(one, Problem)}
        for one in changes.puts:
            place = type(one).__name__, getattr(one, type(one).PARENT or "ALONE"), key(one)
            before = self.known.get(place)
            self.known[place] = one
            if (
                not isinstance(one, Mandate)
                and (said := told(before, one)) is not None
                and all(said)
            ):
                self.happened.append(said)
        for drop in changes.drops:
            self.known.pop((drop.kind.__name__, drop.parent, drop.key), None)
        touched = {one.number for one in changes.puts if isinstance(one, Mandate)}
        touched |= {one.mandate for one in changes.puts if isinstance(one, Partner)}
        for number in sorted(touched):
            self.turn(number, since)

    def turn(self, number: int, since: dict[int, int]) -> None:
        """A mandate as it is now: others may lead or share it."""
        mandate = self.known["Mandate", 0, number]
        assert isinstance(mandate, Mandate)
        rows = [one for one in self.known.values() if isinstance(one, Partner)]
        shares = {one.member: one for one in rows if one.mandate == number}
        now = {one.member: one.since for one in shares.values() if one.held_by}
        if mandate.held_by:
            now[mandate.held_by] = mandate.since
        held = self.holds.setdefault(number, {})
        for member in [*held]:
            if member in now:
                continue
            ended = mandate.since if mandate.held_by else mandate.vacated
            if mandate.state in ("done", "ended"):
                ended = since[mandate.problem]
            elif member in shares and shares[member].left:
                ended = shares[member].left
            self.led.append((number, member, held.pop(member), ended))
        for member, begun in now.items():
            held.setdefault(member, begun)

    def all_led(self) -> list[Led]:
        """Every term, by mandate and time."""
        now = [(n, who, begun, 0) for n, held in self.holds.items() for who, begun in held.items()]
        return sorted([*self.led, *now], key=lambda one: (one[0], one[2], one[1]))


def key(record: Record) -> object:
    return getattr(record, type(record).KEY)


def told(before: Record | None, one: Record) -> tuple[int, str] | None:
    """When something happened that is counted, and what."""
    if isinstance(one, Member):
        was = before.state if isinstance(before, Member) else ""
        if one.state == was:
            return None
        if one.state == "member":
            return one.since, f"in by {one.door}"
        return one.ended, one.state
    if isinstance(one, Problem) and before is None:
        return one.raised, "problem"
    if isinstance(one, Problem) and one.phase in ("lapsed", "withdrawn"):
        same = isinstance(before, Problem) and before.phase == one.phase
        return None if same else (one.since, one.because or one.phase)
    if isinstance(one, Question) and isinstance(before, Question):
        return before.due, "unseconded" if is_late(before, one) else ""
    if isinstance(one, Criticism) and isinstance(before, Criticism):
        return (one.answered, f"said {one.answer}") if one.answer != before.answer else None
    return None if before is not None else begun(one)


def begun(one: Record) -> tuple[int, str] | None:
    """What began with a record that was not there before."""
    if isinstance(one, Decision):
        return one.time, f"ended {one.ending}"
    if isinstance(one, Argument):
        return one.time, "argument"
    if isinstance(one, Action):
        return one.announced, "action" if one.mandate else "call"
    if isinstance(one, Question):
        return one.asked, "question"
    if isinstance(one, Criticism):
        return one.time, "criticism" if one.addressee else "criticism to all"
    if isinstance(one, Reported) and one.kind in ("progress", "resigned", "completed"):
        return one.time, "report"
    return None


def is_late(before: Question, one: Question) -> bool:
    """Whether the time to second a question was over just now, for the first time."""
    assert before.window is not None
    assert one.window is not None
    if before.window.prolonged:
        return False
    return one.window.prolonged > 0 or (before.state == "asked" and one.state == "lapsed")


def watch(entries: list[bytes]) -> tuple[Seen, View]:
    """Read a log and look at everything that changes."""
    seen, replica = Seen(), Replica()
    for entry in entries:
        time, jws = spelling.read(entry)
        due: list[Changes] = []

        def carried_out(changes: Changes, due: list[Changes] = due) -> None:
            due.append(changes)
            seen.look(changes)

        judgement = replica.pass_judgement(statement_of(jws), time, carried_out)
        replica.append(entry, time)
        earlier = sum(len(one.puts) for one in due)
        dropped = sum(len(one.drops) for one in due)
        seen.look(Changes(judgement.changes.puts[earlier:], judgement.changes.drops[dropped:]))
        solutions(seen, time, judgement.changes)
    return seen, replica.view()


def solutions(seen: Seen, time: int, changes: Changes) -> None:
    """A solution comes by an act alone: as of its entry."""
    last = getattr(seen, "last_solution", 0)
    for one in changes.puts:
        if isinstance(one, Solution) and one.number > last:
            seen.happened.append((time, "solution"))
            seen.last_solution = one.number  # type: ignore[attr-defined]
