"""Chapter 11 of the law, second part: the minority report."""

import random

import pytest

from esoviet.law.act import Blob
from esoviet.law.decisions import Decision
from esoviet.law.minority import MinorityReport, is_against, minority_report
from esoviet.law.votes import Vote, voices
from tests.person import Person
from tests.world import DAY, World, signing_key

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(7)


def decision(world: World, cast: list[Person]) -> int:
    """Of seven four are for it; Eva, Fay and Gus are against it."""
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    vote = world.open_vote(problem).number
    for person in cast[:4]:
        person.votes(vote, [[solution], [0]])
    for person in cast[4:]:
        person.votes(vote, [[0], [solution]])
    return world.close(vote).number


def stands(world: World, number: int) -> int:
    report = minority_report(world.view, number)
    return report.number if report else 0


def test_two_who_were_against_it_stand_by_one_text(world: World, cast: list[Person]) -> None:
    number = decision(world, cast)
    report = cast[4].writes_minority_report(number)
    assert stands(world, number) == 0
    cast[5].signs_minority_report(report)
    assert stands(world, number) == report


@pytest.mark.parametrize("seed", range(8))
def test_who_may_sign_is_found_on_the_roll_in_whatever_order_they_voted(
    world: World, seed: int
) -> None:
    cast = world.crowd(12)
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    vote = world.open_vote(problem).number
    chance = random.Random(seed)
    inclined = dict(
        zip(cast, chance.sample(["for"] * 6 + ["against"] * 3 + ["away"] * 3, 12), strict=True)
    )
    for person in chance.sample(cast, 12):
        if inclined[person] != "away":
            person.votes(vote, [[solution], [0]][:: 1 if inclined[person] == "for" else -1])
    number = world.close(vote).number
    for person in cast:
        if inclined[person] == "against":
            person.writes_minority_report(number)
        else:
            person.is_refused("11.15", "Only who voted against").writes_minority_report(number)


def test_who_was_for_it_neither_writes_nor_signs(world: World, cast: list[Person]) -> None:
    ada, eva, fay = cast[0], cast[4], cast[5]
    number = decision(world, cast)
    ada.is_refused("11.15", "Only who voted against").writes_minority_report(number)
    report = eva.writes_minority_report(number)
    ada.is_refused("11.16", "Only who voted against").signs_minority_report(report)
    fay.signs_minority_report(report)


def test_who_did_not_vote_says_nothing_now(world: World) -> None:
    cast = world.crowd(7)
    number = decision(world, cast[:4] + cast[5:])
    cast[4].is_refused("11.15", "Only who voted against").writes_minority_report(number)
    cast[5].writes_minority_report(number)


def test_one_member_writes_one_and_it_is_a_text(world: World, cast: list[Person]) -> None:
    number, eva = decision(world, cast), cast[4]
    eva.is_refused("11.15", "text/markdown").writes_minority_report(number, PICTURE)
    eva.writes_minority_report(number)
    eva.is_refused("11.15", "You have written").writes_minority_report(number)
    cast[5].writes_minority_report(number)


def test_nobody_signs_their_own_or_twice(world: World, cast: list[Person]) -> None:
    number, eva, fay = decision(world, cast), cast[4], cast[5]
    report = eva.writes_minority_report(number)
    eva.is_refused("11.16", "of another").signs_minority_report(report)
    fay.signs_minority_report(report)
    fay.is_refused("11.16", "said already").signs_minority_report(report)
    fay.signs_minority_report(report, signs=False)
    assert world.the(MinorityReport, report).signed == 1


def test_the_one_that_most_have_signed_stands(world: World, cast: list[Person]) -> None:
    number, (eva, fay, gus) = decision(world, cast), cast[4:]
    first, other = eva.writes_minority_report(number), fay.writes_minority_report(number)
    gus.signs_minority_report(first).signs_minority_report(other)
    assert stands(world, number) == first
    eva.signs_minority_report(other)
    assert stands(world, number) == other


