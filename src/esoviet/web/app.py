"""The application: every address a node answers, in one table read from top to bottom."""

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from esoviet.node.node import Node
from esoviet.web import acts, blobs, changes, logfiles, problems, sessions
from esoviet.web.challenges import Challenges
from esoviet.web.context import Context, attach, node_of
from esoviet.web.headers import Headers
from esoviet.web.limits import Strangers
from esoviet.wire.envelope import MAX_ACT

ROUTES: tuple[BaseRoute, ...] = (
    Route("/a/{assembly}/acts", acts.submit, methods=["POST"]),
    Route("/a", acts.found, methods=["POST"]),
    Route("/a/{assembly}/log/checkpoint", logfiles.checkpoint),
    Route("/a/{assembly}/log/tile/{path:path}", logfiles.tile),
    Route("/a/{assembly}/receipts/{act}", logfiles.receipt),
    Route("/a/{assembly}/blobs/{sha256}", blobs.bring, methods=["PUT"]),
    Route("/a/{assembly}/blobs/{sha256}", blobs.whole),
    Route("/a/{assembly}/blobs/{sha256}/content", blobs.content),
    Route("/blobs/{sha256}", blobs.bring_for_founding, methods=["PUT"]),
    Route("/a/{assembly}/changes", changes.changes),
    Route("/a/{assembly}/session", sessions.challenge),
    Route("/a/{assembly}/session", sessions.sign_in, methods=["POST"]),
    Route("/a/{assembly}/session", sessions.sign_out, methods=["DELETE"]),
)


class Limits(msgspec.Struct, frozen=True):
    """What a node takes: sizes in bytes, strangers' acts a minute and address."""

    act_bytes: int
    blob_bytes: int
    stranger_acts: int


class About(msgspec.Struct, frozen=True):
    """What a node says about itself. `host` is the public key for founding acts to name."""

    host: str
    founding: str
    url: str
    limits: Limits


def create_app(node: Node) -> Starlette:
    """The ASGI application of a node that has been started."""
    app = Starlette(
        routes=[*ROUTES, Route("/node", about)],
        middleware=[Middleware(Headers)],
        exception_handlers={HTTPException: problems.on_http_exception, Exception: problems.on_bug},
    )
    config = node.config
    strangers = Strangers(config.stranger_rate, config.trusted_proxies)
    attach(app, Context(node, strangers, Challenges()))
    return app


async def about(request: Request) -> Response:
    """GET /node."""
    node = node_of(request)
    config = node.config
    limits = Limits(MAX_ACT, config.max_blob_bytes, config.stranger_rate)
    body = About(node.public, config.founding, config.url, limits)
    headers = {"Cache-Control": "no-cache"}
    return Response(msgspec.json.encode(body), headers=headers, media_type="application/json")
