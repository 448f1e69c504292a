"""C2SP tlog-cosignature, type 4: a witness says when it saw a checkpoint.

    signature line = U+2014 SP name SP base64(key id || time || Ed25519 signature) LF
    time           = seconds since 1970, uint64 big-endian, below 2^63
    signed bytes   = "cosignature/v1" LF "time " decimal LF checkpoint text

It means: at that time this was the largest consistent tree of this log that the cosigner had seen.
The name is not signed, so a cosigner has one key and a key one cosigner. Type 6 (ML-DSA-44) is an
unknown type here, and its lines are ignored. Source: https://c2sp.org/tlog-cosignature (1.0.1).
"""

from collections.abc import Iterable
from typing import NamedTuple

from esoviet.log import checkpoint
from esoviet.log.errors import ProofError
from esoviet.log.note import (
    COSIGNATURE,
    Note,
    Signature,
    VerifierKey,
    known_keys,
    signature_line,
    verifier,
)
from esoviet.wire.ed25519 import SIGNATURE_SIZE, SigningKey, verify
from esoviet.wire.errors import Malformed

TIME_SIZE = 8
MAX_TIME = (1 << 63) - 1


class Cosignature(NamedTuple):
    """A cosignature that verified: who, and when in seconds since 1970."""

    key: VerifierKey
    time: int


def message(text: str, time: int) -> bytes:
    """The bytes that a cosigner signs for the text of a checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, time: int, name: str, key: SigningKey) -> str:
    """The signature line of a cosigner under the text of a checkpoint; raises `Malformed`."""
    checkpoint.parse(text)
    if not 0 <= time <= MAX_TIME:
        raise Malformed("a cosignature's time is 0 to 2^63 - 1")
    signed = key.sign(message(text, time))
    return signature_line(
        verifier(name, key, COSIGNATURE), time.to_bytes(TIME_SIZE, "big") + signed
    )


def time_of(signature: Signature) -> int:
    """The time in a cosignature's line, which nothing has verified yet; raises `Malformed`."""
    if len(signature.signature) != TIME_SIZE + SIGNATURE_SIZE:
        raise Malformed("a cosignature is a time of 8 bytes and a signature of 64")
    time = int.from_bytes(signature.signature[:TIME_SIZE], "big")
    if time > MAX_TIME:
        raise Malformed("a cosignature's time is 0 to 2^63 - 1")
    return time


def verified(note: Note, keys: Iterable[VerifierKey]) -> tuple[Cosignature, ...]:
    """The cosignatures of known keys under a note, each line once; it may be none.

    Raises `Malformed` where the text is no checkpoint, `ProofError` where a known key's line fails.
    """
    checkpoint.parse(note.text)
    known = known_keys(keys, COSIGNATURE)
    cosignatures: dict[Cosignature, None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            cosignatures[_verified(note.text, signature, key)] = None
    return tuple(cosignatures)


def _verified(text: str, signature: Signature, key: VerifierKey) -> Cosignature:
    try:
        time = time_of(signature)
    except Malformed as error:
        raise ProofError(str(error)) from None
    if not verify(key.public, message(text, time), signature.signature[TIME_SIZE:]):
        raise ProofError("a cosignature on this checkpoint is not valid")
    return Cosignature(key, time)
