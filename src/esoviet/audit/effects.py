"""What followed from questions, worked out once more: by 3.14 to 3.16, 9.10, 9.11, 10.8, 14.6.

What each question asks for is taken from the act itself. When its vote closes, exactly that
follows, and only from a yes; a list or a door took what an amendment takes. Nobody comes in by a
door but by the act of one of its keepers, while it is open and has room.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from esoviet.audit.carriers import Carriers
from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.actions import Action
from esoviet.law.consequences import Consequence, Then
from esoviet.law.decisions import Decision
from esoviet.law.doors import Doorway, LetIn
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Ask
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.votes import Vote

WAITING = ("applicant", "vouched", "contested")
UNDER_WAY = ("solutions", "reading", "vote")
TWO_THIRDS = Fraction(2, 3)


class Effects:
    """What every question wants, who is what, and the room at every door."""

    def __init__(self) -> None:
        self._asked = 0
        self._wants: dict[int, tuple[Then, frozenset[int]]] = {}
        self._states: dict[int, str] = {}
        self._elections: dict[int, Problem] = {}
        self._mandates: dict[int, Mandate] = {}
        self._actions: dict[int, str] = {}
        self._doors: dict[int, tuple[tuple[int, ...], int, int]] = {}
        self._carriers = Carriers()

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> Iterator[Finding]:
        """An act that stands, and what the law made of it."""
        if type(act) is Ask:
            self._asked += 1
            if act.then is not None:
                led = self._carriers.of(act.then.vacates or 0)
                one = act.then.member
                self._wants[self._asked] = act.then, led if one is None else led & {one}
        came = [one.number for one in self._arrived(puts) if one.door == "door"]
        if type(act) is LetIn:
            keepers, room, until = self._doors.get(act.question, ((), 0, 0))
            right = author in keepers and room > 0 and time < until and came == [act.member]
            self._doors[act.question] = keepers, room - 1, until
        else:
            right = not came
        if not right:
            yield Finding(index, "3.16", "Somebody comes in by a door that is not open to them.")
        self._note(puts)

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        """What a deadline brought."""
        votes = {put.number: put for put in puts if type(put) is Vote}
        named = {one.number for one in self._arrived(puts) if one.door == "list"}
        for put in puts:
            if type(put) is Decision and put.kind == "question":
                then, led = self._wants.get(put.subject, (None, frozenset()))
                if put.ending != "adopted" or then is None:
                    then = Then()
                elif not _is_enough(then, votes[put.vote]):
                    yield Finding(index, "3.15", f"Question {put.subject} decides by too few.")
                named -= set(self._named(then))
                if not self._is_so(then, led, put, puts):
                    reason = f"Something else follows from question {put.subject} than it says."
                    yield Finding(index, "10.8", reason)
        if named:
            yield Finding(index, "3.14", "Somebody is admitted by name whom no question names.")
        self._note(puts)

    def _arrived(self, puts: Iterable[Record]) -> Iterator[Member]:
        for put in puts:
            if type(put) is Member and put.state == "member" and not self._is_member(put.number):
                yield put

    def _named(self, then: Then) -> list[int]:
        return [one for one in then.admits if self._states.get(one) in WAITING]

    def _is_so(
        self, then: Then, led: frozenset[int], decision: Decision, puts: tuple[Record, ...]
    ) -> bool:
        """Whether what a question wants, and no more, is among the records of its close."""
        come = {one.number for one in self._arrived(puts) if one.door == "list"}
        doors = [put for put in puts if type(put) is Doorway]
        anew = [put for put in puts if type(put) is Problem and put.phase in UNDER_WAY]
        taken = [put for put in puts if type(put) is Mandate and self._is_taken(put)]
        stopped = [one.number for one in puts if type(one) is Action and one.state == "stopped"]
        wanted = self._named(then)
        terms = then.door
        keepers = tuple(n for n in terms.keepers if self._is_member(n)) if terms else ()
        opens = terms is not None and bool(keepers) and decision.time < terms.until
        if opens and terms is not None and doors:
            (door,) = doors
            if (door.keepers, door.due) != (keepers, terms.until) or door.places > terms.places:
                return False
            self._doors[decision.subject] = keepers, door.places, door.due
        due = self._falls(then), self._goes(then), self._ends(then)
        fits = bool(wanted) or opens or any(due)
        later = self._carriers.after(puts)
        said = [put.outcome for put in puts if type(put) is Consequence]
        return (
            come == set(wanted)
            and len(doors) == opens
            and [one.renews for one in anew] == ([then.recalls] if self._falls(then) else [])
            and [one.number for one in taken] == ([then.vacates] if self._goes(then) else [])
            and stopped == ([then.stops] if self._ends(then) else [])
            and all(led <= {*one.dismissed} - later.of(one.number) for one in taken)
            and said == ([] if then == Then() else ["followed" if fits else "unfit"])
        )

    def _is_taken(self, mandate: Mandate) -> bool:
        before = self._mandates.get(mandate.number)
        return mandate.dismissed != (before.dismissed if before else ())

    def _is_member(self, number: int) -> bool:
        return self._states.get(number) == "member"

    def _falls(self, then: Then) -> bool:
        """Whether the seats of an election are to be filled anew."""
        if not then.recalls:
            return False
        others = [one for one in self._elections.values() if one.renews == then.recalls]
        running = any(one.phase in UNDER_WAY for one in others)
        return self._elections[then.recalls].phase == "work" and not running

    def _goes(self, then: Then) -> bool:
        """Whether there is a mandate to be taken from somebody."""
        mandate = self._mandates.get(then.vacates or 0)
        return mandate is not None and mandate.state not in ("done", "ended")

    def _ends(self, then: Then) -> bool:
        """Whether there is an action to be stopped."""
        return self._actions.get(then.stops or 0) in ("waiting", "standing")

    def _note(self, puts: Iterable[Record]) -> None:
        puts = tuple(puts)
        self._carriers.note(puts)
        for put in puts:
            if type(put) is Member:
                self._states[put.number] = put.state
            elif type(put) is Problem and put.seats:
                self._elections[put.number] = put
            elif type(put) is Mandate:
                self._mandates[put.number] = put
            elif type(put) is Action:
                self._actions[put.number] = put.state


def _is_enough(then: Then, vote: Vote) -> bool:
    """Whether a list or a door was voted on as an amendment is."""
    grave = bool(then.admits or then.door)
    enough = vote.support == ("amendment",) and Fraction(vote.needs[0]) >= TWO_THIRDS
    return enough or not grave
