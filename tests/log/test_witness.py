"""What a witness answers to a request to cosign (c2sp.org/tlog-witness, July 2026)."""

import pytest

from esoviet.log import note, witness
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.checkpoint import sign as sign_checkpoint
from esoviet.log.cosignature import cosign, verified
from esoviet.log.errors import ProofError
from esoviet.log.merkle import EMPTY_ROOT, Tree, leaf_hash
from esoviet.log.witness import Agreed, Refused, Request
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.log.data import expected, load, raw
from tests.shared_data import needs_shared

HOST, WITNESS = SigningKey(b"h" * 32), SigningKey(b"w" * 32)
ORIGIN = "example.org/log"
LOGS = {ORIGIN: [note.verifier(ORIGIN, HOST)]}
KEY = note.verifier("witness.example", WITNESS, note.COSIGNATURE)
TREE = Tree()
TREE.extend(leaf_hash(bytes([i])) for i in range(20))


def at(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, TREE.root(size))


def ask(
    old: int, new: Checkpoint, proof: list[bytes] | None = None, key: SigningKey = HOST
) -> bytes:
    if proof is None:
        proof = TREE.consistency_proof(old, new.size) if 0 < old <= new.size else []
    return witness.write(Request(old, tuple(proof), sign_checkpoint(new, key)))


def answer(body: bytes, last: int | None = None) -> Agreed | Refused:
    return witness.decide(body, LOGS, {} if last is None else {ORIGIN: at(last)})


def status(body: bytes, last: int | None = None) -> int:
    found = answer(body, last)
    return found.status if isinstance(found, Refused) else 200


def test_a_request_is_read_as_it_was_written() -> None:
    request = Request(7, tuple(TREE.consistency_proof(7, 20)), sign_checkpoint(at(20), HOST))
    assert witness.parse(witness.write(request)) == request


def test_the_first_checkpoint_is_cosigned_at_any_size() -> None:
    for size in range(20):
        assert answer(ask(0, at(size))) == Agreed(at(size))


def test_every_later_one_is_cosigned_with_its_proof() -> None:
    for old in range(1, 21):
        for size in range(old, 21):
            assert answer(ask(old, at(size)), old) == Agreed(at(size))


def test_the_same_checkpoint_can_be_cosigned_again() -> None:
    assert status(ask(0, at(0)), 0) == 200
    assert status(ask(5, at(5)), 5) == 200


def test_an_unknown_log_is_not_found() -> None:
    assert status(ask(0, at(3)._replace(origin="example.org/other"))) == 404


def test_a_checkpoint_that_its_log_did_not_sign_is_forbidden() -> None:
    assert status(ask(0, at(3), key=WITNESS)) == 403
    forged = ask(0, at(3)).replace(ORIGIN.encode() + b"\n3\n", ORIGIN.encode() + b"\n4\n")
    assert status(forged) == 403


def test_an_old_size_that_is_not_the_last_one_is_a_conflict_that_tells_it() -> None:
    assert answer(ask(3, at(9)), 5) == Refused(409, "5\n")
    assert answer(ask(0, at(9)), 5) == Refused(409, "5\n")
    assert answer(ask(3, at(9))) == Refused(409, "0\n")
    assert status(ask(5, at(9)), 5) == 200


def test_an_old_size_above_the_checkpoint_is_a_bad_request() -> None:
    assert status(ask(10, at(9)), 10) == 400


def test_a_proof_that_fails_is_unprocessable() -> None:
    good = TREE.consistency_proof(5, 9)
    assert status(ask(5, at(9), good), 5) == 200
    for bad in (good[:-1], [*good, good[0]], good[::-1], [], [b"\0" * 32, *good[1:]]):
        assert status(ask(5, at(9), bad), 5) == 422


def test_a_proof_from_nothing_is_unprocessable() -> None:
    assert status(ask(0, at(9), [at(1).root])) == 422
    assert status(ask(0, at(0), [at(1).root]), 0) == 422


def test_another_root_of_the_same_size_is_unprocessable() -> None:
    assert status(ask(5, at(5)._replace(root=at(6).root)), 5) == 422


def test_an_empty_tree_with_another_root_is_unprocessable() -> None:
    assert status(ask(0, Checkpoint(ORIGIN, 0, EMPTY_ROOT))) == 200
    bent = Checkpoint(ORIGIN, 0, at(1).root)
    assert status(ask(0, bent)) == 422


