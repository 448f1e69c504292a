"""From a problem to a decision, its work, and a recount at home: on the pages."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Hall

CRANE = "The crane is unsafe\n\nThe hook slipped **twice** in March."


def test_a_problem_becomes_a_decision_and_a_decision_becomes_work(hall: Hall) -> None:
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    crane = ada.raises(CRANE)
    bea.finds("Necessary", crane, "I was below it").folds_open("1 reason").sees("I was below it")
    cem.finds("Not necessary", crane)
    hall.enters("Dot").finds("Unsure", crane)
    hall.looks()
    ada.proposes(crane, "Buy a new hook\n\nFrom the smith.", indicator="slips a year",
                 baseline="2", target="0", by="2027-06-01").sees("slips a year")  # fmt: skip
    bea.proposes(crane, "Close the crane").sees("Close the crane")
    cem.argues(crane, "Refutes", "A hook costs more than we have").sees("A hook costs more")
    hall.host.turns(days=1)
    ada.studies(crane).sees("Reading")
    hall.host.turns(days=1)
    bea.studies(crane).ranks("Buy a new hook", "Close the crane").signs("Sign and cast")
    bea.sees(re.compile(r"Signed, and on the record as entry \d+"))
    ada.studies(crane).ranks("Buy a new hook").signs("Sign and cast")
    cem.studies(crane).ranks("no action").fills_reason("Too dear").signs("Sign and cast")
    bea.studies(crane)
    assert bea.ballot == [[1], [2]]
    bea.folds_open("Change").option("Buy a new hook").locator("[data-grip]").press("ArrowDown")
    bea.signs("Change my ballot")
    assert bea.ballot == [[2], [1]]
    hall.host.turns(days=1)
    cem.visits("/votes/1").sees("The count").sees("Buy a new hook")
    cem.recounts().sees(
        re.compile(r"Counted again: 3 ballots, \d+ signatures, \d+ entries checked")
    )
    cem.visits("/votes/1/roll").folds_open("Reason").sees("Too dear")
    cem.visits("/decisions").sees("adopted").sees("3 of 4 voted")
    ada.visits("/mandates/1").folds_open("Report how it goes").fills(how_it_goes="Ordered").signs(
        "Sign the report"
    ).sees("Ordered")
    ada.folds_open("Carried out").fills(final_report="It hangs", what_would_you="I was slow")
    ada.fills(what_can_others_learn="Ask two smiths").fills(what_was_measured="0").signs(
        "Sign and declare"
    ).sees("I was slow")
    ada.folds_open("own work").fills(what_did_you="A hook that holds").signs("Sign it").sees(
        "that holds"
    )
    bea.visits().sees("Carried out?").visits("/mandates/1").folds_open("Object")
    bea.fills(what_is_not_done="It slips still").signs("Sign the objection").sees("It slips still")
    bea.pictured("declared").signs("Take my objection back").folds_open("Object")


def test_a_solution_is_revised_and_what_changed_can_be_seen(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    ada = hall.enters("Ada")
    ada.proposes(problem, "A hook\n\nOf steel.\n\nFrom the smith.")
    ada.folds_open("Edit")
    ada.field("The whole text, anew").fill("A hook\n\nOf iron.\n\nFrom the smith.")
    ada.signs_here("Sign the new version").sees("Of iron.")
    ada.page.get_by_role("link", name=re.compile("what changed")).click()
    ada.ready()
    expect(ada.page.locator("ins")).to_have_text("Of iron.")
    expect(ada.page.locator("del").filter(has_text="steel")).to_have_text("Of steel.")


@pytest.mark.quick
def test_an_argument_is_answered_and_weighed(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.argues(problem, "Supports", "It slipped on the 3rd and on the 9th")
    bea.studies(problem).folds_open("Well founded or not? Say it, or answer")
    weighing = bea.page.locator('form[data-act="weigh-argument"]')
    weighing.get_by_label("Well founded").check()
    weighing.get_by_role("button", name="Sign").click()
    bea.signs_quietly().sees("1 finds it well founded")
    bea.folds_open("Well founded or not? Say it, or answer")
    answer = bea.page.locator('#argument-1 form[data-act="argue"]')
    answer.get_by_label("Asks").check()
    answer.get_by_label("Your argument").fill("Who saw it?")
    answer.get_by_role("button", name="Sign and argue").click()
    bea.signs_it()
    expect(bea.page.locator("#argument-1 #argument-2")).to_contain_text("Who saw it?")


def test_evidence_is_shown_with_the_argument(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada = hall.enters("Ada")
    ada.studies(problem).folds_open("Argue")
    form = ada.page.locator('form[data-act="argue"]').filter(visible=True)
    form.get_by_label("Supports").check()
    form.get_by_label("Your argument").fill("See for yourselves")
    form.get_by_label("Evidence").set_input_files(
        {"name": "hook.png", "mimeType": "image/png", "buffer": picture()}
    )
    form.get_by_role("button", name="Sign and argue").click()
    ada.signs_it()
    for place in ("#argument-1", "#evidence"):
        image = ada.page.locator(place).get_by_role("img", name="Evidence")
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("naturalWidth", 60)


def picture() -> bytes:
    whole = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(whole, "PNG")
    return whole.getvalue()


def test_the_assembly_amends_its_constitution(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem("Votes are too short")
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    ada.studies(problem).folds_open("Propose a solution")
    ada.folds_open("This amends the constitution")
    ada.page.locator("#solution-text").fill("Votes of three days")
    votes = ada.page.locator('[name="amending.parameters.vote_days"]')
    votes.fill("3")
    votes.blur()
    expect(ada.page.locator(".wrong")).to_contain_text("unit")
    votes.fill("3 days")
    ada.signs("Sign and propose").sees("Amendment").sees("1 day")
    hall.host.turns(days=1)
    hall.host.turns(days=1)
    for member in (ada, bea, cem):
        member.studies(problem).chooses("For").signs("Sign and cast")
    hall.host.turns(days=1)
    ada.visits("/constitution").sees("Version 2").sees("Decision 1")
    expect(ada.page.get_by_role("row", name=re.compile("^Vote 3 days"))).to_be_visible()


def test_a_whole_template_is_taken_at_once(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem("We meet once a month now")
    ada = hall.enters("Ada")
    ada.studies(problem).folds_open("Propose a solution")
    ada.folds_open("This amends the constitution")
    ada.page.locator("#solution-text").fill("Be a branch")
    ada.page.get_by_label("Or take all figures of a template").select_option("branch")
    expect(ada.page.locator('[name="amending.parameters.vote_days"]')).to_have_value("35 days")
    expect(ada.page.locator('[name="amending.parameters.waiting"]')).to_have_value("3")
    expect(ada.page.locator('[name="amending.parameters.reading_days"]')).to_have_value("2 days")
    ada.signs("Sign and propose").sees("Amendment")


def test_a_quick_question_is_asked_seconded_and_answered(hall: Hall) -> None:
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    ada.visits("/questions/new").fills(your_question="Do we march on Saturday?")
    ada.signs("Sign and ask").visits("/questions/1").sees("1 of the 2 that it takes")
    bea.visits("/questions/1").signs("Second it")
    for member, choice in ((ada, "Yes"), (bea, "Yes"), (cem, "Abstain")):
        member.visits("/questions/1").chooses(choice).signs("Sign and cast")
    bea.visits("/questions/1").folds_open("Change").chooses("No").signs("Change my ballot")
    hall.host.turns(days=1)
    ada.visits("/decisions/1").sees("Not adopted. 1 says yes, 1 no.").visits("/votes/1").recounts()
    ada.sees(re.compile("Counted again: 3 ballots, \\d+ signatures"))


@pytest.mark.rules(election_method="stv-scottish")
def test_two_of_three_are_elected(hall: Hall) -> None:
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    ada.visits("/problems/new?election=1").fills(your_text="Who speaks for us?")
    ada.fills(how_many_are_elected="2").signs("Sign and raise")
    problem = hall.opens(1)
    for member in (ada, bea, cem):
        member.studies(problem).folds_open("Stand for election")
        member.page.locator("#solution-text").fill(f"{member.name}\n\nI keep minutes.")
        member.signs("Sign and propose")
    hall.host.turns(days=1)
    hall.host.turns(days=1)
    for member, ranking in ((ada, ("Ada", "Bea")), (bea, ("Bea", "Ada")), (cem, ("Bea", "Cem"))):
        member.studies(problem).ranks(*ranking).signs("Sign and cast")
    hall.host.turns(days=1)
    ada.visits("/decisions/1")
    expect(ada.page.locator("[data-winners]")).to_have_text("Elected: Bea, Ada.")
