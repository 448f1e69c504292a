"""Pages of members: the list with one's own invitations, and one member."""

from msgspec import Struct

from esoviet.law.votes import Vote
from esoviet.web.api import members, recoveries, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One
from esoviet.web.pages.page import AnyPage, PageLine


class MembersPage(Struct, frozen=True):
    """The reader's own invitations that can still be used."""

    invitations: list[members.InvitationLine]


class MemberPage(Struct, frozen=True):
    """What the numbers on a member's latest ballots stand for, and who asks to be this member."""

    ballot_options: dict[int, list[votes.Option]]
    recoveries: list[recoveries.RecoveryLine]


def members_page(
    context: AnswerContext,
    _query: members.MembersQuery,
    _answer: Listing[members.MemberLine],
    reader: int | None,
) -> MembersPage:
    """Beside the list."""
    return MembersPage(members.invitations_by(context, reader) if reader else [])


def member_page(
    context: AnswerContext, _query: One, answer: members.MemberAnswer, _reader: int | None
) -> MemberPage:
    """Beside a member."""
    found = {cast.vote: context.view.must(Vote, cast.vote) for cast in answer.latest_ballots}
    options = {number: votes.options(context, vote) for number, vote in found.items()}
    return MemberPage(options, recoveries.for_member(context, answer.member.number))


PAGES: tuple[AnyPage, ...] = (
    PageLine(members.MEMBERS, "/members", "members/list.html", members_page),
    PageLine(members.MEMBER, "/members", "members/one.html", member_page),
)
