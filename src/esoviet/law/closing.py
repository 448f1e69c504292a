"""Chapter 7 of the law, second part: when a vote ends.

At its deadline, unless all have voted or as many as could decide want it over (7.8), or the ballots
of its last tenth turn what the others had decided (7.9). A vote on an amendment is open for a day,
so that whoever is away for an evening hears of it (7.10).
"""

from fractions import Fraction
from math import ceil

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.constitution import DAY, fraction
from esoviet.law.decisions import Decision, close_vote, decide
from esoviet.law.methods import count
from esoviet.law.outcome import NOTHING, Changes, Drop, Outcome, Refusal, drop, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import Member
from esoviet.law.recovery import Recovery
from esoviet.law.view import View
from esoviet.law.votes import Ballot, CastBallot, Standing, Vote, cast_ballot, no_voice


class Awaited(Record, frozen=True):
    """Of all who can vote, every member before this one has cast a ballot (or is at rest).

    It stands once there are so many ballots that they may be all.
    """

    KEY = "vote"

    vote: int
    member: int


class WishToClose(ByMember, frozen=True):
    """A member wants a vote to be over."""

    PARENT = "vote"

    vote: int
    member: int
    entry: int


class AskToClose(Act, frozen=True, kw_only=True):
    """Ask that a vote close: it soon does when as many ask as it needs of all members."""

    DEED = "asked to close a vote"

    vote: Number


def cast(view: View, author: Author, act: CastBallot) -> Outcome:
    """Clauses 7.2 to 7.5, and 7.8: when all have voted, a vote is soon over."""
    outcome = cast_ballot(view, author, act)
    if isinstance(outcome, Refusal):
        return outcome
    vote = view.must(Vote, act.vote)
    few = view.count(Ballot, act.vote) + 1 < at_least_awaited(view, vote)
    if few or view.get(Ballot, author.number, act.vote) is not None:
        return outcome
    vote = outcome.find(Vote, act.vote) or vote
    waits = view.get(Awaited, vote.number) or Awaited(vote.number, 1)
    first = _first_awaited(view, vote, waits.member, author.number)
    if first == waits.member or vote.window.missed:
        return outcome
    if first:
        return outcome.adding(replace(waits, member=first))
    sooner = _soon(view, vote)
    return Changes(outcome.putting(*sooner.puts).puts, outcome.drops + sooner.drops)


def at_least_awaited(view: View, vote: Vote) -> int:
    """How many members there are at least who can vote and are not at rest."""
    assembly = view.assembly
    newcomers = assembly.admissions - vote.roll_until
    return assembly.counted - newcomers - view.count_by(Recovery, "state", "done")


def ask_to_close(view: View, author: Author, act: AskToClose) -> Outcome:
    """Clause 7.8."""
    vote, member = view.get(Vote, act.vote), author.person
    if vote is None or vote.state != "open" or vote.due <= view.time:
        return Refusal("7.8", "No vote with this number is open.")
    if vote.kind == "election":
        return Refusal("7.8", "An election lasts until its deadline.")
    if vote.kind == "recovery":
        return Refusal("7.8", "A vote on lost keys lasts until its deadline: a member may be away.")
    refusal = no_voice(vote, member)
    if refusal is not None:
        return refusal
    if view.get(WishToClose, member.number, vote.number) is not None:
        return Refusal("7.8", "You have asked for this already.")
    wish = put(WishToClose(vote.number, member.number, view.index))
    if wishes(view, vote) + 1 < wishes_needed(vote):
        return wish
    return wish | _soon(view, vote)


def wishes(view: View, vote: Vote) -> int:
    """How many members want a vote to be over."""
    asked = view.each(WishToClose, vote.number)
    return sum(view.must(Member, one.member).state == "member" for one in asked)


def wishes_needed(vote: Vote) -> int:
    """How many have to want it: the share that the vote needs, of all who are not at rest."""
    people = max(vote.counted, vote.base + vote.late)
    share = max((fraction(one) for one in vote.needs), default=Fraction(1, 2))
    return max(people // 2 + 1, ceil(share * people))


def standing_due(view: View, standing: Standing) -> Changes:
    """The last tenth of a vote begins, or the time that an amendment would have without 7.10."""
    vote = view.must(Vote, standing.vote)
    if standing.due < standing.last_tenth:
        if _is_carried(view, vote):
            return _ends(view, vote, view.time)
        return put(replace(standing, due=standing.last_tenth))
    outcome = effect(decide(view, vote, 0))
    return put(replace(standing, due=0, taken=True, outcome=outcome))


def vote_due(view: View, vote: Vote) -> Changes:
    """The deadline of a vote has passed (clauses 7.9 and 11.1), and it is not prolonged (7.7)."""
    decision = decide(view, vote, view.next_number(Decision))
    standing = view.get(Standing, vote.number)
    if standing is None or not standing.taken or standing.outcome == effect(decision):
        looked_at = drop(Standing, vote.number) | drop(Awaited, vote.number)
        wished = Changes((), (Drop(WishToClose, vote.number, None),))
        return close_vote(view, vote, decision) | looked_at | wished
    longer = replace(vote, due=view.entry_time + (vote.due - vote.opened_at) // 2, turned=True)
    return put(longer) | drop(Standing, vote.number)


def effect(decision: Decision) -> tuple[int, ...]:
    """What a decision does: nothing, or one and whom or what it names."""
    done = decision.ending in ("adopted", "elected")
    return (1, *sorted(decision.winners)) if done else ()


def _soon(view: View, vote: Vote) -> Changes:
    """The vote ends a last part of its time from now, in which a slip can be mended.

    This entry comes before that part, so that the host has to show itself in it (clause 7.7). One
    on an amendment does not end before it is a day old, unless half of all are for it (7.10).
    """
    due = view.time + vote.window.part + 1
    if "amendment" in vote.support and not _is_carried(view, vote):
        due = max(due, vote.opened_at + DAY)
    return _ends(view, vote, due) if due < vote.due else NOTHING


def _ends(view: View, vote: Vote, due: int) -> Changes:
    """The vote ends earlier: what it would do is looked at no more, if it was not by now."""
    standing = view.get(Standing, vote.number)
    ended = put(replace(vote, due=due))
    return ended if standing is None or standing.taken else ended | drop(Standing, vote.number)


def _first_awaited(view: View, vote: Vote, first: int, voter: int) -> int:
    """The first member from number `first` on who can vote and has not; 0 if nobody is left."""
    for number in range(first, view.next_number(Member)):
        member = view.must(Member, number)
        if member.state != "member" or member.resting or no_voice(vote, member) is not None:
            continue
        if number != voter and view.get(Ballot, number, vote.number) is None:
            return number
    return 0


def _is_carried(view: View, vote: Vote) -> bool:
    """Whether more than half of all members are for an amendment (clause 7.10)."""
    result, counts = count(view, vote)
    people = max(vote.counted, vote.base + vote.late)
    if counts:
        return 2 * counts[0] > people
    grave = [place for place, support in enumerate(vote.support) if support == "amendment"]
    return any(2 * (result.pairwise[place][-1] or 0) > people for place in grave)
