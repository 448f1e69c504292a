"""Chapter 18 of the law: numbered facts, how well founded they are, and how far a fall reaches."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.law.act import Blob
from esoviet.law.arguments import Argument
from esoviet.law.facts import Fact, FactStanding, FactWeighing, is_open, standing
from esoviet.law.falling import citing, facts_behind, resting, rests_on
from esoviet.law.problems import Problem
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.reviews import Review
from esoviet.law.solutions import Version
from tests.person import Person
from tests.world import World, signing_key


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada states facts; Bea, Cem, Dot and a fifth member read them."""
    return world.crowd(5)


@pytest.fixture
def problem(cast: list[Person]) -> int:
    return cast[0].raises_problem()


def how(world: World, fact: int) -> FactStanding:
    return standing(world.view, world.the(Fact, fact))


def owner(world: World, blob: Blob) -> int:
    return world.the(BlobRecord, bytes.fromhex(blob.sha256)).member


def test_a_fact_is_about_a_problem_that_there_is(cast: list[Person], problem: int) -> None:
    cast[1].is_refused("18.1", "closed for good").states(problem + 1)
    assert cast[1].states(problem) == 1


def test_facts_are_stated_from_the_beginning(world: World, cast: list[Person]) -> None:
    problem = cast[0].raises()
    assert world.the(Problem, problem).phase == "necessity"
    cast[0].states(problem)


def test_an_election_has_no_situation(world: World, cast: list[Person], problem: int) -> None:
    election = cast[0].calls_election(1)
    cast[0].is_refused("18.1", "An election has no").states(election)
    cast[0].states(problem)


def test_none_is_stated_or_weighed_once_the_problem_was_withdrawn(
    cast: list[Person],
) -> None:
    ada, bea, *_ = cast
    problem = ada.raises()
    fact = bea.states(problem)
    ada.weighs_fact(fact)
    ada.withdraws_problem(problem)
    bea.is_refused("18.1", "closed for good").states(problem)
    ada.is_refused("18.4", "stays as it is").weighs_fact(fact, "unfounded")


def test_the_situation_is_kept_through_to_the_review(world: World) -> None:
    ada, bea, cem, dot = world.crowd(4)
    world.decide(ada)
    problem = world.the(Problem, 1)
    fact = bea.states(problem.number)
    world.carry_out(ada, 1)
    assert world.the(Problem, 1).phase == "done"
    cem.weighs_fact(fact)
    world.turn_to(world.the(Review, 1).due)
    assert not is_open(world.view, world.the(Problem, 1))
    dot.is_refused("18.4", "stays as it is").weighs_fact(fact)
    bea.is_refused("18.1", "closed for good").states(problem.number)


