"""Our frozen vectors of the log, which the browser's modules run too (tests/vectors/log.json)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from esoviet.log import checkpoint, cosignature, note, receipt
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion
from esoviet.log.tiles import parse_path, path, tiles_of
from esoviet.wire.encoding import b64, un_b64
from esoviet.wire.errors import Malformed
from tools.vectors import make

VECTORS = json.loads((make.FOLDER / "log.json").read_text("utf-8"))


def cases(kind: str) -> pytest.MarkDecorator:
    counted = [
        pytest.param(case, id=f"{i}: {case['title']}") for i, case in enumerate(VECTORS[kind])
    ]
    return pytest.mark.parametrize("case", counted)


def outcome(check: Callable[..., object], *arguments: object) -> str | None:
    try:
        check(*arguments)
    except Malformed:
        return "malformed"
    except ProofError:
        return "proof"
    return None


def hashes(texts: list[str]) -> list[bytes]:
    return [un_b64(text) for text in texts]


def test_every_refusal_stands_beside_a_case_that_holds() -> None:
    for kind in ("inclusion", "consistency", "keys", "notes", "checkpoints", "receipts"):
        assert {case["refused"] for case in VECTORS[kind]} >= {None}
        assert any(case["refused"] for case in VECTORS[kind])


def test_leaves_and_roots() -> None:
    for case in VECTORS["leaves"]:
        assert b64(leaf_hash(case["entry"].encode())) == case["hash"]
    tree = Tree()
    tree.extend(leaf_hash(f"entry {i} é".encode()) for i in range(300))
    for case in VECTORS["tree"]["roots"]:
        assert b64(tree.root(case["size"])) == case["root"]


@cases("inclusion")
def test_inclusion(case: dict[str, Any]) -> None:
    leaf, root, proof = un_b64(case["leaf"]), un_b64(case["root"]), hashes(case["proof"])
    found = outcome(verify_inclusion, case["index"], case["size"], leaf, proof, root)
    assert found == case["refused"]


@cases("consistency")
def test_consistency(case: dict[str, Any]) -> None:
    old, root, proof = un_b64(case["old_root"]), un_b64(case["root"]), hashes(case["proof"])
    found = outcome(verify_consistency, case["old"], old, case["size"], root, proof)
    assert found == case["refused"]


@cases("keys")
def test_keys(case: dict[str, Any]) -> None:
    assert outcome(note.parse_key, case["vkey"]) == case["refused"]
    if case["refused"] is None:
        key = note.parse_key(case["vkey"])
        assert (key.name, key.kind, b64(key.public)) == (case["name"], case["kind"], case["public"])
        assert key.key_id.hex() == case["key_id"]


@cases("notes")
def test_notes(case: dict[str, Any]) -> None:
    raw, keys = case["note"].encode(), [note.parse_key(case["vkey"])]
    assert outcome(note.open_note, raw, keys) == case["refused"]
    if case["refused"] is None:
        assert note.open_note(raw, keys).text == case["text"]


@cases("checkpoints")
def test_checkpoints(case: dict[str, Any]) -> None:
    raw, key = case["note"].encode(), note.parse_key(case["vkey"])
    assert outcome(checkpoint.open_checkpoint, raw, key) == case["refused"]
    if case["refused"] is None:
        says = checkpoint.open_checkpoint(raw, key)
        assert case["says"] == {"origin": says.origin, "size": says.size, "root": b64(says.root)}


@cases("cosignatures")
def test_cosignatures(case: dict[str, Any]) -> None:
    parsed, keys = note.parse(case["note"].encode()), [note.parse_key(case["vkey"])]
    assert outcome(cosignature.verified, parsed, keys) == case["refused"]
    if case["refused"] is None:
        assert [each.time for each in cosignature.verified(parsed, keys)] == case["times"]


def check_receipt(case: dict[str, Any]) -> None:
    parsed = receipt.parse(case["receipt"].encode())
    receipt.verify(parsed, case["entry"].encode(), note.parse_key(case["vkey"]))


@cases("receipts")
def test_receipts(case: dict[str, Any]) -> None:
    assert outcome(check_receipt, case) == case["refused"]


def test_tiles() -> None:
    for case in VECTORS["tiles"]:
        assert [path(tile) for tile in tiles_of(case["size"])] == case["paths"]
    for case in VECTORS["paths"]:
        assert parse_path(case["path"]) == (case["level"], case["number"], case["width"])
