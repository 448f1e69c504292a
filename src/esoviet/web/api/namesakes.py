"""Whose name another member has too, or one that looks the same.

Two names look the same if what is left of them is: without case, marks, spaces and signs, wide or
decorated letters made plain, and the letters of other scripts that are drawn like Latin ones taken
for these. It is a rule of thumb: who is held to be alike has their number beside the name.
"""

import unicodedata
from collections.abc import Callable

from esoviet.law.records import Member
from esoviet.law.view import View

FEW = 300
"""Where there are more, a number stands beside everybody's name."""
_DRAWN_LIKE = str.maketrans({
    **dict(zip("авеіјкмнопрсԛѕтухԝһԁгьҽ", "abeijkmhonpcqstyxwhdrbe", strict=True)),
    **dict(zip("αβεηικνορτυχωγ", "abeniknoptuxwy", strict=True)),
    **dict(zip("ıɩɡɑøłđħœæßіοſ", "iigaoldhoabios", strict=True)),
    "0": "o", "1": "l", "|": "l", "i": "l", "5": "s",
})  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """What is left of a name; empty where nothing is."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    drawn = plain.translate(_DRAWN_LIKE).translate(_DRAWN_LIKE)
    left = "".join(c for c in drawn if unicodedata.category(c)[0] in "LN")
    for pair, one in _PAIRS:
        left = left.replace(pair, one)
    return left


class Namesakes:
    """The names of an assembly's members, as its log stands; it keeps what tells them apart only.

    Strangers can apply by the hundred, so an applicant is compared to members, and not they to one.
    """

    def __init__(self) -> None:
        self._size = -1
        self._known: dict[int, tuple[bytes, int]] = {}
        self._holders: dict[int, list[int]] = {}

    def has(self, view: View, number: int, name: str, title: Callable[[bytes], str | None]) -> bool:
        """Whether a name is another member's too; `title` tells that of a profile."""
        if view.count_by(Member, "state", "member") > FEW:
            return True
        if view.index != self._size:
            self._look(view, title)
            self._size = view.index
        return any(one != number for one in self._holders.get(hash(skeleton(name)), ()))

    def _look(self, view: View, title: Callable[[bytes], str | None]) -> None:
        self._holders = {}
        for member in view.by(Member, "state", "member"):
            known = self._known.get(member.number)
            if known is None or known[0] != member.profile:
                left = skeleton(title(member.profile) or "")
                known = member.profile, hash(left) if left else 0
                self._known[member.number] = known
            if known[1]:
                self._holders.setdefault(known[1], []).append(member.number)
