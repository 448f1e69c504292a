"""The checkpoints that `mark-time` acts carry into the log (clause 13.1).

Such a checkpoint must be one that this host signed for this very history. The law itself does not
look into it, so the auditor does.
"""

from esoviet.audit.finding import Finding
from esoviet.law.records import THE, Assembly, Key
from esoviet.law.view import View
from esoviet.log.checkpoint import open_checkpoint, origin_of
from esoviet.log.errors import ProofError
from esoviet.log.note import ED25519, VerifierKey
from esoviet.wire.errors import Malformed


def check_mark(view: View, note: str) -> list[Finding]:
    """What is wrong with the checkpoint in the mark at the entry just judged."""
    whole = view.must(Assembly, THE)
    host = view.must(Key, whole.host)
    key = VerifierKey(origin_of(whole.id), ED25519, host.public)
    try:
        checkpoint = open_checkpoint(note.encode(), key)
    except (Malformed, ProofError) as error:
        return [Finding(view.index, "13.1", f"The checkpoint in this mark is wrong: {error}.")]
    if checkpoint.size > view.index or view.root_at(checkpoint.size) != checkpoint.root:
        return [Finding(view.index, "13.1", "The checkpoint in this mark is of another history.")]
    return []
