"""A member wants the last word: to vote after the end, by a clock turned back.

While nobody else has acted since, the end waits for somebody's word (1.6), and the member's own
clock could say that it has not come yet. Nobody can tell that from an honest ballot sent late, or
from a host whose clock runs ahead: so it counts, and everybody can answer it (7.7).
"""

from esoviet.law.votes import Ballot, CastBallot, Vote
from tests.world import World

HOUR = 3_600_000


def after(world: World, vote: Vote) -> int:
    """The host has seen the end pass, and no member has; the clock of the member before the end."""
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due + HOUR)
    world.host.marks_time()
    return (vote.due - 11 * 60_000) // 1000 * 1000


def test_who_votes_after_the_end_can_be_answered() -> None:
    world = World().found()
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    vote = world.the(Vote, ada.puts_to_vote())
    ada.votes(1, "yes")
    bea.does(CastBallot, vote=1, choice="no", at=after(world, vote))
    bea.does(CastBallot, vote=1, choice="no", at=(vote.due - 11 * 60_000) // 1000 * 1000)
    ada.marks_time()
    longer = world.the(Vote, 1)
    assert (longer.state, longer.window.prolonged) == ("open", 1)
    assert longer.due == world.now + vote.window.tenth
    cem.votes(1, "yes")
    assert world.close(1).counts == (2, 1, 0)


def test_a_host_whose_clock_runs_ahead_shuts_nobody_out() -> None:
    """An hour ahead of everybody, it has passed the end; they have ten minutes left, and more."""
    world = World().found()
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    vote = world.the(Vote, ada.puts_to_vote())
    at = after(world, vote)
    for one in (ada, bea, cem):
        one.does(CastBallot, vote=1, choice="yes", at=at)
    assert (world.the(Vote, 1).state, len(world.view.rows(Ballot, 1))) == ("open", 3)


def test_an_end_that_a_member_confirms_is_the_end() -> None:
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    at = after(world, world.the(Vote, ada.puts_to_vote()))
    ada.marks_time()
    bea.is_refused("7.2", "closed").does(CastBallot, vote=1, choice="yes", at=at)


def test_a_ballot_at_the_last_moment_counts() -> None:
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    vote = world.the(Vote, ada.puts_to_vote())
    world.sleep_until(vote.due - 1)
    bea.does(CastBallot, vote=1, choice="yes")


def test_where_the_host_was_away_a_ballot_from_before_still_counts() -> None:
    """The vote is going to last longer: who signed without a network is not shut out."""
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    vote = world.the(Vote, ada.puts_to_vote())
    world.sleep_until(vote.due + HOUR)
    world.host.marks_time()
    bea.does(CastBallot, vote=1, choice="yes", at=(vote.due - 2 * HOUR) // 1000 * 1000)
    ada.marks_time()
    assert world.the(Vote, 1).window.prolonged == 1
