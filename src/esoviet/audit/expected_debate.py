"""What published answers must say of a debate: solutions, arguments, and the briefing.

Who backs what, helps, judges and weighs is counted anew from what each member said.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from esoviet.audit.expected import problems
from esoviet.audit.expected_evidence import cited, facts_of_problems
from esoviet.audit.facts import Facts, Fields, Value
from esoviet.law.arguments import Argument, Weighing
from esoviet.law.briefings import Briefing
from esoviet.law.cases import Case, CaseSigning
from esoviet.law.criticism import Criticism
from esoviet.law.problems import Assessment, ProblemVersion
from esoviet.law.record import R
from esoviet.law.records import BlobRecord, Member
from esoviet.law.solutions import Backing, Practicality, Solution, Version, Volunteer
from esoviet.law.view import View

SHOWN = 40
PAGE = 100
SIDES = ("means", "people", "time", "risk")


def arguments(facts: Facts, problem: int) -> Iterator[Fields]:
    """The arguments on a problem, in their order."""
    view = facts.view
    for one in view.by(Argument, "problem", problem):
        versions = view.rows(Version, one.solution) if one.solution else ()
        then = [version.number for version in versions if version.entry < one.entry]
        said = Counter(weighing.finds for weighing in view.rows(Weighing, one.number))
        yield {
            "number": one.number,
            "problem": problem,
            "solution": one.solution or None,
            "version": then[-1] if len(versions) > 1 else None,
            "argument": one.argument or None,
            "by": facts.who(one.by, one.entry),
            "stance": one.stance,
            "text": facts.text(one.text),
            "evidence": [facts.text(name) for name in one.evidence],
            "entry": one.entry,
            "time": one.time,
            **{finds: said[finds] for finds in ("founded", "unfounded", "unsure")},
            "retracted": one.retracted,
            "criticisms": _criticisms(view, "argument", one.number),
            "exhibits": [cited(view, number) for number in one.exhibits],
            "facts": [{"number": number} for number in one.facts],
        }


def solution(facts: Facts, number: int) -> Fields:
    """One solution with its versions and how many are for it."""
    view = facts.view
    one = view.must(Solution, number)
    backing = Counter(said.version for said in view.rows(Backing, number))
    own = view.get(Backing, one.by, number)
    said = view.rows(Practicality, number)
    return {
        "solution": {
            "number": number,
            "problem": one.problem,
            "by": facts.who(one.by, one.entry),
            "carrier": facts.who(one.carrier) if one.carrier else None,
            "released": one.released,
            "state": one.state,
            "because": one.because or None,
            "entry": one.entry,
            "version": one.version,
            "text": facts.text(one.text),
            **_expects(facts, one),
            "backed": backing[one.version],
            "backed_by_others": backing.total() - (own is not None),
            "backers": _first(facts, view.rows(Backing, number), _backer),
            "offered": view.count(Volunteer, number),
            "volunteers": _first(facts, view.rows(Volunteer, number), _volunteer),
            "assessed": len(said),
            "practicality": _means(said),
            "assessors": _first(facts, said, _assessor),
            "criticisms": _criticisms(view, "solution", number),
            "versions": [
                {
                    "number": version.number,
                    "text": facts.text(version.text),
                    **_expects(facts, version),
                    "carrier": facts.who(version.carrier) if version.carrier else None,
                    "backed": backing[version.number],
                    "entry": version.entry,
                    "time": version.time,
                    "exhibits": [cited(view, shown) for shown in version.exhibits],
                    "facts": [{"number": fact} for fact in version.facts],
                    "takes": list(version.takes),
                }
                for version in view.rows(Version, number)
            ],
        }
    }


def problem(facts: Facts, number: int) -> Fields:
    """The versions of a problem's text, and what members say of the necessity of which."""
    view = facts.view
    return {
        "versions": [
            {
                "number": one.number,
                "text": facts.text(one.text),
                "entry": one.entry,
                "time": one.time,
                "takes": list(one.takes),
            }
            for one in view.rows(ProblemVersion, number)
        ],
        "assessments": _first(facts, view.rows(Assessment, number), _assessment),
    }


def _assessment(facts: Facts, one: Assessment) -> Fields:
    return {
        "member": facts.who(one.member, one.entry),
        "stance": one.stance,
        "reason": facts.text(one.reason) if one.reason else None,
        "version": one.version,
        "entry": one.entry,
    }


def _expects(facts: Facts, one: Solution | Version) -> Fields:
    effect = (
        {
            "indicator": facts.text(one.indicator),
            "baseline": one.baseline,
            "target": one.target,
            "by": one.by_date,
        }
        if one.indicator
        else None
    )
    budget = {"amount": one.budget, "currency": one.currency} if one.budget else None
    return {"effect": effect, "budget": budget}


def _first(facts: Facts, said: Sequence[R], line: Callable[[Facts, R], Fields]) -> Fields:
    """The first page of what members said, by their numbers."""
    return {"items": [line(facts, one) for one in said[:PAGE]]}


def _backer(facts: Facts, one: Backing) -> Fields:
    return {"member": facts.who(one.member), "version": one.version, "entry": one.entry}


def _volunteer(facts: Facts, one: Volunteer) -> Fields:
    return {"member": facts.who(one.member), "hours": one.hours or None, "entry": one.entry}


