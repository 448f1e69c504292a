"""The page on which one joins: what is joined, who invites, and how one's application stands."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law import growth
from esoviet.law.doors import Doorway
from esoviet.law.invitations import Invitation
from esoviet.law.records import WAITING, Key, Member
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.growth import Growth, room
from esoviet.web.api.shapes import Query, Text
from esoviet.web.http.context import node_of
from esoviet.web.pages.cards import Card, card
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.members import APPLYING


class JoinPage(Struct, frozen=True):
    """What the assembly is for and how one is invited; or one's own application.

    `state` is that of the guest's application, `until` when it falls due (ms, 0 for never).
    `place` is the place in line, and `growth` says who can come in.
    `door` is until when members could let the guest in by one.
    `former` is the number of who was a member, or applied, and is neither now.
    """

    purpose: Text
    invitation: Card | None
    state: str = ""
    until: int = 0
    place: int = 0
    growth: Growth | None = None
    ended: bool = False
    former: int = 0
    door: int = 0


def join(request: Request, frame: Frame, context: AnswerContext) -> JoinPage:
    """For who comes with an invitation, for who waits, and where everybody may read for all."""
    purpose = context.text(context.assembly.purpose)
    invitation = _invitation(request, frame, context)
    ended = bool(context.assembly.ended)
    key = context.view.get(Key, frame.guest)
    if key is None:
        return JoinPage(purpose, invitation, ended=ended)
    guest = context.view.must(Member, key.member)
    if guest.state not in APPLYING:
        return JoinPage(purpose, invitation, ended=ended, former=guest.number)
    place = growth.place(context.view, guest) if guest.state == "vouched" else 0
    doors = context.view.by(Doorway, "state", "open") if guest.state in WAITING else []
    door = max((one.due for one in doors), default=0)
    entry = room(context, Query())
    return JoinPage(purpose, invitation, guest.state, guest.due, place, entry, door=door)


def _invitation(request: Request, frame: Frame, context: AnswerContext) -> Card | None:
    """That of the guest; where everybody may read, the one whose key the address names."""
    now = node_of(request).clock()
    if context.view.get(Invitation, frame.guest) is not None:
        return card(context, frame.guest, now)
    asked = request.query_params.get("invitation", "")
    if not asked or frame.guest:
        return None
    return card(context, asked, now)
