"""Instant run-off: the option with the fewest ballots is excluded until one has a majority.

Each ballot counts whole for its first hopeful option. An option with more than half of the ballots
that still name a hopeful option is elected. Otherwise, in this order: options in `first_out`
(undeclared write-ins) are excluded together, whatever they have; with `batch`, the largest group of
lowest options that together have fewer ballots than the next one above them, which none of them can
overtake (Minneapolis Code of Ordinances 167.70, "mathematically impossible to be elected"); else
the lowest option, ties by the tie order. Equal ranks divide a ballot (`papers`).
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

from esoviet.tally.heaps import Heap, fits
from esoviet.tally.numbers import Number, Whole
from esoviet.tally.papers import Board
from esoviet.tally.profile import Profile
from esoviet.tally.result import Result, tie_places

ARITHMETIC = Whole(6)


def irv(
    profile: Profile,
    *,
    seats: int = 1,
    tie_order: Sequence[int] | None = None,
    batch: bool = False,
    first_out: Collection[int] = (),
) -> Result:
    """Count `profile` for one seat."""
    if seats != 1:
        raise ValueError("instant run-off fills one seat; use a transferable vote for more")
    places = tie_places(profile.options, tie_order)
    board: Board = (
        Heap(profile, ARITHMETIC, places) if fits(profile) else Board(profile, ARITHMETIC, places)
    )
    board.close("first", (), _threshold(board), _elect(board, first_out))
    while not board.elected:
        out = _out(board, batch, first_out)
        board.exclude(out)
        elected = _elect(board, first_out)
        board.close("exclusion", out, _threshold(board), elected)
    return Result(
        method="irv",
        options=profile.options,
        ballots=profile.total,
        winners=tuple(board.elected),
        order=board.full_order(),
        rounds=tuple(board.rounds),
        ties=tuple(board.ties),
    )


def _threshold(board: Board) -> Number:
    """The least whole number of votes that is more than half of those that still count."""
    active = Fraction(sum(board.tallies, Fraction(0)))
    return Fraction(active // 2 + 1)


def _elect(board: Board, first_out: Collection[int]) -> tuple[int, ...]:
    active = sum(board.tallies, Fraction(0))
    hopeful = board.hopeful()
    if len(hopeful) == 1:
        board.elect(hopeful)
    else:
        last = all(option in first_out for option in hopeful)
        board.elect(
            option
            for option in hopeful
            if board.tallies[option] * 2 > active and (last or option not in first_out)
        )
    return tuple(board.elected)


def _out(board: Board, batch: bool, first_out: Collection[int]) -> tuple[int, ...]:
    hopeful = board.hopeful()
    waiting = tuple(option for option in hopeful if option in first_out)
    if waiting and len(waiting) < len(hopeful):
        return waiting
    hopeless = _hopeless(board, hopeful) if batch else ()
    if hopeless:
        return hopeless
    lowest = min(board.tallies[option] for option in hopeful)
    tied = [option for option in hopeful if board.tallies[option] == lowest]
    return (board.choose(tied, "exclusion"),)


def _hopeless(board: Board, hopeful: list[int]) -> tuple[int, ...]:
    """The largest group of lowest options that together stay below the next one."""
    ranked = sorted(hopeful, key=lambda option: board.tallies[option])
    together: Number = Fraction(0)
    size = 0
    for n in range(1, len(ranked) - 1):
        together += board.tallies[ranked[n - 1]]
        if together < board.tallies[ranked[n]]:
            size = n
    return tuple(sorted(ranked[:size]))
