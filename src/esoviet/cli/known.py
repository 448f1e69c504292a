"""`esoviet assemblies` and `esoviet use`: the assemblies that this client knows."""

import argparse
from typing import TYPE_CHECKING

from esoviet.cli import options
from esoviet.cli.addresses import assembly_of
from esoviet.cli.home import Home

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare both."""
    listed = subparsers.add_parser(
        "assemblies",
        help="list the assemblies known here",
        description="List the assemblies known here, the chosen one with a star.",
    )
    listed.set_defaults(run=run_assemblies)
    use = subparsers.add_parser(
        "use",
        help="choose the assembly that commands are about",
        description="Choose the assembly that commands are about.",
    )
    use.add_argument("name", help="its short name, id or address")
    options.add_insecure(use)
    use.set_defaults(run=run_use)


def run_assemblies(_: argparse.Namespace) -> int:
    """List them, the chosen one with a star."""
    home = Home.default()
    chosen = home.default_assembly()
    for known in home.assemblies():
        print(f"{'*' if known.id == chosen else ' '} {known.alias:24}  {known.url}")
    return 0


def run_use(args: argparse.Namespace) -> int:
    """Choose one; an address that is new here is looked at first."""
    home = Home.default()
    known = assembly_of(home, args.name, insecure=args.insecure)
    if not known.host:
        home.keep(known)
        print(f"{known.url} is now known here as {known.alias}.")
    home.set_default(known.id)
    return 0
