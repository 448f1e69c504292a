"""What published answers must say of an assembly, its members and its matters.

Written apart from the host's own code: each function states the fields of one shape of
docs/protocol.md that follow from the log. What is said of votes stands in expected_votes.py.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from esoviet.audit.facts import Facts, Fields
from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
from esoviet.law.consequences import Consequence
from esoviet.law.constitution import DEFAULTS, PARAMETERS, Amendment, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.doors import Arrival, Doorway, Shutting
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Assessment, Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Assembly, Former, Key, Member
from esoviet.law.repairs import Repair, Signing
from esoviet.law.rewordings import Rewording
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.wire.encoding import b64, b64u

FORMER = 10
"""So many of a member's former profiles are listed, the latest first."""


def assembly(facts: Facts) -> Fields:
    """The assembly itself."""
    view = facts.view
    assembly, rules = view.must(Assembly, THE), view.must(Constitution, THE)
    host, root = view.must(Key, assembly.host), view.root_at(view.index)
    assert root is not None
    return {
        "id": assembly.id,
        "name": facts.text(assembly.name),
        "purpose": facts.text(assembly.purpose),
        "founded": assembly.founded,
        "founding_until": assembly.founding_until,
        "ended": assembly.ended or None,
        "readership": rules.values["readership"],
        "constitution": rules.version,
        "host": {"kid": host.kid, "public": b64u(host.public)},
        "witnesses": assembly.witnesses,
        "counts": _counts(view),
        "log": {"size": view.index, "root": b64(root), "time": view.time},
    }


def constitution(facts: Facts) -> Fields:
    """The constitution in force, and every change of it."""
    rules = facts.view.must(Constitution, THE)
    return {
        "version": rules.version,
        "since": rules.since,
        "decision": rules.decision or None,
        "repair": rules.repair or None,
        "parameters": [{"name": one.name, "value": rules.values[one.name]} for one in PARAMETERS],
        "history": [
            {
                "version": one.number,
                "changes": dict(one.changes),
                "before": _before(facts.view, one) if one.number > 1 else None,
                "time": one.time,
                "decision": one.decision or None,
                "repair": one.repair or None,
            }
            for one in facts.view.rows(Amendment)
        ],
    }


def members(facts: Facts) -> Iterator[Fields]:
    """All who ever applied."""
    waiting = [one for one in facts.view.each(Member) if one.state == "vouched"]
    line = [one.number for one in sorted(waiting, key=lambda one: (one.ready, one.number))]
    for one in facts.view.rows(Member):
        waits = one.state in ("applicant", "vouched")
        yield {
            "number": one.number,
            "name": facts.title(one.profile),
            "hue": facts.hue(one.number),
            "state": one.state,
            "profile": facts.text(one.profile),
            "applied": one.applied,
            "since": one.since or None,
            "ended": one.ended or None,
            "dormant": one.dormant,
            "due": (one.due or None) if waits else None,
            "vote": one.vote or None,
            "place": line.index(one.number) + 1 if one.state == "vouched" else None,
            "settles": one.settles or None,
            "for_members": facts.text(one.for_members) if one.for_members else None,
            "prolonged": one.window.prolonged if one.window else 0,
            "former": [
                {
                    "number": former.number,
                    "profile": facts.text(former.profile),
                    "entry": former.entry,
                    "until": former.time,
                }
                for former in facts.view.rows(Former, one.number)[: -FORMER - 1 : -1]
            ],
        }


