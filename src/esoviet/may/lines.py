"""Every type of act that a member could try, a line each: about what, and what else it says.

What it says is in `says`, what it could be about in `subjects`.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from esoviet.law.act import Act
from esoviet.law.actions import Action, AnnounceAction, CallOffAction, SecondAction
from esoviet.law.applications import Invite, RevokeInvitation, VouchFor, WithdrawApplication
from esoviet.law.arguments import OPEN_PHASES, Argue, RetractArgument, WeighArgument
from esoviet.law.blobs import EraseBlob, MendText
from esoviet.law.cases import SignCase, WriteCase
from esoviet.law.closing import AskToClose
from esoviet.law.completion import CompleteMandate, ObjectToCompletion, TakeBackObjection
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
from esoviet.law.falling import ContestExhibit, WeighContest, WithdrawContest
from esoviet.law.founding import EndFounding
from esoviet.law.handing import AcceptMandate, OfferMandate
from esoviet.law.host import MarkTime
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.lessons import CriticiseOwnWork
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
from esoviet.law.problems import AssessNecessity, RaiseProblem, WithdrawProblem
from esoviet.law.questions import Ask, Question, SecondQuestion
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
from esoviet.law.solutions import AssessPracticality, BackSolution, VolunteerFor
from esoviet.law.spending import RecordExpense, StrikeExpense
from esoviet.law.tasks import CloseTask, FinishTask, HandBackTask, OpenTask, TakeTask
from esoviet.law.together import JoinSolution, WelcomeCarrier
from esoviet.law.topics import OpenTopic, Thank, WritePost
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.may import says, subjects
from esoviet.may.says import Fields, Trial
from esoviet.may.subjects import About


class Line(NamedTuple):
    """What an act could be about, and what else it says: each that could be tried, for a member.

    `asked`: a page says why it cannot be done now (*Why can I not …?*). None does where it is done
    to one's own thing, or beside the thing itself, which says so there.
    """

    subjects: Callable[[View, int], Iterator[tuple[About | None, int]]]
    says: Callable[[Trial], Iterator[Fields]]
    asked: bool
    owns: bool = False  # what it is about is the member's own
    several: bool = False  # one act can be about several: its field has the plural's s


LINES: Mapping[type[Act], Line] = MappingProxyType(
    {
        EndFounding: Line(subjects.nothing, says.no_more, asked=True),
        ProposeRepair: Line(subjects.nothing, says.repairs, asked=True),
        SignRepair: Line(
            subjects.repairs, says.each({"signs": True}, {"signs": False}), asked=False
        ),
        Invite: Line(subjects.nothing, says.invites, asked=True),
        RevokeInvitation: Line(subjects.own_invitations, says.no_more, owns=True, asked=False),
        WithdrawApplication: Line(subjects.own_application, says.no_more, owns=True, asked=False),
        VouchFor: Line(subjects.applicants, says.no_more, asked=True),
        Object: Line(subjects.applicants, says.with_texts("reason"), several=True, asked=True),
        LetIn: Line(subjects.applicants, says.by_doors, asked=True),
        ShutDoor: Line(
            subjects.waiting(Doorway, "open", "question", "question"), says.no_more, asked=False
        ),
        SetProfile: Line(subjects.nothing, says.with_texts("profile"), owns=True, asked=False),
        Leave: Line(subjects.nothing, says.no_more, owns=True, asked=True),
        EnrolKey: Line(subjects.nothing, says.proves("enrol-key"), owns=True, asked=False),
        SetRecoveryKey: Line(subjects.nothing, says.proves("recovery-key"), owns=True, asked=True),
        RevokeKey: Line(subjects.own_keys, says.no_more, owns=True, asked=False),
        VouchForRecovery: Line(subjects.recoveries, says.no_more, asked=False),
        ObjectToRecovery: Line(subjects.recoveries, says.with_texts("reason"), asked=False),
        RefuseRecovery: Line(subjects.own_recoveries, says.no_more, owns=True, asked=False),
        RaiseProblem: Line(subjects.nothing, says.with_texts("text"), asked=True),
        AssessNecessity: Line(subjects.problems("necessity"), says.assesses, asked=True),
        ReviseProblem: Line(subjects.assessed, says.with_texts("text"), owns=True, asked=False),
        WithdrawProblem: Line(subjects.problems("necessity"), says.no_more, owns=True, asked=True),
        ProposeSolution: Line(subjects.problems("solutions"), says.with_texts("text"), asked=True),
        ReviseSolution: Line(
            subjects.solutions("solutions"), says.with_texts("text"), owns=True, asked=False
        ),
        WithdrawSolution: Line(
            subjects.solutions("solutions", "reading", "vote"), says.no_more, owns=True, asked=False
        ),
        SuggestRewording: Line(subjects.reworded, says.rewords, asked=False),
        DeclineRewording: Line(
            subjects.to_reword, says.with_texts("reason"), owns=True, asked=False
        ),
        WithdrawRewording: Line(subjects.own_rewordings, says.no_more, owns=True, asked=False),
        BackSolution: Line(subjects.solutions("solutions", "reading"), says.backs, asked=True),
        VolunteerFor: Line(
            subjects.solutions("solutions", "reading", "vote", "work"), says.no_more, asked=True
        ),
        AssessPracticality: Line(
            subjects.solutions("solutions", "reading", "vote"),
            says.each({"means": 50, "people": 50, "time": 50, "risk": 50}),
            asked=True,
        ),
        AdoptSolution: Line(
            subjects.solutions("solutions", "reading"), says.by_versions, asked=False
        ),
        JoinSolution: Line(subjects.solutions("solutions", "reading"), says.joins, asked=False),
        WelcomeCarrier: Line(
            subjects.solutions("solutions", "reading"), says.welcomes, owns=True, asked=False
        ),
        WriteCase: Line(subjects.solutions("reading"), says.cases, asked=False),
        SignCase: Line(subjects.cases, says.each({"signs": True}, {"signs": False}), asked=False),
        AnswerMerge: Line(subjects.solutions("solutions"), says.merges, asked=False),
        CastBallot: Line(subjects.waiting(Vote, "open", "vote"), says.ballot, asked=True),
        AskToClose: Line(subjects.waiting(Vote, "open", "vote"), says.no_more, asked=True),
        Argue: Line(
            subjects.problems(*OPEN_PHASES), says.with_texts("text", stance="supports"), asked=True
        ),
        RetractArgument: Line(subjects.own_arguments, says.no_more, owns=True, asked=False),
        WeighArgument: Line(subjects.arguments, says.each({"finds": "founded"}), asked=False),
        ReportProgress: Line(subjects.carried, says.with_texts("report"), owns=True, asked=False),
        ResignMandate: Line(subjects.carried, says.with_texts("report"), owns=True, asked=False),
        TakeUpMandate: Line(
            subjects.waiting(Mandate, "vacant", "mandate"), says.no_more, asked=True
        ),
        CompleteMandate: Line(subjects.carried, says.with_texts("report"), owns=True, asked=True),
        OfferMandate: Line(subjects.led, says.offers_mandate, owns=True, asked=False),
        AcceptMandate: Line(subjects.offered, says.no_more, owns=True, asked=False),
        PlanMandate: Line(subjects.carried, says.with_texts("plan"), owns=True, asked=False),
        OfferShare: Line(subjects.led, says.offers_share, owns=True, asked=False),
        AcceptShare: Line(
            subjects.offered_shares,
            says.each({"accepts": True}, {"accepts": False}),
            owns=True,
            asked=False,
        ),
        RecordExpense: Line(
            subjects.carried, says.with_texts("text", amount="1"), owns=True, asked=False
        ),
        StrikeExpense: Line(subjects.carried, says.strikes, owns=True, asked=False),
        OpenTask: Line(subjects.carried, says.with_texts("text"), owns=True, asked=False),
        TakeTask: Line(subjects.tasks, says.no_more, asked=False),
        HandBackTask: Line(subjects.own_tasks, says.no_more, owns=True, asked=False),
        FinishTask: Line(subjects.own_tasks, says.no_more, owns=True, asked=False),
        CloseTask: Line(subjects.carried_tasks, says.no_more, owns=True, asked=False),
        ObjectToCompletion: Line(
            subjects.waiting(Mandate, "declared", "mandate"), says.with_texts("reason"), asked=True
        ),
        TakeBackObjection: Line(
            subjects.waiting(Mandate, "declared", "mandate"), says.no_more, owns=True, asked=False
        ),
        Ask: Line(subjects.nothing, says.with_texts("text", form="yes-no"), asked=True),
        SecondQuestion: Line(
            subjects.waiting(Question, "asked", "question"), says.no_more, asked=True
        ),
        AnnounceAction: Line(subjects.carried_or_none, says.announces, asked=False),
        SecondAction: Line(
            subjects.waiting(Action, "waiting", "action"), says.no_more, asked=False
        ),
        CallOffAction: Line(subjects.to_call_off, says.no_more, owns=True, asked=False),
        Criticise: Line(
            subjects.criticised, says.with_texts("observation", "suggestion"), asked=False
        ),
        AnswerCriticism: Line(subjects.to_answer, says.answers, owns=True, asked=False),
        RenewCriticism: Line(
            subjects.to_put_anew,
            says.with_texts("observation", "suggestion"),
            owns=True,
            asked=False,
        ),
        WriteMinorityReport: Line(subjects.decisions, says.with_texts("text"), asked=True),
        SignMinorityReport: Line(
            subjects.minority_reports, says.each({"signs": True}, {"signs": False}), asked=False
        ),
        JudgeOutcome: Line(
            subjects.waiting(Review, "open", "decision", "decision"),
            says.each({"reached": "achieved", "wants": "keep"}),
            asked=False,
        ),
        CriticiseOwnWork: Line(subjects.ever_carried, says.own_words, owns=True, asked=False),
        BringExhibit: Line(
            subjects.nothing, says.with_texts("text", "source", kind="quotation"), asked=False
        ),
        StateFact: Line(subjects.in_question, says.with_texts("text", "source"), asked=False),
        WeighFact: Line(
            subjects.facts, says.each({"finds": "founded"}, {"finds": "unfounded"}), asked=False
        ),
        WithdrawFact: Line(subjects.own_facts, says.no_more, owns=True, asked=False),
        WithdrawExhibit: Line(subjects.own_exhibits, says.no_more, owns=True, asked=False),
        VouchForExhibit: Line(
            subjects.exhibits, says.each({"vouches": True}, {"vouches": False}), asked=False
        ),
        ContestExhibit: Line(subjects.exhibits, says.contests, asked=False),
        WithdrawContest: Line(subjects.own_contests, says.no_more, owns=True, asked=False),
        WeighContest: Line(
            subjects.contests, says.each({"founded": True}, {"founded": False}), asked=False
        ),
        OpenTopic: Line(subjects.nothing, says.with_texts("text"), asked=False),
        WritePost: Line(subjects.topics, says.with_texts("text"), asked=False),
        Thank: Line(subjects.posts, says.each({"thanks": True}, {"thanks": False}), asked=False),
        MendText: Line(subjects.mendable, says.with_texts("text"), owns=True, asked=False),
        EraseBlob: Line(subjects.own_texts, says.no_more, owns=True, asked=False),
        MarkTime: Line(subjects.nothing, says.no_more, asked=False),
    }
)

BY_TAG: Mapping[str, type[Act]] = MappingProxyType({str(a.__struct_config__.tag): a for a in LINES})
