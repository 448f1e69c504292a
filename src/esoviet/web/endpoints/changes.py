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

from esoviet.node.feed import MAX_LISTENERS, Event, Feed
from esoviet.web.http.context import context_of
from esoviet.web.http.door import Visitor, admitted, hosted_of
from esoviet.web.http.errors import HttpError

PING_SECONDS = 25.0
PAUSE_SECONDS = 0.1
OF_AN_ADDRESS = 200  # a hall of people who read along
OF_A_MEMBER = 20
OF_STRANGERS = MAX_LISTENERS // 2  # of all there can be, so that members find a place
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def changes(request: Request) -> Response:
    """GET /a/{assembly}/changes."""
    hosted, visitor = admitted(request)
    feed, streams = hosted.ledger.feed, context_of(request).strangers.streams
    if request.method == "HEAD":
        return Response(headers=_HEADERS, media_type="text/event-stream")
    held = _held(request, hosted.ledger.id, visitor)
    if feed.is_full or any(streams[what] >= most for what, most in held.items()):
        raise HttpError(503, "Too many streams are open.", {"Retry-After": "30"})
    last = request.headers.get("last-event-id") or request.query_params.get("last", "")
    may_read = partial(_may_read, request)
    stream = _stream(feed, last, streams, tuple(held), may_read)
    return StreamingResponse(stream, headers=_HEADERS, media_type="text/event-stream")


def _held(request: Request, assembly: str, visitor: Visitor) -> dict[str, int]:
    """What a stream counts against, and how many of it there may be."""
    if visitor.member is not None:
        return {f"{assembly} {visitor.number}": OF_A_MEMBER}
    held = {assembly: OF_STRANGERS}
    address = context_of(request).strangers.address(request)
    return held if address is None else held | {address: OF_AN_ADDRESS}


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
    held: tuple[str, ...],
    may_read: Callable[[], bool],
) -> AsyncIterator[bytes]:
    listener = feed.listen()
    streams.update(held)
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
        streams.subtract(held)
        streams += Counter()  # forgets whoever has none left


def _spell(event: Event) -> bytes:
    return b"id: %d\ndata: %b\n\n" % (event.size, msgspec.json.encode(event))
