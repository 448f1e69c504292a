"""What published answers must say of exhibits, of how they are contested, of facts and rewordings.

How each contest and each fact stands is counted anew, from what every member said who is still one.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from esoviet.audit.facts import ANYTHING, Facts, Fields, Value
from esoviet.law.constitution import Constitution
from esoviet.law.exhibits import Exhibit, Vouching
from esoviet.law.facts import Fact, FactWeighing
from esoviet.law.falling import Contest, ContestWeighing
from esoviet.law.problems import ProblemVersion
from esoviet.law.records import THE, Assembly, BlobRecord, Member
from esoviet.law.rewordings import Rewording
from esoviet.law.solutions import Version
from esoviet.law.view import View
from esoviet.wire.geo import position

FEWEST = 3


def exhibits(facts: Facts) -> Iterator[Fields]:
    """All exhibits."""
    view = facts.view
    members = _members(view)
    for one in view.rows(Exhibit):
        vouching = (said for said in view.rows(Vouching, one.number) if said.vouches)
        yield {
            "number": one.number,
            "by": facts.who(one.by, one.entry),
            "kind": one.kind,
            "text": facts.text(one.text),
            "source": facts.text(one.source),
            "file": facts.text(one.file) if one.file else None,
            "alternative": facts.text(one.alternative) if one.alternative else None,
            "position": facts.text(one.position) if one.position else None,
            "coordinates": _coordinates(facts, one),
            "day": one.day or None,
            "problem": one.problem or None,
            "action": one.action or None,
            "inside": one.inside,
            "original": one.original.hex() or None,
            "vouchers": sum(said.member in members for said in vouching),
            "fell": _fell(view, one),
            "folded": any(
                contest.ground == "person" and _stands(view, contest) in ("open", "upheld")
                for contest in _of(view, one)
            ),
            "entry": one.entry,
            "time": one.time,
        }


def contests(facts: Facts) -> Iterator[Fields]:
    """All contests."""
    for one in facts.view.rows(Contest):
        founded, unfounded = _weighed(facts.view, one)
        yield {
            "number": one.number,
            "exhibit": one.exhibit,
            "by": facts.who(one.by, one.entry),
            "ground": one.ground,
            "text": facts.text(one.text) if one.text else None,
            "founded": founded,
            "unfounded": unfounded,
            "needed": _needed(facts.view),
            "verdict": _stands(facts.view, one),
            "entry": one.entry,
            "time": one.time,
        }


def _coordinates(facts: Facts, one: Exhibit) -> Value:
    """Where a place lies, by the text that its act names."""
    said = facts.title(one.position) if one.position else None
    if said is ANYTHING:
        return ANYTHING
    found = position(said) if isinstance(said, str) else None
    return None if found is None else found._asdict()


def facts_of_problems(facts: Facts) -> Iterator[Fields]:
    """All facts that members stated about problems."""
    view = facts.view
    for one in view.rows(Fact):
        said = _found(view, one)
        yield {
            "number": one.number,
            "problem": one.problem,
            "by": facts.who(one.by, one.entry),
            "text": facts.text(one.text),
            "source": facts.text(one.source),
            "evidence": [facts.text(name) for name in one.evidence],
            "exhibits": [cited(view, number) for number in one.exhibits],
            **{finds: said[finds] for finds in ("founded", "unfounded", "unsure")},
            "needed": _needed(view),
            "standing": _standing(view, one, said),
            "entry": one.entry,
            "time": one.time,
        }


def rewordings(facts: Facts) -> Iterator[Fields]:
    """All rewordings; what was taken up is told by the versions that named it."""
    view = facts.view
    into = {number: one.number for one in view.all(Version) for number in one.takes}
    into |= {number: one.number for one in view.all(ProblemVersion) for number in one.takes}
    for one in view.rows(Rewording):
        words = [name for name in (one.text, one.reason) if name]
        gone = any(view.must(BlobRecord, name).state != "kept" for name in words)
        answered = "taken" if one.number in into else "declined" if one.answer else ""
        yield {
            "number": one.number,
            "solution": one.solution or None,
            "problem": one.problem or None,
            "version": one.version,
            "by": facts.who(one.by, one.entry),
            "place": one.place,
            "length": one.length,
            "text": facts.text(one.text) if one.text else None,
            "reason": facts.text(one.reason),
            "state": answered or ("erased" if gone and one.state == "open" else one.state),
            "answer": facts.text(one.answer) if one.answer else None,
            "into": into.get(one.number),
            "entry": one.entry,
            "time": one.time,
        }


def _found(view: View, fact: Fact) -> Counter[str]:
    members = _members(view)
    weighings = view.rows(FactWeighing, fact.number)
    return Counter(one.finds for one in weighings if one.member in members)


def _standing(view: View, fact: Fact, said: Counter[str]) -> str:
    if fact.withdrawn:
        return "withdrawn"
    if any(view.must(BlobRecord, name).state != "kept" for name in (fact.text, fact.source)):
        return "erased"
    more = "established" if said["founded"] > said["unfounded"] else "contested"
    return more if max(said["founded"], said["unfounded"]) >= _needed(view) else "open"


def cited(view: View, number: int) -> Fields:
    """An exhibit on which something rests."""
    return {"number": number, "fell": _fell(view, view.must(Exhibit, number))}


def _of(view: View, exhibit: Exhibit) -> list[Contest]:
    return [one for one in view.rows(Contest) if one.exhibit == exhibit.number]


def _fell(view: View, exhibit: Exhibit) -> list[str]:
    if exhibit.state == "withdrawn":
        return ["withdrawn"]
    names = [name for name in (exhibit.text, exhibit.file) if name]
    gone = any(view.must(BlobRecord, name).state != "kept" for name in names)
    grounds = [one.ground for one in _of(view, exhibit) if _stands(view, one) == "upheld"]
    return list(dict.fromkeys([*(["erased"] if gone else []), *grounds]))


def _stands(view: View, contest: Contest) -> str:
    if contest.state == "withdrawn":
        return "withdrawn"
    founded, unfounded = _weighed(view, contest)
    more, said = max((founded, "upheld"), (unfounded, "unfounded"))
    return said if founded != unfounded and more >= _needed(view) else "open"


def _weighed(view: View, contest: Contest) -> tuple[int, int]:
    members = _members(view)
    said = [
        one.founded for one in view.rows(ContestWeighing, contest.number) if one.member in members
    ]
    return sum(said), len(said) - sum(said)


def _needed(view: View) -> int:
    """Three, or as many as second a question; all but one of fewer than four, two at least."""
    assembly, rules = view.must(Assembly, THE), view.must(Constitution, THE)
    share = Fraction(rules.values["backing"])
    people = max(Fraction(assembly.active), Fraction(assembly.counted, 3))
    return max(2, min(max(FEWEST, ceil(share * people)), assembly.counted - 1))


def _members(view: View) -> set[int]:
    return {one.number for one in view.each(Member) if one.state == "member"}
