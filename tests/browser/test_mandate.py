"""The whole road of a mandate, on phones: from the decision to the review, and from neglect back.

Where something waits, time passes at the host; nobody's act is made for them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.solutions import Effect
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.test_work import looks_well
from tests.world import World

RULES = QUICK | {"report_days": "3", "grace_days": "1", "objection_days": "1/4"}


@pytest.fixture
def deciders(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada, Bea, Cem and Dot have decided that Ada mends the hoist; Bea offered to help."""
    world = World().found(**RULES)
    ada, bea, *others = world.members("Ada", "Bea", "Cem", "Dot")
    measured = Effect(
        indicator=world.text("Accidents a month"), baseline="3", target="0", by=world.now
    )
    problem = ada.raises_problem()
    solution = ada.proposes(problem, "Mend the hoist", effect=measured)
    bea.volunteers_for(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, *others):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def test_four_carry_a_mandate_from_its_decision_to_its_review(deciders: Hall) -> None:
    ada, bea, cem, dot = (deciders.enters(name, 360) for name in ("Ada", "Bea", "Cem", "Dot"))
    ada.visits().sees("Mend the hoist").visits("/mandates/1")
    ada.folds_open("Say what there is to do").fills(
        what_there_is_to_do="Fetch the cable", how_many_hands="1"
    ).signs("Open the task")
    bea.visits().sees("Hands wanted").visits("/mandates/1").signs("I do it")
    bea.fills(a_word_on_it="It lies in the shed").signs("Done").sees("1 task is closed")
    ada.visits("/mandates/1").folds_open("Declare it carried out")
    ada.fills(final_report="The hoist runs", what_was_measured="1", what_can_others="Ask sooner")
    ada.signs("Sign and declare").sees("The hoist runs")
    looks_well(ada, "declared")
    deciders.host.turns(days=0.5)
    cem.visits().signs("Confirm how late it is")
    cem.visits().sees("Review").visits("/problems/1").sees("What came of it, and is it kept?")
    cem.sees("Ask sooner")
    for person, reached in ((cem, "Partly"), (dot, "The aim was reached")):
        person.visits("/problems/1").page.get_by_label(reached).check()
        person.page.get_by_label("Keep it").check()
        person.signs("Sign it").sees(f"You said: {reached}")
    deciders.host.turns(days=3.1)
    dot.visits().signs("Confirm how late it is")
    dot.visits("/problems/1").sees("Reviewed: it is kept.").sees("1 says that the aim was reached")
    looks_well(dot, "reviewed")


@pytest.mark.quick
def test_a_neglected_mandate_is_taken_over_by_who_offered_to_help(deciders: Hall) -> None:
    ada, bea, cem = (deciders.enters(name, 360) for name in ("Ada", "Bea", "Cem"))
    deciders.host.turns(days=3.1)
    ada.visits().signs("Confirm how late it is")
    ada.visits("/mandates/1").sees("Without a report it falls vacant")
    cem.visits("/mandates/1").sees_not("Take it up")
    looks_well(ada, "overdue")
    deciders.host.turns(days=1.1)
    bea.visits().signs("Confirm how late it is")
    bea.visits().sees("Mend the hoist").visits("/mandates/1").sees("Vacant")
    looks_well(bea, "vacant")
    bea.signs("Take it up").sees("Active").sees(re.compile("Who does it: *Bea"))
    ada.visits("/mandates/1").sees_not("Report how it goes")
