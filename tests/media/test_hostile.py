"""Files that are made to harm: the answer is clear, and nothing of them stays."""

import asyncio
import io
import struct
import sys
import zlib
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PIL import Image

from esoviet.media import child, kinds, preparing
from esoviet.media.kinds import NotTaken, Prepared
from esoviet.media.preparing import Preparing
from tests.media import files
from tests.media.test_preparing import make


def test_a_picture_that_is_a_page_as_well_is_a_picture_afterwards(tmp_path: Path) -> None:
    path = files.photograph(tmp_path / "a.jpg")
    page = b"<html><script>alert(1)</script></html>"
    path.write_bytes(path.read_bytes() + page)
    assert page not in make(path).main


def test_a_document_that_is_an_archive_as_well_is_a_document_afterwards(tmp_path: Path) -> None:
    path = files.document(tmp_path / "a.pdf")
    path.write_bytes(b"PK\x03\x04" + bytes(60) + path.read_bytes() + b"PK\x05\x06" + bytes(18))
    made = make(path)
    assert made.prepared.kind == "document"
    assert b"PK\x03\x04" not in made.main
    assert b"PK\x05\x06" not in made.main


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A PNG of one colour that says to be so large, in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packed = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packed.compress(row) for _ in range(height)) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [30_000, 9_000])
def test_a_picture_that_would_fill_the_memory_is_not_taken(tmp_path: Path, side: int) -> None:
    (tmp_path / "a.png").write_bytes(png(side, side))
    with pytest.raises(NotTaken, match="64 million pixels"):
        make(tmp_path / "a.png")


def test_a_picture_that_lies_about_its_size_is_not_read(tmp_path: Path) -> None:
    data = png(8, 8)
    (tmp_path / "a.png").write_bytes(
        data[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + data[24:]
    )
    assert make(tmp_path / "a.png").prepared.said == (kinds.UNREADABLE,)


def test_a_picture_of_one_line_is_drawn_as_one(tmp_path: Path) -> None:
    Image.new("1", (100_000, 1)).save(tmp_path / "a.png")
    assert make(tmp_path / "a.png").image.size == (2560, 1)


def test_a_file_of_many_large_pictures_costs_one(tmp_path: Path) -> None:
    made = make(files.moving(tmp_path / "a.gif", pictures=60, size=(2000, 2000)))
    assert made.prepared.kind == "image"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.heic"])
def test_what_is_cut_off_stays_as_it_is_and_is_said_to(tmp_path: Path, name: str) -> None:
    path = files.photograph(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    made = make(path)
    assert (made.prepared.kind, made.prepared.said) == ("file", (kinds.UNREADABLE,))
    assert made.main == path.read_bytes()


def test_a_list_of_addresses_is_no_film(tmp_path: Path) -> None:
    listed = b"\0\0\0\x18ftypmp42\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\nhttp://a.example/\n"
    (tmp_path / "a.mp4").write_bytes(listed)
    assert make(tmp_path / "a.mp4").prepared.said == (kinds.UNREADABLE,)


def test_a_document_that_unpacks_without_end_is_not_taken(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(500, 500))
        packed = zlib.compressobj(9)
        squares = b"".join(packed.compress(b"0 0 500 500 re f\n" * 10**6) for _ in range(20))
        squares += packed.flush()
        page.obj.Contents = pikepdf.Stream(pdf, squares, Filter=pikepdf.Name.FlateDecode)
        pdf.save(tmp_path / "a.pdf", compress_streams=False)
    assert (tmp_path / "a.pdf").stat().st_size < 2**20
    with pytest.raises(NotTaken, match="more time or memory"):
        make(tmp_path / "a.pdf")


def test_a_process_that_does_not_end_is_ended(tmp_path: Path) -> None:
    path = files.photograph(tmp_path / "a.jpg")
    with pytest.raises(NotTaken, match="more time or memory"):
        make(path, seconds=0.001)


def taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A child that does what a file told it to."""

    async def started(within: Path) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, stdin=-1, stdout=-1, stderr=-3, cwd=within
        )

    monkeypatch.setattr(preparing, "_started", started)


def said(prepared: Prepared) -> str:
    return repr(msgspec.json.encode(child.Answer(prepared=prepared)).decode())


CHANGED = Prepared(kind="image", media_type="image/webp", changed=True)
AS_PAGE = Prepared(kind="image", media_type="text/html", changed=True)
WITH_COPY = Prepared(kind="image", media_type="image/webp", changed=True, copies=("w480",))


@pytest.mark.parametrize(
    "script",
    [
        "print('nonsense')",
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.stdout.write('x' * 10_000_000)",
        "import sys\nwhile True: sys.stdout.write('x' * 1_000_000)",
        f"print({said(CHANGED)})",
        f"import os; os.symlink('/etc/passwd', 'main'); print({said(CHANGED)})",
        f"open('main', 'w').write('x'); print({said(AS_PAGE)})",
        f"import os; os.mkfifo('w480'); open('main', 'w').write('x'); print({said(WITH_COPY)})",
    ],
)
def test_what_a_process_answers_that_was_taken_over_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    taken_over(tmp_path, monkeypatch, script)
    with pytest.raises(NotTaken, match="more time or memory"):
        make(files.photograph(tmp_path / "a.jpg"))


def test_the_process_knows_no_secret_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESOVIET_SMTP_PASSWORD", "a secret")
    told = tmp_path / "told"
    monkeypatch.setattr(sys, "executable", str(_shell(tmp_path, told)))
    with pytest.raises(NotTaken):
        make(files.photograph(tmp_path / "a.jpg"))
    assert b"a secret" not in told.read_bytes()
    assert b"PYTHONPATH" in told.read_bytes()


def _shell(tmp_path: Path, told: Path) -> Path:
    path = tmp_path / "instead"
    path.write_text(f"#!/bin/sh\ncat /proc/self/environ > {told}\n")
    path.chmod(0o700)
    return path


def test_files_wait_in_a_line_that_has_an_end(tmp_path: Path) -> None:
    path = files.photograph(tmp_path / "a.jpg")

    async def go() -> list[str]:
        room = Preparing(tmp_path / "room")

        async def one(who: int) -> str:
            try:
                async with room.prepared(path, f"member {who}") as ready:
                    assert len(list((tmp_path / "room").iterdir())) == 1
                    return ready.prepared.kind
            except NotTaken as error:
                return str(error)

        return await asyncio.gather(*(one(n) for n in range(23)))

    preparing_most, preparing.MOST_WAITING = preparing.MOST_WAITING, 3
    try:
        answers = asyncio.run(go())
    finally:
        preparing.MOST_WAITING = preparing_most
    assert sorted(answers, key=len) == ["image"] * 3 + [kinds.CROWDED] * 20


def test_nobody_fills_the_line_for_all(tmp_path: Path) -> None:
    path = files.photograph(tmp_path / "a.jpg")

    async def go() -> list[str]:
        room = Preparing(tmp_path / "room")

        async def one(who: str) -> str:
            try:
                async with room.prepared(path, who) as ready:
                    return ready.prepared.kind
            except NotTaken as error:
                return str(error)

        first = await asyncio.gather(*(one(who) for who in ("Ada", "Ada", "Ada", "Bea")))
        return [*first, await one("Ada")]

    image = "image"
    assert asyncio.run(go()) == [image, image, kinds.CROWDED, image, image]


def test_what_a_crash_has_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "room" / "inner"
    left.mkdir(parents=True)
    (left / "main").write_bytes(io.BytesIO(b"x").getvalue())
    Preparing(tmp_path / "room")
    assert not (tmp_path / "room").exists()
