"""The road of one problem, or election, through the demo: everybody's part in it, day by day."""

from functools import partial
from typing import Any, NamedTuple

from esoviet.cli.demo.director import Director, Make, Person
from esoviet.cli.demo.topics import Idea, Topic, texts
from esoviet.cli.replay.stage import Step
from esoviet.cli.texts import Bytes
from esoviet.law.amendments import Amending
from esoviet.law.arguments import Argue, RetractArgument, Side, WeighArgument
from esoviet.law.ballots import NO_ACTION
from esoviet.law.drafts import ProposeSolution, ReviseSolution
from esoviet.law.facts import Finding
from esoviet.law.problems import AssessNecessity, RaiseProblem, Stance, necessary_needed
from esoviet.law.solutions import (
    SIDES,
    AssessPracticality,
    BackSolution,
    Budget,
    Effect,
    VolunteerFor,
)
from esoviet.law.votes import CastBallot, VoteKind

REVISED = 3.0
"""Days after it was raised its first solution is revised."""
FROZEN = 7.3
"""Days after it was raised the texts stand still: who is a member then votes."""
EFFECT_BY = 1_830_297_600_000
WAVES = ((9.55, 0.3), (10.8, 0.35), (12.4, 0.35))
CHANGES = (9.7, 11.6, 13.2)
SHEET = b"%PDF-1.4\n% readings, berth by berth (made up)\n"
FEW = 32
"""Who gives fewer says why."""
CAPTION = "The readings of March, berth by berth"


class Course(NamedTuple):
    """How a problem fares. `favourite` is the place of the idea that most prefer, -1 no action.

    It comes from a `post`, if from any.
    """

    favourite: int = 0
    turnout: float = 0.72
    needed: bool = True
    backed: bool = True
    seats: int | None = None
    amending: dict[str, str] | None = None
    post: int | None = None


