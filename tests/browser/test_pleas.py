"""Somebody in a picture, without a key or a script, asks the members; one of them folds it."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Hall
from tests.browser.walks import breaches, unfit
from tests.media.files import photograph

WORDS = "I am the woman with the banner. Please take me out."


def test_who_is_in_a_picture_asks_and_a_member_folds_it(
    hall: Hall, chromium: Browser, tmp_path: Path
) -> None:
    ada, picture = hall.past["Ada"], photograph(tmp_path / "march.jpg").read_bytes()
    ada.brings("The march", kind="image", file=hall.world.text(picture, "image/jpeg"))
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{hall.host.address}/a/{hall.world.id}/exhibits/1")
    page.get_by_text("Are you in this picture, or your child?").click()
    page.get_by_label("Who is it about").fill(WORDS)
    page.get_by_role("button", name="Tell the members").click()
    expect(page.locator("h1")).to_have_text("The members are told")
    bea = hall.enters("Bea", 360)
    bea.visits().sees("Somebody outside asks about a picture")
    bea.page.get_by_role("link", name="Somebody outside asks about a picture").first.click()
    bea.ready().sees(WORDS).pictured("plea-member")
    assert breaches(bea.page) + unfit(bea.page) == []
    bea.signs("Hide it for them: fold it").sees_not(WORDS)
    page.goto(f"{hall.host.address}/a/{hall.world.id}/exhibits/1")
    expect(page.locator(".shown img")).to_have_count(0)
    context.close()
