"""Answers over HTTP: who may read, is it known already, put it together, send it.

An answer follows from the log, so its ETag is the log's size (with the version of this software and
whether texts were readable); the same size answers 304. Answers are always asked for again
(`no-cache`), since the log may have grown; those of a member-only assembly are `private`, and what
may change without the log growing is not kept at all.
"""

import asyncio
from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet import __version__
from esoviet.node.hosted import Hosted
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.query import read_query
from esoviet.web.api.reads import Build, Read
from esoviet.web.api.shapes import Answer, Query
from esoviet.web.http.context import hosted_of, is_public, reader_of, require_reader
from esoviet.web.http.errors import HttpError
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

PATIENCE = 10.0
_ENCODER = msgspec.json.Encoder()


class Found(NamedTuple):
    """An answer and the headers that go with it; no answer if the reader has it already."""

    answer: Answer | None
    headers: dict[str, str]


class Endpoint:
    """Serves one line of the table."""

    def __init__(self, read: Read, caches: AnswerCaches) -> None:
        self._read = read
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        read = self._read
        found = await find(request, self._caches, read.build, read.query, open_to_all=read.open)
        if found.answer is None:
            return Response(status_code=304, headers=found.headers)
        body = _ENCODER.encode(found.answer)
        return Response(body, headers=found.headers, media_type="application/json")


async def find(
    request: Request,
    caches: AnswerCaches,
    build: Build,
    query: type[Query],
    *,
    open_to_all: bool = False,
) -> Found:
    """Put an answer together; raises `HttpError`."""
    hosted = hosted_of(request)
    await settled(hosted)
    if not open_to_all:
        require_reader(request, hosted)
    public = is_public(hosted.host)
    words = public or not open_to_all or reader_of(request, hosted) is not None
    asked = _asked(request, query)
    tag = f'"{hosted.host.published.size}-{__version__}{"" if words else "-bare"}"'
    headers = {"ETag": tag, "Vary": "Accept-Encoding, Authorization, Cookie"}
    headers["Cache-Control"] = "no-cache" if public else "private, no-cache"
    if _has(request, tag):
        return Found(None, headers)
    host = hosted.host
    cache = caches.of(host)
    context = AnswerContext(
        host.replica.view(), cache, host.log.entries, f"/a/{host.id}", words=words
    )
    answer = build(context, asked)
    if answer is None:
        raise HttpError(404, "There is nothing with this number.")
    if context.passing:
        del headers["ETag"]
        headers["Cache-Control"] = "no-store"
    return Found(answer, headers)


async def settled(hosted: Hosted) -> None:
    """Wait while a commit is under way, so that only what is durable is read; 503 if it hangs."""
    if hosted.is_settled:
        return
    try:
        await asyncio.wait_for(hosted.sequencer.settled(), PATIENCE)
    except TimeoutError:
        raise HttpError(503, "The disk does not answer.", {"Retry-After": "5"}) from None


def _asked(request: Request, query: type[Query]) -> Query:
    in_path = [(name, value) for name, value in request.path_params.items() if name != "assembly"]
    try:
        return read_query(query, [*in_path, *request.query_params.multi_items()])
    except Malformed as error:
        if str(error).startswith("number cannot be read"):
            raise HttpError(404, "There is nothing with this number.") from None
        raise HttpError(
            400, Reason("The address asks for what cannot be: {error}.", error=error)
        ) from None


def _has(request: Request, tag: str) -> bool:
    """Whether the reader says that it has this very answer (RFC 9110 section 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return tag in [one.strip().removeprefix("W/") for one in known.split(",")]
