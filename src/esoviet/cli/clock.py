"""`esoviet clock show|confirm`: the clock of the machine that a server runs on.

A server writes nothing while it doubts its clock (node/guard.py). `confirm` tells it that the clock
is right, while it runs or before it starts. Only who may write into the data folder can do that.
"""

import argparse
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from esoviet.cli.errors import Trouble
from esoviet.cli.options import add_data, data_folder
from esoviet.node import guard
from esoviet.node.clock import SystemClock

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet clock`."""
    parser = subparsers.add_parser(
        "clock",
        help="see what a server makes of its clock, and confirm that it is right",
        description="A server that doubts its machine's clock writes nothing until the doubt ends.",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser("show", help="show the time, and when the server last ran")
    show.set_defaults(run=run_show)
    confirm = actions.add_parser("confirm", help="tell the server that the clock is right")
    confirm.set_defaults(run=run_confirm)
    for action in (show, confirm):
        add_data(action)


def run_show(args: argparse.Namespace) -> int:
    """What can be known of the clock from here."""
    clock, last = SystemClock(), guard.read_heartbeat(data_folder(args))
    print(f"this machine's clock  {_date(clock.wall())}")
    print(f"by the system         {'' if clock.is_synchronised() else 'not '}synchronised")
    print(f"the server last ran   {_date(last.wall) if last else 'unknown'}")
    return 0


def run_confirm(args: argparse.Namespace) -> int:
    """Leave word for the server."""
    now = SystemClock().wall()
    try:
        guard.confirm(data_folder(args), now)
    except OSError as error:
        raise Trouble(f"The server cannot be told: {error}") from None
    print(f"The clock says {_date(now)}, and you say that it is right.")
    print("A server that runs goes on within a second; else start it within ten minutes.")
    return 0


def _date(ms: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
