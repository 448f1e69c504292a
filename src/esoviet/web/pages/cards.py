"""What an invitation says to who opens its link: from whom, into what, how, and until when."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from esoviet.law.applications import Invitation, cannot_vouch, vouches_needed
from esoviet.law.records import FOUNDER, Member
from esoviet.law.view import View
from esoviet.web.api.context import AnswerContext

CardState = Literal["good", "used", "over", "left", "unknown"]


class Card(Struct, frozen=True):
    """An invitation as it stands now.

    `inviter` is the name, `number` that of who invites where everybody may read and they are a
    member still, `due` (ms) when it ends, `uses` for how many more it is good. It makes
    its holder a member `at_once`, or is the first vouch where it `vouches`. `members`, `needed`
    (vouches) and `objecting` (days, as in the constitution) are told where everybody may read.
    """

    state: CardState
    inviter: str | None = None
    due: int = 0
    uses: int = 0
    at_once: bool = False
    vouches: bool = False
    members: int = 0
    needed: int = 0
    objecting: str = ""
    number: int = 0


def card(context: AnswerContext, kid: str, now: int) -> Card:
    """The card of the invitation whose key is `kid`, at `now` (ms)."""
    view = context.view
    invitation = view.get(Invitation, kid)
    if invitation is None:
        return Card("unknown")
    giver = view.must(Member, invitation.by)
    inviter = context.title(giver.profile)
    state = _state(invitation, giver, now)
    return _promising(
        view,
        giver,
        now,
        Card(state, inviter, invitation.due, invitation.uses),
        public=_public(view),
    )


def offered(context: AnswerContext, number: int) -> Card:
    """What an invitation by this member would be now; `due` is how long it would last, in ms."""
    view = context.view
    lasts = view.rules.days("application_days")
    blank = Card("good", context.who(number).name, lasts, 1)
    return _promising(view, view.must(Member, number), view.time, blank, public=True)


def _public(view: View) -> bool:
    return view.rules.values["readership"] == "public"


def _promising(view: View, giver: Member, now: int, blank: Card, *, public: bool) -> Card:
    """The card with what its giver's invitations do, in numbers only if it is `public`."""
    return replace(
        blank,
        at_once=giver.number == FOUNDER and now < view.assembly.founding_until,
        vouches=cannot_vouch(view, giver) is None,
        members=view.assembly.active if public else 0,
        needed=vouches_needed(view) if public else 0,
        number=giver.number if public and giver.state == "member" else 0,
        objecting=view.rules.values["objection_days"] if public else "",
    )


def _state(invitation: Invitation, giver: Member, now: int) -> CardState:
    if giver.state != "member":
        return "left"
    if invitation.uses == 0:
        return "used" if invitation.due > now else "over"
    return "over" if invitation.due <= now else "good"
