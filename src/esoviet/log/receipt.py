"""C2SP tlog-proof: a receipt, one text that shows offline that an entry stands in a log.

    receipt = "c2sp.org/tlog-proof@v1" LF [ "extra " base64 LF ] "index " decimal LF
              *( base64(hash) LF ) LF checkpoint

The hashes are the inclusion proof, leaf sibling first; the checkpoint is a signed note, verbatim.
`extra` is not empty and not covered by any signature; we write none. Nothing but LF ends a line.
Source: https://c2sp.org/tlog-proof.
"""

from collections.abc import Sequence

import msgspec

from esoviet.log.checkpoint import Checkpoint, open_checkpoint
from esoviet.log.merkle import leaf_hash, verify_inclusion
from esoviet.log.note import VerifierKey
from esoviet.wire.encoding import b64, un_b64, un_decimal
from esoviet.wire.errors import Malformed

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63


class Receipt(msgspec.Struct, frozen=True):
    """A receipt, taken apart."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def write(index: int, proof: Sequence[bytes], checkpoint: bytes) -> str:
    """The text of a receipt."""
    hashes = "".join([b64(value) + "\n" for value in proof])
    return f"{HEADER}\nindex {index}\n{hashes}\n{checkpoint.decode()}"


def parse(raw: bytes) -> Receipt:
    """Read a receipt; raises `Malformed`."""
    head, gap, checkpoint = raw.partition(b"\n\n")
    if not gap:
        raise Malformed("a receipt ends in a checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Malformed("not ASCII") from None
    if lines.pop(0) != HEADER:
        raise Malformed("not a receipt")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = un_b64(lines.pop(0).removeprefix("extra "))
        if not extra:
            raise Malformed("an extra line without extra data is left out")
    if not lines or not lines[0].startswith("index "):
        raise Malformed("a receipt names the index of its entry")
    index = un_decimal(lines.pop(0).removeprefix("index "))
    if len(lines) > MAX_HASHES:
        raise Malformed(f"a receipt has at most {MAX_HASHES} hashes")
    return Receipt(index, tuple(un_b64(line, 32) for line in lines), checkpoint, extra)


def verify(receipt: Receipt, entry: bytes, key: VerifierKey) -> Checkpoint:
    """Check that `entry` stands at its index under a checkpoint signed by `key`.

    Answers the checkpoint; raises `Malformed` or `ProofError`.
    """
    checkpoint = open_checkpoint(receipt.checkpoint, key)
    verify_inclusion(
        receipt.index, checkpoint.size, leaf_hash(entry), receipt.proof, checkpoint.root
    )
    return checkpoint
