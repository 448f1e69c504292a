"""Chapter 3 of the law, fourth part: doors, by which members let in whom they choose.

A vote opens a door (`consequences`): for so many, until a date, kept by the members it named. It
closes by itself when its time is over or all places are taken, or as soon as enough members say so.
"""

from fractions import Fraction
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.headcount import LEAST, needed
from esoviet.law.membership import admit
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import WAITING, Member
from esoviet.law.view import View

SHUT_BY = Fraction(1, 10)
"""What share of the members awake shuts a door (clause 3.16)."""


class Doorway(Record, frozen=True):
    """A door that the vote on a question opened: who keeps it, for how many, until when (`due`).

    `full` when all places are taken, `shut` by the members, `over` when its time was over.
    """

    KEY = "question"
    INDEXES = ("state",)

    question: int
    keepers: tuple[int, ...]
    places: int
    opened: int
    due: int
    state: Literal["open", "full", "shut", "over"] = "open"


class Arrival(ByMember, frozen=True):
    """Somebody came in by a door; `by` is the keeper who let them in."""

    PARENT = "question"

    question: int
    member: int
    by: int
    entry: int


class Shutting(ByMember, frozen=True):
    """A member wants a door shut."""

    PARENT = "question"

    question: int
    member: int
    entry: int


class LetIn(Act, frozen=True, kw_only=True):
    """Let an applicant in by a door that one keeps; `question` is the one that opened it."""

    DEED = "let an applicant in by a door"

    question: Number
    member: Number


class ShutDoor(Act, frozen=True, kw_only=True):
    """Say that a door be shut; `question` is the one that opened it."""

    DEED = "wants a door shut"

    question: Number


def let_in(view: View, author: Author, act: LetIn) -> Outcome:
    """Clause 3.16."""
    door = _open(view, act.question)
    if isinstance(door, Refusal):
        return door
    if author.number not in door.keepers:
        return Refusal("3.16", "Only the members whom the vote named let in by this door.")
    applicant = view.get(Member, act.member)
    if applicant is None or applicant.state not in WAITING:
        return Refusal("3.16", "This person is no applicant who waits.")
    came = put(Arrival(door.question, applicant.number, author.number, view.index))
    if view.count(Arrival, door.question) + 1 == door.places:
        came |= put(replace(door, state="full", due=0))
    return came | admit(view, "door", applicant)


def shut_door(view: View, author: Author, act: ShutDoor) -> Outcome:
    """Clause 3.16."""
    door = _open(view, act.question)
    if isinstance(door, Refusal):
        return door
    if view.get(Shutting, author.number, door.question) is not None:
        return Refusal("3.16", "You have said so already.")
    said = put(Shutting(door.question, author.number, view.index))
    if view.count(Shutting, door.question) + 1 < shutting_needed(view):
        return said
    return said | put(replace(door, state="shut", due=0))


def door_due(view: View, door: Doorway) -> Changes:
    """The time of a door is over (clause 3.16)."""
    return put(replace(door, state="over", due=0))


def shutting_needed(view: View) -> int:
    """How many members shut a door at this moment (clause 3.16)."""
    assembly = view.assembly
    return max(min(LEAST, assembly.counted), needed(SHUT_BY, assembly.active))


def _open(view: View, question: int) -> Doorway | Refusal:
    door = view.get(Doorway, question)
    if door is None or door.state != "open":
        return Refusal("3.16", "No door is open that this question opened.")
    # Its end may have passed, and not be sure yet.
    if door.due <= view.time:
        return Refusal("3.16", "The time of this door is over.")
    return door
