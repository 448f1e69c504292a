"""page/tells.js: what a photograph tells of its maker; what is cut off or made up tells nothing."""

from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from tests.js.modules import Modules

TELLS = """async (hexes) => {
  const { tellsOf } = await import("/static/js/page/tells.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
  return Promise.all(hexes.map((hex) => tellsOf(new File([bytes(hex)], "a"))));
}"""
NOTHING = {"place": False, "device": "", "day": ""}


def taken(kind: str, *, place: bool = True) -> bytes:
    pillow_heif.register_heif_opener()
    notes, made = Image.Exif(), BytesIO()
    notes[0x010F], notes[0x0110] = "Camera", "Camera One"
    notes.get_ifd(0x8769)[0x9003] = "2026:05:01 09:30:00"
    if place:
        notes.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30)).save(made, kind, exif=notes.tobytes())
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_place_device_and_day_are_read(js: Modules, kind: str) -> None:
    both = [taken(kind).hex(), taken(kind, place=False).hex()]
    full, without = js.run(TELLS, both)
    assert full == {"place": True, "device": "Camera One", "day": "2026-05-01"}
    assert without == {**full, "place": False}


def test_what_is_cut_off_or_made_up_tells_nothing_and_breaks_nothing(js: Modules) -> None:
    whole = taken("JPEG")
    start = whole.index(b"Exif")
    loops = b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 400
    cut = [whole[:end].hex() for end in range(start, start + 120, 7)]
    answers = js.run(TELLS, ["", Path(__file__).read_bytes().hex(), *cut, loops.hex()])
    assert answers[:3] == [NOTHING] * 3
    assert all(one.keys() == NOTHING.keys() for one in answers)