GOOD = ask(5, at(9))
BENT = {
    "nothing": b"",
    "no old size": GOOD.removeprefix(b"old 5\n"),
    "an old size with a zero before it": GOOD.replace(b"old 5", b"old 05"),
    "an old size with a sign": GOOD.replace(b"old 5", b"old +5"),
    "an old size with two spaces": GOOD.replace(b"old 5", b"old  5"),
    "an old size beyond 63 bits": GOOD.replace(b"old 5", b"old 9223372036854775808"),
    "carriage returns": GOOD.replace(b"\n", b"\r\n"),
    "no empty line": GOOD.replace(b"\n\n", b"\n", 1),
    "a short hash": GOOD.replace(b"\n", b"\nAAAA\n", 1),
    "a hash with spare bits": GOOD.replace(b"=\n", b"=\n" + b"A" * 42 + b"B=\n", 1),
    "sixty-four hashes": ask(5, at(9), [b"\0" * 32] * 64),
    "no signature": GOOD[: GOOD.rindex("—".encode())],
    "no last newline": GOOD[:-1],
    "an extension line": witness.write(
        Request(0, (), note.sign(at(9).text + "more\n", ORIGIN, HOST))
    ),
}


@pytest.mark.parametrize("name", BENT)
def test_a_bad_request_has(name: str) -> None:
    assert status(GOOD, 5) == 200
    assert status(BENT[name], 5) == 400


def test_sixty_three_hashes_are_read() -> None:
    assert status(ask(5, at(9), [b"\0" * 32] * 63), 5) == 422


def test_lines_of_other_witnesses_travel_along() -> None:
    line = cosign(at(9).text, 1, "witness.example", WITNESS).encode()
    assert status(GOOD + line, 5) == 200


def test_a_cosignature_that_came_back_is_added_once() -> None:
    signed = sign_checkpoint(at(9), HOST)
    line = cosign(at(9).text, 7, "witness.example", WITNESS).encode()
    foreign = cosign(at(9).text, 7, "other.example", HOST).encode()
    whole = witness.add_cosignatures(signed, foreign + line, [KEY])
    assert whole == signed + line
    assert witness.add_cosignatures(whole, line + line, [KEY]) == whole
    assert verified(note.parse(whole), [KEY]) == ((KEY, 7),)


def test_a_cosignature_of_something_else_is_not_added() -> None:
    signed = sign_checkpoint(at(9), HOST)
    with pytest.raises(ProofError):
        witness.add_cosignatures(
            signed, cosign(at(8).text, 7, "witness.example", WITNESS).encode(), [KEY]
        )
    for lines in (b"", b"not found\n", b"\n", signed):
        with pytest.raises(Malformed):
            witness.add_cosignatures(signed, lines, [KEY])


@needs_shared
def test_published_requests_get_the_published_answers() -> None:
    """Request 2 has base64 with spare bits, malformed here: 400 where its source has 403."""
    data = load("witness/requests.json")
    logs = {data["log"]["origin"]: [note.parse_key(data["log"]["vkey"])]}
    last: dict[str, Checkpoint] = {}
    for request in data["requests"]:
        found = witness.decide(request["body"].encode(), logs, last)
        want = 400 if request["n"] == 2 else request["status"]
        assert (found.status if isinstance(found, Refused) else 200) == want, request["name"]
        if isinstance(found, Agreed):
            last[found.checkpoint.origin] = found.checkpoint


@needs_shared
def test_a_published_request_is_taken_apart() -> None:
    want = expected("witness/sigsum_request_body")["expect"]
    request = witness.parse(raw("witness/sigsum_request_body.txt"))
    assert (request.old, len(request.proof)) == (want["old"], want["proof_lines"])
    parsed = note.parse(request.checkpoint)
    assert parsed.text.startswith(f"{want['origin']}\n{want['size']}\n")
    assert [line.key_id.hex() for line in parsed.signatures] == [want["key_id"]]
    assert witness.write(request) == raw("witness/sigsum_request_body.txt")


@needs_shared
def test_a_witness_serves_each_log_under_the_hash_of_its_origin() -> None:
    want = expected("sunlight/witness")
    path = witness.monitoring_path(want["expect"]["origin"])
    assert want["file"] == f"sunlight/witness/{path}"
