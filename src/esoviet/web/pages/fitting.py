"""What of the work fits what its reader says that they can do, or what draws them.

The rule is `node/skills.py`'s, and stands on the page where one says it. Nothing of it is counted
or kept, and nobody but the reader is shown that something fits.
"""

from esoviet.node.skills import Words
from esoviet.web.api.context import AnswerContext

LOOKED_AT = 60
"""So many texts are looked at for one page, those that the law or a deadline puts first."""


class Fitting:
    """Says of the texts of work whether they fit a reader; nothing fits a visitor."""

    def __init__(self, context: AnswerContext) -> None:
        said = context.own.said
        self._context = context
        self._lines = (*said.skills, *said.interests)
        self._left = LOOKED_AT

    def has(self, text: bytes) -> bool:
        """Whether a text fits; one that may not be read fits nobody."""
        if not self._lines or not self._left:
            return False
        self._left -= 1
        return Words(self._context.plain(text) or "").fit(self._lines)
