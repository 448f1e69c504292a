"""What a reader keeps to themselves: what they follow, whom they mute, how far they have read.

It is looked up when an answer asks for it, and shown to nobody else. Beside it stands what members
say of themselves for the work, which members alone are shown.
"""

from functools import cached_property

from esoviet.store.follows import Followed
from esoviet.store.pleas import Plea
from esoviet.store.reach import Reach
from esoviet.store.skills import Skills
from esoviet.store.teaching import Pair


class Own:
    """Of one member of an assembly, at a moment (ms); without `reach` of nobody."""

    def __init__(self, reach: Reach | None, assembly: str, member: int, now: int) -> None:
        self._reach = reach if member else None
        self._who = assembly, member
        self._now = now

    @cached_property
    def followed(self) -> list[Followed]:
        """What they follow, and from where on it is news to them."""
        return self._reach.follows.of(*self._who) if self._reach else []

    @cached_property
    def muted(self) -> frozenset[int]:
        """Whom they mute."""
        return self._reach.follows.muted(*self._who) if self._reach else frozenset()

    @cached_property
    def comes(self) -> list[int]:
        """The actions that they signed up for, until what stands of them is erased."""
        return self._reach.actions.of(*self._who, self._now) if self._reach else []

    @cached_property
    def said(self) -> Skills:
        """What they say of themselves for the work."""
        said = self._reach.skills.of(*self._who) if self._reach else None
        return said or Skills()

    @cached_property
    def pairs(self) -> list[Pair]:
        """Who shows them how a mandate is carried out, and whom they do."""
        return self._reach.teaching.of(*self._who) if self._reach else []

    @cached_property
    def away(self) -> dict[int, int]:
        """Which members are away, and until when (ms), which only members are shown."""
        return self._reach.away.of(self._who[0], self._now) if self._reach else {}

    @cached_property
    def pleas(self) -> list[Plea]:
        """What outsiders ask about pictures, which only members are shown."""
        return self._reach.pleas.of(self._who[0]) if self._reach else []

    @property
    def is_shown(self) -> bool:
        """Whether an answer has looked up what could be used against somebody, and found any."""
        looked = self.__dict__
        said = looked.get("said", Skills())
        found = any(looked.get(name) for name in ("comes", "pairs", "pleas"))
        return found or bool(said.skills or said.interests)

    def refused(self, begins: int, ends: int) -> dict[str, int]:
        """How often each clause refused an act between two moments (ms), for members alone."""
        return self._reach.refusals.between(self._who[0], begins, ends) if self._reach else {}

    def would_lead(self, most: int) -> list[int]:
        """Which members say that they would like to lead, by number, at most so many."""
        return self._reach.skills.would_lead(self._who[0], most) if self._reach else []

    def would_learn(self, most: int) -> list[tuple[int, Skills]]:
        """Which members say that they would like to learn something, at most so many."""
        return self._reach.skills.would_learn(self._who[0], most) if self._reach else []

    def says(self, member: int) -> Skills | None:
        """What another member says of themselves, which only members read."""
        return self._reach.skills.of(self._who[0], member) if self._reach else None

    def follows(self, path: str) -> bool:
        """Whether they follow a matter."""
        return self._reach is not None and self._reach.follows.follows(*self._who, path)

    def had_read(self, path: str) -> int:
        """Up to which entry they had read a matter before this visit; 0: never."""
        mark = self._reach.marks.of(*self._who, path) if self._reach else None
        return mark.begun(self._now) if mark else 0

    def has_read(self, path: str) -> int:
        """Up to which entry they have read a matter."""
        mark = self._reach.marks.of(*self._who, path) if self._reach else None
        return mark.size if mark else 0

    def stamp(self, path: str) -> str:
        """What tells their page of a matter (empty: of none) from the same at another time."""
        if self._reach is None:
            return ""
        read = f".{self.had_read(path)}" if path else ""
        return self._reach.stamps.of(*self._who) + read


NOBODYS = Own(None, "", 0, 0)
