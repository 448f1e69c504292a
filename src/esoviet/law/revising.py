"""Chapter 5 of the law, second part: the text of a problem is revised while it is assessed.

A revision asks everybody anew, so it cannot come when too little time is left to answer: what
others gathered for the earlier text, for it or against it, is worth nothing for the new one.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import bring, overtaken, sha
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put, refuse
from esoviet.law.problems import (
    Assessment,
    Problem,
    ProblemVersion,
    a_tenth,
    counted,
    newest,
    weighed,
)
from esoviet.law.rewordings import Takes, check_taken, revisable, taken_up
from esoviet.law.view import View


class ReviseProblem(Act, frozen=True, kw_only=True):
    """Put a new text in the place of that of one's own problem, while its necessity is assessed.

    It `takes` up rewordings that others suggested, by their numbers.
    """

    DEED = "revised a problem"

    problem: Number
    text: Blob
    takes: Takes = ()


def revise_problem(view: View, author: Author, act: ReviseProblem) -> Outcome:
    """Clauses 5.7, 5.8 and 6.15: of what was said, only what its author says goes on."""
    problem = revisable(view, act.problem, "5.7")
    if isinstance(problem, Refusal):
        return problem
    if problem.by != author.number:
        return Refusal("5.7", "Only who raised a problem revises its text.")
    if problem.version >= view.limits.problem_versions:
        most = view.limits.problem_versions
        return refuse("5.7", "The text of a problem has at most {most} versions.", most=most)
    latest = newest(view, problem)
    wrong = overtaken(author, act, latest) or check_taken(view, problem, act.takes)
    blobs = wrong or bring(view, author.number, "5.7", act.text)
    if isinstance(blobs, Refusal):
        return blobs
    new = ProblemVersion(
        problem=problem.number,
        number=problem.version + 1,
        text=sha(act.text),
        entry=view.index,
        time=view.time,
        device=author.device,
        takes=act.takes,
    )
    first = (latest,) if latest.number == 1 else ()
    blobs |= taken_up(view, act.takes, new.number) | put(*first, new)
    return blobs | _judged_anew(view, problem, new)


def _judged_anew(view: View, problem: Problem, new: ProblemVersion) -> Changes:
    """The problem with its new text, of which so far only its author has said something."""
    own = view.get(Assessment, problem.by, problem.number)
    asked = replace(
        problem,
        version=new.number,
        text=new.text,
        necessary=0,
        unnecessary=0,
        unsure=0,
        opens=max(problem.opens, view.time + a_tenth(view, problem)),
    )
    if own is None:
        return weighed(view, asked, NOTHING)
    return weighed(view, counted(asked, own.stance, 1), NOTHING) | put(
        replace(own, version=new.number)
    )
