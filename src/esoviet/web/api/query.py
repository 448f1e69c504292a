"""What the address of an answer asks, read strictly: known names, one spelling, within bounds."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar, get_type_hints

import msgspec

from esoviet.web.api.shapes import Query
from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

Q = TypeVar("Q", bound=Query)


def read_query(kind: type[Q], said: Iterable[tuple[str, str]]) -> Q:
    """Read a query from names and values; raises `Malformed` with a sentence that says why."""
    types = _types(kind)
    values: dict[str, int | bool | str] = {}
    for name, text in said:
        if name not in types:
            unknown, known = name[:40], _listed(types)
            raise Malformed(
                Reason(
                    "nothing is called {unknown} here; there is {known}",
                    unknown=repr(unknown),
                    known=known,
                )
            )
        if name in values:
            raise Malformed(Reason("{name} is given twice", name=name))
        values[name] = _value(name, types[name], text)
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise Malformed(str(error).replace(" - at `$.", " in `")) from None


@cache
def _types(kind: type[Query]) -> Mapping[str, type]:
    return get_type_hints(kind)


def _value(name: str, kind: type, text: str) -> int | bool | str:
    if kind is bool:
        if text not in ("0", "1"):
            raise Malformed(Reason("{name} is 0 or 1", name=name))
        return text == "1"
    if kind is int:
        try:
            return un_decimal(text)
        except Malformed as error:
            raise Malformed(
                Reason("{name} cannot be read as a number: {error}", name=name, error=error)
            ) from None
    return text


def _listed(types: Mapping[str, type]) -> str:
    names = [name for name in types if name != "number"]
    return ", ".join(names) or "nothing to choose"
