"""What a member wrote, with where it is shown, and can erase, also after leaving."""

from collections.abc import Mapping

from starlette.requests import Request

from esoviet.web.api.log import entry
from esoviet.web.api.memory import Memories
from esoviet.web.api.shapes import One, OneList
from esoviet.web.api.texts import texts_of
from esoviet.web.pages.render import Frame
from esoviet.web.pages.serve import asked, desk_of
from esoviet.web.pages.subjects import subjects
from esoviet.web.problems import Problem


def own_texts(request: Request, frame: Frame, memories: Memories) -> Mapping[str, object]:
    """The list, for everybody: without words for who may not read them."""
    desk = desk_of(request, frame, memories)
    query = asked(request, OneList)
    assert isinstance(query, OneList)
    answer = texts_of(desk, query)
    if answer is None:
        raise Problem(404, "There is nothing with this number.")
    found = {one.entry: entry(desk, One(number=one.entry)) for one in answer.items}
    lines = {index: one.entry for index, one in found.items() if one is not None}
    return {
        "answer": answer,
        "json": f"{frame.here}/members/{query.number}/texts.json",
        "writer": desk.who(query.number),
        "lines": lines,
        "subjects": subjects(desk, lines.values()) if desk.words else {},
    }
