"""Where it comes from that a mandate is carried out."""

from typing import Any

import pytest
from msgspec.structs import replace

from esoviet.audit.completions import Completions
from esoviet.law.completion import CompleteMandate, ObjectToCompletion, TakeBackObjection
from esoviet.law.constitution import DAY, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import THE, Member
from tests.audit.host import AnsweringHost
from tests.world import World

TEXT: Any = {"sha256": "0" * 64, "size": 40, "media_type": "text/plain"}
ENVELOPE: Any = {"assembly": "", "seq": 1, "at": 0, "seen": (0, "")}
RULES = {"objection_days": "7", "backing": "1/20"}
LED = Mandate(1, 1, 1, 1, 1, 1, "active", 0, 9)
DECLARED = replace(LED, state="declared", due=7 * DAY)
CONTESTED = replace(LED, state="contested", vote=4)
DONE = replace(LED, state="done", held_by=0)


def member(number: int, **fields: Any) -> Member:
    known: Any = {"state": "member", "admission": number} | fields
    return Member(number, profile=b"", applied=0, since=0, due=0, **known)


class Account:
    """Twelve members and a mandate of the first; what is found as it goes on."""

    def __init__(self, *others: Member) -> None:
        self.completions, self.found = Completions(), list[str]()
        twelve = {one.number: one for one in (*map(member, range(1, 13)), *others)}
        self.brings(*twelve.values(), Constitution(THE, RULES, 1, 0, 0), LED)

    def acted(self, act: Any, author: int, *puts: Record) -> "Account":
        found = self.completions.acted(act, author, 0, puts, 5)
        self.found += [one.clause for one in found]
        return self

    def declares(self, by: int = 1, mandate: Mandate = DECLARED) -> "Account":
        said = CompleteMandate(**ENVELOPE, mandate=1, report=TEXT, lesson=TEXT)
        return self.acted(said, by, mandate)

    def objects(self, by: int, *puts: Record) -> "Account":
        return self.acted(ObjectToCompletion(**ENVELOPE, mandate=1, reason=TEXT), by, *puts)

    def brings(self, *puts: Record) -> "Account":
        self.found += [one.clause for one in self.completions.decided(puts, 9)]
        return self


def said(ending: str) -> Decision:
    known: Any = (4, 4, "completion", 1, ending, (), 5, 5, 5)
    return Decision(*known)


def test_what_follows_is_found_right() -> None:
    assert Account().declares().objects(2).brings(DONE).found == []
    contested = Account().declares().objects(2).objects(3, CONTESTED)
    assert contested.brings(said("adopted"), DONE).found == []
    refused = Account().declares().objects(2).objects(3, CONTESTED)
    assert refused.brings(said("rejected"), replace(LED, declared=0)).found == []


def test_what_nobody_declared_or_its_leader_did_not_is_found() -> None:
    assert Account().brings(DONE).found == ["9.13"]
    assert Account().declares(by=2).found == ["9.7"]
    assert Account().declares(mandate=replace(DECLARED, due=7 * DAY - 1)).found == ["9.13"]
    assert Account().declares().brings(CONTESTED).found == ["9.13"]


def test_what_enough_objected_to_is_not_carried_out_without_a_vote() -> None:
    assert Account().declares().objects(2).objects(3).brings(DONE).found == ["9.13"]
    contested = Account().declares().objects(2).objects(3, CONTESTED)
    assert contested.brings(DONE).found == ["9.13"]
    assert contested.brings(said("unsupported"), DONE).found == ["9.13"]


def test_an_objection_taken_back_or_of_who_left_does_not_count() -> None:
    both = Account().declares().objects(2).objects(3)
    back = both.acted(TakeBackObjection(**ENVELOPE, mandate=1), 3)
    assert back.brings(DONE).found == []
    left = Account().declares().objects(2).acted(Leave(**ENVELOPE), 2, member(2, state="left"))
    assert left.objects(3, CONTESTED).found == ["9.13"]


@pytest.mark.parametrize(
    ("others", "objecting", "is_enough"),
    [
        ([member(n, dormant=True, resting=True) for n in range(3, 13)], 1, True),
        ([member(n, dormant=True) for n in range(3, 13)], 1, False),
        ([member(n) for n in range(13, 42)], 2, False),
        ([member(n) for n in range(13, 42)], 3, True),
        ([member(n) for n in range(13, 41)], 2, True),
    ],
)
def test_how_many_must_object(others: list[Member], objecting: int, is_enough: bool) -> None:
    account = Account(*others).declares()
    for number in range(2, 1 + objecting):
        account.objects(number)
    account.objects(1 + objecting, CONTESTED)
    assert account.found == ([] if is_enough else ["9.13"])


def test_a_problem_is_done_with_its_last_mandate() -> None:
    known: Any = {"phase": "done"}
    fields: Any = dict.fromkeys(Problem.__struct_fields__, 0)
    problem = Problem(**fields | {"number": 1} | known)
    assert Account().declares().brings(DONE, problem).found == []
    second = replace(LED, number=2)
    assert Account().brings(second).declares().brings(DONE, problem).found == ["9.7"]


@pytest.mark.parametrize("answer", ["yes", "no", ""])
@pytest.mark.parametrize("objecting", [0, 1, 2])
def test_completions_of_a_real_log_are_found_right(objecting: int, answer: str) -> None:
    world = World().found()
    cast = world.crowd(12)
    world.decide(cast[0])
    cast[0].completes(1)
    for person in cast[1 : 1 + objecting]:
        person.objects_to_completion(1)
    vote = world.confirm().the(Mandate, 1).vote
    for person in cast[2:8] if vote and answer else ():
        person.votes(vote, answer)
    world.pass_days(20).confirm()
    is_done = objecting < 2 or answer == "yes"
    assert (world.the(Mandate, 1).state == "done") is is_done
    assert list(AnsweringHost(world).audited().findings) == []


def test_who_objected_and_left_and_enough_at_the_deadline_are_found_right() -> None:
    world = World().found(backing="1/4")
    cast = world.crowd(12)
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    for person in cast[1:3]:
        person.backs(solution)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    cast[0].completes(1)
    for person in (cast[1], cast[11]):
        person.objects_to_completion(1)
    cast[11].leaves()
    cast[2].objects_to_completion(1)
    for person in cast[8:11]:
        person.leaves()
    assert world.the(Mandate, 1).state == "declared"
    world.turn_to(world.the(Mandate, 1).due)
    assert world.the(Mandate, 1).state == "contested"
    assert list(AnsweringHost(world).audited().findings) == []
