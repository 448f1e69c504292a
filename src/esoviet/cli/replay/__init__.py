"""`esoviet replay`: hold a published vote again at a real host, and lay the results side by side.

Every voter of the file becomes a member with a key of their own; the options become solutions or
candidates; ballots are cast, some of them changed; the deadline passes by itself. Nothing that was
published goes into the count: it is only compared afterwards. Exit codes: 0 the winners agree (or
there is nothing to compare with) and the audit holds, 1 they do not, 2 called wrongly.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.audit.audit import Held, audit
from esoviet.audit.finding import Unreachable
from esoviet.audit.sources import find
from esoviet.cli import options, terminal
from esoviet.cli.errors import Trouble
from esoviet.cli.replay import plan as plans
from esoviet.cli.replay import published as results
from esoviet.cli.replay import rules
from esoviet.cli.replay.compare import compared
from esoviet.cli.replay.http import BULK_FROM, HttpStage
from esoviet.cli.replay.perform import Outcome, perform
from esoviet.cli.replay.plan import Plan, Questions, Settings, lasts, plan_of, timed
from esoviet.cli.replay.published import Published
from esoviet.cli.replay.stage import LawStage
from esoviet.exchange.ballots import Rolls, Sheet, load
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

ONE_BY_ONE = 80
IN_BULK = 1500
DRAFTING = 3.0


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet replay`."""
    parser = subparsers.add_parser(
        "replay",
        help="hold a published vote again at a real host",
        description="Hold a published vote again at a real host, and lay the results side by side.",
    )
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="ballots in any format that `esoviet tally` reads")
    add("--url", default="http://localhost:8000", help="the node (%(default)s)")
    add("--law", action="store_true", help="in the law alone, without a host")
    add("--seats", metavar="N", type=_natural, help="how many to elect")
    add("--method", choices=plans.METHODS, help="how an election is counted")
    add("--default", metavar="K", type=_natural,
        help="the option that means no action (Debian's sheets: the last)")  # fmt: skip
    add("--ratio", metavar="K=R", action="append", type=_pair, default=[],
        help="option K needs R times the votes against it, as an amendment does")  # fmt: skip
    add("--unranked", choices=("last", "uncounted"), help="what leaving an option out says")
    add("--needs", metavar="WORDS=SHARE", action="append", default=[],
        help="roll calls with these words need that share: 'cloture=3/5 of all'")  # fmt: skip
    add("--rules", choices=tuple(rules.SETS), help="a known set of such rules")
    add("--titles", metavar="FILE", type=Path, help="the titles of roll calls")
    add("--expect", metavar="FILE", type=Path, help="the published result")
    add("--seconds", metavar="S", type=float, help="how long the vote stays open")
    add("--seed", default=None, help="make the voters' keys of this (otherwise of randomness)")
    add("--no-audit", action="store_true", help="do not audit the log afterwards")
    options.add_token(parser)
    options.add_insecure(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hold it again."""
    votes = _votes(args)
    stated = _published(args, votes)
    plan = _plan(args, votes, stated)
    terminal.note(f"{plan.title or args.file.name}: {_described(plan)}")
    outcomes, url = asyncio.run(_hold(args, plan))
    comparison = compared(plan, outcomes, stated)
    print(comparison.text)
    sound = args.law or args.no_audit or _audited(url)
    return 0 if comparison.agrees and sound else 1


async def _hold(args: argparse.Namespace, plan: Plan) -> tuple[list[Outcome], str]:
    seed = args.seed.encode() if args.seed is not None else secrets.token_bytes(32)
    if args.law:
        return await perform(timed(plan, 60, 3600), LawStage(), seed, terminal.note), ""
    plan = timed(plan, *seconds_for(plan, args.seconds))
    terminal.note(f"It takes some {lasts(plan) / 60:.0f} minutes: nothing ends before its time.")
    async with HttpStage(args.url, insecure=args.insecure, token=args.token) as stage:
        outcomes = await perform(plan, stage, seed, terminal.note)
        return outcomes, stage.url


def seconds_for(plan: Plan, voting: float | None = None) -> tuple[float, float]:
    """How long proposals and ballots take to come in, with room to spare."""
    if isinstance(plan.road, Questions):
        ballots = sum(len(asked.votes) for asked in plan.road.asked)
        drafting = DRAFTING + len(plan.road.asked) / 50
    else:
        ballots = len(plan.voters)
        drafting = DRAFTING + len(plan.road.options) / 20
    rate = IN_BULK if ballots * 8 // 7 >= BULK_FROM else ONE_BY_ONE
    return drafting, voting or 5 + 2 * ballots / rate


def _votes(args: argparse.Namespace) -> Sheet | Rolls:
    titles = args.titles or results.titles_beside(args.file)
    try:
        return load(args.file, titles=titles)
    except Malformed as error:
        raise Trouble(f"{args.file}: {error}") from None
    except OSError as error:
        raise Trouble(f"Cannot read {error.filename}: {error.strerror}.") from None


def _published(args: argparse.Namespace, votes: Sheet | Rolls) -> Published:
    if args.expect is None:
        return results.near(args.file, _names(votes))
    return results.read(args.expect, args.file, _names(votes))


def _plan(args: argparse.Namespace, votes: Sheet | Rolls, stated: Published) -> Plan:
    """What was asked for on the command line goes before what a result file says of the rules."""
    if isinstance(votes, Rolls):
        named = args.rules or rules.usual(votes.questions)
        given = [*map(rules.rule, args.needs), *rules.SETS[named]]
        return plan_of(votes, Settings(), rules.needs(votes.questions, given))
    places = {number: place for place, number in enumerate(votes.numbers)}
    ratios = {_place(places, number): ratio for number, ratio in args.ratio}
    settings = Settings(
        seats=args.seats or stated.seats,
        method=args.method,
        default=stated.default if args.default is None else _place(places, args.default),
        ratios=ratios or stated.ratios,
        unranked=args.unranked,
    )
    return plan_of(votes, settings)


def _names(votes: Sheet | Rolls) -> Sequence[str]:
    return () if isinstance(votes, Rolls) else votes.options


def _place(places: dict[int, int], number: int) -> int:
    if number not in places:
        raise Trouble(f"There is no option {number} in this file.", 2)
    return places[number]


def _described(plan: Plan) -> str:
    if isinstance(plan.road, Questions):
        return f"{len(plan.road.asked)} roll calls of {len(plan.voters)} voters"
    return f"{len(plan.voters)} ballots over {len(plan.road.options)} options"


def _audited(url: str) -> bool:
    """Recount the whole log from the host's address, trusting nobody."""
    try:
        (source,) = find(url)
        report = audit(source, Held((), ()))
    except Unreachable as error:
        raise Trouble(str(error)) from None
    if report.ok:
        print(f"The audit holds: {report.entries} entries of {url}")
        return True
    print(f"The audit fails: {report.findings[0].reason}", file=sys.stderr)
    return False


def _natural(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _pair(text: str) -> tuple[int, Fraction]:
    number, _, ratio = text.partition("=")
    try:
        pair = _natural(number), Fraction(ratio)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form K=R") from None
    if pair[1] < 1:
        raise argparse.ArgumentTypeError("a ratio is 1 or more")
    return pair
