"""The first place where an answer says something else than it must."""

import msgspec

from esoviet.audit.facts import OneOf
from esoviet.wire.encoding import printable

SHORT = 60


class Difference:
    """`said` is a sentence on the first difference (empty: none), `absent` are fields not there.

    What an answer says beyond the fields that are looked for is not looked at.
    """

    def __init__(self) -> None:
        self.said = ""
        self.absent: list[str] = []

    def look(self, ours: object, theirs: object, where: str = "") -> None:
        """Compare a value with what stands in its place."""
        if self.said:
            return
        if isinstance(ours, OneOf):
            if ours and not any(_same(one, theirs) for one in ours):
                self._differs(" or ".join(map(_short, ours)), theirs, where)
        elif isinstance(ours, dict) and isinstance(theirs, dict):
            self._fields(ours, theirs, where)
        elif isinstance(ours, list) and isinstance(theirs, list):
            self._lines(ours, theirs, where)
        elif not _same(ours, theirs):
            self._differs(_short(ours), theirs, where)

    def _fields(self, ours: dict[str, object], theirs: dict[str, object], where: str) -> None:
        for name, value in ours.items():
            place = f"{where}.{name}" if where else name
            if name in theirs:
                self.look(value, theirs[name], place)
            else:
                self.absent.append(place)

    def _lines(self, ours: list[object], theirs: list[object], where: str) -> None:
        for line, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
            self.look(one, other, f"{where}[{line}]")
        if len(ours) != len(theirs) and not self.said:
            self.said = f"has {len(theirs)} in {where}, where {len(ours)} belong."

    def _differs(self, ours: str, theirs: object, where: str) -> None:
        self.said = f"says {_short(theirs)} in {where}, where {ours} follows from the log."


def _same(ours: object, theirs: object) -> bool:
    return type(ours) is type(theirs) and ours == theirs


def _short(value: object) -> str:
    text = printable(msgspec.json.encode(value).decode())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
