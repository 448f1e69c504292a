"""A debate in its three views, and a proposer who finds what waits for an answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.walks import breaches, unfit


@pytest.mark.parametrize("width", WIDTHS)
def test_a_debate_is_read_in_three_views(hall: Hall, width: int) -> None:
    ada, bea, cem = (hall.past[name] for name in ("Ada", "Bea", "Cem"))
    problem = ada.raises_problem("The crane is unsafe")
    hook = bea.proposes(problem, "A new hook\n\nOf steel.")
    first = ada.argues(problem, "refutes", "It costs too much", solution=hook)
    best = cem.argues(problem, "refutes", "The hook is not what breaks", solution=hook)
    bea.argues(problem, "asks", "What breaks then?", argument=best)
    ada.argues(problem, "supports", "It comes at once", solution=hook)
    ada.weighs(best, True)
    reader = hall.enters("Ada", width)
    reader.visits(f"/problems/{problem}").sees("3 questions and refutations without an answer")
    reader.pictured(f"debate-problem-{width}")
    for view, order in (
        ("In two columns", [4, best, 3, first]),
        ("As a tree", [first, best, 3, 4]),
        ("By time", [1, 2, 3, 4]),
    ):
        reader.page.get_by_role("navigation", name="All arguments").get_by_text(view).click()
        reader.ready()
        shown = reader.page.locator(".arg").evaluate_all("all => all.map((one) => one.id)")
        assert shown == [f"argument-{number}" for number in order]
        assert breaches(reader.page) + unfit(reader.page) == []
        reader.pictured(f"debate-{view.rpartition(' ')[2]}-{width}")


def test_a_proposer_finds_what_waits_for_an_answer_and_answers_it(hall: Hall) -> None:
    past = hall.past
    problem = past["Ada"].raises_problem("The crane is unsafe")
    hook = past["Bea"].proposes(problem, "A new hook")
    past["Ada"].argues(problem, "refutes", "It costs too much", solution=hook)
    bea = hall.enters("Bea", 360)
    bea.visits().sees("Answer questions and refutations").sees("0 of 1 answered")
    bea.pictured("debate-floor")
    bea.page.get_by_role("link", name="Answer questions and refutations").first.click()
    bea.ready().sees("1 question or refutation without an answer")
    bea.pictured("debate-unanswered")
    bea.page.get_by_role("link", name="It costs too much").click()
    bea.ready().folds_open("Well founded or not? Say it, or answer")
    assert breaches(bea.page) + unfit(bea.page) == []
    answer = bea.page.locator('#argument-1 form[data-act="argue"]')
    answer.get_by_label("Refutes").check()
    answer.get_by_label("Your argument").fill("It lasts ten years")
    answer.get_by_role("button", name="Sign and argue").click()
    bea.signs_it().sees("It lasts ten years").pictured("debate-argument")
    bea.visits().sees_not("Answer questions and refutations")


def test_who_has_seen_an_argument_and_cannot_judge_says_so(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    hall.past["Ada"].argues(problem, "supports", "It slipped")
    bea = (
        hall.enters("Bea")
        .visits("/arguments/1")
        .folds_open("Well founded or not? Say it, or answer")
    )
    weighing = bea.page.locator('form[data-act="weigh-argument"]')
    weighing.get_by_label("Seen, cannot judge").check()
    weighing.get_by_role("button", name="Sign").click()
    bea.signs_quietly().sees("1 cannot judge it")
    expect(bea.page.locator("#weighings")).to_contain_text("Bea · Cannot judge")
