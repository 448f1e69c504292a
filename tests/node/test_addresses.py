"""Addresses that mail is sent to, as members type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.addresses import plain_address


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada.B+votes@Example.ORG ", "Ada.B+votes@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_what_is_an_address_is_taken(said: str, plain: str) -> None:
    assert plain_address(said) == plain


@pytest.mark.parametrize(
    "said",
    [
        "", "@", "ada", "ada@", "@example.org", "ada@localhost", "ada@example.org, bea@example.org",
        "ada@example.org\r\nBcc: x@example.org", "ada\n@example.org", '"a b"@example.org',
        "ada@[127.0.0.1]", "ada@127.0.0.1", "Ada <ada@example.org>", "a..b@example.org",
        ".a@example.org", "a@-example.org", "a@example..org", "ä@example.org", "a" * 65 + "@b.org",
        "a@" + "b" * 64 + ".org", "a@" + "b." * 130 + "org", "a@b.c\x00", "a b@example.org",
    ],
)  # fmt: skip
def test_what_is_none_is_not(said: str) -> None:
    assert plain_address(said) is None


@given(st.text(max_size=80))
def test_what_is_taken_is_one_line_of_ascii_that_stays_as_it_is(said: str) -> None:
    plain = plain_address(said)
    if plain is not None:
        assert plain.isascii()
        assert plain.isprintable()
        assert plain_address(plain) == plain
