"""A mandate is a workplace: tasks that others take, a report that measures, a hand-over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Effect
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import World


@pytest.fixture
def workers(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada, Bea, Cem, Dot and Eva; Ada leads a mandate, Dot and Eva were against it."""
    world = World().found(**QUICK)
    ada, bea, cem, dot, eva = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    measured = Effect(
        indicator=world.text("Accidents a month"), baseline="3", target="0", by=world.now
    )
    problem = ada.raises_problem()
    solution = ada.proposes(problem, "Mend the hoist", effect=measured)
    bea.volunteers_for(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem, dot, eva):
        person.votes(vote, [[0], [solution]] if person in (dot, eva) else [[solution], [0]])
    world.close(vote)
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"work-{name}-{width}")


def test_a_task_goes_from_who_leads_to_who_does_it(workers: Hall) -> None:
    ada, bea = (workers.enters(name, 360) for name in ("Ada", "Bea"))
    ada.visits("/mandates/1").folds_open("Say what there is to do")
    ada.fills(what_there_is_to_do="Fetch the cable", how_many_hands="1").signs("Open the task")
    ada.sees("1 hand wanted")
    bea.visits().sees("Hands wanted").page.get_by_role("link", name="Fetch the cable").first.click()
    bea.ready().signs("I do it").sees("is at it")
    looks_well(bea, "taken")
    ada.visits("/board?by=person").sees("Fetch the cable")
    looks_well(ada, "board-person")
    ada.page.get_by_role("link", name="By date").click()
    ada.ready().sees("Without a date").sees("Fetch the cable")
    bea.visits().sees("You do")
    bea.visits("/mandates/1").fills(a_word_on_it="It lies in the shed").signs("Done")
    bea.sees("1 task is closed")
    ada.visits("/board").sees("Fetch the cable")
    looks_well(ada, "board")


def test_a_plan_is_written_and_written_anew(workers: Hall) -> None:
    ada = workers.enters("Ada", 360)
    ada.visits("/mandates/1").folds_open("Write the plan")
    ada.fills(who_does_what="First the cable, then the drum").signs("Sign the plan")
    ada.sees("then the drum").folds_open("Write the plan anew")
    field = ada.page.get_by_label("Who does what")
    assert field.input_value() == "First the cable, then the drum"
    ada.fills(who_does_what="First the drum").signs("Sign the plan").sees("1 earlier version")
    looks_well(ada, "plan")
    bea = workers.enters("Bea", 360)
    bea.visits("/problems/1").folds_open("The plan").sees("First the drum")
    bea.page.get_by_role("link", name="All of it, and earlier versions").click()
    bea.ready().sees("1 earlier version")


def test_a_report_measures_and_another_takes_the_mandate_over(workers: Hall) -> None:
    ada, bea = (workers.enters(name, 360) for name in ("Ada", "Bea"))
    ada.visits("/mandates/1").folds_open("Report how it goes")
    ada.fills(how_it_goes="The cable is in", what_was_measured="1,5")
    ada.signs("Sign the report").sees("measured: 1.5")
    ada.folds_open("Hand it on").page.get_by_label("To whom").select_option(label="Bea")
    ada.signs("Sign and offer it").sees("You offer it to")
    looks_well(ada, "offered")
    bea.visits().sees("Offered to you").visits("/mandates/1")
    bea.signs("Take it over").sees("Taken over")


def test_a_mandate_is_carried_by_two_and_goes_on_with_one(workers: Hall) -> None:
    ada, bea = (workers.enters(name, 360) for name in ("Ada", "Bea"))
    ada.visits("/mandates/1").folds_open("Carry it out together")
    ada.page.get_by_label("With whom").select_option(label="Bea")
    ada.signs("Sign and ask").sees("to carry it out with you")
    bea.visits().sees("Carry it together").visits("/mandates/1")
    looks_well(bea, "asked")
    bea.signs("Carry it out together").sees("Carries it too")
    bea.folds_open("Report how it goes").fills(how_it_goes="The cable is in").signs(
        "Sign the report"
    ).sees("The cable is in")
    ada.visits("/mandates/1").sees("Who does it: Ada, Bea")
    looks_well(ada, "shared")
    ada.folds_open("Give it back").fills(last_report="I move away")
    ada.signs("Sign and give it back").sees("Who does it: Bea")


def test_two_who_were_against_it_stand_beside_the_decision(workers: Hall) -> None:
    dot, eva = (workers.enters(name, 360) for name in ("Dot", "Eva"))
    dot.visits("/decisions/1").folds_open("You were against it: say why, beside the decision")
    dot.fills(why_this_should="It costs too much").signs("Sign the report")
    dot.sees("two must sign one")
    eva.visits("/decisions/1").signs("I sign it too").sees("Signed by 2 members")
    looks_well(eva, "minority")


def test_a_review_is_answered_in_three_taps(workers: Hall) -> None:
    ada = workers.past["Ada"].completes(1)
    world = ada.world
    world.turn_to(world.the(Mandate, 1).due)
    workers.past["Cem"].judges(1, "not", "repeal")
    bea = workers.enters("Bea", 360)
    bea.visits().sees("Review").visits("/problems/1").sees("What came of it, and is it kept?")
    looks_well(bea, "review_now")
    bea.page.get_by_role("link", name="Say what came of it").click()
    bea.page.get_by_label("Partly").check()
    bea.page.get_by_label("Amend it").check()
    bea.signs("Sign it").sees("2 members have said").sees("You said: Partly")
    looks_well(bea, "review")
