"""Chapter 13 of the law: the host."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.records import BlobRecord
from esoviet.law.votes import Vote
from tests.world import World, policy

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def test_the_host_marks_the_time_at_most_once_a_second(world: World) -> None:
    world.host.marks_time()
    world.pass_ms(999)
    world.host.is_refused("13.1").marks_time()
    world.pass_ms(1)
    world.host.is_refused("13.1", "wrong").marks_time(checkpoint="a signed note")
    world.host.marks_time()


def test_a_member_marks_the_time_at_most_once_a_minute(world: World) -> None:
    ada = world.member("Ada")
    world.pass_ms(60_000)
    ada.marks_time()
    world.pass_ms(59_999)
    ada.is_refused("13.1").marks_time()
    world.pass_ms(1)
    ada.marks_time()


def test_who_is_no_member_marks_no_time(world: World) -> None:
    zoe = world.person("Zoe").applies()
    zoe.is_refused("1.7").marks_time()
    world.pass_ms(60_000)
    world.member("Ada").marks_time()


def test_the_host_withholds_a_text_in_sight_of_all(world: World) -> None:
    ada, words = world.member("Ada"), world.text("unlawful")
    ada.sets_profile(words)
    world.host.withholds(words)
    assert world.the(BlobRecord, bytes.fromhex(words.sha256)).state == "withheld"
    world.host.is_refused("13.2", "no such").withholds(words)


def test_the_host_withholds_only_what_is_there_and_says_why(world: World) -> None:
    ada, words, gone = world.member("Ada"), world.text("unlawful"), world.text("gone")
    ada.sets_profile(words).sets_profile(gone).erases(gone)
    world.host.is_refused("13.2", "no such").withholds(gone)
    world.host.is_refused("13.2", "no such").withholds(world.text("never brought"))
    world.host.is_refused("13.2", "text/markdown").withholds(words, PICTURE)
    world.host.withholds(words)


def test_members_withhold_nothing(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    words = world.text("disliked")
    ada.sets_profile(words)
    bea.is_refused("1.7").withholds(words)
    world.host.withholds(words)


@pytest.mark.parametrize("act", ["raises", "leaves", "asks"])
def test_the_host_is_nobody_in_the_assembly(world: World, act: str) -> None:
    getattr(world.host.is_refused("1.7"), act)()
    getattr(world.member("Ada"), act)()


@pytest.mark.parametrize("quorum", [1, 2])
def test_a_quorum_of_witnesses_confirms_how_late_it_is(quorum: int) -> None:
    """Then nobody need act for a vote to close."""
    world = World().found(witnesses=policy("a.example", "b.example", quorum=quorum))
    vote = world.the(Vote, world.member("Ada").puts_to_vote())
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due)
    world.host.marks_time(checkpoint=world.checkpoint("a.example"))
    assert (world.the(Vote, 1).state == "closed") == (quorum == 1)
    world.pass_ms(1000)
    world.host.marks_time(checkpoint=world.checkpoint("a.example", "b.example"))
    assert world.the(Vote, 1).state == "closed"


def test_an_old_cosignature_confirms_no_more_than_its_time() -> None:
    world = World().found(witnesses=policy("a.example"))
    vote = world.the(Vote, world.member("Ada").puts_to_vote())
    old = world.checkpoint("a.example")
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due)
    world.host.marks_time(checkpoint=old)
    assert world.the(Vote, 1).state == "open"


@pytest.mark.parametrize(("late", "stands"), [(-600_000, True), (-601_000, False), (601_000, True)])
def test_a_witness_cosigns_before_the_mark_that_brings_it(late: int, stands: bool) -> None:
    world = World().found(witnesses=policy("a.example"))
    host = world.host if stands else world.host.is_refused("13.1", "in the future")
    host.marks_time(checkpoint=world.checkpoint("a.example", late=late))


def test_a_mark_brings_only_a_checkpoint_of_this_log_by_this_host(world: World) -> None:
    other = World().found("Bea")
    other.member("Bea").asks()
    good = world.checkpoint()
    for bent in (other.checkpoint(), good[:-4] + "AAA\n", "x" + good, good + "x"):
        world.host.is_refused("13.1", "wrong").marks_time(checkpoint=bent)
    forged = world.checkpoint("b.example").replace("b.example", "a.example")
    World().found(witnesses=policy("a.example")).host.is_refused("13.1").marks_time(
        checkpoint=forged
    )
    world.host.marks_time(checkpoint=good)
