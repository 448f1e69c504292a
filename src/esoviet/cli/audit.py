"""`esoviet audit`: recount a log at home, trusting nobody (docs/auditing.md).

Exit codes: 0 everything holds; 1 something does not, and that is proved; 2 it could not be audited,
or not to the end, and nothing wrong was found until then.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from esoviet.audit.audit import Held, audit
from esoviet.audit.finding import Unreachable
from esoviet.audit.http import Website
from esoviet.audit.report import AssemblyReport, as_text, join
from esoviet.audit.source import Source
from esoviet.audit.sources import find
from esoviet.cli.errors import Trouble
from esoviet.cli.home import DEFAULT_KEY, Home
from esoviet.cli.http import HttpClient, Refusal
from esoviet.cli.http import Unreachable as Unanswered
from esoviet.cli.session import sign_in
from esoviet.cli.signer import Signer

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

WIDTH = 30
PAUSE = 0.1


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet audit`."""
    parser = subparsers.add_parser(
        "audit",
        help="recount everything, trusting nobody",
        description=(
            "Check a whole log and recount every vote: bytes, signatures, the tree, the times, "
            "every rule and every count; and what a host publishes against what follows from its "
            "log. Ends with 0 if everything holds, with 1 if something does not (the first wrong "
            "entry, the clause and the reason are named), with 2 if it could not be audited."
        ),
    )
    add = parser.add_argument
    add("source", metavar="SOURCE", help="address of an assembly or a node, or a data folder")
    add("--json", action="store_true", help="answer one JSON object")
    add("--checkpoint", metavar="FILE", type=Path, action="append", default=[],
        help="a checkpoint kept from earlier, which the log must still contain")  # fmt: skip
    add("--receipt", metavar="FILE", type=Path, action="append", default=[],
        help="a receipt whose entry must still be in the log")  # fmt: skip
    add("--key", metavar="NAME", nargs="?", const=DEFAULT_KEY,
        help="sign in with a key of this machine, where only members may read")  # fmt: skip
    add("--timeout", metavar="SECONDS", type=natural,
        help="give up on an assembly at an address after so long (default: ten minutes, and a "
        "minute more for each 600 entries)")  # fmt: skip
    add("--cores", metavar="N", type=natural, help="how many cores to use (default: all)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry it out."""
    held = Held(_read(args.checkpoint), _read(args.receipt))
    try:
        sources = find(args.source, args.timeout)
    except Unreachable as error:
        raise Trouble(str(error), 2) from None
    if len(sources) > 1 and (held.checkpoints or held.receipts):
        raise Trouble("Checkpoints and receipts belong to one assembly: name that one.", 2)
    if args.key is not None:
        sources = [signed_in(source, args.key) for source in sources]
    parts = [_audited(source, held, args.cores) for source in sources]
    if len(parts) == 1 and parts[0].root is None:
        raise Trouble(parts[0].trouble or "", 2)
    report = join(parts)
    if args.json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        print(as_text(report))
    return 0 if report.ok else 1 if report.findings else 2


def signed_in(source: Source, name: str) -> Source:
    """The same log, read as the member whose key this is; raises `Trouble`."""
    if not isinstance(source, Website):
        return source
    signer = Signer(Home.default().key(name), source.assembly)
    with HttpClient(source.name, insecure=True) as http:  # what the key signs is no secret
        try:
            return source.signed_in(sign_in(http, signer))
        except (Refusal, Unanswered) as error:
            raise Trouble(f"{source.name} does not let this key in. {error}", 2) from None


def _audited(source: Source, held: Held, cores: int | None) -> AssemblyReport:
    """The report on one log; it says so where there could be no audit."""
    try:
        with Bar(source.name) as bar:
            return audit(source, held, cores=cores, progress=bar.show)
    except Unreachable as error:
        return AssemblyReport(source=source.name, trouble=str(error))
    except (OSError, MemoryError, RecursionError) as error:
        reason = f"The audit itself failed: {str(error) or type(error).__name__}."
        return AssemblyReport(source=source.name, trouble=f"{reason} That says nothing of the log.")


class Bar:
    """A bar on the error output while it is a terminal, else nothing."""

    def __init__(self, name: str) -> None:
        self._name = name if len(name) <= WIDTH else f"{name[: WIDTH - 1]}…"
        self._visible = sys.stderr.isatty()
        self._next = 0.0

    def show(self, done: int, size: int | None) -> None:
        """Draw it, if it was not drawn just now."""
        now = time.monotonic()
        if not self._visible or now < self._next:
            return
        self._next = now + PAUSE
        full = WIDTH * done // size if size else 0
        drawn = "█" * full + "░" * (WIDTH - full)
        of = f" of {size:,}" if size else ""
        print(f"\r{self._name} {drawn} {done:,}{of} entries", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._visible:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _read(files: list[Path]) -> tuple[bytes, ...]:
    try:
        return tuple(file.read_bytes() for file in files)
    except OSError as error:
        raise Trouble(f"{error.filename} cannot be read: {error.strerror}.", 2) from None


def natural(text: str) -> int:
    """A whole number from 1, as an option gives it."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)
