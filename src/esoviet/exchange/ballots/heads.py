"""The heads of cast vote records: which columns are ranks, and of which question.

"1st Choice", "rank1", "Choice_2", "Mayor - Choice 1 of 2", "Zweite Wahl", "Préférence 3", "2ª
opción", "1st" and "1" are ranks. What else stands in the head is the question; a file with several
questions is counted one by one. "Choice 1" and a bare "1" may be options too: their cells decide.
"""

import re
from collections.abc import Sequence

import msgspec

from esoviet.exchange.ballots.words import ORDINAL, PLACE, SUFFIX, folded, ordinal

_NUMBERED = re.compile(
    r"(?P<before>.*?)(?<![^\W_])(?P<word>rank|choice|preference|pref|wahl|rang|platz|präferenz|"
    r"priorität|choix|préférence|opción|opcion|preferencia|prioridad|scelta|preferenza|escolha|opção"
    r"|preferência)(?:ing)?"
    r"[\W_]*(?:n[°ºor]?[.\s]*)?(?P<rank>\d{1,3})(?:\s+of\s+\d+)?(?P<after>\W.*)?",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"(?P<before>.*?)(?<!\w)(?P<rank>\d{{1,3}})\s*{SUFFIX}[\W_]*(?P<word>{PLACE})"
    r"(?:ing)?(?P<after>\W.*)?",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?P<before>.*?)(?<!\w)(?P<rank>{ORDINAL})[\s-]*(?P<word>{PLACE})(?P<after>\W.*)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<before>.*?)(?<!\w)(?P<word>{PLACE})[\s-]*(?P<rank>{ORDINAL})(?P<after>\W.*)?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<rank>\d{{1,2}})(?P<suffix>\s*{SUFFIX})?", re.IGNORECASE)


LONGEST = 300  # of a head that could be one of ranks


class Head(msgspec.Struct, frozen=True):
    """A column of ranks."""

    column: int
    rank: int
    question: str
    certain: bool
    """No option is called so: "1st choice", "Rank 2"."""


def rank_heads(header: Sequence[str]) -> list[Head]:
    """The columns of ranks in a header."""
    heads = [_head(n, head) if len(head) <= LONGEST else None for n, head in enumerate(header)]
    found = [head for head in heads if head is not None]
    ranks = [head.rank for head in found]
    bare = [head for head in found if not head.certain and header[head.column].isdigit()]
    if bare and ranks != list(range(1, len(ranks) + 1)):
        found = [head for head in found if head not in bare]
    return found


def _head(column: int, head: str) -> Head | None:
    if match := _BARE.fullmatch(head):
        suffix = (match["suffix"] or "").strip(" .")
        return Head(column, int(match["rank"]), "", bool(suffix))
    for pattern in (_NTH, _NUMBERED, _SPELLED, _BEHIND):
        match = pattern.fullmatch(head)
        if match is None:
            continue
        rank = match["rank"]
        question = " ".join(filter(None, (_bare(match["before"]), _bare(match["after"]))))
        number = int(rank) if rank.isdigit() else ordinal(rank)
        weak = pattern is _NUMBERED and folded(match["word"]) in ("choice", "opción", "opcion")
        weak = weak and (not match["before"] or bool(question))
        return Head(column, number, question, not weak) if number else None
    return None


def _bare(text: str | None) -> str:
    """What else stands in the head, without marks, and without numbers in brackets."""
    plain = re.sub(r"\(\d{4,}\)|\[\d+\]", " ", text or "")
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def questions(heads: Sequence[Head]) -> dict[str, list[Head]]:
    """The columns of each question, the first rank first; of a rank that is there twice, one."""
    groups: dict[str, dict[int, Head]] = {}
    for head in heads:
        groups.setdefault(head.question, {}).setdefault(head.rank, head)
    return {name: [group[rank] for rank in sorted(group)] for name, group in groups.items()}
