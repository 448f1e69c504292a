"""What an audit answers: for programs one JSON object, for people a page of plain text."""

from datetime import UTC, datetime

import msgspec

from esoviet.audit.blobs import BlobCount
from esoviet.audit.finding import Finding
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Assembly
from esoviet.law.view import View
from esoviet.law.votes import Vote, turnout
from esoviet.wire.encoding import printable

MOST_LINES = 10
FAR = 253_402_300_800_000
"""The year 10000, in milliseconds since 1970."""


class VoteReport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vote. `outcome` is the decision's ending, or `open`; options by number, 0 no action."""

    assembly: str
    number: int
    kind: str
    subject: int
    method: str
    outcome: str
    ballots: int
    base: int
    opened: int
    closed: int | None
    options: tuple[int, ...] = ()
    winners: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    order: tuple[tuple[int, ...], ...] = ()
    dropped: tuple[int, ...] = ()


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of what, at the end of the replay."""

    members: int = 0
    active: int = 0
    problems: int = 0
    questions: int = 0
    votes: int = 0
    decisions: int = 0
    mandates: int = 0


class AssemblyReport(msgspec.Struct, kw_only=True):
    """One assembly's log. `judged` entries were replayed: all of them, if nothing is wrong.

    `trouble` is why the source could not be read to the end. A warning convicts nobody.
    `conclusion` says in three sentences what was proved, what was compared, and what nobody can
    prove.
    """

    source: str
    assembly: str | None = None
    ok: bool = False
    trouble: str | None = None
    entries: int = 0
    judged: int = 0
    root: str | None = None
    began: int | None = None
    ended: int | None = None
    numbers: Numbers = Numbers()
    blobs: BlobCount = msgspec.field(default_factory=BlobCount)
    findings: list[Finding] = msgspec.field(default_factory=list)
    warnings: list[Finding] = msgspec.field(default_factory=list)
    compared: list[str] = msgspec.field(default_factory=list)
    not_compared: list[str] = msgspec.field(default_factory=list)
    conclusion: tuple[str, ...] = ()
    votes: list[VoteReport] = msgspec.field(default_factory=list)


class PlacedFinding(msgspec.Struct, frozen=True):
    """A finding, and the assembly whose log it is in."""

    assembly: str | None
    index: int | None
    clause: str
    reason: str


class Report(msgspec.Struct, frozen=True):
    """The whole audit: everything of all assemblies that the source has."""

    ok: bool
    entries: int
    findings: list[PlacedFinding]
    votes: list[VoteReport]
    assemblies: list[AssemblyReport]


def join(parts: list[AssemblyReport]) -> Report:
    """One report out of those of several assemblies."""
    return Report(
        ok=all(part.ok for part in parts),
        entries=sum(part.entries for part in parts),
        findings=[
            PlacedFinding(part.assembly, finding.index, finding.clause, finding.reason)
            for part in parts
            for finding in part.findings
        ],
        votes=[vote for part in parts for vote in part.votes],
        assemblies=parts,
    )


def numbers(view: View) -> Numbers:
    """The running totals of an assembly."""
    assembly = view.get(Assembly, THE)
    if assembly is None:
        return Numbers()
    return Numbers(
        members=assembly.admissions,
        active=assembly.active,
        problems=view.count(Problem),
        questions=view.count(Question),
        votes=view.count(Vote),
        decisions=view.count(Decision),
        mandates=view.count(Mandate),
    )


def vote_reports(view: View) -> list[VoteReport]:
    """Every vote so far, in its order."""
    assembly = view.get(Assembly, THE)
    return [] if assembly is None else [_vote(view, assembly.id, vote) for vote in view.rows(Vote)]


def _vote(view: View, assembly: str, vote: Vote) -> VoteReport:
    decision = view.get(Decision, vote.decision)
    closed = decision is not None
    return VoteReport(
        assembly=assembly,
        number=vote.number,
        kind=vote.kind,
        subject=vote.subject,
        method=vote.method,
        outcome=decision.ending if decision else "open",
        ballots=turnout(view, vote),
        base=vote.base + vote.late,
        opened=vote.opened_at,
        closed=decision.time if closed and decision else None,
        options=vote.options,
        winners=decision.winners if decision else (),
        counts=decision.counts if decision else (),
        order=decision.order if decision else (),
        dropped=decision.dropped if decision else (),
    )


def as_text(report: Report) -> str:
    """The report for people."""
    return "\n\n".join("\n".join(_lines(part)) for part in report.assemblies)


def _lines(part: AssemblyReport) -> list[str]:
    lines = [f"Assembly {part.assembly or 'unknown'}", f"  read from   {printable(part.source)}"]
    if part.root is None:
        return [*lines, f"  NOT AUDITED  {printable(part.trouble or '')}"]
    if part.began is not None and part.ended is not None:
        lines.append(f"  entries     {part.entries:,}, {_date(part.began)} to {_date(part.ended)}")
    else:
        lines.append(f"  entries     {part.entries:,}")
    lines.append(f"  root        {part.root}")
    told = part.numbers
    lines.append(f"  members     {told.members:,} admitted, {told.active:,} active")
    lines.append(f"  problems    {told.problems:,}, questions {told.questions:,}")
    lines.append(f"  texts       {_blobs(part.blobs)}")
    lines += [_vote_line(vote) for vote in part.votes]
    return lines + _verdict(part)


def _verdict(part: AssemblyReport) -> list[str]:
    lines = [f"  WRONG  {_said(finding)}" for finding in part.findings]
    if part.judged < part.entries:
        lines.append(f"  Entries from {part.judged} on were not judged.")
    if part.trouble is not None:
        lines.append(f"  NOT TO THE END  {printable(part.trouble)}")
    lines += [f"  WARNING  {_said(one)}" for one in part.warnings]
    missed = part.not_compared[:MOST_LINES] if part.compared else []
    lines += [f"  not compared: {printable(one)}" for one in missed]
    if missed and len(part.not_compared) > MOST_LINES:
        lines.append(f"  not compared: {len(part.not_compared) - MOST_LINES} further things")
    return lines + [f"  {one}" for one in part.conclusion]


def _said(finding: Finding) -> str:
    where = "the log" if finding.index is None else f"entry {finding.index}"
    return f"{where}, clause {finding.clause}: {printable(finding.reason)}"


def _vote_line(vote: VoteReport) -> str:
    what = f"  vote {vote.number} on {vote.kind} {vote.subject} ({vote.method}): "
    said = f"{vote.ballots:,} of {vote.base:,} voted"
    if vote.counts:
        said += ", yes {:,}, no {:,}, abstain {:,}".format(*vote.counts)
    won = f" {_options(vote.winners)}" if any(vote.winners) else ""
    return f"{what}{vote.outcome}{won}; {said}"


def _options(numbers: tuple[int, ...]) -> str:
    return ", ".join("no action" if number == 0 else str(number) for number in numbers)


def _blobs(count: BlobCount) -> str:
    said = [f"{count.present:,} whole"]
    for number, what in (
        (count.erased, "erased by an act"),
        (count.withheld, "withheld by an act"),
        (count.missing, "missing or damaged"),
        (count.unchecked, "not looked at"),
    ):
        if number:
            said.append(f"{number:,} {what}")
    return ", ".join(said)


def _date(milliseconds: int) -> str:
    """A moment; a host may have written any number into an entry."""
    if milliseconds >= FAR:
        return "beyond the year 9999"
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M")
