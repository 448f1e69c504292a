"""Strangers who flood a server, in a process of their own, with the least right to the machine.

    python -m bench.flooding PORT ASSEMBLY KINDS SECONDS BLOB KID

KINDS, joined by commas: `garbage` (lines in bulk), `uploads`, `silent` (connections that say
nothing), `forged` (acts in the name of a member), `slow` (readers of a large file who take little).
Each comes from many addresses, as a proxy on this machine names them. It ends by itself.
"""

import asyncio
import contextlib
import itertools
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable

import msgspec

from esoviet.wire.encoding import b64u

CONNECTIONS = {"garbage": 6, "uploads": 20, "silent": 256, "forged": 16, "slow": 100}
UPLOAD = 20 * 2**20
_addresses = itertools.count()

Attack = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Flood:
    """All of it against one assembly."""

    def __init__(self, port: int, assembly: str, blob: str, kid: str) -> None:
        self._port = port
        self._here = f"/a/{assembly}"
        self._blob = blob
        self._kid = kid

    async def run(self, kinds: list[str], seconds: float) -> None:
        """Keep every connection of these kinds busy for a while."""
        tasks = [
            asyncio.create_task(self._keep_on(getattr(self, kind)))
            for kind in kinds
            for _ in range(CONNECTIONS[kind])
        ]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):  # not that it was cancelled
                raise ended

    async def _keep_on(self, attack: Attack) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    await attack(reader, writer)
                finally:
                    writer.close()
            await asyncio.sleep(0.01)

    def _head(self, method: str, path: str, size: int, kind: str) -> bytes:
        number = next(_addresses)
        address = f"203.0.{number // 250 % 250}.{number % 250}"
        return (
            f"{method} {self._here}{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
            f"X-Forwarded-For: {address}\r\nContent-Length: {size}\r\n\r\n"
        ).encode()

    async def garbage(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Sixteen mebibytes of lines that are nothing."""
        body = b"garbage\n" * 8_000
        writer.write(self._head("POST", "/acts", len(body), "application/jose-seq") + body)
        await writer.drain()
        await reader.read(65_536)

    async def uploads(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Texts that nobody asked for, as large as one may be."""
        name, piece = random.randbytes(32).hex(), bytes(2**16)
        kind = "application/octet-stream"
        writer.write(self._head("PUT", f"/blobs/{name}", UPLOAD, kind))
        for _ in range(UPLOAD // len(piece)):
            writer.write(piece)
            await writer.drain()
        await reader.read(65_536)

    async def silent(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Half a request, and then nothing."""
        writer.write(b"POST " + self._here.encode() + b"/acts HTTP/1.1\r\nHost: x\r\n")
        await writer.drain()
        await reader.read(65_536)

    async def forged(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Acts of a member, signed by nobody: only the signature tells."""
        head = {"alg": "Ed25519", "kid": self._kid, "typ": "act"}
        claim = {
            "type": "leave", "assembly": self._here[3:], "at": time.time_ns() // 10**9 * 1000,
            "prev": "0" * 64, "seen": [1, "A" * 43 + "="], "seq": 10**6,
        }  # fmt: skip
        parts = [b64u(msgspec.json.encode(one)) for one in (head, claim)]
        body = ".".join([*parts, "A" * 86]).encode()
        request = self._head("POST", "/acts", len(body), "application/jose") + body
        for _ in range(100):
            writer.write(request)
            await writer.drain()
            answer = await reader.readuntil(b"\r\n\r\n")
            size = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            said = await reader.readexactly(size)
            assert b"1.1" not in said, said

    async def slow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A large file, a little at a time."""
        writer.write(self._head("GET", f"/blobs/{self._blob}", 0, "text/plain"))
        await writer.drain()
        while await reader.read(1000):  # noqa: ASYNC110 - that is what it does
            await asyncio.sleep(1)


if __name__ == "__main__":
    os.nice(19)
    port, assembly, kinds, seconds, blob, kid = sys.argv[1:]
    asyncio.run(Flood(int(port), assembly, blob, kid).run(kinds.split(","), float(seconds)))
