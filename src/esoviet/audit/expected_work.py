"""What published answers must say of tasks, criticism and lessons, from what members signed."""

from collections import Counter
from collections.abc import Iterator

from esoviet.audit.facts import Facts, Fields
from esoviet.law.criticism import Criticism
from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import Mandate
from esoviet.law.records import BlobRecord
from esoviet.law.solutions import Solution
from esoviet.law.tasks import Hand, Task


def tasks(facts: Facts) -> Iterator[Fields]:
    """All tasks."""
    view = facts.view
    for one in view.rows(Task):
        hands = Counter(hand.state for hand in view.each(Hand, one.number))
        ended = view.must(Mandate, one.mandate).state in ("done", "ended")
        goes_on = one.state == "open" and not ended
        yield {
            "number": one.number,
            "mandate": one.mandate,
            "by": facts.who(one.by, one.entry),
            "title": facts.title(one.text),
            "hands": one.hands,
            "taken": hands["taken"],
            "done": hands["done"],
            "until": one.until or None,
            "state": one.state,
            "goes_on": goes_on,
            "overdue": goes_on and 0 < one.until <= view.time,
            "entry": one.entry,
            "time": one.time,
            "closed": one.closed or None,
        }


def lessons(facts: Facts) -> Iterator[Fields]:
    """What others can learn from self-criticisms, but for what was erased or withheld."""
    view = facts.view
    for one in view.rows(SelfCriticism):
        if not one.lesson or view.must(BlobRecord, one.lesson).state != "kept":
            continue
        mandate = view.must(Mandate, one.mandate)
        yield {
            "number": one.number,
            "mandate": one.mandate,
            "decision": mandate.decision,
            "problem": mandate.problem,
            "title": facts.title(view.must(Solution, mandate.solution).text),
            "by": facts.who(one.by, one.entry),
            "lesson": facts.text(one.lesson),
            "entry": one.entry,
            "time": one.time,
        }


def criticisms(facts: Facts) -> Iterator[Fields]:
    """All criticisms that are addressed to the whole assembly."""
    for one in facts.view.rows(Criticism):
        if one.about not in ("decision", "rule", "process"):
            continue
        words = one.observation, one.suggestion
        erased = any(facts.view.must(BlobRecord, name).state == "erased" for name in words)
        yield {
            "number": one.number,
            "by": facts.who(one.by, one.entry),
            "about": one.about,
            "subject": one.subject or None,
            "rule": one.rule or None,
            "to": None,
            "observation": facts.text(one.observation),
            "consequence": facts.text(one.consequence) if one.consequence else None,
            "suggestion": facts.text(one.suggestion),
            "standing": "erased" if erased else "public",
            "answer": None,
            "answered": None,
            "anew": None,
            "renewed": None,
            "entry": one.entry,
            "time": one.time,
        }
