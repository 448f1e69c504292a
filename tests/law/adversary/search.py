"""Play without a plan: at random, or greedily towards a goal.

The coalition moves in waves: everyone who can does the same. A greedy player tries each wave that
the law admits, takes the one that brings the coalition nearest to its goal, and waits where none
does. A random player takes any, and all goals are looked at.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from tests.law.adversary import chance, facts, moves, roads
from tests.law.adversary.chance import Idea
from tests.law.adversary.goals import GOALS, Goal
from tests.law.adversary.moves import Player
from tests.law.adversary.play import DAY, MINUTE, Game, Scene

AT_RANDOM = ("amend", "seat", "guests", "majority", "elect", "adopt", "necessity", "flood", "erase")
AT_THE_END = ("block", "silence")
WAVES = 60
Wave = Callable[[Game], object]


class Found(NamedTuple):
    """What a search came to; `line` are the waves that led there."""

    goal: str
    reached: bool
    days: float
    acts: int
    line: tuple[str, ...]


def greedy(goal: Goal, scene: Scene, waves: int = WAVES) -> Found:
    """Play towards one goal until it is reached, the time is over or so many waves are played."""
    game, random, line = Game(scene), Random(scene.seed), list[str]()
    while waves and game.now < game.end and not goal.reached(game):
        best, name = goal.progress(game), ""
        chosen: Wave | None = None
        for word, wave in list(_waves(game, random)):
            mark, here = game.mark(), random.getstate()
            wave(game)
            worth = goal.progress(game) + random.random() / 100
            game.back(mark)
            random.setstate(here)
            if worth > best + 0.05:
                best, name, chosen = worth, word, wave
        if chosen is None:
            name = "wait"
            game.wait(min(_next(game), game.end))
        else:
            chosen(game)
            waves -= 1
        if name != "wait" or line[-1:] != ["wait"]:
            line.append(name)
    return _found(game, goal, line)


def at_random(scene: Scene, waves: int = WAVES) -> list[Found]:
    """Any waves at all; every goal that was reached, with the line that led there."""
    game, random, line = Game(scene), Random(scene.seed), list[str]()
    found = dict[str, Found]()
    for _ in range(waves):
        options = list(_waves(game, random, share=0.4))
        if options and random.random() < 0.8:
            word, wave = random.choice(options)
            line.append(word)
            wave(game)
        else:
            line.append("wait")
            game.wait(min(random.choice((_next(game), game.later(scene.period))), game.end))
        for name in AT_RANDOM:
            if name not in found and GOALS[name].reached(game):
                found[name] = _found(game, GOALS[name], line)
        if game.now >= game.end:
            break
    game.wait(game.end)
    late = [_found(game, GOALS[name], line) for name in AT_THE_END]
    return [*found.values(), *(one for one in late if one.reached)]


def _found(game: Game, goal: Goal, line: list[str]) -> Found:
    days = round((game.now - game.begun) / DAY, 2)
    return Found(goal.name, goal.reached(game), days, game.acts, tuple(line))


def _next(game: Game) -> int:
    """The next moment at which something happens by itself, or tomorrow."""
    due = game.state.first_deadline()
    soon = game.later(3 * game.scene.period)
    return soon if due is None else min(max(due, game.now + MINUTE), soon)


def _waves(game: Game, random: Random, share: float = 1) -> Iterator[tuple[str, Wave]]:
    """What the coalition could do now, each with a word for it."""
    view, seen = game.view, set[Idea]()
    able = game.able()
    for player in random.sample(able, min(2, len(able))):
        for idea in chance.ideas(view, facts.owner(view, player.kid), random, share):
            if idea not in seen:
                seen.add(idea)
                yield str(idea), _wave(idea, random)
    yield "guest applies", roads.bring_guest
    claimed = {claim.member for claim in facts.claims(view)}
    victims = [number for number in game.honest if number not in claimed]
    if victims:
        victim = random.choice(victims)
        yield f"claim the seat of {victim}", lambda game: _claim(game, victim)


def _wave(idea: Idea, random: Random) -> Wave:
    """Everyone of the coalition does it who can."""

    def wave(game: Game) -> None:
        for player in game.able():
            move = chance.built(game.view, player.kid, idea, random, lambda o: _is_ours(game, o))
            if move is not None and not game.does(player, move):
                break

    return wave


def _claim(game: Game, victim: int) -> None:
    thief = Player(f"thief of {victim} at {game.size}")
    if game.does(thief, moves.asks_to_recover(thief, victim)):
        game.ours.append(thief)


def _is_ours(game: Game, option: int) -> bool:
    view = game.view
    return 0 < option <= facts.newest_solution(view) and game.is_ours(facts.draft(view, option).by)
