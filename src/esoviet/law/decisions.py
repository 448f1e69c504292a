"""Chapter 11 of the law: a vote closes by itself, and what follows.

`close_vote` is what the deadline of a vote makes of it; how each method counts, and how a vote ends
by it, is in `law.methods`.
"""

from msgspec.structs import replace

from esoviet.law import completion, consequences, contests, keys, mandates, reviews, seats, together
from esoviet.law.amendments import NO_LONGER_FITS, Change, enact, unfit
from esoviet.law.ballots import NO_ACTION
from esoviet.law.membership import is_member
from esoviet.law.methods import NOBODY, Ending, count, ending_of
from esoviet.law.outcome import Changes, put
from esoviet.law.problems import Problem
from esoviet.law.questions import Question, voted_instead
from esoviet.law.record import Record
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote, VoteKind, pack
from esoviet.tally.result import Result


class Decision(Record, frozen=True):
    """What a vote decided, with the figures that show it.

    `winners` and `order` are option numbers (0: no action), `pairwise` rows over columns in the
    order of the vote's options with no action last; in a vote by yes and no they are empty, and
    `counts` has yes, no and abstain. `ballots` are those that count, `base` the members that were
    awake. It ended `unsupported` where an option had its majority, and too few members for it.
    In an election `accepted` and `rejected` say by how many ballots each candidate was, in the
    order of the vote's options, and `accepting` how many accept anybody; it ends `none-of-these`
    where enough do and no candidate is accepted by enough of them. Where options are chosen,
    `accepted` and `accepting` say it of options; of the winners that a budget pays for, equal
    shares have bought all but the `added` ones. A vote by consent that was not given ends
    `no-consent`, and `counts` has consent, objections and abstain.
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
    added: tuple[int, ...] = ()


def close_vote(view: View, vote: Vote, decision: Decision) -> Changes:
    """A vote is over: its roll is packed, and what was decided follows (11.1 and 11.7)."""
    gone = seats.gone(view, vote) if vote.kind == "election" else ()
    closed = replace(vote, state="closed", due=0, decision=decision.number, gone=gone)
    rest, adopted = put(decision, closed) | pack(view, vote), decision.ending == "adopted"
    if vote.kind == "admission":
        return rest | contests.voted_on(view, vote, adopted=adopted, yes=decision.counts[0])
    if vote.kind == "recovery":
        return rest | keys.decided(view, vote, adopted=adopted)
    if vote.kind == "completion":
        yes, no, _ = decision.counts
        return rest | completion.voted_on(view, vote, adopted=adopted, yes=yes, no=no)
    if vote.kind == "question":
        question = view.must(Question, vote.subject)
        if adopted:
            rest |= consequences.follow(view, question.number, question.by)
        if decision.ending == "no-consent":
            return rest | voted_instead(view, question)
        return rest | put(replace(question, state="decided", decision=decision.number))
    return rest | _problem(view, decision)


def decide(view: View, vote: Vote, number: int) -> Decision:
    """What the vote would decide if it closed now."""
    return decided(view.time, vote, number, *count(view, vote))


def decided(
    time: int, vote: Vote, number: int, result: Result, counts: tuple[int, ...]
) -> Decision:
    """What follows from a count at this time, in ms."""
    names = (*vote.options, NO_ACTION) if vote.no_action else vote.options
    ending = ending_of(vote, result)
    chosen = () if counts or ending in NOBODY else result.winners
    return Decision(
        number=number,
        vote=vote.number,
        kind=vote.kind,
        subject=vote.subject,
        ending=ending,
        winners=tuple(names[w] for w in chosen),
        ballots=result.ballots,
        base=vote.base + vote.late,
        time=time,
        counts=counts,
        order=() if counts else tuple(tuple(names[o] for o in tie) for tie in result.order),
        pairwise=() if counts else result.pairwise,
        dropped=() if counts else tuple(names[drop.option] for drop in result.dropped),
        tied=() if counts else tuple(tuple(names[o] for o in tie.options) for tie in result.ties),
        accepted=result.accepted,
        rejected=result.rejected,
        accepting=result.accepting,
        added=tuple(names[option] for option in result.added if option in chosen),
    )


def _problem(view: View, decision: Decision) -> Changes:
    problem = view.must(Problem, decision.subject)
    ended = replace(problem, since=view.time, due=0, decision=decision.number)
    if decision.ending not in ("adopted", "elected"):
        return put(replace(ended, phase="closed", because=decision.ending))
    rest = seats.succeed(view, problem)
    winners = [view.must(Solution, number) for number in decision.winners]
    if decision.kind == "problem" and winners[0].amends:
        if unfit(view.rules, winners[0].parameters):
            return put(replace(ended, phase="closed", because=NO_LONGER_FITS))
        won = winners[0]
        change = Change(won.parameters, won.new_name, won.new_purpose)
        return enact(view, change, decision=decision.number) | put(replace(ended, phase="done"))
    until = view.time + view.rules.days("term_days") if problem.seats else 0
    number = view.next_number(mandates.Mandate)
    if problem.seats:
        rest |= put(*(_seat(view, ended, at, one, until) for at, one in enumerate(winners, number)))
    else:
        begun = together.begun(view, number, ended, winners[0])
        mandate = begun.find(mandates.Mandate, number)
        about = decision.number, problem.number, winners[0].by_date
        vacant = mandate is None or mandate.state == "vacant"
        rest |= begun | reviews.expected(view, *about, vacant=vacant)
    return rest | put(replace(ended, phase="work", term=until))


def _seat(
    view: View, problem: Problem, number: int, candidature: Solution, until: int
) -> mandates.Mandate:
    """The mandate of who was elected; nobody's, where they are gone."""
    lead = candidature.carrier if is_member(view, candidature.carrier) else 0
    return mandates.begin(view, number, problem, candidature.number, lead, until)