def _assessor(facts: Facts, one: Practicality) -> Fields:
    notes = zip(SIDES, one.notes, strict=True)
    return {
        "member": facts.who(one.member),
        **{side: getattr(one, side) for side in SIDES},
        **{f"{side}_note": facts.text(note) if note else None for side, note in notes},
        "entry": one.entry,
    }


def is_briefed(view: View, problem: int) -> bool:
    """Whether the briefing on a problem is frozen; before that it changes with each act."""
    return view.get(Briefing, problem) is not None


def briefing(facts: Facts, problem: int) -> Fields:
    """A frozen briefing; what it holds was worked out anew when its vote opened."""
    view = facts.view
    now = view.must(Briefing, problem)
    standing = [one for one in view.by(Solution, "problem", problem) if one.state == "standing"]
    argued = {one["number"]: one for one in arguments(facts, problem)}
    known = {one["number"]: one for one in facts_of_problems(facts)}
    asked = [argued[number] for number in now.questions[:SHOWN]]
    return {
        "problem": next(one for one in problems(facts) if one["number"] == problem),
        "frozen": now.entry,
        "time": now.time,
        "established": [known[number] for number in now.established[:SHOWN]],
        "contested": [known[number] for number in now.contested[:SHOWN]],
        "solutions": [_briefed(facts, one, now, argued) for one in standing],
        "questions": [one for one in asked if one["solution"] is None],
    }


def _briefed(facts: Facts, one: Solution, now: Briefing, argued: dict[Value, Fields]) -> Fields:
    view = facts.view
    said = view.rows(Practicality, one.number)
    cases = [view.must(Case, number) for number in now.cases]
    best = [argued[number] for number in now.arguments]
    spoken: dict[Value, Fields] = {
        **{case.side: _case(facts, case) for case in cases if case.solution == one.number},
        **{line["stance"]: line for line in best if line["solution"] == one.number},
    }
    asked = [argued[number] for number in now.questions[:SHOWN]]
    return {
        "number": one.number,
        "text": facts.text(one.text),
        "by": facts.who(one.by, one.entry),
        **_expects(facts, one),
        "amends": one.amends,
        "assessed": len(said),
        **{side: _marks([getattr(mark, side) for mark in said]) for side in SIDES},
        "notes": [line for side in SIDES for line in _noted(facts, said, side)],
        "exhibits": [cited(view, shown) for shown in _shown(view, one)],
        "spoken": [
            {"side": side, "case": spoken.get(side), "argument": spoken.get(stance)}
            for side, stance in (("for", "supports"), ("against", "refutes"))
        ],
        "questions": [line for line in asked if line["solution"] == one.number],
    }


def _shown(view: View, one: Solution) -> tuple[int, ...]:
    return view.must(Version, one.version, one.number).exhibits


def _noted(facts: Facts, said: Sequence[Practicality], side: str) -> list[Fields]:
    """The note on the lowest mark and that on the highest; of level ones the last."""
    at = SIDES.index(side)
    found = [
        (_mark(getattr(one, side)), one.entry, one.member, one.notes[at])
        for one in said
        if one.notes[at] and facts.view.must(BlobRecord, one.notes[at]).state == "kept"
    ]
    if not found:
        return []
    ends = min(found, key=lambda one: (one[0], -one[1])), max(found, key=lambda one: one[:2])
    return [
        {
            "side": side, "mark": mark, "member": facts.who(who), "text": facts.text(note),
            "entry": entry,
        }
        for mark, entry, who, note in dict.fromkeys(ends)
    ]  # fmt: skip


def _case(facts: Facts, one: Case) -> Fields:
    view = facts.view
    if one.side == "for":
        backing = view.rows(Backing, one.solution)
        version = view.must(Solution, one.solution).version
        may = {said.member for said in backing if said.version == version}
    else:
        against = view.by(Argument, "solution", one.solution)
        may = {said.by for said in against if said.stance == "refutes" and _stands(view, said)}
        may = {member for member in may if view.must(Member, member).state == "member"}
    signing = view.rows(CaseSigning, one.number)
    signed = [said.member for said in signing if said.stands and said.member in may]
    return {
        "number": one.number,
        "solution": one.solution,
        "side": one.side,
        "by": facts.who(one.by, one.entry),
        "text": facts.text(one.text),
        "signed": len(signed),
        "signing": signed,
        "entry": one.entry,
        "time": one.time,
    }


def _stands(view: View, one: Argument) -> bool:
    return not one.retracted and view.must(BlobRecord, one.text).state == "kept"


def _means(said: Sequence[Practicality]) -> Fields | None:
    if not said:
        return None
    return {side: round(sum(getattr(one, side) for one in said) / len(said), 2) for side in SIDES}


def _marks(given: Sequence[int]) -> Fields:
    """How many gave 1 to 5, of 0 to 100; apart where a quarter gave 1 or 2, another 4 or 5."""
    counts = [sum(_mark(one) == mark for one in given) for mark in range(1, 6)]
    apart = 4 * min(sum(counts[:2]), sum(counts[3:])) >= len(given) > 0
    return {"counts": counts, "apart": apart}


def _mark(given: int) -> int:
    return (given + 12) // 25 + 1


def _criticisms(view: View, about: str, subject: int) -> list[int]:
    found = [one for one in view.by(Criticism, "subject", subject) if one.about == about]
    return [one.number for one in reversed(found)][:SHOWN]
