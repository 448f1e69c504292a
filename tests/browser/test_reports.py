"""The assembly looks at itself: from what a report shows somebody raises a problem."""

import pytest
from playwright.sync_api import expect

from esoviet.figures.initiative import FROM
from tests.browser.conftest import Hall
from tests.browser.test_recovery import looks_sound
from tests.world import World


def lived(world: World) -> None:
    """Forty days in which something was decided, led, refuted and left."""
    world.crowd(FROM)
    ada, bea, cem, *others = world.present()
    problem = ada.raises_problem("The stairs are dark")
    solution = ada.proposes(problem, "New lamps")
    bea.backs(solution)
    bea.argues(problem, "refutes", "They are too dear", solution=solution)
    vote = world.open_vote(problem).number
    for person in (ada, *others[:9]):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    ada.reports(1)
    ada.resigns(1)
    world.pass_days(8)
    bea.takes_up(1)
    cem.raises("The bins are full")
    cem.asks()
    world.pass_days(32)
    ada.marks_time()
    bea.proposes(ada.raises_problem("The roof leaks"))


@pytest.mark.rules(review_days="30", vote_quorum="0")
def test_a_member_reads_the_new_report_and_raises_a_problem_from_it(hall: Hall) -> None:
    lived(hall.world)
    cem = hall.enters("Cem", 360).visits()
    cem.page.get_by_role("link", name="Report 1").click()
    cem.sees("This period is over").sees("Turnout in the middle: 40%")
    cem.sees("From the most active tenth").sees("1 of them had no answer.")
    looks_sound(cem.pictured("report-360"))
    section = cem.page.locator("#votes")
    section.get_by_role("link", name="Raise a problem from this").click()
    expect(cem.field("Title, in one line")).to_have_value("Report 1: Taking part in votes")
    looks_sound(cem.pictured("report-problem-360"))
    cem.fills(your_text="Three of five do not vote. Why?").signs("Sign and raise")
    cem.sees("Report 1: Taking part in votes")


@pytest.mark.rules(review_days="30", vote_quorum="0")
def test_the_ledger_says_what_came_of_each_mandate(hall: Hall) -> None:
    lived(hall.world)
    dot = hall.enters("Dot").visits("/rotation")
    dot.sees("2 of 25 members have led something.").sees("given back").sees("New lamps")
    looks_sound(dot.pictured("rotation-1280"))
    looks_sound(dot.visits("/reports").pictured("reports-1280"))
    looks_sound(dot.visits("/reports/2").sees("This period is under way").pictured("report-1280"))
