"""Chapter 3 of the law, last part: who is a member, settled, dormant."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob
from esoviet.law.common import bring, outdated, sha
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.records import BlobRecord, Door, Former, Key, Member, MemberState
from esoviet.law.view import View

REST = 4
"""After how many times `dormancy_days` a member is at rest (clause 3.10)."""


class SetProfile(Act, frozen=True, kw_only=True):
    """Say anew who one is; `for_members` is what only members read, also where anybody may read."""

    DEED = "changed the profile"

    profile: Blob
    for_members: Blob | None = None


def set_profile(view: View, author: Author, act: SetProfile) -> Outcome:
    """Clause 3.8."""
    member, most = author.person, view.limits.profile_bytes
    blobs = bring(view, member.number, "3.8", act.profile, act.for_members, most=most)
    if isinstance(blobs, Refusal):
        return blobs
    late = outdated(author, act, view.must(BlobRecord, member.profile).entry, member.device)
    hidden = blobs.find(BlobRecord, sha(act.for_members))
    if hidden is not None:
        blobs = blobs.putting(replace(hidden, inside=True))
    texts = {"profile": sha(act.profile), "for_members": sha(act.for_members)}
    place = view.count(Former, member.number) + 1
    former = Former(member.number, place, member.profile, view.index, view.time)
    return late or blobs | put(replace(member, **texts, device=author.device), former)


def fall_asleep(view: View, member: Member) -> Changes:
    """A member who has done nothing for long falls asleep, and after as long thrice again rests."""
    last = max((key.at for key in view.by(Key, "member", member.number)), default=0)
    began, lasts = max(last, member.since), view.rules.dormancy
    until = began + (REST if member.dormant else 1) * lasts
    if until > view.time:
        return put(replace(member, due=until))
    assembly = view.assembly
    if member.dormant:
        resting = replace(member, resting=True, due=0)
        return put(resting, replace(assembly, counted=assembly.counted - 1))
    asleep = replace(member, dormant=True, slept=view.time, due=began + REST * lasts)
    return put(asleep, replace(assembly, active=assembly.active - 1))


def awaken(view: View, member: Member) -> Changes:
    """Who acts is awake, and counts from before the act is judged (clause 3.10)."""
    assembly = view.assembly
    due = view.time + view.rules.dormancy
    awake = replace(member, dormant=False, resting=False, woken=view.index, due=due)
    counted = assembly.counted + member.resting
    return put(awake, replace(assembly, active=assembly.active + 1, counted=counted))


def is_member(view: View, number: int) -> bool:
    """Whether there is a person with this number, who is a member now."""
    person = view.get(Member, number)
    return person is not None and person.state == "member"


def is_settled(view: View, member: Member) -> bool:
    """Whether a member is settled (clause 3.11)."""
    return member.state == "member" and member.settles <= view.time


def settles(view: View) -> int:
    """From when who comes in now, or has recovered now, is settled, in ms (clause 3.11)."""
    return view.time + view.rules.days("settling_days")


def over(view: View, applicant: Member, state: MemberState) -> Member:
    """An applicant whose application ends without an admission."""
    return replace(applicant, state=state, ended=view.time, due=0, electorate=None, window=None)


def admit(view: View, door: Door, *applicants: Member) -> Changes:
    """Make members of applicants, with equal rights at once, in this order."""
    assembly = view.assembly
    founding = view.time < assembly.founding_until
    due = view.time + view.rules.dormancy
    members = [
        replace(
            applicant,
            state="member",
            since=view.time,
            admission=number,
            due=due,
            settles=0 if founding else settles(view),
            door=door,
            electorate=None,
            window=None,
        )
        for number, applicant in enumerate(applicants, assembly.admissions + 1)
    ]
    more = len(members)
    grown = replace(
        assembly,
        admissions=assembly.admissions + more,
        active=assembly.active + more,
        counted=assembly.counted + more,
    )
    return put(*members, grown)
