"""The ballot on the pages: first on the screen, filled in with a finger, kept and changed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts, await_that
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide
from tests.world import World, policy

DAY = 86_400_000
BUS, SHIFT, NOTHING = "Hire a night bus", "Refuse the late shift", "no action"
RANKED, ONE, SEVERAL, BUDGET, CONSENT, DATES, YES_NO = (
    "/votes/1",
    *(f"/votes/{n}" for n in range(2, 8)),
)
EVERY = (RANKED, YES_NO, ONE, CONSENT, SEVERAL, BUDGET, DATES)
LATER = 15_000
# Whether all of an element can be seen without scrolling, and nothing lies over it.
IN_SIGHT = """element => {
  const { top, bottom, left, width, height } = element.getBoundingClientRect();
  const over = (y) => document.elementFromPoint(left + width / 2, y);
  return top >= 0 && bottom <= innerHeight
    && [top + 3, top + height / 2, bottom - 3].every((y) => element.contains(over(y)));
}"""
COUNT = """() => {
  window.counted = { taps: 0, fields: 0 };
  addEventListener("click", (event) => { if (event.isTrusted) counted.taps += 1; }, true);
  addEventListener("input", (event) => { if (event.isTrusted) counted.fields += 1; }, true);
}"""


def told() -> World:
    """An assembly in which one vote of each kind is open."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    home, quick = ada.raises_problem("Which way home?"), bea.raises_problem("Votes are too short")
    bus = ada.proposes(home, f"{BUS}\n\nThree runs a night, from gate 2 to the station.")
    bea.proposes(home, SHIFT)
    cem.weighs(ada.argues(home, "supports", "A bus is there in a week.", solution=bus), True)
    bea.argues(home, "supports", "I would ride it.", solution=bus)
    cem.argues(home, "refutes", "The quote ends at one.", solution=bus)
    bea.proposes(quick, "Votes of three days")
    assert world.open_vote(home).number == 1
    assert world.open_vote(quick).number == 2
    put = bea.puts_to_vote
    assert put("Hoist", "Lamps", "Jack", form="several") == 3
    assert put("Benches", "Trees", "Books", form="budget", budget=100, costs=(60, 40, 30)) == 4
    assert put(form="consent") == 5
    times = (world.now + 9 * DAY, world.now + 10 * DAY)
    assert put(form="dates", times=times) == 6
    assert put() == 7
    dot.votes(1, [[2], [1], [0]])
    return world


@pytest.fixture
def hall(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """That assembly, hosted."""
    world = told()
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


@pytest.fixture
def ada(hall: Hall) -> Person:
    """A member with a small telephone."""
    ada = hall.enters("Ada", 360)
    ada.page.set_viewport_size({"width": 360, "height": 780})
    return ada


def touch(person: Person, start: Locator, *ends: Locator) -> None:
    """Draw a finger from one element over the upper edges of others."""
    session = person.context.new_cdp_session(person.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def send(kind: str, place: Locator | None = None, at: float = 0.5) -> None:
        box = place.bounding_box() if place else None
        points = (
            [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] * at}]
            if (box)
            else []
        )
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", start)
    for end in ends:
        send("touchMove", end, 0.1)
        person.page.evaluate("new Promise(requestAnimationFrame)")
    send("touchEnd")


def grip(person: Person, name: str) -> Locator:
    return person.option(name).locator("[data-grip]")


def says(person: Person) -> str:
    """What is spoken of the ballot."""
    return person.page.locator("#ballot [role=status]").first.inner_text()


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog")


def choices(person: Person) -> Locator:
    return person.page.locator("#ballot").locator("[data-pick], .alike > label, .check")


def test_all_that_can_be_chosen_and_the_button_are_on_the_first_screen(ada: Person) -> None:
    for path in EVERY:
        ada.visits(path).pictured(f"ballot-{path.rpartition('/')[2]}-360")
        assert choices(ada).count() >= 2, path
        for one in [*choices(ada).all(), ada.button("Sign and cast")]:
            assert one.evaluate(IN_SIGHT), (path, one.inner_text())
        assert ada.page.evaluate("scrollY") == 0, path
        expect(ada.page.locator("h1")).to_be_in_viewport(ratio=1)
        assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == [], path


