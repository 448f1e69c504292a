"""One client's connection to a host: HTTP/1.1 (RFC 9112) in the few words that a replay needs.

Thousands of clients in one process want less machinery than a general HTTP library brings. Bodies
are read by their length or in chunks, up to a bound; a connection that the host has closed is
opened anew.
"""

import asyncio
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

from esoviet.cli.http import MAX_ANSWER, unreachable

WAIT = 120.0
BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError)


class Response(NamedTuple):
    """A status and a body."""

    status: int
    body: bytes


class Connection:
    """A connection to the host at an address; use as `async with`."""

    def __init__(self, url: str, tls: ssl.SSLContext | None) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = tls if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._name = parts.netloc
        self._url = url
        self._base = parts.path.rstrip("/")
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._close()

    async def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "",
        token: str | None = None,
    ) -> Response:
        """Ask once; a second time where an idle connection turns out to be closed."""
        head = f"{method} {self._base}{path} HTTP/1.1\r\nHost: {self._name}\r\n"
        if token is not None:
            head += f"Authorization: Bearer {token}\r\n"
        if content_type:
            head += f"Content-Type: {content_type}\r\n"
        if method != "GET":
            head += f"Content-Length: {len(body)}\r\n"
        request = head.encode("ascii") + b"\r\n" + body
        for again in (True, False):
            try:
                return await asyncio.wait_for(self._once(request), WAIT)
            except BROKEN as error:
                self._close()
                if not again:
                    raise unreachable(self._url, error) from None
        raise AssertionError

    async def _once(self, request: bytes) -> Response:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
        reader, writer = self._streams
        writer.write(request)
        await writer.drain()
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ", 2)[1])
        pairs = (line.partition(":") for line in lines[1:])
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        body = await _body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self._close()
        return Response(status, body)

    def _close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _chunks(reader)
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= MAX_ANSWER:
        raise ValueError("an answer that is too long")
    return await reader.readexactly(length)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        size = int((await reader.readline()).split(b";")[0], 16)
        if size + len(body) > MAX_ANSWER:
            raise ValueError("an answer that is too long")
        body += await reader.readexactly(size)
        await reader.readexactly(2)
        if size == 0:
            return bytes(body)


def form(parts: list[tuple[str, bytes]]) -> tuple[bytes, str]:
    """A multipart/form-data body (RFC 7578) and its type; the first part is a plain field."""
    boundary = "esoviet-form-boundary-7f1c2a"
    lines = []
    for place, (name, data) in enumerate(parts):
        file = f'; filename="{name}"\r\nContent-Type: application/octet-stream' if place else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        lines.append(head.encode("ascii") + data + b"\r\n")
    lines.append(f"--{boundary}--\r\n".encode("ascii"))
    return b"".join(lines), f"multipart/form-data; boundary={boundary}"
