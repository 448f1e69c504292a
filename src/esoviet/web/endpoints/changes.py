"""The stream of changes: server-sent events that name what changed, and carry no contents.

    id: <log size> LF data: {"size": …, "changed": [[kind, parent, key], …], "time": …} LF LF

`changed` is left out when anything may have changed: at the start of a stream that was asked for
with another size than the log has now (`?last=` of whoever has something to show, `Last-Event-ID`
of a stream that comes back), or after more news than are worth listing; `time` is that of the last
entry, where it is known. A comment keeps the connection alive every 25 seconds.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from esoviet.node.feed import Event, Feed
from esoviet.web.http.context import context_of
from esoviet.web.http.door import hosted_of
from esoviet.web.http.errors import HttpError

PING_SECONDS = 25.0
PAUSE_SECONDS = 0.1
MOST_STREAMS = 200  # of one address: an attacker needs ten to fill a feed, a hall of members one
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def changes(request: Request) -> Response:
    """GET /a/{assembly}/changes."""
    feed = hosted_of(request).ledger.feed
    if request.method == "HEAD":
        return Response(headers=_HEADERS, media_type="text/event-stream")
    strangers = context_of(request).strangers
    address = strangers.address(request)
    if feed.is_full or strangers.streams[address or ""] >= MOST_STREAMS:
        raise HttpError(503, "Too many streams are open.", {"Retry-After": "30"})
    last = request.headers.get("last-event-id") or request.query_params.get("last", "")
    may_read = partial(_may_read, request)
    stream = _stream(feed, last, strangers.streams, address, may_read)
    return StreamingResponse(stream, headers=_HEADERS, media_type="text/event-stream")


def _may_read(request: Request) -> bool:
    """Whether who listens may still: a member can leave, and an assembly close, meanwhile."""
    try:
        hosted_of(request)
    except HttpError:
        return False
    return True


async def _stream(
    feed: Feed,
    last: str,
    streams: Counter[str],
    address: str | None,
    may_read: Callable[[], bool],
) -> AsyncIterator[bytes]:
    listener = feed.listen()
    if address is not None:
        streams[address] += 1
    if last and last != str(feed.size):
        listener.tell_all(feed.size)
    try:
        yield b"retry: 2000\n\n"
        while True:
            try:
                event = await asyncio.wait_for(listener.take(), PING_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None or not may_read():
                return
            yield _spell(event)
            await asyncio.sleep(PAUSE_SECONDS)  # news that come in a crowd go out together
    finally:
        feed.drop(listener)
        if address is not None:
            streams[address] -= 1
            streams += Counter()  # forgets whoever has none left


def _spell(event: Event) -> bytes:
    return b"id: %d\ndata: %b\n\n" % (event.size, msgspec.json.encode(event))
