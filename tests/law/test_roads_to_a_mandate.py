"""Chapters 6 and 9 of the law: nobody carries anything out but by their own signature."""

from collections import Counter
from random import Random

import pytest

from esoviet.law.carriers import MOST
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution, Version
from esoviet.law.together import Joining, asking
from tests.effort import seeds, some
from tests.law.test_together import carry, decide
from tests.person import Person
from tests.world import World


class Roads:
    """Random acts on every road to a mandate, and who has signed for which."""

    def __init__(self) -> None:
        self.world = World().found(mandate_cap="2", report_days="60", grace_days="2")
        self.cast = self.world.crowd(6)
        self.signed: set[tuple[int, int]] = set()
        self.asked: set[tuple[int, int, int]] = set()
        self.agreed: set[tuple[int, int, int]] = set()
        self.carriers: dict[tuple[int, int], int] = {}
        self.together = 0

    def tries(self, person: Person, deed: str, *about: object, **more: object) -> bool:
        """Whether the law took it."""
        try:
            getattr(person, deed)(*about, **more)
        except (AssertionError, KeyError):
            return False
        return True

    def move(self, what: int, who: int, other: int, place: int) -> None:
        person = self.cast[who]
        drafted = {one.number for one in self.world.view.by(Problem, "phase", "solutions")}
        solutions = [one for one in self.world.view.rows(Solution) if one.problem in drafted]
        solution = solutions[-1 - place % len(solutions)] if solutions else None
        if what == 0 or solution is None:
            self.proposes(person)
        elif what in (1, 2):
            self.joins(person, solution.number, solution.version - (place == 1) or 1)
        elif what in (3, 4):
            lead = person if place == 1 else self.cast[solution.carrier - 1]
            version = self.world.view.must(Version, solution.version, solution.number)
            one = next(iter(asking(self.world.view, version)), other)
            if self.tries(lead, "welcomes", solution.number, one):
                self.agreed.add((solution.number, solution.version, one))
        elif what == 5:
            if self.tries(person, "revises", solution.number):
                self.carriers[solution.number, solution.version + 1] = person.number
        elif what == 6:
            self.decides(solution)
        else:
            self.works(person, other, 1 + place)

    def proposes(self, person: Person) -> None:
        number = person.proposes(person.raises_problem())
        self.carriers[number, 1] = person.number
        for other in self.cast[:3]:
            self.joins(other, number, 1)

    def joins(self, person: Person, solution: int, version: int) -> None:
        if self.tries(person, "joins", solution, version=version):
            self.asked.add((solution, version, person.number))

    def decides(self, solution: Solution) -> None:
        try:
            mandate = decide(self.world, solution.number)
        except AssertionError:
            return
        self.together += len(carry(self.world, mandate)) > 1

    def works(self, person: Person, other: int, mandate: int) -> None:
        deeds = ("accepts_share", "accepts_mandate", "takes_up")
        self.tries(person, "offers_share", mandate, other)
        self.tries(person, "offers_mandate", mandate, 1 + other % 6)
        if self.tries(person, deeds[(other + mandate) % 3], mandate):
            self.signed.add((mandate, person.number))

    def has_signed(self, mandate: Mandate, member: int) -> bool:
        """Whether a member signed for the mandate, or for the version that was decided."""
        decided = self.world.the(Solution, mandate.solution)
        about = decided.number, decided.version
        both = (*about, member) in self.asked & self.agreed
        return (mandate.number, member) in self.signed or both or self.carriers[about] == member

    def hold(self) -> None:
        """Nobody is bound without their signature, and nobody to more than two mandates."""
        held = Counter[int]()
        for mandate in self.world.view.rows(Mandate):
            bound = carry(self.world, mandate)
            assert len(bound) <= MOST
            assert all(self.has_signed(mandate, one) for one in bound)
            held.update(bound)
        assert set(held.values()) <= {1, 2}
        for one in self.world.view.rows(Joining):
            assert (one.solution, one.version, one.member) in self.asked or not one.joins


@pytest.mark.parametrize("seed", seeds(6))
def test_nobody_is_bound_without_their_signature_and_nobody_beyond_the_cap_on_any_road(
    seed: int,
) -> None:
    roads, random = Roads(), Random(seed)
    for _ in range(some(150)):
        about = random.randrange(6), random.randint(1, 6), random.randrange(3)
        roads.move(random.randrange(10), *about)
        roads.hold()
    assert roads.together