def test_its_time_is_over_some_day(world: World, cast: list[Person]) -> None:
    number, (eva, fay, gus) = decision(world, cast), cast[4:]
    world.pass_ms(14 * 86_400_000 - 1)
    report = eva.writes_minority_report(number)
    world.pass_ms(1)
    fay.is_refused("11.15", "is over").writes_minority_report(number)
    gus.is_refused("11.16", "is over").signs_minority_report(report)


def test_an_amendment_does_not_shorten_the_time_that_has_begun() -> None:
    world = World().found(report_days="40", vote_days="1", reading_days="1/24")
    cast = world.crowd(7)
    number = decision(world, cast)
    began = world.the(Decision, number).time
    world.amend(cast[0], report_days="10")
    world.pass_days(2)
    assert world.now > began + 10 * DAY
    report = cast[4].writes_minority_report(number)
    world.turn_to(began + 40 * DAY - 1)
    cast[5].signs_minority_report(report)
    world.pass_ms(1)
    cast[6].is_refused("11.16", "is over").signs_minority_report(report)


def test_nothing_that_was_not_adopted_has_one(world: World, cast: list[Person]) -> None:
    rejected = cast[0].puts_to_vote()
    for person in cast:
        person.votes(rejected, "no")
    ended = world.close(rejected).number
    cast[1].is_refused("11.15", "Nothing was decided").writes_minority_report(ended)
    cast[1].is_refused("11.15", "Nothing was decided").writes_minority_report(99)
    chosen = cast[0].puts_to_vote("Soup", "Bread", form="several")
    for person in cast:
        person.chooses(chosen, 1) if person is not cast[1] else person.chooses(chosen)
    cast[1].is_refused("11.15", "Nothing").writes_minority_report(world.close(chosen).number)


def test_who_says_no_or_objects_is_against(world: World, cast: list[Person]) -> None:
    asked = cast[0].puts_to_vote()
    for person in cast:
        person.votes(asked, "no" if person is cast[1] else "yes")
    cast[1].writes_minority_report(world.close(asked).number)
    consent = cast[0].puts_to_vote(form="consent")
    for person in cast[1:]:
        person.votes(consent, "consent")
    cast[0].votes(consent, "object", "It is dear")
    cast[0].writes_minority_report(world.close(consent).number)


def test_what_two_have_signed_nobody_erases(world: World, cast: list[Person]) -> None:
    number, (eva, fay, gus) = decision(world, cast), cast[4:]
    words, others = world.text("It costs too much"), world.text("It is ugly")
    report = eva.writes_minority_report(number, words)
    fay.signs_minority_report(report)
    eva.is_refused("12.4").erases(words)
    alone = gus.writes_minority_report(number, others)
    gus.erases(others)
    fay.is_refused("11.16", "erased").signs_minority_report(alone)


def test_another_device_takes_back_only_what_it_has_seen(world: World, cast: list[Person]) -> None:
    number, eva, fay = decision(world, cast), cast[4], cast[5]
    report, phone = eva.writes_minority_report(number), fay.enrols(signing_key("Fay's phone"))
    seen = world.seen()
    fay.signs_minority_report(report)
    with world.looking(*seen):
        phone.is_refused("1.12").signs_minority_report(report, signs=False)
    phone.signs_minority_report(report, signs=False)


@pytest.mark.parametrize(
    ("ballot", "unranked", "against"),
    [
        ([[1], [0]], "last", False),
        ([[0], [1]], "last", True),
        ([[2], [0], [1]], "last", True),
        ([[0, 1]], "last", False),
        ([[2], [0]], "last", True),
        ([[2], [0]], "uncounted", False),
        ([[2]], "last", False),
        ([], "last", False),
    ],
)
def test_against_it_is_who_puts_it_below_no_action(
    ballot: list[list[int]], unranked: str, against: bool
) -> None:
    world = World().found(unranked=unranked)
    cast = world.crowd(3)
    problem = cast[0].raises_problem()
    one, other = cast[0].proposes(problem), cast[1].proposes(problem, "Another")
    vote = world.open_vote(problem).number
    places = {0: 0, 1: one, 2: other}
    cast[2].votes(vote, [[places[option] for option in group] for group in ballot])
    (voice,) = voices(world.view, world.the(Vote, vote))
    assert is_against(world.the(Vote, vote), one, voice.ranks) is against
