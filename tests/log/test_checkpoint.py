"""Checkpoints (c2sp.org/tlog-checkpoint), never with extension lines."""

import pytest

from esoviet.log import checkpoint, note
from esoviet.log.checkpoint import Checkpoint, open_checkpoint
from esoviet.log.errors import ProofError
from esoviet.log.merkle import EMPTY_ROOT
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.log.data import expected, load, raw
from tests.log.mangle import manglings
from tests.shared_data import needs_shared

HOST = SigningKey(b"h" * 32)
ORIGIN = checkpoint.origin_of("5e" * 32)
KEY = note.verifier(ORIGIN, HOST)
CHECKPOINT = Checkpoint(ORIGIN, 20_852_163, b"\x07" * 32)
SIGNED = checkpoint.sign(CHECKPOINT, HOST)
TEXT = CHECKPOINT.text


def test_a_checkpoint_opens_to_what_was_signed() -> None:
    assert open_checkpoint(SIGNED, KEY) == CHECKPOINT
    assert SIGNED.startswith(f"{ORIGIN}\n20852163\nBwcH".encode())


def test_no_byte_of_a_checkpoint_can_be_changed() -> None:
    for bad in manglings(SIGNED):
        with pytest.raises((Malformed, ProofError)):
            open_checkpoint(bad, KEY)


REFUSED = {
    "nothing": "",
    "two lines": TEXT.rsplit("\n", 2)[0] + "\n",
    "no last newline": TEXT[:-1],
    "an extension line": TEXT + "words\n",
    "an empty extension line": TEXT + "\n",
    "no origin": TEXT.removeprefix(ORIGIN),
    "an origin with a carriage return": TEXT.replace("\n", "\r\n"),
    "an origin with NUL": "\0" + TEXT,
    "a size with a zero before it": TEXT.replace("\n2", "\n02"),
    "a size with a plus": TEXT.replace("\n2", "\n+2"),
    "a size with a minus": TEXT.replace("\n2", "\n-2"),
    "a size with spaces": TEXT.replace("\n20852163\n", "\n 20852163 \n"),
    "a size with an underscore": TEXT.replace("20852", "20_852"),
    "a size in foreign digits": TEXT.replace("20852163", "\u0662\u0660"),
    "a size in superscript": TEXT.replace("20852163", "\u00b2"),
    "an empty size": TEXT.replace("20852163", ""),
    "a size of 2^63": TEXT.replace("20852163", str(1 << 63)),
    "a root of 31 bytes": f"{ORIGIN}\n1\n{'A' * 40}AA==\n",
    "a root of 33 bytes": f"{ORIGIN}\n1\n{'A' * 44}\n",
    "a root with spare bits": f"{ORIGIN}\n1\n{'A' * 42}B=\n",
    "a root without padding": TEXT.replace("=", ""),
    "a root with a space": TEXT[:-1] + " \n",
    "lines parted by U+2028": TEXT.replace("\n", "\u2028"),
    "lines parted by a vertical tab": TEXT.replace("\n", "\v"),
    "an empty tree with another root": TEXT.replace("20852163", "0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_checkpoint_is_malformed_with(name: str) -> None:
    assert checkpoint.parse(TEXT) == CHECKPOINT
    with pytest.raises(Malformed):
        checkpoint.parse(REFUSED[name])


def test_the_empty_log_has_a_checkpoint() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert open_checkpoint(checkpoint.sign(empty, HOST), KEY) == empty
    assert empty.text == f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def test_the_largest_size_has_a_checkpoint() -> None:
    largest = CHECKPOINT._replace(size=(1 << 63) - 1)
    assert open_checkpoint(checkpoint.sign(largest, HOST), KEY) == largest


def test_the_checkpoint_of_another_log_is_refused() -> None:
    forged = note.sign(CHECKPOINT._replace(origin="example.org/else").text, ORIGIN, HOST)
    with pytest.raises(ProofError, match="another log"):
        open_checkpoint(forged, KEY)


def test_a_checkpoint_with_an_extension_line_is_refused_though_it_is_signed() -> None:
    with pytest.raises(Malformed, match="three lines"):
        open_checkpoint(note.sign(TEXT + "words\n", ORIGIN, HOST), KEY)


def test_only_a_log_key_opens_a_checkpoint() -> None:
    with pytest.raises(ProofError):
        open_checkpoint(SIGNED, KEY._replace(kind=note.COSIGNATURE))


@needs_shared
def test_published_texts_are_read_as_the_specification_asks() -> None:
    for case in load("checkpoint/parse_cases.json")["cases"]:
        if case["c2sp"] == "accepts":
            assert checkpoint.parse(case["text"]).text == case["text"]
        else:
            with pytest.raises(Malformed):
                checkpoint.parse(case["text"])


@needs_shared
def test_the_example_of_the_specification_is_read() -> None:
    want = expected("checkpoint/c2sp_checkpoint")["expect"]
    parsed = note.parse(raw("checkpoint/c2sp_checkpoint.txt"))
    found = checkpoint.parse(parsed.text)
    assert (found.origin, found.size) == (want["origin"], want["size"])
    assert want["root"] in found.text
    assert len(parsed.signatures) == want["signatures"]


@needs_shared
def test_a_checkpoint_of_sigsum_verifies_and_no_changed_one_does() -> None:
    case = expected("checkpoint/sigsum_checkpoint")
    key, good = note.parse_key(case["vkey"]), raw(case["file"])
    assert open_checkpoint(good, key).size == case["expect"]["size"]
    for bad in manglings(good):
        with pytest.raises((Malformed, ProofError)):
            open_checkpoint(bad, key)


@needs_shared
def test_a_line_too_short_for_a_key_id_refuses_the_whole_note() -> None:
    """Sigsum skips the line of three bytes; here, as in the specification, it is no signature."""
    for name in ("sigsum_extra_1", "sigsum_extra_2", "sigsum_extra_bad"):
        case = expected(f"checkpoint/{name}")
        with pytest.raises(Malformed):
            open_checkpoint(raw(case["file"]), note.parse_key(case["vkey"]))


@needs_shared
def test_a_foreign_line_before_the_log_s_own_is_no_hindrance() -> None:
    case = expected("checkpoint/sigsum_extra_2")
    whole = b"".join(raw(case["file"]).splitlines(keepends=True)[:-1])
    assert open_checkpoint(whole, note.parse_key(case["vkey"])).size == 10
