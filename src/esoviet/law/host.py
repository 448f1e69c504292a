"""Chapter 13 of the law: the few acts of the host, signed with its own key."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Sha256
from esoviet.law.common import kept, text
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.view import View


class MarkTime(Act, frozen=True, kw_only=True):
    """State that it is this late, so that what fell due is carried out.

    `checkpoint` carries the latest cosigned checkpoint (a signed note), where there is one, so that
    the witnesses' times stand in the log.
    """

    checkpoint: Annotated[str, Meta(max_length=8192)] = ""


class WithholdBlob(Act, frozen=True, kw_only=True):
    """Stop serving a text or file under a legal order, visibly, with its ground."""

    sha256: Sha256
    ground: Blob


def mark_time(view: View, author: Author, act: MarkTime) -> Outcome:
    """Clause 13.1."""
    assert author.key is not None
    if author.key.seq and view.time - author.key.at < 1000:
        return Refusal("13.1", "The host marks the time at most once a second.")
    return put()


def withhold_blob(view: View, author: Author, act: WithholdBlob) -> Outcome:
    """Clause 13.2."""
    blob = view.get(BlobRecord, bytes.fromhex(act.sha256))
    if blob is None or blob.state != "kept":
        return Refusal("13.2", "There is no such text or file to withhold.")
    refusal = text(act.ground, "13.2")
    if refusal is not None:
        return refusal
    ground = kept(view, HOST, (act.ground,))
    if isinstance(ground, Refusal):
        return ground
    return ground | put(replace(blob, state="withheld"))