class Road:
    """One problem. `numbers` are those of its solutions, `leads` who proposed them.

    The revision `takes` up a rewording: its number, and the words that it brings.
    """

    def __init__(self, director: Director, day: float, topic: Topic, course: Course) -> None:
        self.d = director
        self.day = day
        self.topic = topic
        self.course = course
        self.number = 0
        self.numbers: list[int] = []
        self.leads: list[Person] = []
        self.first_backers: list[Person] = []
        self.argued: list[tuple[int, Person]] = []
        self.takes: tuple[int, str] | None = None
        self._voted: list[Person] = []
        plan = director.at
        plan(day, self._raise)
        plan(day + 0.3, self._assess)
        if course.needed:
            for place in range(len(topic.ideas)):
                plan(day + 0.45 + 0.05 * place, partial(self._propose, place))
            plan(day + 0.8, self._back)
            plan(day + 1.0, self._argue)
            plan(day + 1.05, self._weigh)
            plan(day + 1.1, self._assess_practicality)
            plan(day + REVISED, self._revise)
        if course.needed and course.backed:
            for offset, share in WAVES:
                plan(day + offset, partial(self._vote, share))
            for offset in CHANGES:
                plan(day + offset, self._change)

    async def _raise(self) -> None:
        text = self.d.text(self.topic.text)
        seats, post = self.course.seats, self.course.post
        self.by = self.d.pick(self.d.here())
        await self.d.act(
            self.d.step(
                self.by,
                lambda stamp: RaiseProblem(**stamp, text=text.ref, seats=seats, post=post),
                text,
            )
        )
        self.d.problems += 1
        self.number = self.d.problems

    async def _assess(self) -> None:
        """As many as it takes, though the first of every seven is unsure; or too few."""
        others = necessary_needed(self.d.theatre.view()) - 1
        count = others + (others - 1) // 6 + 1 if self.course.needed else 2
        said = self.d.chance.sample(self.d.here(but=[self.by]), count)
        await self.d.act(*(self._assessment(person, n) for n, person in enumerate(said)))

    def _assessment(self, person: Person, place: int) -> Step:
        for_it = self.course.needed
        stance: Stance = "necessary" if for_it and place % 7 else "unsure"
        if not for_it and place == 0:
            stance = "not-necessary"
        reason = self.d.text(self.d.pick(texts().reasons)) if for_it and place % 4 == 0 else None
        number = self.number
        return self.d.step(
            person,
            lambda stamp: AssessNecessity(
                **stamp, problem=number, stance=stance, reason=reason.ref if reason else None
            ),
            *([reason] if reason else []),
        )

    async def _propose(self, place: int) -> None:
        idea = self.topic.ideas[place]
        lead = self.d.willing()
        while self.course.seats and lead in self.leads:
            lead = self.d.pick(self.d.here())
        text = self.d.text(idea.text)
        effect, blobs = self._effect(idea)
        amending = self._amending()
        await self.d.act(
            self.d.step(
                lead,
                lambda stamp: ProposeSolution(
                    **stamp,
                    problem=self.number,
                    text=text.ref,
                    effect=effect,
                    budget=_budget(idea),
                    amending=amending,
                ),
                text,
                *blobs,
            )
        )
        self.d.solutions += 1
        lead.leads += 1
        self.numbers.append(self.d.solutions)
        self.leads.append(lead)

    def _effect(self, idea: Idea) -> tuple[Effect | None, list[Bytes]]:
        if not idea.indicator:
            return None, []
        indicator = self.d.text(idea.indicator)
        by = EFFECT_BY
        return Effect(indicator=indicator.ref, baseline=idea.baseline, target=idea.target, by=by), [
            indicator
        ]

    async def _back(self) -> None:
        """Backers, helpers and what people think of the means."""
        steps = []
        for number, lead in zip(self.numbers, self.leads, strict=True):
            others = self.d.here(but=[lead])
            share = 0.12 if self.course.backed else 0.0
            backers = self.d.some(share, others)
            steps += [self.d.step(person, backing(number, 1)) for person in backers]
            if number == self.numbers[0]:
                self.first_backers = backers
            for person in self.d.some(0.05, others):
                hours = self.d.chance.randint(1, 8)
                steps.append(self.d.step(person, _offer(number, hours)))
        await self.d.act(*steps)

    async def _argue(self) -> None:
        steps = []
        for place, point in enumerate(self.topic.points):
            by = self.d.pick(self.d.here())
            text = self.d.text(point.text)
            sheet = [self.d.text(SHEET, "application/pdf", "readings.pdf")] if place == 0 else []
            sheet += [self.d.text(CAPTION)] if sheet else []
            about = self.numbers[point.idea] if point.idea >= 0 else None
            make = argument(self.number, about, point.stance, text, sheet)
            steps.append(self.d.step(by, make, text, *sheet))
            self.d.arguments += 1
            self.argued.append((self.d.arguments, by))
        await self.d.act(*steps)

    async def _weigh(self) -> None:
        """Others weigh the arguments; one is taken back."""
        steps = []
        for number, by in self.argued:
            people = self.d.some(0.15, self.d.here(but=[by]))
            chance = self.d.chance.random
            steps += [self.d.step(one, _weighing(number, chance())) for one in people]
        if len(self.argued) > 3:
            number, by = self.argued[1]
            steps.append(self.d.step(by, lambda stamp: RetractArgument(**stamp, argument=number)))
        await self.d.act(*steps)

    async def _assess_practicality(self) -> None:
        """Some say how practical each solution is."""
        steps = []
        for number, lead in zip(self.numbers, self.leads, strict=True):
            for person in self.d.some(0.1, self.d.here(but=[lead])):
                marks = [self.d.chance.randint(20, 95) for _ in range(4)]
                notes = [
                    self.d.text(words) if mark < FEW else None
                    for mark, words in zip(marks, texts().notes, strict=True)
                ]
                said = _practicality(number, marks, notes)
                steps.append(self.d.step(person, said, *(one for one in notes if one)))
        await self.d.act(*steps)

    async def _revise(self) -> None:
        """The first proposer improves the text after the debate, and most backers follow."""
        if len(self.numbers) > 1:
            number = self.numbers[0]
            await self.d.act(self._revision(number, self.leads[0], self.topic.ideas[0]))
            here = [person for person in self.first_backers if person.present]
            following = here[: -(-3 * len(here) // 4)]
            await self.d.act(*[self.d.step(person, backing(number, 2)) for person in following])

    def _revision(self, number: int, lead: Person, idea: Idea) -> Step:
        taken, words = self.takes or (0, "")
        text = self.d.text(f"{idea.text}{words}\n\n*Second version, after the debate.*")
        effect, blobs = self._effect(idea)
        amending = self._amending()
        return self.d.step(
            lead,
            lambda stamp: ReviseSolution(
                **stamp,
                solution=number,
                text=text.ref,
                effect=effect,
                budget=_budget(idea),
                amending=amending,
                takes=(taken,) if taken else (),
            ),
            text,
            *blobs,
        )

    async def _vote(self, share: float) -> None:
        """A part of those who were members when the texts stood still casts a ballot."""
        roll = [person for person in self.d.here() if person.since < self.day + FROZEN]
        wanted = round(share * self.course.turnout * len(roll))
        fresh = [person for person in roll if person not in self._voted]
        self._voted += (voters := self.d.chance.sample(fresh, min(wanted, len(fresh))))
        await self._cast(voters)

    async def _change(self) -> None:
        """A few think again."""
        await self._cast(self.d.some(0.06, [one for one in self._voted if one.present]))

    async def _cast(self, voters: list[Person]) -> None:
        if not voters:
            return
        kind: VoteKind = "election" if self.course.seats else "problem"
        vote = await self.d.theatre.vote_on(kind, self.number)
        await self.d.act(*(self.d.step(person, ballot(vote, self._ranking())) for person in voters))

    def _ranking(self) -> tuple[tuple[int, ...], ...]:
        """A ballot by taste: the favourite mostly ahead, some equals, some left out."""
        chance = self.d.chance
        taste = {number: chance.random() for number in self.numbers}
        if not self.course.seats:
            taste[NO_ACTION] = chance.random() * 0.7
        favourite = self.course.favourite
        if not self.course.seats:
            taste[NO_ACTION if favourite < 0 else self.numbers[favourite]] += 0.6
        order = sorted(taste, key=lambda number: -taste[number])
        if len(order) > 2 and chance.random() < 0.12:
            return ((order[0], order[1]), *((number,) for number in order[2:]))
        return tuple((number,) for number in order[: chance.randint(1, len(order))])

    def _amending(self) -> Amending | None:
        values = self.course.amending
        return None if values is None else Amending(parameters=values)


def backing(number: int, version: int) -> Make:
    return lambda stamp: BackSolution(**stamp, solution=number, version=version)


def _offer(number: int, hours: int) -> Make:
    return lambda stamp: VolunteerFor(**stamp, solution=number, hours=hours)


def argument(
    problem: int, about: int | None, stance: Side, text: Bytes, sheet: list[Bytes]
) -> Make:
    evidence, captions = [blob.ref for blob in sheet] or (None, None)
    return lambda stamp: Argue(
        **stamp,
        problem=problem,
        stance=stance,
        text=text.ref,
        solution=about,
        evidence=(evidence,) if evidence else (),
        captions=captions,
    )


def _weighing(number: int, chance: float) -> Make:
    finds: Finding = "founded" if chance < 0.75 else "unfounded" if chance < 0.95 else "unsure"
    return lambda stamp: WeighArgument(**stamp, argument=number, finds=finds)


def _practicality(number: int, marks: list[int], notes: list[Bytes | None]) -> Make:
    said: dict[str, Any] = dict(zip(SIDES, marks, strict=True))
    for side, note in zip(SIDES, notes, strict=True):
        said[f"{side}_note"] = note.ref if note else None
    return lambda stamp: AssessPracticality(**stamp, solution=number, **said)


def ballot(vote: int, ranking: tuple[tuple[int, ...], ...]) -> Make:
    return lambda stamp: CastBallot(**stamp, vote=vote, ranking=ranking)


def _budget(idea: Idea) -> Budget | None:
    return Budget(amount=idea.budget, currency="EUR") if idea.budget else None
