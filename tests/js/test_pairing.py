"""keys/code.js and keys/twowords.js: codes to be typed, and what both devices make of them."""

import hashlib
import re

import pytest

from esoviet.wire.encoding import b64u
from tests.js.modules import Modules
from tools.docs import pairing

ASSEMBLY = "9c" * 32
CODE = "7K3MQ9XR2T"
KEYS = [b64u(bytes([n]) * 32) for n in (1, 2)]
NONCES = [b64u(bytes([n]) * 16) for n in (3, 4)]


def test_a_new_code_has_ten_characters_none_of_which_look_alike(js: Modules) -> None:
    codes = [js.call("keys/code", "newCode") for _ in range(20)]
    assert len(set(codes)) == 20
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", code) for code in codes)
    assert [js.call("keys/code", "readCode", code) for code in codes] == codes


@pytest.mark.parametrize(
    "typed",
    [
        "7K3MQ-9XR2T",
        "7k3mq 9xr2t",
        " 7k3m q9xr-2t ",
        "7K3MQ–9XR2T",
        "７Ｋ３ＭＱ９ＸＲ２Ｔ",
        "7.K3MQ_9XR2T",
    ],
)
def test_a_code_is_read_however_it_was_typed(js: Modules, typed: str) -> None:
    assert js.call("keys/code", "readCode", typed) == CODE


def test_what_looks_alike_is_the_same(js: Modules) -> None:
    assert js.call("keys/code", "readCode", "oOiIlL uUv0") == "001111VVV0"
    assert js.call("keys/code", "grouped", CODE) == "7K3MQ-9XR2T"


@pytest.mark.parametrize("typed", ["", "7K3MQ9XR2", "7K3MQ9XR2TT", "7K3MQ9XR2!", "7K3MQ9XR2Ñ"])
def test_what_is_no_code_is_said_to_be_none(js: Modules, typed: str) -> None:
    assert js.call("keys/code", "readCode", typed) == ""


def test_place_seal_and_words_are_those_that_the_protocol_describes(js: Modules) -> None:
    place, key = pairing.secrets_of(ASSEMBLY, CODE)
    made = js.run(
        """async ([assembly, code, said]) => {
          const { secretsOf, sealOf } = await import("/static/js/keys/code.js");
          const { place, key } = await secretsOf(assembly, code);
          return [place, await sealOf(key, "offer", said)];
        }""",
        [ASSEMBLY, CODE, '{"a":"ü"}'],
    )
    assert made == [place, pairing.seal(key, "offer", '{"a":"ü"}')]
    sides = [{"key": KEYS[n], "nonce": NONCES[n]} for n in (0, 1)]
    words = js.call("keys/twowords", "twoWords", ASSEMBLY, CODE, *sides)
    assert words == pairing.two_words(ASSEMBLY, CODE, KEYS[0], NONCES[0], KEYS[1], NONCES[1])


def test_the_words_change_with_whatever_either_device_knows(js: Modules) -> None:
    told = [ASSEMBLY, CODE, KEYS[0], NONCES[0], KEYS[1], NONCES[1]]
    seen = {pairing.two_words(*told)}
    for place in range(len(told)):
        bent = [*told]
        bent[place] = bent[place][::-1] + "x"
        seen.add(pairing.two_words(*bent))
    assert len(seen) == 7


def test_a_commitment_is_the_hash_of_a_nonce(js: Modules) -> None:
    made = js.call("keys/twowords", "commitment", bytes(16))
    assert made == b64u(hashlib.sha256(bytes(16)).digest())


def test_the_other_pairs_are_two_and_not_the_right_one(js: Modules) -> None:
    pairs = js.call("keys/twowords", "otherPairs", "abandon ability")
    assert len({*pairs, "abandon ability"}) == 3
    assert all(re.fullmatch("[a-z]+ [a-z]+", pair) for pair in pairs)
