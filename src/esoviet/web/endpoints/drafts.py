"""A member's drafts by mail: for sessions of the member, and nobody else.

DELETE /a/{assembly}/drafts/{draft}   throws one away, or has it gone once it is signed

They are read on the page (pages/mailed.py), and come in by mail (notify/receiving.py).
"""

from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import node_of


async def discard(request: Request) -> Response:
    """DELETE /a/{assembly}/drafts/{draft}; whether there was one is not said."""
    hosted, visitor = asker(request)
    name = str(request.path_params["draft"])
    node_of(request).reach.drafts.discard(hosted.ledger.id, visitor.number, name)
    return done()
