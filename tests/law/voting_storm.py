"""Storms as their logs alone tell them, and one in which votes of every kind open and close.

The wider storm seldom gets to a vote. Here most acts ask, raise, propose or vote; the rest is as
random as there.
"""

from types import NoneType
from typing import get_args

from esoviet.law.act import Signed
from esoviet.law.applications import ApplyToJoin, VouchFor
from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.closing import AskToClose
from esoviet.law.consequences import Then
from esoviet.law.constitution import BY_NAME
from esoviet.law.contests import Object
from esoviet.law.doors import LetIn
from esoviet.law.drafts import ProposeSolution, ReviseSolution
from esoviet.law.problems import AssessNecessity, Problem, RaiseProblem
from esoviet.law.questions import Ask, Question, SecondQuestion
from esoviet.law.records import Member
from esoviet.law.revising import ReviseProblem
from esoviet.law.rewordings import DeclineRewording, SuggestRewording
from esoviet.law.solutions import BackSolution
from esoviet.law.together import JoinSolution
from esoviet.law.votes import CastBallot, Vote
from tests.law.storm import QUICK, Storm

LIVELY = {
    "backing": "0", "necessity_quorum": "0", "solution_days": "1/144",
    "reading_days": "1/1440", "vote_days": "1/12", "question_days": "1/24",
}  # fmt: skip
DRAFTS = (
    ProposeSolution, ProposeSolution, BackSolution, BackSolution, ReviseSolution, SuggestRewording,
    DeclineRewording, JoinSolution,
)  # fmt: skip
DRAWN = ("election_method", "unranked", "vote_quorum", "majority")
STEPS = (1, 1000, 60_000, 60_000, 150_000, 400_000)
"""Milliseconds; the last is longer than the last fortieth of a vote's time (clause 7.7)."""


class LoggedStorm(Storm):
    """Time passes while nobody looks: all that happens follows from the entries of the log.

    Anybody may read it.
    """

    def turn_to(self, time: int) -> None:
        self.world.sleep_until(time)

    def rules(self) -> dict[str, str]:
        return super().rules() | {"readership": "public"}

    def value_of(self, name: str) -> str:
        return "public" if name == "readership" else super().value_of(name)


class VotingStorm(LoggedStorm):
    """Random votes."""

    SIZES = (4, 7, 12)

    def rules(self) -> dict[str, str]:
        """Nobody's support is missed, and whatever changes a count is drawn."""
        drawn = {name: self.value_of(name) for name in DRAWN if self.maybe(0.7)}
        drawn["election_method"] = self.random.choice(BY_NAME["election_method"].choices)
        return super().rules() | QUICK | LIVELY | drawn

    def kind(self) -> type[Signed]:
        """Ballots while there is something to vote on, else what leads to a vote."""
        if self.maybe(0.15):
            return super().kind()
        if self.maybe(0.75) and self.open_votes():
            return AskToClose if self.maybe(0.1) else CastBallot
        asked = self.world.view.by(Question, "state", "asked")
        if asked and self.maybe(0.3):
            return SecondQuestion
        if self.maybe(0.5) and self.drafted():
            return self.random.choice(DRAFTS)
        leading = (RaiseProblem, RaiseProblem, Ask, *4 * (AssessNecessity,), ProposeSolution)
        drafts = (ProposeSolution, BackSolution, ReviseProblem, SuggestRewording)
        return self.random.choice(
            (*leading, *drafts, ApplyToJoin, VouchFor, VouchFor, Object, LetIn)
        )

    def pass_time(self) -> None:
        """Some minutes now and then; seldom so long that much falls due at once."""
        if self.maybe(0.5):
            self.turn_to(self.world.now + self.random.choice(STEPS))
        elif self.maybe(0.02):
            super().pass_time()

    def open_votes(self) -> list[Vote]:
        """What can be voted on now."""
        return list(self.world.view.by(Vote, "state", "open"))

    def drafted(self) -> bool:
        """Whether solutions are drafted of some problem."""
        return any(one.phase == "solutions" for one in self.world.view.rows(Problem))

    def fit(self, fields: dict[str, object]) -> None:
        """A ballot in one of the open votes, on some of its options, with equals."""
        votes = self.open_votes()
        if not votes:
            return
        vote = self.random.choice(votes)
        fields.update(vote=vote.number, choice=None, ranking=None, chosen=None)
        if vote.method in WORDS:
            fields["choice"] = self.random.choice(WORDS[vote.method])
            return
        if vote.method in CHOOSING:
            some = self.random.randint(0, vote.most or len(vote.options))
            fields["chosen"] = tuple(self.random.sample(vote.options, some)) or (0,)
            return
        names = [*vote.options, *((0,) if vote.no_action else ())]
        chosen = self.random.sample(names, self.random.randint(0, min(4, len(names))))
        groups: list[tuple[int, ...]] = []
        for name in chosen:
            if groups and self.maybe(0.2):
                groups[-1] += (name,)
            else:
                groups.append((name,))
        fields["ranking"] = tuple(groups)

    def field(self, name: str, hint: object) -> object:
        """Problems in the phase that is asked for, elections of few, as the storm finds them."""
        if name == "vote" and self.open_votes():
            return self.random.choice(self.open_votes()).number
        if name == "seats":
            return self.random.choice((None, 1, 2, 3))
        if name in ("amending", "majority") and NoneType in get_args(hint) and self.maybe(0.8):
            return None
        if name in ("member", "members", "then"):
            waiting = [one.number for state in ("applicant", "vouched")
                       for one in self.world.view.by(Member, "state", state)]  # fmt: skip
            if waiting and name == "then":
                return Then(admits=(self.random.choice(waiting),)) if self.maybe(0.5) else None
            if waiting and self.maybe(0.9):
                one = self.random.choice(waiting)
                return one if name == "member" else (one,)
        if name == "question":
            asked = self.world.view.by(Question, "state", "asked")
            return self.random.choice(asked).number if asked else 1
        if name == "problem":
            wanted = [one.number for one in self.world.view.rows(Problem)
                      if one.phase in ("necessity", "solutions")]  # fmt: skip
            if wanted and self.maybe(0.9):
                return self.random.choice(wanted)
        return super().field(name, hint)
