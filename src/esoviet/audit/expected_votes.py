"""What published answers must say of votes, rolls and decisions.

The count of a closed vote is the decision's, which has been recounted; that of an open one is
counted here, as if it closed now.
"""

import struct
from collections.abc import Iterator
from operator import itemgetter

from esoviet.audit.chosen import CHOSEN
from esoviet.audit.facts import Facts, Fields, Value
from esoviet.audit.recount import NO_ACTION, SAID, Box, Outcome, enough, outcome
from esoviet.law.closing import wishes, wishes_needed
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Ballot, Roll, Vote

YES_NO = "majority"
DATES = "dates"
COUNTS = ("yes", "no", "abstain")
_Cast = tuple[int, bytes, int, bytes]


def votes(facts: Facts) -> Iterator[Fields]:
    """All votes."""
    return (_line(facts, one) for one in facts.view.rows(Vote))


def decisions(facts: Facts) -> Iterator[Fields]:
    """All decisions."""
    for one in facts.view.rows(Decision):
        vote = facts.view.must(Vote, one.vote)
        winners = () if one.counts else one.winners
        yield {
            "number": one.number,
            "vote": one.vote,
            "kind": one.kind,
            "subject": one.subject,
            "title": _subject(facts, vote),
            "ending": one.ending,
            "winners": [{"option": n, "title": _option(facts, vote, n)} for n in winners],
            "counts": _counts(one.counts),
            "ballots": one.ballots,
            "electorate": one.base,
            "time": one.time,
        }


def vote(facts: Facts, number: int) -> Fields:
    """One vote with its options."""
    one = facts.view.must(Vote, number)
    each = one.no_action and one.kind != "election"
    options: list[Fields] = [
        {
            "option": n,
            "title": _option(facts, one, n),
            "time": _time(facts, one, n),
            "cost": one.costs[place] if one.costs else None,
            **_wants(one, place, each),
        }
        for place, n in enumerate(one.options)
    ]
    if one.no_action:
        nothing: Fields = {"option": NO_ACTION, "title": None, "time": None, "cost": None}
        options.append(nothing | _wants(one, 0, False))
    return {
        "vote": _line(facts, one),
        "options": options,
        **_wants(one, 0, not each),
        "needs": one.needs[0] if one.method == YES_NO else None,
        "no_action": one.no_action,
        "of_all": one.of_all,
        "unranked": one.unranked,
        "most": one.most or None,
        "objections": one.objections or None,
        "budget": one.budget or None,
        "currency": _currency(facts, one),
        "roll_until": one.roll_until,
        "closing": {
            "asked": wishes(facts.view, one),
            "needed": wishes_needed(one),
            "turned": one.turned,
            "prolonged": one.window.prolonged,
        },
    }


def tally(facts: Facts, number: int) -> Fields:
    """The count of a vote, as it ended or as it stands."""
    one = facts.view.must(Vote, number)
    decision = facts.view.get(Decision, one.decision)
    if decision is None:
        box = facts.recount.boxes.get(number) or Box(one)
        counted = outcome(one, box.counted(), facts.recount.candidates.gone(one))
    else:
        counted = Outcome(**{name: getattr(decision, name) for name in Outcome._fields})
    ranked = one.method not in SAID
    return {
        "method": one.method,
        "ballots": counted.ballots,
        "ending": counted.ending,
        "winners": list(counted.winners) if ranked else [],
        "counts": _counts(counted.counts),
        "order": [list(group) for group in counted.order],
        "pairwise": [list(row) for row in counted.pairwise],
        "dropped": [{"option": option} for option in counted.dropped] if ranked else [],
        **_candidates(one, counted, one.gone if decision else facts.recount.candidates.gone(one)),
    }


def _candidates(one: Vote, counted: Outcome, gone: tuple[int, ...]) -> Fields:
    """How many accept anybody, and for each candidate or option how many do and do not."""
    if one.method in CHOSEN:
        return {
            "accepting": counted.accepting,
            "candidates": [],
            "chosen": list(counted.accepted),
            "added": list(counted.added),
        }
    if one.kind != "election":
        return {"accepting": None, "candidates": [], "chosen": [], "added": []}
    figures = zip(one.options, counted.accepted, counted.rejected, strict=True)
    return {
        "accepting": counted.accepting,
        "chosen": [],
        "added": [],
        "candidates": [
            {
                "option": option,
                "accepted": yes,
                "rejected": no,
                "state": "gone" if option in gone else _stays(option in counted.dropped),
            }
            for option, yes, no in figures
        ],
    }


def _stays(dropped: bool) -> str:
    return "falls" if dropped else "stays"


