"""A simulated world behind a real node: its log in a real folder, read through the real app."""

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from esoviet.log.merkle import TILE, Tree, leaf_hash
from esoviet.log.note import ED25519, VerifierKey
from esoviet.node.clock import TurnedClock
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.node.receipts import publish
from esoviet.store.log import Batch, SqliteLog, Tile
from esoviet.web.app import create_app
from esoviet.web.http.context import Example
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from tests.world import World


class Served:
    """A node that is up, and a client of it. The node's clock is the world's.

    `turned` is by how much that has been set by hand, so that no such time has passed.
    """

    def __init__(
        self, world: World, folder: Path, the_example: Example | None = None, **settings: Any
    ) -> None:
        self.world = world
        self.here = f"/a/{world.id}"
        self.turned = 0
        self.clock = TurnedClock(lambda: world.now, lambda: world.now - self.turned)
        self._runner = asyncio.Runner()
        try:
            self.node = self._runner.run(self._start(Config(data=folder, **settings)))
        except BaseException:
            self._runner.close()  # a node that does not start leaves no loop behind
            raise
        self.app = create_app(self.node, the_example)
        transport = httpx.ASGITransport(self.app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://node.example")

    def ask(self, method: str, path: str, **sent: object) -> httpx.Response:
        """One request; a path without its first slash is one of the assembly's."""
        url = path if path.startswith("/") else f"{self.here}/{path}"
        url = self.here + path if path.startswith(".") else url
        return self._runner.run(self._client.request(method, url, **sent))  # type: ignore[arg-type]

    def get(self, path: str, **sent: object) -> httpx.Response:
        """GET."""
        return self.ask("GET", path, **sent)

    def at_once(
        self, *asked: tuple[str, str, dict[str, Any]], apart: float = 0.1
    ) -> list[httpx.Response]:
        """Several requests, each begun so long (seconds) after the one before, which may wait then:
        method, path, what is sent."""

        async def all_of_them() -> list[httpx.Response]:
            waiting = []
            for method, path, sent in asked:
                asking = self._client.request(method, f"{self.here}/{path}", **sent)
                waiting.append(asyncio.create_task(asking))
                await asyncio.sleep(apart)
            return await asyncio.gather(*waiting)

        return self._runner.run(all_of_them())

    def turn_clock(self, ms: int) -> None:
        """Set the node's wall clock forward, or back; the world stays where it is on its log."""
        self.world.now += ms
        self.turned += ms

    def forget_cookies(self) -> None:
        """What a client without cookies does."""
        self._client.cookies.clear()

    def close(self) -> None:
        """Stop the node."""
        self._runner.run(self._stop())
        self._runner.close()

    async def _start(self, config: Config) -> Node:
        node = Node(config, self.clock)
        node.start()
        return node

    async def _stop(self) -> None:
        await self._client.aclose()
        await self.node.close()


@contextmanager
def serve(world: World, folder: Path) -> Iterator[Served]:
    """Serve a world for a while."""
    write(world, folder)
    served = Served(world, folder)
    try:
        yield served
    finally:
        served.close()


def write(world: World, folder: Path) -> None:
    """The data folder of a node that hosts the world."""
    world.confirm()
    place = folder / "assemblies" / world.id
    place.mkdir(parents=True)
    (folder / "node.key").write_bytes(world.host.key.seed)
    ids = [bytes.fromhex(envelope.parse(entries.read(entry)[1]).id) for entry in world.entries]
    tree = Tree()
    tree.extend(map(leaf_hash, world.entries))
    full = [Tile(0, n, tree.hash_tile(0, n)) for n in range(tree.size // TILE)]
    published = publish(f"esoviet/{world.id}", tree, world.host.key)
    log = SqliteLog.create(place / "log.db")
    log.append(Batch(0, ids, world.entries, full, published.root, published.note.decode()))
    log.close()
    for name, whole in world.blobs.items():
        assert hashlib.sha256(whole).hexdigest() == name
        path = place / "blobs" / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole)


def verifier(world: World) -> VerifierKey:
    """The key that the world's checkpoints are signed with."""
    return VerifierKey(f"esoviet/{world.id}", ED25519, world.host.key.public)
