"""Chapter 9 of the law, sixth part: the plan of a mandate, in versions, with its files."""

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import check_text, claim_blobs, hand_over, sha
from esoviet.law.exhibits import Evidence, Exhibits, check_shown
from esoviet.law.mandates import carried
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.record import Record
from esoviet.law.view import View


class Plan(Record, frozen=True):
    """One version of how a mandate is to be carried out, with files; the last one is in force."""

    PARENT = "mandate"
    EACH = ("exhibits",)

    mandate: int
    number: int
    by: int
    text: bytes
    evidence: tuple[bytes, ...]
    captions: bytes
    entry: int
    time: int
    device: int
    exhibits: tuple[int, ...] = ()


class PlanMandate(Act, frozen=True, kw_only=True):
    """Write the plan of a mandate that one carries, or write it anew, with files for those at work.

    What the first line of `captions` says is about the first piece of `evidence`, and so on.
    """

    DEED = "wrote the plan of a mandate"

    mandate: Number
    plan: Blob
    evidence: Evidence = ()
    captions: Blob | None = None
    exhibits: Exhibits = ()


def plan_mandate(view: View, author: Author, act: PlanMandate) -> Outcome:
    """Clauses 9.19 and 17.4."""
    mandate, most = carried(view, author, act.mandate, "9.19"), view.limits.versions
    if isinstance(mandate, Refusal):
        return mandate
    written = view.count(Plan, mandate.number)
    if written >= most:
        return refuse("9.19", "A plan is written at most {most} times.", most=most)
    before = view.get(Plan, written, mandate.number)
    if before and before.device != author.device and act.seen[0] <= before.entry:
        return Refusal("9.19", "It was written anew since: look at it again.", before.entry)
    blobs = (
        check_text(view, act.plan, "9.19")
        or check_shown(view, act, "9.19")
        or claim_blobs(view, author.number, (act.plan, *act.evidence, act.captions))
    )
    if isinstance(blobs, Refusal):
        return blobs
    version = Plan(
        mandate=mandate.number,
        number=written + 1,
        by=author.number,
        text=sha(act.plan),
        evidence=tuple(sha(blob) for blob in act.evidence),
        captions=sha(act.captions),
        entry=view.index,
        time=view.time,
        device=author.device,
        exhibits=act.exhibits,
    )
    return hand_over(view, blobs, version.text) | put(version)
