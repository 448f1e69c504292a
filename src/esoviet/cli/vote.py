"""`esoviet vote`: cast or change a ballot.

By yes and no: `esoviet vote 3 yes`; by consent: `consent`, or `object` with a reason. By ranking:
`esoviet vote 4 "12 > 7 = 9 > none"`, best first, `=` between equals, `none` for no action; options
that are left out are unranked. Choosing: `esoviet vote 5 --choose 2 3`, or `--choose none`.
"""

import argparse
import re
from typing import TYPE_CHECKING, get_args

from esoviet.cli import acts, options
from esoviet.cli.client import Client
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted, Plain, Texts
from esoviet.law.ballots import NO_ACTION, Choice
from esoviet.law.votes import CastBallot

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CHOICES: tuple[str, ...] = get_args(Choice)
NONE = ("none", "0")


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet vote`."""
    parser = acts.add_act_parser(subparsers, CastBallot, "vote")
    parser.add_argument("vote", type=int, help="the number of the vote")
    parser.add_argument(
        "ballot",
        nargs="?",
        help='a word such as yes, or a ranking such as "12 > 7 = 9 > none"',
    )
    ballots = parser.add_mutually_exclusive_group()
    for choice in CHOICES:
        ballots.add_argument(f"--{choice}", dest="ballot", action="store_const", const=choice)
    choosing = "the options that you choose, or none"
    ballots.add_argument("--choose", nargs="+", metavar="OPTION", help=choosing)
    parser.add_argument("--reason", metavar="TEXT", help="in quotes, as @FILE, or -")
    parser.add_argument("--lang", help="the language of the reason")
    options.add_signing(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Cast it."""
    if args.choose is not None:
        said: dict[str, Plain] = {"chosen": _group("=".join(args.choose), " ".join(args.choose))}
    elif args.ballot is not None:
        said = ballot(args.ballot)
    else:
        raise Trouble(f"Say how you vote: {', '.join(CHOICES)}, a ranking, or --choose.")
    given: dict[str, Plain] = {"vote": args.vote, **said}
    texts = Texts(args.lang)
    if args.reason is not None:
        given["reason"] = texts.add(args.reason)
    with Client.open(args) as client:
        client.act(CastBallot, Drafted(given, texts.blobs))
    return 0


def ballot(text: str) -> dict[str, Plain]:
    """Read a ballot as people write it."""
    word = text.strip().lower()
    if word in CHOICES:
        return {"choice": word}
    if not word:
        return {"ranking": []}
    return {"ranking": [_group(part, text) for part in word.split(">")]}


def _group(part: str, text: str) -> list[Plain]:
    numbers: list[Plain] = []
    for one in part.split("="):
        name = one.strip()
        if name in NONE:
            numbers.append(NO_ACTION)
        elif re.fullmatch("[1-9][0-9]{0,8}", name):
            numbers.append(int(name))
        else:
            raise Trouble(f'{text!r} is not a ballot such as yes or "12 > 7 = 9 > none".')
    return numbers
