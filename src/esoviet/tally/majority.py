"""Yes or no: what counts as a majority, and the count of one question.

Two ways to say what a proposal needs:

- a *ratio* r: votes for > r * votes against, strictly (Debian constitution A.6.3; r = 1 is more
  for than against, r = 3 the "3:1 majority");
- a *share* p: votes for >= p * (votes for + votes against), and more for than against. "Two thirds
  of those voting" is the share 2/3; with half or less it is more for than against.

Abstentions count on neither side. A tie is not broken: the proposal fails.
"""

from fractions import Fraction
from typing import Literal, TypeAlias

from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import Drop, Result, Round, Standing, plain

Needs: TypeAlias = Literal["ratio", "share"]
HALF = Fraction(1, 2)
YES, NO = 0, 1


def passes_ratio(votes: int, against: int, ratio: Fraction) -> bool:
    """Whether `votes` for are strictly more than `ratio` times those `against`."""
    return votes * ratio.denominator > ratio.numerator * against


def passes_share(votes: int, against: int, share: Fraction) -> bool:
    """Whether `votes` for are at least `share` of both sides and more than those `against`."""
    enough = votes * share.denominator >= share.numerator * (votes + against)
    return enough and votes > against


def passes(votes: int, against: int, needed: Fraction, majority: Needs) -> bool:
    """Whether a majority is reached, `needed` read as a ratio or as a share."""
    if majority == "ratio":
        return passes_ratio(votes, against, needed)
    return passes_share(votes, against, needed)


def majority(
    yes: int,
    no: int,
    abstain: int = 0,
    *,
    needed: Fraction | None = None,
    kind: Needs = "ratio",
    quorum: Fraction | int = 0,
    turnout: Fraction | int = 0,
) -> Result:
    """Count one question; option 0 is yes, option 1 is no, and no wins unless yes passes.

    `needed` is a ratio (default 1) or a share (default 1/2) as `kind` says; `quorum` is the least
    number of votes for; `turnout` the least number of ballots, abstentions included.
    """
    if min(yes, no, abstain) < 0:
        raise ValueError("a number of votes below 0")
    if needed is None:
        needed = Fraction(1) if kind == "ratio" else HALF
    reached = yes >= quorum and yes + no + abstain >= turnout
    passed = reached and passes(yes, no, needed, kind)
    drop = Drop(
        option=YES,
        reason="majority" if reached else "quorum",
        votes=yes,
        against=no,
        needed=plain(needed if reached else quorum if yes < quorum else turnout),
    )
    return Result(
        method="majority",
        options=2,
        ballots=yes + no + abstain,
        winners=(YES,) if passed else (NO,),
        order=((YES,), (NO,)) if passed else ((NO,), (YES,)),
        pairwise=((None, yes), (no, None)),
        dropped=() if passed else (drop,),
        rounds=(_only_round(yes, no, abstain, passed),),
    )


def majority_of(
    profile: Profile,
    *,
    needed: Fraction | None = None,
    kind: Needs = "ratio",
    quorum: Fraction | int = 0,
    turnout: Fraction | int = 0,
    unranked: Unranked = "last",
) -> Result:
    """Count ballots over two options, yes and no: the one ranked above the other has the vote.

    A ballot that ranks neither, or both alike, abstains; so does one that ranks only one of them
    if unranked options are `uncounted`.
    """
    if profile.options != 2:
        raise ValueError("majority is for two options; use schulze for more")
    sides = [0, 0, 0]
    for (yes, no), count in profile.ballots.items():
        blank = 255 if unranked == "last" else max(yes, no)
        first, second = yes or blank, no or blank
        sides[2 if first == second else int(second < first)] += count
    return majority(*sides, needed=needed, kind=kind, quorum=quorum, turnout=turnout)


def _only_round(yes: int, no: int, abstain: int, passed: bool) -> Round:
    winner = YES if passed else NO
    return Round(
        number=0,
        action="total",
        options=(),
        quota="0",
        exhausted=str(abstain),
        lost="0",
        standings=tuple(
            Standing(
                option=option,
                state="elected" if option == winner else "excluded",
                tally=str(tally),
            )
            for option, tally in ((YES, yes), (NO, no))
        ),
        elected=(winner,),
    )
