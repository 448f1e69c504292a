"""Chapter 11 of the law: a vote closes by itself, and what follows.

`count` is the tally of a vote as it stands, open or closed; `close_vote` is what its deadline makes
of it. An option takes part in the count only if enough members rank it above *no action*, and the
share of them that its subject needs; the Schulze method decides among those and *no action*.
Elections fill their seats with those whom enough ballots accept, by the constitution's method.
"""

from collections import Counter
from typing import Literal

from msgspec.structs import replace

from esoviet.law import consequences, contests, mandates, seats, succession
from esoviet.law.amendments import NO_LONGER_FITS, unfit
from esoviet.law.common import assembly_of, constitution_of
from esoviet.law.constitution import Amendment, Constitution, fraction
from esoviet.law.counting import Counting, counted
from esoviet.law.founding import shortened
from esoviet.law.outcome import Changes, put
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import Record
from esoviet.law.records import THE, Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import (
    CHOICES,
    NO_ACTION,
    YES_NO,
    Vote,
    VoteKind,
    distinct,
    least,
    pack,
)
from esoviet.tally.majority import majority, passes_share
from esoviet.tally.result import Drop, Result

Ending = Literal["adopted", "no-action", "rejected", "elected", "none-of-these", "unsupported"]


class Decision(Record, frozen=True):
    """What a vote decided, with the figures that show it.

    `winners` and `order` are option numbers (0: no action), `pairwise` rows over columns in the
    order of the vote's options with no action last; in a vote by yes and no they are empty, and
    `counts` has yes, no and abstain. `ballots` are those that count, `base` the members that were
    awake. It ended `unsupported` where an option had its majority, and too few members for it.
    In an election `accepted` and `rejected` say by how many ballots each candidate was, in the
    order of the vote's options, and `accepting` how many accept anybody; it ends `none-of-these`
    where enough do and no candidate is accepted by enough of them.
    """

    INDEXES = ("kind",)

    number: int
    vote: int
    kind: VoteKind
    subject: int
    ending: Ending
    winners: tuple[int, ...]
    ballots: int
    base: int
    time: int
    counts: tuple[int, ...] = ()
    order: tuple[tuple[int, ...], ...] = ()
    pairwise: tuple[tuple[int | None, ...], ...] = ()
    dropped: tuple[int, ...] = ()
    tied: tuple[tuple[int, ...], ...] = ()
    accepted: tuple[int, ...] = ()
    rejected: tuple[int, ...] = ()
    accepting: int = 0


def close_vote(view: View, vote: Vote, decision: Decision) -> Changes:
    """A vote is over: its roll is packed, and what was decided follows (11.1 and 11.7)."""
    gone = seats.gone(view, vote) if vote.kind == "election" else ()
    closed = replace(vote, state="closed", due=0, decision=decision.number, gone=gone)
    rest = put(decision, closed) | pack(view, vote)
    if vote.kind == "admission":
        adopted, yes = decision.ending == "adopted", decision.counts[0]
        return rest | contests.voted_on(view, vote, vote.subject, adopted=adopted, yes=yes)
    if vote.kind == "recovery":
        return rest | succession.decided(view, vote, adopted=decision.ending == "adopted")
    if vote.kind == "question":
        question = view.must(Question, vote.subject)
        if decision.ending == "adopted":
            rest |= consequences.follow(view, question.number, question.by)
        return rest | put(replace(question, state="decided", decision=decision.number))
    return rest | _problem(view, decision)


def decide(view: View, vote: Vote, number: int) -> Decision:
    """What the vote would decide if it closed now."""
    return decided(view, vote, number, *count(view, vote))


def decided(
    view: View, vote: Vote, number: int, result: Result, counts: tuple[int, ...]
) -> Decision:
    """What follows from a count."""
    names = (*vote.options, NO_ACTION) if vote.no_action else vote.options
    ending = _ending(vote, result)
    chosen = () if counts or ending == "unsupported" else result.winners
    return Decision(
        number=number,
        vote=vote.number,
        kind=vote.kind,
        subject=vote.subject,
        ending=ending,
        winners=tuple(names[w] for w in chosen),
        ballots=result.ballots,
        base=vote.base + vote.late,
        time=view.time,
        counts=counts,
        order=() if counts else tuple(tuple(names[o] for o in tie) for tie in result.order),
        pairwise=() if counts else result.pairwise,
        dropped=() if counts else tuple(names[drop.option] for drop in result.dropped),
        tied=() if counts else tuple(tuple(names[o] for o in tie.options) for tie in result.ties),
        accepted=result.accepted,
        rejected=result.rejected,
        accepting=result.accepting,
    )


