"""The board of tasks, what of them needs a reader, and what a reader has taken."""

from functools import partial
from itertools import islice

from msgspec import Struct

from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Backing, Volunteer
from esoviet.law.tasks import Hand, Task, is_under_way
from esoviet.law.view import View
from esoviet.web.api import tasks
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.language import _
from esoviet.web.pages.away import shown
from esoviet.web.pages.fitting import Fitting
from esoviet.web.pages.matter import Find, Kind, Need, Source, Subject, Words, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine

FIRST_MS = 3 * 86_400_000
"""For so long only who offered to help, backed it, or says that they can is asked to take it."""
MOST_ASKED = 500
"""So many open tasks at most are looked at for what needs a reader, the oldest first."""


class BoardPage(Struct, frozen=True):
    """Who is `away` until when (ms), and which tasks that want hands fit: for members alone."""

    away: dict[int, int]
    fits: list[int]


def _beside(
    context: AnswerContext, _query: tasks.BoardQuery, answer: tasks.Board, reader: int | None
) -> BoardPage:
    view, fitting = context.view, Fitting(context)
    items = (one for column in answer.columns for one in column.items)
    listed = dict.fromkeys(one.task.number for one in items)
    wanted = (one for one in (view.must(Task, n) for n in listed) if _wants(view, one, reader))
    fits = [one.number for one in wanted if fitting.has(one.text)]
    return BoardPage(shown(context, reader), fits)


PAGES: tuple[AnyPage, ...] = (PageLine(tasks.BOARD, "/mandates", "tasks/board.html", _beside),)


def _taken(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What a reader has taken, what ends first first."""
    view = context.view
    held = view.by(Hand, "held_by", reader) if reader else []
    found = [view.must(Task, one.task) for one in held]
    needs = [_need("task", context, one) for one in found if is_under_way(view, one)]
    return sorted(needs, key=lambda one: one.end)[:most]


def _wanted(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What wants hands: at first only of whom that could be expected, then of everybody.

    What fits what the reader says that they can do stands first. Who is away is asked with the
    others.
    """
    view, fitting, is_away = context.view, Fitting(context), reader in context.own.away
    needs = []
    for one in islice(view.by(Task, "state", "open"), MOST_ASKED):
        if not _wants(view, one, reader):
            continue
        fits = not is_away and fitting.has(one.text)
        if fits or _is_asked(view, one, reader, is_away=is_away):
            needs.append(_need("hands", context, one)._replace(fits=fits))
    return sorted(needs, key=lambda one: (not one.fits, one.end))[:most]


def _wants(view: View, task: Task, reader: int | None) -> bool:
    """Whether a task wants a hand of the reader's."""
    if task.taken + task.done >= task.hands or not is_under_way(view, task):
        return False
    own = reader is not None and (
        task.by == reader or view.get(Hand, reader, task.number) is not None
    )
    return not own


def _is_asked(view: View, task: Task, reader: int | None, *, is_away: bool) -> bool:
    if reader is None:
        return True
    solution = view.must(Mandate, task.mandate).solution
    close = not is_away and any(
        view.get(kind, reader, solution) is not None for kind in (Volunteer, Backing)
    )
    return close or view.time >= task.time + FIRST_MS


def _need(kind: Kind, context: AnswerContext, task: Task) -> Need:
    title = partial(title_of_text, context, task.text, task.number)
    part, whole = (task.taken + task.done, task.hands) if kind == "hands" else (0, 0)
    return Need(kind, _path(task), task.until, title, part, whole)


def _path(task: Task) -> str:
    return f"mandates/{task.mandate}#task-{task.number}"


def _find(context: AnswerContext, number: int) -> Subject | None:
    task = context.view.get(Task, number)
    return Subject(_path(task), title_of_text(context, task.text, number)) if task else None


TAKEN: Source = _taken
WANTED: Source = _wanted
FINDERS: dict[str, Find] = {"task": _find}
WORDS: Words = {
    "board_word": {
        "wanted": _("Hands wanted"), "overdue": _("Overdue"), "under-way": _("Under way"),
        "done": _("Done"), "soon": _("In the next seven days"), "later": _("Later"),
        "any": _("Without a date"),
    },
    "task_word": {"open": _("Open"), "done": _("Done"), "dropped": _("Dropped")},
    "hand_word": {"taken": _("is at it"), "done": _("has done it"), "back": _("gave it back")},
    "need_word": {"task": _("You do"), "hands": _("Hands wanted")},
}  # fmt: skip
