"""The command `esoviet`: reads the arguments and hands over to one module a subcommand.

A command module has `add_parser(subparsers)`, which declares its arguments and sets `run`, a
function of the parsed arguments that answers the exit code: 0 done, 1 it did not work, 2 it was
called wrongly.
"""

import argparse
from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("tally",)
"""The modules of this package that are commands, in the order of the help."""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(
        prog="esoviet", description="An assembly decides by public vote, and anyone can recount it."
    )
    subparsers = whole.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"esoviet.cli.{name}").add_parser(subparsers)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    args = parser().parse_args(arguments)
    code: int = args.run(args)
    return code
