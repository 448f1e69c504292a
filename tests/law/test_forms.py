"""Chapter 10 of the law, second part: the forms of a question, how each is voted on and counted."""

import pytest

from esoviet.law.decisions import Decision
from esoviet.law.questions import Question
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import DAY, World

HOUR = 3_600_000
ANSWERS = {
    "yes-no": (), "rank": ("a", "b"), "several": ("a", "b"), "consent": (), "dates": (),
    "budget": ("a", "b"),
}  # fmt: skip


def later(world: World, *hours: int) -> tuple[int, ...]:
    """Moments after the end of any vote."""
    return tuple((world.now // 1000) * 1000 + 30 * DAY + hour * HOUR for hour in hours)


def needed(world: World, form: str) -> dict[str, object]:
    """What a question of a form must say."""
    times = {"times": later(world, 0, 1)} if form == "dates" else {}
    money = {"costs": (3, 4), "budget": 5} if form == "budget" else {}
    return {"form": form, **times, **money}


@pytest.mark.parametrize(
    ("form", "method", "options"),
    [
        ("yes-no", "majority", 0), ("rank", "schulze", 2), ("several", "approval", 2),
        ("consent", "consent", 0), ("dates", "dates", 2), ("budget", "equal-shares", 2),
    ],
)  # fmt: skip
def test_the_form_of_a_question_names_its_method(
    world: World, form: str, method: str, options: int
) -> None:
    ada = world.crowd(3)[0]
    vote = world.the(Vote, ada.puts_to_vote(*ANSWERS[form], **needed(world, form)))
    assert (vote.method, len(vote.options)) == (method, options)


FOREIGN = [
    ("yes-no", "most", 1), ("rank", "budget", 5), ("several", "majority", "2/3"),
    ("several", "of_all", True), ("consent", "majority", "2/3"), ("dates", "most", 1),
    ("budget", "minutes", 60), ("rank", "currency", "€"), ("budget", "of_all", True),
]  # fmt: skip


@pytest.mark.parametrize(("form", "name", "value"), FOREIGN)
def test_what_belongs_to_another_form_is_refused(
    world: World, form: str, name: str, value: object
) -> None:
    ada = world.crowd(3)[0]
    said = needed(world, form)
    ada.is_refused("10.1", f"has no {name}").asks(*ANSWERS[form], **said, **{name: value})
    ada.asks(*ANSWERS[form], **said)


@pytest.mark.parametrize("form", ["rank", "several"])
def test_one_answer_is_none_to_choose_among(world: World, form: str) -> None:
    ada = world.crowd(3)[0]
    ada.is_refused("10.1", "two or more").asks("a", form=form)
    ada.asks("a", "b", form=form)


# -- several


def several(world: World, cast: list[Person], *ballots: tuple[int, ...]) -> Decision:
    vote = cast[0].puts_to_vote("a", "b", "c", form="several")
    for person, options in zip(cast, ballots, strict=False):
        person.chooses(vote, *options)
    return world.close(vote)


def test_several_are_chosen_by_more_than_half_of_the_ballots(world: World) -> None:
    decision = several(world, world.crowd(5), (1, 2), (1, 2), (1,), (3,), (2, 3))
    assert (decision.ending, decision.winners, decision.dropped) == ("adopted", (1, 2), (3,))
    assert (decision.accepted, decision.accepting, decision.ballots) == ((3, 3, 2), 5, 5)


def test_exactly_half_of_the_ballots_choose_nothing(world: World) -> None:
    decision = several(world, world.crowd(4), (1,), (1,), (2,), (2,))
    assert (decision.ending, decision.winners) == ("none-of-these", ())


def test_who_chooses_none_is_a_ballot_against_each(world: World) -> None:
    cast = world.crowd(5)
    assert several(world, cast, (1,), (1,), (), ()).ending == "none-of-these"
    assert several(world, cast, (1,), (1,), ()).winners == (1,)


def test_what_few_choose_is_not_chosen_though_they_are_most(world: World) -> None:
    cast = world.crowd(12)
    assert several(world, cast, (1,), (1,), (1,)).ending == "unsupported"
    assert several(world, cast, (1,), (1,), (1,), (1,)).winners == (1,)


def test_a_question_can_allow_so_many_and_no_more(world: World) -> None:
    ada = world.crowd(3)[0]
    ada.is_refused("10.4", "Fewer").asks("a", "b", form="several", most=2)
    vote = ada.puts_to_vote("a", "b", "c", form="several", most=2)
    ada.is_refused("7.12", "At most 2").chooses(vote, 1, 2, 3)
    ada.chooses(vote, 1, 2)


def test_a_ballot_chooses_each_option_once_or_none(world: World) -> None:
    ada = world.crowd(3)[0]
    vote = ada.puts_to_vote("a", "b", form="several")
    ada.is_refused("7.12", "twice").chooses(vote, 1, 1)
    ada.is_refused("7.12", "no other").chooses(vote, 0, 1)
    ada.is_refused("7.12", "does not stand").chooses(vote, 3)
    ada.is_refused("7.12", "which options").votes(vote, [[1]])
    ada.is_refused("7.12", "which options").votes(vote, "yes")
    ada.chooses(vote, 1).chooses(vote)


@pytest.mark.parametrize("form", ["yes-no", "rank", "consent"])
def test_other_votes_do_not_ask_what_is_chosen(world: World, form: str) -> None:
    ada = world.crowd(3)[0]
    vote = ada.puts_to_vote(*ANSWERS[form], form=form)
    ada.is_refused("7.4", "asks for").chooses(vote, 1)


# -- consent


def consented(world: World, cast: list[Person], consents: int, objections: int) -> Decision:
    vote = cast[0].puts_to_vote(form="consent")
    for person in cast[:consents]:
        person.votes(vote, "consent")
    for person in cast[consents : consents + objections]:
        person.votes(vote, "object", "It costs too much.")
    return world.close(vote)


@pytest.mark.parametrize(
    ("consents", "objections", "ending"),
    [(4, 0, "adopted"), (4, 1, "adopted"), (4, 2, "no-consent"), (3, 0, "no-consent")],
)
def test_consent_needs_support_and_few_objections(
    world: World, consents: int, objections: int, ending: str
) -> None:
    decision = consented(world, world.crowd(12), consents, objections)
    assert (decision.ending, decision.counts) == (ending, (consents, objections, 0))


def test_of_forty_three_must_object(world: World) -> None:
    vote = world.the(Vote, world.crowd(41)[0].puts_to_vote(form="consent"))
    assert vote.objections == 3


def test_what_is_not_consented_to_is_voted_on_at_once(world: World) -> None:
    cast = world.crowd(5)
    first = consented(world, cast, 2, 2)
    question = world.the(Question, first.subject)
    assert (question.state, question.consent, question.vote) == ("vote", first.vote, first.vote + 1)
    second = world.the(Vote, question.vote)
    assert (second.method, second.opened_at) == ("majority", first.time)
    for person in cast[:3]:
        person.votes(second.number, "yes")
    assert world.close(second.number).ending == "adopted"
    question = world.the(Question, question.number)
    assert (question.state, question.decision) == ("decided", 2)


def test_who_joined_meanwhile_votes_where_consent_failed(world: World) -> None:
    cast = world.crowd(5)
    vote = cast[0].puts_to_vote(form="consent")
    new = world.member("Zoe")
    new.is_refused("7.3").votes(vote, "consent")
    world.close(vote)
    new.votes(vote + 1, "yes")


def test_consent_that_was_given_is_decided(world: World) -> None:
    question = world.the(Question, consented(world, world.crowd(3), 2, 0).subject)
    assert (question.state, question.consent) == ("decided", 0)


def test_who_objects_says_why_and_cannot_erase_it_alone(world: World) -> None:
    ada, bea, _ = world.crowd(3)
    vote = ada.puts_to_vote(form="consent")
    bea.is_refused("7.11", "gives its reason").votes(vote, "object")
    ada.votes(vote, "consent")
    reason = world.text("It costs too much.")
    bea.votes(vote, "object", reason)
    assert world.the(BlobRecord, bytes.fromhex(reason.sha256)).member == HOST


@pytest.mark.parametrize(("form", "word"), [("yes-no", "consent"), ("consent", "no")])
def test_a_word_belongs_to_its_form(world: World, form: str, word: str) -> None:
    ada = world.crowd(3)[0]
    vote = ada.puts_to_vote(form=form)
    ada.is_refused("7.4", "asks for a choice").votes(vote, word)
    ada.votes(vote, "abstain")


# -- dates


def dated(world: World, cast: list[Person], *ballots: tuple[int, ...]) -> Decision:
    vote = cast[0].puts_to_vote(form="dates", times=later(world, 0, 2, 5), minutes=90)
    for person, options in zip(cast, ballots, strict=False):
        person.chooses(vote, *options)
    return world.close(vote)


def test_the_date_that_most_can_make_is_found(world: World) -> None:
    decision = dated(world, world.crowd(5), (1, 2), (2,), (3,), (2, 3), ())
    assert (decision.ending, decision.winners, decision.accepted) == ("adopted", (2,), (1, 3, 2))


def test_of_dates_that_are_level_the_earliest_is_taken(world: World) -> None:
    decision = dated(world, world.crowd(4), (2, 3), (2, 3), (1,))
    assert (decision.winners, decision.tied) == ((2,), ((2, 3),))


def test_a_date_needs_no_majority_but_enough_who_answer(world: World) -> None:
    cast = world.crowd(12)
    assert dated(world, cast, (1,), (2,), (3,)).ending == "unsupported"
    assert dated(world, cast, (1,), (2,), (3,), (3,)).winners == (3,)


def test_a_date_that_nobody_can_make_is_none(world: World) -> None:
    assert dated(world, world.crowd(3), (), (), ()).ending == "none-of-these"
    assert dated(world, world.crowd(3)).ending == "none-of-these"


def test_dates_stand_in_order_and_lie_behind_the_vote(world: World) -> None:
    ada = world.crowd(3)[0]
    times = later(world, 0, 2)
    soon = world.now + 2 * DAY
    ada.is_refused("10.6", "in order").asks(form="dates", times=times[::-1])
    ada.is_refused("10.6", "in order").asks(form="dates", times=(times[0], times[0]))
    ada.is_refused("10.6", "two or more").asks(form="dates", times=times[:1])
    ada.is_refused("10.6", "later than").asks(form="dates", times=(soon, times[0]))
    ada.asks(form="dates", times=(soon + 1000, times[0]))


# -- budget


def divided(world: World, cast: list[Person], *ballots: tuple[int, ...]) -> Decision:
    vote = cast[0].puts_to_vote(*"abcd", form="budget", costs=(60, 40, 30, 20), budget=100,
                                currency="€")  # fmt: skip
    for person, options in zip(cast, ballots, strict=False):
        person.chooses(vote, *options)
    return world.close(vote)


def test_a_minority_decides_over_its_part_of_the_budget(world: World) -> None:
    """Three want a and b, which take all; two want c, for which their 40 are enough."""
    decision = divided(world, world.crowd(5), (1, 2), (1, 2), (1, 2), (3,), (3,))
    assert (decision.ending, decision.winners, decision.added) == ("adopted", (1, 3), ())


def test_what_is_left_buys_the_most_approved_that_fits(world: World) -> None:
    decision = divided(world, world.crowd(4), (1,), (1,), (1, 4), (2, 4))
    assert (decision.winners, decision.added) == ((1, 4), ())
    decision = divided(world, world.crowd(4), (1,), (1,), (1,), (2,))
    assert (decision.winners, decision.added) == ((1, 2), (2,))


def test_where_half_want_none_of_it_nothing_is_bought(world: World) -> None:
    assert divided(world, world.crowd(4), (1,), (1,), (), ()).ending == "none-of-these"
    assert divided(world, world.crowd(5), (1,), (1,), (1,), (), ()).winners == (1,)


def test_a_budget_is_not_divided_by_few(world: World) -> None:
    cast = world.crowd(12)
    decision = divided(world, cast, (1,), (1,), (1,))
    assert (decision.ending, decision.winners, decision.added) == ("unsupported", (), ())
    assert divided(world, cast, (1,), (1,), (1,), (1,)).winners == (1,)


def test_a_budget_has_a_sum_and_a_cost_for_each_option(world: World) -> None:
    ada = world.crowd(3)[0]
    said = {"form": "budget", "costs": (3, 4)}
    ada.is_refused("10.7", "a sum").asks("a", "b", **said)
    ada.is_refused("10.7", "each have a cost").asks("a", **said, budget=9)
    ada.is_refused("10.7", "whole budget").asks("a", "b", **said, budget=3)
    ada.asks("a", "b", **said, budget=4)
