"""Which forms a page shows: those for what may be done now, asked of the law (`may/`).

    {% if may("withdraw-problem", by=p.by.member, problem=p.number) %}

The first of these names what it is about, the others what it says. A template has no conditions of
its own for a form, so that a page cannot offer what the law refuses or hide what it allows.
"""

from typing import NamedTuple

from esoviet.law.outcome import Refusal
from esoviet.law.view import View
from esoviet.may.asking import SOMEBODY, Asking
from esoviet.may.left import left, left_of_all
from esoviet.may.lines import BY_TAG
from esoviet.web.api.answered import Answered
from esoviet.web.http.reasons import in_words_of

FEW = 3
"""What a limit leaves is said from here on."""


class Said(NamedTuple):
    """Why something may not be done, in the reader's language, and by which clause."""

    because: str
    clause: str


class Offers:
    """What a reader may do, or somebody where nobody is signed in, as the log stands.

    Belongs to one page; what was `answered` to others, as the log stands, is not asked again.
    `now` is in ms.
    """

    def __init__(
        self,
        view: View,
        reader: int | None,
        language: str,
        now: int = 0,
        *,
        answered: Answered | None = None,
    ) -> None:
        self._view = view
        self._reader = reader or SOMEBODY
        self._language = language
        self._now = max(view.time, now)
        self._asking: dict[int, Asking] = {}
        self._answered = (answered or Answered()).of(view)

    @property
    def reader(self) -> int:
        """The number of the reader; 0 where nobody is signed in."""
        return self._reader if self._reader != SOMEBODY else 0

    def __call__(self, act: str, by: int | None = None, **about: int | str) -> bool:
        """Whether the reader may do this, or the member `by`: to whom alone the form is shown."""
        return self._refusal(act, self._reader if by is None else by, about) is None

    def why(self, act: str, by: int | None = None, **about: int | str) -> str:
        """Why the reader, or `by`, may not do this, in their language; empty where they may."""
        refusal = self._refusal(act, self._reader if by is None else by, about)
        return "" if refusal is None else in_words_of(self._language, refusal.because)

    def few(self, act: str = "") -> int:
        """How many more acts (of a type) the reader can do today, where few; 0 where more."""
        if not self.reader:
            return 0
        said = (
            left(self._view, self.reader, act, self._now)
            if act
            else left_of_all(self._view, self.reader, self._now)
        )
        return said if said is not None and said <= FEW else 0

    def said(self, act: str, about: dict[str, int | str]) -> Said | None:
        """Why the reader may not do this, and the clause that says so; None where they may."""
        refusal = self._refusal(act, self._reader, dict(about))
        if refusal is None:
            return None
        return Said(in_words_of(self._language, refusal.because), refusal.clause)

    def _refusal(self, act: str, author: int, about: dict[str, int | str]) -> Refusal | None:
        key = (act, author, *about.items())
        if key in self._answered:
            return self._answered[key]
        subject = None
        if about:
            name, *_ = about
            subject = name, about.pop(name)
        if author not in self._asking:
            self._asking[author] = Asking(self._view, author)
        refusal = self._answered[key] = self._asking[author].can(BY_TAG[act], subject, **about)
        return refusal
