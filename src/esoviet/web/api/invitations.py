"""Invitations that can still be used."""

from esoviet.law.applications import Invitation
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Few, Part, Query, Who, some
from esoviet.wire.encoding import b64u


class InvitationLine(Part, frozen=True, kw_only=True):
    """An invitation by its key: who gave it, how often it can still be used, until when."""

    kid: str
    public: str
    by: Who
    uses: int
    entry: int
    due: int | None


def invitations(context: AnswerContext, query: Query) -> Few[InvitationLine]:
    """Invitations that can still be used."""
    usable = [one for one in context.view.all(Invitation) if one.uses]
    usable.sort(key=lambda one: one.entry)
    return Few(log_size=context.log_size, items=[_invitation(context, one) for one in usable])


def invitations_by(context: AnswerContext, number: int) -> list[InvitationLine]:
    """The invitations of one member that can still be used, the oldest first."""
    usable = [one for one in context.view.by(Invitation, "by", number) if one.uses]
    usable.sort(key=lambda one: one.entry)
    return [_invitation(context, one) for one in usable]


def _invitation(context: AnswerContext, one: Invitation) -> InvitationLine:
    return InvitationLine(
        kid=one.key,
        public=b64u(one.public),
        by=context.who(one.by),
        uses=one.uses,
        entry=one.entry,
        due=some(one.due),
    )


INVITATIONS = Read("/invitations.json", invitations, Query, Few[InvitationLine])

READS: tuple[AnyRead, ...] = (INVITATIONS,)
