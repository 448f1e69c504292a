"""Files made ready: what goes from them, what stays, and what is made beside them."""

import asyncio
import io
from pathlib import Path

import av
import pytest
from PIL import Image

from esoviet.media import kinds
from esoviet.media.kinds import NotTaken, Prepared
from esoviet.media.preparing import Preparing
from tests.media import files
from tests.media.files import PLANTED


class Made:
    """A file made ready: what was answered, its bytes, and those of its copies."""

    def __init__(self, prepared: Prepared, main: bytes, copies: dict[str, bytes]) -> None:
        self.prepared, self.main, self.copies = prepared, main, copies

    @property
    def image(self) -> Image.Image:
        return Image.open(io.BytesIO(self.main))


def colour(made: Made, x: int, y: int) -> tuple[int, int, int]:
    """One pixel."""
    red, green, blue = made.image.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes()
    return red, green, blue


def make(path: Path, **options: float) -> Made:
    """Make a file ready, and see that nothing of it is left lying."""

    async def go() -> Made:
        room = path.parent / "room"
        preparing = Preparing(room, **options)
        try:
            async with preparing.prepared(path) as ready:
                copies = {str(kind): one.read_bytes() for kind, one in ready.copies.items()}
                return Made(ready.prepared, ready.main.read_bytes(), copies)
        finally:
            assert list(room.iterdir()) == []

    return asyncio.run(go())


@pytest.mark.parametrize("end", ["jpg", "png", "webp", "heic", "avif"])
def test_nothing_of_a_picture_stays_but_what_is_seen(tmp_path: Path, end: str) -> None:
    path = files.photograph(tmp_path / f"a.{end}")
    assert PLANTED.encode() in path.read_bytes()
    made = make(path)
    assert (made.prepared.kind, made.prepared.media_type) == ("image", "image/webp")
    assert made.prepared.said == (kinds.STRIPPED_IMAGE,)
    assert PLANTED.encode() not in made.main
    assert (made.image.format, dict(made.image.getexif())) == ("WEBP", {})
    assert not {"exif", "xmp", "icc_profile"} & made.image.info.keys()


def test_a_picture_stands_the_right_way_up(tmp_path: Path) -> None:
    made = make(files.photograph(tmp_path / "a.jpg", turned=6))
    assert (made.prepared.width, made.prepared.height) == (480, 640)
    red, _, _ = colour(made, 470, 10)
    assert red > 150


def test_a_picture_has_its_widths_and_none_that_is_wider_than_itself(tmp_path: Path) -> None:
    made = make(files.photograph(tmp_path / "a.jpg", size=(3000, 1500)))
    sizes = {kind: Image.open(io.BytesIO(one)).size for kind, one in made.copies.items()}
    assert made.image.size == (2560, 1280)
    assert sizes == {
        "w240": (240, 120), "w480": (480, 240), "w960": (960, 480), "w1600": (1600, 800),
    }  # fmt: skip
    for name, width, copies in [("b", 500, ["w480", "w240"]), ("c", 480, ["w240"]), ("d", 240, [])]:
        made = make(files.photograph(tmp_path / f"{name}.jpg", size=(width, 500)))
        assert list(made.copies) == copies


def test_a_profile_that_does_not_fit_spoils_nothing(tmp_path: Path) -> None:
    made = make(files.wide_colours(tmp_path / "a.png"))
    red, green, _ = colour(made, 20, 20)
    assert red > 2 * green


