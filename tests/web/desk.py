"""A served world at which acts are handed in: what the node logs, the world takes in too."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from esoviet.law.act import Act, Blob
from esoviet.node.hosted import HostedAssembly
from esoviet.store.sessions import Session
from esoviet.wire import entry as entries
from tests.person import Person
from tests.waiting import until
from tests.web.served import Served, write
from tests.world import World

ONE = {"content-type": "application/jose"}


class Desk(Served):
    """The node, its clock the world's, and the way to hand things in."""

    @property
    def hosted(self) -> HostedAssembly:
        """The assembly at the node, which is woken if it sleeps."""
        return self.node.assemblies.get(self.world.id) or self.run(self._woken())

    def hand_in(self, jws: bytes, **headers: str) -> httpx.Response:
        """POST one signed act."""
        answer = self.ask("POST", "acts", content=jws, headers={**ONE, **headers})
        self.sync()
        return answer

    def does(self, who: Person, kind: type[Act], /, **fields: object) -> httpx.Response:
        """Sign an act and hand it in."""
        return self.hand_in(self.world.seal(who.key, kind, **fields))

    def bring(self, blob: Blob, **headers: str) -> httpx.Response:
        """PUT a text of the world's."""
        content = self.world.blobs[blob.sha256]
        return self.ask("PUT", f"blobs/{blob.sha256}", content=content, headers=headers)

    def session(self, reader: str) -> dict[str, str]:
        """What a person of the world brings along who is signed in; nothing for nobody."""
        if not reader:
            return {}
        kid, token = self.world.person(reader).kid, f"a token of {reader}"
        self.node.store.open_session(token, Session(self.world.id, kid, self.world.now + 10**9))
        return {"authorization": f"Bearer {token}"}

    def page(self, path: str, reader: str = "") -> str:
        """A page as somebody sees it, its white space made single spaces."""
        answer = self.get(path, headers=self.session(reader))
        assert answer.status_code == 200
        return " ".join(answer.text.split())

    def size(self) -> int:
        """How many entries the node has published."""
        return self.hosted.ledger.published.size

    def sync(self) -> None:
        """Let the world follow the node's log."""
        if self.hosted.sequencer.halted is None:
            self.run(self.hosted.sequencer.settled())  # a refusal comes before its batch is durable
        world, log = self.world, self.hosted.ledger.log
        for entry in log.entries(len(world.entries), self.size()):
            world.now, jws = entries.read(entry)
            assert world.submit(jws).refusal is None
        assert world.tree.root() == self.hosted.ledger.published.root

    def run(self, awaitable: Any) -> Any:
        """Wait for something on the node's loop."""
        return self._runner.run(awaitable)

    async def _woken(self) -> HostedAssembly:
        async with self.node.open(self.world.id) as hosted:
            return hosted

    def until(self, holds: Callable[[], object]) -> None:
        """Let the node go on with what it does by itself until it is so."""
        until(holds, lambda: self.run(asyncio.sleep(0.01)))


@contextmanager
def desk(world: World, folder: Path, **settings: Any) -> Iterator[Desk]:
    """A node with this world, for a while."""
    if not (folder / "node.key").exists():
        write(world, folder)
    served = Desk(world, folder, **settings)
    try:
        yield served
    finally:
        served.close()
