"""What `may` says a member can do is exactly what the law then takes."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from esoviet.law.act import Act, Author, Signed
from esoviet.law.applications import VouchFor
from esoviet.law.host import MarkTime
from esoviet.law.judge import advance, judge
from esoviet.law.outcome import Refusal
from esoviet.law.problems import AssessNecessity, Problem
from esoviet.law.records import THE, Clock, Key, Member
from esoviet.law.recovery import RefuseRecovery
from esoviet.law.votes import CastBallot, Vote
from esoviet.may.asking import SOMEBODY, Possible, can, may, names
from esoviet.may.lines import LINES
from esoviet.may.says import Trial
from esoviet.replica.replica import statement_of
from esoviet.wire import entry as entries
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.world import World
from tools import golden
from tools.conformance.chapters import CHAPTERS
from tools.conformance.recorder import Recorder

SEEDS = seeds(7)
STEPS = some(300)


def is_quiet(world: World) -> bool:
    """Whether nothing has fallen due that no entry has carried out yet."""
    due = world.state.first_deadline()
    return due is None or due > world.now


def is_about(act: Signed, possible: Possible) -> bool:
    if possible.about is None:
        return True
    (field, subject), *_ = names(possible.act, possible.about).items()
    said = getattr(act, field)
    return set(subject) <= set(said) if LINES[possible.act].several else said == subject


def possible_before(world: World, jws: bytes) -> list[Possible] | None:
    """What of this kind its author could do, once all that is due is done.

    None where that is not asked for.
    """
    try:
        said = statement_of(jws)
    except Malformed:
        return None
    key, kind = world.get(Key, said.kid), type(said.act)
    if key is None or not key.member or kind not in LINES:
        return None
    sure = max(world.the(Clock, THE).sure, said.act.at)  # type: ignore[attr-defined]
    here = world.now, len(world.entries), world.root_at
    due = advance(world.state, *here, sure=sure)
    found = [*may(world.view, key.member, {kind})]
    world.state.undo(due.undo)
    return found


def done_in_the_golden_log() -> set[type[Signed]]:
    """The kinds of act there, each of which its author could do just before."""
    world, seen = World(), set[type[Signed]]()
    for entry in golden.LOG.read_bytes().splitlines():
        world.now, jws = entries.read(entry)
        said = statement_of(jws)
        world.id = world.id or said.id
        before = possible_before(world, jws)
        assert world.submit(jws).refusal is None
        if before is not None:
            seen.add(type(said.act))
            assert any(is_about(said.act, possible) for possible in before), said.act
    return seen


def test_whatever_a_member_does_they_could_do() -> None:
    seen = done_in_the_golden_log()
    for seed in SEEDS:
        storm = Storm(seed)
        for _ in range(STEPS):
            storm.pass_time()
            jws = storm.next_act()
            world = storm.world
            before = possible_before(world, jws)
            logged = world.as_logged(partial(possible_before, world, jws)) or []
            if world.submit(jws).refusal is None and before is not None:
                act = statement_of(jws).act
                seen.add(type(act))
                assert any(is_about(act, possible) for possible in (*before, *logged)), act
    assert seen >= set(LINES) - {MarkTime}


class Told(NamedTuple):
    """A world that somebody told, and the keys that can be signed with there: no papers."""

    world: World
    keys: list[SigningKey]


def keys_of(storm: Storm | Told, member: int) -> list[SigningKey]:
    """The keys of a member that can be signed with there."""
    known = {key.kid for key in storm.world.view.by(Key, "member", member) if not key.revoked}
    found = {key_name(key.public): key for key in storm.keys if key_name(key.public) in known}
    return list(found.values())


def trials(storm: Storm | Told, key: SigningKey, possible: Possible) -> Iterator[bytes]:
    """The act that was found possible, signed for real, each way that was tried."""
    view, kid = storm.world.view, key_name(key.public)
    record = view.must(Key, kid)
    author = Author(kid, b"", record, view.must(Member, record.member))
    about = names(possible.act, possible.about)
    for says in LINES[possible.act].says(Trial(view, author, possible.about)):
        yield storm.world.seal(key, possible.act, **about, **says)


def is_taken(world: World, jws: bytes) -> bool:
    """Whether the law would take an act now; nothing stays of it."""
    judgement = judge(world.state, statement_of(jws), world.now, world.tree.size, world.root_at)
    world.state.undo(judgement.undo)
    return judgement.refusal is None


def test_whatever_a_member_could_do_is_taken() -> None:
    tried = set[type[Act]]()
    for seed in SEEDS:
        storm = Storm(seed)
        for step in range(STEPS):
            storm.blow()
            if step % 10 == 0 and is_quiet(storm.world):
                tried |= all_taken(storm)
    for world in told():
        if is_quiet(world):
            tried |= all_taken(Told(world, [person.key for person in world.cast.values()]))
    assert len(tried) > len(LINES) * 3 // 4


def told() -> Iterator[World]:
    """The golden year after each of its parts, and the chapters of the conformance logs."""
    yield from golden.parts()
    for tell in CHAPTERS.values():
        world = Recorder()
        tell(world)
        yield world


def all_taken(storm: Storm | Told) -> set[type[Act]]:
    """What some members could do now, each of it taken when it is tried."""
    world, tried = storm.world, set[type[Act]]()
    for member in world.view.rows(Member)[:6]:
        keys = keys_of(storm, member.number)
        for possible in may(world.view, member.number) if keys else ():
            if isinstance(storm, Told) and possible.act is RefuseRecovery:
                continue
            acts = (jws for key in keys for jws in trials(storm, key, possible))
            assert any(is_taken(world, jws) for jws in acts), possible
            tried.add(possible.act)
    return tried


def test_a_member_learns_until_when_they_can_vote(world: World) -> None:
    ada = world.member("Ada")
    vote = world.the(Vote, ada.puts_to_vote())
    assert [*may(world.view, ada.number, {CastBallot})] == [
        Possible(CastBallot, ("vote", vote.number), vote.due)
    ]
    world.turn_to(vote.due)
    assert [*may(world.view, ada.number, {CastBallot})] == []
    refused = can(world.view, ada.number, CastBallot, ("vote", vote.number))
    assert refused == Refusal("7.2", "This vote is closed.")


def test_a_member_can_mark_the_time_a_minute_after_they_did(world: World) -> None:
    ada = world.member("Ada")
    world.sleep_until(world.now + 60_000)
    ada.marks_time()
    assert can(world.view, ada.number, MarkTime) is not None
    world.sleep_until(world.now + 60_000)
    assert can(world.view, ada.number, MarkTime) is None


def test_who_came_after_the_vote_opened_cannot_vote_in_it(world: World) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    late = world.member("Late")
    refused = can(world.view, late.number, CastBallot, ("vote", vote))
    assert refused is not None
    assert refused.clause == "7.3"


def test_a_visitor_sees_what_anybody_could_do_and_owns_nothing(world: World) -> None:
    ada = world.member("Ada")
    problem = world.the(Problem, ada.raises())
    kinds = {possible.act for possible in may(world.view, SOMEBODY)}
    assert not {kind for kind in kinds if LINES[kind].owns}
    assert problem.phase == "necessity"
    assert AssessNecessity in kinds


def test_a_visitor_sees_that_one_vouch_more_would_bring_a_contested_admission_to_the_vote(
    world: World,
) -> None:
    ada, bea = world.members("Ada", "Bea")
    world.pass_days(8)
    yan = world.person("Yan").applies()
    ada.vouches_for(yan)
    bea.objects_to(yan)
    assert can(world.view, SOMEBODY, VouchFor, ("member", yan.number)) is None