def roll(facts: Facts, number: int) -> Iterator[Fields]:
    """Every ballot of a vote, by member."""
    one = facts.view.must(Vote, number)
    names = (*one.options, NO_ACTION)
    gone = {left.number for left in facts.view.by(Member, "state", "left")}
    for member, ranks, entry, reason in _ballots(facts.view, one):
        counts = member not in (gone if one.state == "open" else _gone(facts.view, one))
        yield {
            "member": facts.who(member, entry),
            "ballot": {
                **_ballot(one, ranks, names),
                "entry": entry,
                "counts": counts,
                "reason": facts.text(reason) if reason else None,
            },
        }


def _ballot(one: Vote, ranks: bytes, names: tuple[int, ...]) -> Fields:
    said: Fields = {"choice": None, "ranking": None, "chosen": None}
    if one.method in SAID:
        return said | {"choice": SAID[one.method][ranks[0] - 1]}
    if one.method in CHOSEN:
        marked = [names[place] for place, mark in enumerate(ranks) if mark]
        return said | {"chosen": marked or [NO_ACTION]}
    return said | {"ranking": _groups(ranks, names)}


def _currency(facts: Facts, one: Vote) -> str | None:
    return facts.view.must(Question, one.subject).currency or None if one.budget else None


def _time(facts: Facts, one: Vote, option: int) -> int | None:
    if one.method != DATES:
        return None
    return facts.view.must(Question, one.subject).times[option - 1]


def _line(facts: Facts, one: Vote) -> Fields:
    packed = facts.view.get(Roll, one.number)
    cast = len(packed.members) // 8 if packed else facts.view.count(Ballot, one.number)
    return {
        "number": one.number,
        "kind": one.kind,
        "subject": one.subject,
        "title": _subject(facts, one),
        "method": one.method,
        "seats": one.seats,
        "state": one.state,
        "opened": one.opened,
        "opened_at": one.opened_at,
        "due": one.due or None,
        "electorate": one.base + one.late,
        "late": one.late,
        "counted": one.counted,
        "turnout": cast,
        "decision": one.decision or None,
    }


def _wants(one: Vote, place: int, asks: bool) -> Fields:
    """What an option needs to win; nothing where none is asked for."""
    if not asks:
        return dict.fromkeys(("needs", "takes", "quorum", "fewest", "support"))
    return {
        "needs": one.needs[place],
        "takes": one.support[place],
        "quorum": one.quorums[place],
        "fewest": one.fewest[place],
        "support": enough(one, place),
    }


def _gone(view: View, one: Vote) -> tuple[int, ...]:
    packed = view.get(Roll, one.number)
    return packed.left if packed else ()


def _subject(facts: Facts, one: Vote) -> Value:
    if one.kind in ("admission", "recovery"):
        return facts.title(facts.view.must(Member, one.subject).profile)
    if one.kind == "question":
        return facts.title(facts.view.must(Question, one.subject).text)
    if one.kind == "completion":
        mandate = facts.view.must(Mandate, one.subject)
        return facts.title(facts.view.must(Solution, mandate.solution).text)
    return facts.title(facts.view.must(Problem, one.subject).text)


def _option(facts: Facts, one: Vote, option: int) -> Value:
    if option == NO_ACTION:
        return None
    if one.kind == "question":
        answers = facts.view.must(Question, one.subject).answers
        return facts.title(answers[option - 1]) if answers else None
    solution = facts.view.must(Solution, option)
    if one.kind == "election":
        return facts.title(facts.view.must(Member, solution.by).profile)
    return facts.title(solution.text)


def _counts(counts: tuple[int, ...]) -> Fields | None:
    return dict(zip(COUNTS, counts, strict=True)) if counts else None


def _groups(ranks: bytes, names: tuple[int, ...]) -> list[list[int]]:
    """The options that a ballot ranks, best first, equal ones together in their order."""
    return [
        [names[place] for place, its in enumerate(ranks) if its == rank]
        for rank in sorted(set(ranks) - {0})
    ]


def _ballots(view: View, one: Vote) -> Iterator[_Cast]:
    """Member, ranks, entry and reason of every ballot, by member."""
    if one.state == "open":
        cast = ((b.member, b.ranks, b.entry, b.reason) for b in view.each(Ballot, one.number))
        yield from sorted(cast, key=itemgetter(0))
        return
    packed = view.get(Roll, one.number)
    count = len(packed.members) // 8 if packed else 0
    if packed is None or not count:
        return
    width = len(packed.ranks) // count
    members, entries = (struct.unpack(f"<{count}Q", p) for p in (packed.members, packed.entries))
    for place, member in enumerate(members):
        ranks = packed.ranks[place * width : (place + 1) * width]
        yield member, ranks, entries[place], packed.reasons.get(member, b"")
