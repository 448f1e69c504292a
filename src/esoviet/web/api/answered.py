"""What the law answered to the pages that asked it, for as long as its log stands still.

Whether somebody may do something follows from the log alone. So where many read one page between
two entries, or one of several pages about a matter, each question is put to the law once. What is
kept are numbers and reasons: nobody's words, and no names.
"""

from esoviet.law.outcome import Refusal
from esoviet.law.view import View

MOST = 8192
"""So many answers are kept of one assembly; where there are more, all begin anew."""
Question = tuple[object, ...]
"""The type of an act, who would sign it (0: somebody), and each thing that it would say."""


class Answered:
    """The answers of one assembly's law, as its log stands: why not, or None for yes."""

    def __init__(self) -> None:
        self._at = (-1, -1)
        self._known: dict[Question, Refusal | None] = {}

    def of(self, view: View) -> dict[Question, Refusal | None]:
        """What is known at this place of the log, for a page to add to."""
        at = view.index, view.time
        if at != self._at or len(self._known) > MOST:
            self._at, self._known = at, {}
        return self._known
