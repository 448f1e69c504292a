"""Options that many commands share."""

import argparse
import os
from pathlib import Path

from esoviet.cli.errors import Trouble
from esoviet.cli.home import DEFAULT_KEY


def add_assembly(parser: argparse.ArgumentParser) -> None:
    """Which assembly, and how it may be reached."""
    group = parser.add_argument_group("which assembly")
    group.add_argument(
        "-a",
        "--assembly",
        default=os.environ.get("ESOVIET_ASSEMBLY"),
        metavar="NAME",
        help="its short name, id or address; otherwise ESOVIET_ASSEMBLY, or the one last chosen "
        "(esoviet use)",
    )
    add_insecure(group)


def add_insecure(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Allow an address without encryption."""
    parser.add_argument(
        "--insecure", action="store_true", help="allow plain http to another machine"
    )


def add_token(parser: argparse.ArgumentParser) -> None:
    """What a node asks of those who found an assembly on it."""
    parser.add_argument("--token", help="the node's founding token, where it asks for one")


def add_key(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Which of one's own keys."""
    parser.add_argument(
        "--sign-with", dest="key_name", default=None, metavar="NAME",
        help=f"which of your keys ({DEFAULT_KEY})",
    )  # fmt: skip


def add_signing(parser: argparse.ArgumentParser) -> None:
    """Everything that a command needs which signs an act."""
    add_assembly(parser)
    group = parser.add_argument_group("signing")
    add_key(group)
    group.add_argument("--no-ask", action="store_true", help="sign without being asked first")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Which data folder of a server on this machine."""
    parser.add_argument("--data", type=Path, metavar="FOLDER",
                        help="the server's data folder (ESOVIET_DATA, or data)")  # fmt: skip


def data_folder(args: argparse.Namespace, code: int = 1) -> Path:
    """The data folder that was meant; raises `Trouble` with that exit code if it is none."""
    folder = Path(args.data or os.environ.get("ESOVIET_DATA", "data"))
    if not (folder / "node.key").exists():
        raise Trouble(
            f"{folder} is not the data folder of a server. Name it with --data FOLDER.", code
        )
    return folder
