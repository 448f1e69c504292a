"""`esoviet replay-rules`: what past votes would have decided under other figures, worked out here.

Every entry is verified and judged by the law here, so nobody is believed; then each vote is counted
again (`figures/otherwise.py`). That other code counts each vote too is left to `esoviet audit`.
Exit codes: 0 it was done; 1 a log does not hold, so nothing was replayed; 2 called wrongly, or a
log could not be read. (`esoviet replay` is another thing: it holds published votes again.)
"""

import argparse
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from esoviet.audit.audit import judged as judged_log
from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.source import Source
from esoviet.audit.sources import find
from esoviet.cli.audit import natural, signed_in
from esoviet.cli.errors import Trouble
from esoviet.cli.home import DEFAULT_KEY
from esoviet.cli.otherwise_text import Report, as_text
from esoviet.cli.otherwise_titles import titled
from esoviet.cli.progress import Progress, shown
from esoviet.figures.otherwise import Case, judged, looked
from esoviet.figures.shapes import Line
from esoviet.figures.unknown import Unknown, unknown
from esoviet.law.amendments import figures
from esoviet.law.constitution import TEMPLATES, check
from esoviet.law.decisions import Decision
from esoviet.law.view import View

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet replay-rules`."""
    parser = subparsers.add_parser(
        "replay-rules",
        help="see which decisions other rules would have changed",
        description=(
            "Count every past vote again under other figures of the constitution: what would have "
            "come out differently, what would not have come to a vote, and what such a replay "
            "cannot know. Bounds are those of the law; steps (clause 2.8) do not matter here."
        ),
    )
    add = parser.add_argument
    add("source", metavar="SOURCE", help="address of an assembly or a node, or a data folder")
    add("--set", metavar="NAME=VALUE", action="append", default=[], type=_pair, dest="sets",
        help="a figure, such as vote_quorum=1/4; may be given again")  # fmt: skip
    add("--template", choices=tuple(TEMPLATES), help="all figures of a template first")
    add("--json", action="store_true", help="answer one JSON object")
    add("--key", metavar="NAME", nargs="?", const=DEFAULT_KEY,
        help="sign in with a key of this machine, where only members may read")  # fmt: skip
    add("--cores", metavar="N", type=natural, help="how many cores to use (default: all)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry it out."""
    changes = _changes(args.sets, args.template)
    try:
        sources = find(args.source)
        if args.key is not None:
            sources = [signed_in(source, args.key) for source in sources]
        if args.json:
            reports = [_replayed(source, changes, args.cores)[0] for source in sources]
        else:
            texts = [_in_words(source, changes, args.cores) for source in sources]
    except Unreachable as error:
        raise Trouble(str(error), 2) from None
    if args.json:
        answer = {"changes": changes, "assemblies": reports}
        print(msgspec.json.format(msgspec.json.encode(answer)).decode())
    else:
        print("\n\n".join(texts))
    return 0


def _in_words(source: Source, changes: Mapping[str, str], cores: int | None) -> str:
    report, view = _replayed(source, changes, cores)
    return as_text(report, titled(source, view, report.lines), changes)


def _replayed(source: Source, changes: Mapping[str, str], cores: int | None) -> tuple[Report, View]:
    with shown() as progress:
        view = _view(source, progress, cores)
        return Report(source.name, *_counted(view, changes, progress)), view


def _view(source: Source, progress: Progress, cores: int | None) -> View:
    """What follows from the log; raises `Trouble` where it does not hold."""

    def tell(read: int, whole: int | None) -> None:
        of = f" of {whole:,}" if whole else ""
        progress.text = f"reading: {read:,}{of} entries"

    known = judged_log(source, cores=cores, progress=tell)
    if isinstance(known, Finding):
        at = "" if known.index is None else f"Entry {known.index}: "
        raise Trouble(
            f"This log does not hold, so nothing is replayed. {at}{known.reason} ({known.clause}) "
            "`esoviet audit` tells all that is wrong."
        )
    return known


def _counted(
    view: View, changes: Mapping[str, str], progress: Progress
) -> tuple[int, tuple[Line, ...], tuple[Unknown, ...]]:
    whole, lines = view.count(Decision), list[Line]()
    for done, step in enumerate(looked(view, changes), 1):
        line = judged(step) if isinstance(step, Case) else step
        if line is not None:
            lines.append(line)
        progress.text = f"replaying: {min(done, whole):,} of {whole:,} decisions"
    return whole, tuple(lines), unknown(changes)


def _changes(sets: Iterable[tuple[str, str]], template: str | None) -> dict[str, str]:
    """What is to be changed; raises `Trouble` where that cannot be."""
    named = [name for name, _ in sets]
    for name in named:
        if named.count(name) > 1:
            raise Trouble(f"{name} is given twice.", 2)
    changes = {**(figures(template) if template else {}), **dict(sets)}
    if not changes:
        raise Trouble("Say what changes: --set vote_quorum=1/4, or --template co-op.", 2)
    wrong = check(changes)
    if wrong:
        raise Trouble(f"This cannot be set: {wrong}.", 2)
    return changes


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, such as vote_quorum=1/4")
    return name, value
