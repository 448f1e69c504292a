"""What a member can do now, about what, and until when: found by asking the rules themselves.

    may(view, member) -> Possible, Possible, …

Every type of act has a line here that names what it could be about. Whether it is possible is not
said here: a *trial* is put together, an act as the member's own client would sign it, and the rule
of its type is asked (a rule changes nothing). So this can say nothing else than the law. It holds
as long as no deadline has passed since the last entry: what falls due comes first (clause 1.6).

Member 0 is somebody: what a member can do who owns nothing here and has said nothing yet.
"""

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from esoviet.law import ballots, subjects
from esoviet.law.act import Act, Author, Blob, Signed
from esoviet.law.amendments import Amending
from esoviet.law.applications import WithdrawApplication
from esoviet.law.arguments import OPEN_PHASES, Argue, RetractArgument, WeighArgument
from esoviet.law.blobs import EraseBlob
from esoviet.law.closing import AskToClose
from esoviet.law.common import assembly_of
from esoviet.law.completion import CompleteMandate, ObjectToCompletion, TakeBackObjection
from esoviet.law.contests import Object
from esoviet.law.doors import Doorway, LetIn, ShutDoor
from esoviet.law.drafts import (
    AdoptSolution,
    ProposeSolution,
    ReviseSolution,
    WithdrawSolution,
)
from esoviet.law.editions import edition_of
from esoviet.law.founding import EndFounding
from esoviet.law.host import MarkTime
from esoviet.law.invitations import Invite, RevokeInvitation
from esoviet.law.judge import may_sign
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.mandates import (
    Mandate,
    ReportProgress,
    ResignMandate,
    TakeUpMandate,
)
from esoviet.law.membership import SetProfile
from esoviet.law.mending import MendText
from esoviet.law.outcome import Refusal
from esoviet.law.problems import AssessNecessity, RaiseProblem, WithdrawProblem
from esoviet.law.questions import Ask, Question, SecondQuestion
from esoviet.law.records import Key, Member
from esoviet.law.recovery import (
    ObjectToRecovery,
    RefuseRecovery,
    VouchForRecovery,
)
from esoviet.law.repairs import ProposeRepair, SignRepair
from esoviet.law.solutions import Version
from esoviet.law.subjects import About
from esoviet.law.support import AssessPracticality, BackSolution, VolunteerFor
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.law.vouching import VouchFor
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import KeyName, Purpose, key_name, proof_text

SOMEBODY = 0
NEVER = 1 << 62
NO_KEY = Refusal("1.3", "None of your keys can do this.")
Fields = dict[str, Any]


class Possible(NamedTuple):
    """An act that would be accepted now.

    `about` is the field that names its subject and the number or name in it, None where the act
    needs none; `until` the moment in ms at which that ends, 0 where no end is known.
    """

    act: type[Act]
    about: About | None
    until: int


class Line(NamedTuple):
    """What an act could be about, and what else it says: each that could be tried, for a member."""

    subjects: Callable[[View, int], Iterator[tuple[About | None, int]]]
    says: Callable[["Trial"], Iterator[Fields]]
    owns: bool = False  # what it is about is the member's own
    several: bool = False  # one act can be about several: its field has the plural's s


class Trial(NamedTuple):
    """Who would act, and about what."""

    view: View
    author: Author
    about: About | None

    def text(self, place: int = 0) -> Blob:
        """A text that nobody has brought yet."""
        name = f"{self.view.index} {self.author.kid} {place}"
        return Blob(
            sha256=hashlib.sha256(name.encode()).hexdigest(), size=33, media_type="text/plain"
        )

    @property
    def key(self) -> SigningKey:
        """A key that nobody has enrolled."""
        name = f"key {assembly_of(self.view).id} {self.view.index} {self.author.kid}"
        return _key(hashlib.sha256(name.encode()).digest())

    def proof(self, purpose: Purpose) -> str:
        """That this key is there."""
        names = self.author.kid, key_name(self.key.public)
        return b64u(self.key.sign(proof_text(purpose, assembly_of(self.view).id, *names)))


def may(
    view: View, member: int, kinds: Container[type[Signed]] | None = None
) -> Iterator[Possible]:
    """All that a member can do now, in the order of the catalog; of these kinds of act only."""
    for act, line in LINES.items():
        if kinds is None or act in kinds:
            for about, until in line.subjects(view, member):
                if can(view, member, act, about) is None:
                    yield Possible(act, about, until)


