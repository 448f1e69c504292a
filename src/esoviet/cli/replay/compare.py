"""The decision beside the published one, and whether they agree."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from esoviet.cli.replay.perform import Outcome
from esoviet.cli.replay.plan import Asked, Plan, Questions
from esoviet.cli.replay.published import Published, passed


class Comparison(NamedTuple):
    """What to print, and whether the winners are the published ones (true without any)."""

    text: str
    agrees: bool


def compared(plan: Plan, outcomes: Sequence[Outcome], stated: Published) -> Comparison:
    """Lay them side by side."""
    if isinstance(plan.road, Questions):
        return _questions(plan.road.asked, outcomes, stated)
    (outcome,) = outcomes
    ours = outcome.winners
    names = plan.road.options
    theirs = tuple(names[place] for place in stated.winners)
    lines = [f"{outcome.decided.ballots} ballots, {outcome.decided.ending}", ""]
    lines += _beside(("decided here", *ours), ("published", *theirs, *stated.unknown))
    if not theirs or stated.unknown:
        lines += ["", "There is no published winner to compare with, by these names."]
        return Comparison("\n".join(lines), agrees=True)
    agrees = set(ours) == set(theirs)
    lines += ["", f"The winners {'agree' if agrees else 'DIFFER'} ({stated.source})."]
    return Comparison("\n".join(lines), agrees)


def _questions(
    asked: Sequence[Asked], outcomes: Sequence[Outcome], stated: Published
) -> Comparison:
    carried = sum(outcome.decided.ending == "adopted" for outcome in outcomes)
    lines = [f"{carried} of {len(outcomes)} questions were carried."]
    verdicts = [
        _verdict(one, outcome, stated) for one, outcome in zip(asked, outcomes, strict=True)
    ]
    lines += [line for line, _ in verdicts if line]
    told = sum(passed(stated.results.get(one.id, "")) is not None for one in asked)
    same = sum(1 for line, _ in verdicts if not line) - (len(asked) - told)
    if told:
        lines.append(f"{same} of {told} are as published ({stated.source}).")
    else:
        lines.append("There is no published result to compare with.")
    return Comparison("\n".join(lines), all(fine for _, fine in verdicts))


def _verdict(one: Asked, outcome: Outcome, stated: Published) -> tuple[str, bool]:
    """A line where a roll call differs; a tie that somebody outside the file broke is no fault."""
    result = stated.results.get(one.id, "")
    theirs, ours = passed(result), outcome.decided.ending == "adopted"
    if theirs is None or theirs == ours:
        return "", True
    yes, no, _ = outcome.decided.counts
    figures = f"{yes} to {no}, {outcome.decided.ending}; published: {result}"
    if yes == no and theirs:
        return f"{one.id}  {figures} (a tie: who broke it does not stand in the file)", True
    return f"{one.id}  {figures}", False


def _beside(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    width = max(len(word) for word in left) + 3
    for row in range(max(len(left), len(right))):
        ours = left[row] if row < len(left) else ""
        theirs = right[row] if row < len(right) else ""
        yield f"  {ours:{width}}{theirs}".rstrip()
