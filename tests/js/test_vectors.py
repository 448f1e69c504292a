"""The frozen vectors of tests/vectors, which the Python rooms run too: each case by its title."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from esoviet.wire.encoding import un_b64u
from tests.js.modules import Modules, Thrown

FOLDER = Path(__file__).parents[1] / "vectors"
LOG: Any = json.loads((FOLDER / "log.json").read_bytes())
WIRE: Any = json.loads((FOLDER / "wire.json").read_bytes())
ORIGIN = "esoviet/"
KINDS = {"Malformed": "malformed", "ProofError": "proof", "RangeError": "malformed"}


def verdict(answer: Any) -> str | None:
    """Why it was refused, in the words of the vectors."""
    return KINDS[answer.error] if isinstance(answer, Thrown) else None


def verdicts(cases: list[Any], answers: list[Any]) -> list[tuple[str, str | None]]:
    return [(case["title"], verdict(answer)) for case, answer in zip(cases, answers, strict=True)]


def expected(cases: list[Any]) -> list[tuple[str, str | None]]:
    return [(case["title"], case["refused"]) for case in cases]


def proof(case: Any) -> list[bytes]:
    return [b64decode(line) for line in case["proof"]]


def public(vkey: str) -> bytes:
    """The public key of a verifier key."""
    return b64decode(vkey.split("+", 2)[2])[1:]


def assembly(case: Any) -> str:
    """The assembly whose host's key a case names."""
    return str(case["vkey"].partition("+")[0].removeprefix(ORIGIN))


def test_leaves_and_roots(js: Modules) -> None:
    entries = [(leaf["entry"].encode(),) for leaf in LOG["leaves"]]
    assert js.each("log/merkle", "leafHash", entries) == [
        b64decode(x["hash"]) for x in LOG["leaves"]
    ]
    roots = [root for root in LOG["tree"]["roots"] if root["size"] <= 1000]
    most = max(root["size"] for root in roots)
    leaves = js.each("log/merkle", "leafHash", [(f"entry {n} é".encode(),) for n in range(most)])
    for root in roots:
        assert js.call("log/merkle", "rootOf", leaves[: root["size"]]) == b64decode(root["root"])


def test_inclusion(js: Modules) -> None:
    cases = LOG["inclusion"]
    answers = js.each("log/merkle", "verifyInclusion", [
        (c["index"], c["size"], b64decode(c["leaf"]), proof(c), b64decode(c["root"]))
        for c in cases])  # fmt: skip
    assert verdicts(cases, answers) == expected(cases)


def test_consistency(js: Modules) -> None:
    cases = LOG["consistency"]
    answers = js.each("log/merkle", "verifyConsistency", [
        (c["old"], b64decode(c["old_root"]), c["size"], b64decode(c["root"]), proof(c))
        for c in cases])  # fmt: skip
    assert verdicts(cases, answers) == expected(cases)


def test_names_of_keys(js: Modules) -> None:
    good = [case for case in LOG["keys"] if case["refused"] is None and case["kind"] == 1]
    found = js.each("log/note", "keyId", [(c["name"], b64decode(c["public"])) for c in good])
    assert [name.hex() for name in found] == [case["key_id"] for case in good]


def test_notes(js: Modules) -> None:
    cases = LOG["notes"]
    answers = js.each("log/note", "openNote", [
        (c["note"], c["vkey"].partition("+")[0], public(c["vkey"])) for c in cases])  # fmt: skip
    assert verdicts(cases, answers) == expected(cases)
    said = [answer for answer in answers if not isinstance(answer, Thrown)]
    assert said == [case["text"] for case in cases if case["refused"] is None]


def test_checkpoints(js: Modules) -> None:
    cases = LOG["checkpoints"]
    answers = js.each("log/note", "openCheckpoint", [
        (c["note"], assembly(c), public(c["vkey"])) for c in cases])  # fmt: skip
    assert verdicts(cases, answers) == expected(cases)
    said = [answer for answer in answers if not isinstance(answer, Thrown)]
    good = [case["says"] for case in cases if case["refused"] is None]
    assert said == [{**one, "root": b64decode(one["root"])} for one in good]


def test_receipts(js: Modules) -> None:
    cases = LOG["receipts"]
    answers = js.each("log/note", "verifyReceipt", [
        (c["receipt"], c["entry"].encode(), assembly(c), public(c["vkey"]))
        for c in cases])  # fmt: skip
    assert verdicts(cases, answers) == expected(cases)


def test_keys(js: Modules) -> None:
    made = """async (seeds) => {
      const { give, take } = await import("/harness.js");
      const { fromSeed, raw } = await import("/static/js/wire/ed25519.js");
      return Promise.all(take(seeds).map(async (seed) =>
        give(await raw((await fromSeed(seed)).publicKey))));
    }"""
    keys = [(un_b64u(key["seed"]), un_b64u(key["public"])) for key in WIRE["keys"]]
    assert js.run(made, [seed for seed, _ in keys]) == [public for _, public in keys]
    names = js.each("wire/envelope", "keyName", [(public,) for _, public in keys])
    assert names == [key["name"] for key in WIRE["keys"]]


def test_possession_proofs(js: Modules) -> None:
    cases = WIRE["proofs"]
    texts = js.each("wire/envelope", "proofText", [
        (c["purpose"], c["assembly"], c["first"], c["second"]) for c in cases])  # fmt: skip
    assert texts == [case["text"].encode() for case in cases]
    signed = [(un_b64u(c["public"]), c["text"].encode(), un_b64u(c["proof"])) for c in cases]
    assert js.each("wire/ed25519", "verify", signed) == [True] * len(cases)


def test_envelopes(js: Modules) -> None:
    cases = WIRE["envelopes"]
    read = js.each("wire/envelope", "parse", [(case["jws"], case["typ"]) for case in cases])
    said = [(case["title"], verdict(one) or signed(js, case, one))
            for case, one in zip(cases, read, strict=True)]  # fmt: skip
    assert said == expected(cases)


def signed(js: Modules, case: Any, read: Any) -> str | None:
    if "public" not in case:  # a case of the format alone
        return None
    if not js.call("wire/envelope", "verified", read, un_b64u(case["public"])):
        return "signature"
    assert js.call("wire/envelope", "idOf", read) == case["id"]
    assert (read["kid"], read["payload"].decode()) == (case["kid"], case["payload"])
    return None


def test_base64url(js: Modules) -> None:
    cases = WIRE["base64url"]
    answers = js.each("wire/bytes", "unB64u", [(case["text"],) for case in cases])
    assert [verdict(answer) for answer in answers] == [case["refused"] for case in cases]
    good = [(case, answer) for case, answer in zip(cases, answers, strict=True)
            if case["refused"] is None]  # fmt: skip
    assert [answer.hex() for _, answer in good] == [case["bytes"] for case, _ in good]


@pytest.mark.parametrize("title", ["the largest number", "one too large"])
def test_a_vector_is_found_by_its_title(title: str) -> None:
    assert [case for case in WIRE["json"] if case["title"] == title]
