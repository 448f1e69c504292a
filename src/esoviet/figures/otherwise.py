"""Rules replay: what the same ballots would have decided under other figures of the constitution.

Each closed vote is held against the constitution of its own time, once as it was and once with the
changes, and counted by the law's own functions from the roll that the records hold. What never came
to a vote, or would not have, stands in `roads`. Nothing is chained: each matter is looked at alone
(`unknown` says what such a replay cannot know).

`looked` goes through everything in steps and counts nothing: what has to be counted it hands out as
a `Case`, which needs no view (`judged`), so that a host can have a worker count.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from esoviet.figures.roads import fewer, lapsed, lapsed_by_now, not_taken_up, not_voted
from esoviet.figures.shapes import Event, Line, Outcome, Why
from esoviet.figures.then import Past, electorate
from esoviet.figures.unknown import Unknown, unknown
from esoviet.law import contests, keys, reading
from esoviet.law.ballots import CHOOSING, CONSENT, WORDS
from esoviet.law.completion import is_refused
from esoviet.law.consequences import Consequence, terms
from esoviet.law.constitution import Constitution, fraction
from esoviet.law.counting import may_be_long
from esoviet.law.decisions import Decision, decided
from esoviet.law.headcount import seconds_of
from esoviet.law.methods import tally
from esoviet.law.problems import Problem
from esoviet.law.questions import Question, by_terms
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Hurdles, Measure, Roll, Vote, ballots_of, hurdles, least

T = TypeVar("T")
AS_IT_WAS = "0"
MANY = 10_000  # ballots: to go through them takes some milliseconds


class Case(Struct, frozen=True, gc=False):
    """A vote that is to be counted under other figures: as it was, and `again`, as it had been.

    In the vote again the options at the places `without` are missing; `options` says why. `rules`
    are those that made something of the decision, `others` the same under the changes.
    """

    vote: Vote
    again: Vote
    without: tuple[int, ...]
    options: tuple[Why, ...]
    roll: Roll
    decision: Decision
    rules: Constitution
    others: Constitution

    @property
    def is_long(self) -> bool:
        """Whether counting it may take more than some milliseconds."""
        ballots = len(self.roll.members) // 8
        width = len(self.again.options) + self.again.no_action
        return ballots > MANY or may_be_long(self.again.method, width, ballots)


class Replayed(Struct, frozen=True):
    """What a replay found, of so many `decisions`: only what had come otherwise has a line."""

    decisions: int
    lines: tuple[Line, ...]
    unknown: tuple[Unknown, ...]


Step = Case | Line | None


def replay(view: View, changes: Mapping[str, str]) -> Replayed:
    """Everything that has been decided, under other figures."""
    lines = (judged(step) if isinstance(step, Case) else step for step in looked(view, changes))
    found = tuple(line for line in lines if line is not None)
    return Replayed(view.count(Decision), found, unknown(changes))


def looked(view: View, changes: Mapping[str, str], after: int = 0) -> Iterator[Step]:
    """One step for each decision after this one, then those for what lapsed; None: as it was."""
    past, over = Past(view, changes), lapsed_by_now(view)
    for decision in view.numbered(Decision, after):
        yield _step(view, past, decision)
    yield from lapsed(view, past, over)


def judged(case: Case) -> Line | None:
    """Count a vote again; None where nothing changes."""
    other = counted_again(case)
    then = outcome(case.vote, case.decision, case.rules)
    now = outcome(case.again, other, case.others)
    if then.effect == now.effect:
        return _line("options", case, then, now, case.options) if case.options else None
    why = (*case.options, *reasons(case, other))
    return _line("options" if case.options else "otherwise", case, then, now, why)


def judged_all(cases: Iterable[Case]) -> list[Line]:
    """Those of these votes that had come otherwise."""
    return [line for line in map(judged, cases) if line is not None]


def counted_again(case: Case) -> Decision:
    """What the ballots of a vote decide in the vote as it had been."""
    again, decision = case.again, case.decision
    ballots = without(ballots_of(case.roll), case.without)
    return decided(decision.time, again, decision.number, *tally(again, ballots, again.gone))


def outcome(vote: Vote, decision: Decision, rules: Constitution) -> Outcome:
    """How a vote ended, and what that meant for who is let in or what is carried out."""
    ending: str = decision.ending
    if vote.kind == "admission" and ending == "adopted":
        at_once = decision.counts[0] >= contests.enough(rules, vote)
        ending = "adopted" if at_once else "in-line"
    if vote.kind == "completion" and ending != "adopted":
        yes, no, _ = decision.counts
        ending = "refused" if is_refused(vote, yes, no) else "left-open"
    return Outcome(ending, decision.winners)


def without(ballots: Counter[bytes], places: tuple[int, ...]) -> Counter[bytes]:
    """The ballots without the options at these places."""
    if not places:
        return ballots
    fewer_ranks = Counter[bytes]()
    for ranks, count in ballots.items():
        fewer_ranks[bytes(_left(ranks, places))] += count
    return fewer_ranks


def measure_of(view: View, vote: Vote, rules: Constitution, asked: str) -> Measure:
    """What a vote would be decided by under a constitution; of a question so much was `asked`."""
    if vote.kind in ("problem", "election"):
        options = [view.must(Solution, number) for number in vote.options]
        return reading.measure(rules, view.must(Problem, vote.subject), options)
    if vote.kind == "question":
        then = view.get(Consequence, vote.subject)
        asks = terms(rules, then, asked)
        return by_terms(view.must(Question, vote.subject), vote.method, asks)
    if vote.kind == "admission":
        return contests.MEASURE
    return keys.measure(rules) if vote.kind == "recovery" else Measure()


def asked_for(view: View, vote: Vote, rules: Constitution) -> str:
    """The share that a question asked for beyond what it takes in any case."""
    if vote.kind != "question":
        return AS_IT_WAS
    usual = terms(rules, view.get(Consequence, vote.subject), AS_IT_WAS).needs
    return vote.needs[0] if fraction(vote.needs[0]) > fraction(usual) else AS_IT_WAS


def taken(view: View, vote: Vote, rules: Constitution, asked: str = "") -> Hurdles:
    """What a vote takes under a constitution."""
    return hurdles(rules, measure_of(view, vote, rules, asked or asked_for(view, vote, rules)))


def opened_under(view: View, past: Past, vote: Vote) -> tuple[Constitution, Constitution]:
    """What was in force when a vote opened, and the same under the changes."""
    found = list(past.at(vote.opened_at))
    fits = (both for both in found if taken(view, vote, both[0]) == _recorded(vote))
    return next(fits, found[0])


def _step(view: View, past: Past, decision: Decision) -> Step:
    vote = view.must(Vote, decision.vote)
    rules, others = opened_under(view, past, vote)
    closing = next(past.at(decision.time))
    then = outcome(vote, decision, closing[0])
    gone = not_taken_up(view, past, vote)
    gone = gone or not_voted(view, vote, rules, others, past.people(vote.opened_at))
    if gone:
        return Line("not-voted", vote.kind, vote.subject, decision.number, then, None, gone)
    options, more = fewer(view, vote, rules, others, past.people(vote.opened_at))
    if more:
        return Line("more-options", vote.kind, vote.subject, decision.number, then, None, more)
    again, places = _again(view, vote, rules, others, options)
    if again == vote and not (vote.kind == "admission" and closing[0].values != closing[1].values):
        return None
    roll = view.must(Roll, vote.number)
    return Case(vote, again, places, options, roll, decision, *closing)


def _again(
    view: View, vote: Vote, rules: Constitution, others: Constitution, options: tuple[Why, ...]
) -> tuple[Vote, tuple[int, ...]]:
    """A vote as it had been opened, and the places of the options that are missing on it."""
    asked = asked_for(view, vote, rules)
    before, after = taken(view, vote, rules, asked), taken(view, vote, others, asked)
    new = {name: value for name, value in after._asdict().items() if value != getattr(before, name)}
    if after.method != "schulze":
        new.pop("unranked", None)
    if vote.kind == "election":
        new.pop("needs", None)  # candidates are held against none of these, by no share
    if vote.method == CONSENT:
        new.pop("needs", None)
        counts = [seconds_of(one, electorate(vote)) for one in (rules, others)]
        if counts[0] != counts[1]:
            new["objections"] = counts[1]
    again = replace(vote, **new)
    fallen = tuple(why.option for why in options)
    if vote.kind == "election":
        gone = tuple(one for one in again.options if one in (*again.gone, *fallen))
        return replace(again, gone=gone), ()
    places = tuple(sorted(vote.options.index(one) for one in fallen))
    return _narrower(again, places), places


def reasons(case: Case, other: Decision) -> tuple[Why, ...]:
    """What is another figure at the options that won, or had won."""
    vote, again = case.vote, case.again
    found = list[Why]()
    if vote.method != again.method:
        found.append(Why("method", vote.method, again.method))
    if vote.unranked != again.unranked:
        found.append(Why("unranked", vote.unranked, again.unranked))
    if vote.objections != again.objections:
        pro, contra, _ = other.counts
        before, after = str(vote.objections), str(again.objections)
        found.append(Why("objections", before, after, had=contra, against=pro))
    if vote.kind == "admission":
        before, after = (str(contests.enough(one, vote)) for one in (case.rules, case.others))
        return (Why("yes", before, after, had=other.counts[0], against=other.counts[1]),)
    for option in _at_stake(case, other):
        found += _hurdles(vote, again, option, *_weight(again, other, option))
    return tuple(found)


def _at_stake(case: Case, other: Decision) -> list[int]:
    """The options whose hurdles matter; 0 where all have the same."""
    if case.vote.method != "schulze" or case.vote.kind == "election":
        return [0]
    won = (*case.decision.winners, *other.winners)
    named = [one for one in case.again.options if one in won]
    return named or list(case.again.options[:1])


def _weight(vote: Vote, decision: Decision, option: int) -> tuple[int, int]:
    """How many ballots are for an option, and how many against it."""
    if vote.method in WORDS:
        return decision.counts[0], decision.counts[1]
    if option:
        place = vote.options.index(option)
        return decision.pairwise[place][-1] or 0, decision.pairwise[-1][place] or 0
    if vote.method in CHOOSING or vote.kind == "election":
        return decision.accepting, decision.ballots - decision.accepting
    return decision.ballots, 0


def _hurdles(vote: Vote, again: Vote, option: int, had: int, against: int) -> Iterator[Why]:
    before = vote.options.index(option) if option else 0
    after = again.options.index(option) if option else 0
    if least(vote, before) != least(again, after):
        then, now = str(least(vote, before)), str(least(again, after))
        yield Why("members", then, now, option=option, had=had)
    if vote.needs[before] != again.needs[after]:
        then, now = vote.needs[before], again.needs[after]
        yield Why("share", then, now, option=option, had=had, against=against)


def _line(event: Event, case: Case, then: Outcome, now: Outcome, why: Iterable[Why]) -> Line:
    vote, decision = case.vote, case.decision
    return Line(event, vote.kind, vote.subject, decision.number, then, now, tuple(why))


def _narrower(vote: Vote, places: tuple[int, ...]) -> Vote:
    """A vote without the options at these places."""
    if not places:
        return vote
    per_option = ("options", "needs", "support", "quorums", "fewest")
    return replace(vote, **{name: tuple(_left(getattr(vote, name), places)) for name in per_option})


def _left(values: Sequence[T], places: tuple[int, ...]) -> list[T]:
    """What stands at other places."""
    return [value for place, value in enumerate(values) if place not in places]


def _recorded(vote: Vote) -> Hurdles:
    return Hurdles(*(getattr(vote, name) for name in Hurdles._fields))
