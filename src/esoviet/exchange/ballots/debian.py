"""Tally sheets of the Debian vote engine: "V: 2-13<tab>login<tab>name".

The block after "V:" has one character an option: its rank, 1 to 9 and then A to Z, or "-" for an
option left unranked, which stands below every ranked one. In secret elections a hash takes the
place of login and name. The options are drawn above the ballots ("Option 1--->: name"); where they
are not, they are called "Option 1" and so on.
"""

import re

from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Sheet, distinct, once
from esoviet.exchange.ballots.text import shown, tidy
from esoviet.tally.profile import dense
from esoviet.wire.errors import Malformed

_OPTION = re.compile(r"[\s|/]*Option (\d{1,3})\s?-*>?: ?(.*?)(?:\s+\|*/)?\s*$")
_VOTE = re.compile(r"\s*V:\s*(\S+)(?:\s+(\S+)(?:\s+(.*\S))?)?\s*$")


HEAD = 2_000
"""Lines within which the first ballot stands."""


def is_debian(text: list[str]) -> bool:
    """Whether a line of ballots is there."""
    return any(line.startswith("V: ") for line in text[:HEAD])


def read(text: list[str], title: str) -> Reading:
    """Read a tally sheet."""
    names: dict[int, str] = {}
    ballots: list[Ballot] = []
    voters: list[tuple[int, str]] = []
    for number, line in enumerate(tidy(text), start=1):
        if vote := _VOTE.match(line):
            ballots.append(_ballot(number, vote, names))
            voters.append((number, ballots[-1].voter))
        elif not ballots and (option := _OPTION.match(line)):
            if int(option[1]) != len(names) + 1:
                raise Malformed(f"line {number}: options must be numbered 1, 2, 3 ...")
            names[int(option[1])] = option[2]
    once(voters)
    if not ballots:
        raise Malformed('no line with a ballot ("V: 12 login name")')
    first = ballots[0].choice
    size = len(names) or len(first)
    if any(len(ballot.choice) != size for ballot in ballots):
        raise Malformed("ballots of different lengths; each needs one rank for every option")
    sheet = Sheet(
        format="debian",
        title=title,
        options=distinct(names.get(n, f"Option {n}") for n in range(1, size + 1)),
        numbers=tuple(range(1, size + 1)),
        ballots=tuple(ballots),
    )
    return Reading(votes=sheet, format="Debian tally sheet")


def _ballot(number: int, vote: re.Match[str], names: dict[int, str]) -> Ballot:
    block: str = vote[1]
    if names and len(block) != len(names):
        raise Malformed(
            f"line {number}: {len(block)} ranks for {len(names)} options in {shown(block)}"
        )
    ranks = []
    for mark in block:
        if mark == "-":
            ranks.append(0)
        elif mark.isascii() and mark.isalnum() and mark != "0":
            ranks.append(int(mark, 36))
        else:
            raise Malformed(f"line {number}: a rank is 1 to 9, A to Z or '-', not {shown(mark)}")
    return Ballot(choice=dense(ranks), voter=vote[2] or "", name=vote[3] or "")
