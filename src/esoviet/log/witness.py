"""C2SP tlog-witness: what a log asks of a witness (`add-checkpoint`), and what it may answer.

    request = "old " decimal LF *63( base64(hash) LF ) LF checkpoint

The hashes are the consistency proof from the old size, which is the size of the last checkpoint
that the witness cosigned for this origin (0 if none), to that of the checkpoint, a signed note. The
first of these that holds gives the answer:

    400  the body is malformed, the checkpoint has extension lines, old is above its size
    404  the origin is unknown
    403  no trusted key has signed, or the signature of one fails
    409  old is not the size last cosigned: the body tells that size, as text/x.tlog.size
    422  the proof fails; old is 0 and there is a proof; the same size with another root; the empty
         tree with another root than that of no bytes
    200  cosign, which the witness does only after it has stored the checkpoint; check and store are
         one atomic step

An answer of 200 is one or more signature lines. All of it is a function of its arguments; the
server keeps the state. Source: https://c2sp.org/tlog-witness (July 2026).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from esoviet.log import checkpoint, note
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.cosignature import verified
from esoviet.log.errors import ProofError
from esoviet.log.merkle import EMPTY_ROOT, verify_consistency
from esoviet.log.note import VerifierKey
from esoviet.wire.encoding import b64, un_b64, un_decimal
from esoviet.wire.errors import Malformed

MAX_PROOF = 63
SIZE_TYPE = "text/x.tlog.size"


class Request(NamedTuple):
    """A request to cosign; `checkpoint` is the signed note, verbatim."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


class Agreed(NamedTuple):
    """The witness may store this checkpoint and then cosign its text (200)."""

    checkpoint: Checkpoint


class Refused(NamedTuple):
    """The answer to a request that is refused; a body is text/plain but for 409."""

    status: int
    body: str


def write(request: Request) -> bytes:
    """The body of a request."""
    hashes = "".join([b64(value) + "\n" for value in request.proof])
    return f"old {request.old}\n{hashes}\n".encode() + request.checkpoint


def parse(body: bytes) -> Request:
    """Read the body of a request; raises `Malformed`."""
    head, gap, signed = body.partition(b"\n\n")
    old, *hashes = head.split(b"\n")
    if not gap or not old.startswith(b"old "):
        raise Malformed("a request is an old size, hashes, an empty line and a checkpoint")
    if len(hashes) > MAX_PROOF:
        raise Malformed(f"a request has at most {MAX_PROOF} hashes")
    size = un_decimal(old.removeprefix(b"old "))
    return Request(size, tuple(un_b64(line, 32) for line in hashes), signed)


def decide(
    body: bytes, logs: Mapping[str, Sequence[VerifierKey]], last: Mapping[str, Checkpoint]
) -> Agreed | Refused:
    """Whether to cosign: `logs` are the keys trusted by origin, `last` what was cosigned last."""
    try:
        request = parse(body)
        new = checkpoint.parse_lines(note.parse(request.checkpoint).text)
    except Malformed as error:
        return Refused(400, f"{error}\n")
    if request.old > new.size:
        return Refused(400, "the old size is above the checkpoint's\n")
    if new.origin not in logs:
        return Refused(404, "this log is not known here\n")
    try:
        note.open_note(request.checkpoint, logs[new.origin])
    except ProofError as error:
        return Refused(403, f"{error}\n")
    held = last.get(new.origin)
    if request.old != (held.size if held else 0):
        return Refused(409, f"{held.size if held else 0}\n")
    try:
        _follows(held, new, request.proof)
    except ProofError as error:
        return Refused(422, f"{error}\n")
    return Agreed(new)


def add_cosignatures(signed: bytes, answer: bytes, keys: Sequence[VerifierKey]) -> bytes:
    """The checkpoint with the cosignatures of known witnesses in a witness's answer.

    Lines by unknown keys are left out, so is one that is there already. Raises `Malformed` or
    `ProofError`.
    """
    held = note.parse(signed)
    given = note.parse(f"{held.text}\n".encode() + answer)
    verified(given, keys)
    known = {(key.name, key.key_id): key for key in keys if key.kind == note.COSIGNATURE}
    lines = [
        note.signature_line(known[line.name, line.key_id], line.signature)
        for line in dict.fromkeys(given.signatures)
        if (line.name, line.key_id) in known and line not in held.signatures
    ]
    return signed + "".join(lines).encode()


def monitoring_path(origin: str) -> str:
    """Where a witness serves the last checkpoint of a log, under its monitoring prefix."""
    return f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint"


def _follows(held: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes]) -> None:
    if new.size == 0 and new.root != EMPTY_ROOT:
        raise ProofError("the empty tree has another root")
    if held is not None and held.size > 0:
        verify_consistency(held.size, held.root, new.size, new.root, proof)
    elif proof:
        raise ProofError("a proof from the empty tree is empty")
