"""Chapter 15 of the law: criticism in a constructive form, and what its addressee says to it.

It is about work or about the assembly, never about a person, and nothing follows from it by itself:
no clause counts the criticisms of anybody. Whoever it is addressed to answers once. What they say
is not their doing is put anew once at most, so that no criticism goes round in a circle.
"""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.arguments import Argument
from esoviet.law.carriers import Partner
from esoviet.law.common import bring, check_texts, claim_blobs, hand_over, sha, unseen
from esoviet.law.constitution import DAY
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Evidence, check_captions
from esoviet.law.mandates import Mandate, carriers
from esoviet.law.membership import is_member
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import Record
from esoviet.law.records import BlobRecord
from esoviet.law.solutions import Solution
from esoviet.law.view import View

ABOUT = ("mandate", "decision", "solution", "argument")
About = Literal["mandate", "decision", "solution", "argument", "rule", "process"]
Reply = Literal["accepted", "answered", "not-mine"]
Standing = Literal["public", "open", "accepted", "answered", "folded", "anew", "erased", "gone"]


class Criticism(Record, frozen=True):
    """What was observed, its consequence (b"": none is said), and what is suggested.

    `subject` is the number of what it is about (0: a rule, named in `rule`, or how the assembly
    works). `addressee` is the member who answers it; 0 where it is addressed to the assembly.
    `open_to` is the addressee until it is answered (by `answered_by`), then 0. It was put anew as
    the criticism `renewed`, and puts anew the criticism `anew` (0: neither).
    """

    INDEXES = ("by", "subject", "addressee", "open_to")

    number: int
    by: int
    about: About
    subject: int
    rule: str
    addressee: int
    open_to: int
    observation: bytes
    consequence: bytes
    suggestion: bytes
    evidence: tuple[bytes, ...]
    captions: bytes
    entry: int
    time: int
    anew: int = 0
    renewed: int = 0
    answer: Literal["", "accepted", "answered", "not-mine"] = ""
    answer_text: bytes = b""
    answered: int = 0
    answer_entry: int = 0
    answered_by: int = 0


class Criticise(Act, frozen=True, kw_only=True):
    """Criticise a mandate, decision, solution, argument or rule; naming none, how we work.

    What the first line of `captions` says is about the first piece of `evidence`, and so on.
    """

    DEED = "criticised"

    observation: Blob
    suggestion: Blob
    consequence: Blob | None = None
    mandate: Number | None = None
    decision: Number | None = None
    solution: Number | None = None
    argument: Number | None = None
    rule: Annotated[str, Meta(max_length=40)] | None = None
    evidence: Evidence = ()
    captions: Blob | None = None


class AnswerCriticism(Act, frozen=True, kw_only=True):
    """Accept a criticism that one is addressed by, answer it, or say that it is not one's doing."""

    DEED = "answered a criticism"

    criticism: Number
    answer: Reply
    text: Blob | None = None


class RenewCriticism(Act, frozen=True, kw_only=True):
    """Put a criticism anew, once: to the same member, or to another one (`member`)."""

    DEED = "put a criticism anew"

    criticism: Number
    observation: Blob
    suggestion: Blob
    consequence: Blob | None = None
    member: Number | None = None
    evidence: Evidence = ()
    captions: Blob | None = None


class _Target(NamedTuple):
    """What a criticism is about, and who answers it (0: the assembly)."""

    about: About
    subject: int
    rule: str
    addressee: int


def criticise(view: View, author: Author, act: Criticise) -> Outcome:
    """Clauses 15.1, 15.2 and 15.5; what is criticised belongs to the assembly (12.4)."""
    target = _target(view, act)
    if isinstance(target, Refusal):
        return target
    argument = view.get(Argument, act.argument or 0)
    blobs = (
        _may_not(view, author, target.addressee)
        or _too_many(view, author, target.addressee)
        or (unseen(view, act, argument.text) if argument is not None else None)
        or _words(view, author, act)
    )
    if isinstance(blobs, Refusal):
        return blobs
    if argument is not None:
        blobs = hand_over(view, blobs, argument.text, *argument.evidence, argument.captions)
    return blobs | put(_made(view, author, act, target))


