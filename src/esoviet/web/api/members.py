"""Members and their keys."""

from collections.abc import Iterator
from typing import Literal

from esoviet.law import growth
from esoviet.law.carriers import Partner
from esoviet.law.contests import Objection
from esoviet.law.growth import Vouch
from esoviet.law.mandates import Mandate, MandateState
from esoviet.law.records import Former, Key, KeyKind, Member, MemberState
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Voice, Vote, VoteKind
from esoviet.law.windows import times_prolonged
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.hues import hue
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.rolls import Voted, cast_by, voted
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)
from esoviet.web.api.votes import subject_title
from esoviet.wire.encoding import b64u

FIRST = Paging()
LATEST = 20
FORMER = 10


class FormerLine(Part, frozen=True, kw_only=True):
    """A profile that stood `until` the entry brought the next one, numbered from the oldest."""

    number: int
    profile: Text
    entry: int
    until: int


class MemberLine(Part, frozen=True, kw_only=True):
    """A person who applied: what became of it, and since when (`since`: the admission).

    `applied` is the index of the application's entry, `due` when it lapses or its waiting time
    ends, `vote` the vote on it where somebody objected, `place` where it stands in line. A member
    is settled from `settles` on (null: since the founding); a `dormant` one is asleep. The time
    to object was `prolonged` so often, since the host was silent at its end. What they say
    `for_members` only these read. `hue` is the colour of the key with which they
    applied. `former` are the latest profiles before this one.
    """

    number: int
    name: str | None
    hue: int
    state: MemberState
    profile: Text
    applied: int
    since: int | None
    ended: int | None
    dormant: bool
    due: int | None
    vote: int | None
    place: int | None
    settles: int | None
    for_members: Text | None
    prolonged: int
    former: list[FormerLine]


class MemberKey(Part, frozen=True, kw_only=True):
    """A key: `acts` is the number of its last act, `last` the time of it, `enrolled` an entry."""

    kid: str
    public: str
    kind: KeyKind
    enrolled: int
    acts: int
    last: int
    revoked: bool


class Vouched(Part, frozen=True, kw_only=True):
    """Who vouches for an applicant."""

    member: Who
    entry: int


class Objected(Part, frozen=True, kw_only=True):
    """Who objects to an applicant, and why."""

    member: Who
    reason: Text
    entry: int


class Led(Part, frozen=True, kw_only=True):
    """A mandate that a member leads or shares, or did when it ended."""

    mandate: int
    problem: int
    solution: int
    title: str | None
    state: MandateState
    due: int | None


class Carried(Part, frozen=True, kw_only=True):
    """A solution that a member proposed or commits to carry out."""

    solution: int
    problem: int
    title: str | None
    state: Literal["standing", "withdrawn", "fallen"]


class Cast(Part, frozen=True, kw_only=True):
    """How a member voted."""

    vote: int
    kind: VoteKind
    subject: int
    title: str | None
    ballot: Voted


class MemberAnswer(Answer, frozen=True, kw_only=True):
    """One member: keys, vouches, what they lead and carry, how they last voted."""

    member: MemberLine
    keys: list[MemberKey]
    vouches: Page[Vouched]
    objections: Page[Objected]
    mandates: list[Led]
    solutions: list[Carried]
    latest_ballots: list[Cast]


class MembersQuery(Paging, frozen=True, kw_only=True):
    """Members and applicants, all or those in one state."""

    state: MemberState | None = None


def members(context: AnswerContext, query: MembersQuery) -> Listing[MemberLine]:
    """Members and applicants in the order of their applications."""
    members: Iterator[Member] = context.view.numbered(Member, query.after)
    if query.state is not None and query.state != "member":
        listed = context.view.by(Member, "state", query.state)
        members = (member for member in listed if member.number > query.after)
    elif query.state is not None:
        members = (member for member in members if member.state == "member")
    return context.listing(
        "members.json", query, members, lambda member: _line(context, member, query.texts)
    )


def member(context: AnswerContext, query: One) -> MemberAnswer | None:
    """One member."""
    member = context.view.get(Member, query.number)
    if member is None:
        return None
    return MemberAnswer(
        log_size=context.log_size,
        member=_line(context, member, True),
        keys=[_key(key) for key in context.view.by(Key, "member", member.number)],
        vouches=_vouches(context, member.number, FIRST),
        objections=_objections(context, member.number, FIRST),
        mandates=_led(context, member.number),
        solutions=_carried(context, member.number),
        latest_ballots=_latest(context, member.number),
    )


def ballots(context: AnswerContext, query: OneList) -> Listing[Cast] | None:
    """Every ballot of one member, as it stands or stood when its vote closed."""
    if context.view.get(Member, query.number) is None:
        return None
    votes = context.view.numbered(Vote, query.after)
    cast = ((vote, voice) for vote in votes if (voice := cast_by(context.view, vote, query.number)))
    return context.listing(
        f"members/{query.number}/ballots.json",
        query,
        cast,
        lambda one: _cast(context, one[0], one[1], query.texts),
        lambda one: one[0].number,
    )


