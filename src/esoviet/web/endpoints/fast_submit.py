"""The short way in for what comes most: one act that a member of an awake assembly has signed.

An act handed in alone, as `application/jose`, needs nothing of routing, requests and responses,
which together cost as much as judging it; nor of the layers around them, so this is the outermost.
Whatever is not plainly that goes on to the application with its body as it came, and
endpoints/acts.py answers it.
"""

from collections.abc import Iterable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from esoviet.law.records import Key
from esoviet.node.answers import Answer, Logged
from esoviet.node.hosted import HostedAssembly
from esoviet.node.submission import Submission, prepare
from esoviet.web.endpoints.acts import ONE
from esoviet.web.endpoints.paying import author_of, pay
from esoviet.web.http.context import Context
from esoviet.web.http.errors import HttpError, on_http_exception, refusal_response
from esoviet.web.http.headers import Headers
from esoviet.web.http.limits import stalled
from esoviet.web.http.patience import Patience
from esoviet.wire.envelope import MAX_ACT

_START, _END = "/a/", "/acts"
_KIND = (b"content-type", ONE.encode())
_ENCODER = msgspec.json.Encoder()
_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
_LOGGED = 201


class FastSubmit:
    """Answers single acts of known keys; hands everything else on to `app`.

    What it answers itself it counts, and gives the `headers`, as those do around the application.
    """

    def __init__(self, app: ASGIApp, headers: Headers, context: Context) -> None:
        self._app = app
        self._around = headers.around
        self._usual = [*_HEADERS, *headers.usual]
        self._context = context
        self._events, self._asked = context.node.events, context.node.asked
        self._assemblies = context.node.assemblies
        self._patience = Patience(context.node.config.pause_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        identity = _named(scope)
        if identity not in self._assemblies:
            await self._app(scope, receive, send)
            return
        try:
            body, messages = await _read(receive, self._patience)
        except HttpError as error:
            await self._around(await _refused(error, scope), scope, receive, send)
            return
        submission = None if body is None else prepare(body)
        hosted = self._assemblies.get(identity)  # it may have been let go while the body came
        author = 0 if submission is None or hosted is None else author_of(hosted, submission)
        if (
            hosted is None
            or not isinstance(submission, Submission)
            or not (author or _is_forged(hosted, submission))
        ):
            await self._app(scope, _again(messages, receive), send)
            return
        self._asked.begin()
        try:
            answer = await self._answer(scope, hosted, submission, author)
        finally:
            self._asked.end()
        if isinstance(answer, Logged):
            await self._acknowledge(answer, scope, send)
        else:
            await self._around(answer, scope, receive, send)

    async def _answer(
        self, scope: Scope, hosted: HostedAssembly, submission: Submission, author: int
    ) -> Logged | Response:
        """Hand an act in at its author's expense; `author` 0: at the expense of the address."""
        answer: Answer
        try:
            with hosted.used(for_members=bool(author)):
                if author:
                    self._context.quotas.act(hosted.ledger.id, author)
                    with self._context.rounds.of_member():
                        hosted.sequencer.submit(submission)
                        answer = await submission.answer
                else:
                    await self._context.rounds.next()
                    pay(Request(scope), self._context, hosted, submission)
                    answer = await hosted.submit(submission)
        except HttpError as error:
            return await _refused(error, scope)
        return answer if isinstance(answer, Logged) else refusal_response(answer, Request(scope))

    async def _acknowledge(self, answer: Logged, scope: Scope, send: Send) -> None:
        self._events.answered(scope["method"], scope["path"], _LOGGED)
        body = _ENCODER.encode(answer)
        headers = [*self._usual, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": _LOGGED, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _named(scope: Scope) -> str:
    """The assembly that a single act is handed in to; empty where that is not plain."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return ""
    path = scope["path"]
    if not path.startswith(_START) or not path.endswith(_END) or _KIND not in scope["headers"]:
        return ""
    return "" if b"%" in scope.get("raw_path", b"") else path[len(_START) : -len(_END)]


def _is_forged(hosted: HostedAssembly, act: Submission) -> bool:
    """Whether an act that no member has signed names a key of an assembly that anybody may read."""
    return hosted.ledger.is_public and act.sealed.kid in hosted.ledger.replica.state.rows(Key)


async def _read(receive: Receive, patience: Patience) -> tuple[bytes | None, list[Message]]:
    """The body of a request, unless it is too long for an act; and the messages that it came in."""
    messages, body = list[Message](), b""
    while True:
        try:
            message = await patience.wait(receive())
        except TimeoutError:
            raise stalled() from None
        messages.append(message)
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > MAX_ACT:
            return None, messages
        if not message.get("more_body", False):
            return body, messages


def _again(messages: Iterable[Message], receive: Receive) -> Receive:
    """A `receive` that gives these messages once more, and then goes on."""
    rest = iter(messages)

    async def receive_again() -> Message:
        for message in rest:
            return message
        return await receive()

    return receive_again


async def _refused(error: HttpError, scope: Scope) -> Response:
    return await on_http_exception(Request(scope), error)
