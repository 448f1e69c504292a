"""Files that people bring: a film and a photograph made ready, a large file over a bad line."""

import asyncio
import os
import re
import socket
import tempfile
import time
from pathlib import Path

import httpx
from PIL import Image, ImageFilter

from bench import film, server
from bench.figures import Figure, median
from esoviet.media.preparing import Preparing
from esoviet.store.sessions import NodeStore, Session
from tests.web.served import write
from tests.world import World

SIDES, RUNS, SECONDS = (4000, 3000), 5, 2.0
LENGTH, PIECE, CUT = 200 * 2**20, 8 * 2**20, 3 * 2**20
BREAKS = (5, 14)
"""The pieces that break off, after `CUT` bytes."""
MEMORY, AGAIN = 60 * 2**20, 1.1
TOKEN, TUS = "the token of a bench", {"Tus-Resumable": "1.0.0"}


def run() -> list[Figure]:
    """A film first, whose memory is measured as the most of any child so far; then the others."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        return [*film.figures(here), _photograph(here), *_upload(here)]


def _photograph(folder: Path) -> Figure:
    path = folder / "a.jpg"
    grain = [Image.effect_noise(SIDES, 40).filter(ImageFilter.GaussianBlur(n)) for n in (1, 2, 3)]
    Image.merge("RGB", grain).save(path, quality=92)
    spent = [asyncio.run(_seconds(folder, path)) for _ in range(RUNS)]
    start = time.perf_counter()
    with Image.open(path) as image:
        image.load()
    floor = time.perf_counter() - start
    return Figure(
        f"a photograph of 12 megapixels ({path.stat().st_size / 1e6:.1f} MB) ready in each width",
        f"{median(spent):.2f} s",
        f"{floor:.2f} s to decode it",
        f"under {SECONDS:.0f} s",
        median(spent) < SECONDS,
    )


async def _seconds(folder: Path, path: Path) -> float:
    start = time.perf_counter()
    async with Preparing(folder / "media").prepared(path):
        return time.perf_counter() - start


def _upload(folder: Path) -> list[Figure]:
    world, data = World().found(), folder / "data"
    write(world, data)
    store = NodeStore(data / "node.db")
    store.open_session(TOKEN, Session(world.id, world.member("Ada").kid, 2**52))
    store.close()
    with server.node(data, ESOVIET_MAX_BLOB_BYTES=str(2 * LENGTH)) as (port, pid):
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=120,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )  # fmt: skip
        with client:
            client.get(f"/a/{world.id}").raise_for_status()
            before = _memory(pid)
            start = time.perf_counter()
            where, sent = _brought(client, world.id, port)
            arrived = time.perf_counter() - start
            upload = {"upload": where.rpartition("/")[2]}
            client.post(f"/a/{world.id}/media", json=upload).raise_for_status()
            took = time.perf_counter() - start - arrived
            grown = _memory(pid) - before
    bytes_floor = _copied(folder)
    return [
        Figure(
            f"{LENGTH >> 20} MB in pieces with {len(BREAKS)} breaks, then made ready",
            f"{arrived:.1f} s and {took:.1f} s",
            f"{bytes_floor:.1f} s to write as many bytes",
            f"the server's memory grows by less than {MEMORY >> 20} MB: {grown / 2**20:.0f} MB",
            grown < MEMORY,
        ),
        Figure(
            "how often each byte was sent",
            f"{sent / LENGTH:.2f} times",
            "1 time without breaks",
            f"at most {AGAIN} times",
            sent <= AGAIN * LENGTH,
        ),
    ]


def _brought(client: httpx.Client, assembly: str, port: int) -> tuple[str, int]:
    """Where the file lies then, and how many bytes were sent for it."""
    begun = client.post(f"/a/{assembly}/uploads", headers={**TUS, "Upload-Length": str(LENGTH)})
    begun.raise_for_status()
    where = begun.headers["Location"]
    offset = sent = number = 0
    while offset < LENGTH:
        data, number = os.urandom(min(PIECE, LENGTH - offset)), number + 1
        if number in BREAKS:
            _broken(port, where, offset, data)
            sent += CUT
            answer = client.head(where, headers=TUS)
        else:
            sent += len(data)
            headers = {**TUS, "Upload-Offset": str(offset), **_OFFSETS}
            answer = client.patch(where, content=data, headers=headers)
        answer.raise_for_status()
        offset = int(answer.headers["Upload-Offset"])
    return where, sent


_OFFSETS = {"Content-Type": "application/offset+octet-stream"}


def _broken(port: int, where: str, offset: int, data: bytes) -> None:
    """A piece whose line breaks in the middle."""
    lines = [
        f"PATCH {where} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {TOKEN}",
        "Tus-Resumable: 1.0.0", "Content-Type: application/offset+octet-stream",
        f"Upload-Offset: {offset}", f"Content-Length: {len(data)}", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall("\r\n".join(lines).encode() + data[:CUT])
        time.sleep(0.5)


def _memory(pid: int) -> int:
    """The most that a process has had in memory so far, in bytes."""
    said = Path(f"/proc/{pid}/status").read_text("ascii")
    match = re.search(r"VmHWM:\s+(\d+) kB", said)
    assert match
    return 1024 * int(match[1])


def _copied(folder: Path) -> float:
    start = time.perf_counter()
    with (folder / "floor").open("wb") as file:
        for _ in range(LENGTH // PIECE):
            file.write(bytes(PIECE))
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - start
