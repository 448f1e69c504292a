"""Chapter 3 of the law, second part: what a vouch is, and how fast vouches let in.

Who has the vouches, and to whom nobody has objected in time, stands in line. In `settling_days` as
many come in as a quarter of the settled members who acted in that time. Who was objected to, and
accepted by more yes than no, stands in the same line: else a coalition would object to its own
guests. Only the support that an amendment needs lets somebody pass it.
"""

from msgspec.structs import replace

from esoviet.law.membership import admit, is_settled
from esoviet.law.outcome import NOTHING, Changes, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import THE, Key, Member
from esoviet.law.view import View

LOOKS = 30  # how often in `settling_days` the line is looked at, where nothing else lets it move


class Vouch(ByMember, frozen=True):
    """A member vouches for an applicant, by name.

    `time` in ms, `device` the key it was said with (0: by an invitation).
    """

    PARENT = "applicant"
    INDEXES = ("member",)

    applicant: int
    member: int
    entry: int
    time: int
    device: int


class Growth(Record, frozen=True):
    """When the line is looked at next, in ms; 0 while nobody waits in it. The one of its kind."""

    number: int
    due: int


def window(view: View) -> int:
    """The time in which guests and vouches are counted, in ms."""
    return view.rules.days("settling_days")


def line(view: View) -> list[Member]:
    """Who has enough vouches and waits, the first first."""
    return sorted(view.by(Member, "state", "vouched"), key=lambda one: (one.ready, one.number))


def allowed(view: View) -> int:
    """How many may come in by vouches in `settling_days`, as things are (clause 3.13)."""
    after = view.time - window(view)
    acted = {key.member for key in view.each(Key) if key.at > after}
    settled = sum(one.number in acted and is_settled(view, one) for one in view.each(Member))
    quarter = max(1, settled // 4)
    if 2 * settled > view.assembly.counted:
        return max(view.limits.few_guests, quarter)
    return quarter


def room(view: View) -> int:
    """How many more may come in by vouches now."""
    return allowed(view) - len(_came_in(view))


def next_place(view: View) -> int:
    """When the first of those who came in by vouches counts no more, in ms; 0 if nobody did."""
    return min(_came_in(view), default=-window(view)) + window(view)


def stand_in_line(view: View, applicant: Member) -> Changes:
    """The waiting time of an applicant is over: they come in as soon as there is room."""
    waits = replace(applicant, ready=applicant.ready or view.time, due=0, window=None)
    return put(replace(waits, state="vouched"), Growth(THE, view.time))


def growth_due(view: View, growth: Growth) -> Changes:
    """Let in who is first in line, as many as there is room for (clause 3.13)."""
    waiting = [one for one in line(view) if not one.due]
    if not waiting:
        return put(replace(growth, due=0))
    free = max(0, room(view))
    guests, rest = waiting[:free], waiting[free:]
    changes = admit(view, "vouches", *guests) if guests else NOTHING
    if not rest:
        return changes | put(replace(growth, due=0))
    look = view.time + max(1, window(view) // LOOKS)
    gone = next_place(view)
    due = min(look, gone) if gone > view.time else look
    return changes | put(replace(growth, due=due))


def _came_in(view: View) -> list[int]:
    """When those came in who count against the limit."""
    after = view.time - window(view)
    return [one.since for one in view.each(Member) if one.door == "vouches" and one.since > after]
