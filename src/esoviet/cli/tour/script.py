"""What the made-up members of a sandbox do, whether the visitor does anything or not.

Each chapter begins when the assembly has come to it, so that what the visitor does can move it.
"""

from collections.abc import Callable
from functools import partial

from esoviet.cli.demo.director import Director, Make, Person, Scene
from esoviet.cli.demo.members import applying, found, inviting
from esoviet.cli.demo.road import argument, backing, ballot
from esoviet.cli.demo.topics import Idea, Point
from esoviet.cli.texts import Bytes
from esoviet.cli.tour.tale import Tale
from esoviet.law.ballots import NO_ACTION
from esoviet.law.completion import CompleteMandate
from esoviet.law.constitution import DAY
from esoviet.law.drafts import ProposeSolution
from esoviet.law.lessons import QUESTIONS
from esoviet.law.mandates import Mandate, ReportProgress
from esoviet.law.problems import AssessNecessity, Phase, Problem, RaiseProblem, Stance
from esoviet.law.reviews import JudgeOutcome, Reached, Review
from esoviet.law.solutions import AssessPracticality, Budget, Effect, Solution
from esoviet.law.spending import RecordExpense
from esoviet.wire.ed25519 import SigningKey

PAST = 1.0
"""Days of the assembly before the visitor comes."""
FIGURES = {
    "readership": "members", "founding_days": "30", "vouches": "2", "objection_days": "1",
    "stale_hours": "168", "necessity_quorum": "1/4", "necessity_days": "4", "solution_days": "5",
    "backing": "1/10", "reading_days": "3/2", "vote_days": "4", "vote_quorum": "1/4",
    "report_days": "3", "grace_days": "3",
}  # fmt: skip
"""The compressed constitution: so many days, each of which takes seconds."""
THE = 1  # the problem that the tour is about is the first
BOUGHT = "52.00"  # euros, which the report tells of too
FAR = 30  # days until the effect of a proposal, beyond its review
SOON = 0.1
BALLOTS = ((0, 1, -1), (0, -1), (1, 0), (0, 1), (1, 0, -1), (0, -1, 1), (0,))
"""How the made-up members rank the ideas, by place (-1: no action); the last of them does not."""


