"""The application: every address a node answers. What is only read: web/routes.py."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from esoviet.node.inbox import Inbox
from esoviet.node.node import Node
from esoviet.store.errors import StoreError
from esoviet.web.endpoints import (
    about,
    acts,
    away,
    blobs,
    changes,
    devices,
    drafts,
    follows,
    forget,
    logfiles,
    media,
    messages,
    plans,
    pushes,
    rooms,
    secrets,
    sessions,
    short,
    skills,
    teaching,
    uploads,
)
from esoviet.web.endpoints.fast_submit import FastSubmit
from esoviet.web.http.challenges import IN_A_SANDBOX, Challenges
from esoviet.web.http.chores import Chores
from esoviet.web.http.context import Context, Example, Sandbox, Sandboxes, attach
from esoviet.web.http.directory import Directory
from esoviet.web.http.errors import of_fault
from esoviet.web.http.headers import Headers
from esoviet.web.http.once import Once
from esoviet.web.http.plain import Plain
from esoviet.web.http.rates import Quotas, Strangers, limits_of
from esoviet.web.http.rounds import Rounds
from esoviet.web.http.sandboxes import Apart, Walls
from esoviet.web.http.waking import Waking
from esoviet.web.pages import serve
from esoviet.web.pages.remembered import Remembered
from esoviet.web.routes import read_routes

ROUTES: tuple[Route, ...] = (
    Route("/node", about.about),
    Route("/node/request", about.asked),
    Route("/a/{assembly}/acts", acts.submit, methods=["POST"]),
    Route("/a", acts.found, methods=["POST"]),
    Route("/a/{assembly}/log/checkpoint", logfiles.checkpoint),
    Route("/a/{assembly}/log/tile/{path:path}", logfiles.tile),
    Route("/a/{assembly}/receipts/{act}", logfiles.receipt),
    Route("/a/{assembly}/blobs/{sha256}", blobs.bring, methods=["PUT"]),
    Route("/a/{assembly}/blobs/{sha256}", blobs.whole),
    Route("/a/{assembly}/blobs/{sha256}/content", blobs.content),
    Route("/a/{assembly}/blobs/{sha256}/{copy}", media.copy),
    Route("/a/{assembly}/media", media.bring, methods=["POST"]),
    Route("/a/{assembly}/media", uploads.room, methods=["GET"]),
    Route("/a/{assembly}/uploads", uploads.begin, methods=["POST"]),
    Route("/a/{assembly}/uploads/{upload}", uploads.look, methods=["HEAD"]),
    Route("/a/{assembly}/uploads/{upload}", uploads.go_on, methods=["PATCH"]),
    Route("/a/{assembly}/uploads/{upload}", uploads.drop, methods=["DELETE"]),
    Route("/blobs/{sha256}", blobs.bring_for_founding, methods=["PUT"]),
    Route("/a/{assembly}/changes", changes.changes),
    Route("/a/{assembly}/session", sessions.challenge),
    Route("/a/{assembly}/session", sessions.sign_in, methods=["POST"]),
    Route("/a/{assembly}/session", sessions.sign_out, methods=["DELETE"]),
    Route("/a/{assembly}/devices", devices.devices),
    Route("/a/{assembly}/devices/{kid}", devices.name, methods=["PUT"]),
    Route("/a/{assembly}/sessions", devices.sessions),
    Route("/a/{assembly}/sessions", devices.end_others, methods=["DELETE"]),
    Route("/a/{assembly}/sessions/{session}", devices.end, methods=["DELETE"]),
    Route("/a/{assembly}/messages", messages.wish, methods=["PUT"]),
    Route("/a/{assembly}/secrets", secrets.secrets),
    Route("/a/{assembly}/secrets", secrets.make, methods=["POST"]),
    Route("/a/{assembly}/secrets/{secret}", secrets.end, methods=["DELETE"]),
    Route("/a/{assembly}/messages/address", messages.enter, methods=["PUT"]),
    Route("/a/{assembly}/messages/address", messages.drop, methods=["DELETE"]),
    Route("/a/{assembly}/push", pushes.put, methods=["PUT"]),
    Route("/a/{assembly}/push", pushes.drop, methods=["DELETE"]),
    Route("/a/{assembly}/push/try", pushes.attempt, methods=["POST"]),
    Route("/a/{assembly}/rooms", rooms.rooms),
    Route("/a/{assembly}/rooms", rooms.add, methods=["POST"]),
    Route("/a/{assembly}/rooms/{room}/try", rooms.attempt, methods=["POST"]),
    Route("/a/{assembly}/rooms/{room}", rooms.drop, methods=["DELETE"]),
    Route("/a/{assembly}/drafts/{draft}", drafts.discard, methods=["DELETE"]),
    Route("/a/{assembly}/plans/{number}", plans.plan),
    Route("/a/{assembly}/plans/{number}", plans.write, methods=["PUT"]),
    Route("/a/{assembly}/plans/{number}/parts", plans.add, methods=["POST"]),
    Route("/a/{assembly}/plans/{number}/parts/{item}", plans.drop, methods=["DELETE"]),
    Route("/a/{assembly}/plans/{number}/parts/{item}/me", plans.come, methods=["PUT"]),
    Route("/a/{assembly}/plans/{number}/parts/{item}/me", plans.go, methods=["DELETE"]),
    Route("/a/{assembly}/plans/{number}/came", plans.say, methods=["PUT"]),
    Route("/a/{assembly}/follows/{matter}/{number}", follows.follow, methods=["PUT"]),
    Route("/a/{assembly}/follows/{matter}/{number}", follows.unfollow, methods=["DELETE"]),
    Route("/a/{assembly}/mutes/{number}", follows.mute, methods=["PUT"]),
    Route("/a/{assembly}/mutes/{number}", follows.unmute, methods=["DELETE"]),
    Route("/a/{assembly}/skills", skills.say, methods=["PUT"]),
    Route("/a/{assembly}/skills", skills.withdraw, methods=["DELETE"]),
    Route("/a/{assembly}/away", away.say, methods=["PUT"]),
    Route("/a/{assembly}/away", away.withdraw, methods=["DELETE"]),
    Route("/a/{assembly}/teaching/{number}/{member}", teaching.say, methods=["PUT"]),
    Route("/a/{assembly}/teaching/{number}/{member}", teaching.drop, methods=["DELETE"]),
    Route("/to/{code}/session", short.challenge),
    Route("/to/{code}/session", short.way, methods=["POST"]),
    Route("/forget", forget.forget, methods=["POST"]),
    Route("/hand-over", forget.hand_over, methods=["POST"]),
)


def create_app(
    node: Node,
    example: Example | None = None,
    inbox: Inbox | None = None,
    sandboxes: Sandboxes | None = None,
    sandbox: Sandbox | None = None,
) -> ASGIApp:
    """The ASGI application of a node that has been started; `example` makes one to look around.

    Mails that are handed over go to the `inbox`. It is that of a node with `sandboxes`, or of a
    `sandbox`.
    """
    context = context_for(node, example, inbox)._replace(sandboxes=sandboxes, sandbox=sandbox)
    if sandbox is not None:
        context = context._replace(challenges=Challenges(IN_A_SANDBOX))
    headers = Headers(Plain(Waking(routed(context), node)), node)
    app = headers if sandboxes is None else Apart(headers, sandboxes)
    fast = FastSubmit(app, headers, context)
    return fast if sandbox is None else Walls(fast)


def context_for(node: Node, example: Example | None = None, inbox: Inbox | None = None) -> Context:
    """What the application of a node carries along."""
    config = node.config
    limits = limits_of(config)
    strangers, quotas = Strangers(limits, config.trusted_proxies), Quotas(limits)
    chores = Chores(node.workers, node.asked)
    return Context(node, strangers, Challenges(), chores, quotas, Rounds(), Once(), example, inbox)


def routed(context: Context) -> Starlette:
    """The application behind the door: every route. What is erased is forgotten here too."""
    remembered = Remembered()
    context.node.road.add(*remembered.ways)
    app = Starlette(
        routes=[Directory([*ROUTES, *read_routes(remembered)])],
        exception_handlers={
            HTTPException: serve.on_http_exception,
            StoreError: _on_fault,
            OSError: _on_fault,
            Exception: serve.on_bug,
        },
    )
    app.router.redirect_slashes = False  # it would repeat whatever the Host header says
    attach(app, context)
    return app


async def _on_fault(request: Request, error: Exception) -> Response:
    """The disk is full, or what is stored cannot be read: a page or problem details that say so."""
    return await serve.on_http_exception(request, of_fault(error))
