"""What handlers need of the application: the node, and what it counts."""

from typing import NamedTuple, Protocol

from starlette.applications import Starlette
from starlette.requests import Request

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


class Context(NamedTuple):
    """What the application carries along."""

    node: Node
    strangers: Strangers
    challenges: Challenges
    chores: Chores
    quotas: Quotas
    rounds: Rounds
    made: Once[bytes]
    example: Example | None = None
    inbox: Inbox | None = None


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
