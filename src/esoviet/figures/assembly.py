"""The assembly's report on itself: what the records say of a period, in numbers (clause 2.13).

The report on a finished period is the same whenever it is asked for: all is counted from what
records keep for ever, each by its own time. What they tell only of the present (who is asleep, who
has done nothing so far) stands in the report on the period that is under way, and in no other. No
number here is anybody's.
"""

from collections import Counter
from collections.abc import Iterable
from struct import unpack

from msgspec import Struct

from esoviet.figures.criticised import Criticised, criticised
from esoviet.figures.initiative import Spread, adopted, spread
from esoviet.figures.mandates import Work, work
from esoviet.figures.periods import Period, Rules, within
from esoviet.figures.rotation import Ledger
from esoviet.law.actions import Action
from esoviet.law.arguments import Argument, is_answer
from esoviet.law.constitution import Amendment
from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Door, Key, Member
from esoviet.law.solutions import Solution, Version
from esoviet.law.view import View
from esoviet.law.votes import Roll, Vote

SHOWN = 20
"""So many refutations without an answer are named at most."""


class Middle(Struct, frozen=True):
    """Of so many (`count`), the middle one and those at a quarter and at three quarters."""

    count: int
    low: int
    median: int
    high: int


class People(Struct, frozen=True):
    """The members at the end; in the period: who came in, by which road, and who was gone.

    `refused`, `lapsed` and `withdrawn` are applications that ended so. Only while the period is
    under way: how many are `asleep`, and how many of the `awake` who were members before it began
    have done nothing in it (`silent`).
    """

    members: int
    admitted: dict[str, int]
    gone: int
    refused: int
    lapsed: int
    withdrawn: int
    asleep: int | None
    awake: int | None
    silent: int | None


class Raised(Struct, frozen=True):
    """What was raised, proposed, argued, asked and announced in the period.

    `calls` are the actions that stand on no mandate: nobody has decided them.
    """

    problems: int
    solutions: int
    arguments: int
    questions: int
    actions: int
    calls: int


class Lapsed(Struct, frozen=True):
    """What came to nothing: problems by why they lapsed; what was withdrawn; questions.

    A question is `unseconded` that too few seconded by the time that it had at first.
    """

    problems: dict[str, int]
    withdrawn: int
    unseconded: int


class Decided(Struct, frozen=True):
    """What was decided: by how it ended; in ms from a problem, or a question, to its decision.

    `turnout` is in thousandths of those who were awake, a vote each. Of the `voters`, who could
    vote in any of these and are members at the end, so many are in no roll (`voteless`).
    """

    endings: dict[str, int]
    amendments: int
    problems: Middle | None
    questions: Middle | None
    turnout: Middle | None
    voters: int
    voteless: int


class Unanswered(Struct, frozen=True):
    """An argument that refutes a solution which was adopted, and that nobody answered."""

    argument: int
    problem: int
    solution: int


class Report(Struct, frozen=True):
    """The report on one period; of the refutations without an answer the first few are named."""

    period: Period
    people: People
    raised: Raised
    decided: Decided
    lapsed: Lapsed
    work: Work
    refutations: int
    unanswered: int
    named: tuple[Unanswered, ...]
    criticised: Criticised
    spread: Spread | None


def report(view: View, period: Period, ledger: Ledger | None = None) -> Report:
    """The report on a period; the `ledger` of the view, where it is known already."""
    ledger = ledger or Ledger(view)
    people = _people(view, period)
    refuting, unanswered = _refuting(view, period)
    return Report(
        period,
        people,
        _raised(view, period),
        _decided(view, period),
        _lapsed(view, period),
        work(view, period, ledger),
        refuting,
        len(unanswered),
        tuple(Unanswered(o.number, o.problem, o.solution) for o in unanswered[:SHOWN]),
        criticised(view, period),
        spread(view, period, people.members, ledger.terms),
    )


def _people(view: View, period: Period) -> People:
    roads, ends, members = Counter[Door](), Counter[str](), 0
    for one in view.each(Member):
        if one.admission and one.since < period.ends:
            members += not 0 < one.ended < period.ends
            if one.since >= period.begins:
                roads[one.door] += 1
        if period.has(one.ended):
            ends["gone" if one.admission else one.state] += 1
    asleep, awake, silent = (None,) * 3 if period.finished else _present(view, period)
    return People(
        members,
        dict(sorted(roads.items())),
        ends["gone"],
        ends["refused"],
        ends["lapsed"],
        ends["withdrawn"],
        asleep,
        awake,
        silent,
    )


