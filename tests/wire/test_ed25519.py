"""The one rule of signatures: edge cases of C2SP's CCTV, and the Ed25519 authors' vectors."""

import json
from typing import Any

import pytest

from esoviet.wire.ed25519 import SigningKey, is_valid_public, verify
from tests.shared_data import SHARED, needs_shared

FOLDER = SHARED / "tlog"
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
KEY = SigningKey(bytes(range(32)))


def edge_cases() -> list[dict[str, Any]]:
    return json.loads((FOLDER / "ed25519/ed25519vectors.json").read_bytes())  # type: ignore[no-any-return]


def accepts(case: dict[str, Any]) -> bool:
    key, signature = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"])
    return verify(key, case["msg"].encode(), signature)


@needs_shared
def test_of_the_edge_cases_exactly_those_are_valid_that_the_rule_allows() -> None:
    rule = json.loads((FOLDER / "EXPECTED.json").read_bytes())["ed25519/cctv"]
    found = [case["number"] for case in edge_cases() if accepts(case)]
    assert found == rule["must_accept"]


@needs_shared
def test_a_key_is_valid_unless_it_is_not_canonical_or_of_low_order() -> None:
    """Every key of the edge cases is a point or a spelling of one; the flags say which."""
    for case in edge_cases():
        bad = {"low_order_A", "non_canonical_A"} & set(case["flags"] or [])
        assert is_valid_public(bytes.fromhex(case["key"])) is not bool(bad), case["number"]


@needs_shared
def test_the_published_signatures_are_made_and_verified() -> None:
    for line in (FOLDER / "ed25519/TESTVECTORS").read_text().split():
        secret, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        key = SigningKey(secret[:32])
        assert key.public == public == secret[32:]
        assert is_valid_public(public)
        assert key.sign(message) + message == signed
        assert verify(public, message, signed[:64])


@needs_shared
def test_no_bit_of_a_published_signature_can_be_changed() -> None:
    for line in (FOLDER / "ed25519/TESTVECTORS").read_text().split()[:12]:
        public, message, signed = (bytes.fromhex(part) for part in line.split(":")[1:4])
        for bit in range(8 * len(signed)):
            bent = bytearray(signed)
            bent[bit // 8] ^= 1 << bit % 8
            assert not verify(public, bytes(bent[64:]), bytes(bent[:64]))
        assert not verify(public, message + b"\0", signed[:64])


def test_a_signature_verifies_for_its_key_and_message_alone() -> None:
    signature = KEY.sign(b"words")
    assert verify(KEY.public, b"words", signature)
    assert not verify(KEY.public, b"word", signature)
    assert not verify(SigningKey(b"o" * 32).public, b"words", signature)


def test_the_same_signature_with_a_larger_s_is_refused() -> None:
    signature = KEY.sign(b"words")
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert verify(KEY.public, b"words", signature)
    assert not verify(KEY.public, b"words", signature[:32] + larger.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 1, 31, 33, 63, 65, 128])
def test_keys_and_signatures_of_another_length_are_refused_quietly(length: int) -> None:
    signature = KEY.sign(b"words")
    assert not verify(bytes(length), b"words", signature)
    assert not verify(KEY.public, b"words", (signature * 2)[:length])
    assert not is_valid_public((KEY.public * 4)[:length])


LOW_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    # Other spellings of some of them, which RFC 8032 does not allow.
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


@pytest.mark.parametrize("public", LOW_ORDER)
def test_a_key_of_low_order_is_refused(public: str) -> None:
    assert is_valid_public(KEY.public)
    assert not is_valid_public(bytes.fromhex(public))


def test_a_key_that_is_no_point_or_not_canonical_is_refused() -> None:
    known = sum(is_valid_public(y.to_bytes(32, "little")) for y in range(2, 1000))
    assert 400 < known < 600  # half of all numbers are the y of a point
    assert not any(is_valid_public((PRIME + y).to_bytes(32, "little")) for y in range(19))
    assert not any(is_valid_public((2**255 + PRIME + y).to_bytes(32, "little")) for y in range(19))


def test_a_seed_has_32_bytes() -> None:
    assert len(SigningKey(b"s" * 32).public) == 32
    for seed in (b"", b"s" * 31, b"s" * 33):
        with pytest.raises(ValueError, match="32 bytes"):
            SigningKey(seed)
