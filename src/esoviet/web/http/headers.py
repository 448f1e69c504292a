"""Headers that every answer carries, and two rules about requests that hold for every route.

Written as a plain ASGI layer, since it stands in the way of every act.
"""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from esoviet.node.node import Node
from esoviet.web.http.errors import ProblemDetails, respond

STYLES = "style-src 'self'"
POLICY = (
    f"default-src 'none'; script-src 'self'; {STYLES}; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DEFAULTS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    # Acts are signed and sessions for other sites' scripts need an explicit token, so that any
    # member's client, mirror or verifier may call from anywhere; cookies never travel with it.
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "Location, Retry-After, ETag, Tus-Resumable, Upload-Offset, Upload-Length",
    ),
)
# The app's own files are no pages: what concerns pages would only make them heavier.
_FILES = (("X-Content-Type-Options", "nosniff"),)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, If-None-Match, Last-Event-ID, Range, Tus-Resumable, "
        "Upload-Offset, Upload-Length, Upload-Metadata"
    ),
    "Access-Control-Max-Age": "86400",
}
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_RAW = [(name.lower().encode(), value.encode()) for name, value in _DEFAULTS]
_RAW_FILES = [(name.lower().encode(), value.encode()) for name, value in _FILES]


class Headers:
    """Adds the headers that an answer does not set itself, and tells the node of the answer.

    `usual` are those of all answers but the app's own files, names in small letters. Where the
    node's public address is one of HTTPS, browsers are told to come by nothing else.
    """

    def __init__(self, app: ASGIApp, node: Node) -> None:
        self._app = app
        self._events, self._asked = node.events, node.asked
        self.usual = [*_RAW, _HSTS] if node.config.is_https else _RAW

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self.around(self._app, scope, receive, send)

    async def around(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request by `app`."""
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        defaults = _RAW_FILES if scope["path"].startswith("/static/") else self.usual
        waits = True

        async def send_with_headers(message: Message) -> None:
            nonlocal waits
            if message["type"] == "http.response.start":
                _add(message, defaults)
                self._events.answered(scope["method"], scope["path"], message["status"])
                waits = False
                self._asked.end()
            await send(message)

        self._asked.begin()
        try:
            await _serve(app, scope, receive, send_with_headers)
        finally:
            if waits:
                self._asked.end()


async def _serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    if b"%2f" in scope.get("raw_path", b"").lower():
        details = ProblemDetails(title="Not Found", status=404)
        response = respond(details, {}, Request(scope))
        await response(scope, receive, send)
    elif scope["method"] == "OPTIONS":
        await _preflight(send)
    else:
        await app(scope, receive, send)


def _add(message: Message, defaults: list[tuple[bytes, bytes]]) -> None:
    headers = message["headers"]
    present = {name for name, _ in headers}
    headers.extend(pair for pair in defaults if pair[0] not in present)


async def _preflight(send: Send) -> None:
    headers = MutableHeaders(_PREFLIGHT)
    await send({"type": "http.response.start", "status": 204, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b""})