def growth(facts: Facts) -> Fields:
    """Who can come in by vouches: clauses 3.6 and 3.13, worked out by itself."""
    view, rules = facts.view, facts.view.must(Constitution, THE)
    assembly = view.must(Assembly, THE)
    span = rules.days("settling_days")
    everybody = list(view.each(Member))
    members = [one for one in everybody if one.state == "member"]
    settled = [one for one in members if one.settles <= view.time]
    acting = {key.member for key in view.each(Key) if view.time - key.at < span}
    acted = sum(one.number in acting for one in settled)
    least = 3 if 2 * acted > sum(not one.resting for one in members) else 1
    came = [o.since for o in everybody if o.door == "vouches" and view.time - o.since < span]
    can = sum(not one.resting for one in settled)
    return {
        "vouches": max(1, min(rules.count("vouches"), can)),
        "allowed": max(least, acted // 4),
        "came": len(came),
        "waiting": sum(one.state == "vouched" for one in everybody),
        "next": min(came) + span if came else None,
        "founding_until": assembly.founding_until if view.time < assembly.founding_until else None,
    }


def problems(facts: Facts) -> Iterator[Fields]:
    """All problems and elections."""
    solutions = Counter(one.problem for one in facts.view.each(Solution))
    arguments = Counter(one.problem for one in facts.view.each(Argument))
    view = facts.view
    reworded = Counter(one.problem for one in view.each(Rewording) if one.state == "open")
    for one in view.rows(Problem):
        waits = one.phase == "necessity"
        said = Counter(
            said.stance for said in view.rows(Assessment, one.number) if said.version == one.version
        )
        yield {
            "number": one.number,
            "by": facts.who(one.by, one.entry),
            "text": facts.text(one.text),
            "seats": one.seats or None,
            "entry": one.entry,
            "raised": one.raised,
            "phase": one.phase,
            "since": one.since,
            "due": one.due or None,
            "opens": one.opens,
            "necessity": {
                "necessary": said["necessary"],
                "not_necessary": said["not-necessary"],
                "unsure": said["unsure"],
                "needed": enough(view, "necessity_quorum", _few(view)) if waits else None,
            },
            "solutions": solutions[one.number],
            "arguments": arguments[one.number],
            "vote": one.vote or None,
            "decision": one.decision or None,
            "because": one.because or None,
            "renews": one.renews or None,
            "term": one.term or None,
            "prolonged": one.window.prolonged if one.window else 0,
            "topic": one.topic or None,
            "post": one.post or None,
            "version": one.version,
            "rewordings": reworded[one.number],
        }


def questions(facts: Facts) -> Iterator[Fields]:
    """All quick questions."""
    for one in facts.view.rows(Question):
        yield {
            "number": one.number,
            "by": facts.who(one.by, one.entry),
            "text": facts.text(one.text),
            "form": one.form,
            "answers": [facts.text(answer) for answer in one.answers],
            "majority": one.majority,
            "of_all": one.of_all,
            "entry": one.entry,
            "asked": one.asked,
            "state": one.state,
            "seconds": one.seconds,
            "needed": enough(facts.view, "backing", 2) if one.state == "asked" else None,
            "due": one.due or None,
            "vote": one.vote or None,
            "decision": one.decision or None,
            "consent": one.consent or None,
            "times": list(one.times),
            "minutes": one.minutes or None,
            "most": one.most or None,
            "costs": list(one.costs),
            "budget": one.budget or None,
            "currency": one.currency or None,
            "then": _then(facts, one.number),
            "prolonged": one.window.prolonged if one.window else 0,
            "topic": one.topic or None,
            "post": one.post or None,
        }


def _then(facts: Facts, question: int) -> Fields | None:
    then = facts.view.get(Consequence, question)
    if then is None:
        return None
    return {
        "kind": then.kind,
        "about": list(then.about),
        "places": then.places or None,
        "until": then.until or None,
        "carriers": [facts.who(number) for number in then.carriers],
        "outcome": then.outcome or None,
        "made": list(then.made),
    }


def doors(facts: Facts) -> Iterator[Fields]:
    """All doors: who came in by each is counted among the members' arrivals."""
    view = facts.view
    enough = max(
        min(2, view.must(Assembly, THE).counted), ceil(view.must(Assembly, THE).active / 10)
    )
    for one in view.rows(Doorway):
        yield {
            "question": one.question,
            "title": facts.title(view.must(Question, one.question).text),
            "keepers": [facts.who(number) for number in one.keepers],
            "places": one.places,
            "came": view.count(Arrival, one.question),
            "state": one.state,
            "opened": one.opened,
            "due": one.due or None,
            "shutting": view.count(Shutting, one.question),
            "needed": enough if one.state == "open" else None,
        }


def actions(facts: Facts) -> Iterator[Fields]:
    """All actions and calls."""
    for one in facts.view.rows(Action):
        yield {
            "number": one.number,
            "kind": one.kind,
            "by": facts.who(one.by, one.entry),
            "mandate": one.mandate or None,
            "text": facts.text(one.text),
            "begins": one.begins,
            "ends": one.ends,
            "entry": one.entry,
            "announced": one.announced,
            "state": one.state,
            "seconds": one.seconds,
            "needed": enough(facts.view, "backing", 2) if one.state == "waiting" else None,
            "due": one.due or None,
            "stopped_by": one.stopped_by or None,
        }


def repairs(facts: Facts) -> Iterator[Fields]:
    """All repairs, with how many sign each and how many it takes, counted by itself (2.10)."""
    view = facts.view
    members = {one.number: one for one in view.each(Member) if one.state == "member"}
    for one in view.rows(Repair):
        asked = [m for m in members.values() if m.admission <= one.electorate.admitted]
        people = sum(not m.resting for m in asked)
        needed = min(people, max(one.fewest, ceil(Fraction(one.needs) * people)))
        waits = one.state in ("open", "agreed")
        signed = sum(s.signs and s.member in members for s in view.rows(Signing, one.number))
        yield {
            "number": one.number,
            "by": facts.who(one.by),
            "text": facts.text(one.text),
            "amending": {
                "parameters": dict(one.parameters),
                "before": _replaced(view, one),
                "name": facts.text(one.new_name) if one.new_name else None,
                "purpose": facts.text(one.new_purpose) if one.new_purpose else None,
            },
            "entry": one.entry,
            "proposed": one.since,
            "state": one.state,
            "signatures": signed if waits else one.signatures,
            "needed": needed if waits else None,
            "due": one.due or None,
            "prolonged": one.window.prolonged if one.window else 0,
        }


def _before(view: View, last: Amendment) -> Fields:
    """What each rule was that a version changes: as the last version before it left that rule."""
    values = dict(DEFAULTS)
    for one in view.rows(Amendment):
        if one.number < last.number:
            values.update(one.changes)
    return {name: values[name] for name in last.changes}


def _replaced(view: View, one: Repair) -> Fields | None:
    """What is in force of what a repair would change, or was before it did."""
    made = next((row for row in view.rows(Amendment) if row.repair == one.number), None)
    if made is not None:
        return _before(view, made)
    values = view.must(Constitution, THE).values
    return None if one.state == "lapsed" else {name: values[name] for name in one.parameters}


def _few(view: View) -> int:
    """Three members, in a smaller assembly half (clause 5.3)."""
    there = view.must(Assembly, THE).counted
    return min(3, (there + 1) // 2)


def enough(view: View, share: str, least: int) -> int:
    """A share of the members as they are now, but `least` of them, if there are so many."""
    assembly = view.must(Assembly, THE)
    people = max(Fraction(assembly.active), Fraction(assembly.counted, 3))
    part = ceil(Fraction(view.must(Constitution, THE).values[share]) * people)
    return max(1, part, min(least, assembly.counted))


def _counts(view: View) -> Fields:
    members = Counter(one.state for one in view.each(Member))
    awake = Counter(one.state for one in view.each(Member) if not one.dormant)
    return {
        "members": members["member"],
        "active": awake["member"],
        "applicants": members["applicant"] + members["vouched"] + members["contested"],
        "problems": view.count(Problem),
        "solutions": view.count(Solution),
        "arguments": view.count(Argument),
        "votes": view.count(Vote),
        "open_votes": sum(one.state == "open" for one in view.each(Vote)),
        "decisions": view.count(Decision),
        "mandates": view.count(Mandate),
        "questions": view.count(Question),
    }
