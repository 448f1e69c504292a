"""What members say of themselves for the work: for sessions of the member, and nobody else.

PUT    /a/{assembly}/skills   all that one says, in place of what one said before (store/skills.py)
DELETE /a/{assembly}/skills   takes all of it back

None of it enters the log, a feed, a mail or an export. Members read it on pages alone. It is erased
when it is taken back, and when the member leaves.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.skills import kept
from esoviet.node.wishes import is_zone
from esoviet.store import skills
from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of

MAX_BODY = 16_384


async def say(request: Request) -> Response:
    """PUT /a/{assembly}/skills."""
    hosted, visitor = asker(request)
    context_of(request).quotas.act(hosted.ledger.id, visitor.number)
    try:
        said = skills.read(await body_of(request, MAX_BODY))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not how this is said.") from None
    if not is_zone(said.zone):
        raise HttpError(400, "This server does not know that time zone.")
    return _put(request, hosted.ledger.id, visitor.number, kept(said))


async def withdraw(request: Request) -> Response:
    """DELETE /a/{assembly}/skills."""
    hosted, visitor = asker(request)
    return _put(request, hosted.ledger.id, visitor.number, skills.Skills())


def _put(request: Request, assembly: str, member: int, said: skills.Skills) -> Response:
    reach = node_of(request).reach
    reach.skills.put(assembly, member, said)
    reach.journal.empty()
    reach.stamps.change(assembly, member)
    return done()
