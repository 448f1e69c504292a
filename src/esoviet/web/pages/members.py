"""Pages of members: the list with one's own invitations, and one member."""

from functools import partial

from msgspec import Struct

from esoviet.law.records import Member
from esoviet.law.votes import Vote
from esoviet.law.vouching import VouchFor
from esoviet.web.api import members, recoveries, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Find, Need, Source, Subject, Words, possible, title_of_text
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
    voted_on = {cast.vote: context.view.must(Vote, cast.vote) for cast in answer.latest_ballots}
    options = {number: votes.options(context, vote) for number, vote in voted_on.items()}
    return MemberPage(options, recoveries.for_member(context, answer.member.number))


PAGES: tuple[AnyPage, ...] = (
    PageLine(members.MEMBERS, "/members", "members/list.html", members_page),
    PageLine(members.MEMBER, "/members", "members/one.html", member_page),
)


def _to_vouch(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    needs = []
    for number in possible(context, reader, VouchFor, most) if reader else ():
        applicant = context.view.must(Member, number)
        title = partial(title_of_text, context, applicant.profile, number)
        needs.append(Need("vouch", f"members/{number}", applicant.due, title))
    return needs


def _member(context: AnswerContext, number: int) -> Subject | None:
    if context.view.get(Member, number) is None:
        return None
    return Subject(f"members/{number}", context.who(number).name or str(number))


TO_VOUCH: Source = _to_vouch
FINDERS: dict[str, Find] = {"member": _member}
WORDS: Words = {
    "member_word": {
        "applicant": _("Applicant"), "vouched": _("Vouched for"), "contested": _("Voted on"),
        "member": _("Member"), "left": _("Left"), "expelled": _("Expelled"),
        "refused": _("Refused"), "lapsed": _("Application over"),
        "withdrawn": _("Withdrawn"),
    },
    "need_word": {"vouch": _("Vouch")},
}  # fmt: skip
