"""What each type of act could be about, and what else it says: a line each.

A *trial* is such an act, as a member's own client would sign it, to ask the rule of its type with.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from esoviet.law import ballots
from esoviet.law.act import Act, Author, Blob
from esoviet.law.actions import Action, AnnounceAction, CallOffAction, SecondAction
from esoviet.law.amendments import Amending
from esoviet.law.applications import Invite, RevokeInvitation, VouchFor, WithdrawApplication
from esoviet.law.arguments import OPEN_PHASES, Argue, RetractArgument, WeighArgument
from esoviet.law.blobs import EraseBlob, MendText
from esoviet.law.carriers import Partner
from esoviet.law.cases import SIDES, SignCase, WriteCase
from esoviet.law.closing import AskToClose
from esoviet.law.completion import CompleteMandate, ObjectToCompletion, TakeBackObjection
from esoviet.law.constitution import DAY
from esoviet.law.contests import Object
from esoviet.law.criticism import AnswerCriticism, Criticise, RenewCriticism
from esoviet.law.doors import Doorway, LetIn, ShutDoor
from esoviet.law.drafts import (
    AdoptSolution,
    ProposeSolution,
    ReviseSolution,
    WithdrawSolution,
)
from esoviet.law.facts import StateFact, WeighFact, WithdrawFact
from esoviet.law.falling import ContestExhibit, Ground, WeighContest, WithdrawContest
from esoviet.law.founding import EndFounding
from esoviet.law.handing import AcceptMandate, Offer, OfferMandate
from esoviet.law.host import MarkTime
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.lessons import QUESTIONS, CriticiseOwnWork
from esoviet.law.mandates import (
    Mandate,
    ReportProgress,
    ResignMandate,
    TakeUpMandate,
)
from esoviet.law.membership import SetProfile
from esoviet.law.merging import AnswerMerge
from esoviet.law.minority import SignMinorityReport, WriteMinorityReport
from esoviet.law.planning import PlanMandate
from esoviet.law.problems import AssessNecessity, Problem, RaiseProblem, WithdrawProblem
from esoviet.law.questions import Ask, Question, SecondQuestion
from esoviet.law.records import Member
from esoviet.law.recovery import (
    ObjectToRecovery,
    RefuseRecovery,
    VouchForRecovery,
)
from esoviet.law.repairs import ProposeRepair, SignRepair
from esoviet.law.reviews import JudgeOutcome, Review
from esoviet.law.revising import ReviseProblem
from esoviet.law.rewordings import DeclineRewording, SuggestRewording, WithdrawRewording
from esoviet.law.sharing import AcceptShare, OfferShare
from esoviet.law.showing import BringExhibit, VouchForExhibit, WithdrawExhibit
from esoviet.law.solutions import AssessPracticality, BackSolution, Version, VolunteerFor
from esoviet.law.spending import Expense, RecordExpense, StrikeExpense
from esoviet.law.tasks import CloseTask, FinishTask, HandBackTask, OpenTask, TakeTask
from esoviet.law.together import Joining, JoinSolution, WelcomeCarrier
from esoviet.law.topics import OpenTopic, Thank, WritePost
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.may import subjects
from esoviet.may.subjects import About
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import Purpose, key_name, proof_text

Fields = dict[str, Any]
MOST_OFFERED = 100
"""To so many members at most it is tried whether a mandate can be offered."""


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
        return _blob(f"{self.view.index} {self.author.kid} {place}")

    @property
    def key(self) -> SigningKey:
        """A key that nobody has enrolled."""
        name = f"key {self.view.assembly.id} {self.view.index} {self.author.kid}"
        return _key(hashlib.sha256(name.encode()).digest())

    def proof(self, purpose: Purpose) -> str:
        """That this key is there."""
        names = self.author.kid, key_name(self.key.public)
        return b64u(self.key.sign(proof_text(purpose, self.view.assembly.id, *names)))


@lru_cache(maxsize=64)
def _blob(name: str) -> Blob:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Blob(sha256=sha256, size=33, media_type="text/plain")


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


def _strikes(trial: Trial) -> Iterator[Fields]:
    """Each expense that stands, the latest hundred."""
    mandate = trial.about[1] if trial.about else 0
    expenses = [one for one in trial.view.rows(Expense, int(mandate)) if not one.struck]
    yield from ({"expense": one.number} for one in expenses[: -MOST_OFFERED - 1 : -1])


def _to_others(trial: Trial) -> Iterator[Fields]:
    """To each other member, the first hundred."""
    members = trial.view.numbered(Member)
    others = (one.number for one in members if one.number != trial.author.number)
    for number in islice(others, MOST_OFFERED):
        yield {"member": number, "offers": True}


def _offers_share(trial: Trial) -> Iterator[Fields]:
    """To others, and back."""
    yield from _to_others(trial)
    for offer in trial.view.rows(Partner, int(trial.about[1]) if trial.about else 0):
        yield {"member": offer.member, "offers": False}


def _offers_mandate(trial: Trial) -> Iterator[Fields]:
    """To others, and back."""
    view = trial.view
    yield from _to_others(trial)
    offer = view.get(Offer, trial.about[1]) if trial.about else None
    if offer is not None:
        yield {"member": offer.to, "offers": False}


def _assesses(trial: Trial) -> Iterator[Fields]:
    yield {"stance": "necessary", "version": _text_version(trial)}


def _text_version(trial: Trial) -> int:
    """The version of a problem's text that is the newest."""
    problem = trial.view.get(Problem, trial.about[1]) if trial.about else None
    return problem.version if problem else 1


