"""The command `esoviet`: reads the arguments and hands over to one module a subcommand.

A command module has `add_parser(subparsers)`, which declares its arguments and sets `run`, a
function of the parsed arguments that answers the exit code: 0 done, 1 it did not work, 2 it was
called wrongly. A module may declare several commands, each with a line of help.
"""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from esoviet.cli.errors import Trouble
from esoviet.cli.terminal import shorten
from esoviet.wire.encoding import printable

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "To begin": ("serve", "key", "found", "known", "again"),
    "To take part": ("acts", "join", "vote", "recovery", "leave", "sessions"),
    "To read and check": ("show", "receipt", "tally", "audit", "otherwise", "original"),
    "To run a server": ("doctor", "mail", "backup", "restore", "withhold", "clock"),
    "To try": ("demo", "replay"),
}
"""The modules of this package that are commands, by the heading under which the help has them."""

CHAPTERS: Mapping[int, str] = {
    3: "Members",
    2: "Founding and constitution",
    4: "Devices and recovery",
    5: "Problems",
    6: "Solutions",
    8: "The debate",
    7: "Votes",
    10: "Votes",
    11: "Votes",
    13: "Votes",
    9: "Mandates",
    16: "Mandates",
    14: "Actions and calls",
    15: "Criticism",
    17: "Exhibits",
    18: "The situation",
    19: "Topics",
    12: "Texts and files",
}
"""Commands that sign an act stand under the heading of their chapter of the law."""

LINE = 76

_NAME = re.compile("[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{86}")
"""32 or 64 bytes in base64url: a key, its name, an entry, an assembly; a signature."""


def parser(only: str = "", act: str = "") -> "_Parser":
    """The whole command line; with the name of a module, no other module is loaded; with the
    command of an act beside it, no other act has one."""
    top = _Parser(
        prog="esoviet",
        usage="esoviet COMMAND …",
        description="An assembly decides by public vote, and anyone can recount it.",
    )
    top.listed = {heading: [] for heading in (next(iter(COMMANDS)), *CHAPTERS.values())}
    subparsers = top.add_subparsers(
        prog="esoviet", metavar="COMMAND", required=True, parser_class=_Reader
    )
    top.commands = subparsers.choices
    for heading, modules in COMMANDS.items():
        known = set(subparsers.choices)
        for name in modules if not only else set(modules) & {only}:
            module = import_module(f"esoviet.cli.{name}")
            if act:
                module.add_one(subparsers, module.commands()[act])
            else:
                module.add_parser(subparsers)
        top.list_under(heading, {k: v for k, v in subparsers.choices.items() if k not in known})
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    top = _parser_of(words[0] if words else "")
    args, unknown = top.parse_known_args(words)
    if unknown:
        top.of(words).error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        code: int = args.run(args)
    except Trouble as trouble:
        print(f"esoviet: {printable(str(trouble), lines=True)}", file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return code


def _parser_of(command: str) -> "_Parser":
    """As much of the command line as its first word needs: the whole takes as long as signing."""
    if any(command in names for names in COMMANDS.values()):
        return parser(command)
    is_act = command in import_module("esoviet.cli.acts").commands()
    return parser("acts", command) if is_act else parser()


class _Reader(argparse.ArgumentParser):
    """A parser that takes a name of the wire for a value: one in 64 begins with a hyphen."""

    def _parse_optional(self, arg_string):  # type: ignore[no-untyped-def]
        return None if _NAME.fullmatch(arg_string) else super()._parse_optional(arg_string)


class _Parser(_Reader):
    """The whole, whose help lists every command once, with its first sentence, under a heading."""

    listed: dict[str, list[tuple[str, str]]]

    commands: Mapping[str, argparse.ArgumentParser]

    def of(self, words: Sequence[str]) -> argparse.ArgumentParser:
        """The parser of the command that is called, which knows its usage."""
        return next((self.commands[word] for word in words if word in self.commands), self)

    def list_under(self, heading: str, commands: Mapping[str, argparse.ArgumentParser]) -> None:
        """Take commands into the list; of several names for one, the first."""
        seen = set()
        for name, command in commands.items():
            if command not in seen:
                seen.add(command)
                under = CHAPTERS.get(command.get_default("chapter"), heading)
                self.listed.setdefault(under, []).append((name, command.description or ""))

    def format_help(self) -> str:
        """The list of commands."""
        lines = [f"usage: {self.usage}", "", self.description or ""]
        for heading, commands in self.listed.items():
            if not commands:
                continue
            lines += ["", f"{heading}:"]
            lines += [f"  {name:20}  {_sentence(said)}" for name, said in commands]
        lines += ["", "Each command explains itself: esoviet COMMAND --help"]
        return "\n".join(lines) + "\n"


def _sentence(said: str) -> str:
    """The first sentence, or as many of its words as fit."""
    sentence = re.split(r"\.(?:\s|$)", said)[0].replace("\n", " ")
    if len(sentence) <= LINE:
        return sentence
    return shorten(sentence, LINE).rpartition(" ")[0].rstrip(",;: ") + " …"
