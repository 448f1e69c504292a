"""What a member wrote, with where it is shown, and can erase, also after leaving."""

from collections.abc import Mapping

from msgspec.structs import replace
from starlette.requests import Request

from esoviet.web.api.log import entry
from esoviet.web.api.memory import Memories
from esoviet.web.api.shapes import One, OneList, Who
from esoviet.web.api.texts import texts_of
from esoviet.web.pages.render import Frame
from esoviet.web.pages.serve import asked, desk_of
from esoviet.web.pages.subjects import Subject, subjects
from esoviet.web.problems import Problem

ON_A_PAGE = 20


def own_texts(request: Request, frame: Frame, memories: Memories) -> Mapping[str, object]:
    """The list, for everybody: without words for who may not read them."""
    desk = desk_of(request, frame, memories)
    query = asked(request, OneList)
    assert isinstance(query, OneList)
    answer = texts_of(desk, replace(query, limit=min(query.limit, ON_A_PAGE)))
    if answer is None:
        raise Problem(404, "There is nothing with this number.")
    writer = desk.who(query.number)
    found = {one.entry: entry(desk, One(number=one.entry)) for one in answer.items}
    lines = {index: one.entry for index, one in found.items() if one is not None}
    return {
        "answer": answer,
        "json": f"{frame.here}/members/{query.number}/texts.json",
        "writer": writer,
        "lines": lines,
        "may_read": desk.words,
        "subjects": subjects(desk, lines.values()) if desk.words else {},
        "at_home": Subject("", frame.assembly.name) if desk.words and frame.assembly else None,
        "on_page": _page_of(writer) if desk.words else None,
    }


def _page_of(writer: Who) -> Subject:
    """Where a name is shown, and words with an application."""
    return Subject(f"members/{writer.member}", writer.name or str(writer.member))
