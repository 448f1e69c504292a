"""How many more acts a member can do today, so that a limit is told before it is met.

`moment` is now, in ms: a day begins though nobody has signed anything on it yet.
"""

from collections.abc import Callable, Mapping

from esoviet.law.constitution import Constitution
from esoviet.law.criticism import made_before
from esoviet.law.judge import done_on
from esoviet.law.records import THE, Key
from esoviet.law.showing import brought_before
from esoviet.law.topics import said_on
from esoviet.law.view import View


def left(view: View, member: int, act: str, moment: int) -> int | None:
    """How many more acts of a type; None where the law counts none of it."""
    counted = _COUNTED.get(act)
    return None if counted is None else max(0, counted(view, member, moment))


def left_of_all(view: View, member: int, moment: int) -> int:
    """How many more acts of any type (clause 1.13)."""
    most = view.must(Constitution, THE).count("daily_acts")
    return max(0, most - done_on(view.by(Key, "member", member), moment))


def _topics(view: View, member: int, moment: int) -> int:
    opened = view.limits.daily_topics - said_on(view, member, moment).topics
    return min(opened, _posts(view, member, moment))


def _posts(view: View, member: int, moment: int) -> int:
    return view.limits.daily_posts - said_on(view, member, moment).posts


def _exhibits(view: View, member: int, moment: int) -> int:
    return view.limits.daily_exhibits - brought_before(view, member, moment)


def _criticisms(view: View, member: int, moment: int) -> int:
    return view.limits.daily_criticisms - len(made_before(view, member, moment))


_COUNTED: Mapping[str, Callable[[View, int, int], int]] = {
    "open-topic": _topics,
    "post": _posts,
    "bring-exhibit": _exhibits,
    "criticise": _criticisms,
}
