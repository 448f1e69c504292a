"""`esoviet demo`: a lively example assembly, with something in every phase.

The same seed tells the same story: the same people with the same keys and texts make the same
choices. Every act is signed and goes through the door of a host. On a folder the story of a hundred
days is told with a turned clock that ends at the present; at an address (--url) it is told in a
minute or two, with days as short as it takes.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli import options, terminal
from esoviet.cli.demo.director import Director
from esoviet.cli.demo.members import FEWEST, beginning
from esoviet.cli.demo.stage import OwnNode, RealHost, Theatre
from esoviet.cli.demo.story import DAYS, FIXED, constitution, tell
from esoviet.cli.errors import Trouble

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

USUAL = 40
SHORTEST = 0.5


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
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="FOLDER",
                       help="a node's data folder, while no node runs on it (data)")  # fmt: skip
    where.add_argument("--url", help="a running node instead")
    add("--seconds", type=float, metavar="S", help="with --url: how long a day lasts")
    options.add_token(parser)
    options.add_insecure(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the story."""
    if args.members < FEWEST or args.problems < FIXED:
        raise Trouble(f"The story needs {FEWEST} members and {FIXED} problems at least.", 2)
    print(f"The story can be read at {asyncio.run(_tell(args))}")
    if args.url is None:
        print(f"Serve it: ESOVIET_DATA={_folder(args)} esoviet serve")
    return 0


async def _tell(args: argparse.Namespace) -> str:
    if args.url is None:
        return await play(OwnNode(_folder(args), DAYS), args.members, args.problems, args.seed)
    seconds = args.seconds or max(SHORTEST, args.members / 80, args.problems / 60)
    theatre = RealHost(args.url, max(seconds, SHORTEST), insecure=args.insecure,
                       token=args.token)  # fmt: skip
    async with theatre:
        return await play(theatre, args.members, args.problems, args.seed)


async def play(theatre: Theatre, members: int, problems: int, seed: int, days: float = DAYS) -> str:
    """Tell it on a stage, or only its first days; answers where it can be read."""
    try:
        rules = constitution(members, theatre.day)
        director = Director(theatre, seed, members, days, rules)
        begun = beginning(director, theatre.host, rules)
        founder = director.people[0]
        assembly = await theatre.found(begun.act, founder.key, begun.texts)
        founder.arrive(assembly, 1)
        founder.present = True
        tell(director, problems)
        await director.play(_progress)
        return theatre.place
    finally:
        await theatre.close()


def _folder(args: argparse.Namespace) -> Path:
    return args.data or Path(os.environ.get("ESOVIET_DATA", "data"))


def _progress(day: float) -> None:
    if sys.stderr.isatty():
        end = "\n" if day >= DAYS else ""
        print(f"\rday {day:5.1f} of {DAYS:.0f}", end=end, file=sys.stderr, flush=True)
    elif day == DAYS:
        terminal.note("done")
