"""Exhibits: a picture is painted anew and blurred here, works rest on it, and it falls."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.conftest import Hall
from tests.browser.fixtures import await_that
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.media import files

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


def test_a_photograph_comes_over_a_line_that_breaks_and_is_served_in_widths(
    hall: Hall, tmp_path: Path
) -> None:
    photograph = files.photograph(tmp_path / "IMG_20260501.jpg", (1800, 1200))
    ada = hall.enters("Ada", 360)
    broken: list[str] = []

    def breaks(route: Route) -> None:
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    ada.page.route("**/uploads/*", breaks)
    ada.visits("/exhibits/new?kind=image")
    ada.page.get_by_label("Picture", exact=True).set_input_files(photograph)
    ada.sees("This file tells where it was taken.").sees("All that stays here")
    ada.button("Send it, and see it as it will be published").click()
    ada.sees("So it will be published").sees("It was drawn anew")
    assert broken
    ada.complains_of("ERR_CONNECTION_RESET")
    looks_well(ada, "made")
    ada.fills(what_it_shows="The wall", where_it_is_from="I took it")
    ada.signs("Sign and bring it").sees("The wall")
    [picture] = ada.page.locator(".shown img").all()
    assert picture.evaluate("i => i.srcset.split(', ').length") == 4
    assert picture.evaluate("i => Math.abs(i.width - 1.5 * i.height) < 2")
    published = sent(hall, ada, 1)
    with Image.open(BytesIO(published)) as whole:
        assert (whole.format, whole.size, dict(whole.getexif())) == ("WEBP", (1800, 1200), {})
    looks_well(ada, "widths")
    ada.visits("/exhibits")
    assert ada.page.locator(".gallery img").get_attribute("src").endswith("/w480")  # type: ignore[union-attr]
    ada.page.wait_for_function(
        "document.querySelector('.gallery img').currentSrc.endsWith('/w240')"
    )


def test_two_files_are_brought_one_after_the_other_and_known_again(
    hall: Hall, tmp_path: Path
) -> None:
    pages = [files.document(tmp_path / f"{n}.pdf", f"Minute {n}") for n in (1, 2)]
    ada = hall.enters("Ada", 360)
    ada.visits("/exhibits/new?kind=document")
    ada.page.get_by_label("Document", exact=True).set_input_files(pages)
    ada.sees("This is file 1 of 2").sees("Author, attachments and scripts were taken out")
    ada.fills(what_it_shows="The first", where_it_is_from="The landlord")
    ada.button("Sign and bring it").click()
    ada.signs_quietly().sees("This is file 2 of 2").sees("It is ready")
    assert ada.field("Where it is from").input_value() == "The landlord"
    ada.fills(what_it_shows="The second")
    looks_well(ada, "second")
    ada.signs("Sign and bring it").sees("The second").folds_open("Its words").sees("Minute 2")
    looks_well(ada, "document")
    first = ada.page.locator("img.page")
    expect(first).to_have_js_property("complete", True)
    ada.visits("/exhibits/new?kind=document")
    ada.page.get_by_label("Document", exact=True).set_input_files(pages[0])
    ada.sees("You have brought this very file from this browser before")


def test_a_file_goes_on_after_a_reload_where_it_was(hall: Hall, tmp_path: Path) -> None:
    whole = tmp_path / "minutes.bin"
    whole.write_bytes(bytes(range(256)) * 8192)  # 2 MiB, in pieces of 512 KiB and more
    ada, pieces, broken = hall.enters("Ada", 360), list[int](), list[str]()

    def passes(route: Route) -> None:
        if route.request.method == "PATCH" and pieces and not reloaded:
            broken.append(route.request.url)
            return route.abort("connectionreset")
        if route.request.method == "PATCH":
            pieces.append(len(route.request.post_data_buffer or b""))
        return route.continue_()

    reloaded = False
    ada.page.route("**/uploads/*", passes)
    ada.visits("/exhibits/new?kind=file")
    ada.page.get_by_label("Another file", exact=True).set_input_files(whole)
    await_that(ada.page, lambda: broken)
    ada.page.reload()
    ada.ready()
    reloaded = True  # not sooner: the page that is left tries once more until it is gone
    ada.page.get_by_label("Another file", exact=True).set_input_files(whole)
    ada.sees("It is ready")
    assert sum(pieces) == whole.stat().st_size
    ada.complains_of("ERR_CONNECTION_RESET")


def test_a_film_plays_and_shows_a_picture_before_it_does(hall: Hall, tmp_path: Path) -> None:
    film = files.film(tmp_path / "a.mp4", "libvpx-vp9")
    ada = hall.enters("Ada", 360)
    ada.visits("/exhibits/new?kind=video")
    ada.page.get_by_label("Video", exact=True).set_input_files(film)
    ada.sees("So it will be published")
    ada.fills(what_it_shows="It falls", where_it_is_from="I filmed it")
    ada.signs("Sign and bring it").sees("It falls")
    looks_well(ada, "film")
    [video] = ada.page.locator("video").all()
    assert video.evaluate("v => [v.preload, v.readyState]") == ["none", 0]
    assert (video.get_attribute("poster") or "").endswith("/poster")
    assert video.evaluate("async v => { v.muted = true; await v.play(); return v.videoWidth; }")


def test_the_day_of_a_photograph_is_taken_over_with_one_tap(hall: Hall, tmp_path: Path) -> None:
    picture, notes = Image.new("RGB", (40, 30)), Image.Exif()
    notes.get_ifd(0x8769)[0x9003] = "2026:05:01 09:30:00"
    notes[0x010F], notes[0x0110] = "Camera", "One"
    picture.save(tmp_path / "a.jpg", exif=notes)
    ada = hall.enters("Ada", 360)
    ada.visits("/exhibits/new?kind=image")
    ada.page.get_by_label("Picture", exact=True).set_input_files(tmp_path / "a.jpg")
    ada.sees("It tells with which device: Camera One.").sees_not("where it was taken")
    ada.button("Put this day into the form: 2026-05-01").click()
    assert ada.field("Of which day").input_value() == "2026-05-01"


def test_a_picture_that_this_browser_cannot_read_is_drawn_by_the_server(
    hall: Hall, tmp_path: Path
) -> None:
    picture = files.photograph(tmp_path / "IMG_1.heic", (1200, 800))
    ada = hall.enters("Ada", 360).visits("/exhibits/new?kind=image")
    ada.page.get_by_label("Picture", exact=True).set_input_files(picture)
    ada.sees("This browser cannot read this picture: IMG_1.heic.")
    ada.visits("/exhibits/new?kind=file")
    ada.page.get_by_label("Another file", exact=True).set_input_files(picture)
    ada.sees("It was drawn anew").sees("1200 × 800 pixels")
    ada.fills(what_it_shows="The wall", where_it_is_from="I took it")
    looks_well(ada, "heic")
    ada.signs("Sign and bring it").sees("The wall")
    published = sent(hall, ada, 1)
    assert files.PLANTED.encode() not in published
    with Image.open(BytesIO(published)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("WEBP", (1200, 800), {})


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
