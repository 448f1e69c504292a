"""Solutions: versions, backers, volunteers."""

from typing import Literal

from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.rewordings import Rewording, contributors, of_solution
from esoviet.law.solutions import Backing, Solution, Version, Volunteer, backing_of_others
from esoviet.law.together import asking, team
from esoviet.web.api.amending import Amends, before_decision
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.criticism import numbers_of
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.facts import FactCited, facts_cited
from esoviet.web.api.practicality import Assessor, Averages, assessors_of, averages
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, One, OneList, Page, Paging, Part, Text, Who
from esoviet.web.api.spending import Budget, budget_of


class ExpectedEffect(Part, frozen=True, kw_only=True):
    """The expected effect: what is measured, from which value to which, by when."""

    indicator: Text
    baseline: str
    target: str
    by: int


class VersionLine(Part, frozen=True, kw_only=True):
    """One version of a solution: what it says, who carries it out, and how many back it.

    Its `carrier` agreed that the `team` carries it out too; those who are `asking` wait for that.
    It rests on its `exhibits` and `facts`. It `takes` up the rewordings of these numbers; the
    `contributors` suggested what it or a version before it took up.
    """

    number: int
    text: Text
    effect: ExpectedEffect | None
    budget: Budget | None
    amending: Amends | None
    carrier: Who | None
    team: list[Who]
    asking: list[Who]
    backed: int
    entry: int
    time: int
    exhibits: list[ExhibitCited]
    facts: list[FactCited]
    takes: list[int]
    contributors: list[Who]


class Backer(Part, frozen=True, kw_only=True):
    """Who wants a solution put to the vote, in which version."""

    member: Who
    version: int
    entry: int


class Helper(Part, frozen=True, kw_only=True):
    """Who will help to carry a solution out, with how many hours a week (null: not said)."""

    member: Who
    hours: int | None
    entry: int


class Merging(Part, frozen=True, kw_only=True):
    """One of two solutions that are merged, by its number."""

    solution: int
    title: str | None
    by: Who


class SolutionDetail(Part, frozen=True, kw_only=True):
    """A solution in its latest version, from the reading on in the one that stands.

    `carrier` commits to carry that out (null: nobody), together with the `team` whom they agreed to
    (6.13); who is `asking` waits for that. `backed` counts the backers of that version,
    `backed_by_others` those of any version besides its proposer. Where `released`, its proposer has
    withdrawn from it (clause 6.4). `criticisms` are the numbers of what was said of it; so many
    `rewordings` wait for an answer (6.15). It `merges` two others (6.18): who proposed the second
    is `asked`, or agreed or declined (null: it merges none).
    """

    number: int
    problem: int
    by: Who
    carrier: Who | None
    team: list[Who]
    asking: list[Who]
    released: bool
    state: Literal["standing", "withdrawn", "fallen"]
    because: str | None
    entry: int
    version: int
    text: Text
    effect: ExpectedEffect | None
    budget: Budget | None
    amending: Amends | None
    versions: list[VersionLine]
    backed: int
    backed_by_others: int
    backers: Page[Backer]
    offered: int
    volunteers: Page[Helper]
    assessed: int
    practicality: Averages | None
    assessors: Page[Assessor]
    criticisms: list[int]
    rewordings: int
    merges: list[Merging]
    merging: Literal["asked", "agreed", "declined"] | None


class SolutionAnswer(Answer, frozen=True, kw_only=True):
    """One solution."""

    solution: SolutionDetail


def solution(context: AnswerContext, query: One) -> SolutionAnswer | None:
    """One solution."""
    solution = context.view.get(Solution, query.number)
    if solution is None:
        return None
    return SolutionAnswer(log_size=context.log_size, solution=solution_detail(context, solution))


def backers(context: AnswerContext, query: OneList) -> Listing[Backer] | None:
    """Who backs a solution, by member."""
    known = context.view.get(Solution, query.number)
    return context.whole(_backers(context, query.number, query)) if known else None


def volunteers(context: AnswerContext, query: OneList) -> Listing[Helper] | None:
    """Who offers to help with a solution, by member."""
    known = context.view.get(Solution, query.number)
    return context.whole(_volunteers(context, query.number, query)) if known else None


