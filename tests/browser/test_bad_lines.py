"""A picture is brought over a line that is slow, breaks off, and is lost while the page reloads."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter
from playwright.sync_api import CDPSession, Response, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_exhibits import sent

SLOW = {
    "offline": False,
    "latency": 100,
    "downloadThroughput": 200_000,
    "uploadThroughput": 200_000,
}
LOST = SLOW | {"offline": True}
PLACE = "52.5200 north"


def grainy(path: Path) -> Path:
    """A photograph that weighs some pieces of an upload, with where it was taken in it."""
    grain = [Image.effect_noise((2560, 1920), 90).filter(ImageFilter.GaussianBlur(0.7))] * 3
    notes = Image.Exif()
    notes[0x010E] = PLACE
    notes.get_ifd(0x8825)[1] = "N"
    Image.merge("RGB", grain).save(path, quality=95, exif=notes)
    return path


@contextmanager
def line_of(member: Person) -> Iterator[CDPSession]:
    """The line of a member's page, which is slow from here on."""
    line = member.page.context.new_cdp_session(member.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    yield line
    line.detach()


def chooses(member: Person, photograph: Path) -> None:
    member.page.get_by_label("Picture", exact=True).set_input_files(photograph)
    member.button("Send it, and see it as it will be published").click()


def has_come(member: Person, most: str) -> None:
    """Wait until a part of the picture has come, and not all of it."""
    member.page.wait_for_function(
        "most => { const bar = document.querySelector('[data-part=progress]');"
        " return bar.value > most && bar.value < bar.max; }",
        arg=most,
    )


def test_a_picture_comes_over_a_line_that_is_slow_and_breaks(hall: Hall, tmp_path: Path) -> None:
    photograph, ada = grainy(tmp_path / "IMG_1.jpg"), hall.enters("Ada", 360)
    ada.visits("/exhibits/new?kind=image")
    asked: list[tuple[str, int]] = []

    def notes(answer: Response) -> None:
        if "/uploads" in answer.url:
            came = answer.headers.get("upload-offset", "0")
            asked.append((answer.request.method, int(came)))

    ada.page.on("response", notes)
    with line_of(ada) as line:
        chooses(ada, photograph)
        has_come(ada, "0")
        line.send("Network.emulateNetworkConditions", LOST)
        ada.sees("The line is broken")
        line.send("Network.emulateNetworkConditions", SLOW)
        before = ada.page.locator("[data-part=progress]").evaluate("bar => bar.value")
        has_come(ada, before)
        line.send("Network.emulateNetworkConditions", LOST)
        ada.sees("The line is broken")
        line.send("Network.emulateNetworkConditions", SLOW)
        ada.page.reload()
        ada.ready()
        again = len(asked)
        chooses(ada, photograph)
        ada.sees("So it will be published").sees("It was drawn anew")
        [seen] = ada.page.locator("[data-part=made] img").all()
        expect(seen).to_have_js_property("complete", True)
        ada.pictured("bad-line-made")
        ada.fills(what_it_shows="The wall", where_it_is_from="I took it")
        ada.signs("Sign and bring it").sees("The wall")
    methods = [method for method, _ in asked]
    assert methods.count("POST") == 1
    first = asked[again]
    assert first[0] == "HEAD"
    assert first[1] > 0
    published = sent(hall, ada, 1)
    assert PLACE.encode() not in published
    with Image.open(BytesIO(published)) as picture:
        assert dict(picture.getexif()) == {}
    ada.complains_of("ERR_INTERNET_DISCONNECTED")
