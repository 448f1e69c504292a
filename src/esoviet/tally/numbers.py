"""The exact arithmetics that rules for transferable votes prescribe. No floating point anywhere.

`Decimals`: whole numbers in units of 10**-places, every product and quotient cut off, not rounded.
The Scottish rules cut once, after multiplying and dividing (`once`); the PRF reference rules cut
after each operation. With `guard` digits beyond the shown ones, figures count as equal when they
differ by less than half a shown unit ("guarded": in effect exact, without the long fractions).
`Rationals`: fractions, exact.
"""

from fractions import Fraction
from typing import Protocol, TypeAlias

from esoviet.tally.result import decimal

Number: TypeAlias = int | Fraction


class Arithmetic(Protocol):
    """Votes as numbers: how they are multiplied, divided, compared and shown."""

    @property
    def one(self) -> Number:
        """One vote."""

    @property
    def unit(self) -> Number:
        """The least amount that a quota lies above an exact share; 0 if figures are exact."""

    def cut(self, value: Number, by: Number, over: Number) -> Number:
        """`value` times `by` divided by `over`."""

    def divide(self, value: Number, parts: int) -> Number:
        """One of `parts` equal parts of `value`."""

    def compare(self, one: Number, other: Number) -> int:
        """-1, 0 or 1 as `one` is less than, equal to or more than `other`."""

    def shown(self, value: Number) -> Number:
        """`value` cut to the rule's precision, as `text` shows it."""

    def text(self, value: Number) -> str:
        """`value` as a decimal in the rule's precision."""


class Decimals:
    """Fixed decimal places, optionally with guard digits (see the module)."""

    def __init__(self, places: int, *, guard: int = 0, once: bool = False) -> None:
        self.places = places
        self.guard = guard
        self.once = once
        self.one: Number = 10 ** (places + guard)
        self.unit: Number = 0 if guard else 1
        self._near = 10**guard // 2

    def cut(self, value: Number, by: Number, over: Number) -> Number:
        if self.once:
            return value * by // over
        return (value * by // self.one) * self.one // over

    def divide(self, value: Number, parts: int) -> Number:
        return value // parts

    def compare(self, one: Number, other: Number) -> int:
        if self.guard and abs(one - other) < self._near:
            return 0
        return (one > other) - (one < other)

    def shown(self, value: Number) -> Number:
        return value // 1

    def text(self, value: Number) -> str:
        return decimal(int(value + self._near) // 10**self.guard, self.places)


class Rationals:
    """Exact fractions, shown with `places` decimals (the nearest, halves up)."""

    one: Number = Fraction(1)
    unit: Number = 0

    def __init__(self, places: int) -> None:
        self.places = places

    def cut(self, value: Number, by: Number, over: Number) -> Number:
        return Fraction(value) * by / over

    def divide(self, value: Number, parts: int) -> Number:
        return Fraction(value) / parts

    def compare(self, one: Number, other: Number) -> int:
        return (one > other) - (one < other)

    def shown(self, value: Number) -> Number:
        return value

    def text(self, value: Number) -> str:
        return decimal(int(value * 10**self.places * 2 + 1) // 2, self.places)


class Whole(Rationals):
    """Exact fractions that are whole numbers unless a ballot was divided; shown as short as can be.

    A figure that is no whole number is shown with `places` decimals.
    """

    def text(self, value: Number) -> str:
        return str(int(value)) if Fraction(value).denominator == 1 else super().text(value)
