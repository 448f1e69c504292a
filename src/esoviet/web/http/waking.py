"""The road of requests to an assembly: it is awake for as long as its answer lasts.

Whoever may read is let through, and the assembly is woken for them if it sleeps; what stands
against that is said at the door (web/http/door.py). Whoever may not is let through as well, without
waking anybody: at the door there is no such assembly then. Only an act or a sign-in that is handed
in without a session needs the keys of a closed assembly. Each time a stranger has one woken, and
each time one could have, whether there is such an assembly or not, counts against their address.
"""

from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from esoviet.node.answers import Unavailable
from esoviet.node.node import Node
from esoviet.node.sleeping import CROWDED, DAMAGED, NotOpened
from esoviet.node.turns import Rank
from esoviet.store.errors import StoreError
from esoviet.web.http.door import ASSEMBLY, NOT_NOW, token_of
from esoviet.web.http.errors import HttpError, of_fault
from esoviet.web.http.rates import Strangers, limits_of

_START = "/a/"
_END = len(_START) + 64
_APART = "/pairings/"  # what is answered without looking at the assembly
_HANDED_IN = ("/acts", "/session")
_BY_SECRET = "/secret/"  # noqa: S105 - a path
_TAKEN = 201


class Waking:
    """Wakes the assembly that a request is for, and holds it awake meanwhile."""

    def __init__(self, app: ASGIApp, node: Node) -> None:
        self._app = app
        self._node = node
        limits = limits_of(node.config)
        self._wakings = Strangers(limits, node.config.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        identity = _named(scope)
        if not identity:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        async with AsyncExitStack() as held:
            paid = False
            try:
                rank, paid = self._rank(request, identity)
                if rank is not None:
                    await held.enter_async_context(self._node.open(identity, rank))
            except NotOpened as error:
                if error.answer is not None and error.answer != DAMAGED:
                    scope[NOT_NOW] = _not_now(error.answer)
            except HttpError as error:
                scope[NOT_NOW] = error
            except (StoreError, OSError) as error:
                scope[NOT_NOW] = of_fault(error)
            await self._app(scope, receive, self._seeing(request, send) if paid else send)

    def _rank(self, request: Request, identity: str) -> tuple[Rank | None, bool]:
        """On whose behalf it is to be awake (None: for this nobody may wake it), and whether they
        have paid for what members need not pay. Raises `HttpError`.
        """
        sleeping, path, method = self._node.sleeping, request.scope["path"][_END:], request.method
        if path.startswith(_APART) or (path == "/session" and method != "POST"):
            return None, False
        if self._is_signed_in(request, identity) or self._is_secret(path, identity):
            return Rank.MEMBER, False
        hosted = sleeping.awake.get(identity)
        if hosted is not None and hosted.ledger.is_public:
            return Rank.STRANGER, False
        handed_in = method == "POST" and path in _HANDED_IN
        if hosted is None and (sleeping.may_read(identity) or identity in sleeping.unread):
            self._pay(request)
            return Rank.STRANGER, handed_in
        if not handed_in:
            return None, False
        self._pay(request)
        if identity not in sleeping.known and sleeping.is_crowded(Rank.STRANGER):
            raise _not_now(CROWDED)  # as if it were here
        return Rank.STRANGER, True

    def _is_signed_in(self, request: Request, identity: str) -> bool:
        token = token_of(request, identity)
        session = None if token is None else self._node.store.session(token, self._node.clock())
        return session is not None and session.assembly == identity

    def _is_secret(self, path: str, identity: str) -> bool:
        """Whether it is a member's secret address (web/endpoints/secrets.py)."""
        if not path.startswith(_BY_SECRET):
            return False
        token = path.removeprefix(_BY_SECRET).rpartition(".")[0]
        secret = self._node.reach.secrets.find(token)
        return secret is not None and secret.assembly == identity

    def _pay(self, request: Request) -> None:
        try:
            self._wakings.check(request)
        except HttpError as error:
            raise HttpError(
                429, "Too many sleeping assemblies were woken from your address; wait a little.",
                error.headers,
            ) from None  # fmt: skip
        self._wakings.charge(request)

    def _seeing(self, request: Request, send: Send) -> Send:
        """A `send` that gives back what was paid where the act or sign-in was taken."""

        async def send_and_see(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _TAKEN:
                self._wakings.charge(request, -1)
            await send(message)

        return send_and_see


def _named(scope: Scope) -> str:
    """The assembly whose address a request is for, or below; empty where there is none."""
    if scope["type"] != "http" or not scope["path"].startswith(_START):
        return ""
    identity, rest = scope["path"][len(_START) : _END], scope["path"][_END : _END + 1]
    return identity if ASSEMBLY.fullmatch(identity) and rest in ("", "/", ".") else ""


def _not_now(because: Unavailable) -> HttpError:
    return HttpError(503, because.because, {"Retry-After": str(because.retry_after)})
