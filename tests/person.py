"""The people of tests/world.py: each deed of a member as a method that reads as a sentence."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from esoviet.law import (
    actions,
    amendments,
    applications,
    arguments,
    blobs,
    cases,
    closing,
    completion,
    consequences,
    contests,
    criticism,
    doors,
    drafts,
    exhibits,
    facts,
    falling,
    founding,
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
    recovery,
    repairs,
    reviews,
    revising,
    rewordings,
    sharing,
    showing,
    solutions,
    spending,
    tasks,
    together,
    topics,
    votes,
)
from esoviet.law.act import Act, Blob
from esoviet.law.applications import KeyProof
from esoviet.law.arguments import Argument, Side
from esoviet.law.problems import Problem, Stance
from esoviet.law.questions import Question
from esoviet.law.records import Key, Member
from esoviet.law.solutions import Backing, Solution
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import KeyName, Purpose, key_name

if TYPE_CHECKING:
    from tests.world import World

Ranking = Sequence[Sequence[int]]


class Person:
    """Somebody with a key. A method is an act, done at once; it answers the number it gave out."""

    def __init__(self, world: "World", name: str, key: SigningKey | None = None) -> None:
        self.world = world
        self.name = name
        self.key = key or SigningKey(hashlib.sha256(name.encode()).digest())
        self.public = b64u(self.key.public)
        self.kid: KeyName = key_name(self.key.public)
        self._expected: tuple[str, str] | None = None

    # -- who it is

    @property
    def member(self) -> Member | None:
        """The record of this person, once the assembly has one."""
        key = self.world.get(Key, self.kid)
        return None if key is None else self.world.get(Member, key.member)

    @property
    def record(self) -> Member:
        """The record of this person."""
        assert self.member is not None
        return self.member

    @property
    def state(self) -> str:
        """What this person is in the assembly."""
        return self.record.state

    @property
    def number(self) -> int:
        """This person's number."""
        return self.record.number

    def with_key(self, key: SigningKey) -> "Person":
        """The same person at another device, or at nobody's."""
        return Person(self.world, self.name, key)

    # -- acting

    def is_refused(self, clause: str, because: str = "") -> Self:
        """Announce that the next act is refused by this clause, for a reason with these words."""
        self._expected = clause, because
        return self

    def does(self, kind: type[Act], /, **fields: object) -> Self:
        """Sign an act and submit it."""
        return self.sends(self.world.seal(self.key, kind, **fields))

    def sends(self, jws: bytes) -> Self:
        """Submit a signed act, whatever it is."""
        expected, self._expected = self._expected, None
        refusal = self.world.submit(jws).refusal
        if expected is None:
            assert refusal is None, refusal
        else:
            assert refusal is not None, f"this stands, though {expected} was expected"
            assert refusal.clause == expected[0], refusal
            assert expected[1] in refusal.because, refusal
        return self

    def _text(self, content: str | Blob) -> Blob:
        return content if isinstance(content, Blob) else self.world.text(content)

    # -- membership

    def invites(self, key: SigningKey, uses: int = 1) -> Self:
        return self.does(applications.Invite, key=b64u(key.public), uses=uses)

    def takes_back(self, key: SigningKey) -> Self:
        return self.does(applications.RevokeInvitation, key=b64u(key.public))

    def applies(self, invitation: SigningKey | None = None, /, **fields: object) -> Self:
        shown = None
        if invitation is not None:
            link = key_name(invitation.public)
            proof = self.world.proof("invitation", link, self.kid, invitation)
            shown = KeyProof(key=b64u(invitation.public), proof=proof)
        usual = {"key": self.public, "profile": self._text(self.name), "invitation": shown}
        return self.does(applications.ApplyToJoin, **(usual | fields))

    def withdraws_application(self) -> Self:
        return self.does(applications.WithdrawApplication)

    def vouches_for(self, other: "Person | int") -> Self:
        return self.does(applications.VouchFor, member=_number(other))

    def objects_to(self, *others: "Person | int", reason: str | Blob = "They lied to us.") -> Self:
        members = tuple(_number(other) for other in others)
        return self.does(contests.Object, members=members, reason=self._text(reason))

    def lets_in(self, other: "Person | int", door: int) -> Self:
        return self.does(doors.LetIn, question=door, member=_number(other))

    def shuts(self, door: int) -> Self:
        return self.does(doors.ShutDoor, question=door)

    def ends_founding(self) -> Self:
        return self.does(founding.EndFounding)

    def sets_profile(self, words: str | Blob = "Still me") -> Self:
        return self.does(membership.SetProfile, profile=self._text(words))

    def leaves(self) -> Self:
        return self.does(leaving.Leave)

    # -- keys and recovery

    def enrols(self, device: SigningKey, proof: str | None = None) -> "Person":
        if proof is None:
            proof = self._shows("enrol-key", device)
        self.does(keys.EnrolKey, key=b64u(device.public), proof=proof)
        return self.with_key(device)

    def sets_recovery(self, phrase: SigningKey, proof: str | None = None) -> "Person":
        if proof is None:
            proof = self._shows("recovery-key", phrase)
        self.does(keys.SetRecoveryKey, key=b64u(phrase.public), proof=proof)
        return self.with_key(phrase)

    def revokes(self, kid: str) -> Self:
        return self.does(keys.RevokeKey, kid=kid)

    def asks_to_recover(self, other: "Person | int", **fields: object) -> Self:
        usual = {"key": self.public, "member": _number(other)}
        return self.does(recovery.AskToRecover, **(usual | fields))

    def confirms(self, asking: "Person") -> Self:
        return self.does(recovery.VouchForRecovery, kid=asking.kid)

    def doubts(self, asking: "Person", reason: str | Blob = "She is well.") -> Self:
        reason = self._text(reason)
        return self.does(recovery.ObjectToRecovery, kid=asking.kid, reason=reason)

    def refuses_recovery_by(self, asking: "Person") -> Self:
        return self.does(recovery.RefuseRecovery, kid=asking.kid)

    def _shows(self, purpose: Purpose, device: SigningKey) -> str:
        return self.world.proof(purpose, self.kid, key_name(device.public), device)

    # -- problems and solutions

    def raises(
        self, text: str | Blob = "The heating is broken", seats: int = 0, **fields: object
    ) -> int:
        said = {"text": self._text(text), "seats": seats or None}
        self.does(problems.RaiseProblem, **(said | fields))
        return self.world.view.count(Problem)

    def raises_problem(
        self, text: str | Blob = "The heating is broken", seats: int = 0, **fields: object
    ) -> int:
        """Raise a problem that others find necessary, as soon as it can be."""
        problem = self.raises(text, seats, **fields)
        self.world.open_problem(problem, self)
        return problem

    def calls_election(self, seats: int, renews: int | None = None) -> int:
        return self.raises_problem("Who speaks for us?", seats, renews=renews)

    def finds(
        self, stance: Stance, problem: int, reason: str | Blob | None = None, version: int = 0
    ) -> Self:
        """Say what one finds of a version of a problem's text: of the newest, if none is named."""
        blob = None if reason is None else self._text(reason)
        said = {"stance": stance, "version": version or self._text_version(problem)}
        return self.does(problems.AssessNecessity, problem=problem, reason=blob, **said)

    def _text_version(self, problem: int) -> int:
        found = self.world.view.get(Problem, problem)
        return found.version if found else 1

    def revises_problem(
        self,
        problem: int,
        text: str | Blob = "The heating is cold",
        /,
        **fields: object,
    ) -> Self:
        words = self._text(text)
        return self.does(revising.ReviseProblem, problem=problem, text=words, **fields)

    def withdraws_problem(self, problem: int) -> Self:
        return self.does(problems.WithdrawProblem, problem=problem)

    def proposes(self, problem: int, text: str | Blob = "Repair it", /, **fields: object) -> int:
        self.does(drafts.ProposeSolution, problem=problem, text=self._text(text), **fields)
        return self.world.view.count(Solution)

    def amends(self, problem: int, **parameters: str) -> int:
        change = amendments.Amending(parameters=parameters)
        return self.proposes(problem, "Change our constitution", amending=change)

    def revises(self, solution: int, text: str | Blob = "Replace it", /, **fields: object) -> Self:
        words = self._text(text)
        return self.does(drafts.ReviseSolution, solution=solution, text=words, **fields)

    def suggests(
        self,
        solution: int,
        text: str | Blob | None = "by May",
        /,
        *,
        version: int = 0,
        **at: object,
    ) -> int:
        """Suggest other words for a passage of a version: that which is shown, if none is named."""
        said = {"place": 0, "length": 6, "reason": self._text("It is clearer")} | at
        words = None if text is None else self._text(text)
        version = version or self._version(solution)
        kind = rewordings.SuggestRewording
        self.does(kind, solution=solution, version=version, text=words, **said)
        return self.world.view.count(rewordings.Rewording)

    def rewords(
        self, problem: int, text: str | Blob | None = "by May", /, *, version: int = 0, **at: object
    ) -> int:
        """Suggest other words for a passage of the text of a problem."""
        said = {"place": 0, "length": 6, "reason": self._text("It is clearer")} | at
        words = None if text is None else self._text(text)
        version = version or self._text_version(problem)
        kind = rewordings.SuggestRewording
        self.does(kind, problem=problem, version=version, text=words, **said)
        return self.world.view.count(rewordings.Rewording)

    def declines(self, rewording: int, reason: str | Blob = "It is longer") -> Self:
        words = self._text(reason)
        return self.does(rewordings.DeclineRewording, rewording=rewording, reason=words)

    def withdraws_rewording(self, rewording: int) -> Self:
        return self.does(rewordings.WithdrawRewording, rewording=rewording)

    def writes_case(self, solution: int, side: str = "for", text: str | Blob = "It is warm") -> int:
        words = self._text(text)
        self.does(cases.WriteCase, solution=solution, side=side, text=words)
        return self.world.view.count(cases.Case)

    def signs_case(self, case: int, signs: bool = True) -> Self:
        return self.does(cases.SignCase, case=case, signs=signs)

    def merges(self, problem: int, own: int, other: int, /, **fields: object) -> int:
        return self.proposes(problem, "Both together", merges=(own, other), **fields)

    def answers_merge(self, solution: int, agrees: bool = True, version: int = 0) -> Self:
        said = {"version": version or self._version(solution), "agrees": agrees}
        return self.does(merging.AnswerMerge, solution=solution, **said)

    def withdraws_solution(self, solution: int) -> Self:
        return self.does(drafts.WithdrawSolution, solution=solution)

    def backs(self, solution: int, backs: bool = True, version: int = 0) -> Self:
        """Back a version, if none is named the one that is shown; or no longer."""
        version = version or self._version(solution, mine=not backs)
        return self.does(solutions.BackSolution, solution=solution, version=version, backs=backs)

    def volunteers_for(self, solution: int, hours: int = 2, offers: bool = True) -> Self:
        return self.does(solutions.VolunteerFor, solution=solution, hours=hours, offers=offers)

    def assesses(
        self, solution: int, means: int, people: int, time: int, risk: int, **notes: Blob
    ) -> Self:
        """Assess a solution; `means_note` and the others say why."""
        said = {"means": means, "people": people, "time": time, "risk": risk, **notes}
        return self.does(solutions.AssessPracticality, solution=solution, **said)

    def adopts(self, solution: int, version: int = 0) -> Self:
        version = version or self._version(solution)
        return self.does(drafts.AdoptSolution, solution=solution, version=version)

    def joins(self, solution: int, joins: bool = True, version: int = 0) -> Self:
        version = version or self._version(solution)
        return self.does(together.JoinSolution, solution=solution, version=version, joins=joins)

    def welcomes(
        self, solution: int, other: "Person | int", welcomes: bool = True, version: int = 0
    ) -> Self:
        """Agree that another carries a version of one's solution out too; or not."""
        said = {"version": version or self._version(solution), "welcomes": welcomes}
        kind = together.WelcomeCarrier
        return self.does(kind, solution=solution, member=_number(other), **said)

    def teams_up(self, solution: int, *others: "Person") -> Self:
        """Each of them joins, and is welcome."""
        for other in others:
            other.joins(solution)
            self.welcomes(solution, other)
        return self

    def _version(self, solution: int, *, mine: bool = False) -> int:
        """The version that is shown, or the one that this member backs."""
        shown = self.world.get(Solution, solution)
        own = self.world.get(Backing, self.number, solution) if mine else None
        return own.version if own else shown.version if shown else 1

    def proposes_repair(
        self, text: str | Blob = "It stands in our way.", /, **parameters: str
    ) -> int:
        change = amendments.Amending(parameters=parameters)
        self.does(repairs.ProposeRepair, text=self._text(text), amending=change)
        return self.world.view.count(repairs.Repair)

    def signs(self, repair: int, signs: bool = True) -> Self:
        return self.does(repairs.SignRepair, repair=repair, signs=signs)

    # -- arguments

    def argues(
        self, problem: int, stance: Side = "supports", text: str | Blob = "So it is.", **on: object
    ) -> int:
        words = self._text(text)
        self.does(arguments.Argue, problem=problem, stance=stance, text=words, **on)
        return self.world.view.count(Argument)

    def retracts(self, argument: int) -> Self:
        return self.does(arguments.RetractArgument, argument=argument)

    def weighs(self, argument: int, founded: bool | None) -> Self:
        """Find it well founded or not; None: seen, cannot judge."""
        finds = {True: "founded", False: "unfounded", None: "unsure"}[founded]
        return self.does(arguments.WeighArgument, argument=argument, finds=finds)

    # -- votes and questions

    def votes(self, vote: int, ballot: str | Ranking, reason: str | Blob | None = None) -> Self:
        said: dict[str, object] = {"reason": None if reason is None else self._text(reason)}
        if isinstance(ballot, str):
            said["choice"] = ballot
        else:
            said["ranking"] = tuple(tuple(group) for group in ballot)
        return self.does(votes.CastBallot, vote=vote, **said)

    def chooses(self, vote: int, *options: int) -> Self:
        """Choose options; none of them, if none is named."""
        return self.does(votes.CastBallot, vote=vote, chosen=options or (0,))

    def asks_to_close(self, vote: int) -> Self:
        return self.does(closing.AskToClose, vote=vote)

    def asks(self, *answers: str | Blob, **fields: object) -> int:
        """Ask a question; answers its number, which is the number of its vote in most tests."""
        given = tuple(self._text(answer) for answer in answers)
        fields.setdefault("form", "rank" if answers else "yes-no")
        text = fields.pop("text", None) or self.world.text("Shall we?")
        self.does(questions.Ask, text=text, answers=given, **fields)
        return self.world.view.count(Question)

    def puts_to_vote(self, *answers: str | Blob, **fields: object) -> int:
        """Ask a question that others second at once; answers the number of the vote.

        0 where it is to be refused.
        """
        refused = self._expected is not None
        number = self.asks(*answers, **fields)
        if refused:
            return 0
        for person in self.world.present():
            if not self.world.the(Question, number).vote and person.number != self.number:
                person.seconds(number)
        return self.world.the(Question, number).vote

    def wants(self, **then: object) -> int:
        """Ask by yes and no for what follows; others second at once. Answers the vote."""
        return self.puts_to_vote(then=consequences.Then(**then))  # type: ignore[arg-type]

    def wants_door(self, places: int, days: float, *keepers: "Person") -> int:
        """Ask for a door; answers the vote."""
        until = self.world.now + round(days * 86_400_000)
        named = tuple(one.number for one in keepers)
        return self.wants(door=consequences.DoorTerms(places=places, until=until, keepers=named))

    def seconds(self, question: int) -> Self:
        return self.does(questions.SecondQuestion, question=question)

    # -- mandates

    def reports(self, mandate: int, text: str | Blob = "It goes on", **fields: object) -> Self:
        report = self._text(text)
        return self.does(mandates.ReportProgress, mandate=mandate, report=report, **fields)

    def resigns(self, mandate: int, text: str | Blob = "I cannot") -> Self:
        return self.does(mandates.ResignMandate, mandate=mandate, report=self._text(text))

    def takes_up(self, mandate: int) -> Self:
        return self.does(mandates.TakeUpMandate, mandate=mandate)

    def completes(self, mandate: int, text: str | Blob = "Done", **fields: object) -> Self:
        report = self._text(text)
        return self.does(completion.CompleteMandate, mandate=mandate, report=report, **fields)

    def objects_to_completion(
        self, mandate: int, reason: str | Blob = "It is not done", **fields: object
    ) -> Self:
        kind = completion.ObjectToCompletion
        return self.does(kind, mandate=mandate, reason=self._text(reason), **fields)

    def takes_objection_back(self, mandate: int) -> Self:
        return self.does(completion.TakeBackObjection, mandate=mandate)

    def offers_mandate(self, mandate: int, other: "Person | int", **fields: object) -> Self:
        kind = handing.OfferMandate
        return self.does(kind, mandate=mandate, member=_number(other), **fields)

    def accepts_mandate(self, mandate: int) -> Self:
        return self.does(handing.AcceptMandate, mandate=mandate)

    def judges(self, decision: int, reached: str = "achieved", wants: str = "keep") -> Self:
        return self.does(reviews.JudgeOutcome, decision=decision, reached=reached, wants=wants)

    def plans(self, mandate: int, text: str | Blob = "First we paint", **fields: object) -> Self:
        plan = self._text(text)
        return self.does(planning.PlanMandate, mandate=mandate, plan=plan, **fields)

    def criticises_own(self, mandate: int, **texts: str | Blob) -> Self:
        """Answer some of the four questions about one's own work."""
        said = {name: self._text(text) for name, text in texts.items()}
        return self.does(lessons.CriticiseOwnWork, mandate=mandate, **said)

    def offers_share(self, mandate: int, other: "Person | int", **fields: object) -> Self:
        return self.does(sharing.OfferShare, mandate=mandate, member=_number(other), **fields)

    def accepts_share(self, mandate: int, accepts: bool = True) -> Self:
        return self.does(sharing.AcceptShare, mandate=mandate, accepts=accepts)

    def shares(self, mandate: int, *others: "Person") -> Self:
        """Offer a share to each, who accepts it."""
        for other in others:
            self.offers_share(mandate, other)
            other.accepts_share(mandate)
        return self

    def spends(
        self, mandate: int, amount: str, text: str | Blob = "Paint", **fields: object
    ) -> int:
        """Write an expense down; answers its number."""
        said = {"mandate": mandate, "amount": amount, "text": self._text(text)} | fields
        self.does(spending.RecordExpense, **said)
        return self.world.view.count(spending.Expense, mandate)

    def strikes(self, mandate: int, expense: int) -> Self:
        return self.does(spending.StrikeExpense, mandate=mandate, expense=expense)

    def opens_task(self, mandate: int, text: str | Blob = "Buy paint", **fields: object) -> int:
        """Open a task; answers its number."""
        self.does(tasks.OpenTask, mandate=mandate, text=self._text(text), **fields)
        return self.world.view.count(tasks.Task)

    def takes(self, task: int) -> Self:
        return self.does(tasks.TakeTask, task=task)

    def hands_back(self, task: int) -> Self:
        return self.does(tasks.HandBackTask, task=task)

    def finishes(self, task: int, **fields: object) -> Self:
        return self.does(tasks.FinishTask, task=task, **fields)

    def closes_task(self, task: int, **fields: object) -> Self:
        return self.does(tasks.CloseTask, task=task, **fields)

    def writes_minority_report(self, decision: int, text: str | Blob = "It costs too much") -> int:
        """Write a minority report; answers its number."""
        text = self._text(text)
        self.does(minority.WriteMinorityReport, decision=decision, text=text)
        return self.world.view.count(minority.MinorityReport)

    def signs_minority_report(self, report: int, **fields: object) -> Self:
        return self.does(minority.SignMinorityReport, minority=report, **fields)

    # -- actions and calls

    def announces(
        self, text: str | Blob = "Stop the eviction", mandate: int | None = None, **fields: object
    ) -> int:
        """Announce an action of a mandate, or a call: in an hour, for two, unless it is said."""
        begins = self.world.now + 3_600_000
        usual = {"kind": "rally", "begins": begins, "ends": begins + 7_200_000}
        said = usual | {"text": self._text(text), "mandate": mandate} | fields
        self.does(actions.AnnounceAction, **said)
        return self.world.view.count(actions.Action)

    def seconds_call(self, action: int) -> Self:
        return self.does(actions.SecondAction, action=action)

    def calls_off(self, action: int) -> Self:
        return self.does(actions.CallOffAction, action=action)

    # -- criticism

    def criticises(self, observation: str | Blob = "Nobody was told", /, **fields: object) -> int:
        """Criticise what `fields` name, or how the assembly works; answers the number."""
        said = {"observation": self._text(observation), "suggestion": self._text("Tell us")}
        self.does(criticism.Criticise, **(said | fields))
        return self.world.view.count(criticism.Criticism)

    def answers(
        self, number: int, answer: str = "accepted", text: str | Blob | None = None
    ) -> Self:
        blob = None if text is None else self._text(text)
        return self.does(criticism.AnswerCriticism, criticism=number, answer=answer, text=blob)

    def renews(self, number: int, to: "Person | int | None" = None, **fields: object) -> int:
        """Put a criticism anew; answers its number."""
        said = {"observation": self._text("Still nobody was told"), "suggestion": self._text("Do")}
        member = None if to is None else _number(to)
        kind = criticism.RenewCriticism
        self.does(kind, **(said | {"criticism": number, "member": member} | fields))
        return self.world.view.count(criticism.Criticism)

    # -- exhibits

    def brings(self, text: str | Blob = "A crack in the wall", /, **fields: object) -> int:
        """Bring an exhibit, a quotation unless it is said; answers its number."""
        usual = {"kind": "quotation", "source": self._text("I was there")}
        self.does(showing.BringExhibit, **(usual | {"text": self._text(text)} | fields))
        return self.world.view.count(exhibits.Exhibit)

    def withdraws_exhibit(self, exhibit: int) -> Self:
        return self.does(showing.WithdrawExhibit, exhibit=exhibit)

    def vouches_for_exhibit(self, exhibit: int, vouches: bool = True) -> Self:
        return self.does(showing.VouchForExhibit, exhibit=exhibit, vouches=vouches)

    def contests(
        self, exhibit: int, ground: str = "authenticity", text: str | Blob | None = "It is forged"
    ) -> int:
        """Contest an exhibit; answers the number of that."""
        blob = None if text is None else self._text(text)
        self.does(falling.ContestExhibit, exhibit=exhibit, ground=ground, text=blob)
        return self.world.view.count(falling.Contest)

    def withdraws_contest(self, contest: int) -> Self:
        return self.does(falling.WithdrawContest, contest=contest)

    def weighs_contest(self, contest: int, founded: bool = True) -> Self:
        return self.does(falling.WeighContest, contest=contest, founded=founded)

    # -- the situation

    def states(self, problem: int, text: str | Blob = "The roof leaks", /, **fields: object) -> int:
        """State a fact; answers its number."""
        usual = {"problem": problem, "source": self._text("I saw it")}
        self.does(facts.StateFact, **(usual | {"text": self._text(text)} | fields))
        return self.world.view.count(facts.Fact)

    def weighs_fact(self, fact: int, finds: str = "founded", **fields: object) -> Self:
        return self.does(facts.WeighFact, fact=fact, finds=finds, **fields)

    def withdraws_fact(self, fact: int) -> Self:
        return self.does(facts.WithdrawFact, fact=fact)

    # -- topics

    def opens_topic(self, text: str | Blob = "What about the bins?", /, **fields: object) -> int:
        """Open a topic; answers its number."""
        self.does(topics.OpenTopic, **({"text": self._text(text)} | fields))
        return self.world.view.count(topics.Topic)

    def posts(
        self,
        topic: int,
        text: str | Blob = "So I think",
        to: int | None = None,
        /,
        **fields: object,
    ) -> int:
        """Write in a topic, in answer `to` a post; answers the number of the new one."""
        usual = {"topic": topic, "text": self._text(text), "post": to}
        self.does(topics.WritePost, **(usual | fields))
        return self.world.view.count(topics.Post)

    def thanks(self, post: int, thanks: bool = True) -> Self:
        return self.does(topics.Thank, post=post, thanks=thanks)

    # -- texts, and the host

    def mends(self, text: str | Blob, /, **what: int) -> Self:
        return self.does(blobs.MendText, text=self._text(text), **what)

    def erases(self, blob: Blob) -> Self:
        return self.does(blobs.EraseBlob, sha256=blob.sha256)

    def marks_time(self, **fields: object) -> Self:
        return self.does(host.MarkTime, **fields)

    def withholds(self, blob: Blob, ground: str | Blob = "A court ordered it") -> Self:
        return self.does(host.WithholdBlob, sha256=blob.sha256, ground=self._text(ground))


def _number(other: Person | int) -> int:
    return other if isinstance(other, int) else other.number
