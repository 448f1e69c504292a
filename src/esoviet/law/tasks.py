"""Chapter 9 of the law, fourth part: the tasks of a mandate, and who has taken which.

Nobody has a task who has not signed for it. What they signed does not change under them: a task is
not rewritten, only closed and another one opened. Tasks stay with the mandate when it passes on.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Date, Number
from esoviet.law.common import bring, hand_over, overtaken, sha
from esoviet.law.mandates import Mandate, carried
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View

TaskState = Literal["open", "done", "dropped"]
HandState = Literal["taken", "done", "back"]


class Task(Record, frozen=True):
    """Something that a mandate takes: how many hands, `until` when (ms; 0: at any time).

    `taken` hands are at it, `done` have done their part. `open_of` is the mandate while the task is
    open, else 0. It was `closed` at that time (ms).
    """

    INDEXES = ("mandate", "open_of", "state")

    number: int
    mandate: int
    open_of: int
    by: int
    text: bytes
    hands: int
    until: int
    entry: int
    time: int
    state: TaskState = "open"
    taken: int = 0
    done: int = 0
    closed: int = 0


class Hand(ByMember, frozen=True):
    """A member has taken a task, done their part (`word` says what), or given it back.

    `held_by` is the member while they are at it and the task is open, else 0.
    """

    PARENT = "task"
    INDEXES = ("held_by",)

    task: int
    member: int
    held_by: int
    state: HandState
    entry: int
    time: int
    device: int
    word: bytes = b""


class OpenTask(Act, frozen=True, kw_only=True):
    """Open a task of a mandate that one carries: for so many hands, until a time if any."""

    DEED = "opened a task"

    mandate: Number
    text: Blob
    hands: Annotated[int, Meta(ge=1, le=200)] = 1
    until: Date | None = None


class TakeTask(Act, frozen=True, kw_only=True):
    """Take a task, and with it the duty to do it."""

    DEED = "took a task"

    task: Number


class HandBackTask(Act, frozen=True, kw_only=True):
    """Give a task back, so that another member can take it."""

    DEED = "gave a task back"

    task: Number


class FinishTask(Act, frozen=True, kw_only=True):
    """Say that one's own part of a task is done, with a word on it if one likes."""

    DEED = "did a task"

    task: Number
    word: Blob | None = None


class CloseTask(Act, frozen=True, kw_only=True):
    """Close a task of a mandate that one carries: it is done, or (`dropped`) not wanted now."""

    DEED = "closed a task"

    task: Number
    dropped: bool = False


def open_task(view: View, author: Author, act: OpenTask) -> Outcome:
    """Clause 9.15."""
    mandate, most = carried(view, author, act.mandate, "9.15"), view.limits.tasks
    if isinstance(mandate, Refusal):
        return mandate
    if act.until is not None and act.until <= view.time:
        return Refusal("9.15", "The time until which this is to be done is over.")
    if view.count_by(Task, "open_of", mandate.number) >= most:
        return refuse("9.15", "A mandate has at most {most} open tasks.", most=most)
    blobs = bring(view, author.number, "9.15", act.text)
    number = view.next_number(Task)
    about = mandate.number, mandate.number, author.number, sha(act.text)
    return blobs | put(
        Task(number, *about, act.hands, act.until or 0, entry=view.index, time=view.time)
    )


def take_task(view: View, author: Author, act: TakeTask) -> Outcome:
    """Clause 9.16; what others have taken belongs to the assembly (12.4)."""
    task, me = _open(view, act.task, "9.16"), author.number
    if isinstance(task, Refusal):
        return task
    before = view.get(Hand, me, task.number)
    if before is not None and before.state != "back":
        return Refusal("9.16", "You have taken this task already.")
    if task.taken + task.done >= task.hands:
        return Refusal("9.16", "Enough members are at this task.")
    if view.must(BlobRecord, task.text).state == "erased":
        return Refusal("9.16", "The text of this task was erased.")
    hand = Hand(task.number, me, me, "taken", view.index, view.time, author.device)
    taken = put(hand, replace(task, taken=task.taken + 1))
    if me != task.by:
        taken = hand_over(view, taken, task.text)
    return overtaken(author, act, before) or taken


def hand_back_task(view: View, author: Author, act: HandBackTask) -> Outcome:
    """Clause 9.16."""
    part = _part(view, author, act, "9.16")
    if isinstance(part, Refusal):
        return part
    task, hand = part
    back = replace(hand, held_by=0, state="back", entry=view.index, device=author.device)
    return put(replace(back, time=view.time), replace(task, taken=task.taken - 1))


def finish_task(view: View, author: Author, act: FinishTask) -> Outcome:
    """Clause 9.17: with its last hand the task is done."""
    part = _part(view, author, act, "9.17")
    if isinstance(part, Refusal):
        return part
    task, hand = part
    blobs = bring(view, author.number, "9.17", act.word)
    did = replace(hand, held_by=0, state="done", entry=view.index, device=author.device)
    less = replace(task, taken=task.taken - 1, done=task.done + 1)
    if less.done == less.hands:
        less = _closed(view, less, "done")
    return blobs | put(replace(did, time=view.time, word=sha(act.word)), less)


def close_task(view: View, author: Author, act: CloseTask) -> Outcome:
    """Clause 9.17."""
    task = _open(view, act.task, "9.17")
    if isinstance(task, Refusal):
        return task
    mandate = carried(view, author, task.mandate, "9.17")
    if isinstance(mandate, Refusal):
        return mandate
    freed = [replace(hand, held_by=0) for hand in view.rows(Hand, task.number) if hand.held_by]
    return put(_closed(view, task, "dropped" if act.dropped else "done"), *freed)


def given_back(view: View, member: int) -> Iterator[Changes]:
    """The tasks of a member who is gone wait for others."""
    for hand in view.by(Hand, "held_by", member):
        task = view.must(Task, hand.task)
        yield put(replace(hand, held_by=0, state="back"), replace(task, taken=task.taken - 1))


def is_under_way(view: View, task: Task) -> bool:
    """Whether a task is open, and its mandate still goes on."""
    mandate = view.must(Mandate, task.mandate)
    return task.state == "open" and mandate.state not in ("done", "ended")


def _open(view: View, number: int, clause: str) -> Task | Refusal:
    task = view.get(Task, number)
    if task is None or not is_under_way(view, task):
        return Refusal(clause, "There is no open task with this number.")
    return task


def _part(
    view: View, author: Author, act: HandBackTask | FinishTask, clause: str
) -> tuple[Task, Hand] | Refusal:
    """The task, and the author's part of it that they are at."""
    task = _open(view, act.task, clause)
    if isinstance(task, Refusal):
        return task
    hand = view.get(Hand, author.number, task.number)
    if hand is None or not hand.held_by:
        return Refusal(clause, "You have not taken this task.")
    return overtaken(author, act, hand) or (task, hand)


def _closed(view: View, task: Task, state: TaskState) -> Task:
    return replace(task, state=state, open_of=0, closed=view.time)
