"""Who is away: the page to say it, and what members are shown of it.

A page that shows it is made for each reader anew and kept nowhere: no cache has a word of it.
"""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.mandates import Mandate, carriers
from esoviet.web.api.context import AnswerContext
from esoviet.web.endpoints.away import DAY, MOST_DAYS
from esoviet.web.http.context import node_of
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import mandate_title
from esoviet.web.pages.page import OwnLine


class AwayPage(Struct, frozen=True):
    """Until when the reader is away (ms; 0: they are not), and from which to which day one can be.

    `leads` are the mandates that nobody else carries while the reader is away, and their titles.
    """

    until: int
    first: int
    last: int
    leads: list[tuple[int, str]]


def away(request: Request, frame: Frame, context: AnswerContext) -> AwayPage:
    """The page of a reader."""
    reader, now = frame.reader or 0, node_of(request).clock()
    held = context.view.by(Mandate, "held_by", reader) if reader else []
    alone = [
        (one.number, mandate_title(context, one))
        for one in held
        if carriers(context.view, one) == (reader,)
    ]
    return AwayPage(context.own.away.get(reader, 0), now, now + (MOST_DAYS - 1) * DAY, alone)


def shown(context: AnswerContext, reader: int | None) -> dict[int, int]:
    """Who is away, until when, for a reader who is a member; the page is then kept nowhere."""
    if reader is None:
        return {}
    context.passing = True
    return context.own.away


PAGES: tuple[OwnLine, ...] = (OwnLine("/me/away", "/me", "me/away.html", away),)
