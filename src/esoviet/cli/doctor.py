"""`esoviet doctor`: what is wrong with a server, a line a finding, with what mends it."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli import mail, outside, pushes, rooms
from esoviet.cli.errors import Trouble
from esoviet.cli.options import add_data, data_folder
from esoviet.node import backup, checkup
from esoviet.node import config as settings
from esoviet.node.checkup import Finding, Looked
from esoviet.node.clock import SystemClock
from esoviet.node.config import Config
from esoviet.node.node import LOCK
from esoviet.store import files
from esoviet.store.errors import StoreError
from esoviet.wire.encoding import printable

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SETTINGS, MAIL, SERVER, WAY = "settings", "mail", "server", "way"
DEVICES, ROOMS = "devices", "rooms"
NAMES = (*checkup.CHECKS, SETTINGS, MAIL, DEVICES, ROOMS, SERVER, WAY)


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="say what is wrong with a server, and what mends it",
        description=(
            "Say what is wrong with a server, and what mends it: a line a finding. It looks at "
            "the clock, the disk, who may read what, open files, backups, left-overs, the logs, "
            "what opens files, the bucket, the settings, mail, devices, other rooms and the "
            "running server, and with --url at the way to it from outside. Ends with 0 if nothing "
            "is wrong, 1 if something is, 2 if it could not look."
        ),
    )
    add_data(parser)
    add = parser.add_argument
    add("--config", type=Path, metavar="FILE",
        help="settings (default: esoviet.toml in the data folder)")  # fmt: skip
    add("--url", metavar="URL", help="the address that members use, to be asked from outside")
    add("--without", metavar="CHECK", action="append", default=[], choices=NAMES,
        help=f"leave a check out: {', '.join(NAMES)}")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look at everything, and say what is wrong."""
    data = data_folder(args, 2)
    wrong = 0
    try:
        for name, finding in _findings(args, data):
            wrong += 1
            said = printable(f"{finding.wrong} To mend it: {finding.mend}")
            print(f"{name}: {' '.join(said.split())}", flush=True)
    except (OSError, StoreError) as error:
        raise Trouble(f"Cannot look any further: {error}", 2) from None
    if not wrong:
        looked = [name for name in NAMES if name not in args.without and (args.url or name != WAY)]
        print(f"Nothing is wrong. Looked at: {', '.join(looked)}.")
    return 1 if wrong else 0


def _findings(args: argparse.Namespace, data: Path) -> Iterator[tuple[str, Finding]]:
    try:
        config = settings.load({**os.environ, "ESOVIET_DATA": str(data)}, args.config)
    except settings.BadConfig as error:
        yield SETTINGS, Finding(f"{error}.", "docs/operating.md lists the settings.")
        return
    at = Looked(data, config, SystemClock())
    for name, check in checkup.CHECKS.items():
        if name not in args.without:
            yield from ((name, finding) for finding in check(at))
    key = backup.key_of(data).public
    if SETTINGS not in args.without:
        yield from ((SETTINGS, finding) for finding in outside.settings(config, data))
    if MAIL not in args.without:
        yield from ((MAIL, finding) for finding in mail.findings(config, data))
    if DEVICES not in args.without:
        yield from ((DEVICES, finding) for finding in pushes.findings(config, data))
    if ROOMS not in args.without:
        yield from ((ROOMS, finding) for finding in rooms.findings(config, data))
    if SERVER not in args.without:
        yield from ((SERVER, finding) for finding in _server(data, config, key))
    if args.url and WAY not in args.without:
        names = [folder.name for folder in backup.folders(data)]
        yield from ((WAY, finding) for finding in outside.way(args.url, config, key, names))


def _server(data: Path, config: Config, key: bytes) -> Iterator[Finding]:
    """What the server says, if it runs: a server at rest is nothing wrong."""
    if files.is_locked(data / LOCK):
        yield from outside.server(config, key)
