"""Envelopes of signed acts (RFC 7515, RFC 8037 appendix A): exact, and never serialised again."""

import hashlib
import itertools
import json

import pytest

from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey, verify
from esoviet.wire.encoding import un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name

# RFC 8037 appendix A.1, A.3 and A.4.
RFC_KEY = SigningKey(un_b64u("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", 32))
RFC_JWS = (
    b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    b"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
PAYLOAD = b'{"type":"leave"}'


def test_the_example_of_rfc_8037_has_its_signature_and_is_no_act() -> None:
    signing_input, _, signature = RFC_JWS.rpartition(b".")
    assert RFC_KEY.sign(signing_input) == un_b64u(signature, 64)
    assert verify(RFC_KEY.public, signing_input, un_b64u(signature, 64))
    with pytest.raises(Malformed, match="exact header"):
        envelope.parse(RFC_JWS)


def test_what_is_sealed_can_be_read_and_verified() -> None:
    read = envelope.parse(envelope.seal(PAYLOAD, RFC_KEY))
    assert (read.kid, read.payload) == (key_name(RFC_KEY.public), PAYLOAD)
    assert envelope.verified(read, RFC_KEY.public)
    assert not envelope.verified(read, SigningKey(bytes(32)).public)


def test_the_header_is_exactly_81_bytes_of_json() -> None:
    header = un_b64u(envelope.seal(PAYLOAD, RFC_KEY).split(b".")[0])
    assert len(header) == 81
    kid = key_name(RFC_KEY.public)
    assert json.loads(header) == {"alg": "Ed25519", "kid": kid, "typ": "act"}


def test_the_id_is_of_what_was_signed_and_not_of_the_signature() -> None:
    jws = envelope.seal(PAYLOAD, RFC_KEY)
    signing_input, _, _ = jws.rpartition(b".")
    assert envelope.parse(jws).id == hashlib.sha256(signing_input).hexdigest()
    assert envelope.parse(signing_input + b"." + b"A" * 86).id == envelope.parse(jws).id


def test_a_statement_of_another_kind_never_passes_for_an_act() -> None:
    signed_in = envelope.seal(PAYLOAD, RFC_KEY, "session")
    assert envelope.parse(signed_in, "session").payload == PAYLOAD
    with pytest.raises(Malformed, match="signed act"):
        envelope.parse(signed_in)
    with pytest.raises(Malformed, match="signed session"):
        envelope.parse(envelope.seal(PAYLOAD, RFC_KEY), "session")


def test_an_act_has_at_most_16384_bytes() -> None:
    longest = envelope.seal(b"x" * 12_141, RFC_KEY)
    assert len(longest) == envelope.MAX_ACT
    assert envelope.parse(longest)
    with pytest.raises(Malformed, match="at most 16384"):
        envelope.parse(envelope.seal(b"x" * 12_142, RFC_KEY))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_part_has_a_second_spelling(part: int) -> None:
    parts = envelope.seal(PAYLOAD, RFC_KEY).split(b".")
    for bent in (b"=", b"\n", b" ", b"."):
        wrong = [*parts]
        wrong[part] += bent
        with pytest.raises(Malformed):
            envelope.parse(b".".join(wrong))
    assert envelope.parse(b".".join(parts))


def test_of_all_short_texts_exactly_the_canonical_ones_decode() -> None:
    """The quick reader of payloads and signatures and the plain one agree on every spelling."""
    header, _, signature = envelope.seal(PAYLOAD, RFC_KEY).split(b".")
    for size in range(5):
        for text in map(bytes, itertools.product(b"AQgwB-_+/= \n9", repeat=size)):
            assert payload_of(header, text, signature) == plainly(text)


def payload_of(header: bytes, text: bytes, signature: bytes) -> bytes | None:
    try:
        return envelope.parse(header + b"." + text + b"." + signature).payload
    except Malformed:
        return None


def plainly(text: bytes) -> bytes | None:
    try:
        return un_b64u(text)
    except Malformed:
        return None


@pytest.mark.parametrize("place", range(108))
def test_no_character_of_the_header_is_free_but_those_of_the_name(place: int) -> None:
    jws = envelope.seal(PAYLOAD, RFC_KEY)
    bent = jws[:place] + (b"B" if jws[place : place + 1] != b"B" else b"C") + jws[place + 1 :]
    try:
        read = envelope.parse(bent)
    except Malformed:
        return
    assert read.kid != key_name(RFC_KEY.public)
    assert 32 <= place < 32 + 58
    assert not envelope.verified(read, RFC_KEY.public)
