"""Random assemblies that decide much: problems, elections, questions, admissions, amendments.

Every one amends its constitution now and then, so that past votes were held under several.
"""

from functools import cache
from random import Random

from esoviet.law.amendments import Amending
from esoviet.law.constitution import BY_NAME
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from tests.law.random_votes import random_ballot
from tests.person import Person
from tests.world import World

WEIGHED = {
    "vote_quorum": ("0", "1/10", "1/4"), "amendment_quorum": ("0", "1/4"),
    "majority": ("1/2", "3/5", "3/4"), "amendment_majority": ("2/3", "3/4"),
    "unranked": ("last", "uncounted"), "backing": ("0", "1/10", "1/4"),
    "necessity_quorum": ("0", "1/10", "1/4"),
    "election_method": BY_NAME["election_method"].choices,
}  # fmt: skip
"""What a replay weighs, with values to choose from."""
ROUNDS = 14


class Lively:
    """One assembly of nine to thirteen, of whom a random few take part in each matter."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = World().found(settling_days="1", **self.changes(3))
        self._guests = 0
        self.cast = self.world.crowd(self.random.randint(9, 13))

    def changes(self, count: int) -> dict[str, str]:
        """Random values for so many figures."""
        names = self.random.sample(sorted(WEIGHED), count)
        return {name: self.random.choice(WEIGHED[name]) for name in names}

    def live(self) -> View:
        """Decide on one matter after the other."""
        kinds = (self.problem, self.problem, self.election, self.question, self.question)
        for _ in range(ROUNDS):
            self.random.choice((*kinds, self.amendment, self.admission))()
            self.world.pass_days(self.random.choice((0, 1, 3)))
        self.world.pass_days(40)
        return self.world.view

    def problem(self, seats: int = 0, amending: Amending | None = None) -> None:
        """A problem with solutions that some back, on its road to wherever it comes."""
        proposer = self.one()
        problem = proposer.raises_problem(seats=seats)
        for person in self.some(0):
            if self.world.the(Problem, problem).phase == "necessity":
                person.finds(self.random.choice(("necessary", "necessary", "unsure")), problem)
        while self.world.the(Problem, problem).phase == "necessity":
            self.world.turn_to(self.world.the(Problem, problem).due)
        if self.world.the(Problem, problem).phase != "solutions":
            return
        for person in self.some(1):
            more = {"amending": amending} if amending and self.random.random() < 0.8 else {}
            solution = person.proposes(problem, **more)
            for other in self.some(0):
                if other.number != person.number:
                    other.backs(solution)
        while self.world.the(Problem, problem).phase in ("solutions", "reading"):
            self.world.turn_to(self.world.the(Problem, problem).due)
        vote = self.world.the(Problem, problem).vote
        if vote:
            self.vote(vote)

    def election(self) -> None:
        """Who is to fill one to three seats."""
        self.problem(seats=self.random.randint(1, 3))

    def amendment(self) -> None:
        """An amendment, perhaps beside a solution."""
        self.problem(amending=Amending(parameters=self.changes(2)))

    def question(self) -> None:
        """A question of a random form; not all are seconded."""
        answers = ("Bread", "Soup", "Salad")
        asked = self.random.choice((
            ((), {}), ((), {"majority": "3/4"}), ((), {"majority": "3/4", "of_all": True}),
            ((), {"form": "consent"}), (answers, {}), (answers, {"form": "several"}),
            (answers, {"form": "budget", "costs": (60, 40, 30), "budget": 100, "currency": "EUR"}),
        ))  # fmt: skip
        number = self.one().asks(*asked[0], **asked[1])
        for person in self.some(0):
            open_still = self.world.the(Question, number).state == "asked"
            if open_still and self.world.the(Question, number).by != person.number:
                person.seconds(number)
        vote = self.world.the(Question, number).vote
        while vote:  # without consent a second vote follows
            self.vote(vote)
            again = self.world.the(Question, number).vote
            vote = again if again != vote else 0

    def admission(self) -> None:
        """Somebody applies, somebody objects, all vote."""
        self._guests += 1
        guest = self.world.person(f"Guest {self._guests}").applies()
        objecting, *vouching = self.some(4)
        for person in vouching:
            if guest.state == "applicant":
                person.vouches_for(guest)
        objecting.objects_to(guest)
        vote = guest.record.vote
        if vote:
            self.vote(vote)

    def vote(self, number: int) -> None:
        """A random few cast random ballots, and the vote closes."""
        vote = self.world.the(Vote, number)
        for person in self.some(0):
            drawn = random_ballot(self.random, vote)
            said = {"choice": drawn.choice, "ranking": drawn.ranking, "chosen": drawn.chosen}
            reason = self.world.text("No.") if drawn.choice == "object" else None
            person.does(CastBallot, vote=number, reason=reason, **said)
        self.world.close(number)

    def one(self) -> Person:
        """Somebody."""
        return self.random.choice(self.cast)

    def some(self, least: int) -> list[Person]:
        """So many members at least."""
        return self.random.sample(self.cast, self.random.randint(least, len(self.cast)))


@cache
def lively(seed: int) -> View:
    """What there is to see of the assembly of this seed in the end."""
    return Lively(seed).live()
