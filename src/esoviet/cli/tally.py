"""`esoviet tally`: count the ballots of a file by any method, as a table or as JSON.

Formats and methods are stated in docs/tally.md. Exit codes: 0 counted, 1 the file cannot be read,
2 called wrongly.
"""

import argparse
import re
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

import msgspec

from esoviet.cli import terminal
from esoviet.cli.tally_text import named, table
from esoviet.exchange.ballots import Question, Rolls, Sheet, load
from esoviet.tally.majority import majority
from esoviet.tally.methods import METHODS
from esoviet.tally.result import Result
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

PAIRWISE = ("schulze", "ranked-pairs")
STV = ("stv-scottish", "stv-wigm", "stv-meek")
APPLIES: Mapping[str, tuple[str, ...]] = {
    "default": ("schulze", "majority"),
    "ratio": ("schulze", "majority"),
    "share": ("schulze", "majority"),
    "quorum": ("schulze", "majority"),
    "unranked": (*PAIRWISE, "majority"),
    "strength": PAIRWISE,
    "seats": ("approval", "score", "irv", *PAIRWISE, *STV),
    "batch": ("irv",),
}
SIDES = ("yes", "no")
_EXACT = re.compile(r"\d{1,18}(\.\d{1,18}|/[1-9]\d{0,17})?")


class Usage(Exception):
    """Called wrongly: what is wrong, in one line."""


