"""Chapter 6 of the law: who carries a solution out together with whoever commits to it.

Each signs for one version, and whoever commits to that agrees to each: so nobody is bound to a text
or to people for whom they have not signed. When it is decided, all of them have the mandate.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.carriers import MOST, Partner
from esoviet.law.common import has_seen, outdated, overtaken
from esoviet.law.mandates import Mandate, Report, at_cap, begin
from esoviet.law.membership import is_member
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.problems import Problem
from esoviet.law.record import ByMember
from esoviet.law.solutions import Solution, Version, is_erased, version_of
from esoviet.law.view import View


class Joining(ByMember, frozen=True):
    """A member signed, in that entry, to carry a version out together with who commits to it.

    They do so while they `join`. The `answer` of who commits to it was given in the entry
    `answered`, with the device `answering`; "" while there is none. To the versions `refused` it
    was a no, also where they have signed for another one since.
    """

    PARENT = "solution"

    solution: int
    member: int
    version: int
    joins: bool
    entry: int
    device: int
    answer: Literal["", "yes", "no"] = ""
    answered: int = 0
    answering: int = 0
    refused: tuple[int, ...] = ()


class JoinSolution(Act, frozen=True, kw_only=True):
    """Sign to carry a version out together with who commits to it, or (`joins` false) no longer."""

    DEED = "joined a solution, or took that back"

    solution: Number
    version: Number
    joins: bool = True


class WelcomeCarrier(Act, frozen=True, kw_only=True):
    """Agree to carry a version out with a member who signed for it too, or (`welcomes`) not."""

    DEED = "answered who would carry a solution out together"

    solution: Number
    version: Number
    member: Number
    welcomes: bool = True


def join_solution(view: View, author: Author, act: JoinSolution) -> Outcome:
    """Clauses 6.12, 6.13 and 9.2. Who was told no is not asked about again for the same version."""
    version = version_of(view, act.solution, act.version, "6.12")
    if isinstance(version, Refusal):
        return version
    before = view.get(Joining, author.number, act.solution)
    if _joins(before, version) == act.joins:
        return Refusal("6.12", "That is what you have said already.")
    late = overtaken(author, act, before)
    wrong = late or (cannot_join(view, author.number, version) if act.joins else None)
    if wrong is not None:
        return wrong
    if act.joins and version.committed and not has_seen(act, version.committed):
        return Refusal("6.13", "Another member has committed to this version: look at it again.")
    said = Joining(act.solution, author.number, act.version, act.joins, view.index, author.device)
    if before is None or act.version not in before.refused:
        return put(replace(said, refused=before.refused if before else ()))
    answered = {"answered": view.index, "answering": author.device}
    return put(replace(said, answer="no", refused=before.refused, **answered))


def welcome_carrier(view: View, author: Author, act: WelcomeCarrier) -> Outcome:
    """Clause 6.13."""
    version = version_of(view, act.solution, act.version, "6.13")
    if isinstance(version, Refusal):
        return version
    if version.carrier != author.number:
        return Refusal("6.13", "You do not commit to carry this version out.")
    one = view.get(Joining, act.member, act.solution)
    if one is None or not _joins(one, version) or not is_member(view, act.member):
        return Refusal("6.13", "They have not signed to carry this version out with you.")
    answer: Literal["yes", "no"] = "yes" if act.welcomes else "no"
    if one.answer == answer:
        return Refusal("6.13", "That is what you have said already.")
    late = outdated(author, act, one.answered, one.answering) if one.answer else None
    if late:
        return late
    if act.welcomes and 1 + len(team(view, version)) >= MOST:
        return refuse("6.13", "At most {most} members carry a mandate.", most=MOST)
    refused = {*one.refused, act.version} if not act.welcomes else {*one.refused} - {act.version}
    told = replace(one, answer=answer, answered=view.index, answering=author.device)
    return put(replace(told, refused=tuple(sorted(refused))))


def team(view: View, version: Version) -> list[int]:
    """Who carries a version out together with who commits to it, in the order of their welcome."""
    agreed = [one for one in _joining(view, version) if one.answer == "yes"]
    return [one.member for one in sorted(agreed, key=lambda one: one.answered)]


def both_agree(view: View, solution: Solution, version: Version) -> bool:
    """Whether it is what two solutions were merged into: who agreed joins that version (6.18)."""
    if solution.merging != "agreed":
        return False
    agreed = view.must(Solution, solution.merges[1]).by
    said = view.get(Joining, agreed, solution.number)
    return said is not None and said.joins and said.version == version.number


def asking(view: View, version: Version) -> list[int]:
    """Who signed to carry a version out and was not answered yet, who asked first first."""
    waiting = [one for one in _joining(view, version) if not one.answer]
    return [one.member for one in sorted(waiting, key=lambda one: one.entry)]


def is_carried(view: View, version: Version) -> bool:
    """Whether anybody who signed to carry a version out may hold one more mandate."""
    return bool(_able(view, version))


def over(view: View, solution: int, versions: Iterable[int]) -> Changes:
    """Another commits to these versions, or nobody: who joined them signs anew, if they like."""
    numbers = set(versions)
    known = view.rows(Joining, solution)
    anew = [replace(one, refused=_other(one, numbers)) for one in known]
    ended = [
        replace(one, joins=False, answer="") if one.version in numbers else one for one in anew
    ]
    return put(*(new for new, old in zip(ended, known, strict=True) if new != old))


def may_join(view: View, member: int, version: Version) -> Refusal | None:
    """Why a member does not join a version; None where they can, if they have room for it."""
    solution = view.must(Solution, version.solution)
    if view.must(Problem, solution.problem).seats:
        return Refusal("6.12", "A candidature is not joined.")
    if version.amends:
        return Refusal("6.12", "An amendment needs nobody to carry it out.")
    if version.carrier == member or not is_member(view, version.carrier):
        return Refusal("6.12", "One joins another member, who commits to carry this version out.")
    if is_erased(view, version):
        return Refusal("6.12", "The text of this version was erased.")
    return None


def begun(view: View, number: int, problem: Problem, solution: Solution) -> Changes:
    """The mandate that a decision gives to all who signed for it and may hold it (clause 9.1).

    Whoever leads it instead of who committed to it takes it up, of which a report tells.
    """
    version = view.must(Version, solution.version, solution.number)
    able = _able(view, version)
    lead = able[0] if able else 0
    kinds: list[tuple[int, Literal["taken-up", "joined"]]]
    kinds = [(one, "joined") for one in able[1:]]
    if lead and lead != version.carrier:
        kinds.insert(0, (lead, "taken-up"))
    mandate = begin(view, number, problem, solution.number, lead, 0)
    told = [
        Report(number, place, one, kind, b"", view.index, view.time)
        for place, (one, kind) in enumerate(kinds, 1)
    ]
    shares = [_share(view, mandate, version, one) for one in able[1:]]
    return put(replace(mandate, reports=len(told)), *told, *shares)


def _share(view: View, mandate: Mandate, version: Version, member: int) -> Partner:
    """A share that is bound since now; who was welcomed first stands first (clause 9.21)."""
    said = view.must(Joining, member, version.solution)
    return Partner(
        mandate=mandate.number,
        member=member,
        held_by=member,
        state="bound",
        by=version.carrier,
        entry=said.answered,
        time=view.time,
        device=said.device,
        since=view.time,
    )


def _able(view: View, version: Version) -> list[int]:
    """Who signed to carry a version out, is a member and may hold one more mandate."""
    signed = (version.carrier, *team(view, version)) if version.carrier else ()
    return [one for one in signed if is_member(view, one) and not at_cap(view, one)]


def _joining(view: View, version: Version) -> list[Joining]:
    known = view.rows(Joining, version.solution)
    return [one for one in known if _joins(one, version) and is_member(view, one.member)]


def _other(one: Joining, versions: set[int]) -> tuple[int, ...]:
    """The versions besides these to which they were told no."""
    return tuple(number for number in one.refused if number not in versions)


def _joins(one: Joining | None, version: Version) -> bool:
    return one is not None and one.joins and one.version == version.number


def cannot_join(view: View, member: int, version: Version) -> Refusal | None:
    """Why a member does not join a version now (clauses 6.12 and 9.2)."""
    wrong = may_join(view, member, version)
    if wrong is None and at_cap(view, member):
        return Refusal("9.2", "You hold as many mandates as one member may.")
    return wrong
