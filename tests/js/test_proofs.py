"""log/merkle.js, log/note.js: proofs, checkpoints, receipts are judged as the log judges them."""

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest

from esoviet.log import checkpoint, merkle, note, receipt
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.js.modules import Modules, Thrown
from tests.log.data import TLOG, expected, load, raw
from tests.shared_data import needs_shared

LEAVES = [merkle.leaf_hash(b"entry %d" % n) for n in range(71)]
KEY = SigningKey(bytes(range(32)))
ASSEMBLY = "ab" * 32
ORIGIN = f"esoviet/{ASSEMBLY}"


def grown(size: int) -> Tree:
    tree = Tree()
    tree.extend(LEAVES[:size])
    return tree


def refused(answer: Any) -> bool:
    if isinstance(answer, Thrown):
        assert answer.error in {"ProofError", "Malformed"}, answer
        return True
    return False


def test_roots_are_the_same_for_every_size_of_log(js: Modules) -> None:
    roots = js.each("log/merkle", "rootOf", [(LEAVES[:size],) for size in range(71)])
    assert roots == [grown(size).root() for size in range(71)]


def test_a_leaf_and_a_node_are_hashed_differently(js: Modules) -> None:
    assert js.call("log/merkle", "leafHash", b"entry") == merkle.leaf_hash(b"entry")
    pair = LEAVES[0], LEAVES[1]
    assert js.call("log/merkle", "nodeHash", *pair) == merkle.node_hash(*pair)


def published(kind: str) -> list[Any]:
    return [load(str(path.relative_to(TLOG))) for path in files(TLOG / "merkle" / kind)]


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def hashes(texts: list[str] | None) -> list[bytes]:
    return [b64decode(text) for text in texts or ()]


@needs_shared
def test_published_inclusion_proofs_are_judged_as_their_source_judges_them(js: Modules) -> None:
    cases = published("inclusion")
    answers = js.each("log/merkle", "verifyInclusion", [
        (case["leafIdx"], case["treeSize"], b64decode(case["leafHash"] or ""),
         hashes(case["proof"]), b64decode(case["root"] or "")) for case in cases])  # fmt: skip
    assert [refused(answer) for answer in answers] == [case["wantErr"] for case in cases]
    assert len(cases) > 40


@needs_shared
def test_published_consistency_proofs_are_judged_as_their_source_judges_them(js: Modules) -> None:
    # Roots of twelve bytes: the source compares any bytes, our hashes have 32.
    cases = [case for case in published("consistency") if len(b64decode(case["root1"] or "")) != 12]
    answers = js.each("log/merkle", "verifyConsistency", [
        (case["size1"], b64decode(case["root1"] or ""), case["size2"],
         b64decode(case["root2"] or ""), hashes(case["proof"])) for case in cases])  # fmt: skip
    assert [refused(answer) for answer in answers] == [case["wantErr"] for case in cases]
    assert len(cases) > 40


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 64, 70])
def test_every_inclusion_proof_holds_and_none_that_was_tampered_with(
    js: Modules, size: int
) -> None:
    tree = grown(size)
    good = [(n, size, LEAVES[n], tree.inclusion_proof(n), tree.root()) for n in range(size)]
    bad = [(n, size, leaf, changed, root) for n, _, leaf, proof, root in good
           for changed in tampered(proof)]  # fmt: skip
    assert set(map(refused, js.each("log/merkle", "verifyInclusion", good))) == {False}
    assert set(map(refused, js.each("log/merkle", "verifyInclusion", bad))) == {True}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 64, 70])
def test_every_consistency_proof_holds_and_none_that_was_tampered_with(
    js: Modules, size: int
) -> None:
    tree = grown(size)
    good = [(old, tree.root(old), size, tree.root(), tree.consistency_proof(old))
            for old in range(1, size + 1)]  # fmt: skip
    bad = [(*case[:4], changed) for case in good for changed in tampered(case[4])]
    assert set(map(refused, js.each("log/merkle", "verifyConsistency", good))) == {False}
    assert set(map(refused, js.each("log/merkle", "verifyConsistency", bad))) == {True}


def tampered(proof: list[bytes]) -> list[list[bytes]]:
    """A proof with one hash changed, dropped, doubled or in another place, and one too many."""
    made = [[*proof, bytes(32)]]
    for n, value in enumerate(proof):
        rest = proof[:n] + proof[n + 1 :]
        made += [[*proof[:n], value[:31] + bytes([value[31] ^ 1]), *proof[n + 1 :]], rest]
        made.append([*proof[: n + 1], value, *proof[n + 1 :]])
    if len(proof) > 1:
        made.append([proof[1], proof[0], *proof[2:]])
    return made


@needs_shared
@pytest.mark.parametrize("case", ["checkpoint/sigsum_checkpoint", "note/c2sp_example"])
def test_a_published_note_opens_with_its_key_and_with_no_change(js: Modules, case: str) -> None:
    told = expected(case)
    key = note.parse_key(told["vkey"])
    text = raw(told["file"]).decode()
    assert (
        js.call("log/note", "openNote", text, key.name, key.public) == text.split("\n\n")[0] + "\n"
    )
    bent = [text.replace("\n", "x\n", 1), text.replace(text[1], "~", 1), text[:-2] + "\n",
            text[:-1], text + "\n", text.replace("\n\n", "\n"), text.replace("—", "-")]  # fmt: skip
    answers = js.each("log/note", "openNote", [(one, key.name, key.public) for one in bent])
    assert set(map(refused, answers)) == {True}
    assert refused(js.call("log/note", "openNote", text, key.name + "x", key.public))


