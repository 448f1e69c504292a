"""Pages of problems: the list, one with its debate, who assessed it, its further arguments."""

from functools import partial
from heapq import nsmallest

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.amendments import NO_LONGER_FITS
from esoviet.law.drafts import ProposeSolution
from esoviet.law.mandates import Report
from esoviet.law.problems import Assessment, AssessNecessity, Phase, Problem, RaiseProblem
from esoviet.law.reviews import Review
from esoviet.may.subjects import ends
from esoviet.web.api import problems, rolls, votes
from esoviet.web.api.assembly import Parameter, parameters
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.criticism import numbers_of
from esoviet.web.api.exhibits import ExhibitCited
from esoviet.web.api.lessons import LessonLine, lessons_like
from esoviet.web.api.mandates import (
    MandateLine,
    PlanShown,
    ReportLine,
    latest_reports,
    plan_of,
)
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.api.tasks import TaskShown, tasks_of
from esoviet.web.http.language import _
from esoviet.web.pages import away
from esoviet.web.pages.cast import own_ballot
from esoviet.web.pages.debate import Brief, Turn, briefing, for_reader, titles, turns
from esoviet.web.pages.facts import Situation, situation
from esoviet.web.pages.history import ReaderHistory, history_of
from esoviet.web.pages.matter import (
    NEVER,
    Begun,
    Find,
    Kind,
    Need,
    Source,
    Words,
    begun_by,
    finder,
    possible,
    title_of_text,
)
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.past import Event, past
from esoviet.web.pages.reviews import Reviewing, reviewing
from esoviet.web.pages.sides import Tally, Weighing, tally, weighed
from esoviet.web.pages.steps import Step, steps
from esoviet.web.pages.threads import Thread, debated, read
from esoviet.web.pages.topics import Origin, origin
from esoviet.web.pages.tray import Tray, tray
from esoviet.web.pages.unanswered import Unanswered, unanswered

MOST_MANDATES = 10
MOST_REPORTS = 2
"""So much of the work stands on the page of its problem."""


class Work(Struct, frozen=True):
    """A mandate that a decision gave, its plan, tasks, and the last reports, the newest first.

    There are so many reports and other lines of its record in `all`. How it is carried out is
    `criticised` so often.
    """

    mandate: MandateLine
    plan: PlanShown | None
    tasks: list[TaskShown]
    reports: list[ReportLine]
    all: int
    criticised: int


class ProblemRest(Struct, frozen=True):
    """What of a problem's page stands on every page of it: its road, its debate in order.

    `own` is what the reader has said, besides a ballot; `past` is what happened, the last first;
    `tray` holds the files of the debate, `work` how what was decided is carried out. `anew` is the
    decision whose review put the problem anew (0: none). The decision is `criticised` so often.
    By the number of each solution, what about it is `unanswered`.
    `shown` are the newest exhibits about it that stand, `situation` its facts. `away` says of whom
    until when (ms), to members alone. `came` is the post that it came from.
    """

    steps: list[Step]
    parameters: list[Parameter]
    turns: list[Turn]
    titles: dict[int, str | None]
    weighed: list[Weighing]
    tally: Tally
    unanswered: dict[int, Unanswered]
    own: ReaderHistory
    past: list[Event]
    tray: Tray
    work: list[Work]
    review: Reviewing | None
    criticised: int
    anew: int
    shown: list[ExhibitCited]
    situation: Situation
    away: dict[int, int]
    came: Origin | None


class ProblemPage(Struct, frozen=True):
    """The vote on a problem, the briefing when it is time, and the rest.

    `members` are those awake, `mine` is the reader's ballot, `thread` how far they have read.
    While solutions are drafted, `lessons` are those of work like this.
    """

    members: int
    vote: votes.VoteAnswer | None
    mine: rolls.Voted | None
    briefing: list[Brief]
    rest: ProblemRest
    thread: Thread | None
    lessons: list[LessonLine]


class AssessmentsPage(Struct, frozen=True):
    """The problem that a list belongs to."""

    p: problems.ProblemLine


def problem_page(
    context: AnswerContext, _query: One, answer: problems.ProblemAnswer, reader: int | None
) -> ProblemPage:
    """Beside a problem."""
    problem, number = answer.problem, answer.vote.number if answer.vote else 0
    is_time = problem.phase in ("reading", "vote")
    said = answer.arguments
    read_to = debated(context, problem.number, reader, said.items, said.next is not None)
    return ProblemPage(
        members=context.assembly.active,
        vote=votes.vote(context, One(number=number)) if number else None,
        mine=own_ballot(context, number, reader),
        briefing=briefing(context, problem.number, answer.solutions) if is_time else [],
        rest=problem_rest(context, answer, reader, read_to.first if read_to else 0),
        thread=read_to,
        lessons=_lessons(context, problem),
    )


def _lessons(context: AnswerContext, line: problems.ProblemLine) -> list[LessonLine]:
    if line.phase != "solutions" or line.seats or line.text.state != "kept":
        return []
    return lessons_like(context, context.plain(bytes.fromhex(line.text.sha256)) or "")


