"""Actions and calls in the JSON and on the pages: by whose word, and that a call is not decided."""

from collections.abc import Iterator

import pytest

from esoviet.law.actions import CallOffAction, SecondAction
from tests.web.desk import Desk, desk
from tests.world import DAY, World

ACTION, CALL, WAITING, OFF = 1, 2, 3, 4


@pytest.fixture
def world() -> World:
    """Bea leads a mandate that Cem helps with; her rally, a call that stands, one that waits."""
    world = World().found()
    ada, bea, cem, *_ = world.crowd(5)
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    cem.volunteers_for(solution)
    ada.backs(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    begins = world.now + DAY
    bea.announces("A rally for the boiler", 1, begins=begins, ends=begins + DAY)
    ada.announces("Stop the eviction", kind="picket", begins=begins, ends=begins + DAY)
    cem.seconds_call(CALL)
    ada.announces("Letters to the landlord", kind="letters", begins=begins, ends=begins + DAY)
    bea.calls_off(bea.announces("A stall", 1, kind="stall", begins=begins, ends=begins + DAY))
    return world


@pytest.fixture
def at(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(world, tmp_path_factory.mktemp("actions")) as served:
        yield served


def test_an_action_names_its_mandate_and_a_call_none(at: Desk) -> None:
    action, call = (at.get(f"actions/{n}.json").json() for n in (ACTION, CALL))
    assert (action["action"]["mandate"], action["action"]["kind"]) == (1, "rally")
    assert (call["action"]["mandate"], call["action"]["seconds"]) == (None, 2)
    assert [one["member"]["name"] for one in call["seconds"]["items"]] == ["Ada", "Cem"]


def test_a_list_can_be_asked_for_by_state(at: Desk) -> None:
    found = at.get("actions.json?state=waiting").json()["items"]
    assert [(one["number"], one["needed"]) for one in found] == [(WAITING, 2)]


def test_a_page_says_which_decision_says_so(at: Desk) -> None:
    shown = at.page(f"actions/{ACTION}", "Cem")
    assert f'href="{at.here}/mandates/1"' in shown
    assert f'href="{at.here}/decisions/1"' in shown
    assert "ot decided" not in shown


@pytest.mark.parametrize("number", [CALL, WAITING])
def test_a_call_is_marked_not_decided_wherever_it_is_shown(at: Desk, number: int) -> None:
    assert "<b>A call. Not decided.</b>" in at.page(f"actions/{number}", "Cem")
    assert at.page("actions", "Cem").count("A call: not decided") == 2


def test_who_can_second_a_call_is_asked_to(at: Desk) -> None:
    assert 'data-act="second-action"' in at.page(f"actions/{WAITING}", "Bea")
    assert 'data-act="second-action"' not in at.page(f"actions/{WAITING}", "Ada")
    assert f"actions/{WAITING}" in at.page(at.here, "Bea")
    at.does(at.world.person("Bea"), SecondAction, action=WAITING)
    assert 'data-act="second-action"' not in at.page(f"actions/{WAITING}", "Dot")


def test_the_floor_tells_who_helps_that_an_action_begins_soon(at: Desk) -> None:
    """Cem helps and Ada backs; Dot has nothing to do with it, and Bea announced it."""
    needs = {
        name: at.page(at.here, name).split('id="needs"')[1].split("</section>")[0]
        for name in ("Ada", "Bea", "Cem", "Dot")
    }
    told = {name: f'/actions/{ACTION}"' in shown for name, shown in needs.items()}
    assert told == {"Ada": True, "Bea": False, "Cem": True, "Dot": False}


def test_before_it_is_signed_one_warning_says_that_it_is_evidence(at: Desk) -> None:
    for page in ("actions/new", "actions/new?mandate=1"):
        assert at.page(page, "Bea").count("This text is evidence, in court too.") == 1


def test_only_who_leads_announces_an_action_of_a_mandate(at: Desk) -> None:
    leads = at.page("actions/new?mandate=1", "Bea")
    assert "Sign and announce" in leads
    assert 'class="notice bad"></p>' not in leads
    others = at.page("actions/new?mandate=1", "Ada")
    assert "Only who leads this mandate" in others
    assert "actions/new?mandate=1" in at.page("mandates/1", "Bea")


def test_what_was_called_off_or_stopped_says_so(at: Desk) -> None:
    assert "it was called off" in at.page(f"actions/{OFF}", "Ada")
    assert 'data-act="call-off-action"' not in at.page(f"actions/{OFF}", "Bea")
    at.does(at.world.person("Ada"), CallOffAction, action=CALL)
    assert "it was called off" in at.page(f"actions/{CALL}", "Dot")


def test_who_announced_it_and_carries_it_out_can_call_it_off_once(at: Desk) -> None:
    assert at.page(f"actions/{ACTION}", "Bea").count('data-act="call-off-action"') == 1


def test_a_question_that_stops_it_names_it(at: Desk) -> None:
    asked = at.page(f"questions/new?stops={CALL}", "Dot")
    assert 'name="then.stops"' in asked
    assert "this action is stopped at once" in asked
    gone = at.page(f"questions/new?stops={OFF}", "Dot")
    assert "There is no action with this number" in gone


def test_what_is_not_there_is_not_found(at: Desk) -> None:
    assert at.get("actions/99.json").status_code == 404
    assert at.get("actions/99/seconds.json").status_code == 404
