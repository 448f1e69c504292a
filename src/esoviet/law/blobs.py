"""Chapter 12 of the law: texts and media outside the log, and how they can be erased."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Sha256
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.records import BlobRecord
from esoviet.law.view import View


class EraseBlob(Act, frozen=True, kw_only=True):
    """Erase a text or file of one's own, salt and all, even after leaving; that stays visible."""

    DEED = "erased a text"

    sha256: Sha256


def erase_blob(view: View, author: Author, act: EraseBlob) -> Outcome:
    """Clauses 12.3 and 12.4."""
    blob = view.get(BlobRecord, bytes.fromhex(act.sha256))
    if blob is None or blob.member != author.number:
        return Refusal("12.3", "Only who brought a text or file can erase it.")
    if blob.state != "kept":
        return Refusal("12.3", "It is gone already.")
    return put(replace(blob, state="erased"))
