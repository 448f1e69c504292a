"""Counts of ballots that choose options: those above a half, and the most chosen one.

A ballot that chooses nothing says *none of them*: it counts as a ballot.
"""

from collections.abc import Sequence
from itertools import groupby

from esoviet.tally.profile import Scores
from esoviet.tally.result import TIE_RULE, Drop, Result, Tie


def above_half(scores: Scores, *, quorum: int = 0) -> Result:
    """All that more than half of the ballots choose, and at least `quorum` of them."""
    ballots, chosen = scores.total, approvals_of(scores)
    dropped = tuple(
        Drop(
            option=option,
            reason="quorum" if 2 * count > ballots else "majority",
            votes=count,
            against=ballots - count,
            needed=str(quorum) if 2 * count > ballots else "1/2",
        )
        for option, count in enumerate(chosen)
        if 2 * count <= ballots or count < quorum
    )
    fallen = {drop.option for drop in dropped}
    order = levels(chosen)
    winners = tuple(option for group in order for option in group if option not in fallen)
    return _result("approval", scores, chosen, winners, dropped=dropped)


def most_chosen(scores: Scores) -> Result:
    """The option that most ballots choose; of equal ones the first. Nothing, if all choose none."""
    chosen = approvals_of(scores)
    best = levels(chosen)[0]
    if not chosen[best[0]]:
        return _result("dates", scores, chosen, ())
    tied = Tie(where="winner", round=None, options=best, chosen=best[:1], rule=TIE_RULE)
    return _result("dates", scores, chosen, best[:1], (tied,) if len(best) > 1 else ())


def approvals_of(scores: Scores) -> tuple[int, ...]:
    """How many ballots choose each option."""
    chosen = [0] * scores.options
    for ballot, count in scores.ballots.items():
        for option, _ in ballot:
            chosen[option] += count
    return tuple(chosen)


def levels(chosen: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The options by how many choose them, equal ones together."""
    ranked = sorted(range(len(chosen)), key=lambda option: -chosen[option])
    return tuple(tuple(group) for _, group in groupby(ranked, key=chosen.__getitem__))


def _result(
    method: str,
    scores: Scores,
    chosen: tuple[int, ...],
    winners: tuple[int, ...],
    ties: tuple[Tie, ...] = (),
    dropped: tuple[Drop, ...] = (),
) -> Result:
    return Result(
        method=method,
        options=scores.options,
        ballots=scores.total,
        winners=winners,
        order=levels(chosen),
        dropped=dropped,
        ties=ties,
        accepted=chosen,
        accepting=sum(count for ballot, count in scores.ballots.items() if ballot),
    )
