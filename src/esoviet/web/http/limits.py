"""What comes in: how large it may be, how long it may take, who pays, and whether there is room.

Bytes count while they arrive, against the member who brings them or the address they come from.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import NamedTuple

from starlette.requests import ClientDisconnect, Request

from esoviet.node.ledger import Ledger
from esoviet.node.node import Node
from esoviet.store.blobs import Pending
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.rounds import Rounds
from esoviet.wire.reason import Reason

BODY_SECONDS = 60.0  # for a body, and for each mebibyte of it
MEBIBYTE = 2**20
FREE = 2**16  # of what a stranger brings at once: it is paid for as a text or an act
SMALL, MANY = 32, 1_000  # bytes of a piece, on an average, where there are so many of them
MAX_PENDING = 4 * 2**30
STRANGERS_PENDING = 2**30  # so that members find room whatever strangers bring


Take = Callable[[int], Awaitable[None]]
"""Awaited with the size of each piece that arrives; raises `HttpError` where it is too much."""


class Meter(NamedTuple):
    """Who pays for what arrives: `pays` takes the bytes of a piece, `rounds` are strangers'.

    Both raise `HttpError` where it is too much.
    """

    pays: Callable[[int], None]
    rounds: Rounds | None = None

    async def take(self, size: int) -> None:
        """Wait for a turn, and pay."""
        if self.rounds is not None:
            await self.rounds.next()
        self.pays(size)


def meter_of(request: Request, assembly: str, number: int) -> Meter:
    """Who pays for what a request brings: the member of that number, or for 0 the address."""
    context = context_of(request)
    if number:
        return Meter(lambda size: context.quotas.bring(assembly, number, size))
    free = FREE

    def charge(size: int) -> None:
        nonlocal free
        paid, free = max(0, size - free), max(0, free - size)
        if paid:
            context.strangers.check(request, paid / MEBIBYTE)
            context.strangers.charge(request, paid / MEBIBYTE)

    return Meter(charge, context.rounds)


def check_room(
    node: Node, pending: Pending, ledger: Ledger | None, *, stranger: bool, coming: int = 0
) -> None:
    """Refuse while there is no room for more texts and files: raises `HttpError` 503, 507.

    What is left on the disk then is for acts alone. So many bytes are `coming`.
    """
    if pending.bytes + pending.arriving > (STRANGERS_PENDING if stranger else MAX_PENDING):
        raise HttpError(
            503, "Too many texts and files wait for their acts.", {"Retry-After": "600"}
        )
    if shutil.disk_usage(node.folder).free - pending.arriving < node.config.reserve_bytes:
        raise HttpError(507, "There is only room for acts left on this server, not for texts and "
                        "files; its operator must make some.")  # fmt: skip
    if ledger is None:
        return
    most = node.config.assembly_bytes
    if ledger.kept_bytes + pending.bytes > most or coming > room_of(node, ledger):
        raise HttpError(507, "This assembly keeps as many texts and files as one may here.")


def room_of(node: Node, ledger: Ledger) -> int:
    """How many bytes more an assembly may keep, as every member can reckon from its log.

    What waits for its act is left out: nobody learns from it that another brings something.
    """
    return max(0, node.config.assembly_bytes - ledger.kept_bytes)


async def limited(
    request: Request, most: int, take: Take | None = None
) -> AsyncGenerator[bytes, None]:
    """The body of a request; refused with 413 as soon as it is longer than `most` bytes.

    Raises `HttpError` 408 where it does not go on, or takes longer than the slowest line would.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
        raise too_large(most)
    size, pieces, began = 0, 0, time.monotonic()
    pause = node_of(request).config.pause_seconds
    try:
        stream = request.stream()
        while (chunk := await asyncio.wait_for(anext(stream, None), pause)) is not None:
            size, pieces = size + len(chunk), pieces + 1
            if size > most:
                raise too_large(most)
            if pieces > MANY and size < SMALL * pieces:
                raise HttpError(400, "The body comes in pieces that are too small.")
            if time.monotonic() - began > BODY_SECONDS * (1 + size / MEBIBYTE):
                raise TimeoutError
            if take is not None:
                await take(len(chunk))
            yield chunk
    except ClientDisconnect:
        raise HttpError(400, "The body ended early.") from None
    except TimeoutError:
        raise stalled() from None


async def body_of(request: Request, most: int) -> bytes:
    """The whole body of a request, at most `most` bytes."""
    return b"".join([chunk async for chunk in limited(request, most)])


def stalled() -> HttpError:
    """A body that does not go on: the connection ends with the answer, or it would be held."""
    return HttpError(408, "The body did not go on.", {"Connection": "close"})


def too_large(most: int) -> HttpError:
    """A body that is too large."""
    return HttpError(413, Reason("At most {most} bytes are taken here.", most=most))
