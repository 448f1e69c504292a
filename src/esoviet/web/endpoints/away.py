"""Until when a member is away: for sessions of the member, and nobody else.

PUT    /a/{assembly}/away   until when, in place of what one said before (store/away.py)
DELETE /a/{assembly}/away   takes that back

It has no field for a reason. None of it enters the log, a feed, a mail or an export. Members read
it on pages alone. It is erased when it is over, is taken back, or the member leaves.
"""

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.wire.reason import Reason

DAY = 86_400_000
MOST_DAYS = 60
MAX_BODY = 200


class Absence(Struct, frozen=True, forbid_unknown_fields=True):
    """Until when one is away, in ms since 1970."""

    until: int


async def say(request: Request) -> Response:
    """PUT /a/{assembly}/away."""
    hosted, visitor = asker(request)
    context_of(request).quotas.act(hosted.ledger.id, visitor.number)
    try:
        until = msgspec.json.decode(await body_of(request, MAX_BODY), type=Absence).until
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not how this is said.") from None
    if not 0 < until - node_of(request).clock() <= MOST_DAYS * DAY:
        raise HttpError(
            400, Reason("It ends in the future, in {most} days at most.", most=MOST_DAYS)
        )
    reach = node_of(request).reach
    reach.away.put(hosted.ledger.id, visitor.number, until)
    return _said(request, hosted.ledger.id, visitor.number)


async def withdraw(request: Request) -> Response:
    """DELETE /a/{assembly}/away."""
    hosted, visitor = asker(request)
    node_of(request).reach.away.forget(hosted.ledger.id, visitor.number)
    return _said(request, hosted.ledger.id, visitor.number)


def _said(request: Request, assembly: str, member: int) -> Response:
    reach = node_of(request).reach
    reach.journal.empty()
    reach.stamps.change(assembly, member)
    return done()
