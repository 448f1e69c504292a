"""The pages of what of an action is in no log: who does what, and the sheet that is printed.

They are made for each reader anew and kept nowhere: no cache has a word of them.
"""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.actions import Action
from esoviet.law.mandates import Mandate
from esoviet.web.api.actions import ActionLine, action_line
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.endpoints.plans import Asked, PlanLine, plan_line
from esoviet.web.http.context import node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.page import OwnLine

LONGEST = 15


class PlanPage(Struct, frozen=True):
    """An action, its mandate if it has one, and what its reader may know; nothing for others."""

    a: ActionLine
    mandate: MandateLine | None
    plan: PlanLine | None


def plan(request: Request, frame: Frame, context: AnswerContext) -> PlanPage:
    """Beside either page; raises `HttpError` 404."""
    said = str(request.path_params["number"])
    is_number = said.isascii() and said.isdecimal() and len(said) <= LONGEST
    action = context.view.get(Action, int(said)) if is_number else None
    if action is None:
        raise HttpError(404, "There is no action with this number.")
    shown = None
    if frame.reader and frame.assembly:
        shown = plan_line(Asked(node_of(request), frame.assembly.id, action, frame.reader))
    mandate = context.view.get(Mandate, action.mandate)
    line = mandate_line(context, mandate) if mandate else None
    return PlanPage(action_line(context, action, inline=True), line, shown)


PAGES: tuple[OwnLine, ...] = (
    OwnLine("/actions/{number}/plan", "/actions", "actions/plan.html", plan),
    OwnLine("/actions/{number}/sheet", "/actions", "actions/sheet.html", plan),
)
