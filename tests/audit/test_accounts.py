"""Accounts that are kept late say and know what they would have said and known from the start."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import msgspec
import pytest

from esoviet.audit.accounts import Accounts
from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.record import Record
from tests.audit.publisher import Publisher
from tests.audit.story import story
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.law.voting_storm import LoggedStorm, VotingStorm
from tests.world import World

STEPS = some(200)


class Twins(Accounts):
    """Beside the accounts that wake late the same that are awake from the start."""

    def __init__(self) -> None:
        super().__init__()
        self.early = Accounts()
        _wake_all(self.early)
        self.slept = len(self.asleep)

    def acted(
        self, act: Signed, author: int, time: int, puts: tuple[Record, ...], index: int
    ) -> Iterator[Finding]:
        said = zip_longest(
            super().acted(act, author, time, puts, index),
            self.early.acted(act, author, time, puts, index),
        )
        return self._alike(said)

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        return self._alike(
            zip_longest(super().decided(puts, index), self.early.decided(puts, index))
        )

    def _alike(self, said: Any) -> Iterator[Finding]:
        for late, early in said:
            assert late == early
            yield late


def _wake_all(accounts: Accounts) -> None:
    for group in tuple(accounts.asleep):
        assert list(accounts.wake(group)) == []


def _known(thing: Any) -> Any:
    """What an account knows, as values that can be compared."""
    if isinstance(thing, dict):
        return {key: _known(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_known(one) for one in thing]
    if hasattr(thing, "__dict__") and not isinstance(thing, msgspec.Struct):
        return {name: _known(value) for name, value in vars(thing).items()}
    return thing


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch) -> list[Twins]:
    """The accounts of each audit that is carried out."""
    made: list[Twins] = []

    def make() -> Twins:
        made.append(Twins())
        return made[-1]

    monkeypatch.setattr("esoviet.audit.replay.Accounts", make)
    return made


def held_together(twins: list[Twins], world: World) -> Twins:
    """Audit a world's log, and compare what is known in the end, also of what still slept."""
    Publisher(world).audited()
    both = twins[-1]
    still = len(both.asleep)
    _wake_all(both)
    early = {type(one): _known(one) for one in both.early.awake}
    assert {type(one): _known(one) for one in both.awake} == early
    both.slept = still
    return both


def test_a_whole_story(twins: list[Twins]) -> None:
    assert held_together(twins, story()).slept <= 1


@pytest.mark.parametrize("kind", [Storm, VotingStorm, LoggedStorm])
def test_storms(twins: list[Twins], kind: type[Storm]) -> None:
    for seed in seeds(3, 3):
        storm = kind(seed)
        for _ in range(STEPS):
            storm.pass_time()
            storm.world.submit(storm.next_act())
        held_together(twins, storm.world)


def test_what_came_before_the_first_problem(twins: list[Twins]) -> None:
    world = World().found(question_days="1")
    ada, bea, cem, dov, eve = world.members("Ada", "Bea", "Cem", "Dov", "Eve")
    erased, withheld = world.text("What I have to say of it"), world.text("What is forbidden")
    vote = ada.puts_to_vote()
    bea.votes(vote, "yes", reason=erased)
    cem.votes(vote, "no", reason=withheld)
    world.pass_days(2)
    bea.erases(erased)
    world.host.withholds(withheld)
    eve.leaves()
    world.pass_days(100)
    ada.asks()
    assert held_together(twins, world).slept == 2
    for one in (bea, cem, dov):
        one.asks()
    problem = ada.raises("The lift stands still")
    for one in (bea, cem, dov):
        one.finds("necessary", problem)
    world.pass_days(40)
    ada.asks()
    assert held_together(twins, world).slept == 1


def test_a_repair_before_the_first_problem(twins: list[Twins]) -> None:
    world = World().found()
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    ada.proposes_repair(backing="1/5", objection_days="9")
    for one in (bea, cem):
        one.signs(1)
    world.pass_days(8)
    ada.asks()
    assert world.view.rules.values["backing"] == "1/5"
    assert held_together(twins, world).slept == 1
