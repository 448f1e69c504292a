"""Where a reader stopped reading the debate on a matter, and that they have read on.

New is what others brought since the visit before. A page of a debate that goes on elsewhere has
shown its own part only.
"""

import contextlib
from collections.abc import Iterable

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.arguments import Argument
from esoviet.law.records import THE, Clock
from esoviet.store.errors import StoreError
from esoviet.store.marks import Mark
from esoviet.web.api.arguments import ArgumentLine
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.context import node_of


class Thread(Struct, frozen=True):
    """The matter (by its path), whether it is followed; how many arguments are new, the first of
    them, and where it stands.

    `size` and `time` (ms) are those of the log up to which the page shows it.
    """

    path: str
    followed: bool
    new: int
    first: int
    where: str
    size: int
    time: int


def thread(context: AnswerContext, path: str, reader: int | None) -> Thread | None:
    """Of a matter without a debate; None for visitors."""
    if not reader:
        return None
    time = context.view.must(Clock, THE).last
    return Thread(path, context.own.follows(path), 0, 0, "", context.log_size, time)


def debated(
    context: AnswerContext,
    problem: int,
    reader: int | None,
    here: Iterable[ArgumentLine],
    goes_on: bool,
    in_order: bool = True,
) -> Thread | None:
    """Of a problem, on a page that shows these arguments, with more on others where it `goes_on`.

    None for visitors. Where they are not `in_order` of time, all before the first that is not shown
    counts as read.
    """
    whole = thread(context, f"problems/{problem}", reader)
    if whole is None:
        return None
    shown = {one.number: one.entry for one in here}
    before = context.own.had_read(whole.path)
    new = [
        one.number
        for one in context.view.by(Argument, "problem", problem)
        if one.entry >= before and one.by != reader and not one.retracted
    ] if before else []  # fmt: skip
    first = new[0] if new else 0
    unread = (
        one.entry
        for one in context.view.by(Argument, "problem", problem)
        if one.number not in shown
    )
    elsewhere = "" if first in shown else f"/arguments?after={first - 1}"
    size = max(shown.values(), default=0) + 1 if goes_on else whole.size
    if not in_order:
        size = min(unread, default=whole.size)
    return Thread(
        whole.path, whole.followed, len(new), first, f"{whole.path}{elsewhere}#argument-{first}",
        size, whole.time,
    )  # fmt: skip


def read(request: Request, reader: int, shown: Struct) -> None:
    """Note how far a member has read; where the disk does not allow it, they see it again as new.

    What is shown has its `thread`.
    """
    seen = getattr(shown, "thread", None)
    assert isinstance(seen, Thread)
    node, assembly = node_of(request), str(request.path_params["assembly"])
    marks, now = node.reach.marks, node.clock()
    with contextlib.suppress(StoreError):
        known = marks.of(assembly, reader, seen.path)
        mark = known.then(seen.size, seen.time, now) if known else _first(seen, now)
        if mark != known:
            marks.put(assembly, reader, seen.path, mark)


def _first(seen: Thread, now: int) -> Mark:
    return Mark(0, seen.size, seen.time, now)
