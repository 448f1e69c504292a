"""Names of keys (RFC 7638, with the example of RFC 8037) and possession proofs."""

import pytest

from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proof_text, proves, read_public

# RFC 8037 appendix A.1 to A.3; the same key as test 1 of RFC 8032 section 7.1.
SEED = un_b64u("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", 32)
PUBLIC = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
NAME = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
KEY = SigningKey(SEED)


def test_the_key_of_rfc_8037_has_the_name_that_it_gives() -> None:
    assert (b64u(KEY.public), key_name(KEY.public)) == (PUBLIC, NAME)


def test_the_first_signature_of_rfc_8032_is_made() -> None:
    assert KEY.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def test_the_third_signature_of_rfc_8032_is_made() -> None:
    key = SigningKey(
        bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    )
    assert key.sign(bytes.fromhex("af82")).hex() == (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )


@pytest.mark.parametrize("seed", [b"", b"x" * 31, b"x" * 33])
def test_a_seed_has_32_bytes(seed: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SigningKey(seed)
    assert SigningKey(b"x" * 32).public


@pytest.mark.parametrize("text", [PUBLIC + "=", PUBLIC[:-1], PUBLIC[:-1] + "p", PUBLIC + "\n", "",
                                  "A" * 43, b64u(b"\x01" + bytes(31)), b64u(b"\xff" * 32),
                                  b64u(b"\x02" + bytes(31))])  # fmt: skip
def test_a_public_key_has_one_spelling_and_can_sign(text: str) -> None:
    """The last four: order 4, the neutral element, not canonical, no point of the curve."""
    with pytest.raises(Malformed):
        read_public(text)
    assert read_public(PUBLIC) == KEY.public


def test_a_proof_serves_for_nothing_else() -> None:
    text = proof_text("enrol-key", "5e" * 32, "7", NAME)
    proof = b64u(KEY.sign(text))
    assert text == b"esoviet/enrol-key/v1\n" + b"5e" * 32 + b"\n7\n" + NAME.encode() + b"\n"
    assert proves("enrol-key", "5e" * 32, "7", NAME, KEY.public, proof)
    assert not proves("recovery-key", "5e" * 32, "7", NAME, KEY.public, proof)
    assert not proves("enrol-key", "5f" * 32, "7", NAME, KEY.public, proof)
    assert not proves("enrol-key", "5e" * 32, "8", NAME, KEY.public, proof)
    assert not proves("enrol-key", "5e" * 32, "7", NAME, SigningKey(bytes(32)).public, proof)


@pytest.mark.parametrize("proof", ["", "A" * 86, "A" * 85 + "B", "=", "é" * 86])
def test_a_proof_that_is_none_is_refused_quietly(proof: str) -> None:
    assert not proves("enrol-key", "5e" * 32, "7", NAME, KEY.public, proof)
