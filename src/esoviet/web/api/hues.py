"""The colour of a member: an aid to tell two of one name apart, and no proof."""

from esoviet.law.records import Key
from esoviet.law.view import View

HUES = 12


def hue(view: View, member: int) -> int:
    """One of `HUES`: from the key with which they applied, also when other keys have come."""
    held = view.by(Key, "member", member)
    first = held[0] if len(held) == 1 else min(held, key=lambda one: one.enrolled, default=None)
    return sum(first.kid.encode()) % HUES if first else 0
