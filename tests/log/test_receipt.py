"""Receipts (c2sp.org/tlog-proof): one text shows offline that an entry stands in a log."""

import re

import pytest

from esoviet.log import checkpoint, note, receipt
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.log.data import load, raw
from tests.log.mangle import manglings
from tests.shared_data import needs_shared

HOST = SigningKey(b"h" * 32)
ORIGIN = checkpoint.origin_of("5e" * 32)
KEY = note.verifier(ORIGIN, HOST)
ENTRIES = [b"entry %d" % i for i in range(11)]
TREE = Tree()
TREE.extend(map(leaf_hash, ENTRIES))


def signed(size: int) -> bytes:
    return checkpoint.sign(Checkpoint(ORIGIN, size, TREE.root(size)), HOST)


def written(index: int, size: int) -> bytes:
    return receipt.write(index, TREE.inclusion_proof(index, size), signed(size)).encode()


RECEIPT = written(4, 11)


def holds(text: bytes, entry: bytes) -> bool:
    try:
        receipt.verify(receipt.parse(text), entry, KEY)
    except (Malformed, ProofError):
        return False
    return True


def test_each_entry_has_a_receipt_at_each_size_and_no_other_entry_fits() -> None:
    for size in range(1, 12):
        for index in range(size):
            text = written(index, size)
            fitting = [entry for entry in ENTRIES if holds(text, entry)]
            assert fitting == [ENTRIES[index]]


def test_a_receipt_tells_the_checkpoint_that_covers_it() -> None:
    found = receipt.verify(receipt.parse(RECEIPT), ENTRIES[4], KEY)
    assert found == Checkpoint(ORIGIN, 11, TREE.root())


def test_no_byte_of_a_receipt_can_be_changed() -> None:
    assert [bad for bad in manglings(RECEIPT) if holds(bad, ENTRIES[4])] == []


def test_a_receipt_of_another_log_or_host_is_refused() -> None:
    other = note.verifier(ORIGIN, SigningKey(b"o" * 32))
    elsewhere = note.verifier("example.org/else", HOST)
    for key in (other, elsewhere):
        with pytest.raises(ProofError):
            receipt.verify(receipt.parse(RECEIPT), ENTRIES[4], key)


def test_a_proof_under_another_checkpoint_is_refused() -> None:
    parsed = receipt.parse(RECEIPT)
    swapped = receipt.write(4, parsed.proof, signed(10)).encode()
    assert not holds(swapped, ENTRIES[4])


def test_extra_data_is_read_and_proves_nothing() -> None:
    text = RECEIPT.replace(b"index", b"extra ZXh0cmE=\nindex", 1)
    assert receipt.parse(text).extra == b"extra"
    assert holds(text, ENTRIES[4])


HASH = b"A" * 43 + b"="
REFUSED = {
    "nothing": b"",
    "another version": RECEIPT.replace(b"@v1", b"@v2"),
    "something before it": b"\n" + RECEIPT,
    "no index": re.sub(rb"index 4\n", b"", RECEIPT),
    "two indices": RECEIPT.replace(b"index 4\n", b"index 4\nindex 4\n"),
    "an index with a zero before it": RECEIPT.replace(b"index 4", b"index 04"),
    "a negative index": RECEIPT.replace(b"index 4", b"index -4"),
    "an index with a space": RECEIPT.replace(b"index 4", b"index  4"),
    "an index of 2^63": RECEIPT.replace(b"index 4", b"index 9223372036854775808"),
    "carriage returns": RECEIPT.replace(b"\n", b"\r\n"),
    "a carriage return after the index": RECEIPT.replace(b"index 4", b"index 4\r"),
    "a hash of 31 bytes": RECEIPT.replace(b"index 4\n", b"index 4\n" + b"A" * 42 + b"==\n"),
    "a hash with spare bits": RECEIPT.replace(b"index 4\n", b"index 4\n" + b"A" * 42 + b"B=\n"),
    "sixty-four hashes": RECEIPT.replace(b"index 4\n", b"index 4\n" + (HASH + b"\n") * 64),
    "no empty line": RECEIPT.replace(b"\n\n", b"\n", 1).replace(b"\n\n", b"\n"),
    "an empty extra line": RECEIPT.replace(b"index", b"extra \nindex", 1),
    "an extra line without space": RECEIPT.replace(b"index", b"extra\nindex", 1),
    "an extra line that is no base64": RECEIPT.replace(b"index", b"extra ***\nindex", 1),
    "an extra line with spare bits": RECEIPT.replace(b"index", b"extra ZXh0cmF=\nindex", 1),
    "two extra lines": RECEIPT.replace(b"index", b"extra ZXh0cmE=\nextra ZXh0cmE=\nindex", 1),
    "an extra line after the index": RECEIPT.replace(b"index 4\n", b"index 4\nextra ZXh0cmE=\n"),
    "a byte beyond ASCII": RECEIPT.replace(b"index 4", b"index \xd9\xa4"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_receipt_is_malformed_with(name: str) -> None:
    assert receipt.parse(RECEIPT).index == 4
    with pytest.raises(Malformed):
        receipt.parse(REFUSED[name])


@needs_shared
def test_published_containers_are_taken_apart() -> None:
    data = load("proof/cases.json")
    for case in data["accepted"]:
        parsed = receipt.parse(case["text"].encode())
        assert (parsed.index, len(parsed.proof)) == (case["index"], len(case["hashes"]))
        assert parsed.checkpoint.decode() == case["checkpoint"]
        assert (parsed.extra is None) is (case["extra"] is None)
    for case in data["refused"]:
        with pytest.raises(Malformed):
            receipt.parse(case["text"].encode())


@needs_shared
def test_the_example_of_the_specification_is_read_up_to_what_it_leaves_out() -> None:
    """Its signature lines are shortened with `[...]` and so are no base64: no checkpoint."""
    parsed = receipt.parse(raw("proof/c2sp_example_elided.txt"))
    assert (parsed.index, len(parsed.proof)) == (73_894, 5)
    assert parsed.extra is not None
    with pytest.raises(Malformed):
        receipt.verify(parsed, b"", KEY)