class Script:
    """The story of one sandbox. `invitation` is the secret key with which the visitor comes in."""

    def __init__(self, director: Director, tale: Tale) -> None:
        self.d = director
        self.tale = tale
        self.invitation = director.key(f"{director.seed}/invitation")
        self.is_over = False
        self._solutions: dict[int, int] = {}

    async def begin(self) -> str:
        """Everything before the visitor comes; answers the assembly's id."""
        d, cast = self.d, self.d.people
        assembly = await found(d, FIGURES, self.tale.name, self.tale.purpose)
        own = d.key(f"{d.seed}/cast")
        d.at(0.1, lambda: d.act(inviting(d, own, len(cast) - 1)))
        d.at(0.2, partial(self._join, own))
        d.at(0.3, lambda: d.act(inviting(d, self.invitation, 1)))
        d.at(PAST - 0.01, self._raise)
        await d.play_until(PAST, quiet)
        self._plan_necessity()
        return assembly

    # -- what they do

    async def _join(self, invitation: SigningKey) -> None:
        d = self.d
        people = d.people[1:]
        await d.act(*(applying(d, one, invitation) for one in people))
        for one in people:
            one.present = True

    async def _raise(self) -> None:
        text = self.d.text(self.tale.topic.text)
        await self._does(1, lambda stamp: RaiseProblem(**stamp, text=text.ref), text)

    def _plan_necessity(self) -> None:
        reasons, day = self.tale.reasons, PAST
        said: tuple[tuple[float, int, Stance, str], ...] = (
            (0.5, 5, "not-necessary", self.tale.doubt),
            (0.9, 6, "unsure", ""),
            (1.6, 3, "necessary", reasons[0]),
            (2.5, 4, "necessary", reasons[1]),
        )
        for at, who, stance, reason in said:
            self._at(day + at, partial(self._assess, who, stance, reason))
        self._once(self._is("solutions"), self._plan_solutions)

    def _plan_solutions(self) -> None:
        day = self.d.theatre.day
        for place, idea in enumerate(self.tale.topic.ideas):
            self._at(day + 0.3 + 0.5 * place, partial(self._propose, place, idea))
        self._at(day + 1.2, partial(self._back, 0, (3, 4)))
        self._at(day + 1.4, partial(self._back, 1, (5, 6)))
        for place, point in enumerate(self.tale.topic.points):
            self._at(day + 1.7 + 0.6 * place, partial(self._argue, place, point))
        self._at(day + 3.8, self._weigh)
        self._once(self._is("vote"), self._plan_vote)

    def _plan_vote(self) -> None:
        day = self.d.theatre.day
        for place, order in enumerate(BALLOTS):
            self._at(day + 0.4 + 0.4 * place, partial(self._vote, place, order))
        self._once(lambda: self.mandate is not None, self._plan_work)

    def _plan_work(self) -> None:
        day = self.d.theatre.day
        self._at(day + 1.2, self._report)
        self._at(day + 2.2, self._complete)
        self._once(self._is_reviewed, self._plan_review)

    def _plan_review(self) -> None:
        day = self.d.theatre.day
        for place, who in enumerate((4, 5, 0, 3)):
            self._at(day + 0.4 + 0.5 * place, partial(self._judge, who))
        self._once(lambda: not self._is_reviewed(), self._end)

    def _end(self) -> None:
        self.is_over = True

    async def _assess(self, who: int, stance: Stance, reason: str) -> None:
        why = self.d.text(reason) if reason else None
        await self._does(
            who,
            lambda stamp: AssessNecessity(
                **stamp, problem=THE, stance=stance, reason=why.ref if why else None
            ),
            *([why] if why else []),
        )

    async def _propose(self, place: int, idea: Idea) -> None:
        lead = place + 1
        text, indicator = self.d.text(idea.text), self.d.text(idea.indicator)
        by = self.d.theatre.now + FAR * DAY
        effect = Effect(indicator=indicator.ref, baseline=idea.baseline, target=idea.target, by=by)
        budget = Budget(amount=idea.budget, currency="EUR") if idea.budget else None
        await self._does(
            lead,
            lambda stamp: ProposeSolution(
                **stamp, problem=THE, text=text.ref, effect=effect, budget=budget
            ),
            text,
            indicator,
        )
        proposed = self.d.theatre.view().by(Solution, "problem", THE)
        own = (one.number for one in proposed if one.by == self.d.people[lead].number)
        self._solutions[place] = next(own)  # the visitor may have proposed some as well

    async def _back(self, place: int, people: tuple[int, ...]) -> None:
        number = self._solutions[place]
        for who in people:
            await self._does(who, backing(number, 1))

    async def _argue(self, place: int, point: Point) -> None:
        text = self.d.text(point.text)
        about = self._solutions[point.idea] if point.idea >= 0 else None
        await self._does(3 + place, argument(THE, about, point.stance, text, []), text)

    async def _weigh(self) -> None:
        marks = ((4, 0, 80), (5, 0, 90), (6, 1, 40))
        for who, place, mark in marks:
            number = self._solutions[place]
            await self._does(who, _practical(number, mark))

    async def _vote(self, who: int, order: tuple[int, ...]) -> None:
        vote = await self.d.theatre.vote_on("problem", THE)
        ranking = tuple((self._solutions[one] if one >= 0 else NO_ACTION,) for one in order)
        await self._does(who, ballot(vote, ranking))

    async def _report(self) -> None:
        text, number = self.d.text(self.tale.report), self._held.number
        await self._led(
            lambda stamp: ReportProgress(**stamp, mandate=number, report=text.ref, measured="3"),
            text,
        )
        what = self.d.text(self.tale.bought)
        spent = partial(RecordExpense, mandate=number, amount=BOUGHT, text=what.ref)
        await self._led(lambda stamp: spent(**stamp), what)

    async def _complete(self) -> None:
        report, number = self.d.text(self.tale.final), self._held.number
        said = {name: self.d.text(getattr(self.tale.own, name)) for name in QUESTIONS}
        answers = {name: text.ref for name, text in said.items()}
        await self._led(
            lambda stamp: CompleteMandate(
                **stamp, mandate=number, report=report.ref, measured="7", **answers
            ),
            report,
            *said.values(),
        )

    async def _judge(self, who: int) -> None:
        decision = self._problem.decision
        reached: Reached = "achieved" if who else "partly"
        await self._does(
            who,
            lambda stamp: JudgeOutcome(**stamp, decision=decision, reached=reached, wants="keep"),
        )

    # -- how far it is

    @property
    def mandate(self) -> Mandate | None:
        """The mandate of what was decided, once there is one."""
        decision = self._problem.decision
        held = self.d.theatre.view().by(Mandate, "decision", decision) if decision else ()
        return next(iter(held), None)

    @property
    def _held(self) -> Mandate:
        assert self.mandate is not None
        return self.mandate

    @property
    def _problem(self) -> Problem:
        return self.d.theatre.view().must(Problem, THE)

    def _is(self, phase: Phase) -> Callable[[], bool]:
        return lambda: self._problem.phase == phase

    def _is_reviewed(self) -> bool:
        review = self.d.theatre.view().get(Review, self._problem.decision)
        return review is not None and review.state == "open"

    def _once(self, is_so: Callable[[], bool], then: Callable[[], None]) -> None:
        """Look every now and then; go on once it is so."""

        async def look() -> None:
            if is_so():
                then()
            else:
                self._once(is_so, then)

        self._at(self.d.theatre.day + SOON, look)

    # -- how they do it

    def _at(self, day: float, scene: Scene) -> None:
        self.d.at(day, scene)

    async def _does(self, who: int, make: Make, *blobs: Bytes) -> None:
        await self._act(self.d.people[who], make, *blobs)

    async def _led(self, make: Make, *blobs: Bytes) -> None:
        """Whoever leads the work does it, if it is one of them."""
        leads = [one for one in self.d.people if one.number == self._held.lead]
        for one in leads:
            await self._act(one, make, *blobs)

    async def _act(self, person: Person, make: Make, *blobs: Bytes) -> None:
        await self.d.act(self.d.step(person, make, *blobs))


def _practical(number: int, mark: int) -> Make:
    return lambda stamp: AssessPracticality(
        **stamp, solution=number, means=mark, people=mark, time=mark, risk=mark
    )


def quiet(_day: float) -> None:
    """Nobody is told how far it is."""
