"""`esoviet serve`: host assemblies from a folder."""

import argparse
import logging
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli.errors import Trouble
from esoviet.cli.example import Example
from esoviet.cli.tour.sandboxes import Sandboxes
from esoviet.node import config as settings
from esoviet.node.node import Node, NodeError
from esoviet.node.recovery import CorruptLog
from esoviet.notify.hooking import Hooking
from esoviet.notify.sending import SmtpRelay
from esoviet.notify.service import Service
from esoviet.notify.together import Together
from esoviet.store.errors import StoreError
from esoviet.web import server
from esoviet.web.http.language import catalogue
from esoviet.web.pages.happenings import Told
from esoviet.web.pages.weeks import Weeks

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "serve",
        help="host assemblies from a folder",
        description="Host assemblies from a folder. Settings: docs/operating.md.",
    )
    parser.add_argument("--config", type=Path, metavar="FILE",
                        help="settings (default: esoviet.toml in the data folder)")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    os.umask(0o077)  # members' texts are for this account alone
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        config = settings.load(file=args.config)
        if config.lacks:
            raise Trouble(config.lacks)
        example = Example()
        server.run(
            config, partial(_ready, example), example=example, teller=teller, sandboxes=Sandboxes
        )
    except (settings.BadConfig, NodeError, StoreError, CorruptLog) as error:
        raise Trouble(str(error)) from None
    except OSError as error:
        raise Trouble(f"cannot serve: {error}") from None
    return 0


def teller(node: Node) -> server.Teller:
    """What tells members and rooms: here the pages' weeks and words meet the messages."""
    relay = SmtpRelay(node.config) if node.config.sends_mail else None
    service = Service(node, Weeks(node), catalogue, relay)
    if not node.config.rooms:
        return service
    return Together(service, Hooking(node, Told()), inbox=service.inbox)


def _ready(example: Example, node: Node) -> None:
    example.clear(node)
    _say(node)


def _say(node: Node) -> None:
    config = node.config
    where = config.url or f"http://{'localhost' if config.host == '127.0.0.1' else config.host}"
    address = config.url or f"{where}:{config.port}"
    count = node.sleeping.served
    assemblies = "1 assembly" if count == 1 else f"{count} assemblies"
    print(f"Serving {address}: {assemblies} in {config.data}. Stop with Ctrl-C.", flush=True)
    for fault in node.faults:
        print(f"Not well: {fault}", flush=True)
