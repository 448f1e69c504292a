"""What an act could say: each trial of an act of its type, for a member.

A *trial* is such an act, as a member's own client would sign it, to ask the rule of its type with.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, get_args

from esoviet.law import ballots
from esoviet.law.act import Author, Blob
from esoviet.law.amendments import Amending
from esoviet.law.carriers import Partner
from esoviet.law.cases import SIDES
from esoviet.law.constitution import DAY
from esoviet.law.doors import Doorway
from esoviet.law.falling import Ground
from esoviet.law.handing import Offer
from esoviet.law.lessons import QUESTIONS
from esoviet.law.problems import Problem
from esoviet.law.records import Member
from esoviet.law.solutions import Version
from esoviet.law.spending import Expense
from esoviet.law.together import Joining
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.may.subjects import About
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import Purpose, key_name, proof_text

Fields = dict[str, Any]
MOST_OFFERED = 100
"""To so many members at most it is tried whether a mandate can be offered."""


class Trial(NamedTuple):
    """Who would act, and about what."""

    view: View
    author: Author
    about: About | None

    def text(self, place: int = 0) -> Blob:
        """A text that nobody has brought yet."""
        return _blob(f"{self.view.index} {self.author.kid} {place}")

    @property
    def key(self) -> SigningKey:
        """A key that nobody has enrolled."""
        name = f"key {self.view.assembly.id} {self.view.index} {self.author.kid}"
        return _key(hashlib.sha256(name.encode()).digest())

    def proof(self, purpose: Purpose) -> str:
        """That this key is there."""
        names = self.author.kid, key_name(self.key.public)
        return b64u(self.key.sign(proof_text(purpose, self.view.assembly.id, *names)))


@lru_cache(maxsize=64)
def _blob(name: str) -> Blob:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Blob(sha256=sha256, size=33, media_type="text/plain")


def no_more(_trial: Trial) -> Iterator[Fields]:
    """Nothing but what it is about."""
    yield {}


def each(*fields: Fields) -> Callable[[Trial], Iterator[Fields]]:
    """These, one after another."""
    return lambda _trial: iter(fields)


def with_texts(*names: str, **more: object) -> Callable[[Trial], Iterator[Fields]]:
    """A new text for each of these fields."""

    def says(trial: Trial) -> Iterator[Fields]:
        yield {name: trial.text(place) for place, name in enumerate(names)} | more

    return says


def repairs(trial: Trial) -> Iterator[Fields]:
    yield {"text": trial.text(), "amending": Amending(name=trial.text(1))}


def invites(trial: Trial) -> Iterator[Fields]:
    yield {"key": b64u(trial.key.public)}


def proves(purpose: Purpose) -> Callable[[Trial], Iterator[Fields]]:
    def says(trial: Trial) -> Iterator[Fields]:
        yield {"key": b64u(trial.key.public), "proof": trial.proof(purpose)}

    return says


def by_doors(trial: Trial) -> Iterator[Fields]:
    doors = [door.question for door in trial.view.by(Doorway, "state", "open")]
    yield from ({"question": number} for number in doors or [1])


def by_versions(trial: Trial) -> Iterator[Fields]:
    """Each version, the latest first."""
    solution = trial.about[1] if trial.about else 0
    latest = trial.view.count(Version, int(solution))
    yield from ({"version": number} for number in range(latest or 1, 0, -1))


def strikes(trial: Trial) -> Iterator[Fields]:
    """Each expense that stands, the latest hundred."""
    mandate = trial.about[1] if trial.about else 0
    expenses = [one for one in trial.view.rows(Expense, int(mandate)) if not one.struck]
    yield from ({"expense": one.number} for one in expenses[: -MOST_OFFERED - 1 : -1])


def to_others(trial: Trial) -> Iterator[Fields]:
    """To each other member, the first hundred."""
    members = trial.view.numbered(Member)
    others = (one.number for one in members if one.number != trial.author.number)
    for number in islice(others, MOST_OFFERED):
        yield {"member": number, "offers": True}


def offers_share(trial: Trial) -> Iterator[Fields]:
    """To others, and back."""
    yield from to_others(trial)
    for offer in trial.view.rows(Partner, int(trial.about[1]) if trial.about else 0):
        yield {"member": offer.member, "offers": False}


def offers_mandate(trial: Trial) -> Iterator[Fields]:
    """To others, and back."""
    view = trial.view
    yield from to_others(trial)
    offer = view.get(Offer, trial.about[1]) if trial.about else None
    if offer is not None:
        yield {"member": offer.to, "offers": False}


def assesses(trial: Trial) -> Iterator[Fields]:
    yield {"stance": "necessary", "version": _text_version(trial)}


def _text_version(trial: Trial) -> int:
    """The version of a problem's text that is the newest."""
    problem = trial.view.get(Problem, trial.about[1]) if trial.about else None
    return problem.version if problem else 1


def rewords(trial: Trial) -> Iterator[Fields]:
    texts = {"text": trial.text(), "reason": trial.text(1)}
    if trial.about and trial.about[0] == "problem":
        yield {"version": _text_version(trial), "place": 0, "length": 0} | texts
    else:
        yield from (version | {"place": 0, "length": 0} | texts for version in by_versions(trial))


def backs(trial: Trial) -> Iterator[Fields]:
    for version in by_versions(trial):
        yield from (version | {"backs": backs} for backs in (True, False))


def cases(trial: Trial) -> Iterator[Fields]:
    yield from ({"side": side, "text": trial.text()} for side in SIDES)


def joins(trial: Trial) -> Iterator[Fields]:
    for version in by_versions(trial):
        yield from (version | {"joins": joins} for joins in (True, False))


def merges(trial: Trial) -> Iterator[Fields]:
    for version in by_versions(trial):
        yield from (version | {"agrees": agrees} for agrees in (True, False))


def welcomes(trial: Trial) -> Iterator[Fields]:
    """Whoever signed for a version, or did."""
    for one in trial.view.rows(Joining, int(trial.about[1]) if trial.about else 0):
        said = {"version": one.version, "member": one.member}
        yield from (said | {"welcomes": welcomes} for welcomes in (True, False))


def announces(trial: Trial) -> Iterator[Fields]:
    begins = trial.view.time + DAY
    yield {"kind": "rally", "text": trial.text(), "begins": begins, "ends": begins + DAY}


def answers(trial: Trial) -> Iterator[Fields]:
    replies = ("accepted", "answered", "not-mine")
    yield from ({"answer": reply, "text": trial.text()} for reply in replies)


def ballot(trial: Trial) -> Iterator[Fields]:
    vote = trial.view.get(Vote, trial.about[1]) if trial.about else None
    method = vote.method if vote is not None else ballots.YES_NO
    if method in ballots.WORDS:
        yield {"choice": ballots.WORDS[method][0]}
    elif method in ballots.CHOOSING:
        yield {"chosen": (ballots.NO_ACTION,)}
    else:
        yield {"ranking": ()}


def contests(trial: Trial) -> Iterator[Fields]:
    """On each ground, as long as it can be contested on one."""
    yield from ({"ground": ground, "text": trial.text()} for ground in get_args(Ground))


def own_words(trial: Trial) -> Iterator[Fields]:
    return ({name: trial.text()} for name in QUESTIONS)


@lru_cache(maxsize=64)
def _key(seed: bytes) -> SigningKey:
    return SigningKey(seed)
