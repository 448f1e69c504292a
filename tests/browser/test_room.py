"""What a member can still bring is told at the field, and what does not fit before it is sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from esoviet.law.records import Key
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.test_exhibits import looks_well
from tests.world import World

MEBI = 2**20


@pytest.fixture
def full(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada and Bea, who can bring a little in a day, in an assembly that has little room left."""
    world = World().found(**QUICK, daily_acts="100")
    ada, *_ = world.members("Ada", "Bea")
    ada.opens_topic()
    for _ in range(98 - world.the(Key, ada.kid).today):
        ada.sets_profile()
    with meeting(world, tmp_path, contexts, complaints, member_bytes=3 * MEBI) as hall:
        yield hall


def grows(path: Path, size: int) -> Path:
    path.write_bytes(bytes(range(256)) * (size // 256))
    return path


def test_a_file_that_does_not_fit_is_told_before_it_is_sent(full: Hall, tmp_path: Path) -> None:
    ada, asked = full.enters("Ada", 360), list[str]()

    def notes(request: Request) -> None:
        if request.method in ("POST", "PATCH", "PUT"):
            asked.append(request.url)

    ada.visits("/exhibits/new?kind=file")
    expect(ada.page.locator("[data-room]")).to_have_count(0)  # there is enough: nothing is said
    ada.page.on("request", notes)
    ada.page.get_by_label("Another file", exact=True).set_input_files(
        grows(tmp_path / "large.bin", 4 * MEBI)
    )
    ada.sees("These files do not fit: they have 4.2 MB. You can still send 3.1 MB today.")
    assert [one for one in asked if "/uploads" in one or "/media" in one] == []
    looks_well(ada, "room-over")
    ada.page.get_by_label("Another file", exact=True).set_input_files(
        grows(tmp_path / "small.bin", 5 * MEBI // 2)
    )
    ada.sees("It is ready")
    ada.visits("/topics/1").page.get_by_text("Bring a picture or a file").click()
    ada.sees("You can still send").page.locator("#post-evidence").set_input_files(
        grows(tmp_path / "more.bin", MEBI)
    )
    ada.sees("These files do not fit: they have 1 MB.")
    looks_well(ada, "room-files")
    ada.fills(your_post="Look at this").button("Sign and post").click()
    expect(ada.page.locator("#sign")).to_be_hidden()
    ada.page.locator("#post-evidence").set_input_files([])
    ada.button("Sign and post").click()
    ada.sees("Acts that are taken of you today, this one among them")
    looks_well(ada, "few-acts")


def test_it_is_told_in_the_members_language(full: Hall, tmp_path: Path) -> None:
    bea = full.enters("Bea", 360)
    bea.opens("/settings").page.get_by_label("Language").select_option("es")
    bea.page.locator("main button[type=submit], main button:not([type])").first.click()
    bea.ready()
    bea.visits("/exhibits/new?kind=file")
    bea.page.locator("#file").set_input_files(grows(tmp_path / "large.bin", 4 * MEBI))
    bea.sees("Estos archivos no caben")
