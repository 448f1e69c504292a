"""A count over some of the options of a ballot, told of all of them.

Whoever leaves options out before a count numbers the rest anew from 0. `among` names each by its
place on the whole ballot again.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from esoviet.tally.result import Result, Round

Pairs = tuple[tuple[int | None, ...], ...]


def among(result: Result, places: Sequence[int], width: int) -> Result:
    """The same result of a ballot of `width` options, where those that were counted stand so."""

    def named(options: Sequence[int]) -> tuple[int, ...]:
        return tuple(places[option] for option in options)

    ties = (replace(t, options=named(t.options), chosen=named(t.chosen)) for t in result.ties)
    return replace(
        result,
        options=width,
        winners=named(result.winners),
        order=tuple(named(group) for group in result.order),
        pairwise=_spread(result.pairwise, places, width),
        rounds=tuple(_stage(one, places) for one in result.rounds),
        ties=tuple(ties),
    )


def _stage(one: Round, places: Sequence[int]) -> Round:
    return replace(
        one,
        options=tuple(places[option] for option in one.options),
        standings=tuple(replace(s, option=places[s.option]) for s in one.standings),
        elected=tuple(places[option] for option in one.elected),
    )


def _spread(pairwise: Pairs, places: Sequence[int], width: int) -> Pairs:
    """A table of pairs among all options: empty but for the pairs of those that were counted."""
    if not pairwise:
        return ()
    whole: list[list[int | None]] = [[None] * width for _ in range(width)]
    for row, line in zip(places, pairwise, strict=True):
        for column, votes in zip(places, line, strict=True):
            whole[row][column] = votes
    return tuple(tuple(line) for line in whole)
