"""Every act type, a line each: the act, its rule, and who may do it.

Read from top to bottom it is the list of all that can happen in an assembly. `by` says who signs:
a member, a stranger (whose key travels in the act), the host, or a member or the host. `recovery`
admits a recovery key, `applicant` an applicant who is not a member yet, `former` whoever has ever
applied. What is `always` taken is so however much its author did that day (clause 1.13).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from esoviet.law import (
    actions,
    applications,
    arguments,
    blobs,
    briefings,
    carriers,
    cases,
    closing,
    completion,
    consequences,
    contests,
    criticism,
    decisions,
    doors,
    drafts,
    exhibits,
    facts,
    falling,
    founding,
    growth,
    handing,
    host,
    keys,
    leaving,
    lessons,
    mandates,
    membership,
    merging,
    minority,
    planning,
    problems,
    questions,
    reading,
    records,
    recovery,
    repairs,
    reviews,
    revising,
    rewordings,
    seats,
    sharing,
    showing,
    solutions,
    spending,
    tasks,
    together,
    topics,
    votes,
)
from esoviet.law.act import Author, Signed
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.outcome import Changes, Outcome
from esoviet.law.record import Record
from esoviet.law.view import View

Rule = Callable[[View, Author, Any], Outcome]
Timer = Callable[[View, Any], Changes]


class Entry(NamedTuple):
    """One line of the catalog."""

    act: type[Signed]
    rule: Rule
    by: Literal["member", "stranger", "host", "member or host"] = "member"
    recovery: bool = False
    applicant: bool = False
    former: bool = False
    always: bool = False


ACTS: tuple[Entry, ...] = (
    # chapter 2: the founding act stands alone (editions)
    Entry(founding.EndFounding, founding.end_founding),
    Entry(repairs.ProposeRepair, repairs.propose_repair),
    Entry(repairs.SignRepair, repairs.sign_repair),
    # chapter 3: membership
    Entry(applications.Invite, applications.invite),
    Entry(applications.RevokeInvitation, applications.revoke_invitation),
    Entry(applications.ApplyToJoin, applications.apply_to_join, by="stranger"),
    Entry(applications.WithdrawApplication, applications.withdraw_application, applicant=True),
    Entry(applications.VouchFor, applications.vouch),
    Entry(contests.Object, contests.object_),
    Entry(doors.LetIn, doors.let_in),
    Entry(doors.ShutDoor, doors.shut_door),
    Entry(membership.SetProfile, membership.set_profile),
    Entry(leaving.Leave, leaving.leave, always=True),
    # chapter 4: keys and recovery
    Entry(keys.EnrolKey, keys.enrol_key, recovery=True, former=True),
    Entry(keys.SetRecoveryKey, keys.set_recovery_key, recovery=True),
    Entry(keys.RevokeKey, keys.revoke_key, recovery=True, always=True),
    Entry(recovery.AskToRecover, recovery.ask_to_recover, by="stranger"),
    Entry(recovery.VouchForRecovery, recovery.vouch_for_recovery),
    Entry(recovery.ObjectToRecovery, recovery.object_to_recovery, always=True),
    Entry(recovery.RefuseRecovery, recovery.refuse_recovery, recovery=True, always=True),
    # chapter 5: problems and necessity
    Entry(problems.RaiseProblem, problems.raise_problem),
    Entry(problems.AssessNecessity, problems.assess_necessity),
    Entry(revising.ReviseProblem, revising.revise_problem),
    Entry(problems.WithdrawProblem, problems.withdraw_problem),
    # chapter 6: solutions
    Entry(drafts.ProposeSolution, drafts.propose_solution),
    Entry(drafts.ReviseSolution, drafts.revise_solution),
    Entry(drafts.WithdrawSolution, drafts.withdraw_solution),
    Entry(rewordings.SuggestRewording, rewordings.suggest_rewording),
    Entry(rewordings.DeclineRewording, rewordings.decline_rewording),
    Entry(rewordings.WithdrawRewording, rewordings.withdraw_rewording),
    Entry(solutions.BackSolution, solutions.back_solution),
    Entry(solutions.VolunteerFor, solutions.volunteer),
    Entry(solutions.AssessPracticality, solutions.assess_practicality),
    Entry(drafts.AdoptSolution, drafts.adopt_solution),
    Entry(together.JoinSolution, together.join_solution),
    Entry(together.WelcomeCarrier, together.welcome_carrier),
    Entry(merging.AnswerMerge, merging.answer_merge),
    Entry(cases.WriteCase, cases.write_case),
    Entry(cases.SignCase, cases.sign_case),
    # chapter 7: votes
    Entry(votes.CastBallot, closing.cast, always=True),
    Entry(closing.AskToClose, closing.ask_to_close),
    # chapter 8: arguments
    Entry(arguments.Argue, arguments.argue),
    Entry(arguments.RetractArgument, arguments.retract_argument),
    Entry(arguments.WeighArgument, arguments.weigh_argument),
    # chapter 9: mandates
    Entry(mandates.ReportProgress, mandates.report_progress),
    Entry(mandates.ResignMandate, mandates.resign_mandate),
    Entry(mandates.TakeUpMandate, mandates.take_up_mandate),
    Entry(handing.OfferMandate, handing.offer_mandate),
    Entry(handing.AcceptMandate, handing.accept_mandate),
    Entry(planning.PlanMandate, planning.plan_mandate),
    Entry(sharing.OfferShare, sharing.offer_share),
    Entry(sharing.AcceptShare, sharing.accept_share),
    Entry(spending.RecordExpense, spending.record_expense),
    Entry(spending.StrikeExpense, spending.strike_expense),
    Entry(tasks.OpenTask, tasks.open_task),
    Entry(tasks.TakeTask, tasks.take_task),
    Entry(tasks.HandBackTask, tasks.hand_back_task),
    Entry(tasks.FinishTask, tasks.finish_task),
    Entry(tasks.CloseTask, tasks.close_task),
    Entry(completion.CompleteMandate, completion.complete_mandate),
    Entry(completion.ObjectToCompletion, completion.object_to_completion),
    Entry(completion.TakeBackObjection, completion.take_back_objection),
    # chapter 10: questions
    Entry(questions.Ask, questions.ask),
    Entry(questions.SecondQuestion, questions.second_question),
    # chapter 14: actions and calls
    Entry(actions.AnnounceAction, actions.announce_action),
    Entry(actions.SecondAction, actions.second_action),
    Entry(actions.CallOffAction, actions.call_off_action),
    # chapter 15: criticism
    Entry(criticism.Criticise, criticism.criticise),
    Entry(criticism.AnswerCriticism, criticism.answer_criticism),
    Entry(criticism.RenewCriticism, criticism.renew_criticism),
    # chapter 11: decisions
    Entry(minority.WriteMinorityReport, minority.write_minority_report),
    Entry(minority.SignMinorityReport, minority.sign_minority_report),
    # chapter 16: reviews
    Entry(reviews.JudgeOutcome, reviews.judge_outcome),
    Entry(lessons.CriticiseOwnWork, lessons.criticise_own_work),
    # chapter 17: exhibits
    Entry(showing.BringExhibit, showing.bring_exhibit),
    Entry(showing.WithdrawExhibit, showing.withdraw_exhibit),
    Entry(showing.VouchForExhibit, showing.vouch_for_exhibit),
    Entry(falling.ContestExhibit, falling.contest_exhibit),
    Entry(falling.WithdrawContest, falling.withdraw_contest),
    Entry(falling.WeighContest, falling.weigh_contest),
    # chapter 18: the situation
    Entry(facts.StateFact, facts.state_fact),
    Entry(facts.WeighFact, facts.weigh_fact),
    Entry(facts.WithdrawFact, facts.withdraw_fact),
    # chapter 19: topics
    Entry(topics.OpenTopic, topics.open_topic),
    Entry(topics.WritePost, topics.write_post),
    Entry(topics.Thank, topics.thank),
    # chapters 12 and 13: blobs, the host
    Entry(blobs.EraseBlob, blobs.erase_blob, former=True, always=True),
    Entry(blobs.MendText, blobs.mend_text),
    Entry(host.MarkTime, host.mark_time, by="member or host", always=True),
    Entry(host.WithholdBlob, host.withhold_blob, by="host"),
)

RECORDS: tuple[type[Record], ...] = (
    records.Assembly, records.Clock, Constitution, Amendment,
    records.Member, records.Former, records.Key, records.BlobRecord, records.Mended,
    applications.Invitation, growth.Vouch, growth.Growth, contests.Objection,
    doors.Doorway, doors.Arrival, doors.Shutting,
    keys.PhraseChange, recovery.Recovery, recovery.RecoveryVouch, recovery.RecoveryObjection,
    problems.Problem, problems.ProblemVersion, problems.Assessment,
    solutions.Solution, solutions.Version, solutions.Backing, solutions.StoppedBacking,
    solutions.Volunteer, solutions.StoppedHelping, solutions.Practicality, together.Joining,
    rewordings.Rewording, cases.Case, cases.CaseSigning, briefings.Briefing,
    arguments.Argument, arguments.Weighing,
    questions.Question, questions.Seconding, consequences.Consequence,
    votes.Vote, votes.Ballot, votes.Roll, decisions.Decision,
    votes.Standing, closing.Awaited, closing.WishToClose,
    mandates.Mandate, mandates.Report, handing.Offer, carriers.Partner, planning.Plan,
    spending.Expense,
    tasks.Task, tasks.Hand, completion.Doubt,
    minority.MinorityReport, minority.MinoritySigning, reviews.Review, reviews.Judgement,
    lessons.SelfCriticism,
    repairs.Repair, repairs.Signing,
    actions.Action, actions.ActionSecond, criticism.Criticism,
    exhibits.Exhibit, exhibits.Vouching, falling.Contest, falling.ContestWeighing,
    facts.Fact, facts.FactWeighing,
    topics.Topic, topics.Post, topics.Thanks, topics.Talker,
)  # fmt: skip


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


TIMERS: Mapping[type[Record], Timer] = MappingProxyType(
    {
        records.Member: member_due,
        growth.Growth: growth.growth_due,
        doors.Doorway: doors.door_due,
        applications.Invitation: applications.invitation_due,
        keys.PhraseChange: keys.phrase_due,
        recovery.Recovery: keys.recovery_due,
        problems.Problem: reading.problem_due,
        questions.Question: questions.question_due,
        votes.Standing: closing.standing_due,
        votes.Vote: closing.vote_due,
        mandates.Mandate: mandate_due,
        repairs.Repair: repairs.repair_due,
        actions.Action: actions.action_due,
        reviews.Review: reviews.review_due,
    }
)
"""What happens when the deadline (`due`) of a record passes, in the order of clause 1.6."""
