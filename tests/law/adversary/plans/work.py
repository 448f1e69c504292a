"""Plans on the road of a problem: texts, drafts, elections, mandates, what is erased."""

from functools import partial

from tests.law.adversary import facts, moves, roads
from tests.law.adversary.play import DAY, MINUTE, Game, Steps

MOMENT = 1_000


def swap_the_text(game: Game) -> Steps:
    """Let all back a good text, and put another in its place in the last moment of drafting."""
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    solution = roads.draft(game, problem)
    game.lure("solution", solution)
    yield facts.matter(game.view, problem).due - MOMENT
    game.does(game.able()[0], moves.revises(solution))
    yield from roads.reach(game, problem, facts.VOTING)


def swap_the_text_together(game: Game) -> Steps:
    """The same, and all of the coalition back the new text at once."""
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    solution = roads.draft(game, problem)
    game.lure("solution", solution)
    yield facts.matter(game.view, problem).due - MOMENT
    game.does(game.able()[0], moves.revises(solution))
    version = facts.draft(game.view, solution).version
    game.all_do(lambda: moves.backs(solution, version))
    yield from roads.reach(game, problem, facts.VOTING)


def withdraw_what_all_back(game: Game) -> Steps:
    """Let all gather behind a text of ours, and withdraw it in the last moment of drafting."""
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    solution = roads.draft(game, problem)
    game.lure("solution", solution)
    yield facts.matter(game.view, problem).due - MOMENT
    game.favourite = solution
    game.does(game.able()[0], moves.withdraws(solution))
    yield from roads.reach(game, problem, facts.VOTING)


def crowd_out(game: Game) -> Steps:
    """Propose 200 clones, each backed by all of ours: the solution of the majority falls."""
    first = next(iter(game.honest.values()))
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    game.act(first, moves.proposes(problem))
    game.favourite = facts.newest_solution(game.view)
    able = game.able()
    for number in range(200):
        roads.draft(game, problem, by=able[number % len(able)])
    yield from roads.reach(game, problem, facts.VOTING)


def fill_the_drafts(game: Game) -> Steps:
    """Propose as much as may be and withdraw it: nobody else can propose anything."""
    problem = roads.raise_problem(game, bait=True)
    if not (yield from roads.reach(game, problem, facts.DRAFTING)):
        return
    for player in game.able():
        while game.does(player, moves.proposes(problem)):
            game.does(player, moves.withdraws(facts.newest_solution(game.view)))
    yield game.now + MINUTE
    first = next(iter(game.honest.values()))
    if game.act(first, moves.proposes(problem)) is not None:
        game.shut_out.append(min(game.honest))
    yield game.now + MINUTE


def elected_by_empty_ballots(game: Game) -> Steps:
    """The only candidate is ours; the others, who want nobody, make the quorum."""
    problem = roads.raise_problem(game, 1)
    yield from roads.reach(game, problem, facts.DRAFTING)
    candidate = roads.draft(game, problem)
    if (yield from roads.reach(game, problem, facts.VOTING)):
        vote = facts.matter(game.view, problem).vote
        roads.cast(game, vote, [[candidate]])
        yield from roads.close(game, vote)


