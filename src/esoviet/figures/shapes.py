"""What a rules replay finds: lines, each with what it was, what it had been, and why."""

from typing import Literal

from msgspec import Struct

from esoviet.law.votes import VoteKind

Event = Literal["otherwise", "options", "more-options", "not-voted", "voted"]
"""How a matter had come otherwise.

- *otherwise*: the same ballots had decided otherwise;
- *options*: the vote had been on fewer options; what its ballots had decided then is known;
- *more-options*: it had been on more options, so that nobody knows what it had decided;
- *not-voted*: it had not come to a vote when it did;
- *voted*: it lapsed, and had gone on.
"""
About = Literal[
    "members", "share", "necessary", "backers", "seconds", "objections", "unranked", "method", "yes"
]


class Why(Struct, frozen=True, gc=False):
    """Why it had come otherwise: `had` for it and `against` it, what it took and had taken.

    `about` is what is counted: *members* who are for it, the *share* of those for and against,
    those who find a problem *necessary*, *backers*, *seconds*, *objections*, the *yes* that let an
    applicant in at once; or by which *method*, and what *unranked* says. `option` is a number on
    ballots (0: the vote has no options, or it is about all).
    """

    about: About
    then: str
    now: str
    option: int = 0
    had: int = 0
    against: int = 0


class Outcome(Struct, frozen=True, gc=False):
    """How a vote ended, and who or what won.

    Endings are those of decisions, and *in-line* for an applicant whom the vote did not let in at
    once, *refused* and *left-open* for a mandate that was not found carried out, *lapsed* for what
    never came to a vote.
    """

    ending: str
    winners: tuple[int, ...] = ()

    @property
    def effect(self) -> tuple[str, frozenset[int]]:
        """What tells two of them apart: the order of those who are elected does not."""
        return self.ending, frozenset(self.winners)


class Line(Struct, frozen=True, gc=False):
    """A matter that had come otherwise: of which kind and number, and its decision (0: none).

    `now` is None where nobody knows.
    """

    event: Event
    kind: VoteKind
    subject: int
    decision: int
    then: Outcome
    now: Outcome | None
    why: tuple[Why, ...]

    @property
    def differs(self) -> bool:
        """Whether it is known to have ended otherwise."""
        return self.now is not None and self.now.effect != self.then.effect
