"""page/qr.js: a telephone reads from our codes what was put into them."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tests.js.modules import Modules

LINK = "http://localhost:8000/a/" + "3f" * 32 + "/join#" + "Q7x-" * 11

# Bytes in the versions 1 to 20 at level M: ISO/IEC 18004, table 7.
LONGEST = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213,
           251, 287, 331, 362, 412, 450, 504, 560, 624, 666)  # fmt: skip


def picture(rows: list[list[bool]], scale: int = 4) -> Image.Image:
    """A code in black on white, with its quiet zone."""
    quiet = 4
    size = len(rows) + 2 * quiet
    image = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + quiet, y + quiet), 0)
    return image.resize((size * scale, size * scale), Image.Resampling.NEAREST)


def reads(rows: list[list[bool]]) -> str | None:
    found = zxingcpp.read_barcode(
        picture(rows), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return None if found is None else found.text


def test_an_invitation_can_be_read_back(js: Modules) -> None:
    assert reads(js.call("page/qr", "code", LINK)) == LINK


def test_texts_of_every_length_can_be_read_back_in_every_size_of_code(js: Modules) -> None:
    lengths = sorted({*range(1, 40), *LONGEST, *(n + 1 for n in LONGEST[:-1])})
    texts = [(LINK * 6)[:length] for length in lengths]
    codes = js.each("page/qr", "code", [(text,) for text in texts])
    assert [reads(rows) for rows in codes] == texts
    assert {len(rows) for rows in codes} == {17 + 4 * version for version in range(1, 21)}


def test_words_of_any_language_can_be_read_back(js: Modules) -> None:
    for text in ("Genossenschaft für Bäckerei", "面包合作社", "جمعية المستأجرين", "🥖"):
        assert reads(js.call("page/qr", "code", text)) == text


def test_the_longest_text_fits_and_one_byte_more_is_refused(js: Modules) -> None:
    assert reads(js.call("page/qr", "code", "x" * 666)) == "x" * 666
    assert js.call("page/qr", "code", "x" * 667).error == "RangeError"


def test_a_code_on_the_page_is_an_image_with_a_name(js: Modules) -> None:
    shown = """async ([text, label]) => {
      const image = (await import("/static/js/page/qr.js")).svg(text, label);
      document.body.replaceChildren(image);
      return [image.getAttribute("role"), image.getAttribute("aria-label")];
    }"""
    assert js.run(shown, [LINK, "The invitation as a code"]) == ["img", "The invitation as a code"]
    js.page.set_viewport_size({"width": 400, "height": 400})
    image = Image.open(BytesIO(js.page.locator("svg").screenshot()))
    found = zxingcpp.read_barcode(image)
    assert found is not None
    assert found.text == LINK
    js.page.locator("svg").evaluate("image => image.remove()")


@pytest.mark.parametrize("mangled", [0, 1])
def test_a_code_that_is_a_little_damaged_can_still_be_read(js: Modules, mangled: int) -> None:
    rows = js.call("page/qr", "code", LINK)
    middle = len(rows) // 2 + mangled
    for x in range(middle - 2, middle + 2):
        rows[middle][x] = not rows[middle][x]
    assert reads(rows) == LINK
