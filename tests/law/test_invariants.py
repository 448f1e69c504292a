"""No sequence of acts, valid or not, breaks what must always be true."""

from collections import Counter
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from esoviet.law.act import Act
from esoviet.law.constitution import Constitution
from esoviet.law.judge import Statement, advance, judge, new_state, read_act
from esoviet.law.mandates import Mandate
from esoviet.law.records import THE, Key
from esoviet.law.votes import Vote
from esoviet.wire import entry as spelling
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed
from tests.effort import seeds, some
from tests.law import invariants
from tests.law.storm import Storm
from tests.law.voting_storm import VotingStorm
from tests.world import World, replay
from tools.golden import LOG

SEEDS = seeds(6)
STEPS = some(400)


def numbers_used(world: World) -> Counter[str]:
    """How many acts in the log each key has signed."""
    return Counter(envelope.parse(spelling.read(entry)[1]).kid for entry in world.entries)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_always_be_true_is_true_after_every_act(seed: int) -> None:
    storm = Storm(seed)
    for _ in range(STEPS):
        before = storm.world.logged(Vote)
        storm.blow()
        invariants.check_all(storm.world)
        invariants.electorate_is_fixed(before, storm.world.logged(Vote))
    used = numbers_used(storm.world)
    for key in storm.world.view.rows(Key):
        assert used[key.kid] == key.seq


@pytest.mark.parametrize("seed", SEEDS)
def test_a_refused_act_changes_nothing_and_an_accepted_one_can_be_undone(seed: int) -> None:
    storm = Storm(seed)
    world = storm.world
    storm.turn_to = world.sleep_until  # type: ignore[method-assign,assignment]
    for _ in range(STEPS // 2):
        storm.pass_time()
        before, roots = world.state.digest(), world.seen()
        size, time = world.replica.size, world.replica.time
        storm.pass_time = lambda: None  # type: ignore[method-assign]
        judgement = storm.blow()
        del storm.pass_time
        if judgement.refusal is not None:
            assert (world.state.digest(), world.seen()) == (before, roots)
            continue
        after = world.state.digest(), world.seen()
        world.replica.undo(judgement.undo, size, time)
        assert (world.state.digest(), world.seen()) == (before, roots)
        _, jws = spelling.read(world.entries.pop())
        assert world.submit(jws).refusal is None
        assert (world.state.digest(), world.seen()) == after


@pytest.mark.parametrize("seed", SEEDS)
def test_what_time_does_can_be_undone_and_done_again(seed: int) -> None:
    storm = Storm(seed)
    world = storm.world
    for _ in range(STEPS // 4):
        storm.blow()
        due = world.state.first_deadline()
        if due is None:
            continue
        before = world.state.digest()
        done = advance(world.state, due, len(world.entries), world.root_at, sure=due)
        after = world.state.digest()
        world.state.undo(done.undo)
        assert (world.state.digest(), world.state.first_deadline()) == (before, due)
        advance(world.state, due, len(world.entries), world.root_at, sure=due)
        assert world.state.digest() == after
        world.now = due


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_log_gives_the_same_state(seed: int) -> None:
    storm = Storm(seed)
    for _ in range(STEPS):
        storm.blow()
    world = storm.world
    again = replay(world.entries, world.now)
    assert invariants.all_records(again) == invariants.all_records(world)
    assert again.state.digest() == world.state.digest()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_snapshot_has_the_same_digest_and_the_same_future(seed: int) -> None:
    storm = Storm(seed)
    world = storm.world
    for _ in range(STEPS // 2):
        storm.blow()
    state, digest = new_state(), world.state.digest()
    for name, records in world.state.dump():
        state.load(name, msgspec.msgpack.encode(records[::-1]))
    kept = len(world.entries)
    for _ in range(STEPS // 2):
        storm.blow()
    copy = replay(world.entries[:kept])
    assert state.digest() == digest
    copy.replica.state = state
    for entry in world.entries[kept:]:
        copy.now, jws = spelling.read(entry)
        assert copy.submit(jws).refusal is None
    assert copy.turn_to(world.now).state.digest() == world.state.digest()


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_but_the_elected_holds_more_mandates_than_the_cap_ever_allowed(seed: int) -> None:
    storm = Storm(seed)
    world, most = storm.world, 0
    for _ in range(STEPS):
        most = max(most, world.the(Constitution, THE).count("mandate_cap"))
        storm.blow()
        held = Counter(mandate.held_by for mandate in world.view.rows(Mandate))
        del held[0]
        elected = sum(vote.seats for vote in world.view.rows(Vote) if vote.kind == "election")
        assert max(held.values(), default=0) <= most + elected


@pytest.mark.parametrize("seed", seeds(4))
def test_an_act_with_bent_bytes_is_an_act_or_malformed_and_never_breaks_a_rule(seed: int) -> None:
    """Number, history and signature are taken for right, so that the act meets its rule."""
    random, entries = Random(seed), LOG.read_bytes().splitlines()
    world, acts = replay(entries[:-20]), 0
    for entry in entries * 3:
        sealed = envelope.parse(spelling.read(entry)[1])
        payload = bytearray(sealed.payload)
        for _ in range(random.choice((1, 1, 2, 8))):
            payload[random.randrange(len(payload))] = random.choice(b'0123456789abcz"{}[],:- ')
        try:
            act = read_act(bytes(payload))
        except Malformed:
            continue
        acts += 1
        key = world.get(Key, sealed.kid)
        if isinstance(act, Act):
            seq, prev = (key.seq, key.last.hex()) if key else (0, "")
            act = replace(
                act, assembly=world.id, seq=seq + 1, prev=prev, at=world.second, seen=world.seen()
            )
        said = Statement("0" * 64, sealed.kid, act, lambda _: True)
        judge(world.state, said, world.now, len(world.entries), world.root_at)
        invariants.counts(world)
    assert acts > 30


def test_the_storm_reaches_every_corner() -> None:
    """Else the tests above would show little: most kinds of acts are accepted somewhere in it."""
    seen: Counter[str] = Counter()
    for seed in seeds(12):
        storm = Storm(seed)
        for _ in range(2 * STEPS):
            storm.blow()
        seen.update(act.type for _, act in storm.world.acts())
    assert len(seen) > 30, seen


def test_a_storm_of_votes_drafts_texts_too() -> None:
    """What is said of a text names its newest version: by chance alone none of it was taken."""
    seen: Counter[str] = Counter()
    for seed in seeds(4):
        storm = VotingStorm(seed)
        for _ in range(500):
            storm.blow()
        seen.update(act.type for _, act in storm.world.acts())
    assert seen >= Counter(
        ("revise-problem", "suggest-rewording", "propose-solution", "back-solution")
    )
