"""The Method of Equal Shares: a budget is divided so that every group decides over its part of it.

Source: D. Peters, G. Pierczynski, P. Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (2021), with approvals and *cost utilities*: an option is worth to who approves it what
it costs. All figures are exact fractions.

1. The budget is divided equally among the ballots that approve anything.
2. An option can be bought if those who approve it can pay for it together. They pay alike; who
   has less left than that pays what is left. The price is the most that one of them pays, as a part
   of the cost: 1 / price is how many full payers that amounts to (the *effective votes*).
3. The option with the lowest price is bought, and so on, until none can be paid. Of equal ones that
   with more approvals is bought, then the one that stands first.
4. *Completion*: what is left of the budget buys, of the options that still fit, the one with the
   most approvals (then the first), and so on. What nobody approves is never bought.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from esoviet.tally.choosing import approvals_of, levels
from esoviet.tally.profile import Scores
from esoviet.tally.result import TIE_RULE, Result, Tie


def equal_shares(scores: Scores, *, costs: Sequence[int], budget: int) -> Result:
    """Divide `budget` over options with `costs`; the winners that completion added are `added`."""
    if len(costs) != scores.options or min(costs, default=1) < 1:
        raise ValueError("each option has a cost of 1 at least")
    market = _Market(scores, costs, budget)
    bought = list(market.buy())
    added = list(market.complete())
    return Result(
        method="equal-shares",
        options=scores.options,
        ballots=scores.total,
        winners=(*bought, *added),
        order=levels(market.approvals),
        ties=market.decisive({*bought, *added}),
        accepted=market.approvals,
        accepting=market.payers,
        added=tuple(added),
    )


class _Market:
    """What is left to each ballot. Ballots with equal rests are of one class, named by number."""

    def __init__(self, scores: Scores, costs: Sequence[int], budget: int) -> None:
        self.costs = costs
        self.left = budget
        self.payers = sum(count for ballot, count in scores.ballots.items() if ballot)
        self.approvals = approvals_of(scores)
        self._supporters: list[list[tuple[int, int]]] = [[] for _ in costs]
        for at, (ballot, count) in enumerate(scores.ballots.items()):
            for option, _ in ballot:
                self._supporters[option].append((at, count))
        self._rests = [Fraction(budget, self.payers or 1)]
        self._class = [0] * len(scores.ballots)
        self._open = [option for option, count in enumerate(self.approvals) if count]
        self._ties: list[tuple[tuple[int, ...], int]] = []

    def buy(self) -> Iterator[int]:
        """Options that their supporters pay for, in order."""
        prices = {option: Fraction(0) for option in self._open}  # they only rise
        while prices:
            best: Fraction | None = None
            level: list[int] = []
            for option in sorted(prices, key=lambda option: (prices[option], option)):
                if best is not None and prices[option] > best:
                    break
                price = self._price(option)
                if price is None:
                    del prices[option]
                    continue
                prices[option] = price
                if best is None or price < best:
                    best, level = price, []
                if price == best:
                    level.append(option)
            if best is None:
                return
            option = self._first(level)
            self._pay(option, best * self.costs[option])
            del prices[option]
            yield option

    def complete(self) -> Iterator[int]:
        """The most approved of those that still fit, one after another."""
        while fits := [option for option in self._open if self.costs[option] <= self.left]:
            option = self._first(fits)
            self._take(option)
            yield option

    def decisive(self, winners: set[int]) -> tuple[Tie, ...]:
        """The ties that decided what is bought and what is not."""
        return tuple(
            Tie(where="seat", round=None, options=level, chosen=(chosen,), rule=TIE_RULE)
            for level, chosen in self._ties
            if set(level) - winners
        )

    def _first(self, options: list[int]) -> int:
        most = max(self.approvals[option] for option in options)
        level = sorted(option for option in options if self.approvals[option] == most)
        if len(level) > 1:
            self._ties.append((tuple(level), level[0]))
        return level[0]

    def _price(self, option: int) -> Fraction | None:
        """The most that one supporter pays, as a part of the cost; none where they cannot pay."""
        counts = Counter[int]()
        for ballot, count in self._supporters[option]:
            counts[self._class[ballot]] += count
        owed, payers = Fraction(self.costs[option]), self.approvals[option]
        for rest, count in sorted((self._rests[name], count) for name, count in counts.items()):
            if rest * payers >= owed:
                return owed / payers / self.costs[option]
            owed -= rest * count
            payers -= count
        return None

    def _pay(self, option: int, most: Fraction) -> None:
        names = {rest: name for name, rest in enumerate(self._rests)}
        after: dict[int, int] = {}
        for ballot, _ in self._supporters[option]:
            before = self._class[ballot]
            if before not in after:
                rest = self._rests[before] - min(self._rests[before], most)
                after[before] = names.setdefault(rest, len(names))
                if after[before] == len(self._rests):
                    self._rests.append(rest)
            self._class[ballot] = after[before]
        self._take(option)

    def _take(self, option: int) -> None:
        self.left -= self.costs[option]
        self._open.remove(option)
