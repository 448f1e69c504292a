"""A file is brought, in one piece or many, made ready, shown to who brought it, then to all."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from esoviet.law.act import Blob
from esoviet.law.arguments import Argue
from esoviet.law.blobs import EraseBlob
from esoviet.media import kinds
from esoviet.node import node as nodes
from esoviet.web.http.streamed import span_of
from tests.media import files
from tests.media.files import PLANTED
from tests.web.desk import Desk, desk
from tests.world import World

TUS = {"tus-resumable": "1.0.0"}
PIECE = {**TUS, "content-type": "application/offset+octet-stream"}
SMALL = {"max_blob_bytes": 2**21, "upload_member_bytes": 2**21, "upload_assembly_bytes": 3 * 2**20}


@pytest.fixture
def world() -> World:
    world = World().found()
    ada, *_ = world.members("Ada", "Bea")
    ada.raises_problem("The roof leaks")
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path / "data", **SMALL) as served:
        yield served


def sent(at: Desk, path: Path, who: str = "Ada", **headers: str) -> httpx.Response:
    own = {**at.session(who), "content-type": "application/x-anything", **headers}
    return at.ask("POST", "media", content=path.read_bytes(), headers=own)


def photograph(at: Desk, tmp_path: Path, who: str = "Ada") -> dict[str, object]:
    answer = sent(at, files.photograph(tmp_path / "a.jpg", (1200, 800)), who)
    assert answer.status_code == 201, answer.text
    brought: dict[str, object] = answer.json()
    return brought


def argued(at: Desk, made: dict[str, object], who: str = "Ada") -> Blob:
    """An argument that brings a file."""
    blob = Blob(sha256=str(made["sha256"]), size=int(str(made["size"])),
                media_type=str(made["media_type"]))  # fmt: skip
    text = at.world.text("As can be seen")
    at.bring(text)
    answer = at.does(at.world.person(who), Argue, problem=1, stance="supports", text=text,
                     evidence=(blob,))  # fmt: skip
    assert answer.status_code == 201, answer.text
    return blob


def test_a_file_becomes_a_blob_that_an_act_can_refer_to(at: Desk, tmp_path: Path) -> None:
    made = photograph(at, tmp_path)
    assert (made["kind"], made["media_type"]) == ("image", "image/webp")
    assert (made["width"], made["height"], made["said"]) == (1200, 800, [kinds.STRIPPED_IMAGE])
    blob = argued(at, made)
    content = at.get(f"blobs/{blob.sha256}/content")
    assert content.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(content.content)).size == (1200, 800)
    assert len(content.content) + 32 == blob.size
    narrow = at.get(f"blobs/{blob.sha256}/w480")
    assert Image.open(io.BytesIO(narrow.content)).size == (480, 320)
    assert narrow.headers["content-security-policy"].startswith("sandbox")
    assert narrow.headers["x-content-type-options"] == "nosniff"
    assert at.get(f"blobs/{blob.sha256}/w1600").status_code == 404
    assert at.get(f"blobs/{blob.sha256}/about").status_code == 404


def test_until_an_act_refers_to_it_only_who_brought_it_is_shown_it(
    at: Desk, tmp_path: Path
) -> None:
    made = photograph(at, tmp_path)
    for path in (f"blobs/{made['sha256']}/w480", f"blobs/{made['sha256']}/content"):
        shown = [at.get(path, headers=at.session(who)).status_code for who in ("Ada", "Bea", "")]
        assert shown == [200, 404, 404]
    assert at.get(f"blobs/{made['sha256']}", headers=at.session("Ada")).status_code == 404


def test_nobody_but_members_brings_files(at: Desk, tmp_path: Path) -> None:
    path = files.photograph(tmp_path / "a.jpg")
    assert at.ask("POST", "media", content=path.read_bytes()).status_code == 403
    assert at.ask("POST", "uploads", headers={**TUS, "upload-length": "9"}).status_code == 403


def test_what_no_act_refers_to_within_the_hour_goes_with_its_copies(
    at: Desk, tmp_path: Path
) -> None:
    made, ledger = photograph(at, tmp_path), at.hosted.ledger
    begun(at, 100)
    ledger.sweep(0)
    assert ledger.copies.about(str(made["sha256"])) is not None
    assert len(list((ledger.folder / "uploads").iterdir())) == 2
    ledger.sweep(2**40)
    assert ledger.copies.about(str(made["sha256"])) is None
    left = [one for part in ("derived", "pending", "uploads")
            for one in (ledger.folder / part).rglob("*") if one.is_file()]  # fmt: skip
    assert (left, ledger.uploads.bytes) == ([], 0)


def test_of_a_file_that_is_erased_nothing_is_left(at: Desk, tmp_path: Path) -> None:
    answer = sent(at, files.document(tmp_path / "a.pdf", f"A {PLANTED} page"))
    assert answer.json()["copies"].keys() == {"poster", "text"}
    blob = argued(at, answer.json())
    folder = tmp_path / "data"
    assert PLANTED in at.get(f"blobs/{blob.sha256}/text").text
    at.until(lambda: at.get(f"search.json?q={PLANTED}").json()["count"] == 1)
    assert holding(folder)
    erased = at.does(at.world.person("Ada"), EraseBlob, sha256=blob.sha256)
    assert erased.status_code == 201
    at.until(lambda: not holding(folder))
    for part in ("content", "text", "poster"):
        assert at.get(f"blobs/{blob.sha256}/{part}").status_code == 404
    assert at.get(f"search.json?q={PLANTED}").json()["count"] == 0
    assert list(at.hosted.ledger.folder.rglob(blob.sha256)) == []


def holding(folder: Path) -> list[str]:
    """The files in which the word stands, as another process finds them."""
    found = subprocess.run(
        ["grep", "-rlFi", PLANTED, str(folder)], check=False, capture_output=True, text=True
    )
    return found.stdout.split()


def test_what_a_photograph_tells_beside_its_pixels_is_never_on_the_disk_afterwards(
    at: Desk, tmp_path: Path
) -> None:
    photograph(at, tmp_path)
    assert holding(tmp_path / "data") == []


def test_what_is_not_taken_leaves_nothing(at: Desk, tmp_path: Path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "a.png")
    answer = sent(at, tmp_path / "a.png", **{"accept-language": "es"})
    assert (answer.status_code, "64 millones" in answer.json()["detail"]) == (413, True)
    (tmp_path / "b.png").write_bytes(b"")
    assert sent(at, tmp_path / "b.png").status_code == 400
    assert at.hosted.ledger.uploads.bytes == at.hosted.ledger.pending.bytes == 0
    (tmp_path / "c.bin").write_bytes(bytes(2**21))
    assert sent(at, tmp_path / "c.bin").status_code == 413


# -- in pieces


def begun(at: Desk, length: int, who: str = "Ada") -> str:
    headers = {**at.session(who), **TUS, "upload-length": str(length)}
    answer = at.ask("POST", "uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def piece(at: Desk, where: str, offset: int, data: bytes, who: str = "Ada") -> httpx.Response:
    headers = {**at.session(who), **PIECE, "upload-offset": str(offset)}
    return at.ask("PATCH", where, content=data, headers=headers)


def come(at: Desk, where: str, who: str = "Ada") -> int:
    answer = at.ask("HEAD", where, headers={**at.session(who), **TUS})
    return int(answer.headers["upload-offset"]) if answer.status_code == 200 else -1


def taken(at: Desk, where: str, who: str = "Ada") -> httpx.Response:
    return at.ask("POST", "media", json={"upload": where.rpartition("/")[2]},
                  headers={**at.session(who), "content-type": "application/json"})  # fmt: skip


def test_a_file_comes_in_pieces_and_is_taken_when_it_is_whole(at: Desk, tmp_path: Path) -> None:
    data = files.film(tmp_path / "a.mp4").read_bytes()
    where = begun(at, len(data))
    assert piece(at, where, 0, data[:1000]).headers["upload-offset"] == "1000"
    assert taken(at, where).status_code == 409
    assert come(at, where) == 1000
    assert piece(at, where, 1000, data[1000:]).status_code == 204
    made = taken(at, where)
    assert made.status_code == 201
    assert (made.json()["kind"], made.json()["duration"]) == ("video", 1000)
    assert come(at, where) == -1
    assert taken(at, where, "Bea").status_code == 404


def test_who_loses_the_answer_gets_it_again_and_sends_nothing_anew(
    at: Desk, tmp_path: Path
) -> None:
    data = files.film(tmp_path / "a.mp4").read_bytes()
    where = begun(at, len(data))
    piece(at, where, 0, data)
    first, again = taken(at, where), taken(at, where)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert at.hosted.ledger.pending.bytes == first.json()["size"]
    at.hosted.ledger.pending.drop(first.json()["sha256"])
    assert taken(at, where).status_code == 404


def test_a_wrong_offset_is_refused_and_a_lying_size_too(at: Desk) -> None:
    where = begun(at, 10)
    assert piece(at, where, 5, b"x").status_code == 409
    assert piece(at, where, 0, b"x" * 11).status_code == 413
    assert come(at, where) == 0
    assert piece(at, where, 0, b"x" * 10).status_code == 204
    assert piece(at, where, 10, b"x").status_code == 413
    assert come(at, where) == 10


@pytest.mark.parametrize("length", ["", "-1", "+5", "1.5", "9" * 16, "٣"])
def test_a_length_is_a_whole_number(at: Desk, length: str) -> None:
    headers = {**at.session("Ada"), **TUS, "upload-length": length.encode()}
    answer = at.ask("POST", "uploads", headers=headers)
    assert answer.status_code == 400


def test_another_version_and_another_kind_of_body_are_refused(at: Desk) -> None:
    session = at.session("Ada")
    assert at.ask("POST", "uploads", headers={**session, "upload-length": "5"}).status_code == 412
    where = begun(at, 5)
    headers = {**session, **TUS, "upload-offset": "0", "content-type": "text/plain"}
    assert at.ask("PATCH", where, content=b"x", headers=headers).status_code == 415


def test_a_file_on_its_way_is_its_members_alone(at: Desk) -> None:
    where = begun(at, 5)
    assert come(at, where, "Bea") == -1
    assert piece(at, where, 0, b"x", "Bea").status_code == 404
    assert taken(at, where, "Bea").status_code == 404
    assert at.ask("DELETE", where, headers=at.session("Bea")).status_code == 404
    assert at.ask("DELETE", where, headers=at.session("Ada")).status_code == 204
    assert come(at, where) == -1


def test_a_member_and_an_assembly_have_so_much_on_the_way_at_most(at: Desk) -> None:
    def asked(length: int, who: str) -> int:
        headers = {**at.session(who), **TUS, "upload-length": str(length)}
        return at.ask("POST", "uploads", headers=headers).status_code

    assert asked(2**21, "Ada") == 413
    assert [asked(2**20, "Ada") for _ in range(3)] == [201, 201, 429]
    assert [asked(2**20, "Bea") for _ in range(2)] == [201, 503]


def test_what_was_begun_goes_on_after_the_server_was_started_anew(
    world: World, tmp_path: Path
) -> None:
    with desk(world, tmp_path / "data", **SMALL) as at:
        where = begun(at, 10)
        piece(at, where, 0, b"12345")
    stray = next((tmp_path / "data").rglob("uploads")) / "stray"
    stray.write_bytes(b"x")
    with desk(world, tmp_path / "data", **SMALL) as at:
        assert come(at, where) == 5
        assert not stray.exists()
        assert piece(at, where, 5, b"67890").status_code == 204
        made = taken(at, where).json()
        assert (made["kind"], made["said"]) == ("file", [kinds.UNKNOWN])


# -- parts


@pytest.mark.parametrize(
    ("asked", "span"),
    [("", None), ("bytes=0-", (0, 10)), ("bytes=2-4", (2, 5)), ("bytes=-3", (7, 10)),
     ("bytes=8-99", (8, 10)), ("bytes=-99", (0, 10)), ("bytes=10-", (10, 10)),
     ("bytes=-0", (10, 10)), ("bytes=4-2", None), ("bytes=-", None), ("bytes=0-1,4-5", None),
     ("items=0-1", None), ("bytes= 0-1", None)],
)  # fmt: skip
def test_a_part_is_what_was_asked_for_or_all(asked: str, span: tuple[int, int] | None) -> None:
    assert span_of(asked, 10) == span


def test_parts_of_a_text_are_sent(at: Desk) -> None:
    text = at.world.text("0123456789")
    at.bring(text)
    answer = at.does(at.world.person("Ada"), Argue, problem=1, stance="supports", text=text)
    assert answer.status_code == 201
    path = f"blobs/{text.sha256}/content"
    part = at.get(path, headers={"range": "bytes=2-4"})
    assert (part.status_code, part.text) == (206, "234")
    assert part.headers["content-range"] == "bytes 2-4/10"
    beyond = at.get(path, headers={"range": "bytes=99-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */10")
    changed = at.get(path, headers={"range": "bytes=2-4", "if-range": '"another"'})
    assert (changed.status_code, changed.text) == (200, "0123456789")


def test_an_hour_is_what_a_file_waits(at: Desk) -> None:
    assert nodes.PENDING_SECONDS == 3600
