"""A host takes a text away, or changes it, without the act that would say so."""

from collections.abc import Iterator

import pytest

from esoviet.law.blobs import EraseBlob
from tests.audit.publisher import Publisher
from tests.world import World


def said() -> tuple[World, str]:
    """An assembly in which Ada has said something; its hash."""
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    text = world.text("The repair was never made.")
    ada.sets_profile(text)
    bea.sets_profile("I saw it too")
    return world, text.sha256


def clauses(publisher: Publisher) -> list[str]:
    return [found.clause for found in publisher.audited().findings]


def test_a_text_that_nobody_erased_is_missed() -> None:
    world, sha256 = said()
    host = Publisher(world)
    assert clauses(host) == []
    del host.blobs[sha256]
    assert clauses(host) == ["1.10"]


def test_a_host_that_grows_meanwhile_hides_nothing_by_that() -> None:
    class Growing(Publisher):
        def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
            if len(self.log) < 10:
                world.person("Bea").sets_profile("Still me")
                self.log = list(world.entries)
                self.forge()
            return super().blob(sha256, size)

    world, sha256 = said()
    host = Growing(world)
    del host.blobs[sha256]
    assert "1.10" in clauses(host)


@pytest.mark.parametrize("author", ["Bea", "Host"])
def test_nobody_but_its_author_erases_a_text(author: str) -> None:
    class Erasing(Publisher):
        def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
            if len(self.log) == len(world.entries):
                self.append(erased).forge()
            return super().blob(sha256, size)

    world, sha256 = said()
    erased = world.seal(world.person(author).key, EraseBlob, sha256=sha256)
    host = Erasing(world)
    del host.blobs[sha256]
    said_of_it = clauses(host)
    assert len(said_of_it) == 2
    assert "1.10" in said_of_it


def test_a_changed_text_is_found_even_where_its_host_calls_it_a_web_page() -> None:
    world, sha256 = said()
    host = Publisher(world)
    host.blobs[sha256] = b"x" * len(host.blobs[sha256])
    assert clauses(host) == ["1.10"]
    host.blobs[sha256] = b"<html>Please sign in</html>"
    report = host.audited()
    assert (report.ok, report.findings) == (False, [])
    assert report.trouble
