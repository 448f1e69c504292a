"""Days on which the host's clock and those of the members differ: a warning, not a proof.

Every act says when its author signed it (`at`), and its entry when the host logged it. One member's
clock may be wrong, and one act may have waited for a network. Where half of a day's acts of members
lie more than ten minutes apart from their entries, it is probably the host's clock or its doing.
"""

from statistics import median

from esoviet.audit.finding import Finding
from esoviet.law.constitution import DAY

FAR_MS = 600_000
FEWEST = 5


class Days:
    """Notes members' acts in the order of the log; `warnings` names the days (UTC) so far."""

    def __init__(self) -> None:
        self._warnings: list[Finding] = []
        self._day = self._first = 0
        self._apart: list[int] = []

    def note(self, index: int, time: int, at: int) -> None:
        """An act of a member, signed at one moment and logged at another."""
        day = time // DAY
        if day != self._day:
            self._warnings += self._judged()
            self._day, self._first, self._apart = day, index, []
        self._apart.append(time - at)

    def warnings(self) -> list[Finding]:
        """The days on which the clocks differed, each at the first such act of the day."""
        return self._warnings + self._judged()

    def _judged(self) -> list[Finding]:
        middle = median(self._apart) if len(self._apart) >= FEWEST else 0
        if abs(middle) <= FAR_MS:
            return []
        word = "after" if middle > 0 else "before"
        reason = (
            f"On that day (UTC) half of {len(self._apart)} acts of members were logged more than"
            f" {abs(int(middle)) // 60_000} minutes {word} their authors' clocks say."
        )
        return [Finding(self._first, "time", reason)]
