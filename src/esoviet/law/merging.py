"""Chapter 6 of the law: two solutions become one that both their proposers carry out.

The merged solution is a new one, and names the two. Who proposes it has proposed one of them; once
who proposed the other agrees, each of the two is withdrawn by its proposer (clause 6.4).
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.carriers import MOST
from esoviet.law.drafts import withdrawn
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.solutions import Solution, Version, drafting
from esoviet.law.together import Joining, cannot_join, team
from esoviet.law.view import View

MERGED = "merged into another"


class AnswerMerge(Act, frozen=True, kw_only=True):
    """Agree that one's solution is merged into this version, to be carried out by both; or not."""

    DEED = "answered whether two solutions are merged"

    solution: Number
    version: Number
    agrees: bool = True


def answer_merge(view: View, author: Author, act: AnswerMerge) -> Outcome:
    """Clause 6.18: who agrees signs for what they have read, and joins it (6.13)."""
    solution = drafting(view, act.solution, "6.18")
    if isinstance(solution, Refusal):
        return solution
    if solution.merging != "asked" or solution.released:
        return Refusal("6.18", "Nobody asks whether another solution is merged into this one.")
    both = [view.must(Solution, number) for number in solution.merges]
    if both[1].by != author.number:
        return Refusal("6.18", "Only whoever proposed the other solution answers that.")
    if not act.agrees:
        return put(replace(solution, merging="declined"))
    wrong = _cannot_agree(view, author, act, solution, both)
    if wrong is not None:
        return wrong
    version = view.must(Version, solution.version, solution.number)
    before = view.get(Joining, author.number, solution.number)
    signed = Joining(
        solution=solution.number,
        member=author.number,
        version=version.number,
        joins=True,
        entry=view.index,
        device=author.device,
        answer="yes",
        answered=view.index,
        answering=version.device,
        refused=tuple(one for one in before.refused if one != version.number) if before else (),
    )
    ended = withdrawn(view, both[0], version.device, MERGED)
    ended |= withdrawn(view, both[1], author.device, MERGED)
    return ended | put(signed, replace(solution, merging="agreed"))


def _cannot_agree(
    view: View, author: Author, act: AnswerMerge, solution: Solution, both: list[Solution]
) -> Refusal | None:
    if act.version != solution.version:
        return Refusal("6.18", "There is a newer version of it: look at it again.")
    if any(one.state != "standing" or one.released for one in both):
        return Refusal("6.18", "One of the two does not stand with its proposer any more.")
    version = view.must(Version, solution.version, solution.number)
    if 1 + len(team(view, version)) >= MOST:
        return refuse("6.13", "At most {most} members carry a mandate.", most=MOST)
    return cannot_join(view, author.number, version)
