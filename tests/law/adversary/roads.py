"""The roads that many plans walk: a generator waits until the moments that it yields."""

from collections.abc import Generator, Mapping

from tests.law.adversary import facts, moves
from tests.law.adversary.moves import Ballot, Move, Player
from tests.law.adversary.play import MINUTE, Game

Road = Generator[int, None, int]
HARMLESS = {"mandate_cap": "4"}
"""An amendment that raises no hurdle and shortens no time."""


def raise_problem(game: Game, seats: int = 0, *, bait: bool = False) -> int:
    """One raises a problem, all of the coalition find it necessary; answers its number, 0: none."""
    first = game.able()[0]
    if not game.does(first, moves.raises(seats)):
        return 0
    problem = facts.newest_problem(game.view)
    if bait:
        game.lure("problem", problem)
    find_necessary(game, problem)
    return problem


def find_necessary(game: Game, problem: int) -> None:
    """All of the coalition find a problem necessary, as long as that is asked."""
    for player in game.able():
        if facts.matter(game.view, problem).phase != facts.NECESSITY:
            return
        if not facts.assessed(game.view, problem, facts.owner(game.view, player.kid)):
            game.does(player, moves.finds(problem))


def reach(game: Game, problem: int, phase: str) -> Road:
    """Wait until a problem is at a phase; answers its number, 0 where it ends before."""
    while (now := facts.matter(game.view, problem)).phase != phase:
        if now.phase in facts.ENDED:
            return 0
        yield soon(game, now.due)
    return problem


def soon(game: Game, due: int) -> int:
    """A moment at which to look again: what is awaited, or some hours from now."""
    return min(due if due > game.now else game.now + MINUTE, game.later(game.scene.period / 4))


def draft(
    game: Game, problem: int, changes: Mapping[str, str] | None = None, *, by: Player | None = None
) -> int:
    """Propose a solution and let all of the coalition back it; answers its number, 0: none."""
    first = by or game.able()[0]
    if not game.does(first, moves.proposes(problem, dict(changes) if changes else None)):
        return 0
    solution = facts.newest_solution(game.view)
    back(game, solution)
    return solution


def back(game: Game, solution: int) -> None:
    """All of the coalition back a solution."""
    have, version = facts.backers(game.view, solution), facts.draft(game.view, solution).version
    game.all_do(lambda: moves.backs(solution, version), unless=have)


def close(game: Game, vote: int) -> Road:
    """Wait until a vote has closed; answers its number."""
    while facts.is_open(game.view, vote):
        due = facts.poll(game.view, vote).due
        yield due if due > game.now else game.now + MINUTE
    return vote


def cast(game: Game, vote: int, ballot: Ballot) -> int:
    """All of the coalition vote so; how many ballots stood."""
    return game.all_do(lambda: moves.votes(vote, ballot))


def carry(
    game: Game, changes: Mapping[str, str] | None = None, *, at_the_end: bool = False
) -> Road:
    """A solution of the coalition, an amendment if it changes something, to the close of its vote.

    `at_the_end`: its ballots come in the last moment. Answers the vote, 0 where it came to none.
    """
    problem = raise_problem(game)
    if not problem or not (yield from reach(game, problem, facts.DRAFTING)):
        return 0
    solution = draft(game, problem, changes)
    if not solution or not (yield from reach(game, problem, facts.VOTING)):
        return 0
    now = facts.matter(game.view, problem)
    if at_the_end:
        yield now.due - game.ahead - MINUTE // 10
    cast(game, now.vote, [[solution], [facts.NO_ACTION]])
    return (yield from close(game, now.vote))


def ask(
    game: Game, move: Move | None = None, *, by: Player | None = None, at_the_end: bool = False
) -> Road:
    """A question by yes and no, to its close; answers the vote, 0 where it came to none.

    The coalition votes yes to what it asks; where another asks (`by`), only who looks in does.
    """
    if not game.does(by or game.able()[0], move or moves.asks()):
        return 0
    question = facts.newest_question(game.view)
    for player in game.able()[by is None :]:
        if not facts.vote_of_question(game.view, question):
            game.does(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    if not vote:
        return 0
    if at_the_end:
        yield facts.poll(game.view, vote).due - game.ahead - MINUTE // 10
    if by is None:
        cast(game, vote, "yes")
    return (yield from close(game, vote))


def bring_guest(game: Game, guest: Player | None = None) -> int:
    """Somebody from outside applies and the coalition vouches; answers their number, 0: none."""
    guest = guest or game.newcomer(f"puppet {len(game.ours)} {game.size}")
    link = Player(f"link of {guest.name}")
    hosts = game.able()
    if not hosts or not game.does(hosts[0], moves.invites(link)):
        return 0
    if not game.does(guest, moves.applies(guest, game.id, link)):
        return 0
    game.ours.append(guest)
    number = facts.number_of(game.view, guest.kid)
    for player in hosts[1:]:
        if facts.is_waiting(game.view, number):
            game.does(player, moves.vouches(number))
    return number


def claim_seat(game: Game, victim: int, name: str = "") -> Player | None:
    """Somebody of ours asks for the place of a member, and the coalition vouches."""
    thief = Player(name or f"thief of {victim} at {game.size}")
    if not game.does(thief, moves.asks_to_recover(thief, victim)):
        return None
    for player in game.able():
        if not game.does(player, moves.vouches_for_recovery(thief.kid)):
            break
    game.ours.append(thief)
    return thief


def claim_due(game: Game, thief: Player) -> int:
    """When a claim takes effect, or lapses; 0 where it waits no more, or is voted on."""
    claim = facts.claim(game.view, thief.kid)
    return claim.due if claim else 0
