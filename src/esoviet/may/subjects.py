"""What acts could be about: for a member, each subject and the moment at which that ends (`may`).

A subject is the field that names it and the number or name in it; None where an act needs none. The
moment is in ms, 0 where nothing ends it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from esoviet.law.actions import OPEN, Action
from esoviet.law.applications import Invitation
from esoviet.law.arguments import OPEN_PHASES, Argument
from esoviet.law.blobs import mends_until
from esoviet.law.carriers import Partner
from esoviet.law.cases import Case
from esoviet.law.criticism import Criticism, unanswered
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact, is_open
from esoviet.law.falling import Contest
from esoviet.law.handing import Offer
from esoviet.law.keys import PhraseChange
from esoviet.law.lessons import has_carried
from esoviet.law.mandates import Mandate, carriers
from esoviet.law.minority import MinorityReport, reports_until
from esoviet.law.problems import Phase, Problem, newest
from esoviet.law.questions import Question
from esoviet.law.records import BlobRecord, Key, Member
from esoviet.law.recovery import Recovery
from esoviet.law.repairs import Repair
from esoviet.law.reviews import Review
from esoviet.law.rewordings import Rewording, of_problem, of_solution, revised_until
from esoviet.law.solutions import Solution
from esoviet.law.tasks import Hand, Task
from esoviet.law.topics import Post, Topic
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.wire.encoding import b64u

About = tuple[str, int | str]
Find = Callable[[View, int], list[Rewording]]
LATEST = 200
"""Of what members talk about, and of what they say there, so many are named."""


def nothing(_view: View, _member: int) -> Iterator[tuple[About | None, int]]:
    yield None, 0


def problems(*phases: Phase) -> Callable[[View, int], Iterator[tuple[About, int]]]:
    def subjects(view: View, _member: int) -> Iterator[tuple[About, int]]:
        for phase in phases:
            for problem in view.by(Problem, "phase", phase):
                yield ("problem", problem.number), ends(view, problem)

    return subjects


def ends(view: View, problem: Problem) -> int:
    """When the phase of a problem ends, in ms; 0 where nothing ends it."""
    return view.must(Vote, problem.vote).due if problem.phase == "vote" else problem.due


def solutions(*phases: Phase) -> Callable[[View, int], Iterator[tuple[About, int]]]:
    def subjects(view: View, _member: int) -> Iterator[tuple[About, int]]:
        for phase in phases:
            for problem in view.by(Problem, "phase", phase):
                for solution in view.by(Solution, "problem", problem.number):
                    yield ("solution", solution.number), ends(view, problem)

    return subjects


def reworded(view: View, member: int) -> Iterator[tuple[About, int]]:
    """Whose texts others can word otherwise: problems that are assessed, solutions in drafting."""
    yield from assessed(view, member)
    yield from solutions("solutions")(view, member)


def assessed(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """Problems that are assessed, until when their texts can change."""
    for problem in view.by(Problem, "phase", "necessity"):
        yield ("problem", problem.number), revised_until(view, problem)


def to_reword(view: View, member: int) -> Iterator[tuple[About, int]]:
    """What others would word otherwise in the member's own texts, and has no answer."""
    kinds: dict[str, tuple[type[Problem | Solution], Find]] = {
        "problem": (Problem, of_problem),
        "solution": (Solution, of_solution),
    }
    for (name, number), end in reworded(view, member):
        kind, found = kinds[name]
        if view.must(kind, number).by == member:
            for one in found(view, int(number)):
                if one.state == "open":
                    yield ("rewording", one.number), end


