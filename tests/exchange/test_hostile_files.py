"""Whatever bytes come, a file is read, or refused by the one exception that readers declare."""

import random
from contextlib import suppress

import pytest

from esoviet.exchange.ballots import How, Sheet, understand
from esoviet.exchange.ballots.write import FORMATS, written
from esoviet.exchange.deciding import Decided, Usage, Wish, check, decide
from esoviet.tally.methods import METHODS
from esoviet.wire.errors import Malformed
from tests.effort import EFFORT, SEED
from tests.exchange.mutants import KINDS, mutants

SHARDS = 8
INPUTS = 200_000 if EFFORT > 1 else 4_000
"""Bent files of a run: many in `make fuzz`."""


def told(chance: random.Random) -> How:
    """Something that a reader is told, mostly nothing."""
    return How(
        method=chance.choice(list(METHODS)),
        cells=chance.choice((None,) * 6 + ("ranks", "points")),
        overvote=chance.choice((None,) * 6 + ("skip", "exhaust")),
        skip=chance.choice(((),) * 8 + (("count",), ("Name",), ("A",))),
        voter=chance.choice((None,) * 9 + ("id", "A")),
        weight=chance.choice((None,) * 9 + ("count", "B")),
        max_ranks=chance.choice((None,) * 5 + (1, 2)),
        max_skips=chance.choice((None,) * 5 + (0, 1)),
        unranked=chance.choice((None,) * 5 + ("last", "uncounted")),
        question=chance.choice((None,) * 6 + ("Mayor",)),
        encoding=chance.choice((None,) * 30 + ("utf-8", "cp1252", "rot13", "idna", "zip")),
    )


def wish(how: How, chance: random.Random) -> Wish:
    seats = None if how.method in ("irv", "majority") else chance.choice((None, 1, 2))
    return Wish(method=how.method, seats=seats, withdrawn=chance.choice(((),) * 6 + (("A",),)))


@pytest.mark.parametrize("shard", range(SHARDS))
def test_bent_files_are_counted_or_refused_and_nothing_else(shard: int) -> None:
    seed = SEED + shard
    chance = random.Random(seed)
    counted = 0
    for data in mutants(seed, INPUTS // SHARDS):
        how = told(chance)
        asked = wish(how, chance)
        try:
            check(asked)
            reading = understand(data, how, title="t")
            found = decide(reading, how, asked)
            counted += isinstance(found, Decided)
            if isinstance(reading.votes, Sheet):
                written(reading.votes, chance.choice(list(FORMATS)))
        except (Malformed, Usage) as refused:
            said = str(refused)
        else:
            said = "counted"
        assert said
        assert said.isprintable()
    assert counted > INPUTS // SHARDS // 20


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_the_files_that_are_bent_are_whole_before(number: int) -> None:
    how = How(question="Mayor" if "Mayor rank" in KINDS[number] else None)
    assert understand(KINDS[number].encode(), how).format


LONG = {
    "blanks": b"2 1\n1 1 0\n0\n" + b" " * 300_000 + b'"A"\n"B"\n',
    "quotes": b"2 1\n1 1 0\n0\n" + b'"' * 300_000 + b'x\n"B"\n',
    "lines": b"2 1\n1 1 0\n0\n" + b"\n" * 100_000 + b'"A"\n"B"\n',
    "an order": b"2: " + b"A > " * 60_000 + b"B\n",
    "a head": b"A" + b" " * 100_000 + b"1st choice,B\n1,2\n",
    "brackets": b"Rank [" * 20_000 + b",B\n1,2\n",
    "a vote": b"A > B" + b" " * 100_000 + b"* x\n",
    "a name": b"=A" + b" " * 100_000 + b":[x\n3: A>B\n",
    "marks": b"id,1st choice\n1," + b"a|" * 50_000 + b"b\n",
    "commas": b"," * 100_000 + b"\n1,2\n",
    "columns": b",".join(b"c%d" % n for n in range(5_000)) + b"\n" + b"1," * 4_999 + b"1\n",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LONG)
def test_long_lines_take_no_longer_than_they_are(name: str) -> None:
    with suppress(Malformed):
        assert understand(LONG[name]).format
