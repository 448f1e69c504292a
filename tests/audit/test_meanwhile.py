"""An assembly goes on while it is audited or copied: texts go, and nobody is accused for it.

The twins in tests/attacks/test_hide_a_text.py do the same without the act that says so.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from esoviet.audit.audit import audit
from esoviet.audit.database import Database
from esoviet.audit.report import AssemblyReport
from esoviet.audit.source import Hidden
from esoviet.law.act import Blob
from esoviet.law.records import BlobRecord
from tests.audit.publisher import Publisher
from tests.web.served import Served, write
from tests.world import World

JOSE = {"Content-Type": "application/jose"}


class Busy(Publisher):
    """A host at which something happens when a text is asked for the first time."""

    def __init__(self, world: World, happens: Callable[[], object]) -> None:
        super().__init__(world)
        self._world, self._happens = world, happens
        self.hides = False

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
        happens, self._happens = self._happens, lambda: None
        happens()
        if len(self._world.entries) > len(self.log):
            self.log = list(self._world.entries)
            self.forge()
        if self.hides:
            raise Hidden
        return super().blob(sha256, size)


def said() -> tuple[World, Blob]:
    """An assembly in which Ada has said something."""
    world = World().found(readership="public")
    text = world.text("I take this back.")
    world.person("Ada").sets_profile(text)
    return world, text


def test_a_text_erased_while_the_audit_runs_is_no_finding() -> None:
    world, text = said()

    def erases() -> None:
        world.person("Ada").erases(text)
        del host.blobs[text.sha256]

    host = Busy(world, erases)
    report = host.audited()
    assert (report.findings, report.blobs.erased, report.entries) == ([], 1, len(world.entries))


def test_a_text_withheld_while_the_audit_runs_is_no_finding() -> None:
    world, text = said()

    def withholds() -> None:
        ground = world.text("A court ordered it.")
        world.host.withholds(text, ground)
        del host.blobs[text.sha256]
        host.blobs[ground.sha256] = world.blobs[ground.sha256]

    host = Busy(world, withholds)
    report = host.audited()
    assert (report.findings, report.blobs.withheld) == ([], 1)


def test_an_assembly_can_close_itself_to_strangers_while_the_audit_runs() -> None:
    world, _ = said()

    def closes() -> None:
        world.amend(world.person("Ada"), readership="members")
        world.person("Ada").marks_time()
        host.blobs.update(world.blobs)
        host.hides = True

    host = Busy(world, closes)
    report = host.audited()
    assert (report.findings, report.blobs.present) == ([], 0)
    assert report.blobs.unchecked > 3


class Node:
    """A node that is up, and the procedure of docs/operating.md to copy what it keeps."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        write(world, folder / "data")
        self.home = folder / "data" / "assemblies" / world.id
        self.copy = folder / "copy" / "assemblies" / world.id
        self.copy.mkdir(parents=True)
        self.served = Served(world, folder / "data")

    def brings(self, words: str) -> Blob:
        """Ada says something."""
        text = self.world.text(words)
        self.served.ask("PUT", f"blobs/{text.sha256}", content=self.world.blobs[text.sha256])
        self.world.person("Ada").sets_profile(text)
        self._sends()
        return text

    def erases(self, text: Blob) -> None:
        """And takes it back."""
        self.world.person("Ada").erases(text)
        self._sends()

    def _sends(self) -> None:
        jws = self.world.entries[-1].partition(b'"act":"')[2][:-2]
        answer = self.served.ask("POST", "acts", content=jws, headers=JOSE)
        assert answer.status_code == 201, answer.text

    def steps(self) -> list[Callable[[], object]]:
        """The steps of the procedure, in their order."""
        return [self.notes_the_size, self.copies_blobs, self.copies_the_log, self.says_the_size,
                self.adds_blobs]  # fmt: skip

    def notes_the_size(self) -> None:
        with sqlite3.connect(self.home / "log.db") as log:
            (self.size,) = log.execute("SELECT size FROM state").fetchone()
        log.close()
        (self.copy / "blobs.size").write_text("0\n")

    def copies_blobs(self) -> None:
        shutil.rmtree(self.copy / "blobs", ignore_errors=True)
        shutil.copytree(self.home / "blobs", self.copy / "blobs")

    def copies_the_log(self) -> None:
        log = sqlite3.connect(self.home / "log.db")
        copy = sqlite3.connect(self.copy / "log.db")
        log.backup(copy)
        log.close()
        copy.close()

    def says_the_size(self) -> None:
        (self.copy / "blobs.size").write_text(f"{self.size}\n")

    def adds_blobs(self) -> None:
        shutil.copytree(self.home / "blobs", self.copy / "blobs", dirs_exist_ok=True)

    def audited(self) -> AssemblyReport:
        return audit(Database(self.copy), cores=1)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    node = Node(World().found(), tmp_path)
    yield node
    node.served.close()


@pytest.mark.parametrize("brought", range(6))
@pytest.mark.parametrize("erased", range(6))
def test_a_copy_made_while_texts_come_and_go_accuses_nobody(
    node: Node, brought: int, erased: int
) -> None:
    texts: list[Blob] = []
    steps = node.steps()
    for place in range(len(steps) + 1):
        if place == brought:
            texts.append(node.brings("I say this."))
        if place == erased and texts:
            node.erases(texts.pop())
        for step in steps[place : place + 1]:
            step()
    report = node.audited()
    assert (report.findings, report.trouble) == ([], None)


def test_a_copy_that_broke_off_anywhere_accuses_nobody(node: Node) -> None:
    text = node.brings("I say this.")
    for step in node.steps():
        step()
    node.erases(text)
    for step in node.steps():
        step()
        assert node.audited().findings == []


def test_a_copy_lacks_no_text_that_it_must_have(node: Node) -> None:
    text = node.brings("I say this.")
    for step in node.steps():
        step()
    assert node.audited().blobs.unchecked == 0
    (node.copy / "blobs" / text.sha256[:2] / text.sha256).unlink()
    assert [found.clause for found in node.audited().findings] == ["1.10"]
    assert node.world.the(BlobRecord, bytes.fromhex(text.sha256)).state == "kept"
