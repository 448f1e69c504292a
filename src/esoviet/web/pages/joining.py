"""The page on which one joins: what is joined, who invites, and how one's application stands."""

from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from esoviet.law import growth
from esoviet.law.applications import Invitation
from esoviet.law.doors import Doorway
from esoviet.law.records import WAITING, Member
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.growth import Growth, room
from esoviet.web.api.shapes import Query, Text
from esoviet.web.http.context import node_of
from esoviet.web.pages.cards import Card, card
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.members import APPLYING
from esoviet.web.pages.standing import Standing, standing

Preview = Literal["", "bare", "named"]


class JoinPage(Struct, frozen=True):
    """What the assembly is for and how one is invited; or one's own application.

    `state` is that of the guest's application, `until` when it falls due (ms, 0 for never).
    `place` is the place in line, and `growth` says who can come in. `door` is until when members
    could let the guest in by one. `stands` says how who holds the key stands that the session, or
    where everybody may read the address, names.
    `preview` is what a chat that looks into an invitation's link may show of it: `bare` no name.
    """

    purpose: Text
    invitation: Card | None
    ended: bool
    preview: Preview
    stands: Standing | None = None
    state: str = ""
    until: int = 0
    place: int = 0
    growth: Growth | None = None
    door: int = 0


def join(request: Request, frame: Frame, context: AnswerContext) -> JoinPage:
    """For who comes with an invitation, for who waits, and where everybody may read for all."""
    purpose = context.text(context.assembly.purpose)
    invitation = _invitation(request, frame, context)
    ended = bool(context.assembly.ended)
    stands = standing(context, frame.guest or request.query_params.get("key", ""))
    usual = purpose, invitation, ended, _preview(request, frame), stands
    if stands is None or stands.what not in APPLYING:
        return JoinPage(*usual)
    guest = context.view.must(Member, stands.number)
    place = 1 + growth.line(context.view).index(guest) if guest.state == "vouched" else 0
    doors = context.view.by(Doorway, "state", "open") if guest.state in WAITING else []
    door = max((one.due for one in doors), default=0)
    return JoinPage(*usual, guest.state, guest.due, place, room(context, Query()), door)


def _preview(request: Request, frame: Frame) -> Preview:
    """As who invites has chosen; what chats look at is read without a session."""
    asked = request.query_params.get("invited")
    if asked is None or frame.guest or frame.reader:
        return ""
    return "named" if asked == "named" else "bare"


def _invitation(request: Request, frame: Frame, context: AnswerContext) -> Card | None:
    """That of the guest; where everybody may read, the one whose key the address names."""
    now = node_of(request).clock()
    if context.view.get(Invitation, frame.guest) is not None:
        return card(context, frame.guest, now)
    asked = request.query_params.get("invitation", "")
    if not asked or frame.guest:
        return None
    return card(context, asked, now)
