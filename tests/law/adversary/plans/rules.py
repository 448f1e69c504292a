"""Plans against the constitution and against decisions: who is counted, when, and on what."""

from fractions import Fraction

from esoviet.law.constitution import BY_NAME, milliseconds
from tests.law.adversary import facts, moves, roads
from tests.law.adversary.play import MINUTE, Game, Steps

SHORTENED = ("vote_days", "solution_days", "necessity_days", "reading_days")


def lone_waker(game: Game) -> Steps:
    """While all others sleep, wake and carry an amendment: one ballot of one."""
    yield game.now + MINUTE
    yield from roads.carry(game, roads.HARMLESS)


def at_night(game: Game) -> Steps:
    """Not even asleep by the rules: the others just do not look in. Carry an amendment."""
    yield from roads.carry(game, roads.HARMLESS)


def decide_at_night(game: Game) -> Steps:
    """The same with a decision of the ordinary kind."""
    yield from roads.carry(game)


def ask_at_night(game: Game) -> Steps:
    """The same with a quick question."""
    yield from roads.ask(game)


def quorum_by_the_opponent(game: Game) -> Steps:
    """Two yes are too few for the quorum; the one who votes no completes it."""
    yield from roads.carry(game, roads.HARMLESS)


def exactly_half_of_all(game: Game) -> Steps:
    """A share of all is asked for, a half: twenty of forty are that."""
    yield from roads.ask(game, moves.asks(of_all=True))


def last_moment(game: Game) -> Steps:
    """Keep all ballots back until nobody can answer them any more."""
    yield from roads.ask(game, at_the_end=True)


def silent_to_the_end(game: Game) -> Steps:
    """All of the coalition vote; then the host answers nobody until the time is over."""
    if not game.does(game.able()[0], moves.asks()):
        return
    question = facts.newest_question(game.view)
    for player in game.able()[1:]:
        if not facts.vote_of_question(game.view, question):
            game.does(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    roads.cast(game, vote, "yes")
    game.silent_until = facts.poll(game.view, vote).due + MINUTE
    yield from roads.close(game, vote)


def amend_at_the_last_moment(game: Game) -> Steps:
    """The same with an amendment."""
    yield from roads.carry(game, roads.HARMLESS, at_the_end=True)


def close_early(game: Game) -> Steps:
    """Vote and ask at once that the vote be closed, before the others have looked in."""
    problem = roads.raise_problem(game)
    if not (yield from roads.reach(game, problem, facts.DRAFTING)):
        return
    solution = roads.draft(game, problem, roads.HARMLESS)
    if not (yield from roads.reach(game, problem, facts.VOTING)):
        return
    vote = facts.matter(game.view, problem).vote
    roads.cast(game, vote, [[solution], [facts.NO_ACTION]])
    for player in game.able():
        if facts.is_open(game.view, vote):
            game.does(player, moves.closes(vote))
    yield from roads.close(game, vote)


def sign_a_repair(game: Game) -> Steps:
    """Change the constitution past all votes, by signature, while the others do not look in."""
    first, *others = game.able()
    game.does(first, moves.proposes_repair(roads.HARMLESS))
    for player in others:
        game.does(player, moves.signs(1))
    yield game.later(8)


def say_nothing(game: Game) -> Steps:
    """Nothing needs to be done: the rules alone stop the others."""
    yield game.end


def stand_still(game: Game) -> Steps:
    """Only vote against what the others want."""
    while True:
        yield game.later(1)
        for poll in facts.polls(game.view):
            if not game.is_ours(poll.by):
                ballot = "no" if poll.method == "majority" else [[facts.NO_ACTION]]
                roads.cast(game, poll.number, ballot)
        for matter in facts.matters(game.view, facts.NECESSITY):
            for player in game.able():
                if not facts.assessed(game.view, matter.number, facts.owner(game.view, player.kid)):
                    game.does(player, moves.finds(matter.number, "not-necessary"))


def find_it_necessary_alone(game: Game) -> Steps:
    """Raise a problem: that alone makes it necessary."""
    game.does(game.able()[0], moves.raises())
    yield game.now + MINUTE


def all_have_voted(game: Game) -> Steps:
    """Nobody does anything wrong: all have voted, and the meeting waits for the deadline."""
    players = [*game.able(), *game.honest.values()]
    game.act(players[0], moves.asks())
    question = facts.newest_question(game.view)
    for player in players[1:]:
        if not facts.vote_of_question(game.view, question):
            game.act(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    for player in players:
        game.act(player, moves.votes(vote, "yes"))
    yield game.now + facts.days(game.view, "question_days") // 20


def everybody_is_busy(game: Game) -> Steps:
    """All members hold as many mandates as they may: then none of them can change that figure."""
    first, game.wishing = game.honest[min(game.honest)], False
    for player in game.honest.values():
        yield from _busy(game, player, first)
    game.wishing = True
    yield game.end


def _busy(game: Game, player: moves.Player, first: moves.Player) -> Steps:
    for _ in range(int(facts.parameter(game.view, "mandate_cap"))):
        game.act(first, moves.raises())
        problem = facts.newest_problem(game.view)
        for one in game.honest.values():
            if facts.matter(game.view, problem).phase == facts.NECESSITY:
                game.act(one, moves.finds(problem))
        while (now := facts.matter(game.view, problem)).phase == facts.NECESSITY:
            yield roads.soon(game, now.due)
        game.act(player, moves.proposes(problem))
        while (now := facts.matter(game.view, problem)).phase not in facts.ENDED:
            yield roads.soon(game, now.due)


def shorten_everything(game: Game) -> Steps:
    """With one amendment every time becomes as short as can be: then the quickest decides."""
    least = {name: BY_NAME[name].least for name in SHORTENED}
    if not (yield from roads.carry(game, least)):
        quarter = {name: Fraction(facts.parameter(game.view, name)) / 4 for name in SHORTENED}
        yield from roads.carry(game, {name: str(value) for name, value in quarter.items()})
    if milliseconds(facts.parameter(game.view, "vote_days")) > 60 * MINUTE:
        return
    vote = yield from roads.carry(game)
    game.rushed = bool(vote)
    yield game.now + MINUTE
