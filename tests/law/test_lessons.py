"""Chapter 16 of the law, second part: what who carried a mandate says of their own work."""

import pytest

from esoviet.law.blobs import EraseBlob
from esoviet.law.lessons import QUESTIONS, CriticiseOwnWork, SelfCriticism
from esoviet.law.mandates import Mandate
from esoviet.law.reviews import Review
from tests.person import Person
from tests.world import DAY, World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada has the mandate to carry out what was decided."""
    cast = world.crowd(5)
    world.decide(cast[0])
    return cast


def said(world: World) -> list[tuple[int, str]]:
    """Who has answered which of the questions."""
    return [
        (one.by, name)
        for one in world.view.rows(SelfCriticism)
        for name in QUESTIONS
        if getattr(one, name)
    ]


def close_review(world: World) -> None:
    """Let what Ada declared stand, and the time of the review pass."""
    world.turn_to(world.the(Mandate, 1).due)
    world.turn_to(world.the(Review, 1).due)


def test_all_four_questions_can_be_answered_when_the_work_is_done(
    world: World, cast: list[Person]
) -> None:
    texts = {name: world.text(name) for name in QUESTIONS}
    cast[0].completes(1, **texts)
    (own,) = world.view.rows(SelfCriticism)
    assert [getattr(own, name).hex() for name in QUESTIONS] == [
        texts[name].sha256 for name in QUESTIONS
    ]
    assert (own.mandate, own.by, own.time) == (1, 1, world.now)


def test_what_was_left_open_is_answered_afterwards_each_question_once(
    world: World, cast: list[Person]
) -> None:
    ada, *_ = cast
    ada.completes(1, differently=world.text("Ask sooner"))
    ada.is_refused("16.4", "answered this question").criticises_own(1, differently="No, later")
    ada.is_refused("16.4", "answered this question").criticises_own(
        1, lesson="Two are better", differently="No, later"
    )
    ada.criticises_own(1, lesson="Two are better").criticises_own(1, happened="It is warm")
    assert said(world) == [(1, "differently"), (1, "lesson"), (1, "happened")]


def test_an_act_that_answers_nothing_says_nothing(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    ada.is_refused("16.4", "one of the four").does(CriticiseOwnWork, mandate=1)
    ada.criticises_own(1, intended="A warm house")


def test_only_who_carried_it_criticises_that_work(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    bea.is_refused("16.4", "not carried").criticises_own(1, lesson="She was slow")
    ada.is_refused("16.4", "not carried").criticises_own(2, lesson="I was slow")
    ada.criticises_own(1, lesson="I was slow")


def test_who_gave_it_back_or_lost_it_or_handed_it_on_can_too(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, eva = cast
    ada.resigns(1)
    world.pass_days(8)
    bea.takes_up(1).offers_mandate(1, cem)
    cem.accepts_mandate(1)
    world.turn_to(world.the(Mandate, 1).due)
    world.turn_to(world.the(Mandate, 1).due)
    world.pass_days(8)
    dot.takes_up(1)
    for person in (ada, bea, cem, dot):
        person.criticises_own(1, lesson="It takes two")
    eva.is_refused("16.4", "not carried").criticises_own(1, lesson="It takes two")


def test_nothing_is_said_once_the_review_has_closed(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    ada.completes(1)
    world.turn_to(world.the(Mandate, 1).due)
    ada.criticises_own(1, happened="It is warm")
    world.turn_to(world.the(Review, 1).due)
    ada.is_refused("16.4", "has closed").criticises_own(1, lesson="Too late")


def test_an_answer_is_erased_after_the_review_and_not_given_again(
    world: World, cast: list[Person]
) -> None:
    ada, *_ = cast
    lesson = world.text("It takes two")
    ada.completes(1, differently=world.text("Ask sooner"), lesson=lesson)
    ada.is_refused("12.8").does(EraseBlob, sha256=lesson.sha256)
    close_review(world)
    ada.does(EraseBlob, sha256=lesson.sha256)
    assert said(world) == [(1, "differently"), (1, "lesson")]


def test_who_is_elected_says_and_erases_it_at_any_time(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    election = ada.calls_election(1)
    seat = ada.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, bea, cem):
        person.votes(vote, [[seat]])
    world.close(vote)
    words = world.text("I wrote too long minutes")
    ada.criticises_own(1, happened=words).does(EraseBlob, sha256=words.sha256)
    world.pass_ms(DAY)
    ada.criticises_own(1, lesson="Write less")


def test_the_answers_of_a_completion_are_other_texts_than_its_report(
    world: World, cast: list[Person]
) -> None:
    ada, *_ = cast
    words = world.text("Done")
    ada.is_refused("12.1", "twice").completes(1, words, lesson=words)
    ada.is_refused("12.1", "twice").criticises_own(1, happened=words, lesson=words)
    ada.completes(1, words, lesson=world.text("Done"))


def test_a_second_declaration_leaves_out_what_was_answered(
    world: World, cast: list[Person]
) -> None:
    ada, *others = cast
    ada.completes(1, lesson=world.text("It takes two"))
    for person in others[:3]:
        if world.the(Mandate, 1).state == "declared":
            person.objects_to_completion(1)
    vote = world.the(Mandate, 1).vote
    world.close(vote)
    ada.is_refused("16.4", "already").completes(1, lesson=world.text("It takes three"))
    ada.completes(1, happened=world.text("It took twice"))
