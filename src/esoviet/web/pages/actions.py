"""Pages of actions and calls: what of them is in the log."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.act import Signed
from esoviet.law.actions import Action, ActionSecond, AnnounceAction, SecondAction
from esoviet.law.constitution import DAY
from esoviet.law.exhibits import Exhibit
from esoviet.law.headcount import seconds_needed
from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Backing, Solution, Volunteer
from esoviet.web.api import actions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.exhibits import ExhibitLine, exhibit_line
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.http.language import _
from esoviet.web.pages.frame import Frame
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
from esoviet.web.pages.page import AnyPage, OwnLine, PageLine

PICTURES = 12
"""So many pictures stand on the page of an action, the newest."""
SOON = 3 * DAY
"""How long before it begins an action is shown to who helps or backs what it carries out."""


class ActionPage(Struct, frozen=True):
    """The mandate that says so (of a call: none), and the exhibits that show what was done."""

    mandate: MandateLine | None
    seconded: bool
    pictures: list[ExhibitLine]


class CallPage(Struct, frozen=True):
    """The call that a list belongs to."""

    a: actions.ActionLine


class NewAction(Struct, frozen=True):
    """The mandate that it carries out; None for a call."""

    mandate: MandateLine | None


def action_page(
    context: AnswerContext, query: One, answer: actions.ActionAnswer, reader: int | None
) -> ActionPage:
    """Beside an action."""
    seconds = context.view.get(ActionSecond, reader or 0, query.number)
    shown = reversed(context.view.by(Exhibit, "action", query.number))
    return ActionPage(
        _led(context, answer.action.mandate or 0),
        seconds is not None,
        [exhibit_line(context, one, False) for one in islice(_seen(context, shown), PICTURES)],
    )


def _seen(context: AnswerContext, found: Iterable[Exhibit]) -> Iterator[Exhibit]:
    """Those whose words the reader gets: of the others they see not even that they are there."""
    return (one for one in found if context.text(one.text, inline=False).state == "kept")


def seconds_page(
    context: AnswerContext,
    query: OneList,
    _answer: Listing[actions.CallSecond],
    _reader: int | None,
) -> CallPage:
    """Beside who seconded a call."""
    return CallPage(
        actions.action_line(context, context.view.must(Action, query.number), inline=False)
    )


def new_action(request: Request, _frame: Frame, context: AnswerContext) -> NewAction:
    """Whose mandate its address names; a call, where it names none."""
    number = request.query_params.get("mandate", "")
    return NewAction(_led(context, int(number) if number[:9].isdecimal() else 0))


def _led(context: AnswerContext, number: int) -> MandateLine | None:
    mandate = context.view.get(Mandate, number)
    return mandate_line(context, mandate) if mandate else None


PAGES: tuple[AnyPage, ...] = (
    PageLine(actions.ACTIONS, "/actions", "actions/list.html"),
    PageLine(actions.ACTION, "/actions", "actions/one.html", action_page),
    PageLine(actions.ACTION_SECONDS, "/actions", "actions/seconds.html", seconds_page),
)
OWN: tuple[OwnLine, ...] = (OwnLine("/actions/new", "/actions", "actions/new.html", new_action),)


def _to_second(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    needs = []
    for number in possible(context, reader, SecondAction, most):
        call = context.view.must(Action, number)
        title = partial(title_of_text, context, call.text, number)
        far = call.seconds, seconds_needed(context.view)
        needs.append(Need("call", f"actions/{number}", call.due, title, *far))
    return needs


def _coming(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What begins soon and carries out what the reader helps with or backs."""
    view, needs = context.view, []
    for one in view.by(Action, "state", "standing") if reader else ():
        if one.mandate and one.by != reader and view.time < one.begins <= view.time + SOON:
            solution = view.must(Mandate, one.mandate).solution
            version = view.must(Solution, solution).version
            backs = view.get(Backing, reader or 0, solution)
            helps = view.get(Volunteer, reader or 0, solution)
            if helps is not None or (backs is not None and backs.version == version):
                title = partial(title_of_text, context, one.text, one.number)
                needs.append(Need("act", f"actions/{one.number}", one.begins, title))
    return sorted(needs, key=lambda one: one.end)[:most]


def _promised(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What the reader signed up for; only their own pages know it."""
    needs = []
    for number in context.own.comes if reader else ():
        one = context.view.get(Action, number)
        if one is not None and one.state == "standing":
            title = partial(title_of_text, context, one.text, number)
            needs.append(Need("act", f"actions/{number}/plan", one.begins, title))
    return sorted(needs, key=lambda one: one.end)[:most]


TO_SECOND: Source = _to_second
COMING: Source = _coming
PROMISED: Source = _promised
_ACTION = finder(Action, lambda one: f"actions/{one.number}")
FINDERS: dict[str, Find] = {"action": _ACTION}
BEGUN: dict[type[Signed], Begun] = {AnnounceAction: begun_by(Action, _ACTION)}
WORDS: Words = {
    "action_kind": {
        "strike": _("Strike"), "picket": _("Picket"), "rally": _("Rally"), "stall": _("Stall"),
        "leaflets": _("Leaflets"), "letters": _("Letters"), "repair": _("Repair day"),
        "boycott": _("Boycott"), "other": _("Action"),
    },
    "action_word": {
        "waiting": _("Waits for a second"), "standing": _("Stands"), "stopped": _("Stopped"),
        "ended": _("Over"), "lapsed": _("Lapsed"), "called-off": _("Called off"),
    },
    "need_word": {"call": _("Second the call"), "act": _("Come")},
}  # fmt: skip
