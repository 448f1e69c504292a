"""Texts and media over HTTP: only what the log refers to, and never so that a browser runs it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.arguments import Argue
from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.law.problems import RaiseProblem
from esoviet.web.endpoints.blobs import BLOB_POLICY
from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    world = World().found(readership="public")
    with desk(world, tmp_path) as served:
        yield served


def test_a_text_is_read_whole_and_without_its_salt(at: Desk) -> None:
    words = at.world.text("# Warm flats\n<script>alert(1)</script>")
    at.bring(words)
    at.does(at.world.member("Ada"), SetProfile, profile=words)
    whole = at.get(f"blobs/{words.sha256}")
    assert whole.content == at.world.blobs[words.sha256]
    assert whole.headers["content-type"] == "application/octet-stream"
    content = at.get(f"blobs/{words.sha256}/content")
    assert content.text.startswith("# Warm flats")
    assert content.headers["content-type"] == "text/plain; charset=utf-8"
    assert content.headers["content-security-policy"] == BLOB_POLICY
    assert content.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("media_type", "served", "how"),
    [
        ("image/png", "image/png", "inline"),
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("application/javascript", "application/octet-stream", "attachment"),
    ],
)
def test_only_harmless_kinds_are_shown_in_place(
    at: Desk, media_type: str, served: str, how: str
) -> None:
    ada = at.world.member("Ada")
    problem, words = at.world.text("The lift"), at.world.text("See here")
    photo = at.world.text("bytes of a file", media_type)
    for blob in (problem, words, photo):
        at.bring(blob)
    assert at.does(ada, RaiseProblem, text=problem).status_code == 201
    said = at.does(ada, Argue, problem=1, stance="supports", text=words, evidence=(photo,))
    assert said.status_code == 201, said.text
    answer = at.get(f"blobs/{photo.sha256}/content")
    assert answer.headers["content-type"] == served
    assert answer.headers["content-disposition"] == how


def test_what_no_act_refers_to_is_not_served(at: Desk) -> None:
    words = at.world.text("A hidden file store?")
    at.bring(words)
    assert at.get(f"blobs/{words.sha256}").status_code == 404
    at.does(at.world.member("Ada"), SetProfile, profile=words)
    assert at.get(f"blobs/{words.sha256}").status_code == 200


def test_what_is_erased_is_gone_at_once(at: Desk) -> None:
    ada = at.world.member("Ada")
    old, new = at.world.text("Ada, first floor"), at.world.text("Ada, second floor")
    for blob in (old, new):
        at.bring(blob)
        at.does(ada, SetProfile, profile=blob)
    assert at.get(f"blobs/{old.sha256}").status_code == 200
    assert at.does(ada, EraseBlob, sha256=old.sha256).status_code == 201
    assert at.get(f"blobs/{old.sha256}").status_code == 404
    assert at.hosted.ledger.blobs.size(old.sha256) is None
    assert at.get(f"blobs/{new.sha256}").status_code == 200


def test_a_browser_that_has_it_is_not_sent_it_again(at: Desk) -> None:
    words = at.world.text("Ada")
    at.bring(words)
    at.does(at.world.member("Ada"), SetProfile, profile=words)
    first = at.get(f"blobs/{words.sha256}/content")
    again = {"if-none-match": first.headers["etag"]}
    second = at.get(f"blobs/{words.sha256}/content", headers=again)
    assert (second.status_code, second.content) == (304, b"")
    assert "immutable" not in first.headers["cache-control"]


@pytest.mark.parametrize("name", ["0" * 63, "A" * 64, "g" * 64, "..%2fnode.key"])
def test_a_name_that_is_no_hash_names_no_blob(at: Desk, name: str) -> None:
    assert at.get(f"blobs/{name}").status_code == 404
    assert at.ask("PUT", f"blobs/{name}", content=b"x" * 40).status_code == 404


def test_a_blob_begins_with_its_salt(at: Desk) -> None:
    for content, status in ((b"x" * 31, 400), (b"x" * 32, 201)):
        name = hashlib.sha256(content).hexdigest()
        assert at.ask("PUT", f"blobs/{name}", content=content).status_code == status


def test_what_the_disk_has_damaged_is_not_served_is_told_and_comes_back_from_whoever_has_it(
    at: Desk,
) -> None:
    words = at.world.text("Ada, first floor")
    at.bring(words)
    at.does(at.world.member("Ada"), SetProfile, profile=words)
    path = at.hosted.ledger.blobs.path(words.sha256)
    path.write_bytes(path.read_bytes().replace(b"first", b"third"))
    assert at.get(f"blobs/{words.sha256}").status_code == 404
    assert at.get("members/1").status_code == 200
    assert "third" not in at.get("members/1").text
    (fault,) = at.node.faults
    assert fault.startswith(f"Damaged texts or files of the assembly {at.world.id}: 1.")
    assert at.bring(words).status_code == 201
    assert at.get(f"blobs/{words.sha256}").content == at.world.blobs[words.sha256]
    assert "first floor" in at.get("members/1").text
    assert at.node.faults == ()
