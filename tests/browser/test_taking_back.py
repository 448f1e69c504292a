"""What members take back or say anew: arguments, problems, invitations, assessments, offers."""

from playwright.sync_api import expect

from tests.browser.conftest import Hall, People
from tests.browser.walks import OPEN_ALL, breaches, too_small, too_wide

CRANE = "The crane is unsafe"


def test_who_made_an_argument_takes_it_back_and_it_stays_readable(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea", 360)
    bea.argues(problem, "Supports", "I saw it slip")
    ada.studies(problem).sees("I saw it slip").sees_not("Take it back")
    bea.studies(problem).folds_open("Take it back")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.signs("Retract").sees("Retracted by who brought it").sees_not("I saw it slip")
    ada.studies(problem).folds_open("Retracted by who brought it").sees("I saw it slip")


def test_who_raised_a_problem_takes_it_back_until_it_is_found_necessary(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    bea.studies(problem).sees_not("Take this problem back")
    ada.studies(problem).folds_open("Take this problem back").signs("Withdraw the problem")
    ada.sees("Withdrawn")
    expect(ada.button("Not necessary")).to_have_count(0)
    second = ada.raises("The bins are full")
    hall.opens(second, "Bea", "Cem", "Dot")
    ada.studies(second).sees("Propose a solution").sees_not("Take this problem back")


def test_a_form_begins_with_what_its_member_said_before(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    bea = hall.enters("Bea", 360)
    bea.finds("Unsure", problem, "I have not seen it")
    hall.enters("Cem").studies(problem).sees_not("You said")
    bea.studies(problem).sees("You said: Unsure").folds_open("Change what you said")
    bea.folds_open("Add a reason")
    expect(bea.page.get_by_label("Your reason")).to_have_value("I have not seen it")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.finds("Necessary", problem).studies(problem).sees("You said: Necessary")


def test_who_backs_helps_and_judges_a_solution_sees_it_there_and_takes_it_back(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    hall.past["Ada"].proposes(problem, "Buy a new one")
    bea = hall.enters("Bea", 360)
    fold = "How many hours I can help"
    bea.studies(problem).signs_here("Back it · 1")
    bea.studies(problem).folds_open(fold).fills(hours_a_week="7").signs_here("I can help · 0")
    bea.studies(problem).marks("Means", 4).marks("People", 3).marks("Time", 1).marks("Risk", 5)
    bea.signs_here("Sign my assessment").studies(problem).folds_open(fold)
    bea.sees("1 volunteer").sees("2 backers").sees("assessed by 1 member")
    for button in ("Back it · 2", "I can help · 1"):
        expect(bea.button(button)).to_have_attribute("aria-pressed", "true")
    expect(bea.page.get_by_label("Hours a week")).to_have_value("7")
    for side, mark in (("Means", 4), ("People", 3), ("Time", 1), ("Risk", 5)):
        row = bea.page.get_by_role("radiogroup", name=side, exact=True)
        expect(row.get_by_role("radio", checked=True)).to_have_accessible_name(f"{mark} of 5")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.signs_here("I can help · 1").sees_not("1 volunteer")
    bea.studies(problem).sees_not("1 volunteer").signs_here("Back it · 2").sees("1 backer")
    bea.studies(problem).sees("1 backer")
    for button in ("Back it · 1", "I can help · 0"):
        expect(bea.button(button)).to_have_attribute("aria-pressed", "false")


def test_who_backs_a_version_sees_a_newer_one_and_moves_with_one_tap(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    hall.past["Ada"].proposes(problem, "Buy a new one")
    ada, bea = hall.enters("Ada"), hall.enters("Bea", 360)
    bea.studies(problem).signs_here("Back it · 1")
    ada.studies(problem).folds_open("Edit")
    ada.page.get_by_label("The whole text, anew").fill("Buy two new ones")
    ada.signs_here("Sign the new version")
    bea.studies(problem).sees("You back version 1. Version 2 is newer:")
    bea.sees("version 2: 1 backer, version 1: 1 backer")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.page.get_by_role("link", name="what changed", exact=True).click()
    bea.ready().sees("Buy two new ones").sees("you back this one")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.studies(problem).signs_here("Back version 2")
    bea.sees_not("You back version 1").sees("version 2: 2 backers")
    ada.studies(problem).folds_open("Withdraw")
    ada.sees("1 other member backs it, so it stands without you.").signs_here("Withdraw")
    ada.sees("who has withdrawn from it").sees("nobody commits to carry it out yet")
    bea.studies(problem).signs_here("Adopt it")
    bea.sees("adopted by Bea")


def test_an_invitation_that_was_taken_back_admits_nobody(hall: Hall, person: People) -> None:
    ada = hall.enters("Ada")
    link = ada.invites(3)
    ada.sees("Your open invitations").sees("for 3 more people")
    hall.enters("Bea").visits("/members").folds_open("Invite somebody")
    hall.enters("Bea").sees_not("Your open invitations")
    ada.visits("/members").page.evaluate(OPEN_ALL)
    assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == []
    mine = ada.page.locator("#invitations li", has_text="for 3 more people")
    mine.get_by_role("button", name="Take back").click()
    ada.signs_it().folds_open("Invite somebody").sees_not("for 3 more people")
    zed = hall.visitor().named("Zed").opens(link).sees("This link is over").sees("taken back")
    expect(zed.page.get_by_label("Your name")).to_be_hidden()
