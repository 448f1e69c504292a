"""Hosts for the journeys, and the people on them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.browser.fixtures import Complaints, Contexts, chromium, complaints, contexts, workers
from tests.browser.host import WITNESS, Host, hosting
from tests.browser.people import Person
from tests.effort import part
from tests.person import Person as Author
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
WIDTHS = part([360], [360, 1280])
"""How wide a journey is walked: every day where room is scarce; by `make soak` at a desk too."""
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
    """An assembly that meets: a world that is written to a folder and hosted, once it is needed."""

    def __init__(
        self, world: World, begins: Callable[[], Host], contexts: Contexts, complaints: Complaints
    ) -> None:
        self.world = world
        self._begins = begins
        self._contexts = contexts
        self._complaints = complaints
        self._inside: dict[str, Person] = {}

    @property
    def past(self) -> dict[str, Author]:
        """Who did something before there were pages: it costs a hundredth of what it does there."""
        assert "host" not in vars(self), "too late: the assembly has met"
        return self.world.cast

    @cached_property
    def host(self) -> Host:
        """The host, which begins when somebody first asks for it."""
        return self._begins()

    def enters(self, name: str, width: int = 1280, zone: str = "UTC") -> Person:
        """A member of that name, with a browser in that zone of time that holds their key."""
        if name not in self._inside:
            somebody = self._somebody(name, width, zone=zone)
            member = self.world.cast[name]
            self._inside[name] = somebody.enters(self.world.id, member.key.seed, member.number)
        return self._inside[name]

    def opens(self, problem: int, *names: str) -> int:
        """Let these members find a problem necessary, and time pass until it is open (5.3)."""
        for name in names or ("Bea", "Cem", "Dot"):
            if name in self._inside:
                self._inside[name].finds("Necessary", problem)
            else:
                self._does(name, "assess-necessity", problem=problem, stance="necessary")
        self.looks()
        return problem

    def looks(self) -> None:
        """A tenth of `necessity_days` passes, so that others can look."""
        self.host.turns(days=OPENS)

    def seconds(self, question: int = 1, name: str = "Dot") -> None:
        """Let a member want a question too, which opens the vote of two who do (10.2)."""
        if name in self._inside:
            self._inside[name].visits(f"/questions/{question}").signs("Second it")
        else:
            self._does(name, "second-question", question=question)

    def _does(self, name: str, kind: str, **fields: object) -> None:
        """Who has no browser here does it without: it costs a hundredth."""
        self.host.signs(self.world.cast[name].key, kind, **fields)

    def visitor(self, width: int = 1280, *, scripts: bool = True) -> Person:
        """Somebody who is no member."""
        return self._somebody("Visitor", width, scripts=scripts)

    def _somebody(
        self, name: str, width: int, *, scripts: bool = True, zone: str = "UTC"
    ) -> Person:
        context = self._contexts(width, scripts=scripts, zone=zone)
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
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


@contextmanager
def meeting(
    world: World, folder: Path, contexts: Contexts, complaints: Complaints, **settings: Any
) -> Iterator[Hall]:
    """An assembly that meets, in this folder, at a host with these settings."""
    with ExitStack() as end:

        def begins() -> Host:
            write(world, folder)
            return end.enter_context(hosting(folder, world.now + 1, **settings))

        yield Hall(world, begins, contexts, complaints)
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
    with hosting(folder, story.world.now, development=True) as up:
        yield up
