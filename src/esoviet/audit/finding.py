"""What an audit finds, and why it may not be able to look.

A `Finding` is a broken promise. Its clause is one of docs/law.md where the law is broken, else a
word for what does not hold:

    checkpoint   the signed statement of size and root is malformed or not signed by the host's key
    entries      an entry is missing, or there are entries that no checkpoint covers
    index        the source lists an entry under another id than its own
    tiles        a stored hash is not the hash of what it stands for
    time         the host's clock differs from that of a witness
    tree         the root of the entries is not the root that the host signed
    history      a checkpoint or receipt given earlier belongs to another history: a fork
    receipt      a receipt that does not even agree with itself
"""

import msgspec


class Unreachable(Exception):
    """The source cannot be read, so there is nothing to say about it. Its text says what to do."""


class Elsewhere(Unreachable):
    """One text or file does not lie with the rest of the source."""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One broken promise: the entry it concerns (None: no single one), the clause, the reason."""

    index: int | None
    clause: str
    reason: str


def place(finding: Finding) -> tuple[bool, int, bool]:
    """Sorts findings by the entry they concern, a clause of the law before a word.

    Those that concern no single entry come last.
    """
    return finding.index is None, finding.index or 0, not finding.clause[0].isdigit()
