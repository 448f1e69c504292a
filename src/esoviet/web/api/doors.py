"""Doors that a vote opened: who keeps them, how many came in, who wants them shut."""

from collections.abc import Iterator
from typing import Literal

from esoviet.law.doors import Arrival, Doorway, Shutting, shutting_needed
from esoviet.law.questions import Question
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, Paging, Part, Who, some

DoorState = Literal["open", "full", "shut", "over"]


class DoorLine(Part, frozen=True, kw_only=True):
    """A door (clause 3.16), named by the question that opened it.

    The `keepers` let in by it: `came` of `places` have come. It closes at `due` (ms, null where it
    has), or when so many members as `needed` want it shut; `shutting` do.
    """

    question: int
    title: str | None
    keepers: list[Who]
    places: int
    came: int
    state: DoorState
    opened: int
    due: int | None
    shutting: int
    needed: int | None


class DoorsQuery(Paging, frozen=True, kw_only=True):
    """Doors, all or those in one state."""

    state: DoorState | None = None


def doors(context: AnswerContext, query: DoorsQuery) -> Listing[DoorLine]:
    """Doors in the order of the questions that opened them."""
    doors: Iterator[Doorway] = (
        one for one in context.view.rows(Doorway) if query.state in (None, one.state)
    )
    further = (one for one in doors if one.question > query.after)
    return context.listing("doors.json", query, further, lambda one: door_line(context, one))


def door_line(context: AnswerContext, door: Doorway) -> DoorLine:
    """A door in a list, and on its card."""
    view = context.view
    text = view.must(Question, door.question).text
    return DoorLine(
        question=door.question,
        title=context.title(text),
        keepers=[context.who(number) for number in door.keepers],
        places=door.places,
        came=view.count(Arrival, door.question),
        state=door.state,
        opened=door.opened,
        due=some(door.due),
        shutting=view.count(Shutting, door.question),
        needed=shutting_needed(view) if door.state == "open" else None,
    )


DOORS = Read("/doors.json", doors, DoorsQuery, Listing[DoorLine])
READS: tuple[AnyRead, ...] = (DOORS,)
