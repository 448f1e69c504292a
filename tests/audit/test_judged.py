"""A log that is only judged, as for a rules replay: the same state, the same first wrong entry."""

from collections.abc import Iterator
from random import Random

import pytest

from esoviet.audit.audit import judged
from esoviet.audit.finding import Finding
from esoviet.law.catalog import RECORDS
from esoviet.law.view import View
from esoviet.replica.replica import Replica
from tests.audit.publisher import Publisher
from tests.audit.test_storms import DAMAGES, honest
from tests.effort import seeds, some
from tests.law.voting_storm import LoggedStorm, VotingStorm
from tests.world import World


def records(view: View) -> dict[str, list[object]]:
    """All that is known, by kind."""
    return {kind.__name__: [*view.all(kind)] for kind in RECORDS}


@pytest.mark.parametrize("kind", [VotingStorm, LoggedStorm])
@pytest.mark.parametrize("seed", seeds(2, 2))
def test_what_is_judged_is_what_the_world_knows(kind: type[VotingStorm], seed: int) -> None:
    storm = kind(seed)
    for _ in range(some(200)):
        storm.blow()
    view = judged(honest(storm.world), cores=1)
    assert isinstance(view, View)
    assert records(view) == records(replayed(storm.world))


def replayed(world: World) -> View:
    """What the log says, without what is due since its last entry."""
    replica = Replica()
    for entry in world.entries:
        replica.take(entry)
    return replica.view()


def damaged_hosts(seed: int) -> Iterator[tuple[str, Publisher]]:
    """Hosts of a storm that changed one entry, and hashed and signed the log anew."""
    storm, random = VotingStorm(seed), Random(seed)
    for _ in range(100):
        storm.blow()
    for damage in DAMAGES * 3:
        publisher = honest(storm.world)
        index = random.randrange(len(publisher.log) - 1)
        damage(publisher, index, random)
        yield f"seed {seed}: entry {index} {damage.__name__}", publisher.forge()


@pytest.mark.parametrize("seed", seeds(2, 5))
def test_the_first_entry_that_does_not_hold_is_the_one_that_an_audit_names(seed: int) -> None:
    refused = 0
    for what, publisher in damaged_hosts(seed):
        wrong = [one for one in publisher.audited().findings if one.index is not None]
        found = judged(publisher, cores=1)
        assert isinstance(found, Finding) == bool(wrong), what
        if wrong and isinstance(found, Finding):
            refused += 1
            assert (found.index, found.clause) == (wrong[0].index, wrong[0].clause), what
    assert refused > len(DAMAGES)
