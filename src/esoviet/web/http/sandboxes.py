"""What stands around the sandboxes of a node, so that nothing of one gets out, and all says so.

`Apart` leads each request for a sandbox into that one: beyond it there is another node, which knows
none of the assemblies around it. `Walls` stand around one: only what the tour needs is answered,
every answer carries the mark, and nothing keeps it: no cache, no search engine, no program that
asks again. Pages carry the mark in their frame (templates/parts/tour.html).
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from esoviet.web.http.context import Sandboxes
from esoviet.web.http.errors import HttpError, details_of_problem, respond

MARK = "Esoviet-Sandbox"
IN_JSON = b'"sandbox":true'
OVER, OUTSIDE = "/tour/over", "/tour/outside"
"""The pages that say so."""
_NAMED = re.compile(r"/a/([0-9a-f]{64})(?=[/.]|\Z)")
_CLOSED = re.compile(r"/(secrets?|push|rooms|messages|media|uploads|pairings|feeds|devices)(/|\Z)")
_FILE = re.compile(r"\.(?!json\Z)[a-z]+\Z")
_DOES = re.compile(r"/(acts|session|preview|blobs/\w+|follows/.+|mutes/\d+|skills|away|plans/.+)\Z")
_READS = ("GET", "HEAD", "OPTIONS")
_UNASKED = (b"accept-encoding", b"if-none-match")
_AS_SIGNED = re.compile(r"/(log/(founding|checkpoint|tile/.*)|receipts/\w+|blobs/.*)\Z")
_JSON = ("application/json", "application/problem+json")
_DROPPED = ("Esoviet-Offline", "ETag", "Access-Control-Allow-Origin")
_KEPT_SECONDS = 900
_AGE = re.compile(r"max-age=\d+", re.IGNORECASE)


class Apart:
    """Leads who asks for a sandbox into it, and tells who comes too late."""

    def __init__(self, app: ASGIApp, sandboxes: Sandboxes) -> None:
        self._app = app
        self._sandboxes = sandboxes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = _NAMED.match(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        sandbox = self._sandboxes.find(found[1])
        if sandbox is not None:
            with sandbox.used():
                await sandbox.app(scope, receive, send)
        elif self._sandboxes.is_over(found[1]):
            over = HttpError(410, "This sandbox is over, and nothing of it was kept.")
            await _refuse(self._app, over, OVER, scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Walls:
    """Around one sandbox."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        marking = _Marking(send, _AS_SIGNED.match(_below(scope["path"])) is None)
        if not _is_within(scope["method"], scope["path"]):
            outside = HttpError(403, "This is not a part of the tour: nothing leaves a sandbox.")
            await _refuse(self._app, outside, OUTSIDE, scope, receive, marking)
            return
        # Every answer comes whole and plain, so that it can be marked.
        headers = [pair for pair in scope["headers"] if pair[0] not in _UNASKED]
        await self._app({**scope, "headers": headers}, receive, marking)


class _Marking:
    """A `send` that marks what is answered; in a body of ours it says so, not in what is signed."""

    def __init__(self, send: Send, is_ours: bool) -> None:
        self._send = send
        self._is_ours = is_ours
        self._is_json = False

    async def __call__(self, message: Message) -> None:
        """Send on."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            self._mark(headers)
            cookies = [_shorter(*pair) for pair in headers.raw]
            message = {**message, "headers": cookies}
        elif self._is_json and message.get("body", b"")[:1] == b"{":
            self._is_json = False
            rest = message["body"][1:]
            comma = b"" if rest[:1] == b"}" else b","
            message = {**message, "body": b"{" + IN_JSON + comma + rest}
        await self._send(message)

    def _mark(self, headers: MutableHeaders) -> None:
        for name in _DROPPED:
            del headers[name]
        headers[MARK] = "1"
        headers["X-Robots-Tag"] = "noindex, nofollow"
        headers["Cache-Control"] = "no-store"
        kind = headers.get("content-type", "").partition(";")[0]
        self._is_json = self._is_ours and kind in _JSON
        if self._is_json:
            del headers["Content-Length"]  # it comes in pieces then


def _is_within(method: str, path: str) -> bool:
    """Whether a request is of what the tour shows."""
    rest = _below(path)
    if _CLOSED.match(rest):
        return False
    return not _FILE.search(rest) if method in _READS else _DOES.match(rest) is not None


def _below(path: str) -> str:
    """What follows on the assembly in a path."""
    return _NAMED.sub("", path, count=1)


def _shorter(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie that does not outlive the sandbox for long."""
    if name != b"set-cookie":
        return name, value
    return name, _AGE.sub(f"Max-Age={_KEPT_SECONDS}", value.decode()).encode()


async def _refuse(
    app: ASGIApp, error: HttpError, page: str, scope: Scope, receive: Receive, send: Send
) -> None:
    """Refuse a request: with this page whoever asked for one."""
    request = Request(scope)
    if scope["method"] in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
        await app({**scope, "path": page, "raw_path": page.encode()}, receive, send)
        return
    response = respond(details_of_problem(error), {"Cache-Control": "no-store"}, request)
    await response(scope, receive, send)