@needs_shared
def test_checkpoints_are_read_as_the_specification_reads_them(js: Modules) -> None:
    cases = load("checkpoint/parse_cases.json")["cases"]
    answers = js.each("log/note", "parseCheckpoint", [(case["text"],) for case in cases])
    said = [(case["name"], "refuses" if refused(answer) else "accepts")
            for case, answer in zip(cases, answers, strict=True)]  # fmt: skip
    assert said == [(case["name"], python_says(case["text"])) for case in cases]
    assert {"accepts", "refuses"} == {verdict for _, verdict in said}


def python_says(text: str) -> str:
    try:
        checkpoint.parse(text)
    except Malformed:
        return "refuses"
    return "accepts"


@needs_shared
def test_receipts_are_taken_apart_as_the_specification_says(js: Modules) -> None:
    cases = load("proof/cases.json")
    for case in cases["accepted"]:
        read = js.call("log/note", "parseReceipt", case["text"])
        assert read == {"index": case["index"], "proof": hashes(case["hashes"]),
                        "checkpoint": case["checkpoint"]}  # fmt: skip
    answers = js.each("log/note", "parseReceipt", [(case["text"],) for case in cases["refused"]])
    assert set(map(refused, answers)) == {True}


def a_receipt(index: int = 5, size: int = 21) -> str:
    tree = grown(size)
    signed = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, size, tree.root()), KEY)
    return receipt.write(index, tree.inclusion_proof(index), signed)


def verify(js: Modules, text: str, entry: bytes = b"entry 5", **other: Any) -> Any:
    where = other.get("assembly", ASSEMBLY), other.get("key", KEY.public)
    return js.call("log/note", "verifyReceipt", text, entry, *where)


def test_the_host_s_receipt_holds_in_the_browser(js: Modules) -> None:
    read = verify(js, a_receipt())
    assert (read["index"], read["size"], read["root"]) == (5, 21, grown(21).root())


def test_a_receipt_holds_for_its_entry_its_log_and_its_key_alone(js: Modules) -> None:
    good = a_receipt()
    assert not refused(verify(js, good))
    assert refused(verify(js, good, entry=b"entry 6"))
    assert refused(verify(js, good, assembly="cd" * 32))
    assert refused(verify(js, good, key=SigningKey(bytes(32)).public))


def test_no_character_of_a_receipt_can_be_changed_dropped_or_doubled(js: Modules) -> None:
    good = a_receipt()
    bad = {good[:n] + other + good[n + 1 :] for n in range(len(good))
           for other in ("", good[n] * 2, "A" if good[n] != "A" else "B", "\r", "\n")}  # fmt: skip
    bad -= {good}
    cases = [(text, b"entry 5", ASSEMBLY, KEY.public) for text in sorted(bad)]
    answers = js.each("log/note", "verifyReceipt", cases)
    assert [text for (text, *_), a in zip(cases, answers, strict=True) if not refused(a)] == []


def notes() -> list[str]:
    """Notes by our key, as it should be and as it should not."""
    good = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, 21, grown(21).root()), KEY).decode()
    text, line = good.split("\n\n")
    stranger = f"— example.org/x {line.split(' ')[2].strip()}\n"
    bad = line.strip()[:-4] + ("AAA=" if line.strip()[-4:] != "AAA=" else "BBB=") + "\n"
    made = [good, good + line, good + stranger, f"{text}\n\n{stranger}{line}", good + line * 99]
    made += [good + line * 100, f"{text}\n\n{stranger}", good + bad, f"{text}\n\n{bad}{line}"]
    names = ("a\u00a0b", "a\u0085b", "a\u3000b", "a\ufeffb", "a+b", "", "a\tb", "é", "a\x7fb")
    made += [good + stranger.replace("example.org/x", name) for name in names]
    made += [f"{text}\n\n", f"{text}\n", f"\n\n{line}", good + "\n", good.replace("\n\n", "\n\n\n")]
    return made


def test_both_sides_open_the_same_notes(js: Modules) -> None:
    key = note.verifier(ORIGIN, KEY)
    answers = js.each("log/note", "openNote", [(text, ORIGIN, KEY.public) for text in notes()])
    opened = [not refused(answer) for answer in answers]
    assert opened == [python_opens(text, key) for text in notes()]
    assert {True, False} == set(opened)


def python_opens(text: str, key: note.VerifierKey) -> bool:
    try:
        note.open_note(text.encode(), [key])
    except (Malformed, ProofError):
        return False
    return True


def test_the_empty_log_has_one_root(js: Modules) -> None:
    empty, other = b64encode(merkle.EMPTY_ROOT).decode(), b64encode(bytes(32)).decode()
    assert js.call("log/note", "parseCheckpoint", f"{ORIGIN}\n0\n{empty}\n")["size"] == 0
    assert refused(js.call("log/note", "parseCheckpoint", f"{ORIGIN}\n0\n{other}\n"))


def test_extra_data_of_a_receipt_is_passed_over_but_never_empty(js: Modules) -> None:
    good, (head, rest) = a_receipt(), a_receipt().split("\n", 1)
    assert verify(js, f"{head}\nextra AAAA\n{rest}") == verify(js, good)
    assert refused(verify(js, f"{head}\nextra \n{rest}"))
    assert refused(verify(js, f"{head}\nextra AAA\n{rest}"))
