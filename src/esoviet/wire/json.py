"""Strict JSON (RFC 8259, narrowed) for everything that is signed.

Two readers of one document must never see two things, so these are refused: bytes that are not
UTF-8, a name given twice in an object, numbers that are not integers within ±(2**53 - 1), lone
surrogates, nesting deeper than 8, anything after the value. White space and the order of names are
free, since the bytes signed are the bytes stored.
"""

import json
from typing import NoReturn, TypeAlias

from esoviet.wire.errors import Malformed

MAX_DEPTH = 8
MAX_INTEGER = 2**53 - 1

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


def read(data: bytes) -> "Json":
    """Parse strictly; raises `Malformed`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if text.startswith("\ufeff"):
        raise Malformed("starts with a byte order mark")
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=_integer,
        )
    except Malformed:
        raise
    except (ValueError, RecursionError):
        raise Malformed("not JSON, or nested too deeply") from None
    _check(value, MAX_DEPTH)
    return value


def _unique(pairs: list[tuple[str, "Json"]]) -> dict[str, "Json"]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Malformed("a name stands twice in one object")
    return result


def _no_fraction(text: str) -> NoReturn:
    raise Malformed("a number that is not an integer")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:
        raise Malformed("a number beyond 53 bits")
    return int(text)


def _check(value: "Json", depth: int) -> None:
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise Malformed("a lone surrogate in a text")
    elif isinstance(value, list | dict):
        if depth == 0:
            raise Malformed("nested too deeply")
        for item in value.values() if isinstance(value, dict) else value:
            _check(item, depth - 1)
        if isinstance(value, dict):
            for name in value:
                _check(name, depth)
