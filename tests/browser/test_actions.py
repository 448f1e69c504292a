"""An action of a mandate, whose sign-ups are gone after 48 hours; a call that a question stops."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import DAY, World, policy

HOUR = DAY // 24
WORDS = ("Quittenhof", "Holunderwacht", "Zwetschge", "Mirabelle")


@pytest.fixture
def strikers(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada, Bea, Cem and Dot; Bea leads a mandate."""
    world = World().found(**QUICK | {"witnesses": policy(WITNESS)})
    ada, bea, *_ = world.members("Ada", "Bea", "Cem", "Dot")
    world.decide(bea)
    ada.sets_profile("Ada")
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def at(hall: Hall, hours: float) -> str:
    """A moment so many hours from now, as a field takes it."""
    later = datetime.fromtimestamp((hall.host.now + hours * HOUR) / 1000, UTC)
    return later.strftime("%Y-%m-%dT%H:%M")


def presses(member: Person, button: str, within: str = "main") -> Person:
    """Press a button that tells the server something, and wait for the page that follows."""
    with member.page.expect_event("load"):
        named = member.page.locator(within).get_by_role("button", name=button)
        named.filter(visible=True).first.click()
    return member.ready()


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"actions-{name}-{width}")


def found(folder: Path) -> set[str]:
    """Which of the words stand in any file there."""
    files = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    return {word for word in WORDS if any(word.encode() in one for one in files)}


def test_an_action_is_announced_two_sign_up_and_after_48_hours_only_a_number_is_left(
    strikers: Hall, tmp_path: Path
) -> None:
    bea, cem, dot = (strikers.enters(name, 360) for name in ("Bea", "Cem", "Dot"))
    bea.visits("/mandates/1").page.get_by_role("link", name="Announce an action").click()
    bea.ready().fills(what_for="A rally for the boiler", begins=at(strikers, 24))
    bea.fills(ends=at(strikers, 26)).button("Sign and announce").click()
    bea.sees("This text is evidence, in court too.").signs_it()
    bea.sees("This carries a decision out:").visits("/actions/1/plan")
    bea.folds_open("Say where it is").fills(meeting_place=WORDS[0])
    presses(bea, "Keep it").folds_open("Add a role").fills(what_it_is=WORDS[1])
    presses(bea, "Add").sees(WORDS[1])
    cem.visits("/actions/1").sees_not(WORDS[0]).visits("/actions/1/plan").sees(WORDS[0])
    for member, handle in ((cem, WORDS[2]), (dot, WORDS[3])):
        member.visits("/actions/1/plan").fills(under_which_handle=handle)
        presses(member, "Sign up", "#part-2")
    dot.sees("You wait for a place").sees(WORDS[2])
    presses(cem, "I do not come")
    dot.visits("/actions/1/plan").sees("You have a place")
    looks_well(dot, "plan")
    dot.visits().sees("You said you would").sees("A rally for the boiler")
    bea.visits("/actions/1/plan").sees(WORDS[3])
    looks_well(bea, "plan-of-who-announced")
    assert found(tmp_path) >= {WORDS[0], WORDS[1], WORDS[3]}
    strikers.host.turns(days=26 / 24 + 1.9)
    bea.visits("/actions/1/plan").fills(how_many_came="38")
    presses(bea, "Keep it")
    strikers.host.turns(days=0.2)
    dot.visits("/actions/1/plan").sees("38 came").sees_not(WORDS[0])
    assert found(tmp_path) == set()


@pytest.mark.quick
def test_a_shift_over_a_change_of_summer_time_lasts_as_long_as_the_clocks_say(
    strikers: Hall,
) -> None:
    """On 29 March 2026 the hour after two o'clock is missing in Berlin (IANA Europe/Berlin)."""
    begins = int(datetime(2026, 3, 28, 20, tzinfo=UTC).timestamp() * 1000)
    strikers.past["Bea"].announces("A picket", 1, begins=begins, ends=begins + 12 * HOUR)
    bea = strikers.enters("Bea", 360, zone="Europe/Berlin")
    bea.visits("/actions/1/plan").folds_open("Say where it is").fills(meeting_place="The gate")
    presses(bea, "Keep it").folds_open("Add a shift")
    bea.fills(begins="2026-03-29T01:00", ends="2026-03-29T04:00")
    presses(bea, "Add")
    times = bea.page.locator("#part-2 time")
    shown = times.evaluate_all("all => all.map((one) => Date.parse(one.dateTime))")
    assert sorted(set(shown)) == [begins + 4 * HOUR, begins + 6 * HOUR]
    said = times.all_inner_texts()
    assert ("01:00" in said[0], "04:00" in said[1]) == (True, True)


def test_a_call_is_seconded_and_then_stopped_by_a_question(strikers: Hall) -> None:
    ada, bea, cem = (strikers.enters(name, 360) for name in ("Ada", "Bea", "Cem"))
    ada.visits().page.get_by_role("link", name="Call for action").click()
    ada.ready().fills(what_for="Stop the eviction", begins=at(strikers, 60))
    ada.fills(ends=at(strikers, 70)).signs("Sign and call")
    ada.sees("A call. Not decided.").sees("1 of the 2 that it takes")
    bea.visits().sees("Second the call").visits("/actions/1").signs("Second it")
    bea.sees("Stands")
    looks_well(bea, "call")
    cem.visits("/actions/1").page.get_by_role("link", name="Ask the members to stop it").click()
    cem.ready().sees("this action is stopped at once").fills(your_question="It is a trap")
    cem.signs("Sign and ask")
    strikers.seconds(1, "Dot")
    for member in (ada, bea, cem):
        member.visits("/questions/1").chooses("Yes").signs("Sign and cast")
    strikers.host.turns(days=1.1)
    ada.visits("/actions/1").sees("The members stopped it.").visits("/actions").sees("Stopped")


def test_the_emergency_number_is_on_the_paper_and_in_no_request(strikers: Hall) -> None:
    begins = strikers.world.now + DAY
    strikers.past["Bea"].announces("A rally", 1, begins=begins, ends=begins + HOUR)
    cem, sent = strikers.enters("Cem"), list[str]()
    cem.page.context.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    cem.visits("/actions/1/sheet").fills(emergency_number="+49 911 0815")
    cem.page.evaluate("() => { window.print = () => {}; }")
    cem.button("Print").click()
    cem.sees("In an emergency call: +49 911 0815")
    cem.page.emulate_media(media="print")
    cem.sees("+49 911 0815")
    assert cem.page.pdf(format="A4").count(b"/Type /Page\n") == 1
    looks_well(cem, "sheet")
    kept = cem.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    cem.visits("/actions/1/sheet").sees_not("0815")
    assert sent
    assert [one for one in (kept, *sent) if "0815" in one] == []
