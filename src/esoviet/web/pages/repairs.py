"""Pages of repairs: the list with the form that proposes one, one with who signs it."""

from functools import partial

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.repairs import ProposeRepair, Repair, Signing, SignRepair
from esoviet.web.api import repairs
from esoviet.web.api.assembly import Parameter, parameters
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.http.language import _
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Need,
    Source,
    Words,
    begun_by,
    finder,
    possible,
    title_of_text,
)
from esoviet.web.pages.page import AnyPage, PageLine


class RepairsPage(Struct, frozen=True):
    """What the form needs that proposes one: the rules in force."""

    parameters: list[Parameter]


class RepairPage(Struct, frozen=True):
    """Whether the reader signs (None: has never said)."""

    mine: bool | None


class SignaturesPage(Struct, frozen=True):
    """The repair that a list belongs to."""

    r: repairs.RepairLine


def repairs_page(
    context: AnswerContext,
    _query: repairs.RepairsQuery,
    _answer: Listing[repairs.RepairLine],
    _reader: int | None,
) -> RepairsPage:
    """Beside the list."""
    rules = parameters(context.view)
    return RepairsPage(rules)


def repair_page(
    context: AnswerContext, query: One, _answer: repairs.RepairAnswer, reader: int | None
) -> RepairPage:
    """Beside a repair."""
    mine = context.view.get(Signing, reader or 0, query.number)
    return RepairPage(None if mine is None else mine.signs)


def signatures_page(
    context: AnswerContext,
    query: OneList,
    _answer: Listing[repairs.Signature],
    _reader: int | None,
) -> SignaturesPage:
    """Beside who signs a repair."""
    known = context.view.must(Repair, query.number)
    return SignaturesPage(repairs.repair_line(context, known, False))


PAGES: tuple[AnyPage, ...] = (
    PageLine(repairs.REPAIRS, "/repairs", "repairs/list.html", repairs_page),
    PageLine(repairs.REPAIR, "/repairs", "repairs/one.html", repair_page),
    PageLine(repairs.REPAIR_SIGNATURES, "/repairs", "repairs/signatures.html", signatures_page),
)


def _to_sign(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    needs = []
    for number in possible(context, reader, SignRepair, most):
        repair = context.view.must(Repair, number)
        if context.view.get(Signing, reader or 0, number) is None:
            title = partial(title_of_text, context, repair.text, number)
            needs.append(Need("sign", f"repairs/{number}", repair.due, title))
    return needs


TO_SIGN: Source = _to_sign
_REPAIR = finder(Repair, lambda one: f"repairs/{one.number}")
FINDERS: dict[str, Find] = {"repair": _REPAIR}
BEGUN: dict[type[Signed], Begun] = {ProposeRepair: begun_by(Repair, _REPAIR)}
WORDS: Words = {
    "repair_word": {
        "open": _("Waits for signatures"), "agreed": _("Signed by enough"),
        "done": _("In force"), "lapsed": _("Lapsed"),
    },
    "need_word": {"sign": _("Sign or not")},
}  # fmt: skip