def test_clear_parts_of_a_picture_stay_clear(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert make(tmp_path / "a.png").image.getchannel("A").getextrema() == (0, 0)


def test_of_what_moves_the_first_picture_is_kept(tmp_path: Path) -> None:
    made = make(files.moving(tmp_path / "a.gif"))
    assert made.prepared.said == (kinds.STRIPPED_IMAGE, kinds.FIRST_ONLY)
    assert getattr(made.image, "n_frames", 1) == 1


def test_a_document_tells_nothing_of_its_author_and_runs_nothing(tmp_path: Path) -> None:
    path = files.document(tmp_path / "a.pdf")
    assert PLANTED.encode() in files.words_of(path.read_bytes())
    made = make(path)
    plain = files.words_of(made.main)
    assert (made.prepared.kind, made.prepared.media_type) == ("document", "application/pdf")
    assert PLANTED.encode() not in plain
    assert not any(name in plain for name in (b"/JavaScript", b"/OpenAction", b"/Launch"))
    assert b"https://a.example/" in plain
    assert made.copies["text"].strip() == b"Words of a page"
    assert Image.open(io.BytesIO(made.copies["poster"])).size == (1280, 1280)


def test_a_page_of_any_size_gives_a_picture_of_the_same_size(tmp_path: Path) -> None:
    made = make(files.document(tmp_path / "a.pdf", side=14_400))
    assert Image.open(io.BytesIO(made.copies["poster"])).size == (1280, 1280)


def test_a_signed_document_stays_as_it_is_and_is_only_downloaded(tmp_path: Path) -> None:
    path = files.signed(tmp_path / "a.pdf")
    made = make(path)
    assert (made.prepared.kind, made.prepared.media_type) == ("file", kinds.OCTETS)
    assert made.prepared.said == (kinds.SIGNED,)
    assert made.main == path.read_bytes()


@pytest.mark.parametrize(
    ("end", "codec", "media_type"),
    [("mp4", "libx264", "video/mp4"), ("mov", "libx264", "video/mp4"),
     ("webm", "libvpx", "video/webm")],
)  # fmt: skip
def test_a_film_keeps_its_pictures_and_nothing_else(
    tmp_path: Path, end: str, codec: str, media_type: str
) -> None:
    path = files.film(tmp_path / f"a.{end}", codec)
    assert PLANTED.encode() in path.read_bytes()
    made = make(path)
    about = made.prepared
    assert (about.kind, about.media_type) == ("video", media_type)
    assert (about.width, about.height, about.duration) == (320, 240, 1000)
    assert PLANTED.encode() not in made.main
    assert Image.open(io.BytesIO(made.copies["poster"])).size == (320, 240)
    with av.open(io.BytesIO(made.main), "r") as film:
        assert len(list(film.decode(video=0))) == 25


def test_a_film_that_was_taken_upright_is_shown_upright(tmp_path: Path) -> None:
    made = make(files.upright(tmp_path / "a.mp4"))
    assert (made.prepared.width, made.prepared.height) == (240, 320)
    assert Image.open(io.BytesIO(made.copies["poster"])).size == (240, 320)
    with av.open(io.BytesIO(made.main), "r") as film:
        assert next(film.decode(video=0)).rotation == -90


def test_a_film_can_be_shown_before_all_of_it_has_come(tmp_path: Path) -> None:
    made = make(files.film(tmp_path / "a.mp4"))
    assert 0 < made.main.find(b"moov") < made.main.find(b"mdat")


@pytest.mark.parametrize(
    ("end", "codec", "samples", "media_type"),
    [("ogg", "libopus", 960, "audio/ogg"), ("m4a", "aac", 1024, "audio/mp4"),
     ("mp3", "libmp3lame", 1152, "audio/mpeg")],
)  # fmt: skip
def test_sound_keeps_what_is_heard_and_nothing_else(
    tmp_path: Path, end: str, codec: str, samples: int, media_type: str
) -> None:
    path = files.sound(tmp_path / f"a.{end}", codec, samples)
    assert PLANTED.encode() in path.read_bytes()
    made = make(path)
    assert (made.prepared.kind, made.prepared.media_type) == ("sound", media_type)
    assert 900 < made.prepared.duration < 1300
    assert PLANTED.encode() not in made.main


def test_what_is_not_known_is_only_downloaded(tmp_path: Path) -> None:
    for name, content in (
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("a.png", b"<!doctype html><script>1</script>"), ("a.zip", b"PK\x03\x04" + bytes(90)),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        made = make(tmp_path / name)
        assert (made.prepared.kind, made.prepared.media_type) == ("file", kinds.OCTETS)
        assert made.prepared.said == (kinds.UNKNOWN,)
        assert (made.main, made.copies) == (content, {})


def test_an_empty_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    with pytest.raises(NotTaken, match="empty"):
        make(tmp_path / "a.jpg")


def test_what_is_lacking_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds.missing() == ()
    monkeypatch.setattr(kinds, "find_spec", lambda name: None if name == "av" else name)
    assert kinds.missing() == ("av",)