def test_nothing_is_chosen_first_and_none_is_larger(ada: Person) -> None:
    looks = "one => [one.offsetHeight, getComputedStyle(one).backgroundColor].join()"
    for path in EVERY:
        ada.visits(path)
        expect(ada.page.locator("#ballot :is(:checked, [aria-pressed=true])")).to_have_count(0)
        assert len({one.evaluate(looks) for one in choices(ada).all()}) == 1, path


def test_the_page_says_until_when_and_how_many_have_voted(hall: Hall, ada: Person) -> None:
    ada.visits(RANKED).sees("Which way home?").sees("1 of 4 have voted. You have not.")
    expect(ada.page.locator(".until time").last).to_have_text(re.compile("^in 2\\d hours$"))
    bea = hall.enters("Bea").visits(RANKED).ranks(SHIFT)
    bea.signs("Sign and cast").sees("2 of 4 have voted.").sees_not("You have not.")
    expect(ada.page.locator("#voted")).to_contain_text("2 of 4", timeout=LATER)


@pytest.mark.parametrize("path", [RANKED, ONE, SEVERAL])
def test_the_button_lies_over_no_option_before_one_is_chosen(ada: Person, path: str) -> None:
    """From then on it stays in sight, however long the ballot is."""
    ada.visits(path)
    stick, lies = ada.page.locator("#ballot .stick"), "one => getComputedStyle(one).position"
    assert stick.evaluate(lies) == "static"
    choices(ada).first.click()
    expect(stick).to_have_css("position", "sticky")


def test_taps_give_places_in_their_order_and_take_them_away(ada: Person) -> None:
    ada.visits(RANKED).ranks(SHIFT)
    assert says(ada) == f"{SHIFT}: place 1 of 3"
    ada.ranks(BUS)
    assert says(ada) == f"{BUS}: place 2 of 3"
    assert ada.ballot == [[2], [1]]
    ada.pictured("ballot-placed-360").ranks(SHIFT)
    assert says(ada) == f"{SHIFT}: no place"
    assert ada.ballot == [[1]]


def test_an_option_is_dragged_by_a_finger(ada: Person) -> None:
    ada.visits(RANKED).ranks(BUS, SHIFT)
    touch(ada, grip(ada, SHIFT), ada.option(BUS))
    assert ada.ballot == [[2], [1]]
    touch(ada, grip(ada, NOTHING), ada.option(BUS), ada.option(SHIFT))
    assert ada.ballot == [[0], [2], [1]]
    assert ada.page.evaluate("scrollY") == 0
    touch(ada, grip(ada, SHIFT))
    assert ada.ballot == [[0], [2], [1]]


def test_the_page_goes_along_with_what_is_dragged_to_its_edge(ada: Person) -> None:
    ada.page.set_viewport_size({"width": 360, "height": 440})
    ada.visits(RANKED).ranks(BUS, SHIFT)
    grip(ada, BUS).scroll_into_view_if_needed()
    begun = ada.page.evaluate("scrollY")
    box = grip(ada, BUS).bounding_box()
    assert box is not None
    mouse = ada.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(180, 200, steps=4)
    mouse.move(180, 436, steps=4)
    ada.page.wait_for_function("from => scrollY > from + 60", arg=begun)
    mouse.up()
    assert ada.ballot[0] == [2]


def test_it_can_be_begun_again(ada: Person) -> None:
    again = ada.visits(RANKED).button("Start again")
    expect(again).to_be_hidden()
    expect(ada.page.get_by_text("Choose first; then you can sign.")).to_be_visible()
    ada.ranks(BUS, SHIFT)
    expect(ada.page.get_by_text("Choose first; then you can sign.")).to_be_hidden()
    ada.pictured("ballot-two-360")
    again.click()
    assert ada.ballot == []
    expect(again).to_be_hidden()
    expect(ada.button("Sign and cast")).to_have_attribute("aria-disabled", "true")


def test_the_keyboard_moves_and_ties(ada: Person) -> None:
    ada.visits(RANKED).tabs_to(re.compile(f"arrow keys: {SHIFT}"))
    ada.page.keyboard.press("ArrowUp")
    assert ada.ballot == [[2]]
    ada.tabs_to(re.compile(f"^{BUS}"))
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("=")
    assert ada.ballot == [[2, 1]]
    assert says(ada) == f"{BUS}: place 1 of 3, equal with {SHIFT}"
    ada.page.keyboard.press("Alt+ArrowUp")
    assert ada.ballot == [[1], [2]]


