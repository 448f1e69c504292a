"""js/recount over storms: no browser accuses an honest host, whatever its members do."""

from pathlib import Path

import pytest

from esoviet.law.decisions import Decision
from tests.effort import seeds, some
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.law.recovery_storm import RecoveryStorm
from tests.law.voting_storm import LoggedStorm, VotingStorm

LATE = 899547
"""Somebody is let in by a vote while another, that ends when all its others have voted, is open."""
ASLEEP = 104
"""Sleepers vote after what the vote would do was noted: of more members it takes more."""
STORMS = [(VotingStorm, seed) for seed in (*seeds(2, 1), LATE)] + [
    (LoggedStorm, seed) for seed in (*seeds(1, 4), ASLEEP)
]
STEPS = some(250)
SILENT = 792690
"""Somebody gets their place back, says nothing, and another request for it gets its vouches."""


def blow(storm: LoggedStorm | RecoveryStorm) -> None:
    """Until something is decided, which happens sooner or later."""
    for step in range(20 * STEPS):
        if step >= STEPS and storm.world.view.count(Decision):
            break
        storm.blow()
    storm.world.confirm()


@pytest.mark.parametrize(("kind", "seed"), STORMS)
def test_every_vote_that_closed_in_a_storm_counted_again_by_a_browser_is_right(
    kind: type[LoggedStorm], seed: int, tmp_path: Path, js: Modules
) -> None:
    storm = kind(seed)
    blow(storm)
    decided = list(storm.world.view.rows(Decision))
    assert decided
    honest = Liar.of_each(storm.world, [one.vote for one in decided], tmp_path)
    for host, decision in zip(honest, decided, strict=True):
        found = host.recounted(js)
        assert found["wrong"] == [], f"{kind.__name__} {seed}, vote {decision.vote}"
        assert found["ballots"] == decision.ballots


@pytest.mark.parametrize("seed", [*seeds(2), SILENT])
def test_no_browser_accuses_whose_keys_came_and_went(
    seed: int, tmp_path: Path, js: Modules
) -> None:
    storm = RecoveryStorm(seed)
    blow(storm)
    votes = [one.vote for one in storm.world.view.rows(Decision)]
    assert votes
    for host in Liar.of_each(storm.world, votes, tmp_path):
        assert host.recounted(js)["wrong"] == []
