"""Erasing erases: a word is planted in everything that can be erased, and looked for everywhere."""

import gc
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from esoviet.law.act import Blob
from esoviet.law.blobs import EraseBlob
from esoviet.law.host import WithholdBlob
from esoviet.law.membership import SetProfile
from esoviet.node.erasing import Way
from esoviet.store.copies import About
from esoviet.web.http.kept import Kept
from tests.media import files
from tests.media.files import PLANTED
from tests.media.test_preparing import make
from tests.web.desk import Desk, desk
from tests.world import World

PATHS = (
    "problems", "problems/1", "problems/1.json", "problems/1/arguments",
    "problems/1/arguments.json", "solutions/1/versions", "solutions/1.json", "arguments/1.json",
    "log", "log/entries", "log/entries.json", "blobs.json", f"search?q={PLANTED[:8]}",
    f"search.json?q={PLANTED[:8]}", "feeds/problems.atom", "feeds/topics.atom", "feeds/log.atom",
    "topics", "topics/1", "topics/1.json", "posts/1", "members", "members/3",
    "members/3.json", "members/3/texts.json", "calendar.ics", "problems/1.ics",
)  # fmt: skip


OF_ALL = ("problem", "solution", "version")
"""What belongs to the assembly by now, and not to who wrote it (12.4)."""


@pytest.fixture
def world() -> World:
    world = World().found()
    world.members("Ada", "Bea", "Cem")
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path / "data") as served:
        yield served


def planted(world: World, tmp_path: Path) -> dict[str, tuple[str, Blob]]:
    """The word in texts, a file and what is said of it: what each is, who brought it, the blob."""
    ada, bea = world.person("Ada"), world.person("Bea")
    document = make(files.document(tmp_path / "a.pdf", f"A {PLANTED} page"))
    found = {
        "problem": ("Ada", world.text(f"The {PLANTED} roof\n\nIt is *{PLANTED}*, and leaks")),
        "solution": ("Bea", world.text(f"Mend the {PLANTED} roof")),
        "version": ("Bea", world.text(f"Mend the {PLANTED} roof\n\nand paint it")),
        "argument": ("Bea", world.text(f"A {PLANTED} argument")),
        "document": ("Bea", world.text(document.main, "application/pdf")),
        "caption": ("Bea", world.text(f"Its {PLANTED} caption")),
        "profile": ("Bea", world.text(f"Bea\n\nI am {PLANTED}")),
        "post": ("Bea", world.text(f"The {PLANTED} bins\n\n{PLANTED}, again")),
    }
    problem = ada.raises_problem(found["problem"][1])
    solution = bea.proposes(problem, found["solution"][1])
    bea.revises(solution, found["version"][1])
    bea.argues(problem, "supports", found["argument"][1], solution=solution,
               evidence=(found["document"][1],), captions=found["caption"][1])  # fmt: skip
    bea.sets_profile(found["profile"][1])
    ada.posts(bea.opens_topic(found["post"][1]), "So it is", 1)
    return found


def holding(folder: Path) -> list[str]:
    """The files in which the word stands, as another process finds them (SQLite's locks)."""
    found = subprocess.run(
        ["grep", "-rlFi", PLANTED, str(folder)], check=False, capture_output=True, text=True
    )
    assert found.returncode in (0, 1, 2), found.stderr
    return found.stdout.split()


def remembered() -> list[str]:
    """What this process keeps to save work, and in which the word stands."""
    kept = [one for one in gc.get_objects() if isinstance(one, Kept)]
    assert kept
    return [said for one in kept for item in one._values.items()
            if PLANTED in (said := repr(item).lower())]  # fmt: skip


def pages(at: Desk) -> str:
    """All that is shown of it, to a visitor and to a member, in JSON and as pages."""
    said = []
    for path in (at.here, f"{at.here}.json", *PATHS):
        for who in ("", "Ada"):
            answer = at.get(path, headers=at.session(who))
            assert answer.status_code == 200, f"{path}: {answer.text}"
            said.append(answer.text.lower())
    return " ".join(said)


def found(at: Desk) -> list[str]:
    """What search finds."""
    items = at.get(f"search.json?q={PLANTED}").json()["items"]
    return sorted(one["kind"] for one in items)


def copied(tmp_path: Path, copies: Mapping[str, bytes]) -> dict[str, Path]:
    """Copies as they were made, in files."""
    folder = tmp_path / "data" / "media"
    folder.mkdir()
    for kind, data in copies.items():
        (folder / kind).write_bytes(data)
    return {kind: folder / kind for kind in copies}


def takes_away(at: Desk, blob: Blob, who: str) -> None:
    """By the act of who brought it; what belongs to the assembly by the host's, on an order."""
    if who:
        answer = at.does(at.world.person(who), EraseBlob, sha256=blob.sha256)
        assert answer.status_code == 201, answer.text
        return
    ground = at.world.text("A court ordered it")
    at.bring(ground)

    def withheld() -> bool:  # the node signs marks of time with the same key
        at.sync()
        order = {"sha256": blob.sha256, "ground": ground}
        return at.does(at.world.host, WithholdBlob, **order).status_code == 201

    at.until(withheld)


def test_a_word_that_is_erased_is_nowhere_any_more(world: World, tmp_path: Path) -> None:
    blobs = planted(world, tmp_path)
    document, data = blobs["document"][1].sha256, tmp_path / "data"
    with desk(world, data) as at:
        about = About(world.person("Bea").number, "document", "application/pdf")
        made = make(files.document(tmp_path / "again.pdf", f"A {PLANTED} page"))
        ledger = at.hosted.ledger
        ledger.copies.put(document, about, copied(tmp_path, made.copies))
        ledger.copies.keep([document])
        at.until(lambda: PLANTED in pages(at) and len(found(at)) >= 4)
        assert holding(data)
        assert remembered()
        for what, (who, blob) in blobs.items():
            takes_away(at, blob, "" if what in OF_ALL else who)
        at.until(lambda: not holding(data))
        assert (remembered(), found(at)) == ([], [])
        assert PLANTED not in pages(at)
        assert (remembered(), holding(data)) == ([], [])
        assert at.get(f"blobs/{document}/content").status_code == 404
        assert ledger.copies.about(document) is None


def test_what_cannot_be_removed_stops_nothing_else_and_goes_at_the_next_start(
    at: Desk, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ada, words = world.person("Ada"), world.text(f"Ada, {PLANTED}")
    at.bring(words)
    assert at.does(ada, SetProfile, profile=words).status_code == 201
    gone: list[str] = []

    def fails(_ledger: object, _sha256: str) -> None:
        raise OSError("the disk does not allow it")

    at.node.road.ways.insert(0, Way("what fails", fails))
    at.node.road.add(Way("what comes last", lambda _, sha256: gone.append(sha256)))
    assert at.does(ada, EraseBlob, sha256=words.sha256).status_code == 201
    assert gone == [words.sha256]
    assert holding(tmp_path) == []
