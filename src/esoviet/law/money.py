"""Amounts of money, exact: decimals of three places at most, counted in thousandths."""

from esoviet.law.act import Decimal
from esoviet.law.outcome import Refusal

DIGITS = 12
PLACES = 3
UNIT = 1000
"""No currency in use divides its unit further (ISO 4217)."""


def refused_amount(amount: Decimal, clause: str) -> Refusal | None:
    """Refuse an amount that has too many digits."""
    whole, _, part = amount.removeprefix("-").partition(".")
    if len(whole) > DIGITS or len(part) > PLACES:
        return Refusal(clause, "An amount has at most 12 digits, and three decimals.")
    return None


def thousandths(amount: Decimal) -> int:
    """An amount in thousandths of its currency; what stands beyond them does not count."""
    whole, _, part = amount.removeprefix("-").partition(".")
    figure = int(whole) * UNIT + int(part[:PLACES].ljust(PLACES, "0"))
    return -figure if amount.startswith("-") else figure


def said(figure: int) -> Decimal:
    """The amount of so many thousandths, with two decimals or three."""
    whole, part = divmod(abs(figure), UNIT)
    places = f"{part:03}"
    return f"{'-' if figure < 0 else ''}{whole}.{places.removesuffix('0')}"
