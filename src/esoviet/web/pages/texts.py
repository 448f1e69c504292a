"""What a member wrote, with where it is shown, and can erase, also after leaving."""

from collections.abc import Mapping

from msgspec.structs import replace
from starlette.requests import Request

from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.log import entry
from esoviet.web.api.shapes import One, OneList, Who
from esoviet.web.api.texts import texts_of
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.render import Frame
from esoviet.web.pages.serve import asked, desk_of
from esoviet.web.pages.subjects import Subject, subjects

ON_A_PAGE = 20


def own_texts(request: Request, frame: Frame, caches: AnswerCaches) -> Mapping[str, object]:
    """The list, for everybody: without words for who may not read them."""
    context = desk_of(request, frame, caches)
    query = asked(request, OneList)
    assert isinstance(query, OneList)
    answer = texts_of(context, replace(query, limit=min(query.limit, ON_A_PAGE)))
    if answer is None:
        raise HttpError(404, "There is nothing with this number.")
    writer = context.who(query.number)
    found = {one.entry: entry(context, One(number=one.entry)) for one in answer.items}
    lines = {index: one.entry for index, one in found.items() if one is not None}
    return {
        "answer": answer,
        "json": f"{frame.here}/members/{query.number}/texts.json",
        "writer": writer,
        "lines": lines,
        "may_read": context.words,
        "subjects": subjects(context, lines.values()) if context.words else {},
        "at_home": Subject("", frame.assembly.name) if context.words and frame.assembly else None,
        "on_page": _page_of(writer) if context.words else None,
    }


def _page_of(writer: Who) -> Subject:
    """Where a name is shown, and words with an application."""
    return Subject(f"members/{writer.member}", writer.name or str(writer.member))