class Needs(TypedDict):
    """What a yes-no question needs to pass."""

    needed: Fraction | None
    kind: Literal["ratio", "share"]
    quorum: Fraction | int


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet tally`."""
    parser = subparsers.add_parser(
        "tally",
        help="count the ballots of a file",
        description=(
            "Count the ballots of a file: a Debian tally sheet, CSV ballots (a column an option), "
            "BLT, PrefLib, Pabulib, cast vote records or roll calls, plain or compressed. "
            "K is the number of an option in the file, from 1; R and P are exact: 3, 1.5 or 2/3."
        ),
    )
    add = parser.add_argument
    add("file", metavar="FILE", type=Path)
    add("--method", required=True, choices=sorted(METHODS))
    _add_rules(parser.add_argument_group("the rules"))
    add(
        "--max-skips",
        metavar="N",
        type=_natural,
        help="cast vote records: more than N empty ranks in a row end a ballot",
    )
    add("--question", metavar="ID", help="count one roll call only")
    add("--titles", metavar="FILE", type=Path, help="a CSV file with the titles of roll calls")
    add("--json", action="store_true", help="answer JSON")
    parser.set_defaults(run=run)


def _add_rules(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--seats", metavar="N", type=_positive, help="how many to elect (default: the file's, or 1)"
    )
    add("--default", metavar="K", type=_positive, help="the default option; never assumed")
    add(
        "--ratio",
        metavar="K=R",
        action="append",
        type=_pair,
        default=[],
        help="K needs more than R times the votes against it (against the default option)",
    )
    add(
        "--share",
        metavar="K=P",
        action="append",
        type=_pair,
        default=[],
        help="K needs at least the share P of both sides, and more for than against",
    )
    add(
        "--quorum",
        metavar="Q",
        type=_exact,
        help="the least number of votes over the default option (majority: of votes for)",
    )
    add(
        "--unranked",
        choices=("last", "uncounted"),
        help="an unranked option is last, or in no pair (default: uncounted in CSV ballots)",
    )
    add("--strength", choices=("winning", "margins", "ratio"), help="of a defeat")
    add(
        "--batch",
        action="store_true",
        default=None,
        help="irv: exclude together all who cannot win any more",
    )


def run(args: argparse.Namespace) -> int:
    """Count, and print what came out."""
    try:
        _check(args)
        votes = load(args.file, titles=args.titles, max_skips=args.max_skips)
        text = _rolls(args, votes) if isinstance(votes, Rolls) else _sheet(args, votes)
    except Usage as wrong:
        print(f"esoviet tally: {wrong}", file=sys.stderr)
        return 2
    except Malformed as wrong:
        print(f"{args.file}: {wrong}", file=sys.stderr)
        return 1
    except OSError as wrong:
        print(f"{wrong.filename or args.file}: {wrong.strerror or wrong}", file=sys.stderr)
        return 1
    print(text)
    return 0


def _check(args: argparse.Namespace) -> None:
    for option, methods in APPLIES.items():
        if getattr(args, option) not in (None, []) and args.method not in methods:
            raise Usage(f"--{option} does not go with {args.method}, only {', '.join(methods)}")
    if args.method == "irv" and (args.seats or 1) > 1:
        raise Usage("irv fills one seat; use stv-scottish, stv-wigm or stv-meek for more")
    if args.ratio and args.share:
        raise Usage("--ratio or --share, not both")
    if (
        args.method == "schulze"
        and args.default is None
        and (args.ratio or args.share or args.quorum is not None)
    ):
        raise Usage("--ratio, --share and --quorum need --default: what must be beaten")


def _sheet(args: argparse.Namespace, sheet: Sheet) -> str:
    if sheet.differs:
        terminal.note(
            f"{args.file}: the file says that it has {sheet.stated} ballots, and it has "
            f"{sum(ballot.count for ballot in sheet.ballots)}: is it whole?"
        )
    result = _count(args, sheet)
    if args.json:
        return msgspec.json.encode(named(result, sheet.options)).decode()
    labels = sheet.labels or sheet.options
    shown = tuple(
        f"{number}. {option}" if option == label else f"{number}. {option}: {label}"
        for number, option, label in zip(sheet.numbers, sheet.options, labels, strict=True)
    )
    return table(result, shown, sheet.title)


def _count(args: argparse.Namespace, sheet: Sheet) -> Result:
    method: str = args.method
    settings: dict[str, object] = {}
    if method in (*PAIRWISE, "majority"):
        settings["unranked"] = args.unranked or sheet.unranked
    if method in PAIRWISE:
        settings["strength"] = args.strength or "winning"
    if method == "majority":
        return METHODS[method](sheet.profile(), **settings, **_question(args, sheet))
    if method == "irv":
        settings |= {"batch": bool(args.batch), "first_out": sheet.write_ins}
    else:
        settings["seats"] = args.seats or sheet.seats or 1
    if method == "schulze":
        settings |= _debian(args, sheet)
    if method == "score" and not sheet.scored and sheet.places is None:
        raise Usage("score needs ballots with points; these rank their options")
    settings["tie_order"] = sheet.tie_order
    votes = sheet.scores() if method in ("approval", "score") else sheet.profile()
    return METHODS[method](votes, **settings)


def _debian(args: argparse.Namespace, sheet: Sheet) -> dict[str, object]:
    """Default option, majorities and quorum of a Schulze count."""
    default = None if args.default is None else _index(args.default, sheet)
    ratios = {_index(number, sheet): value for number, value in args.ratio or args.share}
    if default in ratios:
        raise Usage("the default option needs no majority over itself")
    return {
        "default": default,
        "ratios": ratios,
        "majority": "share" if args.share else "ratio",
        "quorum": args.quorum,
    }


def _question(args: argparse.Namespace, sheet: Sheet | None) -> Needs:
    """What a yes-no question needs; option 1 is yes, option 2 is no."""
    if sheet is not None and len(sheet.options) != 2:
        raise Usage(f"majority is for two options; this file has {len(sheet.options)}")
    if args.default not in (None, 2):
        raise Usage("in majority option 1 is yes and option 2, no, is the default")
    needed = dict(args.ratio or args.share)
    if set(needed) - {1}:
        raise Usage("in majority only option 1, yes, needs a majority: --ratio 1=R")
    return {
        "needed": needed.get(1),
        "kind": "share" if args.share else "ratio",
        "quorum": args.quorum or 0,
    }


def _rolls(args: argparse.Namespace, rolls: Rolls) -> str:
    if args.method != "majority":
        raise Usage("roll calls are yes-no questions: --method majority")
    needs = _question(args, None)
    chosen = [one for one in rolls.questions if args.question in (None, one.id)]
    if not chosen:
        raise Usage(f"no roll call {args.question} in this file")
    counted = [(one, majority(*one.sides(), **needs)) for one in chosen]
    if args.json:
        results = [{"question": one.id, **named(result, SIDES)} for one, result in counted]
        answer = results if args.question is None else named(counted[0][1], SIDES)
        return msgspec.json.encode(answer).decode()
    if args.question is None:
        return "\n".join(_line(one, result) for one, result in counted)
    return table(counted[0][1], SIDES, chosen[0].title or chosen[0].id)


def _line(question: Question, result: Result) -> str:
    yes, no, abstain = question.sides()
    outcome = "passed" if result.winners == (0,) else "failed"
    counts = f"{yes:>5} yes {no:>5} no {abstain:>5} abstain"
    return f"{question.id:<10} {counts}  {outcome}  {question.title}".rstrip()


def _index(number: int, sheet: Sheet) -> int:
    if number not in sheet.numbers:
        raise Usage(f"no option {number} in this file; it has {len(sheet.numbers)}")
    return sheet.numbers.index(number)


def _exact(text: str) -> Fraction:
    if not _EXACT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no exact number such as 3, 45.27 or 2/3")
    return Fraction(text)


def _pair(text: str) -> tuple[int, Fraction]:
    number, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not K=R, such as 1=3")
    return _positive(number), _exact(value)


def _positive(text: str) -> int:
    value = _natural(text)
    if not value:
        raise argparse.ArgumentTypeError("numbers begin with 1")
    return value


def _natural(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)
