"""Chapter 13 of the law: the few acts of the host, signed with its own key; marking the time.

A mark can carry a checkpoint of this log that the assembly's witnesses cosigned. What it says of
the time is judged here: `witnessed_time` is the latest moment of which a quorum of them says that
the log was at least so long.
"""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Sha256
from esoviet.law.common import bring
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.records import HOST, BlobRecord, Key
from esoviet.law.view import View
from esoviet.log import cosignature, policy
from esoviet.log.checkpoint import Checkpoint, open_checkpoint, origin_of
from esoviet.log.cosignature import Cosignature
from esoviet.log.errors import ProofError
from esoviet.log.note import ED25519, VerifierKey
from esoviet.log.note import parse as parse_note
from esoviet.wire.errors import Malformed


class MarkTime(Act, frozen=True, kw_only=True):
    """State that it is this late, so that what fell due is carried out.

    `checkpoint` carries the latest cosigned checkpoint (a signed note), where there is one, so that
    the witnesses' times stand in the log. The host marks the time; any member can.
    """

    DEED = "marked the time"

    checkpoint: Annotated[str, Meta(max_length=8192)] = ""


class WithholdBlob(Act, frozen=True, kw_only=True):
    """Stop serving a text or file under a legal order, visibly, with its ground."""

    DEED = "withheld a text"

    sha256: Sha256
    ground: Blob


def mark_time(view: View, author: Author, act: MarkTime) -> Outcome:
    """Clause 13.1."""
    key, limits = author.signer, view.limits
    pause = limits.host_pause_ms if author.member is None else limits.member_pause_ms
    if key.seq and view.time - key.at < pause:
        return Refusal("13.1", "The time was marked a moment ago.")
    wrong = act.checkpoint and _wrong_checkpoint(view, act.checkpoint)
    return wrong or put()


def witnessed_time(view: View, note: str) -> int:
    """The latest time, in ms, that a quorum of the assembly's witnesses gives this checkpoint.

    0 where there is none: no witnesses, too few cosignatures, a checkpoint that does not hold.
    """
    assembly = view.assembly
    if not note or not assembly.witnesses:
        return 0
    named = policy.parse(assembly.witnesses.encode())
    if named.quorum == policy.NONE:
        return 0
    try:
        _, signed = cosigned(view, note)
    except (Malformed, ProofError):
        return 0
    names = {witness.key: witness.name for witness in named.witnesses}
    there: set[str] = set()
    for one in sorted(signed, key=lambda one: -one.time):
        there.add(names[one.key])
        if policy.satisfied(named, there):
            return one.time * 1000
    return 0


def cosigned(view: View, text: str) -> tuple[Checkpoint, tuple[Cosignature, ...]]:
    """The checkpoint in a mark, and the cosignatures by the assembly's witnesses.

    Raises `Malformed` or `ProofError` where the host did not sign it or a witness's line fails.
    """
    assembly = view.assembly
    host = view.must(Key, assembly.host)
    raw = text.encode("utf-8", "surrogatepass")
    key = VerifierKey(origin_of(assembly.id), ED25519, host.public)
    checkpoint = open_checkpoint(raw, key)
    if not assembly.witnesses:
        return checkpoint, ()
    keys = [witness.key for witness in policy.parse(assembly.witnesses.encode()).witnesses]
    return checkpoint, cosignature.verified(parse_note(raw), keys)


def _wrong_checkpoint(view: View, note: str) -> Refusal | None:
    """A mark carries only a checkpoint of this very history, and cosignatures of its time."""
    try:
        checkpoint, signed = cosigned(view, note)
    except (Malformed, ProofError) as error:
        return refuse("13.1", "The checkpoint in this mark is wrong: {error}.", error=error)
    if checkpoint.size > view.index or view.root_at(checkpoint.size) != checkpoint.root:
        return Refusal("13.1", "The checkpoint in this mark is of another history.")
    if any(one.time * 1000 - view.time > view.limits.slack_ms for one in signed):
        return Refusal("13.1", "By the host's clock, a witness cosigned this in the future.")
    return None


def withhold_blob(view: View, author: Author, act: WithholdBlob) -> Outcome:
    """Clause 13.2."""
    blob = view.get(BlobRecord, bytes.fromhex(act.sha256))
    if blob is None or blob.state != "kept":
        return Refusal("13.2", "There is no such text or file to withhold.")
    return bring(view, HOST, "13.2", act.ground) | put(replace(blob, state="withheld"))
