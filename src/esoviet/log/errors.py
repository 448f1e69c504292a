"""The errors of this room: a proof that does not hold, and a history that split.

Bytes that break a format raise `wire.errors.Malformed` instead.
"""


class ProofError(Exception):
    """A promise is broken: a hash, proof or signature does not verify. Its text says which."""


class SplitView(ProofError):
    """Two checkpoints of one log that cannot both be true; both texts are kept as evidence."""

    def __init__(self, because: str, ours: bytes, theirs: bytes) -> None:
        super().__init__(because)
        self.ours = ours
        self.theirs = theirs
