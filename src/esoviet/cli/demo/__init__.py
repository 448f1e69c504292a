"""`esoviet demo`: a lively example assembly, with something in every phase.

The same seed tells the same story: the same people with the same keys and texts make the same
choices. Every act is signed and goes through the door of a node on a folder, whose clock is turned:
the story of a hundred days ends at the present.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli import terminal
from esoviet.cli.demo.director import Director
from esoviet.cli.demo.members import FEWEST, found
from esoviet.cli.demo.stage import OwnNode
from esoviet.cli.demo.story import DAYS, FIXED, constitution, tell
from esoviet.cli.demo.topics import texts
from esoviet.cli.errors import Trouble

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

USUAL = 40


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet demo`."""
    parser = subparsers.add_parser(
        "demo",
        help="make an example assembly with something in every phase",
        description="Make an example assembly with something in every phase.",
    )
    add = parser.add_argument
    add("--members", type=int, default=USUAL, metavar="N", help="how many (%(default)s)")
    add("--problems", type=int, default=FIXED, metavar="N", help="how many (%(default)s)")
    add("--seed", type=int, default=1, metavar="S", help="another seed, another story")
    add("--data", type=Path, metavar="FOLDER",
        help="a node's data folder, while no node runs on it (data)")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the story."""
    if args.members < FEWEST or args.problems < FIXED:
        raise Trouble(f"The story needs {FEWEST} members and {FIXED} problems at least.", 2)
    folder = args.data or Path(os.environ.get("ESOVIET_DATA", "data"))
    told = asyncio.run(play(OwnNode(folder, DAYS), args.members, args.problems, args.seed))
    print(f"The story can be read at {told}")
    print(f"Serve it: ESOVIET_DATA={folder} esoviet serve")
    return 0


async def play(theatre: OwnNode, members: int, problems: int, seed: int) -> str:
    """Tell it; answers where it can be read."""
    try:
        rules = constitution(members)
        director = Director(theatre, seed, members, DAYS)
        await found(director, rules, texts().name, texts().purpose)
        tell(director, problems)
        await director.play(_progress)
        return theatre.place
    finally:
        await theatre.close()


def _progress(day: float) -> None:
    if sys.stderr.isatty():
        end = "\n" if day >= DAYS else ""
        print(f"\rday {day:5.1f} of {DAYS:.0f}", end=end, file=sys.stderr, flush=True)
    elif day == DAYS:
        terminal.note("done")
