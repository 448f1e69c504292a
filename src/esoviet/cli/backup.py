"""`esoviet backup DEST`: copy all assemblies of a data folder, while the server runs or not."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli.errors import Trouble
from esoviet.cli.options import add_data, data_folder
from esoviet.cli.signer import wall_clock
from esoviet.cli.terminal import note
from esoviet.node import backup
from esoviet.node import config as settings
from esoviet.node.backup import Copied
from esoviet.node.moving import bucket_of
from esoviet.node.node import KEY
from esoviet.node.recovery import CorruptLog
from esoviet.store.errors import StoreError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "backup",
        help="copy all assemblies of a data folder, while the server runs",
        description=(
            "Copy all assemblies of a data folder, while the server runs or not. A second time to "
            "the same folder only what is new is copied. Every entry is hashed anew and the whole "
            "held against what the host signed. Files in a bucket are fetched and copied too. The "
            "host's key is not copied: keep it apart."
        ),
    )
    parser.add_argument("to", type=Path, metavar="DEST", help="the folder for the copy")
    add_data(parser)
    parser.add_argument("--config", type=Path, metavar="FILE",
                        help="settings (default: esoviet.toml in the data folder)")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Copy each assembly; 1 if one could not be."""
    data = data_folder(args)
    _check_target(data, args.to)
    done: list[Copied] = []
    failed = unreached = 0
    try:
        key = backup.key_of(data)
        config = settings.load({**os.environ, "ESOVIET_DATA": str(data)}, args.config)
        bucket = bucket_of(config)
        for folder in backup.folders(data):
            try:
                copied = backup.back_up(folder, args.to / "assemblies" / folder.name, key, bucket)
            except (CorruptLog, StoreError) as error:
                failed += 1
                note(f"The assembly {folder.name} could not be copied: {error}")
                continue
            done.append(copied)
            unreached += len(copied.unreached)
            for line in _notes(folder.name, copied):
                note(line)
        if not failed and not unreached:
            backup.leave_word(data, backup.Made(wall_clock(), str(args.to.absolute())))
    except (settings.BadConfig, StoreError, OSError) as error:
        raise Trouble(f"The backup is not whole: {error}") from None
    print(
        f"Copied to {args.to}: {len(done)} of {len(done) + failed} assemblies, "
        f"{sum(one.size for one in done):,} entries ({sum(one.entries for one in done):,} new), "
        f"{sum(one.blobs for one in done):,} new texts and files."
    )
    return 1 if failed or unreached else 0


def _check_target(data: Path, to: Path) -> None:
    """A copy inside what is copied would be none; a server's own folder is no place for one."""
    if to.resolve().is_relative_to(data.resolve()):
        raise Trouble(f"{to} lies in the data folder itself: a backup belongs somewhere else.")
    if (to / KEY).exists():
        raise Trouble(f"{to} is the data folder of a server: a backup needs a folder of its own.")


def _notes(assembly: str, copied: Copied) -> Iterator[str]:
    if copied.damaged:
        yield (
            f"{assembly}: {len(copied.damaged)} damaged texts or files were not copied: "
            f"{', '.join(sorted(copied.damaged))}"
        )
    if copied.unreached:
        yield (
            f"{assembly}: {len(copied.unreached)} files lie in a bucket and could not be had, so "
            "that they are not in the backup. esoviet doctor says what is wrong with the bucket."
        )
    if copied.only_there:
        yield (
            f"{assembly}: {len(copied.only_there)} texts or files have gone from this server, and "
            f"are still in the backup: {', '.join(sorted(copied.only_there))}"
        )
