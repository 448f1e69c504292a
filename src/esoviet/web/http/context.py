"""What handlers need: the node, the assembly that the path names, and who is reading."""

from typing import NamedTuple, Protocol

from starlette.applications import Starlette
from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, Key, Member
from esoviet.node.hosted import HostedAssembly
from esoviet.node.ledger import Ledger
from esoviet.node.node import DAMAGED, Node
from esoviet.web.http.challenges import Challenges
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import Strangers

COOKIE = "esoviet-session"


class Example(Protocol):
    """Where the example assembly of a node comes from."""

    def known(self, node: Node) -> str | None:
        """Its id, if it has been made."""

    async def make(self, node: Node) -> str:
        """Its id; made if there is none. Raises `RuntimeError` if that fails."""


class Context(NamedTuple):
    """What the application carries along."""

    node: Node
    strangers: Strangers
    challenges: Challenges
    example: Example | None = None


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


def hosted_of(request: Request) -> HostedAssembly:
    """The assembly that the path names; 404 if it is not here."""
    node, name = node_of(request), request.path_params["assembly"]
    hosted = node.assemblies.get(name)
    if name in node.left_out:
        raise HttpError(503, DAMAGED.because, {"Retry-After": str(DAMAGED.retry_after)})
    if hosted is None:
        raise HttpError(404, "There is no such assembly here.")
    return hosted


def token_of(request: Request, assembly: str) -> str | None:
    """The session token that a request brings, by header or cookie."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token
    return request.cookies.get(f"{COOKIE}-{assembly[:16]}")


def reader_of(request: Request, hosted: HostedAssembly) -> Member | None:
    """The member who is signed in, if there is one whose key still stands."""
    node = node_of(request)
    token = token_of(request, hosted.ledger.id)
    session = None if token is None else node.store.session(token, node.clock())
    if session is None or session.assembly != hosted.ledger.id:
        return None
    return standing_member(hosted.ledger, session.kid)


def standing_member(ledger: Ledger, kid: str) -> Member | None:
    """The member whose unrevoked device key this is."""
    view = ledger.replica.view()
    key = view.get(Key, kid)
    if key is None or key.revoked or key.kind != "device":
        return None
    member = view.get(Member, key.member)
    return member if member is not None and member.state == "member" else None


def is_public(ledger: Ledger) -> bool:
    """Whether anyone may read this assembly's texts."""
    return ledger.replica.view().must(Constitution, THE).values["readership"] == "public"


def require_reader(request: Request, hosted: HostedAssembly) -> None:
    """Refuse with 401 or 403 who may not read this assembly's texts."""
    if is_public(hosted.ledger) or reader_of(request, hosted) is not None:
        return
    if token_of(request, hosted.ledger.id) is None:
        raise HttpError(401, "Only members may read this; sign in first.",
                      {"WWW-Authenticate": "Bearer"})  # fmt: skip
    raise HttpError(403, "Only members may read this, and this session is not a member's.")
