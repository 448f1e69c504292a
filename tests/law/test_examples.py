"""The figures in the examples of docs/law.md are what the law comes to."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

import pytest

from esoviet.law.amendments import FACTOR
from esoviet.law.constitution import DAY, DEFAULTS, TEMPLATES
from esoviet.law.headcount import FEWEST as FEWEST_WEIGH
from esoviet.law.headcount import LEAST, Support, base, needed, support_needed
from esoviet.law.limits import EDITION_1
from esoviet.law.problems import FEW
from esoviet.law.recovery import LEAST as FEWEST
from esoviet.law.recovery import MOST
from esoviet.law.repairs import SHARE
from esoviet.law.votes import Vote
from esoviet.tally.thiele import thiele
from tests.world import World
from tools.docs.appendices import LAW

HOUR = DAY // 24
WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def share(name: str, template: str) -> Fraction:
    return Fraction({**DEFAULTS, **TEMPLATES[template]}[name])


def takes(support: Support, n: int, template: str = "co-op") -> int:
    name = "amendment_quorum" if support == "amendment" else "vote_quorum"
    return support_needed(support, share(name, template), n, n)


def seconds(n: int) -> str:
    return WORDS[max(LEAST, needed(share("backing", "co-op"), n))]


def shares() -> str:
    """A tenth of the awake, where these are fewer than a third of all but those at rest."""
    people = base(9, 30)
    return f"A tenth is {WORDS[needed(Fraction(1, 10), people)]} of {WORDS[int(people)]}"


def necessity() -> str:
    few = max(min(FEW, ceil(20 / 2)), needed(share("necessity_quorum", "co-op"), 20))
    return f"what {WORDS[few]} of twenty find necessary"


def sooner() -> str:
    world = World().found(question_days="10")
    part = world.the(Vote, world.crowd(3)[0].puts_to_vote()).window.part
    return f"{WORDS[12 // 2 + 1]} ask on the second day of ten. {WORDS[part // HOUR].title()} hours"


def supports() -> str:
    both = [f"{takes('decision', n)} and {takes('amendment', n)}" for n in (12, 60)]
    return f"of 12 members, {both[0]}; of 60 members, {both[1]}"


def chosen() -> str:
    return f"of 12 members 7 vote; chosen is what {max(takes('decision', 12), 7 // 2 + 1)} choose"


def crowded() -> str:
    thirty, ten = [range(1, 61)] * 30, range(61, 71)
    place = thiele([*thirty, ten], 20).index(30)
    parts = f"After {WORDS[place]} of the thirty each of the sixty counts for a seventh"
    assert Fraction(60, place + 1) < min(10, 9)
    return f"{parts}, together for less than {WORDS[9]}"


TENS = {30: "thirty"}
EXAMPLES: Mapping[str, Callable[[], str]] = {
    "2.8": lambda: f"From `vote_days` 8 one can go to {8 // FACTOR} or to {8 * FACTOR}, not to 1",
    "2.10": lambda: f"of 12 members {WORDS[ceil(Fraction(SHARE) * 12)]} sign",
    "3.7": lambda: "it is two to none, and the applicant stands in line",
    "3.10": shares,
    "3.13": lambda: f"40 acted this month. {WORDS[40 // 4].title()} come in",
    "3.15": lambda: f"of 400 members {takes('amendment', 400, 'large')} must be for it",
    "4.7": lambda: f"{WORDS[max(FEWEST, min(MOST, ceil(12 / 3)))]} of twelve friends say",
    "5.3": necessity,
    "6.11": crowded,
    "7.8": sooner,
    "7.9": lambda: f"turn a vote of ten days. It goes on for {WORDS[10 // 2]}",
    "9.13": lambda: (
        f"Of twelve Cem and Dot look, and object; {WORDS[takes('decision', 12)]} say yes"
        if seconds(12) == "two"
        else "?"
    ),
    "16.3": lambda: (
        f"two repeal. {WORDS[2 + 2].title()} are more than {WORDS[3]}"
        if 2 + 2 > 3 and WORDS.index(seconds(12)) <= 2 + 2
        else "?"
    ),
    "10.5": lambda: f"of 60 members {seconds(60)} objections suffice; of 12, {seconds(12)}",
    "11.2": supports,
    "11.12": chosen,
    "12.8": lambda: f"carried out, and reviewed for {DEFAULTS['report_days']} days",
    "17.6": lambda: (
        f"of 60 members, {WORDS[max(FEWEST_WEIGH, WORDS.index(seconds(60)))]} uphold it; "
        f"of 120 members, {seconds(120)}"
    ),
    "18.4": lambda: (
        f"of 60 members, {WORDS[max(FEWEST_WEIGH, WORDS.index(seconds(60)))]} establish a fact of "
        f"Ada's; of 120 members, {seconds(120)}"
    ),
    "15.5": lambda: f"no more than {TENS[10 * EDITION_1.criticisms]} wait",
}
NO_FIGURES = {"2.9", "2.11", "3.16", "6.5", "9.6", "9.16", "9.22", "11.10", "11.16", "14.3", "16.4"}
"""Examples whose figures are those of the clause itself, or somebody's wish."""


def clauses() -> dict[str, str]:
    text = LAW.read_text("utf-8").split("<!-- appendix")[0]
    parts = re.split(r"\n\*\*(\d+\.\d+)\*\* ", text)
    return {
        name: " ".join(body.split()) for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.parametrize("clause", EXAMPLES)
def test_an_example_says_what_the_law_comes_to(clause: str) -> None:
    assert EXAMPLES[clause]() in clauses()[clause]


def test_every_example_with_figures_is_reckoned_here() -> None:
    numbers = re.compile(rf"\b(\d+|{'|'.join(WORDS[2:])}|twelve|twenty)\b", re.IGNORECASE)
    aside = re.compile(r"(?<!\*)\*(?!\*)((?:Example|From|Who)[^*]*)\*(?!\*)")
    references = re.compile(r"\(\d+\.\d+\)|\d+ March")
    named = {
        clause
        for clause, body in clauses().items()
        for example in aside.findall(body)
        if numbers.search(references.sub("", example))
    }
    assert named == set(EXAMPLES) | NO_FIGURES
