"""The checkpoints that `mark-time` acts carry into the log (clause 13.1).

Such a checkpoint must be one that this host signed for this very history. Where the assembly named
witnesses, their cosignatures must hold, and their times bound the host's clock: what a witness had
seen by then cannot be dated much later by the host, nor can the mark be dated much earlier. The law
itself does not look into the checkpoint, so the auditor does.
"""

from collections.abc import Sequence

from esoviet.audit.finding import Finding
from esoviet.law.records import THE, Assembly, Key
from esoviet.law.view import View
from esoviet.log import cosignature, note, policy
from esoviet.log.checkpoint import open_checkpoint, origin_of
from esoviet.log.cosignature import Cosignature
from esoviet.log.errors import ProofError
from esoviet.log.note import ED25519, VerifierKey
from esoviet.wire.errors import Malformed

SLACK = 600_000
"""How far two honest clocks may differ, in milliseconds."""


def check_mark(view: View, text: str, times: Sequence[int]) -> list[Finding]:
    """What is wrong with the checkpoint in the mark at `view.index`, given all entries' times."""
    whole = view.must(Assembly, THE)
    host = view.must(Key, whole.host)
    key = VerifierKey(origin_of(whole.id), ED25519, host.public)
    try:
        checkpoint = open_checkpoint(text.encode(), key)
        cosigned = _cosigned(text.encode(), whole.witnesses)
    except (Malformed, ProofError) as error:
        return [Finding(view.index, "13.1", f"The checkpoint in this mark is wrong: {error}.")]
    if checkpoint.size > view.index or view.root_at(checkpoint.size) != checkpoint.root:
        return [Finding(view.index, "13.1", "The checkpoint in this mark is of another history.")]
    last = times[checkpoint.size - 1] if checkpoint.size else 0
    for one in cosigned:
        seen = one.time * 1000
        if last > seen + SLACK or view.time < seen - SLACK:
            reason = f"The host's clock and that of the witness {one.key.name} differ."
            return [Finding(view.index, "time", reason)]
    return []


def _cosigned(raw: bytes, witnesses: str) -> tuple[Cosignature, ...]:
    """The cosignatures by the assembly's witnesses; raises where one of them fails."""
    try:
        keys = [witness.key for witness in policy.parse(witnesses.encode()).witnesses]
    except Malformed:
        return ()
    return cosignature.verified(note.parse(raw), keys)
