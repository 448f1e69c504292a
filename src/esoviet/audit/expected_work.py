"""What published answers must say of mandates, tasks, criticism and lessons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from esoviet.audit.expected import enough
from esoviet.audit.facts import Facts, Fields
from esoviet.law.carriers import Partner
from esoviet.law.completion import Doubt
from esoviet.law.criticism import Criticism
from esoviet.law.handing import Offer
from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import REPORTS, Mandate, Report
from esoviet.law.planning import Plan
from esoviet.law.records import THE, Assembly, BlobRecord, Member
from esoviet.law.reviews import Judgement, Review
from esoviet.law.solutions import Solution
from esoviet.law.spending import Expense
from esoviet.law.tasks import Hand, Task
from esoviet.law.view import View


def mandates(facts: Facts) -> Iterator[Fields]:
    """All mandates."""
    view = facts.view
    for one in view.rows(Mandate):
        led = one.lead and one.state != "vacant"
        yield {
            "number": one.number,
            "decision": one.decision,
            "problem": one.problem,
            "solution": one.solution,
            "title": facts.title(facts.view.must(Solution, one.solution).text),
            "lead": facts.who(one.lead) if led else None,
            "carriers": [facts.who(n) for n in (one.lead, *_partners(view, one)) if led],
            "state": one.state,
            "since": one.since,
            "due": one.due or None,
            "reports": sum(said.kind in REPORTS for said in view.rows(Report, one.number)),
            "plans": len(view.rows(Plan, one.number)),
            "budget": _account(view, one),
            "measured": one.measured or None,
            "until": one.until or None,
            **_objecting(view, one),
            "vote": one.vote or None,
            "prolonged": one.window.prolonged if one.window else 0,
            "offered": _offered(facts, one),
            "sharing": [facts.who(number) for number in _sharing(view, one)],
        }


def tasks(facts: Facts) -> Iterator[Fields]:
    """All tasks."""
    view = facts.view
    for one in view.rows(Task):
        hands = Counter(hand.state for hand in view.each(Hand, one.number))
        ended = view.must(Mandate, one.mandate).state in ("done", "ended")
        goes_on = one.state == "open" and not ended
        yield {
            "number": one.number,
            "mandate": one.mandate,
            "by": facts.who(one.by, one.entry),
            "title": facts.title(one.text),
            "hands": one.hands,
            "taken": hands["taken"],
            "done": hands["done"],
            "until": one.until or None,
            "state": one.state,
            "goes_on": goes_on,
            "overdue": goes_on and 0 < one.until <= view.time,
            "entry": one.entry,
            "time": one.time,
            "closed": one.closed or None,
        }


def lessons(facts: Facts) -> Iterator[Fields]:
    """What others can learn from self-criticisms, but for what was erased or withheld."""
    view = facts.view
    for one in view.rows(SelfCriticism):
        if not one.lesson or view.must(BlobRecord, one.lesson).state != "kept":
            continue
        mandate = view.must(Mandate, one.mandate)
        yield {
            "number": one.number,
            "mandate": one.mandate,
            "decision": mandate.decision,
            "problem": mandate.problem,
            "title": facts.title(view.must(Solution, mandate.solution).text),
            "by": facts.who(one.by, one.entry),
            "lesson": facts.text(one.lesson),
            "entry": one.entry,
            "time": one.time,
        }


def criticisms(facts: Facts) -> Iterator[Fields]:
    """All criticisms that are addressed to the whole assembly."""
    for one in facts.view.rows(Criticism):
        if one.about not in ("decision", "rule", "process"):
            continue
        words = one.observation, one.suggestion
        erased = any(facts.view.must(BlobRecord, name).state == "erased" for name in words)
        yield {
            "number": one.number,
            "by": facts.who(one.by, one.entry),
            "about": one.about,
            "subject": one.subject or None,
            "rule": one.rule or None,
            "to": None,
            "observation": facts.text(one.observation),
            "consequence": facts.text(one.consequence) if one.consequence else None,
            "suggestion": facts.text(one.suggestion),
            "standing": "erased" if erased else "public",
            "answering": [],
            "answer": None,
            "answered": None,
            "answered_by": None,
            "anew": None,
            "renewed": None,
            "entry": one.entry,
            "time": one.time,
        }


def reviews(facts: Facts) -> Iterator[Fields]:
    """All reviews, counted from what each member says who is one still."""
    view = facts.view
    for one in view.rows(Review):
        said = [
            word
            for word in view.rows(Judgement, one.decision)
            if word.entry >= one.since and view.must(Member, word.member).state == "member"
        ]
        over = one.state == "closed"
        reached = Counter(word.reached for word in said)
        wants = Counter(word.wants for word in said)
        yield {
            "decision": one.decision,
            "problem": one.problem,
            "state": one.state,
            "opened": one.opened or None,
            "due": one.due or None,
            "reached": _counted(
                one.reached if over else (), reached, ("achieved", "partly", "not")
            ),
            "wanted": _counted(one.wanted if over else (), wants, ("keep", "amend", "repeal")),
            "anew": one.anew or None,
        }


def _counted(kept: Sequence[int], said: Mapping[Any, int], words: Sequence[str]) -> Fields:
    """Of so many each: what was counted in the end, else what is said by now."""
    numbers = kept or [said[word] for word in words]
    shown = ("missed" if word == "not" else word for word in words)
    return dict(zip(shown, numbers, strict=True))


def _account(view: View, mandate: Mandate) -> Fields | None:
    """What was spent of a budget: counted in decimals, where the host counts in thousandths."""
    decided = view.must(Solution, mandate.solution)
    if not decided.budget:
        return None
    written = view.rows(Expense, mandate.number)
    spent = sum((Decimal(one.amount) for one in written if not one.struck), Decimal())
    return {
        "amount": decided.budget,
        "currency": decided.currency,
        "spent": _money(spent),
        "left": _money(Decimal(decided.budget) - spent),
        "written": len(written),
    }


def _money(amount: Decimal) -> str:
    """With three decimals where the last is not nothing, else with two."""
    said = f"{amount or abs(amount):.3f}"
    return said.removesuffix("0")


def _offered(facts: Facts, one: Mandate) -> Fields | None:
    """To whom who leads it offers it, since they lead it (clause 9.18)."""
    offer = facts.view.get(Offer, one.number)
    if offer is None or not offer.to or offer.by != one.held_by or offer.time < one.since:
        return None
    return facts.who(offer.to)


def _partners(view: View, one: Mandate) -> list[int]:
    """Who shares a mandate, or shared it when it was done: who is bound for longest first."""
    bound = [share for share in view.each(Partner, one.number) if share.state == "bound"]
    return [s.member for s in sorted(bound, key=lambda share: (share.since, share.entry))]


def _sharing(view: View, one: Mandate) -> list[int]:
    """To whom who leads it offers a share, since they lead it (clause 9.20)."""
    offers = [share for share in view.each(Partner, one.number) if share.state == "offered"]
    told = [s for s in offers if s.by == one.held_by and s.time >= one.since]
    return sorted(s.member for s in told if view.must(Member, s.member).state == "member")


def _objecting(view: View, one: Mandate) -> Fields:
    """Who objects to what is declared carried out, and how many must (clause 9.13)."""
    if one.state != "declared":
        return {"objecting": None, "needed": None}
    own = [view.must(Member, number) for number in (one.lead, *_partners(view, one))]
    others = view.must(Assembly, THE).counted - sum(not member.resting for member in own)
    said = [doubt for doubt in view.each(Doubt, one.declared) if doubt.stands]
    needed = max(1, min(others, enough(view, "backing", 2)))
    return {"objecting": len(said), "needed": needed}
