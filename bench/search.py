"""Search in 200,000 texts: how fast they are put in, found, and how fast one leaves for good."""

import random
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.figures import Figure, median
from esoviet.store.search import FILE, Asked, Doc, SearchIndex
from esoviet.store.words import kept

TEXTS, WORDS, VOCABULARY = 200_000, 60, 40_000
AT_ONCE, QUERIES, ERASED = 500, 1_000, 5
RATE, P99, LEAVES = 4_000, 50.0, 2.0


def run() -> list[Figure]:
    """Make texts whose words are as uneven as in a language (Zipf), and search in them."""
    dice = random.Random(1)
    texts = [_text(dice) for _ in range(TEXTS)]
    with tempfile.TemporaryDirectory() as folder, closing(SearchIndex(Path(folder) / FILE)) as made:
        start = time.perf_counter()
        for first in range(0, TEXTS, AT_ONCE):
            _put(made, first, texts[first : first + AT_ONCE])
        filled = time.perf_counter() - start
        floor = _tokens_alone(texts)
        asked = [" ".join(dice.sample(dice.choice(texts).split(), 2)) + " " for _ in range(QUERIES)]
        spent = sorted(_seconds(made, one) for one in asked)
        common = median([_seconds(made, f"{_word(1)} {_word(2)} ") for _ in range(20)])
        gone = median([_leaving(made, n) for n in range(ERASED)])
        size = (Path(folder) / FILE).stat().st_size / 1e6
    p99 = 1000 * spent[QUERIES * 99 // 100]
    return [
        Figure(
            f"{TEXTS:,} texts of {WORDS} words into the index ({size:.0f} MB)",
            f"{TEXTS / filled:,.0f} texts/s",
            f"{TEXTS / floor:,.0f} texts/s cut into words alone",
            f"at least {RATE:,}/s",
            filled * RATE <= TEXTS,
        ),
        Figure(
            "two words that stand together in a text, the newest first",
            f"p99 {p99:.1f} ms, median {1000 * spent[QUERIES // 2]:.2f} ms",
            f"{1000 * common:.1f} ms for the two commonest words",
            f"p99 under {P99:.0f} ms",
            p99 < P99,
        ),
        Figure(
            "an erased text leaves index and disk",
            f"{gone:.2f} s",
            "",
            f"under {LEAVES:.0f} s",
            gone < LEAVES,
        ),
    ]


def _text(dice: random.Random) -> str:
    """Words by rank, the n-th as rare as 1/n; a name is its rank in letters."""
    ranks = (int(VOCABULARY ** dice.random()) for _ in range(WORDS))
    return " ".join(_word(rank) for rank in ranks)


def _word(rank: int) -> str:
    letters = ""
    while rank:
        rank, digit = divmod(rank, 20)
        letters += chr(ord("a") + digit)
    return "w" + letters


def _put(index: SearchIndex, first: int, texts: list[str]) -> None:
    index.begin()
    index.add(
        Doc(n, "a key", "argue", n, " ".join(kept(text)), (f"{n:064x}",))
        for n, text in enumerate(texts, first)
    )
    index.commit(first + len(texts), b"", wiped=False)


def _tokens_alone(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        kept(text)
    return time.perf_counter() - start


def _seconds(index: SearchIndex, words: str) -> float:
    start = time.perf_counter()
    assert index.find(Asked(words)).entries
    return time.perf_counter() - start


def _leaving(index: SearchIndex, entry: int) -> float:
    start = time.perf_counter()
    index.begin()
    index.lose(f"{entry:064x}")
    index.put_anew(entry, None)
    index.commit(TEXTS, b"", wiped=True)
    return time.perf_counter() - start