def cases(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for about, end in solutions("reading")(view, 0):
        for case in view.by(Case, "solution", about[1]):
            yield ("case", case.number), end


def own_rewordings(view: View, member: int) -> Iterator[tuple[About, int]]:
    for one in view.numbered(Rewording):
        if one.by == member and one.state == "open":
            yield ("rewording", one.number), 0


def arguments(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for phase in OPEN_PHASES:
        for problem in view.by(Problem, "phase", phase):
            for argument in view.by(Argument, "problem", problem.number):
                yield ("argument", argument.number), ends(view, problem)


def own_arguments(view: View, member: int) -> Iterator[tuple[About, int]]:
    for argument in view.numbered(Argument):
        if argument.by == member:
            problem = view.must(Problem, argument.problem)
            yield ("argument", argument.number), ends(view, problem)


def waiting(
    kind: type[Any], state: str, name: str, key: str = "number"
) -> Callable[[View, int], Iterator[tuple[About, int]]]:
    def subjects(view: View, _member: int) -> Iterator[tuple[About, int]]:
        for one in view.by(kind, "state", state):
            yield (name, getattr(one, key)), one.due

    return subjects


def applicants(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for state in ("applicant", "vouched"):
        for applicant in view.by(Member, "state", state):
            yield ("member", applicant.number), applicant.due


def mendable(view: View, member: int) -> Iterator[tuple[About, int]]:
    for problem in view.by(Problem, "phase", "necessity"):
        if problem.by == member:
            yield ("problem", problem.number), mends_until(view, newest(view, problem).time)
    for question in view.by(Question, "state", "asked"):
        if question.by == member:
            yield ("question", question.number), mends_until(view, question.asked)
    for argument in view.numbered(Argument):
        if argument.by == member:
            yield ("argument", argument.number), mends_until(view, argument.time)
    for number in range(view.count(Post), 0, -1):
        post = view.must(Post, number)
        if mends_until(view, post.time) <= view.time:
            break
        if post.by == member:
            yield ("post", number), mends_until(view, post.time)


def repairs(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for state in ("open", "agreed"):
        for repair in view.by(Repair, "state", state):
            yield ("repair", repair.number), repair.due


def led(view: View, member: int) -> Iterator[tuple[About, int]]:
    for mandate in view.by(Mandate, "held_by", member):
        yield ("mandate", mandate.number), 0


def ever_carried(view: View, member: int) -> Iterator[tuple[About, int]]:
    """What the member carries or carried, until its review has closed."""
    for mandate in view.numbered(Mandate):
        if has_carried(view, mandate, member):
            review = view.get(Review, mandate.decision)
            ends = review.due if review is not None and review.state == "open" else 0
            yield ("mandate", mandate.number), ends


def carried(view: View, member: int) -> Iterator[tuple[About, int]]:
    yield from led(view, member)
    for share in view.by(Partner, "held_by", member):
        yield ("mandate", share.mandate), 0


def carried_or_none(view: View, member: int) -> Iterator[tuple[About | None, int]]:
    yield None, 0
    yield from carried(view, member)


def to_call_off(view: View, member: int) -> Iterator[tuple[About, int]]:
    for state in OPEN:
        for action in view.by(Action, "state", state):
            mandate = view.get(Mandate, action.mandate)
            if member in (action.by, *(carriers(view, mandate) if mandate else ())):
                yield ("action", action.number), action.ends


def tasks(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for task in view.by(Task, "state", "open"):
        yield ("task", task.number), 0


def carried_tasks(view: View, member: int) -> Iterator[tuple[About, int]]:
    for (_, mandate), _ in carried(view, member):
        for task in view.by(Task, "open_of", mandate):
            yield ("task", task.number), 0


def offered(view: View, member: int) -> Iterator[tuple[About, int]]:
    for offer in view.by(Offer, "to", member):
        yield ("mandate", offer.mandate), 0


def offered_shares(view: View, member: int) -> Iterator[tuple[About, int]]:
    for offer in view.by(Partner, "member", member):
        if offer.state == "offered":
            yield ("mandate", offer.mandate), 0


def own_tasks(view: View, member: int) -> Iterator[tuple[About, int]]:
    for hand in view.by(Hand, "held_by", member):
        yield ("task", hand.task), 0


def decisions(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """Those that a minority report can still be written on, the latest first."""
    for number in range(view.count(Decision), 0, -1):
        until = reports_until(view, view.must(Decision, number))
        if until <= view.time:
            return
        yield ("decision", number), until


def minority_reports(view: View, member: int) -> Iterator[tuple[About, int]]:
    for (_, number), until in decisions(view, member):
        for report in view.by(MinorityReport, "decision", number):
            yield ("minority", report.number), until


def criticised(view: View, _member: int) -> Iterator[tuple[About | None, int]]:
    """How the assembly works, and each mandate and decision; texts are too many to list."""
    yield None, 0
    for mandate in view.numbered(Mandate):
        yield ("mandate", mandate.number), 0
    for decision in view.numbered(Decision):
        yield ("decision", decision.number), 0


def exhibits(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """The latest first."""
    for number in range(view.count(Exhibit), 0, -1):
        yield ("exhibit", number), 0


def own_exhibits(view: View, member: int) -> Iterator[tuple[About, int]]:
    for one in view.by(Exhibit, "by", member):
        yield ("exhibit", one.number), 0


def in_question(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """Problems whose situation is not settled, the newest first."""
    for number in range(view.count(Problem), 0, -1):
        if is_open(view, view.must(Problem, number)):
            yield ("problem", number), 0


def facts(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for number in range(view.count(Fact), 0, -1):
        if is_open(view, view.must(Problem, view.must(Fact, number).problem)):
            yield ("fact", number), 0


def own_facts(view: View, member: int) -> Iterator[tuple[About, int]]:
    for fact in view.numbered(Fact):
        if fact.by == member:
            yield ("fact", fact.number), 0


def topics(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """The latest."""
    for number in range(view.count(Topic), 0, -1)[:LATEST]:
        yield ("topic", number), 0


def posts(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """The latest."""
    for number in range(view.count(Post), 0, -1)[:LATEST]:
        yield ("post", number), 0


def contests(view: View, _member: int) -> Iterator[tuple[About, int]]:
    """The latest first."""
    for number in range(view.count(Contest), 0, -1):
        yield ("contest", number), 0


def own_contests(view: View, member: int) -> Iterator[tuple[About, int]]:
    for one in view.by(Contest, "by", member):
        yield ("contest", one.number), 0


def to_answer(view: View, member: int) -> Iterator[tuple[About, int]]:
    for one in unanswered(view, member):
        yield ("criticism", one.number), 0


def to_put_anew(view: View, member: int) -> Iterator[tuple[About, int]]:
    for one in view.by(Criticism, "by", member):
        if one.answer == "not-mine" and not one.renewed:
            yield ("criticism", one.number), 0


def own_invitations(view: View, member: int) -> Iterator[tuple[About, int]]:
    for invitation in view.by(Invitation, "by", member):
        yield ("key", b64u(invitation.public)), invitation.due


def own_keys(view: View, member: int) -> Iterator[tuple[About, int]]:
    for key in view.by(Key, "member", member):
        if key.kind == "device":
            yield ("kid", key.kid), 0
    announced = view.get(PhraseChange, member)
    if announced is not None:
        yield ("kid", announced.kid), announced.due


def recoveries(view: View, _member: int) -> Iterator[tuple[About, int]]:
    for asked in view.rows(Recovery):
        yield ("kid", asked.kid), asked.due


def own_recoveries(view: View, member: int) -> Iterator[tuple[About, int]]:
    for asked in view.by(Recovery, "member", member):
        yield ("kid", asked.kid), asked.due


def own_texts(view: View, member: int) -> Iterator[tuple[About, int]]:
    for blob in view.each(BlobRecord):
        if blob.member == member:
            yield ("sha256", blob.sha256.hex()), 0


def own_application(view: View, member: int) -> Iterator[tuple[About | None, int]]:
    known = view.get(Member, member)
    yield None, known.due if known is not None else 0
