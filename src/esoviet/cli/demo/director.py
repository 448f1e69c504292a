"""Plays a story: scenes in the order of their days, each signed by the people it is about.

Everything that looks like chance (keys, salts, choices) comes from the seed, so the same seed gives
the same story. Numbers of problems, solutions and so on are counted here as the law counts them.
"""

import hashlib
import heapq
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from esoviet.cli.demo.people import Somebody, cast
from esoviet.cli.demo.stage import OwnNode
from esoviet.cli.replay.stage import Step
from esoviet.cli.signer import Link, Signer, Stamp
from esoviet.cli.texts import MARKDOWN, Bytes, blob
from esoviet.law.act import Act
from esoviet.wire.ed25519 import SigningKey

Scene = Callable[[], Awaitable[None]]
Make = Callable[[Stamp], Act]
T = TypeVar("T")


class Person:
    """Somebody with a key, and a number once they have applied."""

    def __init__(self, somebody: Somebody, key: SigningKey) -> None:
        self.name = somebody.name
        self.profile = somebody.profile
        self.key = key
        self.number = 0
        self.present = False
        self.leads = 0
        self.since = 0.0
        self.vouched: list[Person] = []
        self._hand: Signer | None = None

    @property
    def signer(self) -> Signer:
        """The key at work in the assembly."""
        assert self._hand is not None
        return self._hand

    def arrive(self, assembly: str, number: int) -> None:
        """From now on there is an assembly to act in; its founding is the founder's first act."""
        self._hand = Signer(self.key, assembly, Link(1, assembly) if number == 1 else Link())
        self.number = number


class Later(NamedTuple):
    """A scene that is still to come."""

    day: float
    order: int
    scene: Scene


class Director:
    """The story so far, and what is to come. `people` are so many, or these.

    Whoever knows the seed knows all keys.
    """

    def __init__(
        self, theatre: OwnNode, seed: int | str, people: int | Sequence[Somebody], days: float
    ) -> None:
        self.theatre = theatre
        self.days = days
        self.chance = random.Random(seed)  # noqa: S311 - a story, not a secret
        who = cast(people, self.chance) if isinstance(people, int) else people
        self.people = [
            Person(somebody, self.key(f"{seed}/{place}")) for place, somebody in enumerate(who)
        ]
        self.seed = seed
        self.problems = self.solutions = self.arguments = self.questions = 0
        self.members = 1
        self._texts = self._planned = 0
        self._scenes: list[Later] = []

    @staticmethod
    def key(name: str) -> SigningKey:
        """A key of its own for each name."""
        return SigningKey(hashlib.sha256(f"esoviet demo/{name}".encode()).digest())

    def at(self, day: float, scene: Scene) -> None:
        """Plan a scene; what lies beyond the last day is never played."""
        if day <= self.days:
            self._planned += 1
            heapq.heappush(self._scenes, Later(day, self._planned, scene))

    async def play(self, tell: Callable[[float], None]) -> None:
        """Play all scenes; `tell` hears the day before each."""
        await self.play_until(self.days, tell)

    async def play_until(self, until: float, tell: Callable[[float], None]) -> None:
        """Play the scenes up to a day, and turn the clock to it; the others are still to come."""
        while self._scenes and self._scenes[0].day <= until:
            day, _, scene = heapq.heappop(self._scenes)
            tell(day)
            await self.theatre.turn_to(day)
            await scene()
        await self.theatre.turn_to(until)

    async def act(self, *steps: Step) -> None:
        """People act, in this order."""
        if steps:
            await self.theatre.take(steps, in_order=True)

    def step(self, person: Person, make: Make, *blobs: Bytes) -> Step:
        """One act of a person."""
        return Step(person.signer, make, blobs)

    def text(self, content: str | bytes, media_type: str = MARKDOWN, name: str = "") -> Bytes:
        """A blob whose salt comes from the seed."""
        self._texts += 1
        salt = hashlib.sha256(f"{self.seed}/salt/{self._texts}".encode()).digest()
        data = content.encode() if isinstance(content, str) else content
        return blob(data, media_type, name=name or None, salt=salt)

    def here(self, *, but: Iterable[Person] = ()) -> list[Person]:
        """Members who take part in things."""
        away = set(but)
        return [person for person in self.people if person.present and person not in away]

    def some(self, share: float, of: Sequence[Person]) -> list[Person]:
        """A part of some people, by chance."""
        return self.chance.sample(of, round(share * len(of)))

    def pick(self, things: Sequence[T]) -> T:
        """One of some things, by chance."""
        return self.chance.choice(things)

    def willing(self, *, but: Iterable[Person] = ()) -> Person:
        """Somebody who leads least."""
        here = self.here(but=but)
        least = min(person.leads for person in here)
        return self.pick([person for person in here if person.leads == least])