def test_equals_stand_side_by_side_and_are_signed_so(ada: Person) -> None:
    ada.visits(RANKED).ranks(BUS, SHIFT).press(f"Equal with the one above: {SHIFT}")
    ada.pictured("ballot-equal-360").button("Sign and cast").click()
    expect(dialog(ada)).to_contain_text(f"1. {BUS} = {SHIFT}\nWithout a place: {NOTHING}")
    ada.signs_it().sees(f"You voted: 1 {BUS} = {SHIFT}")


@pytest.mark.quick
def test_a_ballot_of_three_options_takes_five_taps_and_no_field(ada: Person) -> None:
    ada.visits(RANKED).page.evaluate(COUNT)
    ada.ranks(BUS, NOTHING, SHIFT).button("Sign and cast").click()
    expect(dialog(ada)).to_contain_text(f"1. {BUS}\n2. {NOTHING}\n3. {SHIFT}")
    counted = ada.page.evaluate("window.counted")
    counted["taps"] += 1  # the one that signs
    assert counted == {"taps": 5, "fields": 0}
    ada.signs_it().sees("You voted:")


def test_what_was_voted_stands_there_and_can_be_changed(ada: Person) -> None:
    ada.visits(RANKED).ranks(SHIFT, BUS).signs("Sign and cast")
    voted = ada.page.locator(".voted")
    expect(voted).to_contain_text(f"You voted: 1 {SHIFT}, 2 {BUS}", use_inner_text=True)
    expect(voted).to_contain_text(re.compile(r"\d\d:\d\d · entry \d+"))
    expect(ada.button("Change my ballot")).to_have_count(0)
    ada.pictured("ballot-voted-360").folds_open("The count so far: 2 of 4").sees("if it closed now")
    ada.folds_open("Change")
    assert ada.ballot == [[2], [1]]
    expect(ada.page.locator("[data-restored]")).to_have_count(0)
    ada.ranks(SHIFT).signs("Change my ballot")
    expect(voted).to_contain_text(f"You voted: 1 {BUS}", use_inner_text=True)


def test_a_page_brought_up_to_date_keeps_what_is_tapped(hall: Hall, ada: Person) -> None:
    ada.visits(RANKED).ranks(SHIFT, BUS)
    hall.enters("Bea").visits(RANKED).ranks(BUS).signs("Sign and cast")
    expect(ada.page.locator("#voted")).to_contain_text("2 of 4", timeout=LATER)
    assert ada.ballot == [[2], [1]]
    expect(ada.page.locator(".place")).to_have_text(["1", "2", ""])


def test_a_page_opened_again_keeps_it_too_until_it_is_thrown_away(ada: Person) -> None:
    ada.visits(RANKED).ranks(SHIFT, BUS)
    await_that(ada.page, lambda: "[[2],[1]]" in str(ada.kept("drafts")).replace(" ", ""))
    ada.visits(RANKED).sees("not signed yet")
    assert ada.ballot == [[2], [1]]
    expect(ada.page.locator(".place")).to_have_text(["1", "2", ""])
    ada.press("Throw it away")
    expect(ada.page.locator(".place")).to_have_text(["", "", ""])
    assert ada.ballot == []


def test_an_empty_ballot_is_not_signed(ada: Person) -> None:
    ada.visits(RANKED).button("Sign and cast").click(force=True)
    ada.sees("Tap at least one option.")
    expect(dialog(ada)).to_have_count(0)
    ada.ranks(BUS).sees_not("Tap at least one option.")


def test_an_option_opens_to_its_text_and_the_best_of_each_side(ada: Person) -> None:
    ada.visits(RANKED).option(BUS).locator("summary").click()
    more = ada.option(BUS).locator("details")
    for text in ("Three runs a night", "A bus is there in a week.", "The quote ends at one."):
        expect(more.get_by_text(text)).to_be_visible()
    expect(more).not_to_contain_text("I would ride it.")
    ada.pictured("ballot-opened-360")
    assert ada.ballot == []
    assert breaches(ada.page) == []
    more.get_by_role("link", name="whole debate").click()
    ada.page.wait_for_url(re.compile("/votes/1#solution-1$"))


