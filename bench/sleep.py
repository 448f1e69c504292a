"""A node with many assemblies that sleep: its start, what they cost, waking, deadlines, foundings.

    SLEEPERS=20000 python -m bench sleep

The folders are made as a founding makes them, but for the flushing. Starts are measured in fresh
processes, with all that a server imports. A deadline's lateness is the time of the entry that
carries it out, less the deadline.
"""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from bench import logs
from bench.figures import Figure, median
from esoviet.law.act import Blob
from esoviet.law.founding import FoundAssembly
from esoviet.node import founding
from esoviet.node.answers import Logged
from esoviet.node.clock import SystemClock, TurnedClock
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.node.submission import Submission, prepare
from esoviet.node.turns import Rank
from esoviet.store import files
from esoviet.store.blobs import Pending
from esoviet.store.register import Register, Row
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.encoding import b64u

SLEEPERS = int(os.environ.get("SLEEPERS", "2000"))
FULL = 20_000  # what the budgets of start and memory are for
START_SECONDS, MEMORY, FILES = 3.0, 150 * 2**20, 500
WAKE_MS, LATE_MS, FOUNDINGS = 30.0, 1000, 50.0
ROUNDS = 40
FLUSHES = 7  # the log, two or three folders of texts, theirs, the assembly's, and the one above

_START = """
import time
begin = time.perf_counter()
import asyncio, json, resource, sys
from pathlib import Path
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.web import server
from esoviet.web.app import create_app
imported = time.perf_counter()

async def start():
    node = Node(Config(data=Path(sys.argv[1])))
    node.start()
    create_app(node)
    return node

async def main():
    node = await start()
    began = time.perf_counter()
    await asyncio.sleep(0.5)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    opened = sum(1 for _ in Path("/proc/self/fd").iterdir())
    served = node.sleeping.served, len(node.assemblies)
    await node.close()
    print(json.dumps([began - begin, imported - begin, pages * resource.getpagesize(), opened,
                      *served]))

asyncio.run(main())
"""


def run() -> list[Figure]:
    """Make the folders, and measure all of it."""
    data = logs.scratch() / "sleepers"
    (data / "assemblies").mkdir(parents=True)
    files.write_durably(data / "node.key", logs.signing_key("host").seed)
    bare = _start(data)
    _make(data, SLEEPERS)
    full = _start(data)
    return [
        *_standing(bare, full),
        _waking(),
        asyncio.run(_foundings(data)),
        asyncio.run(_lateness(data)),
    ]


def _standing(bare: list[float], full: list[float]) -> Iterator[Figure]:
    seconds, imported, memory, opened, served, awake = full
    assert (served, awake) == (SLEEPERS, 0)
    many = f"{SLEEPERS:,} assemblies asleep"
    share = max(1.0, FULL / SLEEPERS)
    yield Figure(
        f"start with {many}", f"{seconds:.2f} s",
        f"{bare[0]:.2f} s without any, {imported:.2f} s of them to import the program",
        f"under {START_SECONDS:.0f} s with {FULL:,}",
        bare[0] + (seconds - bare[0]) * share < START_SECONDS,
    )  # fmt: skip
    yield Figure(
        f"memory with {many}", f"{memory / 2**20:.0f} MiB",
        f"{bare[2] / 2**20:.0f} MiB without any", f"under {MEMORY // 2**20} MiB with {FULL:,}",
        bare[2] + (memory - bare[2]) * share < MEMORY,
    )  # fmt: skip
    yield Figure(
        f"open files with {many}", f"{opened:.0f}", f"{bare[3]:.0f} without any",
        f"under {FILES}", opened < FILES,
    )  # fmt: skip


def _start(data: Path) -> list[float]:
    """Start a node in a fresh process: seconds, of them to import, bytes, files, known, awake."""
    done = subprocess.run([sys.executable, "-c", _START, str(data)],
                          capture_output=True, check=True)  # fmt: skip
    figures: list[float] = json.loads(done.stdout)
    return figures


def _waking() -> Figure:
    """Waking one of some 1,100 entries, again and again."""
    made = logs.made(100, 10)
    times = asyncio.run(_wakings(made))
    read = median(list(_reading(made.folder / "log.db")))
    milliseconds = 1000 * median(times)
    return Figure(
        f"waking one with {made.ballots:,} ballots", f"{milliseconds:.1f} ms",
        f"{1000 * read:.2f} ms to read its log", f"under {WAKE_MS:.0f} ms", milliseconds < WAKE_MS,
    )  # fmt: skip


async def _wakings(made: logs.Made) -> list[float]:
    node = Node(Config(data=made.data))
    node.start()
    times = []
    for _ in range(ROUNDS):
        node.sleeping.rest(float("inf"))
        await node.sleeping.rested()
        start = time.perf_counter()
        async with node.open(made.assembly, Rank.MEMBER):
            times.append(time.perf_counter() - start)
    await node.close()
    return times


def _reading(path: Path) -> Iterator[float]:
    for _ in range(ROUNDS):
        start = time.perf_counter()
        path.read_bytes()
        yield time.perf_counter() - start


