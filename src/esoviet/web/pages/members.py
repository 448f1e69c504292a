"""The list of members with one's own invitations, and who waits to be vouched for."""

from functools import partial

from msgspec import Struct

from esoviet.law.applications import VouchFor, vouches_needed
from esoviet.law.contests import Object
from esoviet.law.growth import Vouch
from esoviet.law.records import Member
from esoviet.law.votes import CastBallot, Vote
from esoviet.may.asking import SOMEBODY, can
from esoviet.web.api import members, rolls
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.doors import DoorLine
from esoviet.web.api.growth import Growth, room
from esoviet.web.api.invitations import InvitationLine, invitations_by
from esoviet.web.api.shapes import Listing, Query, Text
from esoviet.web.http.language import _
from esoviet.web.pages.cards import Card, offered
from esoviet.web.pages.cast import own_ballot
from esoviet.web.pages.consequences import open_doors
from esoviet.web.pages.matter import Find, Need, Source, Subject, Words, possible, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine

APPLYING = ("applicant", "vouched", "contested")


class Contest(Struct, frozen=True):
    """A vote on an applicant, until when it is open, and the reader's ballot in it."""

    due: int
    may: bool
    mine: rolls.Voted | None


class MembersPage(Struct, frozen=True):
    """The reader's own invitations that can still be used, and the door.

    `growth` says who can come in, where applicants are listed; `contests` are the votes on those of
    the list, by the applicant's number, `heard` the applicants to whom the reader can object.
    `doors` are those that are open. `offer` is what an invitation by the reader would do, `purpose`
    what the assembly is for, and `public` whether everybody may read.
    """

    invitations: list[InvitationLine]
    growth: Growth | None
    contests: dict[int, Contest]
    heard: list[int]
    doors: list[DoorLine]
    offer: Card | None
    purpose: Text
    public: bool


def members_page(
    context: AnswerContext,
    _query: members.MembersQuery,
    answer: Listing[members.MemberLine],
    reader: int | None,
) -> MembersPage:
    """Beside the list."""
    shown = [one for one in answer.items if one.state in APPLYING]
    votes_on = {one.number: one.vote for one in shown if one.state == "contested" and one.vote}
    return MembersPage(
        invitations_by(context, reader) if reader else [],
        room(context, Query()) if shown else None,
        {one: _contest(context, vote, reader) for one, vote in votes_on.items()},
        [one.number for one in shown if reader and _hears(context, reader, one.number)],
        open_doors(context),
        offered(context, reader) if reader else None,
        context.text(context.assembly.purpose),
        context.view.rules.values["readership"] == "public",
    )


def _contest(context: AnswerContext, number: int, reader: int | None) -> Contest:
    vote = context.view.must(Vote, number)
    may = can(context.view, reader or SOMEBODY, CastBallot, ("vote", number)) is None
    return Contest(vote.due, may, own_ballot(context, number, reader))


def _hears(context: AnswerContext, reader: int, number: int) -> bool:
    """Whether the reader can object to an applicant."""
    return can(context.view, reader, Object, ("member", number)) is None


PAGES: tuple[AnyPage, ...] = (
    PageLine(members.MEMBERS, "/members", "members/list.html", members_page),
)


def _to_vouch(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    needs = []
    for number in possible(context, reader, VouchFor, most) if reader else ():
        applicant = context.view.must(Member, number)
        title = partial(title_of_text, context, applicant.profile, number)
        far = context.view.count(Vouch, number), vouches_needed(context.view)
        needs.append(Need("vouch", f"members/{number}", applicant.due, title, *far))
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
