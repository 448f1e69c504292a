"""Problems: everything about one in one answer."""

from collections.abc import Iterator
from itertools import islice

from esoviet.law.arguments import Argument
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import (
    Assessment,
    Phase,
    Problem,
    Stance,
    necessary_needed,
    versions_of,
)
from esoviet.law.rewordings import contributors, of_problem
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.law.windows import times_prolonged
from esoviet.web.api.arguments import ArgumentLine, ArgumentsQuery, argument_line, in_view
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.decisions import DecisionLine, decision_line
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    Numbered,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)
from esoviet.web.api.solutions import SolutionDetail, solution_detail
from esoviet.web.api.votes import VoteLine, vote_line


class Necessity(Part, frozen=True, kw_only=True):
    """How many members say that a problem is necessary to solve, not necessary, or are unsure.

    `needed` is how many must say necessary, while that is open.
    """

    necessary: int
    not_necessary: int
    unsure: int
    needed: int | None


class ProblemLine(Part, frozen=True, kw_only=True):
    """A problem: who raised it and when, its phase (`since`, `due`), what became of it.

    `due` equals `opens` where it is found necessary so far: drafting begins then. With `seats` it
    is an election of that many people; it may be one that `renews` the seats of the election of
    that number. `because` says why it lapsed or closed, `term` when the term of those elected is
    over. The phase was `prolonged` so often, since the host was silent at its end. It came from a
    `post` in a `topic` (null: from none). Its text is that of this `version`, of which is counted
    who finds it necessary; so many `rewordings` of it wait for an answer (5.9).
    """

    number: int
    by: Who
    text: Text
    seats: int | None
    entry: int
    raised: int
    phase: Phase
    since: int
    due: int | None
    opens: int
    necessity: Necessity
    solutions: int
    arguments: int
    vote: int | None
    decision: int | None
    because: str | None
    renews: int | None
    term: int | None
    prolonged: int
    topic: int | None
    post: int | None
    version: int
    rewordings: int


class TextVersion(Part, frozen=True, kw_only=True):
    """One version of the text of a problem.

    It `takes` up the rewordings of these numbers; the `contributors` suggested what it or a version
    before it took up.
    """

    number: int
    text: Text
    entry: int
    time: int
    takes: list[int]
    contributors: list[Who]


class Assessed(Part, frozen=True, kw_only=True):
    """What one member says about the necessity of a problem, of this `version` of its text.

    What was said of an earlier version counts no more (5.8).
    """

    member: Who
    stance: Stance
    reason: Text | None
    version: int
    entry: int


class ProblemAnswer(Answer, frozen=True, kw_only=True):
    """A problem with everything that belongs to it."""

    problem: ProblemLine
    versions: list[TextVersion]
    assessments: Page[Assessed]
    solutions: list[SolutionDetail]
    arguments: Page[ArgumentLine]
    vote: VoteLine | None
    decision: DecisionLine | None
    mandates: list[MandateLine]


class ProblemsQuery(Numbered, frozen=True, kw_only=True):
    """Problems, all or those in one phase."""

    phase: Phase | None = None


def problems(context: AnswerContext, query: ProblemsQuery) -> Listing[ProblemLine]:
    """Problems in the order in which they were raised."""
    problems = context.numbered(Problem, query, "phase", query.phase)
    return context.listing(
        "problems.json",
        query,
        problems,
        lambda problem: problem_line(context, problem, query.texts),
    )


def problem(context: AnswerContext, query: One) -> ProblemAnswer | None:
    """One problem with its assessments, solutions, arguments, vote, decision and mandates."""
    problem = context.view.get(Problem, query.number)
    if problem is None:
        return None
    vote = context.view.get(Vote, problem.vote)
    decision = context.view.get(Decision, problem.decision)
    mandates = context.view.by(Mandate, "decision", problem.decision) if decision else []
    return ProblemAnswer(
        log_size=context.log_size,
        problem=problem_line(context, problem, True),
        versions=_versions(context, problem),
        assessments=_assessments(context, problem.number, context.first, context.is_page),
        solutions=[
            solution_detail(context, solution)
            for solution in context.view.by(Solution, "problem", problem.number)
        ],
        arguments=_arguments(context, problem.number, context.first, True),
        vote=vote_line(context, vote) if vote else None,
        decision=decision_line(context, decision) if decision else None,
        mandates=[mandate_line(context, mandate) for mandate in mandates],
    )


