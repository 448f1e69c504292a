"""What the host signed, now and earlier, held against the entries: checkpoints and receipts.

The name of a log is `esoviet/<id>`, where the id is that of the act in entry 0; that act names the
host's key, so a log carries everything that is needed to check its checkpoints, and the id is all
that one must know beforehand.
"""

from collections.abc import Callable

from esoviet.audit.finding import Finding
from esoviet.law.founding import FoundAssembly
from esoviet.law.judge import read_act
from esoviet.log import receipt as receipts
from esoviet.log.checkpoint import Checkpoint, open_checkpoint, origin_of, parse
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.note import ED25519, VerifierKey
from esoviet.log.note import parse as parse_note
from esoviet.wire import entry as entries
from esoviet.wire.envelope import parse as parse_envelope
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import read_public


def host_key(entry: bytes) -> tuple[str, VerifierKey]:
    """The assembly's id and the key of its log, out of entry 0; raises `Malformed`."""
    envelope = parse_envelope(entries.read(entry).jws)
    act = read_act(envelope.payload)
    if not isinstance(act, FoundAssembly):
        raise Malformed("entry 0 does not found an assembly")
    name = origin_of(envelope.id)
    return envelope.id, VerifierKey(name, ED25519, read_public(act.host))


def claimed(note: bytes) -> Checkpoint | None:
    """What a checkpoint says, whoever signed it; None if it cannot be read."""
    try:
        return parse(parse_note(note).text)
    except Malformed:
        return None


def signed(note: bytes, key: VerifierKey) -> Finding | None:
    """Whether the host's key signed this checkpoint of its log."""
    try:
        open_checkpoint(note, key)
    except (Malformed, ProofError) as error:
        return Finding(None, "checkpoint", f"The checkpoint does not stand: {error}.")
    return None


def held_checkpoint(note: bytes, key: VerifierKey, tree: Tree) -> Finding | None:
    """Whether a checkpoint from earlier belongs to the history that is shown now."""
    try:
        earlier = open_checkpoint(note, key)
    except (Malformed, ProofError) as error:
        return Finding(None, "receipt", f"The earlier checkpoint does not stand: {error}.")
    return _same_history(earlier, tree, "An earlier checkpoint")


def held_receipt(
    text: bytes, key: VerifierKey, tree: Tree, entry_at: Callable[[int], bytes | None]
) -> Finding | None:
    """Whether a receipt from earlier holds, and its entry still stands where it says."""
    try:
        receipt = receipts.parse(text)
        earlier = open_checkpoint(receipt.checkpoint, key)
    except (Malformed, ProofError) as error:
        return Finding(None, "receipt", f"The receipt does not stand: {error}.")
    fork = _same_history(earlier, tree, f"The checkpoint of the receipt for entry {receipt.index}")
    if fork is not None:
        return fork
    entry = entry_at(receipt.index)
    if entry is None or tree.node(0, receipt.index) != leaf_hash(entry):
        return Finding(receipt.index, "receipt", "The entry of a receipt is not in the log.")
    try:
        receipts.verify(receipt, entry, key)
    except (Malformed, ProofError) as error:
        return Finding(receipt.index, "receipt", f"The receipt does not prove its entry: {error}.")
    return None


def _same_history(earlier: Checkpoint, tree: Tree, what: str) -> Finding | None:
    if earlier.size > tree.size:
        reason = f"{what} covers {earlier.size} entries, and the log shown has {tree.size}."
        return Finding(tree.size, "history", reason)
    if tree.root(earlier.size) != earlier.root:
        reason = f"{what} of {earlier.size} entries belongs to another history: a fork."
        return Finding(None, "history", reason)
    return None
