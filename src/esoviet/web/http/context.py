"""What handlers need of the application: the node, and what it counts."""

from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp

from esoviet.node.hosted import HostedAssembly
from esoviet.node.inbox import Inbox
from esoviet.node.node import Node
from esoviet.web.http.challenges import Challenges
from esoviet.web.http.chores import Chores
from esoviet.web.http.once import Once
from esoviet.web.http.rates import Quotas, Strangers
from esoviet.web.http.rounds import Rounds

COOKIE = "esoviet-session"


class Told(NamedTuple):
    """A message: its subject, as text, as HTML; and what a device shows of it."""

    subject: str
    text: str
    html: str
    title: str
    body: str


class Example(Protocol):
    """Where the example assembly of a node comes from."""

    def known(self, node: Node) -> str | None:
        """Its id, if it has been made."""

    async def make(self, node: Node) -> str:
        """Its id; made if there is none. Raises `RuntimeError` if that fails."""

    def told(self, hosted: HostedAssembly, member: int, language: str, origin: str) -> Told | None:
        """What one of its members would be told now, by what is usual; None: nothing.

        `origin` is the address of the server in the links.
        """


class Pace(NamedTuple):
    """The clock of a sandbox: what it shows (ms since 1970), and how many times as fast as others
    it runs (0: it stands still), so that a day lasts so many seconds. So many are left of it all.
    """

    now: int
    rate: int
    day_seconds: int
    seconds_left: int


class Begun(msgspec.Struct, frozen=True):
    """A sandbox that was begun: its assembly, the secret of the one invitation to it, and what its
    clock shows (ms)."""

    assembly: str
    invitation: str
    now: int


class Sandbox(Protocol):
    """An assembly of one visitor's own, for some minutes (cli/tour/)."""

    app: ASGIApp

    @property
    def pace(self) -> Pace:
        """How its time passes."""

    def used(self) -> AbstractContextManager[None]:
        """Somebody asks for something in it, meanwhile."""


class Sandboxes(Protocol):
    """The sandboxes of a node."""

    @property
    def most(self) -> int:
        """How many there can be; 0: this node has none."""

    async def begin(self, language: str, address: str | None) -> Begun | int:
        """A new one; or in how many seconds there is room for it."""

    def find(self, assembly: str) -> Sandbox | None:
        """The one of this name."""

    def is_over(self, assembly: str) -> bool:
        """Whether there was one of this name, a while ago."""

    def end_streams(self) -> None:
        """End every open change feed of all of them."""

    async def close(self) -> None:
        """End all of them."""


class Context(NamedTuple):
    """What the application carries along. In a `sandbox` it is that one's own."""

    node: Node
    strangers: Strangers
    challenges: Challenges
    chores: Chores
    quotas: Quotas
    rounds: Rounds
    made: Once[bytes]
    example: Example | None = None
    inbox: Inbox | None = None
    sandboxes: Sandboxes | None = None
    sandbox: Sandbox | None = None


def attach(app: Starlette, context: Context) -> None:
    """Give the application its context."""
    app.state.context = context


def context_of(request: Request) -> Context:
    """The application's context."""
    context = request.app.state.context
    assert isinstance(context, Context)
    return context


def node_of(request: Request) -> Node:
    """The node."""
    return context_of(request).node
