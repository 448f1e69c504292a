"""The result of a vote as a sentence: every figure in it is one of the decision's."""

import html
import re
from collections.abc import Iterator
from random import Random

import pytest

from esoviet.law.decisions import Decision
from esoviet.law.votes import Vote, least
from tests.person import Person
from tests.web.desk import Desk, desk
from tests.world import World

VOTES = 12
NAMES = ("Apple", "Birch", "Cedar")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(decided(), tmp_path_factory.mktemp("sentences")) as served:
        yield served


def decided() -> World:
    """Problems of two or three solutions on which nine vote at random; a yes and a no."""
    world, random = World().found(waiting="100", mandate_cap="100"), Random(7)
    cast = world.crowd(9)
    for turn in range(VOTES):
        world.close(on_solutions(world, cast, 2 + turn % 2, random))
    for word in ("yes", "no"):
        vote = asked(world, cast)
        for person in cast[:6]:
            person.votes(vote, word)
        world.close(vote)
    for fields in ({"majority": "2/3"}, {"majority": "2/3", "of_all": True}):
        vote = asked(world, cast, **fields)
        for person, word in zip(cast, ("yes", "yes", "yes", "no", "no"), strict=False):
            person.votes(vote, word)
        world.close(vote)
    tie(world, cast, asked(world, cast, "Apple", "Birch"))
    problem = world.necessary(cast[0])
    for person, name in zip(cast, NAMES[:2], strict=False):
        cast[8].backs(person.proposes(problem, f"{name} of {problem}"))
    tie(world, cast, world.open_vote(problem).number)
    world.amend(cast[0], question_days="3")
    return world


SHARED, OF_ALL, TIED_ANSWERS, TIED_SOLUTIONS, AMENDED = range(VOTES + 3, VOTES + 8)


def tie(world: World, cast: list[Person], vote: int) -> None:
    """Eight vote, half of them for each of two options."""
    first, second = world.the(Vote, vote).options
    for place, person in enumerate(cast[:8]):
        person.votes(vote, [[first], [second], [0]] if place % 2 else [[second], [first], [0]])
    world.close(vote)


def asked(world: World, cast: list[Person], *answers: str, **fields: object) -> int:
    """A question that is voted on; answers the vote."""
    before = world.view.count(Vote)
    question = cast[0].asks(*answers, **fields)
    for person in cast[1:]:
        if world.view.count(Vote) == before:
            person.seconds(question)
    return before + 1


def on_solutions(world: World, cast: list[Person], solutions: int, random: Random) -> int:
    problem = world.necessary(cast[0])
    for person, name in zip(cast[:solutions], NAMES, strict=False):
        cast[8].backs(person.proposes(problem, f"{name} of {problem}"))
    vote = world.the(Vote, world.open_vote(problem).number)
    for person in cast:
        ranking = [[one] for one in random.sample([*vote.options, 0], 1 + len(vote.options))]
        person.votes(vote.number, ranking[: random.randrange(1, 2 + solutions)])
    return vote.number


def sentence(at: Desk, path: str) -> str:
    """The sentence on a page, without tags; that of a review is another one."""
    found = re.findall(r'<p class="sentence">(.*?)</p>', at.get(path).text, re.DOTALL)
    (said,) = (one for one in found if not one.startswith("<strong>Reviewed:"))
    return " ".join(html.unescape(re.sub("<[^>]*>", "", said)).split())


@pytest.mark.parametrize("number", range(1, VOTES + 1))
def test_a_decision_among_solutions_says_the_figures_of_its_pairs(at: Desk, number: int) -> None:
    decision = at.world.the(Decision, number)
    vote = at.world.the(Vote, decision.vote)
    said = sentence(at, f"decisions/{number}")
    assert sentence(at, f"votes/{vote.number}") == said
    places = {option: place for place, option in enumerate(vote.options)}
    names = {o: f"{NAMES[n]} of {decision.subject}" for n, o in enumerate(sorted(vote.options))}
    shown = [w for w in decision.winners if w] or vote.options
    for option in shown:
        at_option = places[option]
        pro, contra = decision.pairwise[at_option][-1], decision.pairwise[-1][at_option]
        what = "it" if decision.ending == "adopted" else f"“{names[option]}”"
        verb = "prefers" if pro == 1 else "prefer"
        assert f"{pro} {verb} {what} to no action, {contra} the reverse" in said
        assert f"and at least {least(vote, at_option)} who are for it)" in said
    if decision.ending == "adopted":
        (winner,) = decision.winners
        assert said.startswith(f"Decided: {names[winner]}. ")
        beats = re.findall(r"(?:beats|with|Against) “(.*?)”,? (?:it has )?(\d+) to (\d+)", said)
        for name, pro, contra in beats:
            other = places[next(option for option, known in names.items() if known == name)]
            row, column = places[winner], other
            assert int(pro) == decision.pairwise[row][column]
            assert int(contra) == decision.pairwise[column][row]
    else:
        assert said.startswith("Not decided: ")
        assert decision.ending in ("no-action", "unsupported")


