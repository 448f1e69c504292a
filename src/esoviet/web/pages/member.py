"""The page of one member; to who has come in lately, their own shows what to do first."""

from collections.abc import Iterator

from msgspec import Struct

from esoviet.law.constitution import Constitution
from esoviet.law.records import FOUNDER, THE, Member
from esoviet.law.votes import Vote
from esoviet.web.api import criticism, members, recoveries, rolls, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.doors import DoorLine
from esoviet.web.api.growth import Growth, room
from esoviet.web.api.shapes import One, Query
from esoviet.web.pages import away, floor, skills
from esoviet.web.pages.cast import own_ballot
from esoviet.web.pages.consequences import open_doors
from esoviet.web.pages.criticism import to_member
from esoviet.web.pages.members import APPLYING
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.paper import paperless

WELCOME_MS = 14 * 86_400_000


class Welcome(Struct, frozen=True):
    """What a new member does first: how much needs them, whether paper and profile are done."""

    needs: int
    paper: bool
    said: bool


class MemberPage(Struct, frozen=True):
    """What the numbers on a member's latest ballots stand for, and who asks to be this member.

    `growth` says who can come in, where this is an applicant, `objecting` (a number of days) how
    long one can object, and `doors` are those open to them; `contest` is the vote on them while it
    is open, and `mine` the reader's ballot in it. `called` are the latest names before that of now.
    `muted` says whether the reader mutes this member (None: that is not for them to choose).
    `criticisms` of their work are shown to nobody but themselves. What they say of themselves for
    the work (`says`), and until when they are `away` (ms; 0: they are not), is shown to members
    alone, and the page is then kept nowhere.
    """

    ballot_options: dict[int, list[votes.Option]]
    recoveries: list[recoveries.RecoveryLine]
    growth: Growth | None
    objecting: str
    doors: list[DoorLine]
    welcome: Welcome | None
    contest: votes.VoteAnswer | None
    mine: rolls.Voted | None
    called: list[members.FormerLine]
    muted: bool | None
    criticisms: list[criticism.CriticismLine]
    says: skills.Shown | None
    away: int


def member_page(
    context: AnswerContext, _query: One, answer: members.MemberAnswer, reader: int | None
) -> MemberPage:
    """Beside a member."""
    voted_on = {cast.vote: context.view.must(Vote, cast.vote) for cast in answer.latest_ballots}
    number = answer.member.number
    waits = answer.member.state in APPLYING
    contest = answer.member.vote or 0 if answer.member.state == "contested" else 0
    return MemberPage(
        {one: votes.options(context, vote) for one, vote in voted_on.items()},
        recoveries.for_member(context, number),
        room(context, Query()) if waits else None,
        context.view.must(Constitution, THE).values["objection_days"],
        open_doors(context) if waits else [],
        _welcome(context, reader) if reader == number else None,
        votes.vote(context, One(number=contest)) if contest else None,
        own_ballot(context, contest, reader),
        list(_called(answer.member)),
        _muted(context, answer.member, reader),
        to_member(context, number) if reader == number else [],
        _says(context, number, reader),
        away.shown(context, reader).get(number, 0),
    )


def _says(context: AnswerContext, number: int, reader: int | None) -> skills.Shown | None:
    if reader is None:
        return None
    context.passing = True
    return skills.shown(context, number)


def _muted(context: AnswerContext, member: members.MemberLine, reader: int | None) -> bool | None:
    if reader in (None, member.number):
        return None
    is_muted = member.number in context.own.muted
    return is_muted if is_muted or member.state == "member" else None


def _called(member: members.MemberLine) -> Iterator[members.FormerLine]:
    """Of former profiles those with another name than the one that took their place."""
    name = member.name
    for one in member.former:
        if one.profile.title != name:
            yield one
        name = one.profile.title or name


def _welcome(context: AnswerContext, reader: int) -> Welcome | None:
    """For a fortnight from the admission; a founder has a list of their own."""
    member = context.view.must(Member, reader)
    if reader == FOUNDER or context.view.time - member.since > WELCOME_MS:
        return None
    profile = context.text(member.profile).content or ""
    said = bool(member.for_members) or "\n" in profile.strip()
    needed = floor.needs(context, reader)
    return Welcome(len(needed), paperless(context.view, reader) is None, said)


PAGES: tuple[AnyPage, ...] = (
    PageLine(members.MEMBER, "/members", "members/one.html", member_page),
)
