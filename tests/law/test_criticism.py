"""Chapter 15 of the law: criticism, what its addressee says to it, that it does not go round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.act import Blob
from esoviet.law.criticism import (
    AnswerCriticism,
    Criticise,
    Criticism,
    RenewCriticism,
    standing,
)
from tests.person import Person
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")
REPLIES = ("accepted", "answered", "not-mine")


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada leads mandate 1, and proposed solution 1; Bea, Cem and Dot are members as well."""
    cast = world.crowd(4)
    world.decide(cast[0])
    return cast


def how(world: World, number: int) -> str:
    """How a criticism stands."""
    return standing(world.view, world.the(Criticism, number))


def test_who_leads_the_mandate_accepts_it_once(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    one = bea.criticises(mandate=1)
    assert (how(world, one), world.the(Criticism, one).addressee) == ("open", ada.number)
    ada.answers(one)
    ada.is_refused("15.3", "have answered").answers(one, "answered", "And more")
    assert how(world, one) == "accepted"


def test_nobody_else_answers_it(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    one = bea.criticises(mandate=1)
    for person in (bea, cem):
        person.is_refused("15.3", "yours to answer").answers(one)
    ada.is_refused("15.3", "yours to answer").answers(one + 1)
    ada.answers(one)


def test_an_answer_has_words(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    one = bea.criticises(mandate=1)
    ada.is_refused("15.3", "has words").answers(one, "answered")
    ada.is_refused("15.3", "text/markdown").answers(one, "answered", PICTURE)
    ada.answers(one, "answered", "We told you on Monday")
    assert how(world, one) == "answered"


def test_a_solution_and_an_argument_are_answered_by_their_authors(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    argument = cem.argues(problem)
    on_solution, on_argument = ada.criticises(solution=solution), ada.criticises(argument=argument)
    bea.answers(on_solution)
    cem.answers(on_argument)
    assert world.the(Criticism, on_argument).addressee == cem.number


def test_who_shares_a_mandate_answers_for_it_too(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.shares(1, bea)
    one = cem.criticises(mandate=1)
    bea.is_refused("15.3", "not their doing").answers(one, "not-mine")
    bea.answers(one, "answered", "We told you on Monday")
    ada.is_refused("15.3", "have answered").answers(one)
    said = world.the(Criticism, one)
    assert (said.addressee, said.answered_by, said.open_to) == (ada.number, bea.number, 0)


def test_who_shares_a_mandate_answers_neither_their_own_nor_what_came_to_another(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot = cast[:4]
    ada.shares(1, bea, cem)
    own = bea.criticises(mandate=1)
    bea.is_refused("15.3", "yours to answer").answers(own)
    cem.answers(own)
    second = dot.criticises(mandate=1)
    ada.resigns(1)
    cem.is_refused("15.3", "yours to answer").answers(second)
    ada.answers(second)


@pytest.mark.parametrize("about", [{"decision": 1}, {"rule": "vote_days"}, {}])
def test_what_is_addressed_to_all_nobody_answers(
    world: World, cast: list[Person], about: dict[str, object]
) -> None:
    bea = cast[1]
    one = bea.criticises(**about)
    for person in cast:
        person.is_refused("15.3").answers(one)
    assert (how(world, one), world.the(Criticism, one).addressee) == ("public", 0)


@pytest.mark.parametrize("about", [{"mandate": 1}, {"decision": 1}, {"solution": 1}])
def test_it_is_about_something_that_there_is(
    world: World, cast: list[Person], about: dict[str, int]
) -> None:
    bea = cast[1]
    (name,) = about
    bea.is_refused("15.1", "nothing with this number").criticises(**{name: 99})
    bea.criticises(**about)


def test_it_is_about_one_thing(world: World, cast: list[Person]) -> None:
    bea = cast[1]
    bea.is_refused("15.1", "one thing").criticises(decision=1, mandate=1)
    bea.is_refused("15.1", "no rule").criticises(rule="vote_dayz")
    bea.criticises(rule="vote_days")


def test_a_retracted_argument_is_left_alone(world: World) -> None:
    ada, bea = world.crowd(2)
    problem = ada.raises_problem()
    one, other = bea.argues(problem), bea.argues(problem)
    bea.retracts(one)
    ada.is_refused("15.1").criticises(argument=one)
    ada.criticises(argument=other)
    bea.is_refused("12.6").mends("Something else", argument=other)


def test_nobody_criticises_themselves(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    ada.is_refused("15.2", "themselves").criticises(mandate=1)
    one = bea.criticises(mandate=1)
    ada.answers(one, "not-mine")
    bea.is_refused("15.2", "themselves").renews(one, bea)
    bea.renews(one, ada)


def test_who_has_left_has_nothing_to_answer(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot = cast
    open_one, denied = bea.criticises(mandate=1), cem.criticises(mandate=1)
    ada.answers(denied, "not-mine")
    ada.leaves()
    assert [how(world, one) for one in (open_one, denied)] == ["gone", "folded"]
    dot.is_refused("15.2", "no member").criticises(mandate=1)
    cem.is_refused("15.2", "no member").renews(denied)
    cem.renews(denied, dot)


def test_each_part_is_a_short_text_and_captions_are_about_something(
    world: World, cast: list[Person]
) -> None:
    bea, long = cast[1], "x" * (world.view.limits.criticism_bytes + 1)
    bea.is_refused("15.1", "longer than 4096").criticises(long, mandate=1)
    bea.is_refused("15.1", "text/markdown").criticises(suggestion=PICTURE)
    bea.is_refused("15.1", "text/markdown").criticises(consequence=PICTURE)
    bea.is_refused("15.1", "no evidence").criticises(captions=world.text("The door"))
    bea.criticises(long[1:], mandate=1, evidence=(PICTURE,), captions=world.text("The door"))


def test_what_was_answered_belongs_to_the_assembly(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    mine, kept, said = (world.text(words) for words in ("Cold", "Colder", "We heat now"))
    withdrawn, one = bea.criticises(mine, mandate=1), cem.criticises(kept, mandate=1)
    bea.erases(mine)
    ada.is_refused("15.3", "erased").answers(withdrawn)
    ada.answers(one, "answered", said)
    cem.is_refused("12.4").erases(kept)
    ada.is_refused("12.4").erases(said)
    assert how(world, withdrawn) == "erased"


def test_not_my_doing_folds_it_until_it_is_put_anew_once(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot = cast
    one = bea.criticises(mandate=1)
    bea.is_refused("15.4", "waits to be put anew").renews(one, cem)
    ada.answers(one, "not-mine")
    assert how(world, one) == "folded"
    dot.is_refused("15.4", "waits to be put anew").renews(one, cem)
    again = bea.renews(one, cem)
    assert [how(world, number) for number in (one, again)] == ["anew", "open"]
    bea.is_refused("15.4", "once").renews(one, dot)
    cem.answers(again, "not-mine")
    bea.is_refused("15.4", "once").renews(again, dot)


def test_what_was_accepted_is_not_put_anew(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    one, other = bea.criticises(mandate=1), cem.criticises(mandate=1)
    ada.answers(one)
    ada.answers(other, "not-mine")
    bea.is_refused("15.4").renews(one)
    cem.renews(other)


def test_one_a_day_to_the_same_member(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    ada.answers(bea.criticises(mandate=1))
    bea.is_refused("15.5", "within a day").criticises(solution=1)
    cem.criticises(mandate=1)
    world.pass_ms(DAY - 1)
    bea.is_refused("15.5", "within a day").criticises(solution=1)
    world.pass_ms(1)
    bea.criticises(solution=1)


def test_three_wait_for_one_member_and_erased_ones_do_not(world: World, cast: list[Person]) -> None:
    bea = cast[1]
    words = world.text("Cold")
    for text in (words, "Dark", "Loud"):
        bea.criticises(text, mandate=1)
        world.pass_days(1)
    bea.is_refused("15.5", "wait for this").criticises(mandate=1)
    bea.erases(words)
    bea.criticises(mandate=1)


def test_ten_a_day_of_one_member(world: World, cast: list[Person]) -> None:
    bea, cem = cast[1:3]
    for _ in range(10):
        bea.criticises()
    bea.is_refused("15.5", "10 criticisms").criticises(rule="vote_days")
    cem.criticises(rule="vote_days")
    world.pass_days(1)
    bea.criticises(rule="vote_days")


def test_ten_who_hunt_one_member_leave_thirty_waiting(world: World) -> None:
    """And ten a day, if she answers them all: each with its author's name, on the work alone."""
    ada, *others = world.crowd(11)
    world.decide(ada)
    for _ in range(5):
        for person in others:
            if world.view.count(Criticism) >= 30:
                person.is_refused("15.5", "wait for this")
            person.criticises(mandate=1)
        world.pass_days(1)
    assert world.view.count_by(Criticism, "open_to", ada.number) == 30


moves = st.lists(
    st.tuples(
        st.sampled_from(("criticise", "answer", "renew")),
        st.integers(0, 3),
        st.integers(1, 12),
        st.sampled_from(REPLIES),
    ),
    max_size=40,
)


@given(moves)
def test_no_criticism_goes_round_and_only_its_addressee_answers_once(
    tried: list[tuple[str, int, int, str]],
) -> None:
    world = World().found()
    cast = world.crowd(4)
    world.decide(cast[0])
    for deed, who, number, reply in tried:
        before = world.get(Criticism, number)
        jws = _tries(world, cast, deed, who, number, reply)
        stood = world.submit(jws).refusal is None
        if deed == "answer":
            may = before is not None and before.open_to == cast[who].number
            assert stood is may
        world.pass_days(0.5)
    _holds(world)


def _tries(world: World, cast: list[Person], deed: str, who: int, number: int, reply: str) -> bytes:
    said = {"observation": world.text("Cold"), "suggestion": world.text("Heat")}
    key = cast[who].key
    if deed == "criticise":
        return world.seal(key, Criticise, mandate=1, **said)
    if deed == "answer":
        answer = {"criticism": number, "answer": reply, "text": world.text("So it is")}
        return world.seal(key, AnswerCriticism, **answer)
    other = cast[number % 4].number
    return world.seal(key, RenewCriticism, criticism=number, member=other, **said)


def _holds(world: World) -> None:
    for one in world.view.rows(Criticism):
        assert one.by != one.addressee
        if one.renewed:
            again = world.the(Criticism, one.renewed)
            assert (again.anew, again.renewed, again.by) == (one.number, 0, one.by)
            assert one.answer == "not-mine"