def answer_criticism(view: View, author: Author, act: AnswerCriticism) -> Outcome:
    """Clause 15.3; what is answered belongs to the assembly with its answer (12.4)."""
    one = view.get(Criticism, act.criticism)
    if one is None or author.number not in answering(view, one):
        return Refusal("15.3", "There is no criticism with this number that is yours to answer.")
    if act.answer == "not-mine" and one.addressee != author.number:
        return Refusal("15.3", "Only whom it is addressed to says that it is not their doing.")
    if one.answer:
        return Refusal("15.3", "You have answered this criticism.")
    if _is_erased(view, one):
        return Refusal("15.3", "The words of this criticism were erased.")
    if act.answer == "answered" and act.text is None:
        return Refusal("15.3", "An answer has words: say them, or accept it.")
    blobs = bring(view, author.number, "15.3", act.text)
    if isinstance(blobs, Refusal):
        return blobs
    said = replace(
        one,
        open_to=0,
        answer=act.answer,
        answer_text=sha(act.text),
        answered=view.time,
        answer_entry=view.index,
        answered_by=author.number,
    )
    theirs = (one.observation, one.consequence, one.suggestion, *one.evidence, one.captions)
    return hand_over(view, blobs, *theirs, said.answer_text) | put(said)


def renew_criticism(view: View, author: Author, act: RenewCriticism) -> Outcome:
    """Clauses 15.4 and 15.5."""
    one = view.get(Criticism, act.criticism)
    if one is None or one.by != author.number or one.answer != "not-mine":
        return Refusal("15.4", "No criticism of yours with this number waits to be put anew.")
    if one.anew or one.renewed:
        return Refusal("15.4", "A criticism is put anew once.")
    target = _Target(one.about, one.subject, one.rule, act.member or one.addressee)
    again = target.addressee == one.addressee
    blobs = (
        _may_not(view, author, target.addressee)
        or _too_many(view, author, target.addressee, again=again)
        or _words(view, author, act)
    )
    made = replace(_made(view, author, act, target), anew=one.number)
    return blobs | put(made, replace(one, renewed=made.number))


def answering(view: View, one: Criticism) -> list[int]:
    """Who can answer a criticism, or could: its addressee, and who shares the mandate with them."""
    mandate = view.get(Mandate, one.subject) if one.about == "mandate" else None
    shared = carriers(view, mandate) if mandate is not None else ()
    sharing = shared if one.addressee in shared else ()
    return [number for number in dict.fromkeys((one.addressee, *sharing)) if number != one.by]


def unanswered(view: View, member: int) -> list[Criticism]:
    """What waits for the answer of a member, the oldest first."""
    held = (one.number for one in view.by(Mandate, "held_by", member))
    shares = (one.mandate for one in view.by(Partner, "held_by", member))
    found = [*view.by(Criticism, "open_to", member)]
    for number in (*held, *shares):
        found += (one for one in view.by(Criticism, "subject", number) if one.about == "mandate")
    waiting = {one.number: one for one in found if one.open_to and member in answering(view, one)}
    return [waiting[number] for number in sorted(waiting)]


def standing(view: View, one: Criticism) -> Standing:
    """How a criticism stands: to the assembly, to be answered, answered in one of three ways.

    What is *not mine* is folded until it is put `anew`. Who is `gone` has nothing to answer.
    """
    if one.answer == "not-mine":
        return "anew" if one.renewed else "folded"
    if one.answer:
        return one.answer
    if _is_erased(view, one):
        return "erased"
    if not one.addressee:
        return "public"
    return "open" if is_member(view, one.addressee) else "gone"


