"""What is now stands first, and goes with the matter: what one can do comes and goes by itself."""

from playwright.sync_api import expect

from tests.browser.conftest import Hall

CRANE = "The crane is unsafe"
LATER = 15_000


def drafted(hall: Hall) -> int:
    """A problem with two solutions that all four back, while they are drafted."""
    problem = hall.past["Ada"].raises_problem(CRANE)
    hall.past["Ada"].proposes(problem, "Weld it")
    hall.past["Bea"].proposes(problem, "Buy a new one")
    for backer in ("Cem", "Dot"):
        for number in (1, 2):
            hall.past[backer].backs(number)
    return problem


def test_one_tap_says_whether_it_is_necessary_and_the_dialog_says_what(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    bea = hall.enters("Bea", 360)
    bea.studies(problem).sees("Is it necessary to solve this?")
    bea.button("Not necessary").click()
    dialog = bea.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Your assessment")
    expect(dialog).to_contain_text("Not necessary")
    bea.signs_quietly().sees("You said: Not necessary")
    answer = bea.page.request.get(
        f"{hall.host.address}/a/{bea.assembly}/problems/{problem}/assessments.json"
    )
    assert [one["stance"] for one in answer.json()["items"]] == ["necessary", "not-necessary"]


def test_when_a_phase_ends_on_an_open_page_its_controls_go_and_the_next_come(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    bea.finds("Necessary", problem).studies(problem)
    for name in ("Cem", "Dot"):
        hall.enters(name).finds("Necessary", problem)
    hall.looks()
    ada.argues(problem, "Supports", "I saw it slip")  # any act confirms how late it is
    expect(bea.page.locator("#now")).to_contain_text("Solutions are being drafted", timeout=LATER)
    expect(bea.page.locator("form[data-act=propose-solution]")).to_have_count(1)
    expect(bea.page.locator("form[data-act=assess-necessity]")).to_have_count(0)
    bea.sees("It was found necessary: solutions can be proposed now.")


def test_the_ballot_comes_to_an_open_page_and_what_is_being_written_is_kept(hall: Hall) -> None:
    problem = drafted(hall)
    bea = hall.enters("Bea")
    hall.host.turns(days=1.05)
    bea.studies(problem).folds_open("Argue").sees("Read before you vote")
    words = bea.page.locator("form[data-draft=argue-new] textarea")
    words.fill("It slipped again")
    hall.host.turns(days=1.05)
    expect(bea.page.locator("#now")).to_contain_text("The vote is open", timeout=LATER)
    expect(words).to_be_focused()
    expect(words).to_have_value("It slipped again")
    words.blur()
    expect(bea.page.locator("#ballot")).to_be_visible(timeout=LATER)
    bea.sees("The vote has just opened.")
    expect(bea.page.locator("form[data-draft=argue-new] textarea")).to_have_value(
        "It slipped again"
    )


def test_when_the_vote_closes_on_an_open_page_the_result_takes_the_ballots_place(
    hall: Hall,
) -> None:
    problem = drafted(hall)
    hall.host.turns(days=1.05)
    hall.host.turns(days=1.05)
    for name in ("Cem", "Dot"):
        hall.enters(name).visits("/votes/1").ranks("Weld it").signs("Sign and cast")
    bea = hall.enters("Bea").studies(problem)
    expect(bea.page.locator("#ballot")).to_be_visible()
    hall.host.turns(days=1.1)
    expect(bea.page.locator("#now")).to_contain_text("Decided: Weld it.", timeout=LATER)
    expect(bea.page.locator("#ballot")).to_have_count(0)
    expect(bea.page.locator("#now")).to_contain_text("Ada carries it out")


def test_on_a_phone_what_is_asked_stays_in_sight(hall: Hall) -> None:
    problem = drafted(hall)
    cem = hall.enters("Cem")
    cem.page.set_viewport_size({"width": 360, "height": 780})
    hall.host.turns(days=1.05)
    hall.host.turns(days=1.05)
    bar = cem.studies(problem).page.locator(".nowbar")
    button = cem.page.locator("#now .btn.primary")
    expect(button).to_be_in_viewport()
    expect(bar).to_be_hidden()
    cem.page.locator("footer").scroll_into_view_if_needed()
    expect(bar).to_be_visible()
    bar.get_by_role("link", name="Vote", exact=True).click()
    cem.page.wait_for_url("**/votes/1")
    cem.ready().ranks("Weld it").signs("Sign and cast").studies(problem)
    cem.page.locator("footer").scroll_into_view_if_needed()
    expect(bar).to_be_hidden()
    cem.visits().sees("Cem, nothing needs you")


def test_the_ballot_is_one_tap_from_the_floor(hall: Hall) -> None:
    drafted(hall)
    cem = hall.enters("Cem")
    cem.page.set_viewport_size({"width": 360, "height": 780})
    hall.host.turns(days=1.05)
    hall.host.turns(days=1.05)
    vote = cem.visits().page.locator("#needs .btn.primary")
    expect(vote).to_be_in_viewport()
    vote.click()
    cem.ready()
    expect(cem.page.locator("#ballot")).to_be_in_viewport()