def solution_detail(context: AnswerContext, solution: Solution) -> SolutionDetail:
    """A solution with its versions (their texts only named) and the members for it."""
    versions = context.view.rows(Version, solution.number)
    shown = next(one for one in versions if one.number == solution.version)
    reworded = of_solution(context.view, solution.number)
    return SolutionDetail(
        number=solution.number,
        problem=solution.problem,
        by=context.who(solution.by, solution.entry),
        carrier=context.maybe_who(solution.carrier),
        team=[context.who(one) for one in team(context.view, shown)],
        asking=[context.who(one) for one in asking(context.view, shown)],
        released=solution.released,
        state=solution.state,
        because=solution.because or None,
        entry=solution.entry,
        version=solution.version,
        text=context.text(solution.text),
        effect=effect_of(context, solution),
        budget=budget_of(solution),
        amending=amends_of(context, solution),
        versions=[_version(context, version, reworded) for version in versions],
        backed=solution.backers,
        backed_by_others=backing_of_others(context.view, solution),
        backers=_backers(context, solution.number, context.counted),
        offered=solution.volunteers,
        volunteers=_volunteers(context, solution.number, context.counted),
        assessed=solution.assessors,
        practicality=averages(solution),
        assessors=assessors_of(context, solution.number, context.counted),
        criticisms=numbers_of(context, "solution", solution.number),
        rewordings=sum(one.state == "open" for one in reworded),
        merges=[_merging(context, number) for number in solution.merges],
        merging=solution.merging or None,
    )


def _version(context: AnswerContext, version: Version, reworded: list[Rewording]) -> VersionLine:
    return VersionLine(
        number=version.number,
        text=context.text(version.text, inline=False),
        effect=effect_of(context, version, inline=False),
        budget=budget_of(version),
        amending=amends_of(context, version, inline=False),
        carrier=context.maybe_who(version.carrier, version.entry),
        team=[context.who(one) for one in team(context.view, version)],
        asking=[context.who(one) for one in asking(context.view, version)],
        backed=version.backers,
        entry=version.entry,
        time=version.time,
        exhibits=cited(context, version.exhibits),
        facts=facts_cited(context, version.facts),
        takes=list(version.takes),
        contributors=[context.who(one) for one in contributors(reworded, version)],
    )


def _merging(context: AnswerContext, number: int) -> Merging:
    one = context.view.must(Solution, number)
    title = context.title(one.text)
    return Merging(solution=number, title=title, by=context.who(one.by, one.entry))


def effect_of(
    context: AnswerContext, said: Solution | Version, *, inline: bool = True
) -> ExpectedEffect | None:
    """The effect that is expected, if one is stated."""
    if not said.indicator:
        return None
    return ExpectedEffect(
        indicator=context.text(said.indicator, inline=inline),
        baseline=said.baseline,
        target=said.target,
        by=said.by_date,
    )


def amends_of(
    context: AnswerContext, said: Solution | Version, *, inline: bool = True
) -> Amends | None:
    """What is amended, if anything is."""
    if not said.amends:
        return None
    solution = said if isinstance(said, Solution) else context.view.must(Solution, said.solution)
    problem = context.view.must(Problem, solution.problem)
    decision = context.view.get(Decision, problem.decision)
    return Amends(
        parameters=said.parameters,
        before=before_decision(context.view, said.parameters, decision),
        name=context.maybe_text(said.new_name, inline=inline),
        purpose=context.maybe_text(said.new_purpose, inline=inline),
    )


def _backers(context: AnswerContext, number: int, query: Paging) -> Page[Backer]:
    return context.page(
        f"solutions/{number}/backers.json",
        query,
        by_member(context.view, Backing, number, query.after),
        lambda one: Backer(member=context.who(one.member), version=one.version, entry=one.entry),
    )


def _volunteers(context: AnswerContext, number: int, query: Paging) -> Page[Helper]:
    return context.page(
        f"solutions/{number}/volunteers.json",
        query,
        by_member(context.view, Volunteer, number, query.after),
        lambda one: Helper(
            member=context.who(one.member), hours=one.hours or None, entry=one.entry
        ),
    )


SOLUTION = Read("/solutions/{number}.json", solution, One, SolutionAnswer)
SOLUTION_BACKERS = Read("/solutions/{number}/backers.json", backers, OneList, Listing[Backer])
SOLUTION_VOLUNTEERS = Read(
    "/solutions/{number}/volunteers.json", volunteers, OneList, Listing[Helper]
)
READS: tuple[AnyRead, ...] = (
    SOLUTION,
    SOLUTION_BACKERS,
    SOLUTION_VOLUNTEERS,
)
