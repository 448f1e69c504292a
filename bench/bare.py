"""The floor of ingest: a bare Starlette app on granian that verifies and group-commits, no more.

It takes the envelope apart, checks the signature with PyNaCl against a key it knows, puts the act
into SQLite (WAL, FULL) with whatever else arrived meanwhile, and answers a number: no law, no tree,
no receipt, no assembly.
"""

import asyncio
import binascii
import sqlite3
import sys
import time
from collections import deque
from pathlib import Path
from typing import NamedTuple

import msgspec
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server
from nacl.bindings import crypto_sign_open
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MOST = 256
_PAD = b"=="


class Header(msgspec.Struct):
    alg: str
    kid: str
    typ: str


class Payload(msgspec.Struct):
    assembly: str
    type: str
    seq: int


class Waiting(NamedTuple):
    row: tuple[bytes, int, bytes]
    answer: asyncio.Future[int]


_HEADER = msgspec.json.Decoder(Header)
_PAYLOAD = msgspec.json.Decoder(Payload)


class Bare:
    """The whole server."""

    def __init__(self, path: Path, keys: dict[str, bytes]) -> None:
        self.keys = keys
        self.waiting: deque[Waiting] = deque()
        self.wake = asyncio.Event()
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("CREATE TABLE acts(n INTEGER PRIMARY KEY, kid BLOB, at INTEGER, act BLOB)")
        self.count = 0

    async def post(self, request: Request) -> Response:
        jws = await request.body()
        head, body, signature = jws.split(b".")
        header = _HEADER.decode(binascii.a2b_base64(head.translate(_URL) + _PAD))
        payload = _PAYLOAD.decode(binascii.a2b_base64(body.translate(_URL) + _PAD))
        sealed = binascii.a2b_base64(signature.translate(_URL) + _PAD)
        crypto_sign_open(sealed + head + b"." + body, self.keys[header.kid])
        row = (header.kid.encode(), payload.seq, jws)
        act = Waiting(row, asyncio.get_running_loop().create_future())
        self.waiting.append(act)
        self.wake.set()
        number = await act.answer
        body = msgspec.json.encode({"index": number, "time": time.time_ns() // 1_000_000})
        return Response(body, 201, media_type="application/json")

    async def write(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            await asyncio.sleep(0)
            while self.waiting:
                some = min(MOST, len(self.waiting))
                batch = [self.waiting.popleft() for _ in range(some)]
                self.db.execute("BEGIN IMMEDIATE")
                self.db.executemany("INSERT INTO acts(kid, at, act) VALUES (?, ?, ?)",
                                    [act.row for act in batch])  # fmt: skip
                await asyncio.to_thread(self.db.execute, "COMMIT")
                for act in batch:
                    self.count += 1
                    act.answer.set_result(self.count)


_URL = bytes.maketrans(b"-_", b"+/")


async def main(port: int, folder: Path) -> None:
    keys = msgspec.msgpack.decode((folder / "keys").read_bytes(), type=dict[str, bytes])
    bare = Bare(folder / "bare.db", keys)
    writing = asyncio.create_task(bare.write())
    app = Starlette(routes=[Route("/{path:path}", bare.post, methods=["POST"])])
    server = Server(app, "127.0.0.1", port, interface=Interfaces.ASGINL, websockets=False,
                    backlog=1024, log_enabled=False)  # fmt: skip
    await server.serve()
    writing.cancel()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), Path(sys.argv[2])))
