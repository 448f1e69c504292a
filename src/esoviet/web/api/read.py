"""One answer in JSON: its address below `/a/{assembly}`, what is asked, how it is put together."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Query

Q = TypeVar("Q", bound=Query)
A = TypeVar("A")


class Read(NamedTuple, Generic[Q, A]):
    """`build` answers None where nothing has that number. `guests` of a closed assembly may
    ask too, for what is theirs."""

    path: str
    build: Callable[[AnswerContext, Q], A | None]
    query: type[Q]
    answer: type[A]
    guests: bool = False


AnyRead = Read[Any, Any]