def count(view: View, vote: Vote) -> tuple[Result, tuple[int, ...]]:
    """The tally as it stands, and in a vote by yes and no the numbers of yes, no and abstain."""
    if vote.method == YES_NO:
        ballots = distinct(view, vote)
        yes, no, abstain = (ballots[CHOICES[choice]] for choice in ("yes", "no", "abstain"))
        share = fraction(vote.needs[0])
        result = majority(yes, no, abstain, needed=share, kind="share", quorum=least(vote))
        return result, (yes, no, abstain)
    return counted(counting(view, vote)), ()


def counting(view: View, vote: Vote) -> Counting:
    """What a vote by ranking is counted from, as it stands."""
    if vote.kind == "election":
        gone = seats.gone(view, vote) if vote.state == "open" else vote.gone
        return seats.counting(view, vote, gone)
    width, ballots = len(vote.options) + vote.no_action, distinct(view, vote)
    if vote.unranked == "uncounted":
        ballots = _with_no_action(ballots)
    needs = tuple(fraction(share) for share in vote.needs)
    quorums = tuple(least(vote, place) for place in range(len(needs)))
    return Counting(vote.method, width, ballots, vote.unranked, needs=needs, quorums=quorums)


def _with_no_action(ballots: Counter[bytes]) -> Counter[bytes]:
    """Who ranks anything and leaves *no action* out puts it below that (clause 11.8)."""
    whole = Counter[bytes]()
    for ranks, count in ballots.items():
        last = ranks[-1] or (max(ranks) and max(ranks) + 1)
        whole[ranks[:-1] + bytes([last])] += count
    return whole


def _ending(vote: Vote, result: Result) -> Ending:
    if vote.kind == "election":
        if result.accepting < least(vote):
            return "unsupported"
        return "elected" if result.winners else "none-of-these"
    if any(_is_unsupported(vote, drop) for drop in result.dropped) and not _won(vote, result):
        return "unsupported"
    if vote.method == YES_NO:
        return "adopted" if _won(vote, result) else "rejected"
    return "adopted" if _won(vote, result) else "no-action"


def _won(vote: Vote, result: Result) -> bool:
    """Whether anything but no is to be done."""
    return result.winners != ((1,) if vote.method == YES_NO else (len(vote.options),))


def _is_unsupported(vote: Vote, drop: Drop) -> bool:
    """Whether an option had its majority, but too few members for it (clause 11.2)."""
    share = fraction(vote.needs[drop.option])
    return drop.votes < least(vote, drop.option) and passes_share(drop.votes, drop.against, share)


def _problem(view: View, decision: Decision) -> Changes:
    problem = view.must(Problem, decision.subject)
    ended = replace(problem, since=view.time, due=0, decision=decision.number)
    if decision.ending not in ("adopted", "elected"):
        return put(replace(ended, phase="closed", because=decision.ending))
    rest = seats.succeed(view, problem)
    winners = [view.must(Solution, number) for number in decision.winners]
    if decision.kind == "problem" and winners[0].amends:
        if unfit(constitution_of(view), winners[0].parameters):
            return put(replace(ended, phase="closed", because=NO_LONGER_FITS))
        amended = _amend(view, winners[0], decision.number)
        return amended | put(replace(ended, phase="done"))
    until = view.time + constitution_of(view).days("term_days") if problem.seats else 0
    begun = []
    for place, solution in enumerate(winners, view.next_number(mandates.Mandate)):
        lead = _lead(view, solution, bool(problem.seats))
        begun.append(mandates.begin(view, place, ended, solution.number, lead, until))
    return rest | put(replace(ended, phase="work", term=until), *begun)


def _lead(view: View, solution: Solution, elected: bool) -> int:
    """Who leads the mandate; nobody, where the carrier is gone or has reached the cap since."""
    carrier = view.must(Member, solution.carrier)
    if carrier.state != "member":
        return 0
    if not elected and mandates.at_cap(view, solution.carrier):
        return 0
    return solution.carrier


def _amend(view: View, solution: Solution, decision: int) -> Changes:
    """Put an amendment into force (clause 11.5)."""
    before, assembly = constitution_of(view), assembly_of(view)
    version = before.version + 1
    values = {**before.values, **solution.parameters}
    rules = Constitution(THE, values, version, view.time, decision)
    amended = replace(
        shortened(view, assembly, rules),
        name=solution.new_name or assembly.name,
        purpose=solution.new_purpose or assembly.purpose,
    )
    return put(
        amended,
        rules,
        Amendment(version, solution.parameters, view.time, decision),
    )
