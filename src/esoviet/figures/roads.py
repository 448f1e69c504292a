"""Which matters had come to a vote, with which options, had other figures been in force.

A share is taken of the headcount next to the moment (`then.Past`). So that a headcount which is a
little off says nothing by itself, a matter is only said to fall where the changes ask for more
members than the constitution of its time, and only said to go on where they ask for fewer.
"""

from collections.abc import Iterator

from esoviet.figures.shapes import Line, Outcome, Why
from esoviet.figures.then import Past
from esoviet.law.constitution import Constitution
from esoviet.law.headcount import seconds_of, share_of
from esoviet.law.problems import Assessment, Problem, necessary_of
from esoviet.law.questions import Question
from esoviet.law.reading import NOT_BACKED, TOO_FEW
from esoviet.law.records import Headcount
from esoviet.law.solutions import Solution, Version, is_erased
from esoviet.law.view import View
from esoviet.law.votes import Vote, VoteKind

LAPSED = Outcome("lapsed")
Found = tuple[Why, ...]


def not_taken_up(view: View, past: Past, vote: Vote) -> Found:
    """Why a problem had not been found necessary when it was; empty where it had."""
    if vote.kind not in ("problem", "election"):
        return ()
    problem = view.must(Problem, vote.subject)
    if not view.count(Assessment, problem.number):
        return ()  # a question called this election anew
    why = _necessity(past, problem, problem.raised)
    return (why,) if problem.necessary < int(why.now) > int(why.then) else ()


def not_voted(
    view: View, vote: Vote, rules: Constitution, others: Constitution, people: Headcount
) -> Found:
    """Why nothing had come to the vote; empty where something had."""
    if vote.kind == "question":
        question = view.must(Question, vote.subject)
        then, now = seconds_of(rules, people), seconds_of(others, people)
        fell = question.seconds < now > then
        return (Why("seconds", str(then), str(now), had=question.seconds),) if fell else ()
    if vote.kind not in ("problem", "election"):
        return ()
    fallen = _fallen(view, vote, rules, others, people)
    return fallen if len(fallen) == len(vote.options) else ()


def fewer(
    view: View, vote: Vote, rules: Constitution, others: Constitution, people: Headcount
) -> tuple[Found, Found]:
    """The options that had fallen, and those that had stood in the vote besides."""
    if vote.kind not in ("problem", "election"):
        return (), ()
    return (
        _fallen(view, vote, rules, others, people),
        _joining(view, view.must(Problem, vote.subject), rules, others, people),
    )


def lapsed_by_now(view: View) -> tuple[list[Problem], list[Question]]:
    """What has lapsed so far."""
    return view.by(Problem, "phase", "lapsed"), view.by(Question, "state", "lapsed")


def lapsed(
    view: View, past: Past, over: tuple[list[Problem], list[Question]]
) -> Iterator[Line | None]:
    """One step for each problem and question that lapsed: those that had gone on have a line."""
    for problem in over[0]:
        kind: VoteKind = "election" if problem.seats else "problem"
        why = _going_on(view, past, problem)
        yield Line("voted", kind, problem.number, 0, LAPSED, None, why) if why else None
    for question in over[1]:
        (rules, others), people = next(past.at(question.asked)), past.people(question.asked)
        then, now = seconds_of(rules, people), seconds_of(others, people)
        if now < then and question.seconds >= now:
            told = Why("seconds", str(then), str(now), had=question.seconds)
            yield Line("voted", "question", question.number, 0, LAPSED, None, (told,))
        else:
            yield None


def _going_on(view: View, past: Past, problem: Problem) -> Found:
    """Why a problem that lapsed had not."""
    if problem.because == NOT_BACKED:
        rules, others = next(past.at(problem.since))
        return _joining(view, problem, rules, others, past.people(problem.since))
    if view.by(Solution, "problem", problem.number) or problem.necessary <= problem.unnecessary:
        return ()
    why = _necessity(past, problem, problem.since)
    return (why,) if problem.necessary >= int(why.now) < int(why.then) else ()


def _necessity(past: Past, problem: Problem, time: int) -> Why:
    (rules, others), people = next(past.at(time)), past.people(time)
    then, now = necessary_of(rules, people), necessary_of(others, people)
    return Why("necessary", str(then), str(now), had=problem.necessary, against=problem.unnecessary)


def _fallen(
    view: View, vote: Vote, rules: Constitution, others: Constitution, people: Headcount
) -> Found:
    then, now = (share_of(one, "backing", people) for one in (rules, others))
    if now <= then:
        return ()
    found = [view.must(Solution, number) for number in vote.options]
    return tuple(
        Why("backers", str(then), str(now), option=one.number, had=one.backers)
        for one in found
        if one.backers < now
    )


def _joining(
    view: View, problem: Problem, rules: Constitution, others: Constitution, people: Headcount
) -> Found:
    then, now = (share_of(one, "backing", people) for one in (rules, others))
    if now >= then:
        return ()
    solutions = view.by(Solution, "problem", problem.number)
    fallen = [one for one in solutions if one.state == "fallen" and one.because == TOO_FEW]
    backed = [(one.number, _most_backed(view, one)) for one in fallen]
    return tuple(
        Why("backers", str(then), str(now), option=number, had=most)
        for number, most in backed
        if most >= now
    )


def _most_backed(view: View, solution: Solution) -> int:
    """How many back the most backed version whose words still stand."""
    versions = view.each(Version, solution.number)
    return max((one.backers for one in versions if not is_erased(view, one)), default=0)
