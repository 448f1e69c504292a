"""Cosignatures of type 4 (c2sp.org/tlog-cosignature)."""

import pytest

from esoviet.log import cosignature, note
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.checkpoint import sign as sign_checkpoint
from esoviet.log.cosignature import cosign, message, time_of, verified
from esoviet.log.errors import ProofError
from esoviet.log.merkle import EMPTY_ROOT
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import un_b64
from esoviet.wire.errors import Malformed
from tests.log.data import expected, load, raw
from tests.shared_data import needs_shared

HOST, WITNESS = SigningKey(b"h" * 32), SigningKey(b"w" * 32)
CHECKPOINT = Checkpoint("example.org/log", 3, b"\x07" * 32)
SIGNED = sign_checkpoint(CHECKPOINT, HOST)
NAME = "witness.example/w1"
KEY = note.verifier(NAME, WITNESS, note.COSIGNATURE)
LINE = cosign(CHECKPOINT.text, 1_700_000_000, NAME, WITNESS).encode()


def payload_of(line: bytes) -> bytes:
    return un_b64(line.split(b" ")[2].strip())


def with_payload(payload: bytes, kind: int = note.COSIGNATURE) -> bytes:
    return note.signature_line(KEY._replace(kind=kind), payload).encode()


def test_a_cosignature_tells_who_saw_the_checkpoint_and_when() -> None:
    assert verified(note.parse(SIGNED + LINE), [KEY]) == ((KEY, 1_700_000_000),)


def test_a_checkpoint_without_cosignature_has_none() -> None:
    assert verified(note.parse(SIGNED), [KEY]) == ()


def test_a_cosignature_by_an_unknown_witness_is_ignored() -> None:
    other = note.verifier("witness.example/w2", WITNESS, note.COSIGNATURE)
    assert verified(note.parse(SIGNED + LINE), [other]) == ()


def test_a_line_that_is_there_twice_counts_once() -> None:
    assert len(verified(note.parse(SIGNED + LINE + LINE), [KEY])) == 1


def test_every_changed_bit_of_a_cosignature_is_noticed() -> None:
    payload = payload_of(LINE)[4:]
    for bit in range(8 * len(payload)):
        bent = bytearray(payload)
        bent[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ProofError):
            verified(note.parse(SIGNED + with_payload(bytes(bent))), [KEY])


def test_a_cosignature_of_another_checkpoint_does_not_fit() -> None:
    other = sign_checkpoint(CHECKPOINT._replace(size=4), HOST)
    with pytest.raises(ProofError):
        verified(note.parse(other + LINE), [KEY])


def test_a_plain_signature_is_no_cosignature() -> None:
    plain = WITNESS.sign(CHECKPOINT.text.encode())
    with pytest.raises(ProofError, match="8 bytes"):
        verified(note.parse(SIGNED + with_payload(plain)), [KEY])


def test_a_plain_signature_under_a_witness_name_is_ignored_as_an_unknown_key() -> None:
    plain = with_payload(WITNESS.sign(CHECKPOINT.text.encode()), note.ED25519)
    assert verified(note.parse(SIGNED + plain), [KEY]) == ()


def test_a_cosigner_key_of_type_1_never_counts_as_a_witness() -> None:
    key = KEY._replace(kind=note.ED25519)
    payload = payload_of(LINE)[4:]
    assert verified(note.parse(SIGNED + with_payload(payload)), [KEY]) != ()
    assert verified(note.parse(SIGNED + with_payload(payload, note.ED25519)), [key]) == ()


def test_a_witness_signs_nothing_but_checkpoints() -> None:
    assert cosign(Checkpoint("o", 0, EMPTY_ROOT).text, 0, NAME, WITNESS)
    for text in ("", "words\n", CHECKPOINT.text + "extension\n"):
        with pytest.raises(Malformed):
            cosign(text, 0, NAME, WITNESS)


@pytest.mark.parametrize("time", [-1, 1 << 63])
def test_a_time_beyond_63_bits_is_refused(time: int) -> None:
    assert cosign(CHECKPOINT.text, cosignature.MAX_TIME, NAME, WITNESS)
    with pytest.raises(Malformed):
        cosign(CHECKPOINT.text, time, NAME, WITNESS)


def test_a_signed_time_beyond_63_bits_is_refused() -> None:
    time = 1 << 63
    payload = time.to_bytes(8, "big") + WITNESS.sign(message(CHECKPOINT.text, time))
    with pytest.raises(ProofError, match=r"2\^63"):
        verified(note.parse(SIGNED + with_payload(payload)), [KEY])


@needs_shared
def test_the_example_of_the_specification_is_read_and_its_message_rebuilt() -> None:
    want = expected("cosignature/c2sp_cosigned_checkpoint")["expect"]
    parsed = note.parse(raw("cosignature/c2sp_cosigned_checkpoint.txt"))
    line = parsed.signatures[1]
    assert (line.name, line.key_id.hex()) == (want["cosigner"], want["key_id"])
    assert time_of(line) == want["timestamp"]
    assert message(parsed.text, time_of(line)) == raw("cosignature/c2sp_signed_message.txt")


@needs_shared
def test_published_payloads_hold_the_times_that_their_source_states() -> None:
    for case in load("cosignature/timestamps.json")["cases"]:
        line = f"— witness {case['payload']}"
        if "error" in case:
            with pytest.raises(Malformed):
                time_of(note.parse_signature(line))
        else:
            signature = note.parse_signature(line)
            assert signature.key_id.hex() == case["key_id"]
            assert time_of(signature) == case["timestamp"]


@needs_shared
def test_a_witness_of_sunlight_verifies_beside_a_signature_of_an_unknown_type() -> None:
    case = expected("sunlight/witness")
    key = note.parse_key(case["vkey"])
    parsed = note.parse(raw(case["file"]))
    assert verified(parsed, [key]) == ((key, 1767139200),)
    assert parsed.signatures[0].key_id.hex() == "91507526"
