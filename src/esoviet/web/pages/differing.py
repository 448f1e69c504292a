"""What differs between two texts, word by word.

Words are compared by the longest sequence that both have, which takes as many steps as the pairs of
words and never more: nobody's text takes longer. Where that is too many, or little stays the same,
a text is shown as gone and the other as new, since single words in common make nothing plainer.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
Pieces = list[tuple[Kind, str]]
"""Parts of a text, one after another, with what became of each."""

MOST_PAIRS = 1_000_000
A_WORD = 3
"""So many characters a word has, where it is only reckoned how long comparing takes."""
_WORDS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+ ?|\s+|[^\w\s] ?")


def words(old: str, new: str, most: int = MOST_PAIRS) -> Pieces:
    """What became of the words of a text, in no more steps than `most` and their number."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    ends = len(before) - tail, len(after) - tail
    middle = _middle(before[head : ends[0]], after[head : ends[1]], most)
    same = before[:head], before[ends[0] :]
    return _joined([*(("same", one) for one in same[0]), *middle, *(("same", o) for o in same[1])])


def in_words(lines: Iterable[tuple[str, str]]) -> Pieces:
    """The same for lines (`same`, `gone` or `new`) of which some were only changed in part."""
    left, pieces = MOST_PAIRS, Pieces()
    for is_same, run in groupby(lines, lambda line: line[0] == "same"):
        found = list(run)
        if is_same:
            pieces += [("same", f"{line}\n") for _, line in found]
            continue
        gone, new = (_lines(found, kind) for kind in ("gone", "new"))
        parts = words(gone, new, left) if gone and new else []
        left -= _pairs(gone, new)
        pieces += parts if _mostly_same(parts, gone, new) else _whole(found)
    return pieces


def effort(old: str, new: str) -> int:
    """How many pairs of words are compared at most, reckoned from the lengths."""
    return min(_pairs(old, new), MOST_PAIRS)


def _pairs(old: str, new: str) -> int:
    return (len(old) // A_WORD) * (len(new) // A_WORD)


def _lines(found: Sequence[tuple[str, str]], kind: Kind) -> str:
    return "".join(f"{line}\n" for said, line in found if said == kind)


def _whole(found: Iterable[tuple[str, str]]) -> Pieces:
    return [("gone" if kind == "gone" else "new", f"{line}\n") for kind, line in found]


def _mostly_same(parts: Pieces, gone: str, new: str) -> bool:
    kept = sum(len(text.strip()) for kind, text in parts if kind == "same")
    changed = {kind for kind, text in parts if kind != "same" and text.strip()}
    return (kept > 0 and len(changed) < 2) or 2 * kept > max(len(gone), len(new))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words at the beginning of both are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))


def _middle(before: list[str], after: list[str], most: int) -> Pieces:
    if len(before) * len(after) > most:
        return [("gone", "".join(before)), ("new", "".join(after))]
    rows = _lengths(before, after)
    pieces, i, j = Pieces(), 0, 0
    while i < len(before) and j < len(after):
        if before[i] == after[j]:
            pieces.append(("same", before[i]))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            pieces.append(("gone", before[i]))
            i += 1
        else:
            pieces.append(("new", after[j]))
            j += 1
    return [*pieces, *(("gone", one) for one in before[i:]), *(("new", one) for one in after[j:])]


def _lengths(before: list[str], after: list[str]) -> list[list[int]]:
    """How long a sequence both have, from each word of one and each of the other on."""
    rows = [[0] * (len(after) + 1)]
    for one in reversed(before):
        last, row = rows[-1], [0] * (len(after) + 1)
        for j in range(len(after) - 1, -1, -1):
            longest = max(last[j], row[j + 1])
            row[j] = last[j + 1] + 1 if one == after[j] else longest
        rows.append(row)
    return rows[::-1]


def _joined(pieces: Pieces) -> Pieces:
    """Pieces of a kind that follow each other as one; between the same, what is gone first."""
    joined = Pieces()
    for is_same, run in groupby(pieces, lambda piece: piece[0] == "same"):
        found = list(run)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("gone", "new")
        for kind in kinds:
            text = "".join(text for said, text in found if said == kind)
            if text:
                joined.append((kind, text))
    return joined
