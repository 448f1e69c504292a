"""The first page of an assembly, its floor, and its constitution."""

from msgspec import Struct

from esoviet.web.api import assembly
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Query
from esoviet.web.pages.floor import Floor, floor
from esoviet.web.pages.page import AnyPage, PageLine


class FloorPage(Struct, frozen=True):
    """The floor's lists."""

    floor: Floor


def floor_page(
    context: AnswerContext, _query: Query, _answer: assembly.AssemblyAnswer, reader: int | None
) -> FloorPage:
    """Beside the assembly."""
    return FloorPage(floor(context, reader))


PAGES: tuple[AnyPage, ...] = (
    PageLine(assembly.ASSEMBLY, "", "node/floor.html", floor_page),
    PageLine(assembly.CONSTITUTION, "/constitution", "node/constitution.html"),
)
