"""What follows from questions, worked out by the audit from what was asked."""

from typing import Any

import pytest
from msgspec.structs import replace

from esoviet.audit.effects import Effects
from esoviet.audit.finding import Finding
from esoviet.law.actions import Action
from esoviet.law.consequences import Consequence, DoorTerms, Then
from esoviet.law.decisions import Decision
from esoviet.law.doors import Doorway, LetIn
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Ask
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.votes import Vote
from tests.audit.host import AnsweringHost
from tests.person import Person
from tests.world import World

NOW, LATER = 1000, 2000


def findings(world: World) -> list[object]:
    world.confirm()
    return list(AnsweringHost(world).audited().findings)


def adopted(world: World, cast: list[Person], vote: int) -> None:
    for person in cast:
        person.votes(vote, "yes")
    assert world.close(vote).ending == "adopted"


def test_lists_doors_recalls_and_what_is_vacated_are_found_right() -> None:
    world = World().found(backing="0")
    cast = world.crowd(8)
    world.pass_days(8)
    listed, first, second, late = (world.person(f"Guest {n}").applies() for n in range(4))
    adopted(world, cast, cast[0].wants(admits=(listed.number,)))
    adopted(world, cast, cast[0].wants_door(2, 30, cast[1]))
    cast[1].lets_in(first, 2).lets_in(second, 2)
    late.withdraws_application()
    world.decide(cast[2])
    adopted(world, cast, cast[0].wants(vacates=1))
    election = cast[0].calls_election(1)
    stood = cast[3].proposes(election)
    vote = world.open_vote(election).number
    for person in cast:
        person.votes(vote, [[stood]])
    world.close(vote)
    votes = [cast[0].wants(recalls=election) for _ in range(2)]
    for vote in votes:
        for person in cast:
            person.votes(vote, "yes")
    world.close(votes[0])
    world.pass_ms(1)
    assert [one.outcome for one in world.view.rows(Consequence)][-2:] == ["followed", "unfit"]
    assert findings(world) == []


def test_what_was_rejected_or_fits_no_more_is_found_right() -> None:
    world = World().found(backing="0")
    cast = world.crowd(8)
    (guest,) = (world.person(f"Guest {n}").applies() for n in range(1))
    for yes in (1, 8):
        vote = cast[0].wants(admits=(guest.number,))
        if yes == 8:
            guest.withdraws_application()
        for number, person in enumerate(cast):
            person.votes(vote, "yes" if number < yes else "no")
        world.close(vote)
    assert findings(world) == []


# -- what a host makes up


def member(number: int, state: str = "member", door: str = "") -> Member:
    return Member(number, state, b"", 0, 0, 0, 0, door=door)  # type: ignore[arg-type]


def vote(support: str = "amendment", needs: str = "2/3") -> Vote:
    return Vote(
        1, "question", 1, "majority", (), (needs,), False, False, 1, "last",
        (support,), ("0",), (2,), 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1,  # type: ignore[arg-type]
    )  # fmt: skip


def decision(ending: str = "adopted") -> Decision:
    return Decision(1, 1, "question", 1, ending, (), 5, 5, NOW)  # type: ignore[arg-type]


def told(then: Then | None, *puts: Record, before: tuple[Record, ...] = ()) -> list[str]:
    """The clauses by which a close is wrong that brought these records."""
    effects = Effects()
    fields = {"assembly": "", "seq": 1, "at": 0, "seen": (0, "")}
    text = {"sha256": "0" * 64, "size": 40, "media_type": "text/plain"}
    ask = Ask(**fields, form="yes-no", text=text, then=then)  # type: ignore[arg-type]
    known = (member(1), member(5, "applicant"), member(6, "applicant"), *before)
    assert not list(effects.acted(Leave(**fields), 9, 0, known, 1))  # type: ignore[arg-type]
    assert not list(effects.acted(ask, 1, 0, (), 2))
    wrong = list(effects.decided(tuple(puts), 9))
    assert all(one.index == 9 for one in wrong)
    return [one.clause for one in wrong]


LIST = Then(admits=(5,))
DOOR = Then(door=DoorTerms(places=2, until=LATER, keepers=(1,)))
DOORWAY = Doorway(1, (1,), 2, NOW, LATER)


def said(kind: str, outcome: str = "followed") -> Consequence:
    return Consequence(1, kind, (), outcome=outcome)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "puts", "clauses"),
    [
        (LIST, (member(5, door="list"), said("admit")), []),
        (LIST, (member(5, door="list"), member(6, door="list"), said("admit")), ["10.8", "3.14"]),
        (LIST, (said("admit"),), ["10.8"]),
        (LIST, (said("admit", "unfit"),), ["10.8"]),
        (None, (member(5, door="list"),), ["10.8", "3.14"]),
        (DOOR, (DOORWAY, said("door")), []),
        (DOOR, (replace(DOORWAY, places=3), said("door")), ["10.8"]),
        (DOOR, (replace(DOORWAY, keepers=(1, 2)), said("door")), ["10.8"]),
        (DOOR, (replace(DOORWAY, due=LATER + 1), said("door")), ["10.8"]),
        (DOOR, (said("door", "unfit"),), ["10.8"]),
        (None, (DOORWAY,), ["10.8"]),
    ],
)  # fmt: skip
def test_a_close_that_brings_something_else_is_found(
    then: Then | None, puts: tuple[Record, ...], clauses: list[str]
) -> None:
    assert told(then, vote(), decision(), *puts) == clauses


