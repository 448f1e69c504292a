"""Chapter 14 of the law: actions, and calls that nobody has decided.

An action carries a mandate out and stands at once. A call stands on no mandate: it waits until as
many second it as second a question. Both end by themselves. What could be used against people who
act (where they meet, who comes, who does what) is in no act and no record.

No host prolongs a call by its silence (clause 7.7): it begins at a moment in the world, which does
not wait, and a call that lapsed can be made again.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Date, Number
from esoviet.law.common import bring, sha
from esoviet.law.constitution import DAY
from esoviet.law.headcount import seconds_needed
from esoviet.law.mandates import Mandate, carried, carriers
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.view import View

ActionKind = Literal[
    "strike", "picket", "rally", "stall", "leaflets", "letters", "repair", "boycott", "other"
]
ActionState = Literal["waiting", "standing", "stopped", "ended", "lapsed", "called-off"]
OPEN: tuple[ActionState, ...] = ("waiting", "standing")
"""What can be called off or stopped: it has not ended."""


class Action(Record, frozen=True):
    """An action, which carries a `mandate` out; a call, where that is 0.

    It was announced in the entry `entry`, at `announced`, and lasts from `begins` to `ends`, all in
    ms. `seconds` members want a call, whoever made it among them. `due` is when a call lapses that
    waits, or when it ends. It was stopped by the question `stopped_by` (0: it was not).
    """

    INDEXES = ("state", "mandate")

    number: int
    kind: ActionKind
    by: int
    mandate: int
    text: bytes
    begins: int
    ends: int
    entry: int
    announced: int
    state: ActionState
    seconds: int
    due: int
    stopped_by: int = 0


class ActionSecond(ByMember, frozen=True):
    """A member wants a call to stand."""

    PARENT = "action"

    action: int
    member: int
    entry: int


class AnnounceAction(Act, frozen=True, kw_only=True):
    """Announce an action that carries a mandate out, or call to one that nobody has decided.

    Without `mandate` it is a call. It lasts from `begins` to `ends`, in ms.
    """

    DEED = "announced an action"

    kind: ActionKind
    text: Blob
    begins: Date
    ends: Date
    mandate: Number | None = None


class SecondAction(Act, frozen=True, kw_only=True):
    """Second a call, so that it stands."""

    DEED = "seconded a call"

    action: Number


class CallOffAction(Act, frozen=True, kw_only=True):
    """Call an action or a call off: one's own, or one of a mandate that one carries."""

    DEED = "called an action off"

    action: Number


def announce_action(view: View, author: Author, act: AnnounceAction) -> Outcome:
    """Clauses 14.1 to 14.4."""
    refusal = _no_time(view, act) or _too_many(view, author, act)
    blobs = refusal or bring(view, author.number, "14.1", act.text)
    action = Action(
        number=view.next_number(Action),
        kind=act.kind,
        by=author.number,
        mandate=act.mandate or 0,
        text=sha(act.text),
        begins=act.begins,
        ends=act.ends,
        entry=view.index,
        announced=view.time,
        state="standing",
        seconds=0,
        due=act.ends,
    )
    if action.mandate:
        return blobs | put(action)
    due = min(act.begins, view.time + view.rules.days("question_days"))
    waits = replace(action, state="waiting", seconds=1, due=due)
    return blobs | _seconded(view, waits, author.number)


def second_action(view: View, author: Author, act: SecondAction) -> Outcome:
    """Clause 14.3."""
    action = view.get(Action, act.action)
    if action is None or action.state != "waiting":
        return Refusal("14.3", "No call with this number is waiting to be seconded.")
    if view.get(ActionSecond, author.number, action.number) is not None:
        return Refusal("14.3", "You have seconded this call already.")
    return _seconded(view, replace(action, seconds=action.seconds + 1), author.number)


def call_off_action(view: View, author: Author, act: CallOffAction) -> Outcome:
    """Clause 14.5."""
    action = view.get(Action, act.action)
    if action is None or action.state not in OPEN:
        return Refusal("14.5", "There is no action with this number that has not ended.")
    mandate = view.get(Mandate, action.mandate)
    carries = mandate is not None and author.number in carriers(view, mandate)
    if action.by != author.number and not carries:
        return Refusal("14.5", "Who announced it calls it off, or who carries its mandate.")
    return put(replace(action, state="called-off", due=0))


def action_due(_view: View, action: Action) -> Changes:
    """A call was not seconded in time, or what stood is over (clauses 14.3 and 14.4)."""
    state: ActionState = "lapsed" if action.state == "waiting" else "ended"
    return put(replace(action, state=state, due=0))


def lapse_without(view: View, sha256: bytes) -> Iterator[Action]:
    """The call that waits and has lost its words lapses (clause 12.3)."""
    for action in view.by(Action, "state", "waiting"):
        if action.text == sha256:
            yield replace(action, state="lapsed", due=0)


def _seconded(view: View, action: Action, member: int) -> Changes:
    if action.seconds >= seconds_needed(view):
        action = replace(action, state="standing", due=action.ends)
    return put(action, ActionSecond(action.number, member, view.index))


def _no_time(view: View, act: AnnounceAction) -> Refusal | None:
    days, ahead = view.limits.action_days, view.limits.action_ahead
    if not view.time < act.begins <= view.time + ahead * DAY:
        return refuse("14.4", "It begins later than now, and within {days} days.", days=ahead)
    if not act.begins < act.ends <= act.begins + days * DAY:
        return refuse("14.4", "It ends after it begins, and within {days} days.", days=days)
    return None


def _too_many(view: View, author: Author, act: AnnounceAction) -> Refusal | None:
    """Why the author does not announce this now: not their mandate, or as many as there may be."""
    if act.mandate is not None:
        mandate = carried(view, author, act.mandate, "14.1")
        if isinstance(mandate, Refusal):
            return mandate
        most = view.limits.open_actions
        standing = view.by(Action, "mandate", act.mandate)
        if sum(one.state == "standing" for one in standing) >= most:
            return refuse("14.1", "At most {most} actions stand at a time.", most=most)
        return None
    most = view.rules.count("waiting")
    waiting = view.by(Action, "state", "waiting")
    if sum(one.by == author.number for one in waiting) >= most:
        return refuse("14.2", "You have {most} calls waiting already.", most=most)
    return None
