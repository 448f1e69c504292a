"""Which roll calls need more than a simple majority, told by the words of their titles.

A rule is a regular expression and a share: `cloture=3/5 of all` or `suspend the rules=2/3`. The
Senate of the United States has a set of its own, used where its motions are among the titles: three
fifths of all senators for cloture (Standing Rule XXII) and for waiving the Budget Act; two thirds
of those voting for treaties and amendments of the Constitution (articles II and V) and for
suspending the rules (Rule V).
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from esoviet.cli.errors import Trouble
from esoviet.exchange.ballots import Question
from esoviet.law.constitution import fraction
from esoviet.wire.errors import Malformed


class Rule(NamedTuple):
    """Titles in which `words` are found need `share`, of those voting or of all members."""

    words: re.Pattern[str]
    share: str
    of_all: bool


def rule(given: str) -> Rule:
    """Read a rule as given on the command line."""
    words, sign, needed = given.rpartition("=")
    share, of, whom = needed.partition(" of ")
    try:
        if not sign or (of and whom.strip() != "all") or not 0 < fraction(share.strip()) <= 1:
            raise Malformed("no share")
        return Rule(re.compile(words, re.IGNORECASE), share.strip(), bool(of))
    except (Malformed, re.error):
        raise Trouble(f"{given!r} is not a rule such as 'cloture=3/5 of all'.") from None


US_SENATE = (
    rule(r"suspend the rules|ratification|amendment to the constitution=2/3"),
    rule(r"cloture|motion to waive=3/5 of all"),
)
SETS: Mapping[str, tuple[Rule, ...]] = {"none": (), "us-senate": US_SENATE}


def usual(questions: Iterable[Question]) -> str:
    """The name of the set of rules that these titles ask for."""
    senate = any(re.search("invoke cloture", q.title, re.IGNORECASE) for q in questions)
    return "us-senate" if senate else "none"


def needs(questions: Iterable[Question], rules: Iterable[Rule]) -> dict[str, tuple[str, bool]]:
    """By the id of a roll call, what it needs; the first rule that fits decides."""
    needed: dict[str, tuple[str, bool]] = {}
    for question in questions:
        for one in rules:
            if one.words.search(question.title):
                needed[question.id] = one.share, one.of_all
                break
    return needed
