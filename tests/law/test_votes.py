"""Chapter 7 of the law: votes and ballots."""

import pytest
from msgspec.structs import replace

from esoviet.law.act import Blob
from esoviet.law.decisions import Decision
from esoviet.law.outcome import put
from esoviet.law.votes import Ballot, CastBallot, Roll, Vote, distinct, turnout, voices
from tests.person import Person, Ranking
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def ranked(world: World, options: int = 3) -> tuple[list[Person], int, list[int]]:
    """Three members, a vote by ranking, and the numbers of its options."""
    cast = world.crowd(3)
    problem = world.necessary(cast[0])
    numbers = [cast[n % 3].proposes(problem) for n in range(options)]
    return cast, world.open_vote(problem).number, numbers


def test_a_vote_is_open_until_its_deadline_to_the_millisecond(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    world.turn_before(world.now + 2 * DAY)
    ada.votes(vote, "yes")
    world.pass_ms(1)
    bea.is_refused("7.2", "closed").votes(vote, "yes")
    bea.is_refused("7.2", "no vote").votes(vote + 1, "yes")
    assert world.the(Decision, 1).counts == (1, 0, 0)


def test_only_the_last_ballot_of_a_member_counts(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    for choice in ("yes", "no", "abstain", "no"):
        ada.votes(vote, choice)
    bea.votes(vote, "abstain")
    assert turnout(world.view, world.the(Vote, vote)) == 2
    assert world.close(vote).counts == (0, 1, 1)


def test_all_devices_of_a_member_cast_one_ballot(world: World) -> None:
    ada = world.member("Ada")
    phone = ada.enrols(world.link)
    vote = ada.puts_to_vote()
    ada.votes(vote, "yes")
    phone.votes(vote, "no")
    assert world.close(vote).counts == (0, 1, 0)


def test_whoever_joins_after_the_opening_does_not_vote(world: World) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    bea = world.member("Bea")
    bea.is_refused("7.3", "before you joined").votes(vote, "yes")
    bea.votes(ada.puts_to_vote(), "yes")


def test_nobody_votes_twice_by_leaving_and_joining_again(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    bea.votes(vote, "no").leaves()
    world.member("Bea again").is_refused("7.3").votes(vote, "no")
    ada.votes(vote, "yes")
    assert world.close(vote).counts == (1, 0, 0)


def test_the_ballot_of_a_member_who_leaves_stays_on_the_roll_and_counts_no_more(
    world: World,
) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    bea.votes(vote, "no").leaves()
    bea.is_refused("1.7").votes(vote, "yes")
    decision = world.close(vote)
    assert (decision.counts, decision.base, decision.ending) == ((0, 0, 0), 2, "rejected")
    (voice,) = voices(world.view, world.the(Vote, vote))
    assert (voice.member, voice.counts) == (bea.number, False)


def test_who_joins_while_the_text_stands_still_does_not_vote() -> None:
    """The electorate is taken when the reading begins, not when the vote opens."""
    world = World().found(founding_days="30")
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    world.reach(problem, "reading")
    cem = world.member("Cem")
    vote = world.open_vote(problem)
    assert (vote.base, vote.roll_until) == (2, 2)
    cem.is_refused("7.3").votes(vote.number, [[solution], [0]])


def test_who_leaves_after_the_close_was_counted(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    for person in (ada, bea):
        person.votes(vote, "yes")
    decision = world.close(vote)
    bea.leaves()
    assert decision.counts == (2, 0, 0)
    assert [voice.counts for voice in voices(world.view, world.the(Vote, vote))] == [True, True]


def test_an_applicant_does_not_vote_on_their_own_admission(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    world.pass_days(7)
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    cem.objects_to(zoe)
    zoe.is_refused("1.7").votes(zoe.record.vote, "yes")
    cem.votes(zoe.record.vote, "no")


def asleep(world: World) -> tuple[Person, Person, Person]:
    """Ada is awake, Bea and Cem are dormant."""
    ada, bea, cem = world.crowd(3)
    world.pass_days(179)
    ada.sets_profile()
    world.pass_days(1)
    assert world.assembly.active == 1
    return ada, bea, cem


def test_members_asleep_are_not_counted_until_they_vote(world: World) -> None:
    ada, bea, _ = asleep(world)
    vote = ada.puts_to_vote()
    assert (world.the(Vote, vote).base, world.the(Vote, vote).late) == (1, 0)
    bea.votes(vote, "yes").votes(vote, "no")
    assert (world.the(Vote, vote).base, world.the(Vote, vote).late) == (1, 1)
    ada.votes(vote, "yes")
    assert world.close(vote).base == 2


def test_a_sleeper_who_wakes_before_voting_is_counted_when_they_vote(world: World) -> None:
    ada, bea, cem = asleep(world)
    vote = ada.puts_to_vote()
    bea.sets_profile()
    assert world.the(Vote, vote).late == 0
    bea.votes(vote, "yes")
    cem.sets_profile()
    assert (world.the(Vote, vote).late, world.close(vote).base) == (1, 2)


def test_a_sleeper_who_woke_before_the_opening_is_counted_from_the_start(world: World) -> None:
    ada, bea, _ = asleep(world)
    bea.sets_profile()
    vote = ada.puts_to_vote()
    bea.votes(vote, "yes")
    assert (world.the(Vote, vote).base, world.the(Vote, vote).late) == (2, 0)


def test_whoever_asks_out_of_their_sleep_is_awake_from_the_start(world: World) -> None:
    _, bea, _ = asleep(world)
    vote = bea.puts_to_vote()
    bea.votes(vote, "yes")
    assert (world.the(Vote, vote).base, world.the(Vote, vote).late) == (2, 0)


def test_the_ballots_never_outnumber_those_they_are_measured_on(world: World) -> None:
    """Not even where dormancy was shortened under a long vote, so that members slept twice."""
    ada, bea, _ = asleep(world)
    vote = ada.puts_to_vote()
    slept_again = replace(bea.record, slept=world.now + 2, woken=world.the(Vote, vote).opened + 1)
    world.state.apply(put(slept_again))
    ada.votes(vote, "yes")
    bea.votes(vote, "yes")
    assert (world.the(Vote, vote).base, world.the(Vote, vote).late) == (1, 1)


def test_a_ranking_may_tie_skip_and_leave_out_options(world: World) -> None:
    (ada, bea, cem), vote, (a, b, c) = ranked(world)
    ada.votes(vote, [[b, c], [0]])
    bea.votes(vote, [])
    cem.votes(vote, [[c], [0], [b], [a]])
    kept = {ballot.member: ballot.ranks for ballot in world.view.rows(Ballot, vote)}
    assert kept == {1: bytes([0, 1, 1, 2]), 2: bytes(4), 3: bytes([4, 3, 1, 2])}


BENT: dict[str, tuple[Ranking, str]] = {
    "an option twice": ([[1], [1]], "ranked twice"),
    "an option twice in a group": ([[1, 1]], "ranked twice"),
    "no action twice": ([[0], [1], [0]], "ranked twice"),
    "an option that is none": ([[1], [4]], "does not stand"),
    "a number that is none": ([[2**53 - 1]], "does not stand"),
}


@pytest.mark.parametrize(("ranking", "because"), BENT.values(), ids=BENT.keys())
def test_a_ranking_names_standing_options_once(
    world: World, ranking: Ranking, because: str
) -> None:
    (ada, *_), vote, _ = ranked(world)
    ada.is_refused("7.4", because).votes(vote, ranking)
    ada.votes(vote, [[1], [0]])


def test_a_withdrawn_solution_is_no_option(world: World) -> None:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    gone, stays = ada.proposes(problem), ada.proposes(problem)
    ada.withdraws_solution(gone)
    vote = world.open_vote(problem).number
    ada.is_refused("7.4").votes(vote, [[gone]])
    ada.votes(vote, [[stays]])


def test_each_vote_has_its_own_form_of_ballot(world: World) -> None:
    (ada, *_), vote, (a, *_) = ranked(world)
    question = ada.puts_to_vote()
    ada.is_refused("7.4", "a ranking").votes(vote, "yes")
    ada.is_refused("7.4", "a ranking").does(CastBallot, vote=vote)
    ada.is_refused("7.4", "a ranking").does(CastBallot, vote=vote, choice="yes", ranking=((a,),))
    ada.is_refused("7.4", "a choice").votes(question, [[1]])
    ada.is_refused("7.4", "a choice").does(CastBallot, vote=question, choice="no", ranking=())
    ada.votes(vote, [[a]]).votes(question, "yes")


def test_ten_candidates_share_a_rank_at_most_and_sixty_stand() -> None:
    world = World().found(backing="0", necessity_quorum="0", election_method="stv-meek")
    crowd = world.crowd(62)
    election = crowd[0].calls_election(3)
    candidatures = [person.proposes(election) for person in crowd]
    crowd[0].backs(candidatures[-1])
    vote = world.open_vote(election)
    assert vote.options == (candidatures[-1], *candidatures[1:60])  # the first backed another
    eleven = candidatures[1:12]
    crowd[0].is_refused("7.4", "At most 10 share a rank").votes(vote.number, [eleven])
    crowd[0].votes(vote.number, [eleven[:10], eleven[10:], candidatures[20:30]])


def test_none_of_these_is_an_option_of_every_election(world: World) -> None:
    ada = world.member("Ada")
    election = ada.calls_election(1)
    candidature = ada.proposes(election)
    vote = world.open_vote(election).number
    ada.is_refused("7.4", "Option 9").votes(vote, [[candidature], [9]])
    ada.votes(vote, [[candidature], [0]]).votes(vote, [[0], [candidature]]).votes(vote, [])


def test_a_reason_is_a_text_and_stays_on_the_roll(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote, words = ada.puts_to_vote(), world.text("Because it is cold")
    ada.is_refused("7.5", "text/markdown").votes(vote, "yes", PICTURE)
    ada.votes(vote, "yes", words)
    bea.votes(vote, "no")
    assert world.the(Ballot, 1, vote).reason.hex() == words.sha256
    world.close(vote)
    assert world.the(Roll, vote).reasons == {1: bytes.fromhex(words.sha256)}


def test_the_roll_of_a_closed_vote_is_the_roll_of_the_open_one(world: World) -> None:
    (ada, bea, cem), vote, (a, b, c) = ranked(world)
    cem.votes(vote, [[c], [0]], "so")
    ada.votes(vote, [[a, b]])
    bea.votes(vote, [])
    before = list(voices(world.view, world.the(Vote, vote)))
    shares = distinct(world.view, world.the(Vote, vote))
    world.close(vote)
    closed = world.the(Vote, vote)
    assert list(voices(world.view, closed)) == before
    assert distinct(world.view, closed) == shares
    assert (turnout(world.view, closed), world.view.count(Ballot, vote)) == (3, 0)


def test_a_vote_without_ballots_has_an_empty_roll(world: World) -> None:
    _, vote, _ = ranked(world)
    assert world.close(vote).ending == "no-action"
    closed = world.the(Vote, vote)
    assert (list(voices(world.view, closed)), turnout(world.view, closed)) == ([], 0)


def test_options_stand_in_the_order_of_their_backing(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    problem = ada.raises_problem()
    first, second, third = (person.proposes(problem) for person in (ada, bea, cem))
    ada.backs(third)
    bea.backs(third)
    ada.backs(second)
    assert world.open_vote(problem).options == (third, second, first)
