"""What a matter tells beside its pages: its words, what it wants of members, what acts are about.

The module of a matter (problems, votes, members, …) exports its `PAGES`, its `WORDS`, and where it
has such the sources of the floor and the finders of what acts are about. `table.py`, `floor.py` and
`subjects.py` only put them one after another.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from esoviet.law.act import Act, Signed
from esoviet.law.mandates import Mandate
from esoviet.law.record import R
from esoviet.law.solutions import Solution
from esoviet.may.asking import SOMEBODY, soonest
from esoviet.web.api.context import AnswerContext

Words = Mapping[str, Mapping[str, str]]
"""By the name of a filter of the templates: what it says for each name that the law uses."""
Kind = Literal[
    "vote", "report", "check", "assess", "vouch", "recover", "read", "solve", "second", "sign",
    "take-up", "review", "offered", "share", "join", "help", "task", "hands", "call", "act",
    "criticism", "reply", "plea", "asked", "shown", "learn", "teach", "reword", "merge",
    "anew",
]  # fmt: skip
NEVER = 1 << 62


class Need(NamedTuple):
    """One thing to do before its title was read: of what kind, where, until when (0: no end).

    `part` of `whole` members have done so already, where that is known. It `fits` where the reader
    said that they can do it, or that it draws them.
    """

    kind: Kind
    path: str
    due: int
    title: Callable[[], str]
    part: int = 0
    whole: int = 0
    fits: bool = False

    @property
    def end(self) -> int:
        """When it ends, to sort by."""
        return self.due or NEVER


Source = Callable[[AnswerContext, int | None, int], list[Need]]
"""What needs a reader (None: a visitor), at most so many, what ends first first."""


class Subject(Struct, frozen=True):
    """What an act is about: the address of a page below the assembly's, and what it is called."""

    path: str
    title: str


Find = Callable[[AnswerContext, int], Subject | None]
"""What a number names."""
Begun = Callable[[AnswerContext, Signed, int], Subject | None]
"""What an act of a type began, as the entry of this index."""


def possible(
    context: AnswerContext, reader: int | None, act: type[Act], most: int
) -> Iterator[int]:
    """The numbers of what a reader can do this to, or anybody; what ends first first."""
    for one in soonest(context.view, reader or SOMEBODY, act, most):
        assert one.about is not None
        yield int(one.about[1])


def title_of_text(context: AnswerContext, text: bytes, number: int) -> str:
    """The title of a text, or the number of what it belongs to."""
    return context.title(text) or str(number)


def mandate_title(context: AnswerContext, mandate: Mandate) -> str:
    """The title of the solution that is carried out, or the mandate's number."""
    text = context.view.must(Solution, mandate.solution).text
    return title_of_text(context, text, mandate.number)


class HasText(Protocol):
    """A record with a number and a text, whose first line is its title."""

    @property
    def number(self) -> int:
        """Its number among its kind."""

    @property
    def text(self) -> bytes:
        """The hash of its text."""


T = TypeVar("T", bound=HasText)


def finder(kind: type[T], path_of: Callable[[T], str]) -> Find:
    """Finds a record of a kind by its number: the address of what shows it, and its title."""

    def find(context: AnswerContext, number: int) -> Subject | None:
        record = context.view.get(kind, number)  # type: ignore[type-var]
        if record is None:
            return None
        return Subject(path_of(record), title_of_text(context, record.text, number))

    return find


def begun_by(kind: type[R], find: Find) -> Begun:
    """What an act began that makes one record of a kind."""
    return lambda context, _act, index: find(context, made_by(context, kind, index))


def made_by(context: AnswerContext, kind: type[R], index: int) -> int:
    """The number of the record that an entry made: numbers grow with the log."""
    numbers = range(1, context.view.next_number(kind))
    place = bisect_left(
        numbers,
        index,
        key=lambda number: int(context.view.must(kind, number).entry),  # type: ignore[attr-defined]
    )
    return place + 1
