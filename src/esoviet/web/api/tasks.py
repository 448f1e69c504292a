"""Tasks of mandates: what there is to do, who has taken it, what is done."""

from collections.abc import Callable, Iterator
from heapq import nsmallest
from itertools import islice
from typing import Literal

from esoviet.law.tasks import Hand, HandState, Task, TaskState, is_under_way
from esoviet.law.view import View
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, Numbered, Part, Query, Text, Who, some

SHOWN = 40
"""So many tasks stand in a column of the board, so many open ones and so many others on a page."""
MOST_HANDS = 20
"""So many of its hands are named with a task."""
PER_PERSON = 10
WEEK_MS = 7 * 86_400_000
NEVER = 1 << 62


class HandLine(Part, frozen=True, kw_only=True):
    """A member who has taken a task, or done their part of it, and what they said then."""

    member: Who
    state: HandState
    word: Text | None
    entry: int
    time: int


class TaskLine(Part, frozen=True, kw_only=True):
    """A task of a mandate, for so many `hands`: `taken` are at it, `done` have done their part.

    `until` is when it is to be done (null: at any time). It `goes_on` while it is open and its
    mandate is neither carried out nor ended, and is `overdue` where its time was over by the last
    entry of the log. `closed` is when it was done or dropped.
    """

    number: int
    mandate: int
    by: Who
    title: str | None
    hands: int
    taken: int
    done: int
    until: int | None
    state: TaskState
    goes_on: bool
    overdue: bool
    entry: int
    time: int
    closed: int | None


class TaskShown(Part, frozen=True, kw_only=True):
    """A task with its text, and the first who have taken it or done their part."""

    task: TaskLine
    text: Text
    by_whom: list[HandLine]


class TasksQuery(Numbered, frozen=True, kw_only=True):
    """Tasks, all or those in one state."""

    state: TaskState | None = None


Order = Literal["state", "date", "person"]
ColumnName = Literal["wanted", "overdue", "under-way", "done", "soon", "later", "any", "member"]


class BoardQuery(Query, frozen=True, kw_only=True):
    """The board by what is to happen, by date or by person; of all (0) or of one `member`."""

    by: Order = "state"
    member: int = 0


class Column(Part, frozen=True, kw_only=True):
    """The tasks of one column: how many, and those that end first (of `done`: the last done).

    By date they are overdue, due in a week (`soon`), `later`, or at `any` time; by person they are
    those of one `member`.
    """

    name: ColumnName
    member: Who | None
    count: int
    items: list[TaskShown]


class Board(Answer, frozen=True, kw_only=True):
    """All work in columns; with `member` what that member has taken, or has done their part of.

    What is done stands in the columns by state alone. By person come first whose task ends first,
    40 at most of `people`; what still wants hands comes before them.
    """

    member: Who | None
    by: Order
    people: int
    columns: list[Column]


def tasks(context: AnswerContext, query: TasksQuery) -> Listing[TaskLine]:
    """Tasks in the order in which they were opened."""
    found = context.numbered(Task, query, "state", query.state)
    return context.listing("tasks.json", query, found, lambda one: task_line(context, one))


def board(context: AnswerContext, query: BoardQuery) -> Board:
    """All work, in the order that was asked for."""
    found = _of(context.view, query.member)
    sort = {"state": _by_state, "date": _by_date, "person": _by_person}[query.by]
    people, columns = sort(context, found)
    return Board(
        log_size=context.log_size,
        member=context.maybe_who(query.member),
        by=query.by,
        people=people,
        columns=columns,
    )


def task_line(context: AnswerContext, task: Task) -> TaskLine:
    """A task in a list."""
    return TaskLine(
        number=task.number,
        mandate=task.mandate,
        by=context.who(task.by, task.entry),
        title=context.title(task.text),
        hands=task.hands,
        taken=task.taken,
        done=task.done,
        until=some(task.until),
        state=task.state,
        goes_on=is_under_way(context.view, task),
        overdue=_is_overdue(context.view, task),
        entry=task.entry,
        time=task.time,
        closed=some(task.closed),
    )