def problem_rest(
    context: AnswerContext, answer: problems.ProblemAnswer, reader: int | None, new: int = 0
) -> ProblemRest:
    """What of a problem stands on its own page and on those of its vote and its decision.

    From the argument `new` on all of others is new to the reader (0: nothing is).
    """
    problem = context.view.must(Problem, answer.problem.number)
    talk = for_reader(context, turns(answer.arguments.items), reader, new)
    facts = situation(context, problem.number, reader)
    named, counted = titles(context, answer.arguments.items), tally(context, problem.number)
    return ProblemRest(
        steps=steps(context, problem),
        parameters=parameters(context.view),
        turns=talk,
        titles=named,
        weighed=weighed(talk, named, (one.number for one in answer.solutions), counted.roots),
        tally=counted,
        unanswered={
            one.number: unanswered(context, counted, one.number) for one in answer.solutions
        },
        own=history_of(context, problem.number, reader),
        past=past(context, problem),
        tray=tray(context, problem.number, answer.arguments.items),
        work=work_on(context, answer.mandates),
        review=reviewing(context, problem.decision, reader),
        criticised=len(numbers_of(context, "decision", problem.decision)),
        anew=next((one.decision for one in context.view.by(Review, "anew", problem.number)), 0),
        shown=facts.shown,
        away=away.shown(context, reader) if answer.mandates else {},
        situation=facts,
        came=origin(context, problem.post),
    )


def work_on(context: AnswerContext, mandates: list[MandateLine]) -> list[Work]:
    """How what was decided is carried out."""
    return [
        Work(
            one,
            plan_of(context, one.number),
            tasks_of(context, one.number),
            latest_reports(context, one.number, MOST_REPORTS),
            context.view.count(Report, one.number),
            len(numbers_of(context, "mandate", one.number)),
        )
        for one in mandates[:MOST_MANDATES]
    ]


def assessments_page(
    context: AnswerContext, query: OneList, _answer: Listing[problems.Assessed], _reader: int | None
) -> AssessmentsPage:
    """Beside who assessed a problem."""
    return AssessmentsPage(_line(context, query.number))


def _line(context: AnswerContext, number: int) -> problems.ProblemLine:
    return problems.problem_line(context, context.view.must(Problem, number), False)


PAGES: tuple[AnyPage, ...] = (
    PageLine(problems.PROBLEMS, "/problems", "problems/list.html"),
    PageLine(
        problems.PROBLEM, "/problems", "problems/one.html", problem_page, matter="problems",
        seen=read,
    ),
    PageLine(
        problems.PROBLEM_ASSESSMENTS, "/problems", "problems/assessments.html", assessments_page
    ),
)  # fmt: skip


def _to_assess(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What the reader has not judged, or only in an earlier version of its text."""
    view, needs = context.view, list[Need]()
    waiting = view.count_by(Problem, "phase", "necessity")
    for number in possible(context, reader, AssessNecessity, waiting):
        problem, said = view.must(Problem, number), view.get(Assessment, reader or 0, number)
        if len(needs) == most:
            break
        if said is None or said.version < problem.version:
            needs.append(_need("anew" if said else "assess", context, problem))
    return needs


def _to_read(context: AnswerContext, _reader: int | None, most: int) -> list[Need]:
    return in_phase(context, "reading", most)


def _to_solve(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    numbers = possible(context, reader, ProposeSolution, most)
    return [_need("solve", context, context.view.must(Problem, number)) for number in numbers]


def in_phase(context: AnswerContext, phase: Phase, most: int) -> list[Need]:
    """The problems of a phase, those whose phase ends first first."""
    view = context.view
    found = view.by(Problem, "phase", phase)
    first = nsmallest(most, found, key=lambda one: ends(view, one) or NEVER)
    return [_need("read", context, one) for one in first]


def _need(kind: Kind, context: AnswerContext, problem: Problem) -> Need:
    title = partial(title_of_text, context, problem.text, problem.number)
    far = (0, 0)
    if kind in ("assess", "anew"):
        said = problem.necessary + problem.unnecessary + problem.unsure
        far = said, context.assembly.active
    return Need(kind, f"problems/{problem.number}", ends(context.view, problem), title, *far)


TO_ASSESS: Source = _to_assess
TO_READ: Source = _to_read
TO_SOLVE: Source = _to_solve
_PROBLEM = finder(Problem, lambda one: f"problems/{one.number}")
FINDERS: dict[str, Find] = {"problem": _PROBLEM}
BEGUN: dict[type[Signed], Begun] = {RaiseProblem: begun_by(Problem, _PROBLEM)}
WORDS: Words = {
    "phase_word": {
        "necessity": _("Necessity"), "solutions": _("Solutions"), "reading": _("Reading"),
        "vote": _("Vote"), "work": _("Work"), "done": _("Done"), "lapsed": _("Lapsed"),
        "closed": _("Closed"), "withdrawn": _("Withdrawn"),
    },
    "because_word": {
        "not found necessary in time": _("not found necessary in time"),
        "no solution found enough backing": _("no solution found enough backing"),
        "all candidates withdrew": _("all candidates withdrew"),
        "no-action": _("no action won"), "unsupported": _("too few members were for it"),
        "rejected": _("rejected"), "none-of-these": _("none of these won"),
        "another election fills these seats": _("another election fills these seats"),
        NO_LONGER_FITS: _("its figures no longer fit the constitution"),
    },
    "stance_word": {
        "necessary": _("Necessary"), "not-necessary": _("Not necessary"), "unsure": _("Unsure"),
    },
    "step_word": {
        "raised": _("raised"), "until": _("until"), "decided": _("decided"), "since": _("since"),
        "from": _("from"), "then": _("then"), "nothing": _("nothing to do"),
    },
    "began_word": {
        "necessity": "", "solutions": _("It was found necessary: solutions can be proposed now."),
        "reading": _("The texts stand still now, to be read before the vote."),
        "vote": _("The vote has just opened."),
        "work": _("The vote is over: see what was decided."),
        "done": _("It is carried out."), "lapsed": _("It has lapsed."),
        "closed": _("The vote is over: see what was decided."),
        "withdrawn": _("It was taken back."),
    },
    "need_word": {
        "assess": _("Assess"), "anew": _("Say it anew: the text has changed"), "read": _("Read"),
        "solve": _("Solve"),
    },
}  # fmt: skip
