"""Chapter 17 of the law: evidence that stands by itself, how it falls, and how far that reaches."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.law.act import Blob
from esoviet.law.arguments import Argument
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit, Vouching
from esoviet.law.falling import (
    Contest,
    ContestWeighing,
    Fall,
    fallen,
    falls,
    is_folded,
    resting,
    rests_on,
    verdict,
)
from esoviet.law.headcount import enough
from esoviet.law.mandates import Report
from esoviet.law.planning import Plan
from esoviet.law.records import BlobRecord
from esoviet.law.solutions import Version
from tests.person import Person
from tests.world import DAY, World, signing_key

Work = Argument | Report | Plan | Version


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada brings exhibits; Bea, Cem, Dot and a fifth member look at them."""
    return world.crowd(5)


def falls_of(world: World, number: int) -> tuple[Fall, ...]:
    return falls(world.view, world.the(Exhibit, number))


def how(world: World, contest: int) -> str:
    return verdict(world.view, world.the(Contest, contest))


def picture(world: World, media_type: str = "image/webp") -> Blob:
    return world.text(b"a picture", media_type)


def test_it_has_a_file_or_is_of_a_kind_that_has_none(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    ada.is_refused("17.1", "has a file").brings(kind="image")
    ada.is_refused("17.1", "has a file").brings(kind="quotation", file=picture(world))
    ada.is_refused("17.1", "not of the kind").brings(kind="video", file=picture(world))
    assert ada.brings(kind="image", file=picture(world)) == 1
    assert ada.brings(kind="file", file=picture(world)) == 2
    assert ada.brings(kind="link") == 3


def test_it_is_of_a_whole_day_that_has_come(world: World, cast: list[Person]) -> None:
    ada, today = cast[0], world.now // DAY * DAY
    ada.is_refused("17.2", "whole day").brings(day=today - 1)
    ada.is_refused("17.2", "still to come").brings(day=today + DAY)
    assert world.the(Exhibit, ada.brings(day=today)).day == today


def test_it_is_about_something_that_there_is(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    problem, action = ada.raises(), ada.announces()
    ada.is_refused("17.2", "no problem").brings(problem=problem + 1)
    ada.is_refused("17.2", "no action").brings(action=action + 1)
    ada.brings(problem=problem, action=action)


def test_its_words_are_texts_within_their_sizes(world: World, cast: list[Person]) -> None:
    ada, limits = cast[0], world.view.limits
    long, longer = "x" * (limits.exhibit_bytes + 1), "x" * (limits.source_bytes + 1)
    ada.is_refused("17.2", "longer").brings(long)
    ada.is_refused("17.2", "longer").brings(alternative=world.text(long))
    ada.is_refused("17.2", "longer").brings(source=world.text(longer))
    ada.is_refused("17.2", "text/markdown").brings(source=picture(world))
    ada.brings(long[1:], alternative=world.text(long[1:]), source=world.text(longer[1:]))


def test_a_place_says_where_it_lies_and_nothing_else_does(world: World, cast: list[Person]) -> None:
    ada, lies = cast[0], world.text("geo:52.52,13.4")
    action = ada.announces()
    place = {"kind": "place", "position": lies}
    ada.is_refused("17.2", "Only a place").brings(position=lies)
    ada.is_refused("17.2", "none of an action").brings(action=action, **place)
    ada.is_refused("17.2", "longer").brings(kind="place", position=world.text("x" * 65))
    ada.is_refused("17.2", "empty").brings(kind="place", position=world.text(""))
    number = ada.brings(inside=True, **place)
    assert world.the(Exhibit, number).position.hex() == lies.sha256
    assert world.the(BlobRecord, bytes.fromhex(lies.sha256)).inside
    ada.erases(lies)
    assert not falls_of(world, number)
    assert world.the(Exhibit, ada.brings(kind="place")).position == b""


def test_fifty_of_one_member_are_taken_in_a_day(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    for _ in range(world.view.limits.daily_exhibits):
        ada.brings()
    ada.is_refused("17.1", "50 exhibits in a day").brings()
    bea.brings()
    world.pass_days(1)
    ada.brings()


def test_what_is_inside_only_members_read(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    file, words, alternative = picture(world), world.text("We were many"), world.text("A street")
    number = ada.brings(words, kind="image", file=file, alternative=alternative, inside=True)
    one, open_one = world.the(Exhibit, number), world.the(Exhibit, ada.brings())
    for name in (one.file, one.text, one.source, one.alternative):
        assert world.the(BlobRecord, name).inside
    assert not world.the(BlobRecord, open_one.text).inside


def test_its_author_withdraws_it_and_nobody_else(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    one = ada.brings()
    bea.is_refused("17.3", "no standing exhibit").withdraws_exhibit(one)
    ada.withdraws_exhibit(one).is_refused("17.3").withdraws_exhibit(one)
    assert falls_of(world, one) == ("withdrawn",)
    bea.is_refused("17.3", "stands").vouches_for_exhibit(one)


def test_others_vouch_by_name_and_take_it_back(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    one = ada.brings()
    ada.is_refused("17.3", "their own").vouches_for_exhibit(one)
    bea.is_refused("17.3", "said already").vouches_for_exhibit(one, vouches=False)
    bea.vouches_for_exhibit(one).is_refused("17.3", "already").vouches_for_exhibit(one)
    cem.vouches_for_exhibit(one)
    assert world.the(Exhibit, one).vouchers == 2
    bea.vouches_for_exhibit(one, vouches=False)
    cem.leaves()
    assert world.the(Exhibit, one).vouchers == 0
    assert [v.member for v in world.view.rows(Vouching, one)] == [bea.number]


def test_an_erased_one_is_vouched_for_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    words = world.text("The boss said so")
    one, other = ada.brings(words), ada.brings()
    ada.erases(words)
    bea.is_refused("17.3", "erased").vouches_for_exhibit(one)
    bea.vouches_for_exhibit(other)


def test_it_stays_its_authors_own_whatever_rests_on_it(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    problem, file = ada.raises_problem(), picture(world)
    one = ada.brings(kind="image", file=file)
    argument = bea.argues(problem, exhibits=(one,))
    cem.vouches_for_exhibit(one)
    cem.argues(problem, argument=argument)
    ada.erases(file)
    assert falls_of(world, one) == ("erased",)
    assert fallen(world.view, world.the(Argument, argument).exhibits) == {one: ("erased",)}


def test_works_name_what_stands_and_each_once(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    problem, words = ada.raises_problem(), world.text("It is said")
    gone, erased, one = ada.brings(), ada.brings(words), ada.brings()
    ada.withdraws_exhibit(gone).erases(words)
    for wrong, why in (((one, one), "twice"), ((99,), "no exhibit 99"), ((gone,), "taken back")):
        bea.is_refused("17.4", why).argues(problem, exhibits=wrong)
        bea.is_refused("17.4", why).proposes(problem, exhibits=wrong)
    bea.is_refused("17.4", "taken back").argues(problem, exhibits=(erased,))
    bea.argues(problem, exhibits=(one,))
    solution = bea.proposes(problem, exhibits=(one,))
    bea.is_refused("17.4", "twice").revises(solution, exhibits=(one, one))
    bea.revises(solution)
    assert [v.exhibits for v in world.view.rows(Version, solution)] == [(one,), ()]


def test_reports_and_plans_rest_on_exhibits_too(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    world.decide(ada)
    one = ada.brings()
    ada.is_refused("17.4").reports(1, exhibits=(99,))
    ada.is_refused("17.4").plans(1, exhibits=(99,))
    ada.reports(1, exhibits=(one,)).plans(1, exhibits=(one,))
    assert [type(work) for work in resting(world.view, one)] == [Report, Plan]


def test_a_contest_says_what_is_wrong_but_for_a_person(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    one, words = ada.brings(), world.text("That is my son")
    bea.is_refused("17.5", "what is wrong").contests(one, text=None)
    bea.is_refused("17.5", "text/markdown").contests(one, text=picture(world))
    bea.contests(one)
    bea.contests(one, "person", None)
    cem.contests(one, "person", words)
    cem.erases(words)


def test_it_is_contested_once_on_each_ground_and_not_by_its_author(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    one = ada.brings()
    ada.is_refused("17.5", "Withdraw").contests(one)
    contest = bea.contests(one)
    bea.is_refused("17.5", "already").contests(one)
    cem.is_refused("17.5").withdraws_contest(contest)
    bea.withdraws_contest(contest).is_refused("17.5", "already").contests(one)
    bea.contests(one, "age")
    ada.withdraws_exhibit(one)
    bea.is_refused("17.5", "stands").contests(one, "relevance")


def test_ten_contests_of_one_member_are_undecided(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, eve = cast
    numbers = [ada.brings() for _ in range(11)]
    contests = [bea.contests(one) for one in numbers[:10]]
    bea.is_refused("17.5", "10 contests").contests(numbers[10])
    cem.contests(numbers[10])
    for person in (cem, dot):
        person.weighs_contest(contests[0])
    for person in (cem, dot, eve):
        person.weighs_contest(contests[1], founded=False)
    assert [how(world, one) for one in contests[:3]] == ["upheld", "unfounded", "open"]
    bea.contests(numbers[10])


def test_the_others_weigh_it_and_can_change_that(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, _eve = cast
    contest = bea.contests(ada.brings())
    for person in (ada, bea):
        person.is_refused("17.6", "The others").weighs_contest(contest)
    cem.is_refused("17.6", "No contest").weighs_contest(contest + 1)
    cem.weighs_contest(contest, founded=False)
    dot.weighs_contest(contest)
    assert how(world, contest) == "open"
    cem.weighs_contest(contest)
    one = world.the(Contest, contest)
    assert (how(world, contest), one.founded, one.unfounded) == ("upheld", 3, 0)


def test_what_was_withdrawn_is_weighed_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    one, other = ada.brings(), ada.brings()
    first, second, third = bea.contests(one), bea.contests(other), bea.contests(other, "age")
    bea.withdraws_contest(second)
    cem.is_refused("17.6", "No contest").weighs_contest(second)
    cem.weighs_contest(third)
    ada.withdraws_exhibit(one)
    cem.is_refused("17.6", "withdrawn").weighs_contest(first)


def test_three_friends_uphold_it_until_others_weigh_it(world: World) -> None:
    ada, bea, cem, dot, *rest = world.crowd(9)
    one = ada.brings()
    contest = bea.contests(one)
    for friend in (cem, dot):
        friend.weighs_contest(contest)
    assert falls_of(world, one) == ("authenticity",)
    for person in rest[:3]:
        person.weighs_contest(contest, founded=False)
    assert falls_of(world, one) == ()


@pytest.mark.parametrize(("members", "needed"), [(2, 2), (3, 2), (4, 3), (12, 3), (100, 5)])
def test_it_takes_three_or_as_many_as_second_a_question(
    world: World, members: int, needed: int
) -> None:
    world.crowd(members)
    assert enough(world.view) == needed


def test_words_count_while_their_giver_is_a_member(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, eve = cast
    one = ada.brings()
    contest = bea.contests(one)
    for person in (cem, dot):
        person.weighs_contest(contest)
    eve.weighs_contest(contest, founded=False)
    cem.leaves()
    assert falls_of(world, one) == ()
    eve.leaves()
    bea.leaves()
    left = world.the(Contest, contest)
    assert (left.founded, left.unfounded) == (1, 0)
    assert world.view.count(ContestWeighing, contest) == 1


def test_what_was_said_with_another_device_is_replaced_by_who_has_seen_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    one = ada.brings()
    contest = bea.contests(one)
    phone = cem.enrols(signing_key("Cem's phone"))
    with world.looking(*world.seen()):
        cem.vouches_for_exhibit(one).weighs_contest(contest)
        phone.is_refused("1.12").vouches_for_exhibit(one, vouches=False)
        phone.is_refused("1.12").weighs_contest(contest, founded=False)
    phone.vouches_for_exhibit(one, vouches=False).weighs_contest(contest, founded=False)


def test_a_person_in_it_folds_it_at_once_and_three_unfold_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, eve = cast
    one = ada.brings(kind="image", file=picture(world))
    other = bea.contests(one)
    assert not is_folded(world.view, world.the(Exhibit, one))
    bea.withdraws_contest(other)
    contest = bea.contests(one, "person", None)
    assert is_folded(world.view, world.the(Exhibit, one))
    assert falls_of(world, one) == ()
    for person in (cem, dot):
        person.weighs_contest(contest, founded=False)
    assert is_folded(world.view, world.the(Exhibit, one))
    eve.weighs_contest(contest, founded=False)
    assert not is_folded(world.view, world.the(Exhibit, one))
    eve.weighs_contest(contest)
    bea.withdraws_contest(contest)
    assert not is_folded(world.view, world.the(Exhibit, one))


def test_a_decision_says_for_ever_that_its_evidence_was_withdrawn(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    problem = ada.raises_problem()
    kept, forged, against = ada.brings(), bea.brings(), cem.brings()
    solution = ada.proposes(problem, exhibits=(kept,))
    ada.argues(problem, "supports", solution=solution, exhibits=(forged,))
    cem.argues(problem, "refutes", solution=solution, exhibits=(against,))
    retracted = bea.argues(problem, "supports", solution=solution, exhibits=(against,))
    bea.retracts(retracted)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[solution], [0]])
    decision = world.close(vote)
    bea.withdraws_exhibit(forged)
    named = rests_on(world.view, decision)
    assert named == (kept, forged)
    assert fallen(world.view, named) == {forged: ("withdrawn",)}


def test_a_decision_on_anything_else_rests_on_no_exhibit(world: World) -> None:
    ada, bea = world.crowd(2)
    vote = ada.puts_to_vote()
    for person in (ada, bea):
        person.votes(vote, "yes")
    world.close(vote)
    assert rests_on(world.view, world.the(Decision, 1)) == ()


NAMING = st.lists(
    st.tuples(
        st.sampled_from(("argument", "solution", "report", "plan")),
        st.lists(st.integers(1, 6), max_size=4, unique=True),
    ),
    max_size=8,
)
BLOWS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(("withdraw", "erase", "age", "person"))),
    max_size=5,
)


@settings(max_examples=40)
@given(naming=NAMING, blows=BLOWS)
def test_a_fall_reaches_exactly_what_rests_on_it(
    naming: list[tuple[str, list[int]]], blows: list[tuple[int, str]]
) -> None:
    world = World().found()
    ada, bea, cem, dot = world.crowd(4)
    world.decide(ada)
    problem = ada.raises_problem()
    words = [world.text(f"Exhibit {n}") for n in range(6)]
    for text in words:
        ada.brings(text)
    for work, numbers in naming:
        rests = tuple(numbers)
        if work == "argument":
            bea.argues(problem, exhibits=rests)
        elif work == "solution":
            bea.proposes(problem, exhibits=rests)
        elif work == "report":
            ada.reports(1, exhibits=rests)
        else:
            ada.plans(1, exhibits=rests)
    down = dict(_struck(world, words, blows, (ada, bea, cem, dot)))
    reached = [tuple(numbers) for _, numbers in naming if any(n in down for n in numbers)]
    told = [one.exhibits for one in _works(world) if fallen(world.view, one.exhibits)]
    assert sorted(told) == sorted(reached)
    for one in _works(world):
        assert fallen(world.view, one.exhibits).keys() == down.keys() & set(one.exhibits)
    for number in range(1, 7):
        named_by = [one for one in _works(world) if number in one.exhibits]
        assert sorted(map(repr, resting(world.view, number))) == sorted(map(repr, named_by))


def _struck(
    world: World, words: list[Blob], blows: list[tuple[int, str]], cast: tuple[Person, ...]
) -> Iterator[tuple[int, str]]:
    """Let exhibits fall, each in one way; which they were."""
    ada, bea, cem, dot = cast
    for number, blow in dict(blows).items():
        if blow == "withdraw":
            ada.withdraws_exhibit(number)
        elif blow == "erase":
            ada.erases(words[number - 1])
        else:
            contest = bea.contests(number, blow)
            cem.weighs_contest(contest)
            dot.weighs_contest(contest)
        yield number, blow


def _works(world: World) -> Iterator[Work]:
    yield from world.view.all(Argument)
    yield from world.view.all(Report)
    yield from world.view.all(Plan)
    yield from world.view.all(Version)
