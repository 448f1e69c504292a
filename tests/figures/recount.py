"""What whoever watched a log has seen.

The watcher looks at each change of a record as it happens, and writes down when. It knows nothing
of `esoviet.figures`, which looks at the records as they are in the end.
"""

from collections import Counter
from dataclasses import dataclass, field

from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
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
    holds: dict[int, tuple[int, int]] = field(default_factory=dict)

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
            if isinstance(one, Mandate):
                self.turn(one, since)
            elif (said := told(before, one)) is not None and all(said):
                self.happened.append(said)

    def turn(self, mandate: Mandate, since: dict[int, int]) -> None:
        """A mandate as it is now: somebody else may lead it."""
        held = self.holds.get(mandate.number)
        if held is not None and held[0] != mandate.held_by:
            over = mandate.state in ("done", "ended")
            ended = since[mandate.problem] if over else mandate.vacated
            self.led.append((mandate.number, *held, ended))
            del self.holds[mandate.number]
        if mandate.held_by and mandate.number not in self.holds:
            self.holds[mandate.number] = mandate.held_by, mandate.since

    def all_led(self) -> list[Led]:
        """Every term, by mandate and time."""
        now = [(number, *held, 0) for number, held in self.holds.items()]
        return sorted([*self.led, *now], key=lambda one: (one[0], one[2]))


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
        seen.look(Changes(judgement.changes.puts[earlier:]))
        solutions(seen, time, judgement.changes)
    return seen, replica.view()


def solutions(seen: Seen, time: int, changes: Changes) -> None:
    """A solution comes by an act alone: as of its entry."""
    last = getattr(seen, "last_solution", 0)
    for one in changes.puts:
        if isinstance(one, Solution) and one.number > last:
            seen.happened.append((time, "solution"))
            seen.last_solution = one.number  # type: ignore[attr-defined]
