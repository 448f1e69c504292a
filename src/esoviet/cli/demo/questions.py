"""The quick questions of the demo: decided, open, waiting and lapsed ones."""

from functools import partial

from esoviet.cli.demo.director import Director, Make
from esoviet.cli.demo.topics import texts
from esoviet.law.ballots import Choice
from esoviet.law.headcount import seconds_needed
from esoviet.law.questions import Ask, SecondQuestion
from esoviet.law.votes import CastBallot


def questions(d: Director) -> None:
    """Plan them."""
    banner, van, director, half_past, cannery, hut = texts().questions
    _Question(d, 16, banner, yes=0.85)
    _Question(d, 38, van, yes=0.7)
    _Question(d, 52, texts().when.text, answers=texts().when.answers)
    _Question(d, 60, half_past, seconded=False)
    _Question(d, 75, director, yes=0.45, majority="2/3")
    _Question(d, 99.2, cannery, yes=0.8)
    _Question(d, 99.6, hut, seconded=False)


class _Question:
    """One question, from asking to the last ballot."""

    def __init__(
        self,
        d: Director,
        day: float,
        text: str,
        *,
        yes: float = 0.5,
        answers: tuple[str, ...] = (),
        majority: str | None = None,
        seconded: bool = True,
    ) -> None:
        self.d, self.text, self.yes = d, text, yes
        self.answers, self.majority, self.day = answers, majority, day
        self.number = 0
        d.at(day, self._ask)
        if seconded:
            d.at(day + 0.1, self._second)
            d.at(day + 0.4, partial(self._answer, 0.4))
            d.at(day + 1.5, partial(self._answer, 0.3))

    async def _ask(self) -> None:
        text = self.d.text(self.text)
        answers = tuple(self.d.text(answer) for answer in self.answers)
        refs = tuple(answer.ref for answer in answers)
        majority = self.majority
        self.roll = self.d.here()
        self.by = self.d.pick(self.roll)
        await self.d.act(
            self.d.step(
                self.by,
                lambda s: Ask(
                    **s,
                    form="rank" if refs else "yes-no",
                    text=text.ref,
                    answers=refs,
                    majority=majority,
                ),
                text,
                *answers,
            )
        )
        self.d.questions += 1
        self.number = self.d.questions

    async def _second(self) -> None:
        """As many as it takes; who asked counts as one."""
        quorum = seconds_needed(self.d.theatre.view())
        number = self.number
        await self.d.act(
            *(
                self.d.step(one, lambda s: SecondQuestion(**s, question=number))
                for one in self.d.chance.sample(self.d.here(but=[self.by]), quorum - 1)
            )
        )

    async def _answer(self, share: float) -> None:
        vote = await self.d.theatre.vote_on("question", self.number)
        asked = [one for one in self.d.here() if one.since < self.day]
        await self.d.act(
            *(self.d.step(one, self._ballot(vote)) for one in self.d.some(share, asked))
        )

    def _ballot(self, vote: int) -> Make:
        if self.answers:
            order = self.d.chance.sample(range(1, len(self.answers) + 1), len(self.answers))
            ranking = tuple((number,) for number in order)
            return lambda stamp: CastBallot(**stamp, vote=vote, ranking=ranking)
        chance = self.d.chance.random()
        choice: Choice = "abstain" if chance > 0.95 else "yes" if chance < self.yes else "no"
        return lambda stamp: CastBallot(**stamp, vote=vote, choice=choice)
