"""A node with several small assemblies, and what tests do to its sleep."""

import asyncio
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from esoviet.law.act import Act
from esoviet.node.hosted import HostedAssembly
from esoviet.node.turns import Rank
from esoviet.store.sessions import Session
from tests.person import Person
from tests.web.desk import ONE, Desk, desk
from tests.web.served import write
from tests.world import World

NAMES = ("Ada", "Bea", "Cem", "Dao", "Eve", "Fay")


def worlds(count: int, **constitution: str) -> list[World]:
    """So many assemblies, each with another founder."""
    return [World().found(name, **constitution) for name in NAMES[:count]]


@contextmanager
def hosting(folder: Path, *hosted: World, **settings: Any) -> Iterator[Desk]:
    """A node that hosts them all; its clock is that of the first. They sleep."""
    for world in hosted:
        if not (folder / "assemblies" / world.id).exists():
            write(world, folder)
    with desk(hosted[0], folder, **settings) as at:
        put_to_sleep(at)
        yield at


def put_to_sleep(at: Desk) -> None:
    """Let go of all that nobody needs just now."""

    async def rest() -> None:
        at.node.sleeping.rest(math.inf)
        await at.node.sleeping.rested()

    at.run(rest())


def awake(at: Desk) -> set[str]:
    """Who is awake."""
    return set(at.node.assemblies)


def hand_in(at: Desk, world: World, who: Person, kind: type[Act], **fields: Any) -> httpx.Response:
    """Hand in an act to any of the assemblies, and let its world follow."""
    jws = world.seal(who.key, kind, **fields)
    answer = at.ask("POST", f"/a/{world.id}/acts", content=jws, headers=ONE)
    if answer.status_code == 201:
        assert world.submit(jws).refusal is None
    return answer


def session(at: Desk, world: World, who: Person) -> dict[str, str]:
    """The header of a session of somebody, as if they had signed in."""
    token = f"a token of {who.kid} in {world.id}"
    at.node.store.open_session(token, Session(world.id, who.kid, at.world.now + 10**12))
    return {"authorization": f"Bearer {token}"}


def opened(at: Desk, world: World, rank: Rank = Rank.MEMBER) -> HostedAssembly:
    """Have it opened and let alone again."""

    async def open_it() -> HostedAssembly:
        async with at.node.open(world.id, rank) as assembly:
            return assembly

    assembly = at.run(open_it())
    assert isinstance(assembly, HostedAssembly)
    return assembly


def noted(folder: Path) -> dict[str, tuple[int, int]]:
    """Of each assembly that a node's private database knows: whether it is awake, and its due."""
    with closing(sqlite3.connect(folder / "node.db")) as db:
        rows = db.execute("SELECT assembly, awake, due FROM register").fetchall()
    return {assembly: (awake, due) for assembly, awake, due in rows}


def soon() -> Any:
    """A pause."""
    return asyncio.sleep(0.01)
