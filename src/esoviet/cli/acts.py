"""One command an act, made from the catalog of the law: what is listed there is what can be done.

A new kind of act has its command as soon as it stands in the catalog, under its own name. `SHORT`
gives some a shorter name; `BY_HAND` are those that need more than their fields (a proof by another
key, a link, a ranking to read) and have a module of their own.
"""

import argparse
import inspect
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from esoviet.cli import fields, options
from esoviet.cli.client import Client
from esoviet.law import (
    applications,
    arguments,
    blobs,
    catalog,
    completion,
    drafts,
    keys,
    leaving,
    mandates,
    membership,
    minority,
    problems,
    questions,
    recovery,
    solutions,
    votes,
)
from esoviet.law.act import Act, Signed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SHORT: dict[type[Signed], str] = {
    membership.SetProfile: "profile",
    problems.RaiseProblem: "raise",
    problems.AssessNecessity: "assess",
    drafts.ProposeSolution: "propose",
    drafts.ReviseSolution: "revise",
    solutions.BackSolution: "back",
    solutions.AssessPracticality: "practicality",
    drafts.AdoptSolution: "adopt",
    arguments.RetractArgument: "retract",
    arguments.WeighArgument: "weigh",
    mandates.ReportProgress: "report",
    mandates.ResignMandate: "resign",
    mandates.TakeUpMandate: "take-up",
    completion.CompleteMandate: "complete",
    questions.SecondQuestion: "second",
    minority.WriteMinorityReport: "minority-report",
    minority.SignMinorityReport: "sign-report",
    blobs.EraseBlob: "erase",
}
BY_HAND = (
    applications.Invite, applications.ApplyToJoin, keys.SetRecoveryKey, recovery.AskToRecover,
    votes.CastBallot, leaving.Leave,
)  # fmt: skip


def add_parser(subparsers: "Subparsers") -> None:
    """Declare a command for every act that a member signs."""
    for act in dict.fromkeys(commands().values()):
        add_one(subparsers, act)


def commands() -> Mapping[str, type[Act]]:
    """The acts that are commands, by all their names."""
    found: dict[str, type[Act]] = {}
    for entry in catalog.ACTS:
        if entry.by == "host" or entry.act in BY_HAND:
            continue
        assert issubclass(entry.act, Act)
        names = (SHORT.get(entry.act), str(entry.act.__struct_config__.tag))
        found |= {name: entry.act for name in names if name}
    return found


def add_one(subparsers: "Subparsers", act: type[Act]) -> None:
    """Declare the command of one act."""
    parser = add_act_parser(subparsers, act, SHORT.get(act))
    fields.add_fields(parser, act)
    options.add_signing(parser)
    parser.set_defaults(run=run, act=act)


def add_act_parser(
    subparsers: "Subparsers", act: type[Act], short: str | None = None
) -> argparse.ArgumentParser:
    """A command named after its act, or by a short name as well, described by the act itself."""
    tag = str(act.__struct_config__.tag)
    said = inspect.cleandoc(act.__doc__ or "")
    aliases = [tag] if short and short != tag else []
    parser: argparse.ArgumentParser = subparsers.add_parser(
        short or tag, aliases=aliases, description=said, help=said.split("\n")[0]
    )
    parser.set_defaults(chapter=chapter(act))
    return parser


def chapter(act: type[Act]) -> int:
    """The chapter of the law that an act stands in, as its module says; 0 where it says none."""
    said = re.match(r"Chapter (\d+) of the law", sys.modules[act.__module__].__doc__ or "")
    return int(said[1]) if said else 0


def run(args: argparse.Namespace) -> int:
    """Sign and send one act."""
    act: type[Act] = args.act
    drafted = fields.draft(act, args)
    with Client.open(args) as client:
        client.act(act, drafted)
    return 0
