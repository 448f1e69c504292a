"""C2SP tlog-checkpoint: the signed size and root of a log.

    text = origin LF size LF base64(root) LF

Nothing follows the third line: a checkpoint with extension lines is refused. The origin is not
empty and holds no control character. The size is decimal without leading zero and below 2^63, the
root 32 bytes in standard base64, and the empty tree has the root of no bytes. The log's key name
equals the origin. Source: https://c2sp.org/tlog-checkpoint (1.0.0).
"""

from typing import NamedTuple

from esoviet.log import note
from esoviet.log.errors import ProofError
from esoviet.log.merkle import EMPTY_ROOT
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, un_b64, un_decimal
from esoviet.wire.errors import Malformed

ORIGIN_PREFIX = "esoviet/"


class Checkpoint(NamedTuple):
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"


def origin_of(assembly: str) -> str:
    """The origin of an assembly's log."""
    return ORIGIN_PREFIX + assembly


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint; raises `Malformed`."""
    checkpoint = parse_lines(text)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise Malformed("the empty tree has another root")
    return checkpoint


def parse_lines(text: str) -> Checkpoint:
    """Read the three lines alone: what they say of the empty tree may be false (for a witness)."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("a checkpoint has exactly three lines")
    origin, size, root = lines[:3]
    if not origin or note.CONTROL.search(origin):
        raise Malformed("a checkpoint names its origin")
    return Checkpoint(origin, un_decimal(size), un_b64(root, 32))


def sign(checkpoint: Checkpoint, key: SigningKey) -> bytes:
    """The checkpoint as a note signed by the log's key, whose name is the origin."""
    return note.sign(checkpoint.text, checkpoint.origin, key)


def open_checkpoint(raw: bytes, key: note.VerifierKey) -> Checkpoint:
    """Check a signed checkpoint of the log whose key this is; raises `Malformed`, `ProofError`."""
    checkpoint = parse(note.open_note(raw, [key]).text)
    if checkpoint.origin != key.name:
        raise ProofError("the checkpoint belongs to another log")
    return checkpoint
