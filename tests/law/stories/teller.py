"""Assemblies as there are, told in chapters that a rewrite of the law does not change.

The people and the clock are those of the adversary (tests/law/adversary): whoever looks in does the
natural, honest thing. A chapter begins with the assembly as it was founded and answers whether it
ended well; it is told with several seeds, and holds if it ends well in four of five.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from tests.effort import of
from tests.law.adversary import facts, honest, moves
from tests.law.adversary.goals import GOALS
from tests.law.adversary.moves import Move, Player
from tests.law.adversary.plans import guests, rules, seats
from tests.law.adversary.play import DAY, Game, Mark, Scene, play

ENOUGH = 4 / 5
KEEPERS = 20
NOTHING: Mapping[str, str] = MappingProxyType({})


class Story(NamedTuple):
    """An assembly: who there is and how they look in; `road_days` a matter may take."""

    scene: Scene
    road_days: float
    newcomers: int
    growth_days: float
    evening: float = 0  # over how many hours the first members come
    agenda: int = 1
    seeds: int = 5
    by_door: bool = False
    forms: tuple[str, ...] = ()  # of the questions that they ask


Chapter = Callable[[Story, int], bool]

STORIES: Mapping[str, Story] = {
    "two": Story(Scene(2, 0, 0.95, 2), 40, 1, 40),
    "three": Story(Scene(3, 0, 0.95, 2), 40, 1, 40),
    "branch": Story(Scene(12, 0, 0.95, 30, template="branch"), 150, 3, 120, forms=("consent",)),
    "co-op": Story(
        Scene(60, 0, 0.6, 5, template="co-op"), 60, 6, 60, seeds=3, forms=("budget", "dates")
    ),
    "union": Story(Scene(400, 0, 0.25, 5, template="large"), 90, 300, 21, seeds=1, by_door=True),
    "evening": Story(Scene(40, 0, 25 / 40, 1 / 400, template="meeting"), 0.5, 5, 0.5, 2.5, 12, 1),
    "congress": Story(Scene(5000, 0, 0.04, 7, template="large"), 90, 20, 90, seeds=1),
}


def holds(chapter: Chapter, story: Story) -> bool:
    """Whether a chapter ends well, in four of five tellings."""
    ends = [chapter(story, seed) for seed in range(story.seeds)]
    return sum(ends) >= ENOUGH * len(ends)


# -- the chapters


def founds(story: Story, seed: int) -> bool:
    """Everybody whom the founder expects is in, though they come over some hours or a week."""
    scene = story.scene._replace(n=1, turnout=0, fresh=True, seed=seed)
    game = Game(scene)
    founder, link = game.honest[1], Player("the link at the door")
    assert game.act(founder, moves.invites(link, uses=10_000)) is None
    hours = story.evening or 6 * 24
    for number in range(2, story.scene.n + 1):
        game.wait(game.begun + round(hours * DAY / 24 * number / story.scene.n))
        one = Player(f"member {number}")
        game.act(one, moves.applies(one, game.id, link))
    return len(facts.members(game.view)) == story.scene.n


def grows(story: Story, seed: int) -> bool:
    """The newcomers of the story come in, with the vouches of those who look in.

    Where more are expected than vouches let in, they ask for a door in time, and keep it.
    """
    game = _begun(story, seed)
    if story.by_door:
        keepers = list(game.honest)[:KEEPERS]
        door = moves.opens_door(story.newcomers, keepers, game.later(story.road_days))
        _asked(story, game, door)
    before = len(facts.members(game.view))
    for number in range(story.newcomers):
        one = Player(f"newcomer {number}")
        game.act(one, moves.applies(one))
        game.welcome.add(facts.number_of(game.view, one.kid))
        game.news += 1
        game.wait(game.later(story.growth_days / 3 / story.newcomers))
    game.wait(game.later(2 * story.growth_days / 3))
    return len(facts.members(game.view)) == before + story.newcomers


def decides(story: Story, seed: int) -> bool:
    """What one raises, another proposes and most like is decided in the time of the story."""
    game = _begun(story, seed)
    return all(_carried(story, game) for _ in range(story.agenda))


def amends(story: Story, seed: int) -> bool:
    """So is an amendment."""
    return _carried(story, _begun(story, seed, wants={"mandate_cap": "3"}))


def asks(story: Story, seed: int) -> bool:
    """Consent is found, a budget divided, a date agreed on."""
    game = _begun(story, seed)
    for form in story.forms:
        game.act(game.honest[1], moves.asks_as(form, game.later(story.road_days)))
        game.news += 1
    game.wait(game.later(story.road_days))
    return facts.adopted_questions(game.view) >= len(story.forms)


def elects(story: Story, seed: int) -> bool:
    """So are two people for a term, of those who stand."""
    game = _begun(story, seed)
    game.seats_wanted = min(2, story.scene.n - 1)
    return _carried(story, game)


def recalls(story: Story, seed: int) -> bool:
    """Two who were elected are recalled, and others are elected in their place."""
    game = _begun(story, seed)
    game.seats_wanted = min(2, story.scene.n - 1)
    if not _carried(story, game):
        return False
    election = next(one.problem for one in facts.duties(game.view) if one.seat)
    _asked(story, game, moves.wants(recalls=election))
    game.wait(game.later(story.road_days))
    sitting = [one.problem for one in facts.duties(game.view) if one.seat and one.lead]
    return len(sitting) == game.seats_wanted and election not in sitting


def vacates(story: Story, seed: int) -> bool:
    """A mandate is taken from who leads it."""
    game = _begun(story, seed)
    if not _carried(story, game):
        return False
    mandate = next(facts.duties(game.view)).number
    _asked(story, game, moves.wants(vacates=mandate))
    return not next(facts.duties(game.view)).lead


def loses_a_phone(story: Story, seed: int) -> bool:
    """Somebody who lost the only key acts again: the others know them; of two, by the phrase."""
    game = _begun(story, seed)
    victim, again, phrase = max(game.honest), Player("the new phone"), Player("the phrase")
    lost = game.honest.pop(victim)
    game.welcome.add(victim)
    if story.scene.n == 2:
        game.act(lost, moves.sets_phrase(lost, phrase, game.id))
        game.act(phrase, moves.enrols(phrase, again, game.id))
    else:
        game.known.add(again.kid)
        game.act(again, moves.asks_to_recover(again, victim))
        game.news += 1
        game.wait(game.later(story.growth_days))
    return facts.owner(game.view, again.kid) == victim


def loses_a_summer(story: Story, seed: int) -> bool:
    """Nobody looks in for three months; afterwards they decide as before."""
    game = _begun(story, seed)
    game.away_until = game.later(92)
    game.wait(game.away_until)
    return _carried(story, game)


def is_attacked(story: Story, seed: int) -> bool:
    """Two of them, or one of a few, take no seat, admit no crowd, amend nothing at night."""
    few = 2 if story.scene.n > 4 else 1
    scene = story.scene._replace(k=few, seed=seed, days=story.road_days)
    asleep = scene._replace(asleep=True, turnout=0)
    return not any(
        play(steps, GOALS[goal].reached, played, late=False).reached
        for steps, goal, played in (
            (seats.steal_seats, "seat", scene),
            (guests.puppets, "guests", scene),
            (rules.at_night, "amend", asleep),
        )
    )


def _begun(story: Story, seed: int, wants: Mapping[str, str] = NOTHING) -> Game:
    """The assembly at its beginning. It is founded once for all chapters."""
    game, here, honest_ones = _founded(story.scene.n, seed)
    game.back(here)
    game.scene, game.wishing = story.scene._replace(seed=seed, wants=wants), False
    game.seats_wanted = game.away_until = game.carried_before = 0
    game.honest, game.known, game.welcome = dict(honest_ones), set(), set()
    return game


@lru_cache(maxsize=8)
def _founded(size: int, seed: int) -> tuple[Game, Mark, dict[int, Player]]:
    """The assembly of this size; no two stories have the same."""
    story = next(story for story in STORIES.values() if story.scene.n == size)
    days = story.road_days + story.growth_days + 100
    game = Game(story.scene._replace(seed=seed, days=days))
    return game, game.mark(), dict(game.honest)


def _asked(story: Story, game: Game, move: Move) -> None:
    """Somebody asks the others for this; time passes until the vote is over."""
    first = next(iter(game.honest.values()))
    assert game.act(first, move) is None
    game.news += 1
    question, until = facts.newest_question(game.view), game.later(story.road_days)
    while game.now < until:
        vote = facts.vote_of_question(game.view, question)
        if vote and not facts.is_open(game.view, vote):
            return
        game.wait(game.later(story.road_days / 40))


def _carried(story: Story, game: Game) -> bool:
    """Whether what the others want is there before the time of the story is over."""
    game.wishing, game.carried_before = True, honest.carried(game)
    until = game.later(story.road_days)
    while not honest.granted(game) and game.now < until:
        game.wait(min(until, game.later(story.road_days / 40)))
    return honest.granted(game)


CHAPTERS: Mapping[str, Chapter] = {
    chapter.__name__: chapter
    for chapter in (
        founds, grows, decides, amends, asks, elects, loses_a_phone, loses_a_summer, is_attacked,
        recalls, vacates,
    )
}  # fmt: skip


OVER = {("evening", "loses_a_phone"), ("evening", "loses_a_summer")}
"""What does not come up before the evening is over."""

LARGER = ("co-op", "congress")
"""Where somebody is recalled, or a mandate taken back."""

LONG = of({("congress", "is_attacked")}, set())
"""What takes half a minute: left to `make adversary`; of the union it is told every day."""

TOLD = [
    (story, chapter)
    for story in STORIES
    for chapter in CHAPTERS
    if (story, chapter) not in OVER | LONG
    and (chapter != "asks" or STORIES[story].forms)
    and (story in LARGER or chapter not in ("recalls", "vacates"))
]
