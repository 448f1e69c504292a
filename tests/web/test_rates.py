"""Buckets: what is spent, given back and waited for, against a bucket that asks first."""

from random import Random

import pytest

from esoviet.node.config import Config
from esoviet.web.http import rates
from esoviet.web.http.errors import HttpError
from esoviet.web.http.rates import Buckets, Quotas, limits_of
from tests.effort import seeds


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(rates, "time", turned)
    return turned


@pytest.mark.parametrize("seed", seeds(20))
def test_to_spend_is_to_wait_for_nothing_and_to_take(clock: Clock, seed: int) -> None:
    random = Random(seed)
    a_minute, most = random.choice([1, 30, 600]), random.choice([1, 5, 60])
    one, other = Buckets(a_minute, most), Buckets(a_minute, most)
    refused = 0
    for _ in range(200):
        clock.now += random.choice([0, 0, 0.1, 3, 100])
        key, amount = random.choice("ab"), random.choice([1, 1, 2, most, most + 3])
        wait = one.wait(key, amount)
        if not wait:
            one.take(key, amount)
        assert other.spend(key, amount) == wait
        refused += wait > 0
    assert refused


def test_what_the_assembly_may_not_is_not_at_the_members_expense(clock: Clock) -> None:
    quotas = Quotas(limits_of(Config(member_rate=1, assembly_rate=2)))
    for member in (1, 2):
        for _ in range(10):
            quotas.act("assembly", member)
    for _ in range(10):
        with pytest.raises(HttpError, match="This assembly"):
            quotas.act("assembly", 3)
    clock.now += 30  # one more for the assembly, half a one for a member who has none
    quotas.act("assembly", 3)


def test_a_member_who_may_no_more_leaves_the_others_theirs(clock: Clock) -> None:
    quotas = Quotas(limits_of(Config(member_rate=1, assembly_rate=2)))
    for _ in range(10):
        quotas.act("assembly", 1)
    for _ in range(100):
        with pytest.raises(HttpError, match="a member"):
            quotas.act("assembly", 1)
    for _ in range(10):
        quotas.act("assembly", 2)
    clock.now += 60
    quotas.act("assembly", 1)
