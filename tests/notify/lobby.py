"""A node that tells other rooms, and a receiver beside it; turn by turn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from esoviet.law.problems import RaiseProblem
from esoviet.notify.hooking import Hooking
from esoviet.store.rooms import MATTERS, Kind, Room
from esoviet.web.pages.happenings import Told
from tests.notify.office import Office
from tests.notify.receiver import Came, Receiver, receiving
from tests.web.served import write
from tests.world import World

WHERE: dict[Kind, dict[str, str]] = {
    "matrix": {"place": "!room:m.example", "token": "secret"},
    "telegram": {"place": "-100", "token": "1:secret"},
}


class Lobby(Office):
    """An office beside whose node a receiver listens."""

    def __init__(self, world: World, folder: Path, receiver: Receiver, **settings: Any) -> None:
        usual = {"rooms": True, "ask_private": True}
        super().__init__(world, folder, **{**usual, **settings})
        self.receiver = receiver
        self.hooking = self.starts()

    def starts(self) -> Hooking:
        """What tells rooms, as after a start."""

        async def made() -> Hooking:
            hooking = Hooking(self.node, Told())
            hooking.rest = 0
            hooking.begin()
            return hooking

        hooking: Hooking = self.run(made())
        return hooking

    def adds(self, who: str = "Ada", kind: Kind = "webhook", **said: Any) -> int:
        """Somebody has a room of this kind told; its number."""
        whole = {
            "kind": kind, "address": f"{self.receiver.address}/{kind}", "tells": list(MATTERS),
            **WHERE.get(kind, {}), **said,
        }  # fmt: skip
        answer = self.ask("POST", "rooms", json=whole, headers=self.session(who))
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def tries(self, room: int, who: str = "Ada") -> int:
        """Somebody has a room told something now."""
        return self.ask("POST", f"rooms/{room}/try", headers=self.session(who)).status_code

    def raises(self, title: str) -> None:
        """Ada raises a problem."""
        text = self.world.text(title)
        assert self.bring(text, **self.session("Ada")).status_code == 201
        raised = self.does(self.world.member("Ada"), RaiseProblem, text=text)
        assert raised.status_code == 201, raised.text

    def tells(self, hooking: Hooking | None = None) -> list[Came]:
        """Let all be told that is to be told now; what the receiver got meanwhile."""
        before = len(self.receiver.came)
        for _ in range(200):
            if not self.run((hooking or self.hooking).turn()) and not self._looks(hooking):
                return self.receiver.came[before:]
        raise AssertionError("it never ends")

    def _looks(self, hooking: Hooking | None) -> bool:
        """Whether there is still something to look through."""
        return bool((hooking or self.hooking)._new())

    def room(self, number: int) -> Room:
        """A room as it is kept."""
        known = self.node.reach.rooms.get(number)
        assert known is not None
        return known

    def close(self) -> None:
        """Stop the node and what tells rooms."""
        self.run(self.hooking.close())
        self.run(asyncio.sleep(0))
        super().close()


@contextmanager
def lobby(world: World, folder: Path, **settings: Any) -> Iterator[Lobby]:
    """A node with this world that tells rooms, for a while."""
    if not (folder / "node.key").exists():
        write(world, folder)
    with receiving() as receiver:
        served = Lobby(world, folder, receiver, **settings)
        try:
            yield served
        finally:
            served.close()
