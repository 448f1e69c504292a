"""Leaving, and erasing what one wrote: said by kind and number before anything is signed."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.web.api.context import AnswerContext
from esoviet.web.api.farewell import Farewell, farewell
from esoviet.web.api.pipeline import asked
from esoviet.web.api.shapes import One, Who
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.frame import Frame


class FarewellPage(Struct, frozen=True):
    """What becomes of a member's texts and mandates, and how many texts are erased in all."""

    answer: Farewell
    json: str
    writer: Who
    total: int
    may_read: bool


def leaving(request: Request, frame: Frame, context: AnswerContext) -> FarewellPage:
    """The account, for everybody; the forms are for the member alone."""
    query = asked(request, One)
    answer = farewell(context, query)
    if answer is None:
        raise HttpError(404, "There is nothing with this number.")
    return FarewellPage(
        answer=answer,
        json=f"{frame.here}/members/{query.number}/farewell.json",
        writer=context.who(query.number),
        total=sum(one.count for one in answer.erases),
        may_read=context.words,
    )