def _present(view: View, period: Period) -> tuple[int, int, int]:
    """Who is asleep now; who was there before and is awake; who of these has done nothing."""
    acted = {key.member for key in view.each(Key) if key.at >= period.begins}
    asleep = awake = silent = 0
    for one in view.each(Member):
        if one.state != "member":
            continue
        asleep += one.dormant
        if not one.dormant and one.since < period.begins:
            awake += 1
            silent += one.number not in acted
    return asleep, awake, silent


def _raised(view: View, period: Period) -> Raised:
    announced = within(view, Action, lambda one: one.announced, period)
    calls = sum(one.mandate == 0 for one in announced)
    return Raised(
        sum(period.has(one.raised) for one in view.each(Problem)),
        len(within(view, Solution, lambda o: view.must(Version, 1, o.number).time, period)),
        len(within(view, Argument, lambda one: one.time, period)),
        len(within(view, Question, lambda one: one.asked, period)),
        len(announced) - calls,
        calls,
    )


def _decided(view: View, period: Period) -> Decided:
    found = within(view, Decision, lambda one: one.time, period)
    problems, questions = list[int](), list[int]()
    for one in found:
        if one.kind in ("problem", "election"):
            problems.append(one.time - view.must(Problem, one.subject).raised)
        elif one.kind == "question":
            questions.append(one.time - view.must(Question, one.subject).asked)
    voters, voteless = _voters(view, period, found)
    return Decided(
        dict(sorted(Counter(one.ending for one in found).items())),
        sum(period.has(one.time) and one.number > 1 for one in view.rows(Amendment)),
        middle(problems),
        middle(questions),
        middle(one.ballots * 1000 // one.base for one in found if one.base),
        voters,
        voteless,
    )


def _voters(view: View, period: Period, decisions: Iterable[Decision]) -> tuple[int, int]:
    """Who could vote in any of these, and who of them did in none."""
    admitted, voted = 0, set[int]()
    for one in decisions:
        admitted = max(admitted, view.must(Vote, one.vote).roll_until)
        roll = view.must(Roll, one.vote).members
        voted.update(unpack(f"<{len(roll) // 8}Q", roll))
    could = [
        one.number
        for one in view.each(Member)
        if 0 < one.admission <= admitted and not 0 < one.ended < period.ends
    ]
    return len(could), sum(number not in voted for number in could)


def _lapsed(view: View, period: Period) -> Lapsed:
    rules, problems, withdrawn = Rules(view), Counter[str](), 0
    for one in view.each(Problem):
        if one.phase == "lapsed" and period.has(one.since):
            problems[one.because] += 1
        withdrawn += one.phase == "withdrawn" and period.has(one.since)
    unseconded = 0
    for question in view.each(Question):
        first_end = question.asked + rules.days("necessity_days", question.asked)
        if period.has(first_end):
            prolonged = question.window is not None and question.window.prolonged > 0
            unseconded += question.state == "lapsed" or prolonged
    return Lapsed(dict(sorted(problems.items())), withdrawn, unseconded)


def _refuting(view: View, period: Period) -> tuple[int, list[Argument]]:
    """How many arguments were against what was adopted, and those that nobody answered.

    Also those that were retracted: when, no record says.
    """
    count, unanswered = 0, list[Argument]()
    for solution in adopted(view, period):
        debate = view.by(Argument, "problem", solution.problem)
        known = {one.number: one for one in debate}
        answered = {
            one.argument
            for one in debate
            if one.argument and is_answer(view, one, known[one.argument])
        }
        for one in debate:
            if one.solution == solution.number and one.stance == "refutes":
                count += 1
                unanswered += [one] if one.number not in answered else []
    return count, unanswered


def middle(values: Iterable[int]) -> Middle | None:
    """The median and the quartiles, each one of the values (the lower, where two are as near)."""
    found = sorted(values)
    if not found:
        return None
    last = len(found) - 1
    return Middle(len(found), *(found[last * part // 4] for part in (1, 2, 3)))
