"""A page of an assembly: which answer it shows, in which template, and what it shows beside it."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple

from msgspec import Struct
from starlette.requests import Request

from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import A, Q, Read
from esoviet.web.pages.frame import Frame

Beside = Callable[[AnswerContext, Q, A, int | None], Struct]
"""What a page shows beside its answer: of a query, an answer and the reader's number."""


class PageLine(NamedTuple, Generic[Q, A]):
    """A page that shows an answer. `section` is its place in the menu.

    Its address is that of the JSON without the end, unless `address` says otherwise. The template
    finds the fields of the answer's page context (`beside`) under their names.
    """

    read: Read[Q, A]
    section: str
    template: str
    beside: Beside[Q, A] | None = None
    address: str | None = None
    shows: int = 40
    """So many items of a list."""
    matter: str = ""
    """Of which matters it shows one, where it shows how far the reader has read: `problems`."""
    seen: Callable[[Request, int, Struct], None] | None = None
    """Notes what the page shows a member (by number), so that no message tells it as well."""

    def shows_of(self, number: str) -> str:
        """The path of the matter of this number; empty where it shows none."""
        return f"{self.matter}/{number}" if self.matter else ""

    @property
    def path(self) -> str:
        """Where it is found below the assembly."""
        return self.read.path.removesuffix(".json") if self.address is None else self.address


class OwnLine(NamedTuple):
    """A page without an answer: a form, one's keys. `values` makes its context.

    `guests` of a closed assembly see it too. What strangers see of it is the same for every name
    of an assembly, whether it is here or not (`bare`).
    """

    path: str
    section: str
    template: str
    values: Callable[[Request, Frame, AnswerContext], Struct]
    guests: bool = False
    bare: Callable[[], Struct] | None = None


class Nothing(Struct, frozen=True):
    """The context of a page that shows nothing of its own."""


AnyPage = PageLine[Any, Any]


def fields_of(shown: Struct | None) -> Mapping[str, object]:
    """The fields of a page's context, by name."""
    if shown is None:
        return {}
    return {name: getattr(shown, name) for name in shown.__struct_fields__}
