"""What pages remember from answer to answer, and how it forgets a text that is erased."""

from esoviet.node.erasing import Way
from esoviet.node.ledger import Ledger
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.http import gone
from esoviet.web.pages import prose, solutions
from esoviet.web.pages.serve import PageCache


class Remembered:
    """The memories of one application. Whoever keeps words in one has a line in `ways`."""

    def __init__(self) -> None:
        self.answers = AnswerCaches()
        self.pages = PageCache()

    @property
    def ways(self) -> tuple[Way, ...]:
        """How each of them forgets."""
        return (
            Way("what is under way", lambda _, sha256: gone.note(sha256)),
            Way("texts, titles and what was searched for", self._forget_text),
            Way("texts set as HTML", lambda _, sha256: prose.forget(sha256)),
            Way("what changed between two texts", lambda _, sha256: solutions.forget(sha256)),
            Way("pages that visitors were shown", lambda ledger, _: self.pages.forget(ledger.id)),
        )

    def _forget_text(self, ledger: Ledger, sha256: str) -> None:
        cache = self.answers.of(ledger)
        cache.forget(sha256)
        cache.searches.forget()
