"""Strict JSON: two readers never see two things. The cases are those of tests/vectors/wire.json."""

import pytest

from esoviet.wire.errors import Malformed
from esoviet.wire.json import read


def test_what_the_vectors_cannot_hold_because_it_is_not_utf8_is_refused() -> None:
    assert read("ü".encode().join((b'"', b'"'))) == "ü"
    for data in (b'"\xff"', b'"\xc3"', b'"\xed\xa0\x80"', '{"a":1}'.encode("utf-16")):
        with pytest.raises(Malformed):
            read(data)


@pytest.mark.parametrize("depth", [9, 1000, 100_000])
def test_nesting_ends_at_eight(depth: int) -> None:
    assert read(b"[" * 8 + b"]" * 8)
    assert read(b'{"a":' * 8 + b"1" + b"}" * 8)
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"1}")):
        with pytest.raises(Malformed):
            read(opening * depth + closing * depth)


def test_names_are_compared_as_texts_and_not_as_spellings() -> None:
    assert read(b'{"a":1,"A":2}') == {"a": 1, "A": 2}
    with pytest.raises(Malformed, match="twice"):
        read(b'{"a":1,"\\u0061":2}')


def test_a_refusal_does_not_repeat_what_it_was_given() -> None:
    for data in (b'{"secret":1,"secret":2}', b'"secret', b"[1.5]"):
        with pytest.raises(Malformed) as refused:
            read(data)
        assert "secret" not in str(refused.value)
        assert "\n" not in str(refused.value)
