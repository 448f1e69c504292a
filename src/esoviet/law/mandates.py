"""Chapter 9 of the law: who carries a decision out, and how that is kept honest."""

from typing import Literal

from msgspec.structs import replace

from esoviet.law import reviews
from esoviet.law.act import Act, Author, Blob, Decimal, Number
from esoviet.law.carriers import Partner, partners
from esoviet.law.common import check_text, claim_blobs, hand_over, sha
from esoviet.law.exhibits import Evidence, Exhibits, check_shown
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, drop, put
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import Window
from esoviet.law.solutions import Backing, Solution, Volunteer
from esoviet.law.view import View

MandateState = Literal["active", "overdue", "vacant", "declared", "contested", "done", "ended"]
ReportKind = Literal[
    "progress", "resigned", "taken-up", "handed-over", "joined", "seated", "completed"
]
REPORTS = ("progress", "resigned", "completed")  # those that somebody wrote


class Mandate(Record, frozen=True):
    """The duty to carry a decision out. `due` is when the next report is due, or the grace ends.

    It is `declared` carried out in that entry (0: it is not): then `due` is until when members can
    object, and `vote` the last vote on whether it is so. It is not declared again before `barred`,
    in ms, where the members said no.

    `held_by` equals `lead` while the mandate counts towards that member's cap, else 0; others can
    share it (`Partner`). An elected
    seat has a term `until` some time; while it is vacant, it is filled anew when it is `due`.
    `vacated` is when it last fell vacant, in ms, `vacant_from` before which entry. From the
    `dismissed` a question took it (clause 9.10). Those `before` who leads it led it once.
    """

    INDEXES = ("held_by", "decision", "state")

    number: int
    decision: int
    problem: int
    solution: int
    lead: int
    held_by: int
    state: MandateState
    since: int
    due: int
    reports: int = 0
    measured: str = ""
    until: int = 0
    vacated: int = 0
    vacant_from: int = 0
    dismissed: tuple[int, ...] = ()
    declared: int = 0
    vote: int = 0
    barred: int = 0
    window: Window | None = None
    before: tuple[int, ...] = ()


class Report(Record, frozen=True):
    """A report on a mandate: what was `measured` by then ("" nothing), and what shows it."""

    PARENT = "mandate"
    EACH = ("exhibits",)

    mandate: int
    number: int
    by: int
    kind: ReportKind
    text: bytes
    entry: int
    time: int
    measured: str = ""
    evidence: tuple[bytes, ...] = ()
    captions: bytes = b""
    exhibits: tuple[int, ...] = ()


class ReportProgress(Act, frozen=True, kw_only=True):
    """Report on a mandate that one carries, with what was measured and evidence where there is any.

    What the first line of `captions` says is about the first piece of `evidence`, and so on.
    """

    DEED = "reported on a mandate"

    mandate: Number
    report: Blob
    measured: Decimal | None = None
    evidence: Evidence = ()
    captions: Blob | None = None
    exhibits: Exhibits = ()


class ResignMandate(Act, frozen=True, kw_only=True):
    """Give a mandate back, or one's share of it, with a last report."""

    DEED = "gave a mandate back"

    mandate: Number
    report: Blob


class TakeUpMandate(Act, frozen=True, kw_only=True):
    """Take up a mandate that has fallen vacant."""

    DEED = "took a mandate up"

    mandate: Number


def report_progress(view: View, author: Author, act: ReportProgress) -> Outcome:
    """Clauses 9.3 and 17.4. What is declared carried out (9.12) stays so."""
    mandate = carried(view, author, act.mandate, "9.3")
    if isinstance(mandate, Refusal):
        return mandate
    changes = reported(view, author, mandate, "progress", act.report, shown=act)
    mandate = replace(mandate, reports=mandate.reports + 1)
    if mandate.declared:
        return changes | put(mandate)
    due = view.time + view.rules.days("report_days")
    return changes | put(replace(mandate, state="active", due=due))


def resign_mandate(view: View, author: Author, act: ResignMandate) -> Outcome:
    """Clauses 9.5 and 9.21."""
    mandate = carried(view, author, act.mandate, "9.5")
    if isinstance(mandate, Refusal):
        return mandate
    changes = reported(view, author, mandate, "resigned", act.report)
    left = _without(view, replace(mandate, reports=mandate.reports + 1), author.number)
    return changes | left | _given_up(view, mandate, "gave the seat back")


