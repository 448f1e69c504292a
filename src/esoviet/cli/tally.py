"""`esoviet tally`: count the ballots of a file by any method, as a table or as JSON; or convert it.

Formats and methods are stated in docs/tally.md. Exit codes: 0 counted, 1 the file cannot be read or
can be read in two ways, 2 called wrongly.
"""

import argparse
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import progress, terminal
from esoviet.cli.tally_text import Json, explained, named, read_as, table
from esoviet.exchange.ballots import How, Question, Reading, Rolls, open_file
from esoviet.exchange.ballots.reading import Other
from esoviet.exchange.ballots.write import FORMATS, written
from esoviet.exchange.deciding import (
    EXACT,
    SIDES,
    STV,
    Decided,
    Passed,
    Usage,
    Wish,
    check,
    decide,
    prepared,
    told,
)
from esoviet.tally.methods import METHODS
from esoviet.tally.result import Result
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet tally`."""
    parser = subparsers.add_parser(
        "tally",
        help="count the ballots of a file",
        description=(
            "Count the ballots of a file: a Debian tally sheet, CSV ballots (a column an option), "
            "BLT, PrefLib, Pabulib, cast vote records, roll calls, ABIF, .cvotes or a spreadsheet, "
            "plain or compressed. K is the number of an option in the file, from 1; R and P are "
            "exact: 3, 1.5 or 2/3. A COLUMN is named by its head."
        ),
    )
    add = parser.add_argument
    add("file", metavar="FILE", type=Path)
    add("--method", choices=sorted(METHODS), help="how to count; not needed to convert or explain")
    _add_rules(parser.add_argument_group("the rules"))
    _add_reading(parser.add_argument_group("how to read the file"))
    add("--question", metavar="ID", help="count one question only")
    add("--titles", metavar="FILE", type=Path, help="a CSV file with the titles of roll calls")
    add("--explain", action="store_true", help="say what every column was taken for, and why")
    add("--write", choices=sorted(FORMATS), help="convert the file instead of counting it")
    add("--json", action="store_true", help="answer JSON")
    parser.set_defaults(run=run)


def _add_reading(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--cells", choices=("ranks", "points"), help="what numbers are: 1 the best, or the most")
    add("--skip", metavar="COLUMN", action="append", default=[], help="a column that is no option")
    add("--voter", metavar="COLUMN", help="the column that names the voter")
    add("--weight", metavar="COLUMN", help="the column with the number of such ballots")
    add("--overvote", choices=("exhaust", "skip"), help="two marks in a rank: what they do")
    add(
        "--max-skips",
        metavar="N",
        type=_natural,
        help="cast vote records: more than N empty ranks in a row end a ballot (no limit)",
    )
    add("--max-ranks", metavar="N", type=_positive, help="count the first N ranks only")
    add("--encoding", metavar="NAME", help="the character set, such as cp1252")
    add("--sheet", metavar="NAME", help="the sheet of a spreadsheet")


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
        help="an unranked option is last (usual), or in no pair (as 'No opinion' says)",
    )
    add("--strength", choices=("winning", "margins", "ratio"), help="of a defeat")
    add(
        "--batch",
        action="store_true",
        default=None,
        help="irv: exclude together all who cannot win any more",
    )
    add("--withdrawn", metavar="NAME", action="append", default=[], help="an option to leave out")
    add(
        "--tie-order",
        metavar="FILE|NAMES",
        help="the order that breaks ties: a file with a name a line, or names with ; between",
    )


def run(args: argparse.Namespace) -> int:
    """Count, and print what came out."""
    try:
        text = _answer(args)
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


def _answer(args: argparse.Namespace) -> str:
    if args.method is None and not (args.write or args.explain):
        raise Usage(
            "which --method? Or --write to convert the file, --explain to see how it is read"
        )
    how, wish = _how(args), _wish(args)
    if args.method is not None:
        check(wish)
    with progress.shown() as shown:
        reading = open_file(args.file, how, titles=args.titles, tell=shown.lines)
        if args.write:
            return _converted(args, reading, how, wish)
        if args.method is None:
            return explained(reading, told(reading, (*reading.notes, *map(_other, reading.others))))
        shown.text = f"counting by {args.method}"
        counted = decide(reading, how, wish)
    if isinstance(counted, Passed):
        return _rolls(args, reading, counted)
    return _sheet(args, reading, counted)


def _other(other: Other) -> str:
    return f"another reading is possible: {other.what} ({other.say})"


def _how(args: argparse.Namespace) -> How:
    return How(
        method=args.method or "",
        cells=args.cells,
        skip=tuple(args.skip),
        voter=args.voter,
        weight=args.weight,
        question=args.question,
        overvote=args.overvote,
        max_skips=args.max_skips,
        max_ranks=args.max_ranks,
        unranked=args.unranked,
        encoding=args.encoding,
        sheet=args.sheet,
    )


def _wish(args: argparse.Namespace) -> Wish:
    return Wish(
        method=args.method or STV[0],
        seats=args.seats,
        default=args.default,
        ratio=tuple(args.ratio),
        share=tuple(args.share),
        quorum=args.quorum,
        unranked=args.unranked,
        strength=args.strength,
        batch=args.batch,
        question=args.question,
        withdrawn=tuple(args.withdrawn),
        tie_order=_tie_order(args.tie_order),
    )


def _tie_order(told: str | None) -> tuple[str, ...]:
    """Names, from a file with one a line, or parted by semicolons (or commas, without any)."""
    if told is None:
        return ()
    try:
        there = Path(told).is_file()
    except (OSError, ValueError):
        there = False
    if there:
        lines = Path(told).read_text("utf-8-sig").splitlines()
        return tuple(line.strip() for line in lines if line.strip())
    names = told.split(";" if ";" in told else ",")
    return tuple(name.strip() for name in names if name.strip())


def _converted(args: argparse.Namespace, reading: Reading, how: How, wish: Wish) -> str:
    strict = [other for other in reading.others if other.strict]
    if strict:
        one = strict[0]
        raise Malformed(
            f"two readings are possible: {one.what} or not; say {one.keep} or {one.say}"
        )
    for line in told(reading, reading.notes):
        terminal.note(f"{args.file}: {line}")
    votes = reading.votes
    if isinstance(votes, Rolls):
        return written(votes, args.write).removesuffix("\n")
    votes = prepared(votes, how, wish)
    changes = {"seats": args.seats or votes.seats, "unranked": args.unranked or votes.unranked}
    return written(msgspec.structs.replace(votes, **changes), args.write).removesuffix("\n")


def _sheet(args: argparse.Namespace, reading: Reading, counted: Decided) -> str:
    sheet, result = counted.sheet, counted.result
    if args.json:
        answer: Json = {
            "read": read_as(reading, counted.notes),
            **named(result, sheet.options),
        }
        return msgspec.json.encode(answer).decode()
    labels = sheet.labels or sheet.options
    shown = tuple(
        f"{number}. {option}" if option == label else f"{number}. {option}: {label}"
        for number, option, label in zip(sheet.numbers, sheet.options, labels, strict=True)
    )
    how = told(reading, counted.notes)
    if args.explain:
        how = (explained(reading, how),)
    blank = sheet.blank if args.method in (*STV, "irv") else 0
    return table(result, shown, sheet.title, read=how, blank=blank)


def _rolls(args: argparse.Namespace, reading: Reading, counted: Passed) -> str:
    if args.json:
        read = read_as(reading, counted.notes)
        results: list[Json] = [
            {"question": one.id, "read": read, **named(result, SIDES)}
            for one, result in counted.questions
        ]
        if args.question is not None:
            (_, result), *_ = counted.questions
            return msgspec.json.encode({"read": read, **named(result, SIDES)}).decode()
        return msgspec.json.encode(results).decode()
    how = told(reading, counted.notes)
    if args.explain:
        how = (explained(reading, how),)
    if args.question is None:
        lines = [_line(one, result) for one, result in counted.questions]
        return "\n".join([*how, "", *lines])
    (one, result), *_ = counted.questions
    return table(result, SIDES, one.title or one.id, read=how)


def _line(question: Question, result: Result) -> str:
    yes, no, abstain = question.sides()
    outcome = "passed" if result.winners == (0,) else "failed"
    counts = f"{yes:>5} yes {no:>5} no {abstain:>5} abstain"
    return f"{question.id:<10} {counts}  {outcome}  {question.title}".rstrip()


def _exact(text: str) -> Fraction:
    if not EXACT.fullmatch(text):
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
