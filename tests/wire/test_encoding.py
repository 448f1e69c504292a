"""Strict text encodings: RFC 4648's examples, and no second spelling of anything."""

from collections.abc import Callable

import pytest

from esoviet.wire.encoding import b64, b64u, printable, un_b64, un_b64u, un_decimal, un_hex
from esoviet.wire.errors import Malformed

# RFC 4648 section 10.
RFC = {
    b"": "", b"f": "Zg==", b"fo": "Zm8=", b"foo": "Zm9v", b"foob": "Zm9vYg==", b"fooba": "Zm9vYmE=",
    b"foobar": "Zm9vYmFy",
}  # fmt: skip


@pytest.mark.parametrize("data", RFC)
def test_base64_is_that_of_the_rfc(data: bytes) -> None:
    assert (b64(data), un_b64(RFC[data])) == (RFC[data], data)
    bare = RFC[data].rstrip("=")
    assert (b64u(data), un_b64u(bare), un_b64u(bare.encode())) == (bare, data, data)


def test_base64url_is_that_of_jws() -> None:
    """RFC 7515 appendix C."""
    assert b64u(bytes([3, 236, 255, 224, 193])) == "A-z_4ME"
    assert un_b64u("A-z_4ME") == bytes([3, 236, 255, 224, 193])


@pytest.mark.parametrize("text", ["Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Zg==Zg==", "Z",
                                  "=", "Zm-v", "Z€==", "Zg===", "Zm9v===="])  # fmt: skip
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(Malformed):
        un_b64(text)
    assert un_b64("Zg==") == b"f"


@pytest.mark.parametrize(
    "text", ["Zg==", "Zh", "Zm9", "Zg\n", " Zg", "Z", "Zm+v", "Zm/v", "Zm9v\r"]
)
def test_base64url_has_one_spelling(text: str) -> None:
    with pytest.raises(Malformed):
        un_b64u(text)
    assert un_b64u("Zg") == b"f"


@pytest.mark.parametrize("text", ["0", "AB", "0g", " 00", "00\n", "0 0", "0x00", "００", "-1"])
def test_hexadecimal_has_one_spelling(text: str) -> None:
    with pytest.raises(Malformed):
        un_hex(text)
    assert un_hex("00ab") == b"\x00\xab"


@pytest.mark.parametrize("text", ["", "00", "01", "+1", "-1", "1_0", " 1", "1\n", "1.0", "1e3", "٣",
                                  "²", "9223372036854775808", "1" * 20, "9" * 5000])  # fmt: skip
def test_a_decimal_number_has_one_spelling(text: str) -> None:
    with pytest.raises(Malformed):
        un_decimal(text)
    assert [un_decimal(t) for t in ("0", "10", b"7")] == [0, 10, 7]


def test_the_largest_number_has_63_bits() -> None:
    assert un_decimal("9223372036854775807") == 2**63 - 1


@pytest.mark.parametrize(
    ("read", "text"), [(un_b64, "AAEC"), (un_b64u, "AAEC"), (un_hex, "000102")]
)
def test_a_size_can_be_asked_for(read: Callable[..., bytes], text: str) -> None:
    assert read(text, 3) == b"\x00\x01\x02"
    for wrong in (2, 4, 0):
        with pytest.raises(Malformed, match="where"):
            read(text, wrong)


@pytest.mark.parametrize("read", [un_b64, un_b64u, un_hex, un_decimal])
def test_bytes_that_are_not_ascii_are_refused(read: Callable[..., object]) -> None:
    for text in (b"\xff\xff", "\u00e9\u00e9", "\ud800"):
        with pytest.raises(Malformed):
            read(text)


def test_what_steers_a_terminal_is_shown_and_not_done() -> None:
    assert (
        printable("\x1b[2J\x9b2J\r\n\t\u202eabc\ud800")
        == "\ufffd[2J\ufffd2J" + "\ufffd" * 4 + "abc\ufffd"
    )
    assert printable("a\nb", lines=True) == "a\nb"
    for words in ("Wärme für alle", "می\u200cخواهم", "👩\u200d🔧 שלום\u200f"):
        assert printable(words) == words