def take_up_mandate(view: View, author: Author, act: TakeUpMandate) -> Outcome:
    """Clause 9.6."""
    mandate = view.get(Mandate, act.mandate)
    if mandate is None or mandate.state != "vacant":
        return Refusal("9.6", "There is no vacant mandate with this number.")
    if mandate.until:
        return Refusal("9.6", "An elected seat is filled by an election.")
    if author.number in mandate.dismissed:
        return Refusal("9.10", "The assembly took this mandate from you.")
    if at_cap(view, author.number):
        return Refusal("9.2", "You hold as many mandates as one member may.")
    if view.time < mandate.vacated + view.rules.days("grace_days"):
        if not _is_close(view, mandate, author.number):
            return Refusal("9.6", "First those can take it up who backed it or offered to help.")
        if _has_led_long(view, author.number):
            return Refusal("9.6", "You have led for so long that at first others are asked.")
    return taken(view, mandate, author.number, "taken-up")


def taken(
    view: View, mandate: Mandate, member: int, kind: Literal["taken-up", "seated"]
) -> Changes:
    """A member leads a mandate from now on, of which a report without a text tells."""
    led_now = replace(
        passed_to(mandate, member),
        state="active",
        since=view.time,
        due=view.time + view.rules.days("report_days"),
        reports=mandate.reports + 1,
    )
    about = mandate.number, led_now.reports, member, kind
    told = Report(*about, b"", view.index, view.time)
    return put(led_now, told) | reviews.taken_up(view, mandate.decision)


def passed_to(mandate: Mandate, member: int) -> Mandate:
    """The mandate as another member leads it; who led it last is not forgotten."""
    last = mandate.lead
    before = mandate.before if last in (0, *mandate.before) else (*mandate.before, last)
    return replace(mandate, lead=member, held_by=member, before=before)


def mandate_due(view: View, mandate: Mandate) -> Changes:
    """A report is overdue, or the grace time is over (clause 9.4)."""
    grace = view.rules.days("grace_days")
    if mandate.state == "active" and grace:
        return put(replace(mandate, state="overdue", due=view.time + grace))
    lost = _without(view, mandate, *carriers(view, mandate))
    return lost | _given_up(view, mandate, "lost the seat: no report came")


def begin(
    view: View, number: int, problem: Problem, solution: int, lead: int, until: int
) -> Mandate:
    """The mandate that a decision gives to `lead` (clause 9.1); 0 leaves it vacant."""
    due = view.time + view.rules.days("report_days") if lead else 0
    state: Literal["active", "vacant"] = "active" if lead else "vacant"
    about = problem.decision, problem.number, solution
    begun = Mandate(number, *about, lead, lead, state, view.time, due, until=until)
    return begun if lead else replace(begun, **_now(view))


def at_cap(view: View, member: int) -> bool:
    """Whether a member holds as many mandates, or shares of one, as one may (clause 9.2)."""
    held = view.count_by(Mandate, "held_by", member) + view.count_by(Partner, "held_by", member)
    return held >= view.rules.count("mandate_cap")


def carriers(view: View, mandate: Mandate) -> tuple[int, ...]:
    """Who carries a mandate out: first who leads it; nobody, where it is vacant or over."""
    rest = (one.member for one in partners(view, mandate.number))
    return (mandate.held_by, *rest) if mandate.held_by else ()


def dismiss(view: View, mandate: Mandate, *members: int) -> Changes:
    """The mandate without these members, who never carry it again (clause 9.10)."""
    return _without(view, replace(mandate, dismissed=(*mandate.dismissed, *members)), *members)


def let_go(view: View, member: int) -> Changes:
    """The mandates of a member who is gone, and their shares of others."""
    shares = view.by(Partner, "held_by", member)
    held = view.by(Mandate, "held_by", member)
    changes = NOTHING
    for mandate in (*held, *(view.must(Mandate, one.mandate) for one in shares)):
        changes |= _without(view, mandate, member)
    return changes


