"""A push service: what the maker of a browser runs, in a thread of this process.

Firefox speaks to it over a WebSocket (RFC 6455) in autopush's messages: hello, register, ack,
unregister, notification. Whoever posts to an endpoint that it gave away (RFC 8030) reaches the
browser. `pushed` has what was posted: path, headers and body.
"""

import asyncio
import base64
import hashlib
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from tests.waiting import WAIT_SECONDS

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Pushed(NamedTuple):
    """One post: to which channel, with which headers, and what."""

    channel: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """The service; belongs to its own event loop but for `pushed`, which only grows."""

    def __init__(self) -> None:
        self.port = 0
        self.pushed: list[Pushed] = []
        self._more = threading.Condition()
        self._browsers: dict[str, asyncio.StreamWriter] = {}

    @property
    def address(self) -> str:
        """Where browsers connect."""
        return f"ws://localhost:{self.port}/"

    def awaits(self, number: int) -> list[Pushed]:
        """What was posted, once it is so many posts."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.pushed) >= number, WAIT_SECONDS)
        return self.pushed

    async def serve(self, begun: threading.Event, ended: asyncio.Event) -> None:
        """Serve until it is told to end."""
        server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        begun.set()
        async with server:
            await ended.wait()
        for writer in self._browsers.values():
            writer.close()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            method, path, headers = await _head(reader)
            if method == "POST":
                body = await reader.readexactly(int(headers["content-length"]))
                await self._push(path.rpartition("/")[2], headers, body, writer)
            else:
                await self._talk(headers, reader, writer)
        writer.close()

    async def _push(
        self, channel: str, headers: dict[str, str], body: bytes, writer: asyncio.StreamWriter
    ) -> None:
        with self._more:
            self.pushed.append(Pushed(channel, headers, body))
            self._more.notify_all()
        browser = self._browsers.get(channel)
        status = b"201 Created" if browser else b"410 Gone"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        if browser:
            data = base64.urlsafe_b64encode(body).rstrip(b"=").decode()
            said = {"channelID": channel, "version": str(uuid.uuid4()), "data": data,
                    "headers": {"encoding": headers["content-encoding"]}}  # fmt: skip
            await _say(browser, {"messageType": "notification", **said})

    async def _talk(
        self, headers: dict[str, str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        accept = hashlib.sha1(f"{headers['sec-websocket-key']}{GUID}".encode()).digest()
        protocol = headers.get("sec-websocket-protocol", "")
        named = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
        writer.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"{named}Sec-WebSocket-Accept: {base64.b64encode(accept).decode()}\r\n\r\n".encode()
        )
        while True:
            kind, payload = await _frame(reader)
            if kind == CLOSE:
                return
            if kind == PING:
                await _write(writer, PONG, payload)
            if kind == TEXT:
                await self._answer(json.loads(payload), writer)

    async def _answer(self, said: dict[str, str], writer: asyncio.StreamWriter) -> None:
        kind, channel = said.get("messageType", ""), said.get("channelID", "")
        if kind == "hello":
            user = said.get("uaid") or uuid.uuid4().hex
            more: dict[str, object] = {"uaid": user, "use_webpush": True, "broadcasts": {}}
        elif kind == "register":
            self._browsers[channel] = writer
            endpoint = f"http://127.0.0.1:{self.port}/push/{channel}"
            more = {"channelID": channel, "pushEndpoint": endpoint}
        elif kind == "unregister":
            self._browsers.pop(channel, None)
            more = {"channelID": channel}
        else:
            if not kind:  # "{}": whether we are still here
                await _say(writer, {})
            return
        await _say(writer, {"messageType": kind, "status": 200, **more})


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run one for a while."""
    service, begun = PushService(), threading.Event()
    loop, ended = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(service.serve(begun, ended)), daemon=True
    )
    thread.start()
    assert begun.wait(30)
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(30)
        loop.close()


async def _head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = lines[0].split(" ", 2)
    pairs = (line.partition(":") for line in lines[1:] if line)
    return method, path, {name.lower(): value.strip() for name, _, value in pairs}


async def _frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """A message of a browser, which masks what it sends and does not divide what is short."""
    first, second = await reader.readexactly(2)
    size = second & 127
    if size >= 126:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
    mask = await reader.readexactly(4)
    masked = await reader.readexactly(size)
    return first & 15, bytes(byte ^ mask[at % 4] for at, byte in enumerate(masked))


async def _say(writer: asyncio.StreamWriter, said: dict[str, object]) -> None:
    await _write(writer, TEXT, json.dumps(said).encode())


async def _write(writer: asyncio.StreamWriter, kind: int, payload: bytes) -> None:
    size = len(payload)
    head = (
        bytes((128 | kind, size))
        if size < 126
        else bytes((128 | kind, 126)) + size.to_bytes(2, "big")
    )
    writer.write(head + payload)
    await writer.drain()
