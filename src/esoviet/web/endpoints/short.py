"""Where a short address leads, for who holds a key there (web/http/short.py).

GET  /to/{code}/session   answers {"nonce": …, "expires": …}
POST /to/{code}/session   a JWS with typ "session" over {"assembly": CODE, "nonce": …, "origin": …},
                          as application/jose; answers {"assembly": …}, the whole id

A closed assembly answers keys that it knows, and nobody else: all others are told the same whether
there is one or not, and pay for it as strangers do.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.sleeping import CROWDED, NotOpened
from esoviet.node.turns import Rank
from esoviet.store.errors import StoreError
from esoviet.web.endpoints.sessions import NOT_YOURS, Challenge, answered, may_enter, signed
from esoviet.web.http.context import Context, context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.short import grouped, named_by, read_code
from esoviet.wire.envelope import Envelope

MOST = 5  # that are asked


class Way(msgspec.Struct, frozen=True):
    """Which assembly it is."""

    assembly: str


async def challenge(request: Request) -> Response:
    """GET."""
    context = context_of(request)
    name = grouped(_code(request))
    return answered(Challenge(*context.challenges.new(name, context.node.clock())), 200)


async def way(request: Request) -> Response:
    """POST."""
    context, code = context_of(request), _code(request)
    context.strangers.check(request)
    context.strangers.charge(request)
    sealed, nonce = await signed(request, grouped(code))
    if context.node.sleeping.is_crowded(Rank.STRANGER):  # whatever there is
        raise HttpError(503, CROWDED.because, {"Retry-After": str(CROWDED.retry_after)})
    context.challenges.use(nonce, context.node.clock())
    for identity in named_by(code, context.node.sleeping.known)[:MOST]:
        if await _knows(request, context, identity, sealed):
            context.strangers.charge(request, -1)
            return answered(Way(identity), 200)
    raise HttpError(403, NOT_YOURS)


async def _knows(request: Request, context: Context, identity: str, sealed: Envelope) -> bool:
    try:
        async with context.node.open(identity, Rank.STRANGER):
            return may_enter(request, identity, sealed)
    except (NotOpened, StoreError, OSError):
        return False


def _code(request: Request) -> str:
    code = read_code(str(request.path_params["code"]))
    if not code:
        raise HttpError(404, "There is no such place.")
    return code