def soonest(view: View, member: int, act: type[Act], most: int) -> Iterator[Possible]:
    """At most so many of what a member can do of one kind, what ends first first.

    Rules are asked only as far as that: strangers can apply by the thousand.
    """
    tried = sorted(LINES[act].subjects(view, member), key=lambda one: one[1] or NEVER)
    doable = (
        Possible(act, about, until)
        for about, until in tried
        if can(view, member, act, about) is None
    )
    return islice(doable, most)


def can(
    view: View, member: int, act: type[Act], about: About | None = None, **said: object
) -> Refusal | None:
    """Why a member cannot do this now; None where they can. `said` are fields that it must have."""
    line = LINES[act]
    if member == SOMEBODY and line.owns:
        return NO_KEY
    refusal: Refusal | None = NO_KEY
    for author in _authors(view, member):
        trial = Trial(view, author, about)
        for says in line.says(trial):
            if said.items() - says.items():
                continue
            refusal = _refusal(trial, act, says)
            if refusal is None:
                return None
    return refusal


def _refusal(trial: Trial, kind: type[Act], says: Fields) -> Refusal | None:
    view, author = trial.view, trial.author
    assert author.key is not None
    entry = edition_of(view).acts[kind]
    refusal = may_sign(view, author.key, author.member, entry)
    if refusal is not None:
        return refusal
    fields = names(kind, trial.about)
    act = kind(
        assembly=assembly_of(view).id,
        seq=author.key.seq + 1,
        at=view.time // 1000 * 1000,
        seen=(view.index, ""),
        **fields,
        **says,
    )
    outcome = entry.rule(view, author, act)
    return outcome if isinstance(outcome, Refusal) else None


def names(kind: type[Act], about: About | None) -> Fields:
    """What an act is about, in its own fields."""
    if about is None:
        return {}
    name, one = about
    return {f"{name}s": (one,)} if LINES[kind].several else {name: one}


def _authors(view: View, member: int) -> list[Author]:
    """The member with a device, and with a recovery phrase if no device is left."""
    if member == SOMEBODY:
        number = view.next_number(Member)
        somebody = Member(number, "member", b"", view.index, view.time, 1, 0)
        key = Key(KeyName(""), number, b"", "device", view.index, 0, b"", view.time)
        return [Author(KeyName(key.kid), b"", key, somebody)]
    known = view.get(Member, member)
    kinds = {key.kind: key for key in view.by(Key, "member", member) if not key.revoked}
    keys = [kinds[kind] for kind in ("device", "recovery") if kind in kinds]
    return [Author(KeyName(key.kid), b"", key, known) for key in keys]


# -- what else they say


def _no_more(_trial: Trial) -> Iterator[Fields]:
    yield {}


def _each(*fields: Fields) -> Callable[[Trial], Iterator[Fields]]:
    return lambda _trial: iter(fields)


def _with_texts(*names: str, **more: object) -> Callable[[Trial], Iterator[Fields]]:
    def says(trial: Trial) -> Iterator[Fields]:
        yield {name: trial.text(place) for place, name in enumerate(names)} | more

    return says


def _repairs(trial: Trial) -> Iterator[Fields]:
    yield {"text": trial.text(), "amending": Amending(name=trial.text(1))}


def _invites(trial: Trial) -> Iterator[Fields]:
    yield {"key": b64u(trial.key.public)}


def _proves(purpose: Purpose) -> Callable[[Trial], Iterator[Fields]]:
    def says(trial: Trial) -> Iterator[Fields]:
        yield {"key": b64u(trial.key.public), "proof": trial.proof(purpose)}

    return says


def _by_doors(trial: Trial) -> Iterator[Fields]:
    doors = [door.question for door in trial.view.by(Doorway, "state", "open")]
    yield from ({"question": number} for number in doors or [1])


def _by_versions(trial: Trial) -> Iterator[Fields]:
    """Each version, the latest first."""
    solution = trial.about[1] if trial.about else 0
    latest = trial.view.count(Version, int(solution))
    yield from ({"version": number} for number in range(latest or 1, 0, -1))


def _backs(trial: Trial) -> Iterator[Fields]:
    for version in _by_versions(trial):
        yield from (version | {"backs": backs} for backs in (True, False))


def _ballot(trial: Trial) -> Iterator[Fields]:
    vote = trial.view.get(Vote, trial.about[1]) if trial.about else None
    method = vote.method if vote is not None else ballots.YES_NO
    if method in ballots.WORDS:
        yield {"choice": ballots.WORDS[method][0]}
    elif method in ballots.CHOOSING:
        yield {"chosen": (ballots.NO_ACTION,)}
    else:
        yield {"ranking": ()}


