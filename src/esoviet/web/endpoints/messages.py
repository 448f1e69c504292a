"""What a member wants to be told: for sessions of the member, and nobody else.

PUT    /a/{assembly}/messages           what of each kind how often, and when not (store/wishes.py)

None of it enters the log, and all of it is forgotten when the member leaves.
"""

from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.hosted import HostedAssembly
from esoviet.node.wishes import is_day, is_zone
from esoviet.store import wishes
from esoviet.store.wishes import Wanting, Wishes
from esoviet.web.http.context import node_of
from esoviet.web.http.door import Visitor, admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import is_known
from esoviet.web.http.limits import body_of

MAX_BODY = 2048
NO_STORE = {"Cache-Control": "no-store"}


async def wish(request: Request) -> Response:
    """PUT /a/{assembly}/messages."""
    hosted, visitor = asker(request)
    try:
        said = wishes.read(await body_of(request, MAX_BODY))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not what somebody can want to be told.") from None
    check(said)
    node, assembly = node_of(request), hosted.ledger.id
    known = node.reach.wishes.of(assembly, visitor.number)
    last = known.last if known is not None else node.clock()
    node.reach.wishes.put(Wanting(assembly, visitor.number, said, last, 0))
    return done()


def asker(request: Request) -> tuple[HostedAssembly, Visitor]:
    """The assembly and the member who asks; raises `HttpError`."""
    hosted, visitor = admitted(request)
    if visitor.member is None:
        raise HttpError(403, "Sign in first: this is shown to its owner only.")
    return hosted, visitor


def check(said: Wishes) -> None:
    """Refuse what cannot be: raises `HttpError` 400."""
    if not is_known(said.language):
        raise HttpError(400, "This server does not speak that language.")
    if not is_zone(said.zone):
        raise HttpError(400, "This server does not know that time zone.")
    if said.away_until and not is_day(said.away_until):
        raise HttpError(400, "There is no such day.")
    if not said.days and "weekly" in (said.needs, said.mandates, said.answers, said.decisions):
        raise HttpError(400, "Choose a day of the week, or how often else.")


def done() -> Response:
    """It is done, and there is nothing to say."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=NO_STORE)
