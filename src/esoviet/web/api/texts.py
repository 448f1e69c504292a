"""What one member wrote and brought, as far as it stands: what can be erased, and what not."""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from esoviet.law import repairs
from esoviet.law.act import Signed, blobs_of
from esoviet.law.ballots import CONSENT
from esoviet.law.blobs import MendText, waits_for_review
from esoviet.law.catalog import ACTS
from esoviet.law.completion import CompleteMandate
from esoviet.law.judge import read_act
from esoviet.law.problems import Problem, versions_of
from esoviet.law.questions import Question
from esoviet.law.records import FOUNDER, HOST, BlobRecord, Member
from esoviet.law.repairs import Repair
from esoviet.law.solutions import Solution, Version, texts
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.rolls import cast_by
from esoviet.web.api.shapes import Listing, OneList, Part
from esoviet.wire import entry as entries
from esoviet.wire import envelope

TextKind = Literal[
    "profile", "statement", "assembly", "problem", "solution", "argument", "evidence", "reason",
    "question", "report", "change", "task", "minority", "action",
    "expense", "criticism", "self-criticism", "exhibit", "contest", "fact",
    "rewording", "case", "post", "text",
]  # fmt: skip
_KINDS: Mapping[str, TextKind] = {
    "found-assembly": "assembly", "apply-to-join": "statement", "object": "reason",
    "raise-problem": "problem", "revise-problem": "problem",
    "assess-necessity": "reason", "assess-practicality": "reason",
    "propose-solution": "solution",
    "revise-solution": "solution", "cast-ballot": "reason", "argue": "argument",
    "report-progress": "report", "resign-mandate": "report", "complete-mandate": "report",
    "ask": "question", "object-to-recovery": "reason", "object-to-completion": "reason",
    "propose-repair": "change", "open-task": "task", "finish-task": "report",
    "plan-mandate": "task",
    "record-expense": "expense", "write-minority-report": "minority",
    "announce-action": "action", "criticise": "criticism", "answer-criticism": "criticism",
    "renew-criticism": "criticism", "criticise-own-work": "self-criticism",
    "bring-exhibit": "exhibit", "contest-exhibit": "contest", "state-fact": "fact",
    "suggest-rewording": "rewording", "decline-rewording": "reason",
    "write-case": "case",
    "open-topic": "post", "post": "post",
}  # fmt: skip
"""What a text is, by the act that brought it; a profile and evidence by their fields.

What an act brings that is not named here is a text, and no more.
"""
ACTS_OF: Mapping[TextKind, tuple[str, ...]] = {
    **{
        kind: (*(act for act, one in _KINDS.items() if one == kind), "mend-text")
        for kind in get_args(TextKind)
    },
    "profile": ("found-assembly", "apply-to-join", "set-profile"),
    "evidence": (
        "argue",
        "open-topic",
        "post",
        "state-fact",
        "report-progress",
        "plan-mandate",
        "criticise",
        "renew-criticism",
    ),
    "text": tuple({str(one.act.__struct_config__.tag) for one in ACTS} - _KINDS.keys()),
}
"""The acts that can bring such a text."""


class OwnText(Part, frozen=True, kw_only=True):
    """A text or file that still stands: the entry that brought it, its time, and what it is.

    `title` is null where it has none or the reader may not read texts. What is `handed_over`
    belongs to the assembly (clause 12.4): nobody erases it. What is `kept_for` the review of a
    decision is erased only once that has closed (12.8); null: at any time.
    """

    entry: int
    time: int
    kind: TextKind
    sha256: str
    size: int
    media_type: str
    title: str | None
    handed_over: bool
    kept_for: int | None


def texts_of(context: AnswerContext, query: OneList) -> Listing[OwnText] | None:
    """What one member brought and what still stands, the newest first; `after` counts texts."""
    if context.view.get(Member, query.number) is None:
        return None
    standing = standing_of(context, query.number)
    return context.listing(
        f"members/{query.number}/texts.json",
        query,
        list(enumerate(standing, 1))[query.after :],
        lambda one: _line(context, one[1]),
        lambda one: one[0],
    )


def standing_of(context: AnswerContext, number: int) -> list[BlobRecord]:
    """What a member brought and what still stands, the newest first."""
    return sorted(_standing(context, number), key=lambda one: (-one.entry, one.sha256))


def kind_of(act: Signed, sha256: str) -> TextKind:
    """What a text is that an act has brought."""
    said = (getattr(act, "profile", None), getattr(act, "for_members", None))
    if any(text is not None and text.sha256 == sha256 for text in said):
        return "profile"
    if any(blob.sha256 == sha256 for blob in getattr(act, "evidence", ())):
        return "evidence"
    assert any(blob.sha256 == sha256 for blob in blobs_of(act))
    if isinstance(act, MendText):
        return _mended(act)
    if isinstance(act, CompleteMandate) and act.report.sha256 != sha256:
        return "self-criticism"
    return _KINDS.get(act.type, "text")


def _mended(act: MendText) -> TextKind:
    kinds: tuple[TextKind, ...] = ("problem", "question", "argument", "post")
    return next(kind for kind in kinds if getattr(act, kind) is not None)


def _standing(context: AnswerContext, number: int) -> Iterator[BlobRecord]:
    for blob in context.view.each(BlobRecord):
        if blob.member == number and blob.state == "kept":
            yield blob
    for name in filter(None, _by(context, number)):
        blob = context.view.must(BlobRecord, name)
        if blob.member == HOST and blob.state == "kept":
            yield blob


def _by(context: AnswerContext, number: int) -> Iterator[bytes]:
    """The texts by a member that may have been handed over to the assembly."""
    view = context.view
    for problem in (one for one in view.numbered(Problem) if one.by == number):
        yield from (version.text for version in versions_of(view, problem))
    for solution in (one for one in view.numbered(Solution) if one.by == number):
        for version in view.rows(Version, solution.number):
            yield from texts(version)
    for question in (one for one in view.numbered(Question) if one.by == number):
        yield from (question.text, *question.answers)
    for repair in (one for one in view.numbered(Repair) if one.by == number):
        yield from repairs.texts(repair)
    for vote in (one for one in view.numbered(Vote) if one.method == CONSENT):
        said = cast_by(view, vote, number)
        if said is not None:
            yield said.reason
    if number == FOUNDER:
        founding = (context.assembly.name, context.assembly.purpose)
        yield from (name for name in founding if _is_founding(context, name))


def _is_founding(context: AnswerContext, name: bytes) -> bool:
    return context.view.must(BlobRecord, name).entry == 0


def _line(context: AnswerContext, blob: BlobRecord) -> OwnText:
    title = context.title(blob.sha256) if context.words else None
    read = entries.read(context.entries(blob.entry, blob.entry + 1)[0])
    act = read_act(envelope.parse(read.jws).payload)
    return OwnText(
        entry=blob.entry,
        time=read.time,
        kind=kind_of(act, blob.sha256.hex()),
        sha256=blob.sha256.hex(),
        size=blob.size,
        media_type=blob.media_type,
        title=title,
        handed_over=blob.member == HOST,
        kept_for=blob.review if waits_for_review(context.view, blob) else None,
    )


MEMBER_TEXTS = Read(
    "/members/{number}/texts.json", texts_of, OneList, Listing[OwnText], guests=True
)

READS: tuple[AnyRead, ...] = (MEMBER_TEXTS,)