LINES: Mapping[type[Act], Line] = MappingProxyType(
    {
        EndFounding: Line(subjects.nothing, _no_more),
        ProposeRepair: Line(subjects.nothing, _repairs),
        SignRepair: Line(subjects.repairs, _each({"signs": True}, {"signs": False})),
        Invite: Line(subjects.nothing, _invites),
        RevokeInvitation: Line(subjects.own_invitations, _no_more, owns=True),
        WithdrawApplication: Line(subjects.own_application, _no_more, owns=True),
        VouchFor: Line(subjects.applicants, _no_more),
        Object: Line(subjects.applicants, _with_texts("reason"), several=True),
        LetIn: Line(subjects.applicants, _by_doors),
        ShutDoor: Line(subjects.waiting(Doorway, "open", "question", "question"), _no_more),
        SetProfile: Line(subjects.nothing, _with_texts("profile"), owns=True),
        Leave: Line(subjects.nothing, _no_more, owns=True),
        EnrolKey: Line(subjects.nothing, _proves("enrol-key"), owns=True),
        SetRecoveryKey: Line(subjects.nothing, _proves("recovery-key"), owns=True),
        RevokeKey: Line(subjects.own_keys, _no_more, owns=True),
        VouchForRecovery: Line(subjects.recoveries, _no_more),
        ObjectToRecovery: Line(subjects.recoveries, _with_texts("reason")),
        RefuseRecovery: Line(subjects.own_recoveries, _no_more, owns=True),
        RaiseProblem: Line(subjects.nothing, _with_texts("text")),
        AssessNecessity: Line(subjects.problems("necessity"), _each({"stance": "necessary"})),
        WithdrawProblem: Line(subjects.problems("necessity"), _no_more, owns=True),
        ProposeSolution: Line(subjects.problems("solutions"), _with_texts("text")),
        ReviseSolution: Line(subjects.solutions("solutions"), _with_texts("text"), owns=True),
        WithdrawSolution: Line(
            subjects.solutions("solutions", "reading", "vote"), _no_more, owns=True
        ),
        BackSolution: Line(subjects.solutions("solutions", "reading"), _backs),
        VolunteerFor: Line(subjects.solutions("solutions", "reading", "vote", "work"), _no_more),
        AssessPracticality: Line(
            subjects.solutions("solutions", "reading", "vote"),
            _each({"means": 50, "people": 50, "time": 50, "risk": 50}),
        ),
        AdoptSolution: Line(subjects.solutions("solutions", "reading"), _by_versions),
        CastBallot: Line(subjects.waiting(Vote, "open", "vote"), _ballot),
        AskToClose: Line(subjects.waiting(Vote, "open", "vote"), _no_more),
        Argue: Line(subjects.problems(*OPEN_PHASES), _with_texts("text", stance="supports")),
        RetractArgument: Line(subjects.own_arguments, _no_more, owns=True),
        WeighArgument: Line(subjects.arguments, _each({"founded": True})),
        ReportProgress: Line(subjects.led, _with_texts("report"), owns=True),
        ResignMandate: Line(subjects.led, _with_texts("report"), owns=True),
        TakeUpMandate: Line(subjects.waiting(Mandate, "vacant", "mandate"), _no_more),
        CompleteMandate: Line(subjects.led, _with_texts("report", "self_criticism"), owns=True),
        ObjectToCompletion: Line(
            subjects.waiting(Mandate, "declared", "mandate"), _with_texts("reason")
        ),
        TakeBackObjection: Line(
            subjects.waiting(Mandate, "declared", "mandate"), _no_more, owns=True
        ),
        Ask: Line(subjects.nothing, _with_texts("text", form="yes-no")),
        SecondQuestion: Line(subjects.waiting(Question, "asked", "question"), _no_more),
        MendText: Line(subjects.mendable, _with_texts("text"), owns=True),
        EraseBlob: Line(subjects.own_texts, _no_more, owns=True),
        MarkTime: Line(subjects.nothing, _no_more),
    }
)

BY_TAG: Mapping[str, type[Act]] = MappingProxyType({str(a.__struct_config__.tag): a for a in LINES})


@lru_cache(maxsize=64)
def _key(seed: bytes) -> SigningKey:
    return SigningKey(seed)
