"""Moves that nobody thought of: what the law's own `may` admits now, with parameters at random.

The only file beside `moves` and `facts` that touches the law; it names almost no kind of act.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from esoviet.law.act import Act, Author
from esoviet.law.actions import Action
from esoviet.law.amendments import Amending
from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.consequences import DoorTerms, Then
from esoviet.law.constitution import BY_NAME, DAY, TEMPLATES
from esoviet.law.drafts import ProposeSolution, ReviseSolution
from esoviet.law.keys import EnrolKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate
from esoviet.law.problems import AssessNecessity, Problem, RaiseProblem
from esoviet.law.questions import Ask
from esoviet.law.records import Key, Member
from esoviet.law.repairs import ProposeRepair
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.may.asking import may, names
from esoviet.may.lines import LINES
from esoviet.may.says import Trial
from esoviet.may.subjects import About
from esoviet.wire.keys import KeyName
from tests.law.adversary.moves import Move, ranking

TEDIOUS = (EnrolKey, SetRecoveryKey, Leave)
"""What costs much time here and leads nowhere by itself."""
KINDS = tuple(kind for kind in LINES if kind not in TEDIOUS)


class Idea(NamedTuple):
    """A kind of act, and what it is about: for everyone of the coalition who can."""

    kind: type[Act]
    about: About | None

    def __str__(self) -> str:
        about = "" if self.about is None else f" {self.about[0]} {self.about[1]}"[:24]
        return f"{self.kind.__name__}{about}"


def ideas(view: View, member: int, random: Random, share: float = 1) -> Iterator[Idea]:
    """What a member can do now; of a share of the kinds only, at random."""
    kinds = {kind for kind in KINDS if random.random() < share}
    for one in may(view, member, kinds):
        yield Idea(one.act, one.about)


def built(
    view: View, kid: str, idea: Idea, random: Random, ours: Callable[[int], bool]
) -> Move | None:
    """The move of whoever has this key; `ours` says whether an option is of the coalition."""
    key = view.get(Key, kid)
    member = view.get(Member, key.member) if key is not None else None
    trial = Trial(view, Author(KeyName(kid), b"", key, member), idea.about)
    said = list(LINES[idea.kind].says(trial)) if key is not None else []
    if not said:
        return None
    fields = dict(random.choice(said))
    fields.update(names(idea.kind, idea.about))
    return Move(idea.kind, fields | _varied(view, idea, random, ours))


def _varied(
    view: View, idea: Idea, random: Random, ours: Callable[[int], bool]
) -> dict[str, object]:
    """Parameters at random, in the interest of the coalition."""
    if idea.kind in (ProposeSolution, ReviseSolution):
        return {"amending": Amending(parameters=_values(random))} if random.random() < 0.7 else {}
    if idea.kind is ProposeRepair:
        return {"amending": Amending(parameters=_values(random))}
    if idea.kind is CastBallot and idea.about is not None:
        vote = view.get(Vote, int(idea.about[1]))
        if vote is None or vote.method in WORDS:
            return {}
        if vote.method in CHOOSING:
            return {"chosen": random.choice(([0], list(vote.options[:1])))}
        best = [[option] for option in vote.options if ours(option)]
        return {"ranking": ranking([*best, [0]] if vote.no_action else best)}
    if idea.kind is RaiseProblem:
        return {"seats": random.choice((None, None, None, 1, 3))}
    if idea.kind is AssessNecessity:
        return {"stance": "necessary"}
    if idea.kind is Ask:
        then: dict[str, object] = {"then": _then(view, random, ours)}
        said: tuple[dict[str, object], ...] = {}, then, then, {"of_all": True}, {"form": "consent"}
        return random.choice(said)
    return {}


def _then(view: View, random: Random, ours: Callable[[int], bool]) -> Then | None:
    """A consequence that would serve the coalition, if there is one now."""
    members = [one.number for one in view.by(Member, "state", "member")]
    friends = [number for number in members if ours(number)][:20]
    waiting = [one.number for one in view.by(Member, "state", "applicant")][:20]
    until = view.time + 60 * DAY
    others = [one.number for one in view.by(Mandate, "state", "active") if not ours(one.lead)]
    held = [one.number for one in view.by(Problem, "phase", "work") if one.seats]
    called = [one.number for one in view.by(Action, "state", "standing") if not ours(one.by)]
    wishes = [
        Then(door=DoorTerms(places=len(members), until=until, keepers=tuple(friends)))
        if friends
        else None,
        Then(admits=tuple(waiting)) if waiting else None,
        Then(vacates=random.choice(others)) if others else None,
        Then(recalls=random.choice(held)) if held else None,
        Then(stops=random.choice(called)) if called else None,
    ]
    return random.choice(wishes)


def _values(random: Random) -> dict[str, str]:
    """A parameter or two, mostly at a bound."""
    names = random.sample(list(BY_NAME), random.choice((1, 1, 2)))
    return {name: _value(name, random) for name in names}


def _value(name: str, random: Random) -> str:
    one = BY_NAME[name]
    usual = TEMPLATES["meeting"].get(name, one.default)
    return random.choice(one.choices or (one.least, usual, one.most))