def assessments(context: AnswerContext, query: OneList) -> Listing[Assessed] | None:
    """Who finds a problem necessary to solve, by member."""
    if context.view.get(Problem, query.number) is None:
        return None
    return context.whole(_assessments(context, query.number, query))


def arguments(context: AnswerContext, query: ArgumentsQuery) -> Listing[ArgumentLine] | None:
    """The arguments on a problem, in the order of a view of the debate."""
    if context.view.get(Problem, query.number) is None:
        return None
    inline = query.texts or context.is_page
    if query.view == "time":
        return context.whole(_arguments(context, query.number, query, inline))
    placed = enumerate(in_view(context, query.number, query.view), 1)
    return context.listing(
        f"problems/{query.number}/arguments.json",
        query,
        islice(placed, query.after, None),
        lambda one: argument_line(context, one[1], inline),
        lambda one: one[0],
    )


def problem_line(context: AnswerContext, problem: Problem, inline: bool) -> ProblemLine:
    """A problem in a list."""
    return ProblemLine(
        number=problem.number,
        by=context.who(problem.by, problem.entry),
        text=context.text(problem.text, inline=inline),
        seats=some(problem.seats),
        entry=problem.entry,
        raised=problem.raised,
        phase=problem.phase,
        since=problem.since,
        due=some(problem.due),
        opens=problem.opens,
        necessity=Necessity(
            necessary=problem.necessary,
            not_necessary=problem.unnecessary,
            unsure=problem.unsure,
            needed=necessary_needed(context.view) if problem.phase == "necessity" else None,
        ),
        solutions=context.view.count_by(Solution, "problem", problem.number),
        arguments=context.view.count_by(Argument, "problem", problem.number),
        vote=some(problem.vote),
        decision=some(problem.decision),
        because=problem.because or None,
        renews=some(problem.renews),
        term=some(problem.term),
        prolonged=times_prolonged(problem),
        topic=some(problem.topic),
        post=some(problem.post),
        version=problem.version,
        rewordings=sum(one.state == "open" for one in of_problem(context.view, problem.number)),
    )


def _versions(context: AnswerContext, problem: Problem) -> list[TextVersion]:
    reworded = of_problem(context.view, problem.number)
    return [
        TextVersion(
            number=one.number,
            text=context.text(one.text, inline=False),
            entry=one.entry,
            time=one.time,
            takes=list(one.takes),
            contributors=[context.who(by) for by in contributors(reworded, one)],
        )
        for one in versions_of(context.view, problem)
    ]


def _assessments(
    context: AnswerContext, number: int, query: Paging, with_reason: bool = False
) -> Page[Assessed]:
    """All of them, or those `with_reason`: the page of a problem counts the others."""
    assessments: Iterator[Assessment] = by_member(context.view, Assessment, number, query.after)
    return context.page(
        f"problems/{number}/assessments.json",
        query,
        (one for one in assessments if one.reason or not with_reason),
        lambda one: Assessed(
            member=context.who(one.member, one.entry),
            stance=one.stance,
            reason=context.maybe_text(one.reason),
            version=one.version,
            entry=one.entry,
        ),
    )


def _arguments(
    context: AnswerContext, number: int, query: Paging, inline: bool
) -> Page[ArgumentLine]:
    listed = context.view.by(Argument, "problem", number)
    return context.page(
        f"problems/{number}/arguments.json",
        query,
        (one for one in listed if one.number > query.after),
        lambda one: argument_line(context, one, inline),
    )


PROBLEMS = Read("/problems.json", problems, ProblemsQuery, Listing[ProblemLine])
PROBLEM = Read("/problems/{number}.json", problem, One, ProblemAnswer)
PROBLEM_ASSESSMENTS = Read(
    "/problems/{number}/assessments.json", assessments, OneList, Listing[Assessed]
)
PROBLEM_ARGUMENTS = Read(
    "/problems/{number}/arguments.json", arguments, ArgumentsQuery, Listing[ArgumentLine]
)

READS: tuple[AnyRead, ...] = (
    PROBLEMS,
    PROBLEM,
    PROBLEM_ASSESSMENTS,
    PROBLEM_ARGUMENTS,
)
