"""The editions of the law, each whole: its acts and their rules, its timers, its limits.

An assembly is judged by the edition that its constitution names, and changes that only by its own
vote. An edition that has been released is frozen: golden logs hold it (`tests/golden`). A later one
gets acts, rules or limits of its own here, and names another act where its shape differs: what an
act says can be read without knowing the edition.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from esoviet.law import (
    actions,
    applications,
    catalog,
    closing,
    completion,
    founding,
    invitations,
    keys,
    mandates,
    membership,
    questions,
    reading,
    records,
    recovery,
    repairs,
    reviews,
    seats,
    succession,
)
from esoviet.law.act import Reader, Signed
from esoviet.law.amendments import Amending
from esoviet.law.constitution import Constitution
from esoviet.law.doors import Doorway, door_due
from esoviet.law.growth import Growth, growth_due
from esoviet.law.limits import BY_EDITION, Limits
from esoviet.law.outcome import Changes, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import THE
from esoviet.law.standing import Standing
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.law.windows import prolonged
from esoviet.wire.reason import Reason


def member_due(view: View, member: records.Member) -> Changes:
    """What happens when a member's or an applicant's deadline passes."""
    if member.state == "member":
        return membership.fall_asleep(view, member)
    return applications.application_due(view, member)


def mandate_due(view: View, mandate: mandates.Mandate) -> Changes:
    """What happens when the deadline of a mandate or of a seat passes."""
    if mandate.state == "declared":
        return completion.declared_due(view, mandate)
    return seats.seat_due(view, mandate)


class Timer(NamedTuple):
    """What happens when the deadline (`due`) of a record of this kind passes."""

    kind: type[Record]
    rule: Callable[[View, Any], Changes]


class Edition(NamedTuple):
    """One edition. `timers` stand in the order of clause 1.6."""

    name: str
    acts: Mapping[type[Signed], catalog.Entry]
    timers: tuple[Timer, ...]
    limits: Limits


EDITIONS: Mapping[str, Edition] = MappingProxyType(
    {
        "1": Edition(
            name="1",
            acts=MappingProxyType({entry.act: entry for entry in catalog.ACTS}),
            timers=(
                Timer(records.Member, member_due),
                Timer(Growth, growth_due),
                Timer(Doorway, door_due),
                Timer(invitations.Invitation, invitations.invitation_due),
                Timer(keys.PhraseChange, keys.phrase_due),
                Timer(recovery.Recovery, succession.recovery_due),
                Timer(Problem, reading.problem_due),
                Timer(questions.Question, questions.question_due),
                Timer(Standing, closing.standing_due),
                Timer(Vote, closing.vote_due),
                Timer(mandates.Mandate, mandate_due),
                Timer(repairs.Repair, repairs.repair_due),
                Timer(actions.Action, actions.action_due),
                Timer(reviews.Review, reviews.review_due),
            ),
            limits=BY_EDITION["1"],
        )
    }
)

UNKNOWN_EDITION = "2.12"
NAME = re.compile(r"[1-9][0-9]{0,2}")
"""What an edition can be called: 1 to 999."""
_ACTS: tuple[type[Signed], ...] = (
    founding.FoundAssembly,
    *{act: None for one in EDITIONS.values() for act in one.acts},
)
READER = Reader(_ACTS)
_NAMING = {act for act in _ACTS if {"constitution", "amending"} & {*act.__struct_fields__}}
DUE_ORDER: tuple[type[Record], ...] = tuple(timer.kind for timer in EDITIONS["1"].timers)
"""Which of several deadlines at the same millisecond is carried out first (clause 1.6)."""


def fall_due(view: View, record: Record) -> Changes:
    """What the edition in force does when the deadline of a record passes.

    Where the host was away at the end of a phase, that lasts longer, whatever it is (7.7).
    """
    longer = prolonged(view, record)
    if longer is not None:
        return put(longer)
    kind = type(record)
    return next(timer.rule for timer in edition_of(view).timers if timer.kind is kind)(view, record)


def edition_of(view: View) -> Edition:
    """The edition in force."""
    return EDITIONS[view.must(Constitution, THE).values["edition"]]


def unknown_edition(act: Signed) -> Refusal | None:
    """Refuse an act that names an edition which this program does not know (clause 2.12).

    Where such an act stands in a log, a newer program wrote it: nothing can be said from there on.
    """
    if type(act) not in _NAMING:
        return None
    given = getattr(act, "constitution", None)
    amending: Amending | None = getattr(act, "amending", None)
    named = (given or (amending.parameters if amending else None) or {}).get("edition", "1")
    if named in EDITIONS or not NAME.fullmatch(named):
        return None
    return Refusal(
        UNKNOWN_EDITION,
        Reason("This program does not know edition {edition} of the law.", edition=named),
    )