def vouches(context: AnswerContext, query: OneList) -> Listing[Vouched] | None:
    """Who vouches for an applicant."""
    if context.view.get(Member, query.number) is None:
        return None
    return context.whole(_vouches(context, query.number, query))


def objections(context: AnswerContext, query: OneList) -> Listing[Objected] | None:
    """Who objects to an applicant."""
    if context.view.get(Member, query.number) is None:
        return None
    return context.whole(_objections(context, query.number, query))


def _line(context: AnswerContext, member: Member, inline: bool) -> MemberLine:
    profile = context.text(member.profile, inline=inline)
    return MemberLine(
        number=member.number,
        name=profile.title,
        hue=hue(context.view, member.number),
        state=member.state,
        profile=profile,
        applied=member.applied,
        since=some(member.since),
        ended=some(member.ended),
        dormant=member.dormant,
        due=some(member.due) if member.state in ("applicant", "vouched") else None,
        vote=some(member.vote),
        place=_place(context.view, member),
        settles=some(member.settles),
        for_members=context.maybe_text(member.for_members, inline=inline),
        prolonged=times_prolonged(member),
        former=list(_former(context, member.number)),
    )


def _place(view: View, member: Member) -> int | None:
    """The place of an applicant in the line, from 1 on."""
    return 1 + growth.line(view).index(member) if member.state == "vouched" else None


def _former(context: AnswerContext, member: int) -> Iterator[FormerLine]:
    count = context.view.count(Former, member)
    for number in range(count, max(count - FORMER, 0), -1):
        one = context.view.must(Former, number, member)
        profile = context.text(one.profile, inline=False)
        yield FormerLine(number=number, profile=profile, entry=one.entry, until=one.time)


def _key(key: Key) -> MemberKey:
    return MemberKey(
        kid=key.kid,
        public=b64u(key.public),
        kind=key.kind,
        enrolled=key.enrolled,
        acts=key.seq,
        last=key.at,
        revoked=key.revoked,
    )


def _vouches(context: AnswerContext, number: int, query: Paging) -> Page[Vouched]:
    return context.page(
        f"members/{number}/vouches.json",
        query,
        by_member(context.view, Vouch, number, query.after),
        lambda vouch: Vouched(member=context.who(vouch.member), entry=vouch.entry),
    )


def _objections(context: AnswerContext, number: int, query: Paging) -> Page[Objected]:
    return context.page(
        f"members/{number}/objections.json",
        query,
        by_member(context.view, Objection, number, query.after),
        lambda one: Objected(
            member=context.who(one.member), reason=context.text(one.reason), entry=one.entry
        ),
    )


def _led(context: AnswerContext, number: int) -> list[Led]:
    mandates = context.view.numbered(Mandate)
    shares = context.view.by(Partner, "member", number)
    shared = {one.mandate for one in shares if one.state == "bound"}
    return [
        Led(
            mandate=mandate.number,
            problem=mandate.problem,
            solution=mandate.solution,
            title=_title(context, context.view.must(Solution, mandate.solution)),
            state=mandate.state,
            due=some(mandate.due),
        )
        for mandate in mandates
        if mandate.lead == number or mandate.number in shared
    ]


def _carried(context: AnswerContext, number: int) -> list[Carried]:
    solutions = context.view.numbered(Solution)
    return [
        Carried(
            solution=solution.number,
            problem=solution.problem,
            title=_title(context, solution),
            state=solution.state,
        )
        for solution in solutions
        if number in (solution.carrier, solution.by)
    ]


def _title(context: AnswerContext, solution: Solution) -> str | None:
    return context.title(solution.text)


def _latest(context: AnswerContext, number: int) -> list[Cast]:
    latest: list[Cast] = []
    for place in range(context.view.count(Vote), 0, -1):
        vote = context.view.must(Vote, place)
        voice = cast_by(context.view, vote, number)
        if voice is not None:
            latest.append(_cast(context, vote, voice, True))
        if len(latest) == LATEST:
            break
    return latest


def _cast(context: AnswerContext, vote: Vote, voice: Voice, inline: bool) -> Cast:
    return Cast(
        vote=vote.number,
        kind=vote.kind,
        subject=vote.subject,
        title=subject_title(context, vote.kind, vote.subject),
        ballot=voted(context, vote, voice, inline),
    )


MEMBERS = Read("/members.json", members, MembersQuery, Listing[MemberLine])
MEMBER = Read("/members/{number}.json", member, One, MemberAnswer)
MEMBER_BALLOTS = Read("/members/{number}/ballots.json", ballots, OneList, Listing[Cast])
MEMBER_VOUCHES = Read("/members/{number}/vouches.json", vouches, OneList, Listing[Vouched])
MEMBER_OBJECTIONS = Read(
    "/members/{number}/objections.json", objections, OneList, Listing[Objected]
)

READS: tuple[AnyRead, ...] = (
    MEMBERS,
    MEMBER,
    MEMBER_BALLOTS,
    MEMBER_VOUCHES,
    MEMBER_OBJECTIONS,
)
