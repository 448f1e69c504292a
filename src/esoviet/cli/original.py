"""`esoviet prove-original`: whether a file is the one that an exhibit was made from.

Whoever brought an exhibit can put a seal of the untouched file into the log: SHA-256 of 32 random
bytes, the salt, and the file. With the salt, which only their device has, anybody can see that it
is that file. Exit codes: 0 it is; 1 it is not, or a log does not hold; 2 called wrongly, or
something could not be read.
"""

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.audit.audit import judged
from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.source import Source
from esoviet.audit.sources import find
from esoviet.cli.audit import signed_in
from esoviet.cli.errors import Trouble
from esoviet.cli.home import DEFAULT_KEY
from esoviet.law.exhibits import Exhibit
from esoviet.wire.encoding import un_hex
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SALT = 32
AT_ONCE = 1 << 20


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet prove-original`."""
    parser = subparsers.add_parser(
        "prove-original",
        help="see whether a file is the one that an exhibit was made from",
        description=(
            "Compare an untouched file with the seals that exhibits have in the log. The log is "
            "read and judged as in an audit, so nobody is believed."
        ),
    )
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="the file as it was before it was brought")
    add("source", metavar="SOURCE", help="address of an assembly or a node, or a data folder")
    add("--salt", metavar="HEX", required=True,
        help="the salt, as the exhibit's page shows it on the device that made it")  # fmt: skip
    add("--key", metavar="NAME", nargs="?", const=DEFAULT_KEY,
        help="sign in with a key of this machine, where only members may read")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry it out."""
    seal = _seal(args.file, args.salt)
    try:
        sources = find(args.source)
        if args.key is not None:
            sources = [signed_in(source, args.key) for source in sources]
        told = [line for source in sources for line in _matches(source, seal)]
    except Unreachable as error:
        raise Trouble(str(error), 2) from None
    print("\n".join(told) or f"No exhibit has the seal {seal.hex()}.")
    return 0 if told else 1


def _matches(source: Source, seal: bytes) -> list[str]:
    view = judged(source)
    if isinstance(view, Finding):
        raise Trouble(f"This log does not hold: {view.reason} ({view.clause})")
    return [
        f"Exhibit {one.number} of {source.name} was made from this file: entry {one.entry}."
        for one in view.rows(Exhibit)
        if one.original == seal
    ]


def _seal(file: Path, salt: str) -> bytes:
    """SHA-256 of the salt and the file."""
    try:
        hasher = hashlib.sha256(un_hex(salt, SALT))
        with file.open("rb") as read:
            while part := read.read(AT_ONCE):
                hasher.update(part)
    except Malformed:
        raise Trouble("A salt is 64 digits in lower-case hexadecimal.", 2) from None
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}", 2) from None
    return hasher.digest()
