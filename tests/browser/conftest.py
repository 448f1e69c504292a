"""Hosts for the journeys, and the people on them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.browser.fixtures import Complaints, Contexts, chromium, complaints, contexts, workers
from tests.browser.host import WITNESS, Host, hosting
from tests.browser.people import Person
from tests.web.served import write
from tests.web.story import Story, tell
from tests.world import World, policy

__all__ = [
    "chromium",
    "complaints",
    "contexts",
    "hall",
    "host",
    "old_host",
    "person",
    "story",
    "workers",
]

QUICK = {
    "readership": "public",
    "necessity_quorum": "1/4",
    "necessity_days": "1",
    "solution_days": "1",
    "reading_days": "1",
    "vote_days": "1",
    "question_days": "1",
}
OPENS = 0.11
"""Days after which a problem opens for solutions that enough found necessary: a tenth, and more."""


class People(Protocol):
    """Makes people."""

    def __call__(self, name: str, width: int = 1280) -> Person: ...


@pytest.fixture(scope="package")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host with an empty folder, whose clock can be turned."""
    with hosting(tmp_path_factory.mktemp("data")) as up:
        yield up


@pytest.fixture
def person(host: Host, contexts: Contexts, complaints: Complaints) -> People:
    """Somebody with a browser of their own, who is nobody's member yet."""

    def make(name: str, width: int = 1280) -> Person:
        context = contexts(width)
        host.sets(context)
        return Person(context, complaints, host.address, name)

    return make


class Hall:
    """An assembly that meets: a world that was written to a folder, and is hosted now."""

    def __init__(
        self, world: World, host: Host, contexts: Contexts, complaints: Complaints
    ) -> None:
        self.world = world
        self.host = host
        self._contexts = contexts
        self._complaints = complaints
        self._inside: dict[str, Person] = {}

    def enters(self, name: str, width: int = 1280) -> Person:
        """A member of that name, with a browser that holds their key."""
        if name not in self._inside:
            somebody = self._somebody(name, width)
            member = self.world.cast[name]
            self._inside[name] = somebody.enters(self.world.id, member.key.seed, member.number)
        return self._inside[name]

    def opens(self, problem: int, *names: str) -> int:
        """Let these members find a problem necessary, and time pass until it is open (5.3)."""
        for name in names or ("Bea", "Cem", "Dot"):
            self.enters(name).finds("Necessary", problem)
        self.looks()
        return problem

    def looks(self) -> None:
        """A tenth of `necessity_days` passes, so that others can look."""
        self.host.turns(days=OPENS)

    def seconds(self, question: int = 1, name: str = "Bea") -> None:
        """Let a member want a question too, which opens the vote of two who do (10.2)."""
        self.enters(name).visits(f"/questions/{question}").signs("Second it")

    def visitor(self, width: int = 1280, *, scripts: bool = True) -> Person:
        """Somebody who is no member."""
        return self._somebody("Visitor", width, scripts=scripts)

    def _somebody(self, name: str, width: int, *, scripts: bool = True) -> Person:
        context = self._contexts(width, scripts=scripts)
        self.host.sets(context)
        made = Person(context, self._complaints, self.host.address, name)
        made.assembly = self.world.id
        return made


@pytest.fixture
def hall(
    request: pytest.FixtureRequest, tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> Iterator[Hall]:
    """Ada, Bea, Cem and Dot, with periods of a day; `@rules(…)` above a test changes that."""
    marker = request.node.get_closest_marker("rules")
    rules = QUICK | {"witnesses": policy(WITNESS)} | (marker.kwargs if marker else {})
    world = World().found(**rules)
    world.members("Ada", "Bea", "Cem", "Dot")
    write(world, tmp_path)
    with hosting(tmp_path, world.now + 1) as up:
        yield Hall(world, up, contexts, complaints)
        complaints.deaf = True  # the host goes before the pages do


@pytest.fixture(scope="package")
def story() -> Story:
    """What happened in the assembly."""
    return tell()


@pytest.fixture(scope="package")
def old_host(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Its host, whose clock stands still at the last entry."""
    folder = tmp_path_factory.mktemp("story")
    write(story.world, folder)
    with hosting(folder, story.world.now) as up:
        yield up