def _rewords(trial: Trial) -> Iterator[Fields]:
    texts = {"text": trial.text(), "reason": trial.text(1)}
    if trial.about and trial.about[0] == "problem":
        yield {"version": _text_version(trial), "place": 0, "length": 0} | texts
    else:
        yield from (version | {"place": 0, "length": 0} | texts for version in _by_versions(trial))


def _backs(trial: Trial) -> Iterator[Fields]:
    for version in _by_versions(trial):
        yield from (version | {"backs": backs} for backs in (True, False))


def _cases(trial: Trial) -> Iterator[Fields]:
    yield from ({"side": side, "text": trial.text()} for side in SIDES)


def _joins(trial: Trial) -> Iterator[Fields]:
    for version in _by_versions(trial):
        yield from (version | {"joins": joins} for joins in (True, False))


def _merges(trial: Trial) -> Iterator[Fields]:
    for version in _by_versions(trial):
        yield from (version | {"agrees": agrees} for agrees in (True, False))


def _welcomes(trial: Trial) -> Iterator[Fields]:
    """Whoever signed for a version, or did."""
    for one in trial.view.rows(Joining, int(trial.about[1]) if trial.about else 0):
        said = {"version": one.version, "member": one.member}
        yield from (said | {"welcomes": welcomes} for welcomes in (True, False))


def _announces(trial: Trial) -> Iterator[Fields]:
    begins = trial.view.time + DAY
    yield {"kind": "rally", "text": trial.text(), "begins": begins, "ends": begins + DAY}


def _answers(trial: Trial) -> Iterator[Fields]:
    replies = ("accepted", "answered", "not-mine")
    yield from ({"answer": reply, "text": trial.text()} for reply in replies)


def _ballot(trial: Trial) -> Iterator[Fields]:
    vote = trial.view.get(Vote, trial.about[1]) if trial.about else None
    method = vote.method if vote is not None else ballots.YES_NO
    if method in ballots.WORDS:
        yield {"choice": ballots.WORDS[method][0]}
    elif method in ballots.CHOOSING:
        yield {"chosen": (ballots.NO_ACTION,)}
    else:
        yield {"ranking": ()}


def _contests(trial: Trial) -> Iterator[Fields]:
    """On each ground, as long as it can be contested on one."""
    yield from ({"ground": ground, "text": trial.text()} for ground in get_args(Ground))