async def _lateness(data: Path) -> Figure:
    """Two deadlines of one that sleeps among all the others; the clock is set forward to them."""
    made = logs.build(logs.scratch() / "voting", 10, 3)
    made.folder.rename(data / "assemblies" / made.assembly)
    ahead, real = 0, SystemClock()
    clock = TurnedClock(lambda: real.wall() + ahead, real.boot)
    clock.synchronised = True
    node = Node(Config(data=data), clock)
    node.start()
    late = []
    for _ in range(2):
        node.sleeping.rest(float("inf"))
        await node.sleeping.rested()
        row = node.sleeping.known[made.assembly]
        ahead += row.due - clock.wall() - 3000
        while not _is_done(node, row):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        async with node.open(made.assembly) as assembly:
            [entry] = assembly.ledger.log.entries(row.size, row.size + 1)
            late.append(entries.read(entry).time - row.due)
    await node.close()
    return Figure(
        f"lateness of a deadline of one among {SLEEPERS:,} that sleep", f"{max(late)} ms",
        "20 ms that a timekeeper waits after each deadline", f"under {LATE_MS} ms",
        0 <= max(late) < LATE_MS,
    )  # fmt: skip


def _is_done(node: Node, row: Row) -> bool:
    """Whether something was logged in it since it was let go."""
    assembly = node.assemblies.get(row.assembly)
    return assembly is not None and assembly.ledger.published.size > row.size


async def _foundings(data: Path) -> Figure:
    """Foundings one after the other, their texts brought before."""
    node = Node(Config(data=data))
    node.start()
    acts = [_act(1_000_000 + number) for number in range(ROUNDS)]
    took = []
    for act in acts:
        for text in ("name", "purpose", "member 1"):
            node.pending.put(_blob(text).sha256, _bytes(text))
        start = time.perf_counter()
        answer = await node.found(act)
        took.append(time.perf_counter() - start)
        assert isinstance(answer, Logged), answer
    await node.close()
    bare = median([_chain(data) for _ in range(ROUNDS)])
    seconds = median(took)
    return Figure(
        "foundings a second", f"{1 / seconds:.0f}",
        f"{1 / bare:.0f} a second of a bare chain of {FLUSHES} flushes "
        f"(ratio {bare / seconds:.2f})",
        f"at least {FOUNDINGS:.0f}", 1 / seconds >= FOUNDINGS,
    )  # fmt: skip


def _chain(data: Path) -> float:
    """Seconds for a new file and the folders above it, flushed one after the other."""
    with tempfile.TemporaryDirectory(dir=data) as name:
        inner = Path(name).joinpath(*"abcde")
        start = time.perf_counter()
        inner.mkdir(parents=True)
        (inner / "log").write_bytes(bytes(98_304))
        files.flush_file(inner / "log")
        for folder in (inner, *list(inner.parents)[: FLUSHES - 2]):
            files.flush_folder(folder)
        return time.perf_counter() - start


def _make(data: Path, count: int) -> None:
    """Make so many assemblies that sleep, on all cores, and flush nothing."""
    spans = [range(start, min(start + 250, count)) for start in range(0, count, 250)]
    register = Register(data / "node.db")
    with ProcessPoolExecutor() as pool:
        for rows in pool.map(partial(_made, data), spans):
            for row in rows:
                register.put(row)
    register.close()
    os.sync()


def _made(data: Path, numbers: range) -> list[Row]:
    return asyncio.run(_made_here(data, numbers))


async def _made_here(data: Path, numbers: range) -> list[Row]:
    os.fsync = lambda fd: None  # noqa: ARG005
    pending = Pending(Path(tempfile.mkdtemp(dir=data)))
    host, now, rows = logs.signing_key("host"), time.time_ns() // 1_000_000, []
    for number in numbers:
        for text in ("name", "purpose", "member 1"):
            (pending.folder / _blob(text).sha256).write_bytes(_bytes(text))
        made = founding.make(data / "assemblies", pending, _act(number), host, now)
        rows.append(made.row)
    pending.folder.rmdir()
    return rows


def _act(number: int) -> Submission:
    """The founding of another assembly for each number: the moment differs by so many seconds."""
    founder, host = logs.signing_key("member 1"), logs.signing_key("host")
    act = FoundAssembly(
        seq=1, at=time.time_ns() // 10**9 * 1000, key=b64u(founder.public),
        host=b64u(host.public), name=_blob("name"), purpose=_blob("purpose"),
        profile=_blob("member 1"), constitution={**logs.RULES, "readership": "public"},
        witnesses="",
    )  # fmt: skip
    key = logs.signing_key(f"founder {number}")
    act = msgspec.structs.replace(act, key=b64u(key.public))
    submission = prepare(envelope.seal(msgspec.json.encode(act), key))
    assert isinstance(submission, Submission)
    return submission


def _blob(text: str) -> Blob:
    salted = _bytes(text)
    return Blob(sha256=hashlib.sha256(salted).hexdigest(), size=len(salted),
                media_type="text/markdown")  # fmt: skip


def _bytes(text: str) -> bytes:
    return hashlib.sha256(b"salt " + text.encode()).digest() + text.encode()