@pytest.mark.parametrize(
    ("closed", "clauses"),
    [(vote(), []), (vote("decision"), ["3.15"]), (vote(needs="1/2"), ["3.15"])],
)
def test_a_list_that_took_less_than_an_amendment_is_found(closed: Vote, clauses: list[str]) -> None:
    assert told(LIST, closed, decision(), member(5, door="list"), said("admit")) == clauses


def test_nothing_follows_from_a_no() -> None:
    assert told(LIST, vote(), decision("rejected")) == []
    assert told(DOOR, vote(), decision("rejected"), DOORWAY) == ["10.8"]


HELD = Mandate(1, 1, 1, 1, 1, 1, "active", 0, 0)
TAKEN = replace(HELD, held_by=0, state="vacant", dismissed=(1,))
BOARD = Problem(1, 1, b"", 2, 0, 0, "work", 0, 0, 0, 0)
ANEW = Problem(2, 1, b"", 2, 0, 0, "solutions", 0, 0, 0, 0, renews=1)

CALL = Action(1, "rally", 1, 0, b"", 5, 9, 0, 0, "standing", 2, 9)


@pytest.mark.parametrize(
    ("then", "before", "puts", "clauses"),
    [
        (Then(vacates=1), HELD, (TAKEN, said("vacate")), []),
        (Then(vacates=1), HELD, (said("vacate"),), ["10.8"]),
        (Then(vacates=1), HELD, (replace(TAKEN, held_by=1), said("vacate")), ["10.8"]),
        (Then(vacates=1), replace(HELD, state="done"), (said("vacate", "unfit"),), []),
        (None, HELD, (TAKEN,), ["10.8"]),
        (Then(recalls=1), BOARD, (BOARD, ANEW, said("recall")), []),
        (Then(recalls=1), BOARD, (BOARD, said("recall")), ["10.8"]),
        (Then(recalls=1), replace(BOARD, phase="done"), (ANEW, said("recall")), ["10.8"]),
        (None, BOARD, (ANEW,), ["10.8"]),
        (Then(stops=1), CALL, (replace(CALL, state="stopped"), said("stop")), []),
        (Then(stops=1), CALL, (said("stop"),), ["10.8"]),
        (Then(stops=1), replace(CALL, state="ended"), (said("stop", "unfit"),), []),
        (Then(stops=1), replace(CALL, state="ended"), (said("stop"),), ["10.8"]),
        (None, CALL, (replace(CALL, state="stopped"),), ["10.8"]),
    ],
)  # fmt: skip
def test_so_is_one_that_takes_or_recalls_what_it_should_not(
    then: Then | None, before: Record, puts: tuple[Record, ...], clauses: list[str]
) -> None:
    closed = vote("decision", "1/2")
    assert told(then, closed, decision(), *puts, before=(before,)) == clauses


@pytest.mark.parametrize(
    ("author", "applicant", "time", "times", "is_right"),
    [(1, 5, NOW, 1, True), (2, 5, NOW, 1, False), (1, 6, NOW, 1, False), (1, 5, LATER, 1, False),
     (1, 5, NOW, 3, False)],
)  # fmt: skip
def test_nobody_comes_in_but_by_a_keeper_in_time_and_while_there_is_room(
    author: int, applicant: int, time: int, times: int, is_right: bool
) -> None:
    effects = Effects()
    fields = {"assembly": "", "seq": 1, "at": 0, "seen": (0, "")}
    text = {"sha256": "0" * 64, "size": 40, "media_type": "text/plain"}
    asked = Ask(**fields, form="yes-no", text=text, then=DOOR)  # type: ignore[arg-type]
    assert not list(effects.acted(asked, 1, 0, (member(1),), 1))
    assert not list(effects.decided((vote(), decision(), DOORWAY, said("door")), 2))
    found: list[Finding] = []
    for number in range(times):
        guest = applicant + 10 * number
        act = LetIn(**fields, question=1, member=guest)  # type: ignore[arg-type]
        came = member(5 + 10 * number, door="door")
        found += effects.acted(act, author, time, (came,), 3)
    assert [one.clause for one in found] == ([] if is_right else ["3.16"])


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [("/doors.json", "came", 1), ("/doors.json", "state", "full"), ("/doors.json", "places", 9),
     ("/questions.json", "then", None)],
)  # fmt: skip
def test_a_host_that_says_something_else_of_a_door_is_found(
    path: str, field: str, value: object
) -> None:
    world = World().found(backing="0")
    cast = world.crowd(8)
    adopted(world, cast, cast[0].wants_door(2, 30, cast[1]))
    world.confirm()

    def bent(said: Any) -> None:
        said["items"][0][field] = value

    assert AnsweringHost(world).audited().ok
    (found,) = AnsweringHost(world).bend(path, bent).audited().findings
    assert (found.clause, path in found.reason) == ("published", True)