def _without(view: View, mandate: Mandate, *gone: int) -> Changes:
    """The mandate without some who may carry it: who is bound for longest leads on (9.21)."""
    bound = partners(view, mandate.number)
    left = [one for one in bound if one.member in gone]
    out = put(*(replace(one, held_by=0, state="out", left=view.time) for one in left))
    if mandate.held_by not in gone:
        return out | put(mandate)
    heir = next((one.member for one in bound if one.member not in gone), 0)
    if not heir:
        return out | put(_vacant(view, mandate)) | reviews.fell_vacant(view, mandate.decision)
    led_on = replace(passed_to(mandate, heir), since=view.time)
    return out | put(led_on) | drop(Partner, heir, mandate.number)


def _vacant(view: View, mandate: Mandate) -> Mandate:
    """Nobody's; an elected seat is filled anew a millisecond later, when all this stands (9.9)."""
    due = view.time + 1 if mandate.until else 0
    undone = replace(mandate, measured="", declared=0, window=None)
    return replace(undone, held_by=0, state="vacant", due=due, **_now(view))


def _is_close(view: View, mandate: Mandate, member: int) -> bool:
    """Whether a member backed what is to be done, or offered help in time; not who had it last."""
    share = view.get(Partner, member, mandate.number)
    if member == mandate.lead or (share is not None and share.left == mandate.vacated):
        return False
    decided = view.must(Solution, mandate.solution)
    backs = view.get(Backing, member, decided.number)
    helps = view.get(Volunteer, member, decided.number)
    wanted = backs is not None and backs.version == decided.version
    said = [one for one in (backs if wanted else None, helps) if one is not None]
    return any(one.entry < mandate.vacant_from for one in said)


def _has_led_long(view: View, member: int) -> bool:
    """Whether a member has led a mandate that they lead now for `lead_term_days` (clause 9.6)."""
    term = view.rules.days("lead_term_days")
    led = view.by(Mandate, "held_by", member) if term else []
    return any(one.since + term <= view.time for one in led)


def _now(view: View) -> dict[str, int]:
    return {"vacated": view.time, "vacant_from": view.index}


def _given_up(view: View, mandate: Mandate, because: str) -> Changes:
    """Who loses an elected seat does not stand for it any more."""
    if not mandate.until:
        return NOTHING
    candidature = view.must(Solution, mandate.solution)
    return put(replace(candidature, state="withdrawn", because=because))


def carried(view: View, author: Author, number: int, clause: str) -> Mandate | Refusal:
    """The mandate of this number, which the author carries out, alone or with others."""
    mandate = view.get(Mandate, number)
    if mandate is None or author.number not in carriers(view, mandate):
        return Refusal(clause, "You do not lead a mandate with this number, nor share one.")
    return mandate


def led(view: View, author: Author, number: int, clause: str) -> Mandate | Refusal:
    """The mandate of this number, which the author leads."""
    mandate = view.get(Mandate, number)
    if mandate is None or mandate.held_by != author.number:
        return Refusal(clause, "You do not lead a mandate with this number.")
    return mandate


def reported(
    view: View,
    author: Author,
    mandate: Mandate,
    kind: Literal["progress", "resigned", "completed"],
    report: Blob,
    own: tuple[Blob | None, ...] = (),
    measured: Decimal | None = None,
    shown: ReportProgress | None = None,
) -> Changes | Refusal:
    """A report on a mandate; its text belongs to the assembly (12.4), what shows it does not.

    The same act brings the texts of its author's `own`, which are looked at elsewhere.
    """
    evidence, captions = (shown.evidence, shown.captions) if shown else ((), None)
    exhibits = shown.exhibits if shown else ()
    blobs = (
        check_text(view, report, "9.3")
        or (check_shown(view, shown, "9.3") if shown else None)
        or claim_blobs(view, author.number, (report, *own, *evidence, captions))
    )
    if isinstance(blobs, Refusal):
        return blobs
    told = Report(
        mandate=mandate.number,
        number=mandate.reports + 1,
        by=author.number,
        kind=kind,
        text=sha(report),
        entry=view.index,
        time=view.time,
        measured=measured or (shown and shown.measured) or "",
        evidence=tuple(sha(blob) for blob in evidence),
        captions=sha(captions),
        exhibits=exhibits,
    )
    return hand_over(view, blobs, told.text) | put(told)
