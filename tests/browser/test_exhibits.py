"""Exhibits: a picture is painted anew and blurred here, works rest on it, and it falls."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit

RED, PLACE = (200, 30, 30), "52.5200 north"


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A photograph with stripes of a pixel's width, and where it was taken in it."""
    picture = Image.new("RGB", (800, 600), "white")
    picture.paste(RED, (0, 0, 400, 600))
    for x in range(400, 800, 2):
        picture.paste((0, 0, 0), (x, 0, x + 1, 600))
    notes = Image.Exif()
    notes[0x010E] = PLACE
    notes.get_ifd(0x8825)[1] = "N"
    file = tmp_path / "IMG_20260501_093000.jpg"
    picture.save(file, exif=notes)
    assert PLACE.encode() in file.read_bytes()
    return file


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"exhibits-{name}-{width}")


def sent(hall: Hall, member: Person, number: int) -> bytes:
    """The bytes of an exhibit, as a member gets them."""
    answer = member.page.request.get(
        f"{hall.host.address}/a/{hall.world.id}/exhibits/{number}.json"
    )
    sha256 = answer.json()["exhibit"]["file"]["sha256"]
    address = f"{hall.host.address}/a/{hall.world.id}/blobs/{sha256}/content"
    return member.page.request.get(address).body()


def brings(member: Person, photograph: Path, address: str = "/exhibits/new?kind=image") -> Person:
    member.visits(address)
    member.page.get_by_label("Picture", exact=True).set_input_files(photograph)
    member.page.locator("[data-brush]").wait_for()
    return member.fills(what_it_shows="The wall", where_it_is_from="I took it")


def test_a_photograph_is_sent_without_place_and_without_its_name(
    hall: Hall, photograph: Path
) -> None:
    ada = hall.enters("Ada", 360)
    brings(ada, photograph)
    looks_well(ada, "new")
    ada.signs("Sign and bring it").sees("The wall")
    published = sent(hall, ada, 1)
    assert PLACE.encode() not in published
    with Image.open(BytesIO(published)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (800, 600), {})
    log = ada.page.request.get(f"{hall.host.address}/a/{hall.world.id}/log/tile/entries/000.p/7")
    assert b"IMG_2026" not in log.body()
    looks_well(ada, "one")


def spread(published: bytes, box: tuple[int, int, int, int]) -> int:
    """How far apart the lightest and the darkest pixel of a part are."""
    with Image.open(BytesIO(published)) as picture:
        least, most = picture.convert("L").crop(box).getextrema()
    return int(most) - int(least)  # type: ignore[arg-type]


def test_what_is_blurred_is_gone_from_what_is_sent(hall: Hall, photograph: Path) -> None:
    ada = hall.enters("Ada", 360)
    brings(ada, photograph)
    frame = ada.page.locator("[data-frame]")
    frame.focus()
    for _ in range(8):
        frame.press("ArrowRight")
    frame.press("Enter")
    looks_well(ada, "blurred")
    ada.signs("Sign and bring it").sees("The wall")
    published = sent(hall, ada, 1)
    assert spread(published, (690, 280, 720, 320)) < 40
    assert spread(published, (420, 20, 480, 60)) > 100


def test_a_finger_blurs_and_undo_brings_it_back(hall: Hall, photograph: Path) -> None:
    ada = hall.enters("Ada", 360)
    brings(ada, photograph)
    frame = ada.page.locator("[data-frame]")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    ada.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    ada.page.mouse.down()
    ada.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.6)
    ada.page.mouse.up()
    ada.page.get_by_role("button", name="Blur everything").click()
    ada.page.get_by_role("button", name="Undo").click()
    ada.signs("Sign and bring it").sees("The wall")
    published = sent(hall, ada, 1)
    assert spread(published, (710, 290, 730, 310)) < 40
    assert spread(published, (420, 20, 480, 60)) > 100


def test_a_picture_of_an_action_is_for_members_and_of_a_day(hall: Hall, photograph: Path) -> None:
    action = hall.past["Bea"].announces("Stop the eviction")
    hall.past["Ada"].seconds_call(action)
    hall.world.pass_days(1)
    hall.past["Ada"].marks_time()
    ada = hall.enters("Ada", 360)
    ada.visits(f"/actions/{action}").page.get_by_role("link", name="Add a picture").click()
    brings(ada.ready(), photograph, f"/exhibits/new?kind=image&action={action}")
    assert ada.page.get_by_label("For members only").is_checked()
    ada.signs("Sign and bring it").sees("For members only")
    ada.visits(f"/actions/{action}").sees("What was seen").sees("The wall")
    looks_well(ada, "action")
    visitor = hall.visitor(360)
    for path in ("/exhibits", "/exhibits/1", f"/actions/{action}"):
        visitor.visits(path)
        assert "The wall" not in visitor.page.content()
    assert "What was seen" not in visitor.page.content()


def test_what_rests_on_a_contested_one_says_so(hall: Hall) -> None:
    ada, cem, dot = (hall.past[name] for name in ("Ada", "Cem", "Dot"))
    problem = ada.raises("The wall cracks")
    one = ada.brings("The landlord: it is nothing", problem=problem)
    dot.weighs_contest(cem.contests(one))
    bea = hall.enters("Bea", 360)
    bea.visits(f"/problems/{problem}").folds_open("Argue").folds_open("Use an exhibit")
    looks_well(bea, "used")
    bea.page.get_by_label("Supports").filter(visible=True).first.check()
    bea.fills(your_argument="He said so", by_their_numbers=str(one)).signs("Sign and argue")
    bea.sees("He said so").sees("Exhibit 1").sees_not("Rests on evidence that fell")
    bea.visits(f"/exhibits/{one}").sees("Undecided").signs("Founded").sees("It has fallen")
    looks_well(bea, "fallen")
    bea.visits(f"/problems/{problem}").sees("Rests on evidence that fell")
    bea.sees("contested as not authentic")
    looks_well(bea, "rests")
