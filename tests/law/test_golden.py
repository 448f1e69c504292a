"""The same log always gives the same state: on every machine, in every later version."""

from esoviet.law.editions import EDITIONS
from esoviet.law.founding import FoundAssembly
from esoviet.wire import entry as entries
from tests.law import invariants
from tests.world import replay
from tools import golden

ENTRIES = golden.LOG.read_bytes().splitlines()
DIGESTS = golden.DIGESTS.read_text().splitlines()


def test_every_entry_of_the_golden_log_makes_the_state_it_made_when_it_was_kept() -> None:
    for index, (found, kept) in enumerate(zip(golden.digests(ENTRIES), DIGESTS, strict=True)):
        assert found == kept, f"the state differs from entry {index} on"


def test_the_golden_log_has_every_kind_of_act() -> None:
    done = {type(act) for _, act in replay(ENTRIES).acts()}
    assert done == {FoundAssembly, *EDITIONS["1"].acts}


def test_the_golden_log_makes_every_kind_of_record() -> None:
    """Ballots become rolls when their vote closes, and announced keys stand in the end.

    What is known of a vote while it is open goes with it.
    """
    found = invariants.all_records(replay(ENTRIES))
    empty = {name for name, records in found.items() if not records}
    assert empty <= {"Ballot", "PhraseChange", "Standing", "Awaited", "WishToClose"}


def test_an_entry_that_is_left_out_is_missed() -> None:
    world = replay(ENTRIES[:40])
    skipped = entries.read(ENTRIES[41])[1]
    refusal = world.submit(skipped).refusal
    assert refusal is not None
    assert refusal.clause in ("1.4", "1.5")