def elect_who_is_gone(game: Game) -> Steps:
    """Elect a candidate who leaves before the close: the seat stays empty though others stood."""
    first = next(iter(game.honest.values()))
    problem = roads.raise_problem(game, 1, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    candidate = roads.draft(game, problem)
    game.act(first, moves.proposes(problem))
    if (yield from roads.reach(game, problem, facts.VOTING)):
        vote = facts.matter(game.view, problem).vote
        roads.cast(game, vote, [[candidate]])
        yield facts.matter(game.view, problem).due - MINUTE
        game.does(game.able()[0], moves.leaves())
        yield from roads.close(game, vote)
        yield game.now + MINUTE


def leave_the_seat(game: Game) -> Steps:
    """Win and leave: the seat stays vacant, though another was on the same ballots."""
    first = next(iter(game.honest.values()))
    problem = roads.raise_problem(game, 1, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    candidate = roads.draft(game, problem)
    game.act(first, moves.proposes(problem))
    if (yield from roads.reach(game, problem, facts.VOTING)):
        vote = facts.matter(game.view, problem).vote
        roads.cast(game, vote, [[candidate]])
        yield from roads.close(game, vote)
        game.does(game.able()[0], moves.leaves())
        yield game.now + MINUTE


def cling_to_the_seat(game: Game) -> Steps:
    """Be elected once and report in time: nobody calls one back."""
    yield from elected_by_empty_ballots(game)
    while True:
        for one in list(facts.duties(game.view)):
            game.does(game.able()[0], moves.reports(one.number))
        yield game.now + facts.days(game.view, "report_days") - MINUTE


def squat(game: Game) -> Steps:
    """Take up a vacant mandate and report "nothing new" in time; take it up again if it is lost."""
    yield from _vacant(game)
    taken = [one.number for one in facts.duties(game.view) if one.state == "vacant"]
    for mandate in taken:
        game.does(game.able()[0], moves.takes_up(mandate))
    while game.now < game.end:
        for mandate in taken:
            if not game.does(game.able()[0], moves.reports(mandate)):
                game.does(game.able()[0], moves.takes_up(mandate))
        yield game.now + facts.days(game.view, "report_days") - MINUTE


def carried_out_at_once(game: Game) -> Steps:
    """Take up a vacant mandate as soon as one may, and say at once that it is carried out."""
    yield from _vacant(game)
    yield game.now + facts.days(game.view, "grace_days") + MINUTE
    for one in list(facts.duties(game.view)):
        if one.state == "vacant":
            game.does(game.able()[0], moves.takes_up(one.number))
            game.does(game.able()[0], moves.completes(one.number))
    yield from _stands(game)


def declare_and_leave(game: Game) -> Steps:
    """Take up a vacant mandate, say that it is carried out, and leave: nobody answers for it."""
    yield from _vacant(game)
    yield game.now + facts.days(game.view, "grace_days") + MINUTE
    for one in list(facts.duties(game.view)):
        game.does(game.able()[0], moves.takes_up(one.number))
        game.does(game.able()[0], moves.completes(one.number))
    game.does(game.able()[0], moves.leaves())
    yield from _stands(game)


def declare_again_and_again(game: Game) -> Steps:
    """Say whenever one may that it is carried out: once the others will look away."""
    yield from _vacant(game)
    yield game.now + facts.days(game.view, "grace_days") + MINUTE
    while game.now < game.end - DAY:
        for one in list(facts.duties(game.view)):
            if one.state == "vacant":
                game.does(game.able()[0], moves.takes_up(one.number))
            game.does(game.able()[0], moves.completes(one.number))
        yield game.now + DAY


def deny_what_is_done(game: Game) -> Steps:
    """Object to whatever another declares carried out, and vote no."""
    yield from _deny(game)


def deny_while_all_are_away(game: Game) -> Steps:
    """The same, where nobody else looks in."""
    yield from _deny(game, away=True)


def _deny(game: Game, *, away: bool = False) -> Steps:
    first = next(iter(game.honest.values()))
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    game.act(first, moves.proposes(problem))
    yield from roads.reach(game, problem, "work")
    game.away_until = game.end if away else 0
    while game.now < game.end - DAY:
        for one in list(facts.duties(game.view)):
            game.act(first, moves.completes(one.number))
            game.news += 1
            game.all_do(partial(moves.doubts, one.number))
        for poll in facts.polls(game.view):
            roads.cast(game, poll.number, "no")
        yield game.now + DAY


def _stands(game: Game) -> Steps:
    """Wait until nobody can object to what is declared, or vote on it."""
    yield game.now + facts.days(game.view, "objection_days") + MINUTE
    yield game.now + facts.days(game.view, "question_days") + MINUTE


def _vacant(game: Game) -> Steps:
    """The others decide something, and who carries it gives the mandate back."""
    first = next(iter(game.honest.values()))
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    game.act(first, moves.proposes(problem))
    yield from roads.reach(game, problem, "work")
    for one in list(facts.duties(game.view)):
        game.act(first, moves.resigns(one.number))
    yield game.now + MINUTE


def erase_the_reports(game: Game) -> Steps:
    """Carry a mandate, report on it, and erase what was reported."""
    problem = roads.raise_problem(game, bait=True)
    yield from roads.reach(game, problem, facts.DRAFTING)
    game.lure("solution", roads.draft(game, problem))
    yield from roads.reach(game, problem, "work")
    first = game.able()[0]
    for one in list(facts.duties(game.view)):
        game.does(first, moves.reports(one.number))
        yield game.now + MINUTE
        for text in facts.reports(game.view, one.number):
            game.does(first, moves.erases(text))
    yield game.now + MINUTE


def flood(game: Game) -> Steps:
    """One member raises 300 problems, each to be read by all."""
    for _ in range(300):
        game.does(game.able()[0], moves.raises())
    yield game.now + MINUTE
