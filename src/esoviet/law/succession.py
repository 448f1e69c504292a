"""Chapter 4 of the law, third part: a new key takes the place of the old ones, or does not.

A request that is vouched for waits, then for its turn; one in doubt is voted on. Using a key of the
member raises the doubt, and using the recovery key ends it all.
"""

from msgspec.structs import replace

from esoviet.law.act import Act
from esoviet.law.common import assembly_of, constitution_of
from esoviet.law.constitution import Constitution
from esoviet.law.keys import PhraseChange, revoked, standing_keys
from esoviet.law.membership import settles
from esoviet.law.outcome import Changes, drop, put
from esoviet.law.records import HOST, Key, Member
from esoviet.law.recovery import (
    Recovery,
    RecoveryVouch,
    contested,
    ended,
    standing_vouches,
    vouches_needed,
)
from esoviet.law.standing import watch
from esoviet.law.view import View
from esoviet.law.votes import Measure, Vote, open_vote

SHARE = 20
"""In `recovery_days` one part in so many of the members recovers, one at least."""


def used(view: View, key: Key, act: Act, changes: Changes) -> Changes:
    """Add what an act says of requests for its author's place that it has seen (4.6 and 4.7)."""
    if key.member == HOST or not view.count_by(Recovery, "pending", key.member):
        return changes
    known = [
        one
        for one in view.by(Recovery, "pending", key.member)
        if one.entry < act.seen[0] and changes.find(Recovery, one.kid) is None
    ]
    if key.kind == "recovery":
        return changes.adding(*(ended(view, one, "lapsed") for one in known))
    doubts = (one for one in known if one.state in ("asked", "vouched") and not one.doubted)
    return changes.adding(*(contested(view, one) for one in doubts))


def recovery_due(view: View, asked: Recovery) -> Changes:
    """The deadline of a request has passed (clauses 4.5, 4.7 and 4.9)."""
    member = view.must(Member, asked.member)
    known = view.get(Key, asked.kid) is not None
    if asked.state == "asked" or member.state != "member" or known:
        return put(ended(view, asked, "lapsed"))
    if asked.state == "contested":
        return _to_vote(view, asked)
    if asked.state == "vouched" and _lost_vouches(view, asked):
        again = view.time + constitution_of(view).days("application_days")
        return put(replace(asked, state="asked", due=again, ready=0, window=None))
    turn = _next_turn(view)
    if turn > view.time:
        return put(replace(asked, due=turn))
    first = min(_ready(view), key=lambda one: (one.ready, one.entry))
    if first.kid != asked.kid:
        return recovery_due(view, first) | put(replace(asked, due=view.time + 1))
    return _takes_effect(view, asked, member)


def decided(view: View, vote: Vote, *, adopted: bool) -> Changes:
    """What a vote on a recovery decides (clauses 4.7 and 4.8); nothing where it was over before."""
    asked = next(
        (o for o in view.by(Recovery, "pending", vote.subject) if o.vote == vote.number), None
    )
    if asked is None:
        return put()
    if not adopted:
        return put(ended(view, asked, "refused"))
    return put(replace(asked, state="granted", due=view.time, ready=view.time))


def _lost_vouches(view: View, asked: Recovery) -> bool:
    """Whether members who vouched have left, so that too few vouch still."""
    standing, given = standing_vouches(view, asked), view.count(RecoveryVouch, asked.entry)
    return standing < min(given, vouches_needed(view))


def _to_vote(view: View, asked: Recovery) -> Changes:
    """The members vote for as long as a recovery takes at least, so that nobody rushes it."""
    rules = constitution_of(view)
    vote = open_vote(
        view,
        measure(rules),
        kind="recovery",
        subject=asked.member,
        due=view.time + max(rules.days("vote_days"), rules.days("recovery_days")),
    )
    return put(vote, watch(vote, vote.due), replace(asked, due=0, vote=vote.number))


def measure(rules: Constitution) -> Measure:
    """What a vote on lost keys is decided by, under a constitution (clause 4.7)."""
    return Measure(needs=(rules.values["amendment_majority"],))


def _next_turn(view: View) -> int:
    """When the next recovery can take effect: now, or once an earlier one is long enough ago."""
    lasts = constitution_of(view).days("recovery_days")
    ends = [one.ended + lasts for one in view.by(Recovery, "state", "done")]
    lately = sorted(end for end in ends if end > view.time)
    most = max(1, assembly_of(view).counted // SHARE)
    return view.time if len(lately) < most else lately[-most]


def _ready(view: View) -> list[Recovery]:
    """The requests that wait for their turn."""
    waiting = view.by(Recovery, "state", "vouched") + view.by(Recovery, "state", "granted")
    return [one for one in waiting if one.ready <= view.time]


def _takes_effect(view: View, asked: Recovery, member: Member) -> Changes:
    """The new key takes the place of the old ones (clauses 4.9 and 4.10)."""
    old = [revoked(key) for key in standing_keys(view, asked.member)]
    new = Key(asked.kid, asked.member, asked.public, "device", view.index, 1, asked.act, view.time)
    again = replace(member, settles=settles(view), recovered=view.time)
    changes = put(ended(view, asked, "done"), again, *old, new)
    return changes | drop(PhraseChange, member.number)
