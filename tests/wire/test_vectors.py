"""Our frozen vectors of the wire, which the browser's modules run too (tests/vectors/wire.json)."""

import json
from typing import Any

import pytest

from esoviet.wire import envelope
from esoviet.wire import json as strict
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proof_text, proves, read_public
from tools.vectors import make

OTHER: Any = "sign-in"
VECTORS = json.loads((make.FOLDER / "wire.json").read_text("utf-8"))


def cases(kind: str) -> pytest.MarkDecorator:
    counted = [pytest.param(case, id=str(i)) for i, case in enumerate(VECTORS[kind])]
    return pytest.mark.parametrize("case", counted)


@cases("keys")
def test_a_seed_makes_one_key_with_one_name(case: dict[str, str]) -> None:
    key = SigningKey(un_b64u(case["seed"], 32))
    assert (b64u(key.public), key_name(key.public)) == (case["public"], case["name"])
    assert read_public(case["public"]) == key.public


@cases("proofs")
def test_a_possession_proof_signs_its_text(case: dict[str, Any]) -> None:
    names = case["purpose"], case["assembly"], case["first"], case["second"]
    public = un_b64u(case["public"], 32)
    assert proof_text(*names) == case["text"].encode("ascii")
    assert proves(*names, public, case["proof"])
    purpose, assembly, first, second = names
    for a, b, c, d in (
        (OTHER, assembly, first, second),
        (purpose, "00", first, second),
        (purpose, assembly, "18", second),
        (purpose, assembly, first, "A" * 43),
    ):
        assert not proves(a, b, c, d, public, case["proof"])


@cases("envelopes")
def test_an_envelope_is_read_or_refused(case: dict[str, Any]) -> None:
    jws = case["jws"].encode("latin-1")
    if case["refused"] == "malformed":
        with pytest.raises(Malformed):
            envelope.parse(jws, case["typ"])
        return
    read = envelope.parse(jws, case["typ"])
    if "public" in case:
        signed = envelope.verified(read, un_b64u(case["public"], 32))
        assert signed is (case["refused"] is None)
    if "payload" in case:
        found = read.kid, read.payload.decode("utf-8"), read.id
        assert found == (case["kid"], case["payload"], case["id"])


@cases("json")
def test_json_is_read_or_refused(case: dict[str, Any]) -> None:
    data = case["text"].encode("utf-8")
    if case["refused"] is None:
        assert strict.read(data) == json.loads(case["text"])
    else:
        with pytest.raises(Malformed):
            strict.read(data)


@cases("base64url")
def test_base64url_is_read_or_refused(case: dict[str, Any]) -> None:
    if case["refused"] is None:
        assert un_b64u(case["text"]).hex() == case["bytes"]
        assert b64u(bytes.fromhex(case["bytes"])) == case["text"]
    else:
        with pytest.raises(Malformed):
            un_b64u(case["text"])
