"""Plans against members' keys and seats: recovery, stolen devices, queues that are full."""

from tests.law.adversary import facts, moves, roads
from tests.law.adversary.moves import Player
from tests.law.adversary.play import DAY, MINUTE, Game, Steps

TRIES = 40


def steal_seats(game: Game) -> Steps:
    """Ask for the place of every other member and vouch; who does not look in in time is out."""
    thieves = [roads.claim_seat(game, victim) for victim in game.honest]
    dues = [roads.claim_due(game, thief) for thief in thieves if thief]
    yield max(dues, default=game.now) + MINUTE


def steal_seats_and_amend(game: Game) -> Steps:
    """With the seats of those who did not look in, carry an amendment."""
    yield from steal_seats(game)
    yield from roads.carry(game, roads.HARMLESS)


def ask_again_and_again(game: Game) -> Steps:
    """Ask for every place anew whenever its owner refused: one day somebody is away."""
    while True:
        for victim in game.honest:
            if not any(claim.member == victim for claim in facts.claims(game.view)):
                roads.claim_seat(game, victim)
        yield game.later(1)


def wake_and_take_all_seats(game: Game) -> Steps:
    """Wake alone, admit a guest by the one vouch of all who are awake, and vouch with them."""
    yield game.now + MINUTE
    guest = roads.bring_guest(game)
    yield facts.guest_due(game.view, guest) + MINUTE if guest else game.now
    yield from steal_seats(game)


def twins(game: Game) -> Steps:
    """Many requests for one place at once: the owner has to see and refuse each."""
    victim = next(iter(game.honest))
    thieves = [roads.claim_seat(game, victim, f"twin {one}") for one in range(TRIES)]
    yield max([roads.claim_due(game, one) for one in thieves if one], default=game.now) + MINUTE


def change_ballots(game: Game) -> Steps:
    """Just before a vote closes, take the places of those who voted no and vote yes for them."""
    thieves = [roads.claim_seat(game, victim) for victim in game.honest]
    dues = [roads.claim_due(game, thief) for thief in thieves if thief]
    yield max(dues, default=game.now) - facts.days(game.view, "question_days") + MINUTE
    game.does(game.able()[0], moves.asks())
    question = facts.newest_question(game.view)
    for player in game.able()[1:]:
        game.does(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    if not vote:
        return
    yield facts.poll(game.view, vote).due - MINUTE
    roads.cast(game, vote, "yes")
    yield from roads.close(game, vote)


def refuse_the_owner(game: Game) -> Steps:
    """Take a place, then refuse every recovery with which its owner and their friends want it."""
    victim, *friends = game.honest
    thief = roads.claim_seat(game, victim)
    yield roads.claim_due(game, thief) + MINUTE if thief else game.now
    for turn in range(TRIES // 4):
        owner = Player(f"owner {turn}")
        game.known.add(owner.kid)
        game.act(owner, moves.asks_to_recover(owner, victim))
        for friend in friends:
            game.act(game.honest[friend], moves.vouches_for_recovery(owner.kid))
        yield game.now + MINUTE
        if thief:
            game.does(thief, moves.refuses_recovery(owner.kid, own=True))
        yield game.later(5)


def device_beats_phrase(game: Game) -> Steps:
    """A stolen device kills the phrase, or sets another one, and kills all other devices."""
    victim, owner = next(iter(game.honest.items()))
    stolen, phrase = Player("stolen device"), Player("phrase")
    game.act(owner, moves.sets_phrase(owner, phrase, game.id))
    game.act(owner, moves.enrols(owner, stolen, game.id))
    yield game.now + MINUTE
    game.ours.append(stolen)
    game.does(stolen, moves.revokes(phrase.kid))
    game.does(stolen, moves.sets_phrase(stolen, Player("the thief's phrase"), game.id))
    game.does(stolen, moves.revokes(owner.kid))
    game.seated[victim] = owner.kid
    yield game.later(1)
    again = Player("the owner's next device")
    game.act(phrase, moves.revokes(stolen.kid))
    game.act(phrase, moves.enrols(phrase, again, game.id))
    yield game.later(game.scene.days)


def device_refuses_recovery(game: Game) -> Steps:
    """A stolen device that is the only key left refuses every recovery by friends."""
    victim, owner = next(iter(game.honest.items()))
    stolen = Player("stolen device")
    game.act(owner, moves.enrols(owner, stolen, game.id))
    yield game.now + MINUTE
    game.ours.append(stolen)
    game.does(stolen, moves.revokes(owner.kid))
    for turn in range(TRIES // 4):
        again = Player(f"owner {turn}")
        game.known.add(again.kid)
        game.act(again, moves.asks_to_recover(again, victim))
        for friend in list(game.honest)[1:]:
            game.act(game.honest[friend], moves.vouches_for_recovery(again.kid))
        game.does(stolen, moves.refuses_recovery(again.kid, own=True))
        yield game.later(5)


def full_queue(game: Game) -> Steps:
    """Who is no member at all keeps requests waiting: nobody else can ask for a place."""
    victims = list(game.honest)
    for day in range(2):
        for number in range(1000):
            stranger = Player(f"stranger {day} {number}")
            move = moves.asks_to_recover(stranger, victims[number % len(victims)])
            if game.act(stranger, move) is not None:
                break
        yield game.later(1 - day)
    owner = Player("owner")
    if game.act(owner, moves.asks_to_recover(owner, victims[0])) is not None:
        game.shut_out.append(victims[0])
    yield game.now + MINUTE


def hold_the_slot(game: Game) -> Steps:
    """Always have a claim under way: where few take effect at a time, the owner's own one waits."""
    owner, others = max(game.honest), list(game.honest)
    again = Player("the owner's new key")
    del game.honest[owner]
    game.welcome.add(owner)
    game.known.add(again.kid)
    roads.claim_seat(game, others[0])
    game.act(again, moves.asks_to_recover(again, owner))
    game.news += 1
    for turn in range(8):
        yield game.later(7)
        roads.claim_seat(game, others[turn % (len(others) - 1)])
    if facts.owner(game.view, again.kid) != owner:
        game.shut_out.append(owner)
    yield game.now + MINUTE


def run_the_clock(game: Game) -> Steps:
    """The host writes a time far ahead and one member confirms it: a waiting time lasts a moment.

    A member's `at` makes the time sure (1.6), and the host alone bounds that `at` (1.11).
    """
    thieves = [roads.claim_seat(game, victim) for victim in game.honest]
    due = max([roads.claim_due(game, thief) for thief in thieves if thief], default=0)
    for early in (MINUTE, -4 * DAY):  # in the last part of the wait somebody is there (13.4)
        game.clock_ahead = max(0, due - early - game.now)
        game.all_do(moves.marks_time)
        yield game.now + MINUTE
