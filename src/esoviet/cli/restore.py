"""`esoviet restore SRC`: bring assemblies back from a backup into a data folder at rest.

Nothing of a backup is trusted: rows and bytes are imported into files of our own, and those are
audited whole, signature by signature, before they are put in place.
"""

import argparse
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.audit.audit import Held, audit
from esoviet.audit.database import Database
from esoviet.audit.finding import Unreachable
from esoviet.cli.errors import Trouble
from esoviet.cli.options import add_data, data_folder
from esoviet.cli.terminal import note
from esoviet.node import backup, restore
from esoviet.node.node import ASSEMBLIES, LOCK
from esoviet.node.recovery import CorruptLog
from esoviet.node.restore import Behind
from esoviet.store import files
from esoviet.store.errors import StoreError
from esoviet.wire.ed25519 import SigningKey

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

LOST = (
    "Whoever made one of them holds a receipt that proves it, and going on from here would make "
    "another history for ever. Look for a newer copy first: Restore in docs/operating.md. Only "
    "if there is none, and the members know it, say --lose-newer."
)


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "restore",
        help="bring assemblies back from a backup",
        description=(
            "Bring assemblies back from a backup into a data folder whose server is stopped and "
            "whose node.key is in its place. Everything is verified on the way: each signature, "
            "each hash, each rule. Nothing is written over, and a backup that is older than what "
            "this server has acknowledged is refused."
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="SRC", help="the backup: a folder with the folder assemblies")
    add("--assembly", metavar="ID", help="only this one")
    add("--checkpoint", metavar="FILE", type=Path, action="append", default=[],
        help="a checkpoint that somebody kept, which the backup must reach")  # fmt: skip
    add("--lose-newer", action="store_true",
        help="take a backup though it lacks acts that were acknowledged: they are lost, and "
        "members' receipts of them convict this host")  # fmt: skip
    add_data(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore what is not there; 1 if something could not be, or there was nothing to do."""
    data = data_folder(args)
    wanted = [one for one in backup.folders(args.source) if args.assembly in (None, one.name)]
    if not wanted:
        raise Trouble(f"There is no such assembly in {args.source}.")
    lock = files.lock(data / LOCK)
    if lock is None:
        raise Trouble(f"A server works in {data}. Stop it first.")
    try:
        files.give_to_owner_of(data, data / LOCK)
        kept = tuple(path.read_bytes() for path in args.checkpoint)
        key = backup.key_of(data)
        results = [_restored(one, data, key, Held(kept), args.lose_newer) for one in wanted]
    except (StoreError, OSError) as error:
        raise Trouble(f"The restore ended early: {error}") from None
    finally:
        os.close(lock)
    return 0 if all(results) else 1


def _restored(source: Path, data: Path, key: SigningKey, held: Held, lose_newer: bool) -> bool:
    """Bring back one assembly, and say what came of it."""
    home = data / ASSEMBLIES / source.name
    if restore.is_there(data, source.name):
        note(f"{source.name} is there already, and nothing is written over. To restore it, move "
             f"{home} away, and keep it.")  # fmt: skip
        return False
    aside = data / ASSEMBLIES / f".new-{source.name}"
    try:
        restore.stage(source, data, key)
        said = _audited(aside, source.name, held)
        try:
            restore.check_height(aside, home, backup.verifier(source.name, key))
        except Behind as behind:
            if not lose_newer:
                raise Trouble(f"{behind}. {LOST}") from None
            note(f"{behind}. You said that they may be.")
        restore.settle(aside, home, lose_newer=lose_newer)
    except (CorruptLog, StoreError, Trouble) as error:
        note(f"{source.name} was not restored: {error}")
        return False
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    print(f"{source.name} is restored: {said}.")
    return True


def _audited(aside: Path, assembly: str, held: Held) -> str:
    """What the audit of the copy says; raises `Trouble` if anything in it is wrong."""
    try:
        report = audit(Database(aside), held)
    except Unreachable as error:
        raise Trouble(str(error)) from None
    if report.assembly != assembly:
        raise Trouble(f"it is the log of another assembly, {report.assembly}")
    if not report.ok:
        first = report.findings[0] if report.findings else None
        wrong = f"{first.reason} (entry {first.index})" if first else report.trouble
        raise Trouble(f"the audit of the copy found this: {wrong}")
    lacking = report.blobs.unchecked
    said = f"{report.entries:,} entries verified, {report.blobs.present:,} texts and files"
    return f"{said}, {lacking:,} more are not in the backup" if lacking else said
