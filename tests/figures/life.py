"""Random lives of a small assembly, in which much is decided and more is done about it."""

from collections.abc import Callable
from random import Random

from esoviet.law.consequences import Then
from esoviet.law.criticism import Criticism
from esoviet.law.mandates import Mandate, carriers
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import World

PEOPLE = 8


class Life:
    """What members do next is drawn; what the law refuses has not happened."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        rules = {"mandate_cap": "1"} if self.random.random() < 0.5 else {}
        self.world = World().found(term_days="30", settling_days="1", **rules)
        self.world.crowd(PEOPLE)

    def goes_on(self, moves: int) -> "Life":
        """So many moves, with some time between them."""
        for _ in range(moves):
            self.move()
            pause = self.random.choice((0, 0.01, 0.3, 1, 2, 5, 9))
            if self.random.random() < 0.15:
                self.world.sleep_until(self.world.now + round(pause * 86_400_000))
            else:
                self.world.pass_days(pause)
        return self

    def move(self) -> None:
        """All vote; then somebody does something."""
        for vote in self.world.view.by(Vote, "state", "open"):
            for person in self.world.present():
                if self.random.random() < 0.7:
                    self.tries(lambda p=person, v=vote: self.votes(p, v))  # type: ignore[misc]
        person = self.random.choice(self.world.present())
        self.tries(lambda: self.random.choice(self.moves())(person))

    def tries(self, deed: Callable[[], object]) -> None:
        """Do what may be refused."""
        try:
            deed()
        except (AssertionError, KeyError, IndexError):
            return

    def votes(self, person: Person, vote: Vote) -> None:
        if vote.no_action:
            options = self.random.sample(vote.options, len(vote.options))
            person.votes(vote.number, [[one] for one in options] + [[0]])
        else:
            person.votes(vote.number, self.random.choice(("yes", "yes", "no")))

    def moves(self) -> list[Callable[[Person], object]]:
        mandate, world = self.one_of(Mandate), self.world
        return [
            lambda p: p.raises(), lambda p: p.raises_problem(), lambda p: p.raises_problem(),
            lambda p: p.proposes(self.drafted()), lambda p: p.proposes(self.drafted()),
            lambda p: p.calls_election(2), lambda p: self.stand(),
            lambda p: p.backs(self.one_of(Solution)), self.joined, self.joined, self.joined,
            lambda p: p.calls_election(2, renews=self.held()),
            lambda p: p.argues(self.drafted(), "refutes", solution=self.one_of(Solution)),
            lambda p: p.asks(), lambda p: p.seconds(self.one_of(Question)),
            lambda p: p.puts_to_vote(), lambda p: p.puts_to_vote(then=Then(vacates=mandate)),
            lambda p: p.puts_to_vote(
                then=Then(vacates=mandate, member=self.one_who_carries(mandate))
            ),
            lambda p: p.announces(), lambda p: p.criticises(mandate=mandate),
            lambda p: p.criticises(),
            lambda p: self.answers(),
            lambda p: self.lead(mandate, p).announces(mandate=mandate),
            lambda p: self.lead(mandate, p).reports(mandate),
            lambda p: self.lead(mandate, p).reports(mandate),
            lambda p: self.lead(mandate, p).resigns(mandate),
            lambda p: self.lead(mandate, p).completes(mandate),
            lambda p: self.lead(mandate, p).shares(mandate, p),
            lambda p: self.lead(mandate, p).shares(mandate, p),
            lambda p: p.resigns(mandate), lambda p: p.reports(mandate), self.hands_on,
            lambda p: p.objects_to_completion(mandate), lambda p: p.takes_up(mandate),
            lambda p: p.takes_up(mandate), lambda p: p.takes_up(self.vacant()),
            lambda p: world.person(f"New {len(world.entries)}").applies(),
            lambda p: self.random.random() < 0.2 and len(world.present()) > 4 and p.leaves(),
        ]  # fmt: skip

    def one_who_carries(self, mandate: int) -> int:
        record = self.world.get(Mandate, mandate)
        found = carriers(self.world.view, record) if record else ()
        return self.random.choice(found) if found else 1

    def answers(self) -> None:
        """Somebody answers what is addressed to them."""
        one = self.world.the(Criticism, self.one_of(Criticism))
        person = [p for p in self.world.present() if p.number == one.addressee][0]  # noqa: RUF015
        person.answers(one.number, self.random.choice(("accepted", "not-mine")))

    def hands_on(self, other: Person) -> None:
        mandate = self.one_of(Mandate)
        self.lead(mandate, other).offers_mandate(mandate, other)
        other.accepts_mandate(mandate)

    def one_of(self, kind: type) -> int:
        most = self.world.view.count(kind)
        return self.random.randint(max(1, most - 6), max(1, most))

    def drafted(self) -> int:
        """A problem that wants solutions."""
        open_ones = self.world.view.by(Problem, "phase", "solutions")
        return self.random.choice(open_ones).number if open_ones else 1

    def stand(self) -> None:
        """Several stand in an election."""
        drafted = self.world.view.by(Problem, "phase", "solutions")
        elections = [one.number for one in drafted if one.seats]
        for person in self.random.sample(self.world.present(), 3):
            self.tries(lambda p=person: p.proposes(self.random.choice(elections)))  # type: ignore[misc]

    def joined(self, other: Person) -> None:
        """Somebody joins whoever commits to a solution, who agrees."""
        solution = self.random.choice(
            [one for one in self.world.view.rows(Solution)[-6:] if one.carrier != other.number]
        )
        other.joins(solution.number)
        carrier = next(p for p in self.world.present() if p.number == solution.carrier)
        carrier.welcomes(solution.number, other)

    def held(self) -> int:
        """An election whose seats are held."""
        held = [one.number for one in self.world.view.by(Problem, "phase", "work") if one.seats]
        return self.random.choice(held) if held else 1

    def vacant(self) -> int:
        free = self.world.view.by(Mandate, "state", "vacant")
        return self.random.choice(free).number if free else 1

    def lead(self, mandate: int, other: Person) -> Person:
        """Who leads a mandate, if anybody does."""
        record = self.world.get(Mandate, mandate)
        leads = [p for p in self.world.present() if record and p.number == record.held_by]
        return leads[0] if leads else other
