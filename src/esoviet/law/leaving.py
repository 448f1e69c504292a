"""Chapter 3 of the law, last part: leaving, what goes with who leaves, and the end of an assembly.

Support counts while its giver is a member: vouches, objections, assessments, backings, seconds,
signatures and words against a door are taken back as far as nothing has followed from them yet.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from esoviet.law import completion, facts, falling, repairs, tasks
from esoviet.law.act import Act, Author
from esoviet.law.actions import Action, ActionSecond
from esoviet.law.applications import vouches_needed
from esoviet.law.common import recounted
from esoviet.law.contests import Objection
from esoviet.law.doors import Doorway, Shutting
from esoviet.law.growth import Vouch
from esoviet.law.mandates import let_go
from esoviet.law.membership import over
from esoviet.law.outcome import Changes, Outcome, drop, put
from esoviet.law.problems import Assessment, Phase, Problem, uncounted
from esoviet.law.questions import Question, Seconding
from esoviet.law.records import APPLYING, WAITING, Member
from esoviet.law.solutions import Backing, Solution, one_less, rewritten
from esoviet.law.view import View


class Leave(Act, frozen=True, kw_only=True):
    """Leave the assembly."""

    DEED = "left the assembly"


def leave(view: View, author: Author, act: Leave) -> Outcome:
    """Clause 3.9."""
    member, assembly = author.person, view.assembly
    gone = replace(member, state="left", ended=view.time, due=0)
    fewer = replace(assembly, active=assembly.active - 1, counted=assembly.counted - 1)
    vacated = put(gone) | let_go(view, member.number)
    if view.count_by(Member, "state", "member") == 1:
        return vacated | put(replace(fewer, ended=view.time)) | _sent_home(view)
    changes = vacated | put(fewer)
    for take_back in (
        _vouches,
        _objections,
        _assessments,
        _backings,
        _seconds,
        _shuttings,
        tasks.given_back,
        falling.taken_back,
        facts.taken_back,
    ):
        for taken_back in take_back(view, member.number):
            changes |= taken_back
    repaired = repairs.without(view, member.number)
    return changes | repaired | completion.taken_back(view, member.number)


def _sent_home(view: View) -> Changes:
    """Nobody is left who could let them in: no door is open either."""
    doors = [replace(one, state="over", due=0) for one in view.by(Doorway, "state", "open")]
    waiting = (one for state in APPLYING for one in view.by(Member, "state", state))
    return put(*doors, *[over(view, one, "lapsed") for one in waiting])


def _vouches(view: View, me: int) -> Iterator[Changes]:
    """Who has too few vouches now waits for others again."""
    needed = vouches_needed(view, without=me)
    due = view.time + view.rules.days("application_days")
    for vouch in view.by(Vouch, "member", me):
        applicant = view.must(Member, vouch.applicant)
        if applicant.state not in WAITING or applicant.vote:
            continue
        yield drop(Vouch, me, vouch.applicant)
        if applicant.state == "vouched" and view.count(Vouch, applicant.number) - 1 < needed:
            yield put(replace(applicant, state="applicant", ready=0, due=due, window=None))


def _objections(view: View, me: int) -> Iterator[Changes]:
    for said in view.by(Objection, "member", me):
        if view.must(Member, said.applicant).state == "applicant":
            yield drop(Objection, me, said.applicant)


def _assessments(view: View, me: int) -> Iterator[Changes]:
    for problem in view.by(Problem, "phase", "necessity"):
        said = view.get(Assessment, me, problem.number)
        if said is not None:
            yield put(uncounted(problem, said)) | drop(Assessment, me, problem.number)


def _backings(view: View, me: int) -> Iterator[Changes]:
    """Also during the reading, since a solution still needs its backers when that ends (6.10)."""
    phases: tuple[Phase, ...] = ("solutions", "reading")
    for problem in (one for phase in phases for one in view.by(Problem, "phase", phase)):
        for solution in view.by(Solution, "problem", problem.number):
            said = view.get(Backing, me, solution.number)
            if said is not None:
                fewer = rewritten(solution, one_less(view, said))
                yield fewer | drop(Backing, me, solution.number)


def _seconds(view: View, me: int) -> Iterator[Changes]:
    """Of questions that wait, and of calls."""
    for question in view.by(Question, "state", "asked"):
        if view.get(Seconding, me, question.number) is not None:
            yield put(recounted(question, "seconds", None)) | drop(Seconding, me, question.number)
    for call in view.by(Action, "state", "waiting"):
        if view.get(ActionSecond, me, call.number) is not None:
            yield put(recounted(call, "seconds", None)) | drop(ActionSecond, me, call.number)


def _shuttings(view: View, me: int) -> Iterator[Changes]:
    for door in view.by(Doorway, "state", "open"):
        yield drop(Shutting, me, door.question)