def test_one_option_is_for_or_no_action(ada: Person) -> None:
    ada.visits(ONE).sees("Votes of three days").chooses("For").button("Sign and cast").click()
    expect(dialog(ada)).to_contain_text("1. Votes of three days\n2. no action")
    ada.signs_it().sees("You voted: 1 Votes of three days, 2 no action").folds_open("Change")
    expect(ada.page.get_by_label("For", exact=True)).to_be_checked()
    ada.chooses("Against: no action").signs("Change my ballot").sees("You voted: 1 no action")


def test_a_choice_is_ink_and_only_the_signature_is_red(ada: Person) -> None:
    ada.visits(YES_NO).chooses("No")
    colours = """() => [...document.querySelectorAll("main *")]
      .map((one) => [one.tagName, getComputedStyle(one).backgroundColor])
      .filter(([, colour]) => colour === "rgb(196, 32, 26)").map(([tag]) => tag)"""
    assert ada.page.evaluate(colours) == ["BUTTON"]
    ada.pictured("ballot-no-360").signs("Sign and cast").sees("You voted: No")


def test_who_objects_says_why(ada: Person) -> None:
    ada.visits(CONSENT)
    expect(ada.page.get_by_label("Reason")).to_be_hidden()
    ada.chooses("I object").pictured("ballot-object-360").fills(reason="Too early.")
    ada.signs("Sign and cast").sees("You voted: Objection").folds_open("Change")
    ada.chooses("Abstain").signs("Change my ballot").sees("You voted: Abstain")


def test_several_are_chosen(ada: Person) -> None:
    ada.visits(SEVERAL)
    for name in ("Hoist", "Jack"):
        ada.page.locator("#ballot .check").filter(has_text=name).click()
    ada.pictured("ballot-several-360").signs("Sign and cast").sees("You voted: Hoist, Jack")


def test_a_budget_says_its_total_and_what_no_longer_fits(ada: Person) -> None:
    ada.visits(BUDGET)
    for name in ("Benches", "Books"):
        ada.page.locator("#ballot .check").filter(has_text=name).click()
    ada.sees("Chosen: 90 of 100. Left: 10.")
    notes = ada.page.get_by_text("more than is left").filter(visible=True)
    expect(notes).to_have_count(1)
    expect(ada.page.locator(".check").filter(has=notes)).to_contain_text("Trees")
    assert ada.page.locator(".total").evaluate(IN_SIGHT)
    ada.pictured("ballot-budget-360").signs("Sign and cast").sees("You voted: Benches, Books")


def test_a_vote_that_ends_takes_the_ballot_off_the_open_page(hall: Hall, ada: Person) -> None:
    ada.visits(RANKED).ranks(BUS)
    hall.host.turns(days=2)
    expect(ada.page.locator("#ballot")).to_have_text("The vote has ended.", timeout=LATER)
    expect(ada.page.locator("#result h2").first).to_have_text("The result")
    expect(ada.page.get_by_role("button", name="Sign and cast")).to_have_count(0)


def test_the_ballot_beside_a_problem_is_the_same(ada: Person) -> None:
    ada.visits("/problems/1").ranks(SHIFT, BUS)
    assert ada.ballot == [[2], [1]]
    ada.pictured("ballot-aside-360").signs("Sign and cast").sees(f"You voted: 1 {SHIFT}, 2 {BUS}")


def test_who_has_no_scripts_reads_what_is_voted_on(hall: Hall) -> None:
    visitor = hall.visitor(scripts=False)
    visitor.page.goto(f"{visitor.address}/a/{visitor.assembly}{RANKED}")
    for text in (BUS, SHIFT, NOTHING, "Members cast their ballots here.", "1 of 4 have voted."):
        expect(visitor.page.get_by_text(text).filter(visible=True).first).to_be_visible()
    visitor.page.get_by_role("link", name=BUS).first.click()
    visitor.page.wait_for_url(re.compile("/votes/1#solution-1$"))


def test_at_a_desk_the_ballot_stands_beside_what_one_looks_up(hall: Hall) -> None:
    bea = hall.enters("Bea").visits(RANKED).ranks(BUS).pictured("ballot-desk")
    assert (breaches(bea.page), too_wide(bea.page)) == ([], [])
    assert bea.button("Sign and cast").evaluate(IN_SIGHT)
