"""The checkpoints that `mark-time` acts carry into the log (clause 13.1).

The law has judged such a checkpoint: the host signed it for this very history, the cosignatures of
the assembly's witnesses hold, and none of them is later than the host's clock. What the law cannot
see is looked at here: the times of the entries that the checkpoint covers. What a witness had seen
by then cannot be dated much later by the host.
"""

from collections.abc import Sequence

from esoviet.audit.finding import Finding
from esoviet.law.host import cosigned
from esoviet.law.view import View


def check_mark(view: View, text: str, times: Sequence[int]) -> list[Finding]:
    """What is wrong with the checkpoint in the last entry of a view, given all entries' times."""
    checkpoint, cosignatures = cosigned(view, text)
    last = times[checkpoint.size - 1] if checkpoint.size else 0
    for one in cosignatures:
        if last > one.time * 1000 + view.limits.slack_ms:
            reason = f"The host's clock and that of the witness {one.key.name} differ."
            return [Finding(view.index - 1, "time", reason)]
    return []
