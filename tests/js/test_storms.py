"""recount*.js over storms: no browser accuses an honest host, whatever its members do."""

from pathlib import Path

import pytest

from esoviet.law.decisions import Decision
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.law.storm import Storm
from tests.law.voting_storm import VotingStorm

STEPS = 250


class Readable(Storm):
    """A storm in an assembly that anybody may read."""

    def rules(self) -> dict[str, str]:
        return super().rules() | {"readership": "public"}


@pytest.mark.parametrize(("kind", "seed"), [(VotingStorm, 1), (VotingStorm, 2), (Readable, 1)])
def test_every_vote_that_closed_in_a_storm_counted_again_by_a_browser_is_right(
    kind: type[Storm], seed: int, tmp_path: Path, js: Modules
) -> None:
    storm = kind(seed)
    for _ in range(STEPS):
        storm.blow()
    decided = list(storm.world.view.rows(Decision))
    assert decided
    honest = Liar.of_each(storm.world, [one.vote for one in decided], tmp_path)
    for host, decision in zip(honest, decided, strict=True):
        found = host.recounted(js)
        assert found["wrong"] == [], f"{kind.__name__} {seed}, vote {decision.vote}"
        assert found["ballots"] == decision.ballots
