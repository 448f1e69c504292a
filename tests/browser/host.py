"""A node in a process of its own, whose clock a test turns.

It is the server that `esoviet serve` runs, but for the clock. A line `turn MS` moves the time, what
has fallen due is carried out, and `done` is answered. With a moment, the clock stands still then.
A line `sign SEED ACT` has a member do what needs no page: their key signs this act.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path
from socket import socket, socketpair
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext

from esoviet.cli.serve import teller
from esoviet.cli.tour.sandboxes import Sandboxes
from esoviet.law.host import MarkTime
from esoviet.law.records import THE, Assembly, Key
from esoviet.law.windows import last_parts
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.cosignature import cosign
from esoviet.node.actions import erase_due
from esoviet.node.answers import Answer, Logged
from esoviet.node.clock import TurnedClock
from esoviet.node.config import Config
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.submission import Submission, prepare
from esoviet.web import server
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64
from esoviet.wire.keys import key_name
from tests.forked import forked
from tests.world import signing_key

WITNESS = "watch.example"
HOUSE = Path(__file__).resolve().parents[2]
SECOND, DAY = 1000, 86_400_000


class Clock:
    """The system's time and what tests added to it, or one moment."""

    def __init__(self, moment: int | None) -> None:
        self.moment = moment
        self.turned = 0

    def __call__(self) -> int:
        return self.turned + (self.moment or time.time_ns() // 1_000_000)


class Obeying:
    """A node that does what it is told."""

    def __init__(self, clock: Clock, ear: socket) -> None:
        self.clock = clock
        self.ear = ear
        self.task: asyncio.Task[None] | None = None

    def ready(self, node: Node) -> None:
        """Tell that it serves, and listen."""
        self.ear.sendall(b"serving\n")
        self.task = asyncio.get_running_loop().create_task(self.listen(node))

    async def listen(self, node: Node) -> None:
        """Carry out each line."""
        reader, writer = await asyncio.open_connection(sock=self.ear)
        while line := await reader.readline():
            word, *rest = line.decode().split(maxsplit=2)
            if word == "turn":
                await self._turn(node, int(rest[0]))
            else:
                await self._sign(node, bytes.fromhex(rest[0]), json.loads(rest[1]))
            writer.write(b"done\n")

    async def _turn(self, node: Node, far: int) -> None:
        """Let time pass as at a host that is there: it marks each end and each deadline."""
        async with AsyncExitStack() as held:
            for identity in list(node.sleeping.known):
                await held.enter_async_context(node.open(identity))
            await self._pass(node, far)
        erase_due(node.reach, node.clock())

    async def _sign(self, node: Node, seed: bytes, said: dict[str, object]) -> None:
        (identity,) = node.sleeping.known
        async with node.open(identity) as hosted:
            act = prepare(_act_of(hosted, SigningKey(seed), self.clock(), said))
            assert isinstance(act, Submission)
            answer = await hosted.submit(act)
            assert isinstance(answer, Logged), answer

    async def _pass(self, node: Node, far: int) -> None:
        goal = self.clock() + far
        while (moment := min(_moments(node, self.clock(), goal), default=goal)) < goal:
            self.clock.turned += moment - self.clock()
            await self._mark(node)
            self.clock.turned += SECOND
        self.clock.turned += max(0, goal - self.clock())
        await self._mark(node)

    async def _mark(self, node: Node) -> None:
        """Mark the time; a second later where the node, without the witness, has just done so."""
        for hosted in node.assemblies.values():
            while not isinstance(await self._marked(hosted), Logged):
                self.clock.turned += SECOND

    async def _marked(self, hosted: HostedAssembly) -> Answer:
        act = prepare(_mark_of(hosted, self.clock()))
        assert isinstance(act, Submission)
        return await hosted.submit(act)


def _moments(node: Node, now: int, goal: int) -> Iterator[int]:
    """When something falls due on the way, or the host shows that it is there (7.7)."""
    for hosted in node.assemblies.values():
        state = hosted.ledger.replica.state
        last = hosted.ledger.replica.time
        ends = [moment for moment, _ in last_parts(state, last, 1 << 62)]
        yield from (
            moment for moment in (*ends, state.first_deadline() or 0) if now < moment < goal
        )


def _mark_of(hosted: HostedAssembly, now: int) -> bytes:
    """A mark of the host, cosigned by the witness where the assembly has named one."""
    host = hosted.ledger
    key = host.replica.state.rows(Key)[host.kid]
    here = host.published
    text = ""
    if host.replica.state.rows(Assembly)[THE].witnesses:
        said = Checkpoint(host.origin, here.size, here.root).text
        text = here.note.decode() + cosign(said, now // SECOND, WITNESS, signing_key(WITNESS))
    act = MarkTime(
        assembly=host.id, seq=key.seq + 1, prev=key.last.hex(), at=now // SECOND * SECOND,
        seen=(here.size, b64(here.root)), checkpoint=text,
    )  # fmt: skip
    return envelope.seal(msgspec.json.encode(act), host.key)


def _act_of(hosted: HostedAssembly, key: SigningKey, now: int, said: dict[str, object]) -> bytes:
    """An act as a member's device signs it: chained, dated, with the log that it has seen."""
    here = hosted.ledger
    own = here.replica.state.rows(Key)[key_name(key.public)]
    act = {
        "assembly": here.id, "seq": own.seq + 1, "prev": own.last.hex(),
        "at": now // SECOND * SECOND, "seen": (here.published.size, b64(here.published.root)),
        **said,
    }  # fmt: skip
    return envelope.seal(msgspec.json.encode(act), key)


def serve(
    folder: Path, port: int, moment: int | None, ear: socket, settings: Mapping[str, Any]
) -> None:
    """Serve until stopped."""
    clock = Clock(moment)
    url: dict[str, Any] = {"url": f"http://localhost:{port}"} if settings else {}
    config = Config(data=folder, port=port, stranger_rate=100_000, **url, **settings)
    tells = teller if settings else None  # who is told nothing costs nothing
    tours = partial(Sandboxes, seconds=lambda: time.monotonic() + clock.turned / SECOND)
    obeying = Obeying(clock, ear).ready
    server.run(config, obeying, TurnedClock(clock), teller=tells, sandboxes=tours)


class Host:
    """The process, as a test sees it."""

    def __init__(
        self, folder: Path, port: int, moment: int | None, settings: Mapping[str, Any]
    ) -> None:
        self.address = f"http://localhost:{port}"
        self._place = (folder, port)
        self._moment = moment
        self._settings = settings
        self._turned = 0
        self._browsers: list[BrowserContext] = []
        self.starts()

    def starts(self) -> None:
        """Serve, at the time that it would be by its clock."""
        moment = self._moment + self._turned if self._moment is not None else None
        self._mouth, ear = socketpair()
        self._words = self._mouth.makefile()
        with ear:
            self._process = forked(serve, *self._place, moment, ear, self._settings)
        assert self.says() == "serving", "the host did not start: its reason stands above"

    def stops(self) -> None:
        """Serve no longer, for now or for good."""
        self._process.terminate()
        self._process.join(20)
        assert self._process.exitcode == 0, "the host did not end as it should"
        self._words.close()
        self._mouth.close()

    @property
    def now(self) -> int:
        """What its clock shows."""
        return self._turned + (self._moment or time.time_ns() // 1_000_000)

    def sets(self, context: BrowserContext) -> None:
        """The clock of this browser goes right: by the host's, also when that is turned."""
        self._browsers.append(context)
        context.on("close", self._forget)
        context.clock.set_system_time(self.now / SECOND)

    def turns(self, *, days: float = 0, seconds: float = 0) -> None:
        """Move the node's clock, and have what is due carried out."""
        far = round(days * DAY + seconds * SECOND)
        self._turned += far
        self._mouth.sendall(f"turn {far}\n".encode())
        assert self.says() == "done"
        for context in self._browsers:
            context.clock.set_system_time(self.now / SECOND)

    def signs(self, key: SigningKey, kind: str, **fields: object) -> None:
        """Have a member do something without a page."""
        said = json.dumps({"type": kind, **fields})
        self._mouth.sendall(f"sign {key.seed.hex()} {said}\n".encode())
        assert self.says() == "done", "this does not stand: the reason stands above"

    def _forget(self, context: BrowserContext) -> None:
        self._browsers.remove(context)

    def says(self) -> str:
        """The next line that it says."""
        return self._words.readline().strip()


@contextmanager
def hosting(folder: Path, moment: int | None = None, **settings: Any) -> Iterator[Host]:
    """A host of the assemblies in a folder, for a while."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = Host(folder, port, moment, settings)
    try:
        yield host
    finally:
        host.stops()
