"""The three views of a debate, one argument by itself, and what nobody has answered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.arguments import Argue, WeighArgument
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.sides import tally
from tests.web.desk import Desk, desk
from tests.world import World

EVERYBODY = {"readership": "public", "necessity_quorum": "0", "daily_acts": "500"}


@pytest.fixture
def world() -> World:
    """Bea proposes a boiler; 50 refute it, the last but one is found well founded."""
    world = World().found(**EVERYBODY)
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    problem = ada.raises_problem("The heating")
    boiler = bea.proposes(problem, "A boiler")
    for number in range(1, 51):
        (ada if number % 2 else cem).argues(problem, "refutes", f"Reason {number}", solution=boiler)
    ada.argues(problem, "asks", "What does it burn?", solution=boiler)
    ada.argues(problem, "supports", "Below the best", argument=48)
    bea.weighs(48, True).weighs(1, False).weighs(2, None)
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def numbers(at: Desk, view: str, after: int = 0) -> list[int]:
    answer = at.get(
        f"{at.here}/problems/1/arguments.json?view={view}&after={after}&limit=20"
    ).json()
    return [one["number"] for one in answer["items"]]


def order(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="argument-(\d+)"', page)]


def test_two_columns_have_the_best_founded_first_then_the_oldest(at: Desk) -> None:
    assert numbers(at, "sides")[:4] == [48, 52, 2, 3]
    assert numbers(at, "sides", 40)[-2:] == [51, 1]


def test_a_tree_has_the_oldest_first_and_answers_below(at: Desk) -> None:
    assert numbers(at, "tree")[:3] == [1, 2, 3]
    assert numbers(at, "tree", 45) == [46, 47, 48, 52, 49, 50, 51]


def test_by_time_each_says_what_it_answers(at: Desk) -> None:
    assert numbers(at, "time", 45) == [46, 47, 48, 49, 50, 51, 52]
    page = at.page(f"{at.here}/problems/1/arguments?view=time&after=45")
    last = page[page.index('id="argument-52"') :]
    assert "arguments?after=47#argument-48" in last
    assert "In the order in which they were brought." in page


@pytest.mark.parametrize(("view", "rule"), [
    ("sides", "where that is equal, the older one"), ("tree", "The oldest stands first"),
    ("time", "In the order in which they were brought"),
])  # fmt: skip
def test_each_view_says_its_rule_and_holds_all_arguments(at: Desk, view: str, rule: str) -> None:
    address, seen = f"{at.here}/problems/1/arguments?view={view}", list[int]()
    while address:
        page = at.page(address)
        assert rule in page
        assert f'view={view}" aria-current="true"' in re.sub(r"\s+", " ", page)
        seen += order(page)
        [address] = re.findall(r'rel="next" href="([^"]+)"', page) or [""]
        address = address.replace("&amp;", "&")
    assert sorted(seen) == list(range(1, 53))


def test_an_answer_on_a_later_page_stands_on_the_side_of_its_thread(at: Desk) -> None:
    page = at.page(f"{at.here}/problems/1/arguments?view=sides&after=1")
    assert page.index('class="against"') < page.index('id="argument-52"')
    assert "in answer to argument 48" in page


@pytest.mark.parametrize("view", ["best", "", "SIDES", "time&view=tree"])
def test_another_view_is_no_address(at: Desk, view: str) -> None:
    answer = at.get(f"{at.here}/problems/1/arguments.json?view={view}")
    assert answer.status_code == 400


def test_the_page_of_a_problem_leads_to_all_views(at: Desk) -> None:
    page = at.page(f"{at.here}/problems/1")
    assert [f"arguments?view={one}" in page for one in ("sides", "tree", "time")] == [True] * 3


def test_an_argument_has_a_page_with_its_thread_and_who_weighed_it(at: Desk) -> None:
    page = at.page(f"{at.here}/arguments/48")
    assert order(page) == [48, 52]
    weighed = page[page.index('id="weighings"') :]
    assert ("Bea" in weighed, "· Well founded" in weighed) == (True, True)
    assert 'arguments/48">in answer to' in at.page(f"{at.here}/arguments/52")
    assert at.get(f"{at.here}/arguments/99").status_code == 404


def test_who_cannot_judge_is_counted_by_itself(at: Desk) -> None:
    page = at.page(f"{at.here}/arguments/2")
    assert "1 cannot judge it" in page
    weighed = at.get(f"{at.here}/arguments/2.json").json()
    [by_bea] = weighed["weighings"]["items"]
    assert (weighed["argument"]["unsure"], by_bea["finds"]) == (1, "unsure")
    cem = at.world.person("Cem")
    assert at.does(cem, WeighArgument, argument=1, finds="unsure").status_code == 201
    assert at.does(cem, WeighArgument, argument=1, finds="perhaps").status_code == 400


def test_a_solution_lists_what_nobody_has_answered_the_best_founded_first(at: Desk) -> None:
    page = at.page(f"{at.here}/problems/1")
    card = page[page.index('id="solution-1"') : page.index('id="debate"')]
    assert "51 questions and refutations without an answer" in card
    first = [int(one) for one in re.findall(r"arguments/(\d+)", card)]
    assert first == [48, 2, 3, 4, 5, 6, 7]
    assert "The best founded ones" in card


def test_its_proposer_sees_it_on_the_floor_until_it_is_answered(at: Desk) -> None:
    bea, text = at.world.person("Bea"), at.world.text("It burns wood")
    line = "Answer questions and refutations"
    assert line in at.page(at.here, "Bea")
    assert "0 of 51 answered" in at.page(at.here, "Bea")
    assert line not in at.page(at.here, "Cem")
    at.bring(text)
    said = {"problem": 1, "argument": 51, "stance": "supports", "text": text}
    assert at.does(bea, Argue, **said).status_code == 201
    assert "1 of 51 answered" in at.page(at.here, "Bea")


def test_a_friend_of_who_refuted_answers_nothing_away() -> None:
    world = World().found(**EVERYBODY)
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    refuted = bea.argues(problem, "refutes", "Too dear", solution=solution)
    cem.argues(problem, "supports", "So it is", argument=refuted)
    bea.argues(problem, "refutes", "No, cheap", argument=refuted)
    assert refuted not in answered(world, problem)
    dot.argues(problem, "refutes", "It pays off", argument=refuted)
    assert refuted in answered(world, problem)


def test_the_proposer_may_agree_and_that_is_an_answer_but_a_question_is_none() -> None:
    world = World().found(**EVERYBODY)
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    refuted = bea.argues(problem, "refutes", "Too dear", solution=solution)
    ada.argues(problem, "asks", "Than what?", argument=refuted)
    assert refuted not in answered(world, problem)
    ada.argues(problem, "supports", "True: I have changed it", argument=refuted)
    assert refuted in answered(world, problem)


def answered(world: World, problem: int) -> set[int]:
    at = AnswerContext(
        world.view, AnswerCache(world.blobs.get), lambda a, b: world.entries[a:b], ""
    )
    return tally(at, problem).answered
