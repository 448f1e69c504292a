"""What ends when: the deadlines of an assembly, of one matter and of a member, for calendars.

A member's are the rows of their week (`floor`): what needs them, and what they said they would do.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from esoviet.law.mandates import Mandate, MandateState
from esoviet.law.problems import Phase, Problem
from esoviet.law.questions import Question
from esoviet.law.repairs import Repair
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.votes import subject_title
from esoviet.web.http.language import _
from esoviet.web.pages.floor import PROMISES, SOURCES, wanted
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.table import WORDS

MOST = 100
PHASES: tuple[Phase, ...] = ("necessity", "solutions", "reading")
WORKING: tuple[MandateState, ...] = ("active", "overdue", "vacant", "declared")
SIGNED = ("open", "agreed")
ENDS: Mapping[str, str] = {
    "vote": _("The vote ends"),
    "necessity": _("Last chance to say whether it is necessary"),
    "solutions": _("Last chance to propose solutions"),
    "standing": _("Last chance to stand for election"),
    "reading": _("The vote opens"),
    "asked": _("Last chance to second the question"),
    "active": _("A report is due"),
    "overdue": _("A report is overdue: without one the mandate falls vacant"),
    "vacant": _("The same ballots fill it again"),
    "declared": _("Last chance to object: is it carried out?"),
    "open": _("Last chance to sign the change"),
    "agreed": _("The change comes into force"),
    "term": _("The term of office ends"),
}
"""What happens at a deadline, by what ends."""


class Due(NamedTuple):
    """One deadline (ms) before its title was read: what it says, and where it is shown.

    `mark` tells it from another one of the same page.
    """

    says: str
    path: str
    due: int
    title: Callable[[], str]
    rings: bool = False
    mark: str = ""

    @property
    def name(self) -> str:
        """What it is called for ever, among those of its assembly."""
        return self.path.replace("/", "-") + self.mark


def of_assembly(context: AnswerContext) -> list[Due]:
    """The deadlines of an assembly, what ends first first."""
    view = context.view
    votes = (_vote(context, one) for one in view.by(Vote, "state", "open"))
    phases = (_phase(context, one) for at in PHASES for one in view.by(Problem, "phase", at))
    asked = (_question(context, one) for one in view.by(Question, "state", "asked"))
    work = (_work(context, one) for at in WORKING for one in view.by(Mandate, "state", at))
    repairs = (_repair(context, one) for at in SIGNED for one in view.by(Repair, "state", at))
    terms = chain(*(_terms(context, one) for one in view.by(Problem, "phase", "work")))
    return _soonest(chain(votes, phases, asked, work, repairs, terms))


def of_member(context: AnswerContext, reader: int) -> list[Due]:
    """The deadlines of a member, what ends first first."""
    says = WORDS["need_word"]
    rows = (*wanted(context, reader, SOURCES), *wanted(context, reader, PROMISES))
    found = {row.path: row for row in reversed(rows)}  # a thing to do stands once
    return _soonest(
        Due(says[row.kind], row.path, row.due, row.title, row.kind == "vote")
        for row in found.values()
    )


def of_problem(context: AnswerContext, number: int) -> list[Due]:
    """The deadlines of a problem as it stands: of its phase, its vote or its work."""
    view, problem = context.view, context.view.get(Problem, number)
    if problem is None:
        return []
    if problem.phase == "vote":
        return of_vote(context, problem.vote)
    work = (_work(context, one) for one in view.by(Mandate, "decision", problem.decision))
    return _soonest(chain([_phase(context, problem)], work, _terms(context, problem)))


def of_question(context: AnswerContext, number: int) -> list[Due]:
    """Until when a question can be seconded, or when its vote ends."""
    question = context.view.get(Question, number)
    if question is None:
        return []
    if question.state == "vote":
        return of_vote(context, question.vote)
    return _soonest([_question(context, question)])


def of_vote(context: AnswerContext, number: int) -> list[Due]:
    """When an open vote ends."""
    vote = context.view.get(Vote, number)
    return [_vote(context, vote)] if vote is not None and vote.state == "open" else []


def of_mandate(context: AnswerContext, number: int) -> list[Due]:
    """When the next report on a mandate is due, or what else it waits for ends."""
    mandate = context.view.get(Mandate, number)
    return [] if mandate is None else _soonest([_work(context, mandate)])


def of_repair(context: AnswerContext, number: int) -> list[Due]:
    """Until when a change can be signed, or when it comes into force."""
    repair = context.view.get(Repair, number)
    return [] if repair is None else _soonest([_repair(context, repair)])


OF_MATTER: Mapping[str, Callable[[AnswerContext, int], list[Due]]] = {
    "problems": of_problem,
    "questions": of_question,
    "votes": of_vote,
    "mandates": of_mandate,
    "repairs": of_repair,
}
"""By the first part of its address."""


def _soonest(found: Iterator[Due] | list[Due]) -> list[Due]:
    return nsmallest(MOST, (one for one in found if one.due), key=lambda one: one.due)


def _vote(context: AnswerContext, vote: Vote) -> Due:
    def title() -> str:
        return subject_title(context, vote.kind, vote.subject) or str(vote.number)

    return Due(ENDS["vote"], f"votes/{vote.number}", vote.due, title, rings=True)


def _phase(context: AnswerContext, problem: Problem) -> Due:
    what = "standing" if problem.seats and problem.phase == "solutions" else problem.phase
    title = partial(title_of_text, context, problem.text, problem.number)
    due = problem.due if what in ENDS else 0
    return Due(ENDS.get(what, ""), f"problems/{problem.number}", due, title)


def _question(context: AnswerContext, question: Question) -> Due:
    title = partial(title_of_text, context, question.text, question.number)
    return Due(ENDS["asked"], f"questions/{question.number}", question.due, title)


def _work(context: AnswerContext, mandate: Mandate) -> Due:
    text = context.view.must(Solution, mandate.solution).text
    title = partial(title_of_text, context, text, mandate.number)
    due = mandate.due if mandate.state in WORKING else 0
    return Due(ENDS.get(mandate.state, ""), f"mandates/{mandate.number}", due, title)


def _repair(context: AnswerContext, repair: Repair) -> Due:
    title = partial(title_of_text, context, repair.text, repair.number)
    due = repair.due if repair.state in SIGNED else 0
    return Due(ENDS.get(repair.state, ""), f"repairs/{repair.number}", due, title)


def _terms(context: AnswerContext, problem: Problem) -> Iterator[Due]:
    if problem.term > context.view.time:
        title = partial(title_of_text, context, problem.text, problem.number)
        yield Due(ENDS["term"], f"problems/{problem.number}", problem.term, title, mark="-term")
