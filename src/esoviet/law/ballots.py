"""What stands on a ballot, as bytes: one table of the methods of votes (chapters 7 and 11).

A vote by `choice` has one byte: the place of the word that was chosen, from 1. Where options are
ranked or chosen there is one byte an option, in the order of the vote's options and, where there
is one, *no action* last: the rank (1 first, equal numbers for equal ranks, 0 unranked), or 1 for
what is chosen. Who chooses *none of them* has zeros.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from esoviet.law.outcome import Refusal, refuse

Choice = Literal["yes", "no", "abstain", "consent", "object"]
Ranking = tuple[tuple[int, ...], ...]

YES_NO = "majority"
CONSENT = "consent"
APPROVAL = "approval"
DATES = "dates"
EQUAL_SHARES = "equal-shares"
NO_ACTION = 0

WORDS: Mapping[str, tuple[Choice, ...]] = MappingProxyType(
    {YES_NO: ("yes", "no", "abstain"), CONSENT: ("consent", "object", "abstain")}
)
"""The methods by choice: for it, against it, and neither."""
CHOOSING = (APPROVAL, DATES, EQUAL_SHARES)
"""The methods in which options are chosen; in all others they are ranked."""


class Paper(NamedTuple):
    """What a ballot of a vote is read by: at most `most` options are chosen (0: any number)."""

    method: str
    options: tuple[int, ...]
    no_action: bool
    most: int
    shared: int


def byte_of(method: str, choice: Choice) -> bytes:
    """The ballot with a word of the method."""
    return bytes([WORDS[method].index(choice) + 1])


def read_ballot(
    paper: Paper, choice: Choice | None, ranking: Ranking | None, chosen: tuple[int, ...] | None
) -> bytes | Refusal:
    """The bytes of a ballot (clauses 7.4 and 7.12)."""
    if paper.method in WORDS:
        words = WORDS[paper.method]
        if choice is None or ranking is not None or chosen is not None or choice not in words:
            return refuse("7.4", "This vote asks for a choice: {words}.", words=", ".join(words))
        return byte_of(paper.method, choice)
    if paper.method in CHOOSING:
        if chosen is None or choice is not None or ranking is not None:
            return Refusal("7.12", "This vote asks which options are chosen, or for none of them.")
        return _chosen(paper, chosen)
    if ranking is None or choice is not None or chosen is not None:
        return Refusal("7.4", "This vote asks for a ranking of its options.")
    return _ranked(paper, ranking)


def _chosen(paper: Paper, chosen: tuple[int, ...]) -> bytes | Refusal:
    places, marks = _places(paper.options, False), bytearray(len(paper.options))
    if chosen == (NO_ACTION,):
        return bytes(marks)
    if NO_ACTION in chosen:
        return Refusal("7.12", "Who chooses none of the options chooses no other.")
    for option in chosen:
        if option not in places:
            return refuse("7.12", "Option {option} does not stand in this vote.", option=option)
        if marks[places[option]]:
            return refuse("7.12", "Option {option} is chosen twice.", option=option)
        marks[places[option]] = 1
    if paper.most and len(chosen) > paper.most:
        return refuse("7.12", "At most {most} can be chosen here.", most=paper.most)
    return bytes(marks)


def _ranked(paper: Paper, ranking: Ranking) -> bytes | Refusal:
    places = _places(paper.options, paper.no_action)
    ranks = bytearray(len(places))
    try:
        # Most ballots rank their options one by one: then as many places are filled as are named.
        for rank, (option,) in enumerate(ranking, 1):
            ranks[places[option]] = rank
        if ranks.count(0) == len(ranks) - len(ranking):
            return bytes(ranks)
    except (ValueError, KeyError):
        pass
    if paper.method == "stv-meek" and max(map(len, ranking), default=0) > paper.shared:
        return refuse("7.4", "At most {shared} share a rank here.", shared=paper.shared)
    return _grouped(places, ranking)


def _grouped(places: dict[int, int], ranking: Ranking) -> bytes | Refusal:
    ranks = bytearray(len(places))
    for rank, group in enumerate(ranking, 1):
        for option in group:
            if option not in places:
                return refuse("7.4", "Option {option} does not stand in this vote.", option=option)
            place = places[option]
            if ranks[place]:
                return refuse("7.4", "Option {option} is ranked twice.", option=option)
            ranks[place] = rank
    return bytes(ranks)


@lru_cache(maxsize=4096)
def _places(options: tuple[int, ...], no_action: bool) -> dict[int, int]:
    places = {option: place for place, option in enumerate(options)}
    if no_action:
        places[NO_ACTION] = len(options)
    return places