def test_its_words_are_texts_within_their_sizes(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, limits = cast[0], world.view.limits
    ada.is_refused("18.2", "longer than 4096").states(problem, "x" * (limits.fact_bytes + 1))
    long = world.text("x" * (limits.source_bytes + 1))
    ada.is_refused("18.2", "longer than 2000").states(problem, source=long)
    ada.states(problem, "x" * limits.fact_bytes, source=world.text("x" * limits.source_bytes))


def test_captions_are_about_evidence(world: World, cast: list[Person], problem: int) -> None:
    lines, photo = world.text("The roof"), world.text(b"a roof", "image/png")
    cast[0].is_refused("18.2", "no evidence").states(problem, captions=lines)
    fact = cast[0].states(problem, captions=lines, evidence=(photo,))
    assert world.the(Fact, fact).evidence == (bytes.fromhex(photo.sha256),)


def test_it_rests_on_exhibits_that_stand(world: World, cast: list[Person], problem: int) -> None:
    ada, bea, *_ = cast
    shown, gone = bea.brings(), bea.brings()
    bea.withdraws_exhibit(gone)
    ada.is_refused("17.4", "taken back").states(problem, exhibits=(gone,))
    fact = ada.states(problem, exhibits=(shown,))
    assert list(resting(world.view, shown)) == [world.the(Fact, fact)]


def test_a_member_states_so_many_and_withdrawn_ones_count(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, *_ = cast
    for _ in range(world.view.limits.own_facts):
        ada.withdraws_fact(ada.states(problem))
    ada.is_refused("18.1", "stated 20 facts").states(problem)
    bea.states(problem)
    ada.states(ada.raises())


def test_a_problem_has_so_many_facts(world: World) -> None:
    *many, last = world.crowd(26)
    problem, other = last.raises_problem(), last.raises_problem()
    for one in many:
        for _ in range(world.view.limits.own_facts):
            one.states(problem)
    last.is_refused("18.1", "at most 500").states(problem)
    last.states(other)


def test_only_its_author_withdraws_it_once(world: World, cast: list[Person], problem: int) -> None:
    ada, bea, *_ = cast
    fact = ada.states(problem)
    bea.is_refused("18.3", "no standing fact").withdraws_fact(fact)
    ada.withdraws_fact(fact).is_refused("18.3", "no standing fact").withdraws_fact(fact)
    assert how(world, fact) == "withdrawn"


def test_nobody_weighs_a_fact_of_their_own(cast: list[Person], problem: int) -> None:
    ada, bea, *_ = cast
    fact = ada.states(problem)
    ada.is_refused("18.4", "of their own").weighs_fact(fact)
    bea.weighs_fact(fact)


def test_what_was_taken_back_is_not_weighed(cast: list[Person], problem: int) -> None:
    ada, bea, *_ = cast
    gone, stands = ada.states(problem), ada.states(problem)
    ada.withdraws_fact(gone)
    bea.is_refused("18.4", "No fact").weighs_fact(gone)
    bea.is_refused("18.4", "No fact").weighs_fact(stands + 1)
    bea.weighs_fact(stands)


def test_three_others_establish_it_and_as_many_contest_it(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, dot, eva = cast
    fact = ada.states(problem)
    bea.weighs_fact(fact)
    cem.weighs_fact(fact)
    assert how(world, fact) == "open"
    dot.weighs_fact(fact)
    assert how(world, fact) == "established"
    eva.weighs_fact(fact, "unfounded")
    dot.weighs_fact(fact, "unfounded")
    assert how(world, fact) == "open"
    cem.weighs_fact(fact, "unfounded")
    assert how(world, fact) == "contested"


def test_level_it_is_contested(world: World) -> None:
    ada, *others = world.crowd(7)
    fact = ada.states(ada.raises_problem())
    for n, one in enumerate(others):
        one.weighs_fact(fact, "founded" if n % 2 else "unfounded")
    assert how(world, fact) == "contested"
    others[0].weighs_fact(fact)
    assert how(world, fact) == "established"


def test_in_an_assembly_of_three_two_do(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    fact = ada.states(ada.raises_problem())
    bea.weighs_fact(fact)
    assert how(world, fact) == "open"
    cem.weighs_fact(fact)
    assert how(world, fact) == "established"


def test_three_friends_are_too_few_in_a_large_assembly(world: World) -> None:
    ada, *others = world.crowd(80)
    fact = ada.states(ada.raises_problem())
    for one in others[:3]:
        one.weighs_fact(fact)
    assert how(world, fact) == "open"
    others[3].weighs_fact(fact)
    assert how(world, fact) == "established"


def test_who_cannot_judge_counts_for_neither(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, dot, eva = cast
    fact = ada.states(problem)
    for one in (bea, cem, dot):
        one.weighs_fact(fact)
    eva.weighs_fact(fact, "unsure")
    assert how(world, fact) == "established"
    dot.weighs_fact(fact, "unsure")
    counts = world.the(Fact, fact)
    assert (counts.founded, counts.unfounded, counts.unsure) == (2, 0, 2)
    assert how(world, fact) == "open"


def test_weighings_of_who_leaves_count_no_more(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, dot, eva = cast
    fact = ada.states(problem)
    for one in (bea, cem, dot):
        one.weighs_fact(fact)
    assert how(world, fact) == "established"
    dot.leaves()
    assert how(world, fact) == "open"
    assert world.get(FactWeighing, dot.number, fact) is None
    eva.weighs_fact(fact)
    assert how(world, fact) == "established"


def test_another_device_weighs_anew_only_what_it_has_seen(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, *_ = cast
    phone = bea.enrols(signing_key("bea's phone"))
    fact, seen = ada.states(problem), world.seen()
    bea.weighs_fact(fact)
    phone.is_refused("1.12").weighs_fact(fact, "unfounded", seen=seen)
    phone.weighs_fact(fact, "unfounded")


def test_its_author_erases_what_nobody_has_weighed(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, *_ = cast
    words, other = world.text("It leaks"), world.text("It rains")
    quiet, weighed = ada.states(problem, words), ada.states(problem, other)
    bea.weighs_fact(weighed, "unsure")
    ada.erases(words)
    assert how(world, quiet) == "erased"
    ada.is_refused("12.4").erases(other)
    bea.is_refused("18.4", "No fact").weighs_fact(quiet)
    bea.is_refused("18.5", "taken back").argues(problem, facts=(quiet,))


def test_how_it_is_known_counts_for_its_words(
    world: World, cast: list[Person], problem: int
) -> None:
    source = world.text("My diary")
    fact = cast[0].states(problem, source=source)
    cast[0].erases(source)
    assert how(world, fact) == "erased"


def test_what_another_cites_belongs_to_the_assembly(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, *_ = cast
    mine, theirs, drafted = (world.text(f"Fact {n}") for n in range(3))
    for words in (mine, theirs, drafted):
        ada.states(problem, words)
    ada.argues(problem, facts=(1,))
    bea.argues(problem, facts=(2,))
    bea.proposes(problem, facts=(3,))
    assert [owner(world, one) for one in (mine, theirs, drafted)] == [ada.number, HOST, HOST]


def test_works_cite_standing_facts_of_their_own_problem_once(
    cast: list[Person], problem: int
) -> None:
    ada, bea, *_ = cast
    other = ada.raises_problem()
    here, there, gone = ada.states(problem), ada.states(other), ada.states(problem)
    ada.withdraws_fact(gone)
    for cites in (bea.argues, bea.proposes):
        bea.is_refused("18.5", "named twice").argues(problem, facts=(here, here))
        bea.is_refused("18.5", "has no fact")
        cites(problem, facts=(there,))
        bea.is_refused("18.5", "taken back")
        cites(problem, facts=(gone,))
        cites(problem, facts=(here,))
    bea.is_refused("18.5", "has no fact").revises(1, facts=(there,))
    bea.revises(1, facts=(here,))


def test_a_decision_rests_on_facts_and_on_their_exhibits_for_ever(world: World) -> None:
    ada, bea, cem, dot = world.crowd(4)
    problem = ada.raises_problem()
    for n in range(5):
        ada.states(problem, exhibits=(ada.brings(f"Exhibit {n}"),))
    solution = ada.proposes(problem, facts=(1,))
    bea.argues(problem, "supports", solution=solution, facts=(2,))
    bea.argues(problem, "refutes", solution=solution, facts=(3,))
    taken_back = cem.argues(problem, "supports", solution=solution, facts=(4,))
    cem.retracts(taken_back)
    vote = world.open_vote(problem).number
    for one in (ada, bea, cem, dot):
        one.votes(vote, [[solution], [0]])
    decision = world.close(vote)
    assert facts_behind(world.view, decision) == (1, 2)
    assert rests_on(world.view, decision) == (1, 2)
    ada.withdraws_fact(1)
    assert facts_behind(world.view, decision) == (1, 2)
    assert how(world, 1) == "withdrawn"


NAMING = st.lists(
    st.tuples(st.booleans(), st.lists(st.integers(1, 6), max_size=4, unique=True)), max_size=8
)
BLOWS = st.dictionaries(
    st.integers(1, 6), st.sampled_from(("withdraw", "erase", "contest")), max_size=5
)


@settings(max_examples=40)
@given(naming=NAMING, blows=BLOWS)
def test_a_fall_reaches_exactly_what_cites_it(
    naming: list[tuple[bool, list[int]]], blows: dict[int, str]
) -> None:
    world = World().found()
    ada, bea, cem, dot = world.crowd(4)
    problem = ada.raises_problem()
    words = [world.text(f"Fact {n}") for n in range(6)]
    for text in words:
        ada.states(problem, text)
    for is_argument, numbers in naming:
        works = ada.argues if is_argument else ada.proposes
        works(problem, facts=tuple(numbers))
    for number, blow in blows.items():
        _strike(number, blow, words[number - 1], (ada, bea, cem, dot))
    down = {n for n in range(1, 7) if how(world, n) not in ("open", "established")}
    assert down == set(blows)
    for number in range(1, 7):
        found = list(citing(world.view, number))
        assert _sorted(found) == _sorted(one for one in _works(world) if number in one.facts)
    reached = [one.facts for one in _works(world) if down & set(one.facts)]
    assert sorted(reached) == sorted(tuple(n) for _, n in naming if down & set(n))


def _strike(number: int, blow: str, text: Blob, cast: tuple[Person, ...]) -> None:
    ada, *others = cast
    if blow == "withdraw":
        ada.withdraws_fact(number)
    elif blow == "erase":
        ada.erases(text)
    else:
        for one in others:
            one.weighs_fact(number, "unfounded")


def _works(world: World) -> Iterator[Argument | Version]:
    yield from world.view.all(Argument)
    yield from world.view.all(Version)


def _sorted(works: Iterator[Argument | Version] | list[Argument | Version]) -> list[str]:
    return sorted(map(repr, works))