def _target(view: View, act: Criticise) -> _Target | Refusal:
    """What an act is about."""
    named = [name for name in (*ABOUT, "rule") if getattr(act, name) is not None]
    if len(named) > 1:
        return Refusal("15.1", "A criticism is about one thing.")
    if not named:
        return _Target("process", 0, "", 0)
    if act.rule is not None:
        if act.rule not in view.rules.values:
            return Refusal("15.1", "The constitution has no rule of this name.")
        return _Target("rule", 0, act.rule, 0)
    return _of_work(view, act) or Refusal("15.1", "There is nothing with this number.")


def _of_work(view: View, act: Criticise) -> _Target | None:
    if act.decision is not None:
        known = view.get(Decision, act.decision)
        return _Target("decision", act.decision, "", 0) if known else None
    if act.mandate is not None:
        mandate = view.get(Mandate, act.mandate)
        led = mandate and (mandate.held_by or mandate.lead)
        return _Target("mandate", act.mandate, "", led) if led else None
    if act.solution is not None:
        solution = view.get(Solution, act.solution)
        return _Target("solution", act.solution, "", solution.by) if solution else None
    argument = view.get(Argument, act.argument or 0)
    if argument is None or argument.retracted:
        return None
    return _Target("argument", argument.number, "", argument.by)


def _may_not(view: View, author: Author, addressee: int) -> Refusal | None:
    """Why this member does not address a criticism to that one."""
    if addressee == author.number:
        return Refusal("15.2", "Nobody criticises themselves so.")
    if addressee and not is_member(view, addressee):
        return Refusal("15.2", "Who would have to answer is no member any more.")
    return None


def _too_many(view: View, author: Author, addressee: int, *, again: bool = False) -> Refusal | None:
    """Refuse what is too much, of one member or towards one other (clause 15.5)."""
    most, daily = view.limits.criticisms, view.limits.daily_criticisms
    today = made_before(view, author.number, view.time)
    if len(today) >= daily:
        return refuse("15.5", "You have made {most} criticisms in a day.", most=daily)
    if not addressee:
        return None
    if not again and any(one.addressee == addressee for one in today):
        return Refusal("15.5", "You have criticised this member within a day.")
    waiting = (one for one in view.by(Criticism, "open_to", addressee) if one.by == author.number)
    if sum(not _is_erased(view, one) for one in waiting) >= most:
        return refuse(
            "15.5", "{most} criticisms of yours wait for this member's answer.", most=most
        )
    return None


def made_before(view: View, member: int, moment: int) -> list[Criticism]:
    """The criticisms that a member has made in the 24 hours before a moment."""
    return [one for one in view.by(Criticism, "by", member) if one.time > moment - DAY]


def _words(view: View, author: Author, act: Criticise | RenewCriticism) -> Changes | Refusal:
    """The texts and files that a criticism brings."""
    most, texts = view.limits.criticism_bytes, (act.observation, act.consequence, act.suggestion)
    wrong = check_texts(view, texts, "15.1", most) or check_captions(view, act, "15.1")
    return wrong or claim_blobs(view, author.number, (*texts, *act.evidence, act.captions))


def _made(
    view: View, author: Author, act: Criticise | RenewCriticism, target: _Target
) -> Criticism:
    return Criticism(
        number=view.next_number(Criticism),
        by=author.number,
        about=target.about,
        subject=target.subject,
        rule=target.rule,
        addressee=target.addressee,
        open_to=target.addressee,
        observation=sha(act.observation),
        consequence=sha(act.consequence),
        suggestion=sha(act.suggestion),
        evidence=tuple(sha(blob) for blob in act.evidence),
        captions=sha(act.captions),
        entry=view.index,
        time=view.time,
    )


def _is_erased(view: View, one: Criticism) -> bool:
    """Whether its author took its words back."""
    names = (one.observation, one.suggestion)
    return any(view.must(BlobRecord, name).state == "erased" for name in names)