def _own_words(trial: Trial) -> Iterator[Fields]:
    return ({name: trial.text()} for name in QUESTIONS)


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
        AssessNecessity: Line(subjects.problems("necessity"), _assesses),
        ReviseProblem: Line(subjects.assessed, _with_texts("text"), owns=True),
        WithdrawProblem: Line(subjects.problems("necessity"), _no_more, owns=True),
        ProposeSolution: Line(subjects.problems("solutions"), _with_texts("text")),
        ReviseSolution: Line(subjects.solutions("solutions"), _with_texts("text"), owns=True),
        WithdrawSolution: Line(
            subjects.solutions("solutions", "reading", "vote"), _no_more, owns=True
        ),
        SuggestRewording: Line(subjects.reworded, _rewords),
        DeclineRewording: Line(subjects.to_reword, _with_texts("reason"), owns=True),
        WithdrawRewording: Line(subjects.own_rewordings, _no_more, owns=True),
        BackSolution: Line(subjects.solutions("solutions", "reading"), _backs),
        VolunteerFor: Line(subjects.solutions("solutions", "reading", "vote", "work"), _no_more),
        AssessPracticality: Line(
            subjects.solutions("solutions", "reading", "vote"),
            _each({"means": 50, "people": 50, "time": 50, "risk": 50}),
        ),
        AdoptSolution: Line(subjects.solutions("solutions", "reading"), _by_versions),
        JoinSolution: Line(subjects.solutions("solutions", "reading"), _joins),
        WelcomeCarrier: Line(subjects.solutions("solutions", "reading"), _welcomes, owns=True),
        WriteCase: Line(subjects.solutions("reading"), _cases),
        SignCase: Line(subjects.cases, _each({"signs": True}, {"signs": False})),
        AnswerMerge: Line(subjects.solutions("solutions"), _merges),
        CastBallot: Line(subjects.waiting(Vote, "open", "vote"), _ballot),
        AskToClose: Line(subjects.waiting(Vote, "open", "vote"), _no_more),
        Argue: Line(subjects.problems(*OPEN_PHASES), _with_texts("text", stance="supports")),
        RetractArgument: Line(subjects.own_arguments, _no_more, owns=True),
        WeighArgument: Line(subjects.arguments, _each({"finds": "founded"})),
        ReportProgress: Line(subjects.carried, _with_texts("report"), owns=True),
        ResignMandate: Line(subjects.carried, _with_texts("report"), owns=True),
        TakeUpMandate: Line(subjects.waiting(Mandate, "vacant", "mandate"), _no_more),
        CompleteMandate: Line(subjects.carried, _with_texts("report"), owns=True),
        OfferMandate: Line(subjects.led, _offers_mandate, owns=True),
        AcceptMandate: Line(subjects.offered, _no_more, owns=True),
        PlanMandate: Line(subjects.carried, _with_texts("plan"), owns=True),
        OfferShare: Line(subjects.led, _offers_share, owns=True),
        AcceptShare: Line(
            subjects.offered_shares, _each({"accepts": True}, {"accepts": False}), owns=True
        ),
        RecordExpense: Line(subjects.carried, _with_texts("text", amount="1"), owns=True),
        StrikeExpense: Line(subjects.carried, _strikes, owns=True),
        OpenTask: Line(subjects.carried, _with_texts("text"), owns=True),
        TakeTask: Line(subjects.tasks, _no_more),
        HandBackTask: Line(subjects.own_tasks, _no_more, owns=True),
        FinishTask: Line(subjects.own_tasks, _no_more, owns=True),
        CloseTask: Line(subjects.carried_tasks, _no_more, owns=True),
        ObjectToCompletion: Line(
            subjects.waiting(Mandate, "declared", "mandate"), _with_texts("reason")
        ),
        TakeBackObjection: Line(
            subjects.waiting(Mandate, "declared", "mandate"), _no_more, owns=True
        ),
        Ask: Line(subjects.nothing, _with_texts("text", form="yes-no")),
        SecondQuestion: Line(subjects.waiting(Question, "asked", "question"), _no_more),
        AnnounceAction: Line(subjects.carried_or_none, _announces),
        SecondAction: Line(subjects.waiting(Action, "waiting", "action"), _no_more),
        CallOffAction: Line(subjects.to_call_off, _no_more, owns=True),
        Criticise: Line(subjects.criticised, _with_texts("observation", "suggestion")),
        AnswerCriticism: Line(subjects.to_answer, _answers, owns=True),
        RenewCriticism: Line(
            subjects.to_put_anew, _with_texts("observation", "suggestion"), owns=True
        ),
        WriteMinorityReport: Line(subjects.decisions, _with_texts("text")),
        SignMinorityReport: Line(
            subjects.minority_reports, _each({"signs": True}, {"signs": False})
        ),
        JudgeOutcome: Line(
            subjects.waiting(Review, "open", "decision", "decision"),
            _each({"reached": "achieved", "wants": "keep"}),
        ),
        CriticiseOwnWork: Line(subjects.ever_carried, _own_words, owns=True),
        BringExhibit: Line(subjects.nothing, _with_texts("text", "source", kind="quotation")),
        StateFact: Line(subjects.in_question, _with_texts("text", "source")),
        WeighFact: Line(subjects.facts, _each({"finds": "founded"}, {"finds": "unfounded"})),
        WithdrawFact: Line(subjects.own_facts, _no_more, owns=True),
        WithdrawExhibit: Line(subjects.own_exhibits, _no_more, owns=True),
        VouchForExhibit: Line(subjects.exhibits, _each({"vouches": True}, {"vouches": False})),
        ContestExhibit: Line(subjects.exhibits, _contests),
        WithdrawContest: Line(subjects.own_contests, _no_more, owns=True),
        WeighContest: Line(subjects.contests, _each({"founded": True}, {"founded": False})),
        OpenTopic: Line(subjects.nothing, _with_texts("text")),
        WritePost: Line(subjects.topics, _with_texts("text")),
        Thank: Line(subjects.posts, _each({"thanks": True}, {"thanks": False})),
        MendText: Line(subjects.mendable, _with_texts("text"), owns=True),
        EraseBlob: Line(subjects.own_texts, _no_more, owns=True),
        MarkTime: Line(subjects.nothing, _no_more),
    }
)

BY_TAG: Mapping[str, type[Act]] = MappingProxyType({str(a.__struct_config__.tag): a for a in LINES})


@lru_cache(maxsize=64)
def _key(seed: bytes) -> SigningKey:
    return SigningKey(seed)
