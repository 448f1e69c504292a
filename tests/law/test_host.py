"""Chapter 13 of the law: the host."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.records import BlobRecord, Key
from esoviet.law.votes import Vote
from tests.world import World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def test_the_host_marks_the_time_at_most_once_a_second(world: World) -> None:
    world.host.marks_time()
    world.pass_ms(999)
    world.host.is_refused("13.1").marks_time()
    world.pass_ms(1)
    world.host.marks_time(checkpoint="a signed note")


def test_a_deadline_that_passes_is_carried_out_by_the_next_mark(world: World) -> None:
    vote = world.member("Ada").puts_to_vote()
    world.now = world.the(Vote, vote).due
    world.host.marks_time()
    assert world.the(Vote, vote).state == "closed"
    assert world.the(Key, world.host.kid).seq == 1


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


@pytest.mark.parametrize("act", ["raises_problem", "leaves", "asks"])
def test_the_host_is_nobody_in_the_assembly(world: World, act: str) -> None:
    getattr(world.host.is_refused("1.7"), act)()
    getattr(world.member("Ada"), act)()
