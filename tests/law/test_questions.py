"""Chapter 10 of the law: quick questions."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.questions import Question, Seconding
from esoviet.law.votes import Vote
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def test_in_a_small_assembly_a_question_is_voted_on_at_once(world: World) -> None:
    world.crowd(20)
    vote = world.the(Vote, world.member("Ada").puts_to_vote())
    assert (vote.method, vote.kind, vote.options) == ("majority", "question", ())
    assert vote.due == world.now + 2 * DAY


def test_a_question_waits_for_the_backing_of_a_twentieth(world: World) -> None:
    ada, bea, *_ = world.crowd(21)
    question = ada.asks()
    assert world.the(Question, question).state == "asked"
    ada.is_refused("10.2", "already").seconds(question)
    bea.seconds(question)
    assert world.the(Question, question).state == "vote"
    assert world.the(Seconding, bea.number, question).member == bea.number


def test_a_question_that_nobody_seconds_lapses(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(21)
    question, other = ada.asks(), ada.asks()
    world.turn_before(world.now + 14 * DAY)
    bea.seconds(other)
    world.pass_ms(1)
    cem.is_refused("10.2", "No question").seconds(question)
    assert world.the(Question, question).state == "lapsed"
    assert world.the(Question, other).state == "vote"


def test_only_a_waiting_question_is_seconded(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(21)
    question = ada.asks()
    bea.is_refused("10.2", "No question").seconds(question + 1)
    bea.seconds(question)
    cem.is_refused("10.2", "No question").seconds(question)


@pytest.mark.parametrize(
    ("ballots", "ending"),
    [
        ((2, 1, 0), "adopted"), ((1, 1, 1), "rejected"), ((0, 0, 3), "rejected"),
        ((1, 0, 2), "unsupported"), ((0, 0, 0), "rejected"), ((0, 1, 0), "rejected"),
    ],
)  # fmt: skip
def test_more_for_than_against_adopts(
    world: World, ballots: tuple[int, int, int], ending: str
) -> None:
    cast = world.crowd(3)
    vote = cast[0].puts_to_vote()
    choices = [choice for choice, n in zip(("yes", "no", "abstain"), ballots, strict=True)
               for _ in range(n)]  # fmt: skip
    for person, choice in zip(cast, choices, strict=False):
        person.votes(vote, choice)
    decision = world.close(vote)
    assert (decision.ending, decision.counts) == (ending, ballots)
    assert (decision.winners, decision.order, decision.pairwise) == ((), (), ())


@pytest.mark.parametrize(("yes", "no", "ending"), [(2, 1, "adopted"), (3, 2, "rejected")])
def test_a_question_can_ask_for_two_thirds(world: World, yes: int, no: int, ending: str) -> None:
    cast = world.crowd(5)
    vote = cast[0].puts_to_vote(majority="2/3")
    for n, person in enumerate(cast[: yes + no]):
        person.votes(vote, "yes" if n < yes else "no")
    assert world.close(vote).ending == ending


@pytest.mark.parametrize(("yes", "ending"), [(3, "adopted"), (2, "unsupported")])
def test_a_question_can_ask_for_a_share_of_all(world: World, yes: int, ending: str) -> None:
    cast = world.crowd(5)
    vote = cast[0].puts_to_vote(majority="3/5", of_all=True)
    for person in cast[:yes]:
        person.votes(vote, "yes")
    assert world.close(vote).ending == ending


@pytest.mark.parametrize(("yes", "ending"), [(3, "adopted"), (2, "unsupported")])
def test_half_of_all_is_more_than_half(world: World, yes: int, ending: str) -> None:
    cast = world.crowd(4)
    vote = cast[0].puts_to_vote(majority="1/2", of_all=True)
    for person in cast[:yes]:
        person.votes(vote, "yes")
    assert world.close(vote).ending == ending


def test_of_all_counts_sleepers_only_where_they_vote(world: World) -> None:
    ada, bea, cem, dot = world.crowd(4)
    world.pass_days(179)
    ada.sets_profile()
    bea.sets_profile()
    world.pass_days(1)
    for voters, ending in (([ada, bea], "adopted"), ([ada, bea, cem], "unsupported")):
        vote = ada.puts_to_vote(majority="1", of_all=True)
        for person in voters:
            person.votes(vote, "abstain" if person is cem else "yes")
        assert world.close(vote).ending == ending
    assert dot.record.dormant


def test_a_question_asks_for_more_than_the_constitution_never_for_less() -> None:
    world = World().found(majority="3/5")
    ada = world.member("Ada")
    for wrong in ("1/2", "59/100", "4/3", "0"):
        ada.is_refused("10.1", "more than 3/5").asks(majority=wrong)
    for wrong in ("most", "0.6", "", "1/0", "-1"):
        ada.is_refused("10.1", "a share such as").asks(majority=wrong)
    for right in ("3/5", "2/3", "1"):
        ada.asks(majority=right)
    assert world.the(Vote, world.view.count(Vote)).needs == ("1",)
    assert world.the(Vote, ada.puts_to_vote()).needs == ("3/5",)


@pytest.mark.parametrize(("asked", "needs"), [(None, "2/3"), ("3/5", "2/3"), ("3/4", "3/4")])
def test_a_question_that_waits_does_not_get_round_a_new_majority(
    asked: str | None, needs: str
) -> None:
    world = World().found(backing="1/4", necessity_days="60")
    ada, bea, cem, dot, eva = world.crowd(5)
    question = ada.asks(majority=asked)
    amendment = ada.amends(world.necessary(ada), majority="2/3")
    bea.backs(amendment)
    vote = world.open_vote(1).number
    for person in (ada, bea, cem, dot, eva):
        person.votes(vote, [[amendment], [0]])
    assert world.close(vote).ending == "adopted"
    bea.seconds(question)
    assert world.the(Vote, world.view.count(Vote)).needs == (needs,)


def test_a_question_with_answers_is_voted_on_by_ranking(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    vote = ada.puts_to_vote("Monday", "Tuesday", "Friday")
    ada.votes(vote, [[2], [1], [0]])
    bea.votes(vote, [[3], [2], [0]])
    cem.votes(vote, [[2], [0]])
    decision = world.close(vote)
    assert (decision.ending, decision.winners) == ("adopted", (2,))
    assert (decision.order, decision.dropped) == (((2,), (0,)), (1, 3))


def test_the_answers_can_all_fall_to_no_action(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    vote = ada.puts_to_vote("Monday", "Tuesday")
    for person in (ada, bea):
        person.votes(vote, [[0], [1, 2]])
    cem.votes(vote, [[1], [0]])
    decision = world.close(vote)
    assert (decision.ending, decision.winners, decision.dropped) == ("no-action", (0,), (1, 2))


@pytest.mark.parametrize(("yes", "ending"), [(3, "adopted"), (2, "unsupported")])
def test_an_answer_can_need_a_share_of_all(world: World, yes: int, ending: str) -> None:
    cast = world.crowd(5)
    vote = cast[0].puts_to_vote("Monday", "Tuesday", majority="3/5", of_all=True)
    for person in cast[:yes]:
        person.votes(vote, [[1], [0]])
    assert world.close(vote).ending == ending


def test_a_question_has_two_to_twenty_answers_or_none(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("10.1", "two or more").asks("Monday")
    with pytest.raises(ValueError, match="not an act"):
        ada.asks(*map(str, range(21)))
    ada.asks(*map(str, range(20)))
    ada.asks("Monday", "Tuesday")
    ada.asks()


def test_question_and_answers_are_texts(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("10.1", "text/markdown").asks(text=PICTURE)
    ada.is_refused("10.1", "text/markdown").asks("Monday", PICTURE)
    ada.is_refused("10.1", "longer").asks("Monday", "x" * 2001)
    ada.asks("Monday", "x" * 2000, text=world.text("x" * 65_536))