def test_the_decisions_at_hand_end_in_several_ways(at: Desk) -> None:
    endings = {at.world.the(Decision, number).ending for number in range(1, VOTES + 1)}
    assert {"adopted", "no-action"} <= endings
    said = " ".join(sentence(at, f"decisions/{number}") for number in range(1, VOTES + 1))
    assert "It beats" in said


def test_a_yes_and_a_no_say_how_many(at: Desk) -> None:
    assert sentence(at, f"decisions/{VOTES + 1}").startswith("Decided: yes. 6 say yes, 0 no. ")
    assert sentence(at, f"decisions/{VOTES + 2}").startswith("Not adopted. 0 say yes, 6 no. ")


def test_the_description_and_the_title_say_it_too(at: Desk) -> None:
    page = at.get("decisions/1").text
    (about,) = re.findall(r'<meta name="description" content="(.*?)">', page, re.DOTALL)
    assert " ".join(html.unescape(about).split()) == sentence(at, "decisions/1")
    assert sentence(at, "decisions/1").split(". ")[0] in html.unescape(page.split("<title>")[1])
    listed = html.unescape(at.get("decisions").text)
    assert sentence(at, "decisions/1").split(". ")[0] in listed


def test_the_page_of_a_decision_has_what_was_decided_in_full(at: Desk) -> None:
    for number in (*range(1, VOTES + 1), VOTES + 1, VOTES + 2):
        decision = at.world.the(Decision, number)
        shown = at.get(f"decisions/{number}").text.partition("What was decided, in full")[2]
        assert bool(shown) is (decision.ending == "adopted")
        if shown:
            full = shown.partition("</article>")[0]
            (title,) = re.findall("Apple|Birch|Cedar|Shall we", full)
            assert title in sentence(at, f"decisions/{number}") or title == "Shall we"


def test_a_larger_share_is_said_and_one_of_all_as_a_number(at: Desk) -> None:
    shared, of_all = (sentence(at, f"decisions/{number}") for number in (SHARED, OF_ALL))
    least_of_all = least(at.world.the(Vote, at.world.the(Decision, OF_ALL).vote))
    assert shared.startswith(
        "Not adopted. 3 say yes, 2 no. It takes twice as many for it as against"
    )
    assert of_all.endswith(f"3 say yes, 2 no. It takes {least_of_all} at least who are for it.")
    for number, said in ((SHARED, shared), (OF_ALL, of_all)):
        assert sentence(at, f"votes/{at.world.the(Decision, number).vote}") == said


def test_a_tie_says_with_what_and_which_rule_decided(at: Desk) -> None:
    answers, solutions = (sentence(at, f"decisions/{n}") for n in (TIED_ANSWERS, TIED_SOLUTIONS))
    assert "Decided: Apple." in answers
    assert "It tied with “Birch” (4 prefer it, 4 the other)." in answers
    assert "The answer that is listed first goes first." in answers
    assert "(4 prefer it, 4 the other). The one with more backers goes first" in solutions


def test_a_decision_that_amends_says_what_changes(at: Desk) -> None:
    decision = at.world.the(Decision, AMENDED)
    assert decision.ending == "adopted"
    full = at.get(f"decisions/{AMENDED}").text.partition("What was decided, in full")[2]
    rule = full.partition("Vote on a quick question</dt>")[2].partition("</dd>")[0]
    plain = re.sub(r'<span class="sr">.*?</span>|<[^>]*>', "", rule)
    assert " ".join(plain.split()) == "2 days → 3 days"
