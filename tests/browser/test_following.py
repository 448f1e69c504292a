"""To follow a matter: one tap, what is new on the floor, and where one stopped reading."""

from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.test_recovery import looks_sound

HOIST = "Stop the hoist"
STOPPED = "You stopped reading here"


def test_what_others_say_in_what_i_follow_is_on_my_floor_and_has_a_line_in_the_debate(
    hall: Hall,
) -> None:
    problem = hall.past["Ada"].raises(HOIST)
    hall.past["Cem"].argues(problem, "supports", "It slips.")
    bea = hall.enters("Bea", 360).visits(f"/problems/{problem}")
    bea.button("Follow").click()
    expect(bea.button("Following")).to_be_focused()
    expect(bea.button("Following")).to_be_in_viewport()
    looks_sound(bea.pictured("follow-360"))

    hall.host.turns(days=0.05)
    ada = hall.enters("Ada").visits(f"/problems/{problem}").folds_open("Argue")
    ada.page.locator("#argue").get_by_label("Refutes").check()
    ada.field("Your argument").fill("It was repaired, as @Bea knows.")
    ada.signs("Sign and argue")

    bea.visits().sees("Ada mentioned you.").sees_not("new argument")
    looks_sound(bea.pictured("follow-floor-360"))
    bea.page.locator("#lately").get_by_role("link", name="as @Bea knows").click()
    bea.ready().sees(STOPPED).sees("1 new since your last visit")
    bea.page.get_by_role("link", name="1 new since your last visit").click()
    expect(bea.page.locator("#argument-2")).to_be_in_viewport()
    looks_sound(bea.pictured("follow-thread-360"))

    hall.host.turns(days=0.05)
    bea.visits().sees_not("new argument")
    bea.visits(f"/problems/{problem}").sees_not(STOPPED)
    bea.button("Following").click()
    expect(bea.button("Follow")).to_be_visible()
    bea.visits(f"/problems/{problem}")
    expect(bea.button("Follow")).to_be_visible()


def test_a_visitor_is_offered_nothing_to_follow(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(HOIST)
    visitor = hall.visitor(360)
    visitor.visits(f"/problems/{problem}").sees(HOIST).sees_not("Follow")


def test_whom_i_mute_is_folded_for_me_alone_and_i_hear_them_again(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(HOIST)
    hall.past["Cem"].argues(problem, "supports", "It slips.")
    cem = hall.world.cast["Cem"].number
    bea = hall.enters("Bea", 360).visits(f"/members/{cem}")
    bea.button("Mute").click()
    expect(bea.button("Muted: hear them again")).to_be_focused()
    looks_sound(bea.pictured("mute-360"))
    bea.visits(f"/problems/{problem}").sees("Muted by you: show").sees_not("It slips.")
    looks_sound(bea.pictured("muted-thread-360"))
    bea.folds_open("Muted by you").sees("It slips.")
    hall.enters("Dot").visits(f"/problems/{problem}").sees("It slips.").sees_not("Muted by you")
    bea.visits("/me").sees("Whom I mute")
    looks_sound(bea.pictured("mute-me-360"))
    bea.button("Muted: hear them again").click()
    expect(bea.button("Mute")).to_be_focused()
    bea.visits(f"/problems/{problem}").sees("It slips.")