def task_shown(context: AnswerContext, task: Task) -> TaskShown:
    """A task with its text and its hands."""
    hands = (one for one in context.view.rows(Hand, task.number) if one.state != "back")
    return TaskShown(
        task=task_line(context, task),
        text=context.text(task.text),
        by_whom=[
            HandLine(
                member=context.who(one.member, one.entry),
                state=one.state,
                word=context.maybe_text(one.word),
                entry=one.entry,
                time=one.time,
            )
            for one in islice(hands, MOST_HANDS)
        ],
    )


def tasks_of(context: AnswerContext, mandate: int) -> list[TaskShown]:
    """The tasks of a mandate: the open ones that end first, then those closed last."""
    view = context.view
    opened = nsmallest(SHOWN, view.by(Task, "open_of", mandate), key=_end)
    closed = (one for one in view.by(Task, "mandate", mandate) if one.state != "open")
    last = nsmallest(SHOWN, closed, key=lambda one: (-one.closed, -one.number))
    return [task_shown(context, one) for one in (*opened, *last)]


def _of(view: View, member: int) -> Iterator[Task]:
    if not member:
        for state in ("open", "done"):
            yield from view.by(Task, "state", state)
        return
    for task in view.numbered(Task):
        hand = view.get(Hand, member, task.number)
        if hand is not None and hand.state != "back":
            yield task


Sorted = tuple[int, list[Column]]
"""How many people have tasks, where that is asked; and the columns."""
BY_STATE: tuple[ColumnName, ...] = ("wanted", "overdue", "under-way", "done")
BY_DATE: tuple[ColumnName, ...] = ("overdue", "soon", "later", "any")


def _by_state(context: AnswerContext, found: Iterator[Task]) -> Sorted:
    return _sorted(context, found, BY_STATE, lambda one: _column(context.view, one))


def _by_date(context: AnswerContext, found: Iterator[Task]) -> Sorted:
    view = context.view
    going = (one for one in found if is_under_way(view, one))
    return _sorted(context, going, BY_DATE, lambda one: _date(one, view.time))


def _sorted(
    context: AnswerContext,
    found: Iterator[Task],
    names: tuple[ColumnName, ...],
    column: Callable[[Task], ColumnName | None],
) -> Sorted:
    columns: dict[ColumnName | None, list[Task]] = {}
    for task in found:
        columns.setdefault(column(task), []).append(task)
    return 0, [_shown(context, name, columns[name]) for name in names if name in columns]


def _by_person(context: AnswerContext, found: Iterator[Task]) -> Sorted:
    view, of = context.view, dict[int, list[Task]]()
    wanted = []
    for task in found:
        if not is_under_way(view, task):
            continue
        wanted += [task] if task.taken + task.done < task.hands else []
        for hand in view.each(Hand, task.number) if task.taken else ():
            if hand.held_by:
                of.setdefault(hand.member, []).append(task)
    first = nsmallest(SHOWN, of, key=lambda one: (min(map(_end, of[one])), one))
    columns = [_shown(context, "wanted", wanted)] if wanted else []
    columns += [_shown(context, "member", of[one], one, most=PER_PERSON) for one in first]
    return len(of), columns


def _column(view: View, task: Task) -> ColumnName | None:
    if task.state == "done":
        return "done"
    if not is_under_way(view, task):
        return None
    if _is_overdue(view, task):
        return "overdue"
    return "wanted" if task.taken + task.done < task.hands else "under-way"


def _date(task: Task, now: int) -> ColumnName:
    if not task.until:
        return "any"
    if task.until <= now:
        return "overdue"
    return "soon" if task.until <= now + WEEK_MS else "later"


def _is_overdue(view: View, task: Task) -> bool:
    return 0 < task.until <= view.time and is_under_way(view, task)


def _shown(
    context: AnswerContext,
    name: ColumnName,
    found: list[Task],
    member: int = 0,
    most: int = SHOWN,
) -> Column:
    first = nsmallest(most, found, key=_end)
    return Column(
        name=name,
        member=context.maybe_who(member),
        count=len(found),
        items=[task_shown(context, one) for one in first],
    )


def _end(task: Task) -> tuple[int, int]:
    """What ends first; what is done last first."""
    if task.state == "open":
        return task.until or NEVER, task.number
    return -task.closed, -task.number


TASKS = Read("/tasks.json", tasks, TasksQuery, Listing[TaskLine])
BOARD = Read("/board.json", board, BoardQuery, Board)

READS: tuple[AnyRead, ...] = (
    TASKS,
    BOARD,
)
