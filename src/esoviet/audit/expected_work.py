"""What published answers must say of the tasks of mandates, counted from who has taken them."""

from collections import Counter
from collections.abc import Iterator

from esoviet.audit.facts import Facts, Fields
from esoviet.law.mandates import Mandate
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
