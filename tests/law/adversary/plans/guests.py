"""Plans with people from outside: puppets, links, doors that turn, applicants kept out."""

from functools import partial

from tests.law.adversary import facts, moves, roads
from tests.law.adversary.moves import Player
from tests.law.adversary.play import DAY, HOUR, MINUTE, Game, Steps

CROWD = 60
MOST = 4  # guests for each member, more than any plan needs


def puppets(game: Game) -> Steps:
    """Vouch for a crowd at once; each costs the others an objection and a vote."""
    numbers = [roads.bring_guest(game) for _ in range(CROWD)]
    yield max([facts.guest_due(game.view, n) for n in numbers if n], default=game.now) + MINUTE


def grow_like_friends(game: Game) -> Steps:
    """Every guest who came in vouches for more: the coalition doubles until it is the majority."""
    while len(game.ours) < MOST * game.scene.n:
        before = len(game.able())
        for _ in range(before):
            roads.bring_guest(game)
        yield game.now + facts.days(game.view, "objection_days") + HOUR


def apply_again(game: Game) -> Steps:
    """Who was refused applies at once with a new key; one day too few of the others vote."""
    while True:
        for _ in range(5):
            roads.bring_guest(game)
        waiting = facts.days(game.view, "objection_days") + facts.days(game.view, "vote_days")
        yield game.now + waiting + HOUR


def grow_and_amend(game: Game) -> Steps:
    """Grow to more than half of all, then carry an amendment with the voices of the guests."""
    while 2 * len(game.numbers()) <= len(facts.members(game.view)):
        for _ in range(len(game.able())):
            roads.bring_guest(game)
        yield game.now + facts.days(game.view, "objection_days") + HOUR
    yield from roads.carry(game, roads.HARMLESS)


def contest_own_guests(game: Game) -> Steps:
    """Object to one's own guests and vote them in: a vote must not lead round the line."""
    while True:
        numbers = [roads.bring_guest(game) for _ in range(len(game.able()))]
        waiting = [number for number in numbers if number]
        if waiting:
            game.does(game.able()[0], moves.objects(*waiting))
        for poll in facts.polls(game.view):
            roads.cast(game, poll.number, "yes")
        yield game.later(facts.days(game.view, "vote_days") / DAY) + HOUR


def door_at_night(game: Game) -> Steps:
    """Ask for a door while few look in, and let a crowd in by it."""
    first = game.able()[0]
    until, keeper = game.later(60), facts.owner(game.view, first.kid)
    yield from roads.ask(game, moves.opens_door(len(game.honest), [keeper], until))
    for number in range(len(game.honest)):
        let_in(game, first, Player(f"stranger {number}"))
    yield game.now + MINUTE


def list_at_night(game: Game) -> Steps:
    """The same with a list of applicants who wait."""
    crowd = [Player(f"stranger {number}") for number in range(min(200, len(game.honest)))]
    for guest in crowd:
        game.does(guest, moves.applies(guest))
        game.ours.append(guest)
    numbers = [facts.number_of(game.view, guest.kid) for guest in crowd]
    yield from roads.ask(game, moves.wants(admits=tuple(numbers)))
    yield game.now + MINUTE


def keep_the_door(game: Game) -> Steps:
    """Be named as keepers of a door for three, and let in all one's own puppets by it."""
    keepers = [facts.owner(game.view, player.kid) for player in game.able()]
    asker = next(iter(game.honest.values()))
    yield from roads.ask(game, moves.opens_door(3, keepers, game.later(60)), by=asker)
    for number in range(CROWD):
        let_in(game, game.able()[number % len(keepers)], Player(f"stranger {number}"))
    yield game.now + MINUTE


def shut_every_door(game: Game) -> Steps:
    """The others open a door for a friend, and the coalition shuts it at once."""
    keeper, player = next(iter(game.honest.items()))
    yield from roads.ask(game, moves.opens_door(1, [keeper], game.later(60)), by=player)
    doors = [door for door, _ in facts.open_doors(game.view)]
    for door in doors:
        game.all_do(partial(moves.shuts, door))
    friend = Player("friend at the door")
    game.act(friend, moves.applies(friend))
    number = facts.number_of(game.view, friend.kid)
    game.welcome.add(number)
    for door in doors:
        if game.act(player, moves.lets_in(number, door)) is not None:
            game.shut_out.append(number)
    yield game.now + MINUTE


def let_in(game: Game, keeper: Player, guest: Player) -> None:
    """A guest of the coalition comes in by every door that is open, if it can be."""
    game.does(guest, moves.applies(guest))
    game.ours.append(guest)
    number = facts.number_of(game.view, guest.kid)
    for door, _ in facts.open_doors(game.view):
        game.does(keeper, moves.lets_in(number, door))


def founders_link(game: Game) -> Steps:
    """Years later, the founder's link still admits at once whoever shows it."""
    yield game.later(1)
    founder, link = game.ours[-1], Player("the founder's link")
    game.does(founder, moves.invites(link, uses=CROWD))
    for number in range(CROWD):
        guest = Player(f"stranger {number}")
        if game.does(guest, moves.applies(guest, game.id, link)):
            game.ours.append(guest)
    yield game.now + MINUTE


def revolving_door(game: Game) -> Steps:
    """Join, say that a problem is necessary, leave; what those who are gone said still counts."""
    founder, link = game.ours[-1], Player("the founder's link")
    game.does(founder, moves.invites(link, uses=CROWD))
    game.does(founder, moves.raises())
    problem = facts.newest_problem(game.view)
    for number in range(CROWD):
        guest = Player(f"passer-by {number}")
        if facts.matter(game.view, problem).phase != facts.NECESSITY:
            break
        if game.does(guest, moves.applies(guest, game.id, link)):
            game.does(guest, moves.finds(problem))
            game.does(guest, moves.leaves())
        yield game.now + MINUTE


def one_objector(game: Game) -> Steps:
    """Object to everyone whom the others bring: then too few vote on each of them."""
    first, second = list(game.honest)[:2]
    for number in range(5):
        guest, link = Player(f"friend {number}"), Player(f"friend's link {number}")
        game.act(game.honest[first], moves.invites(link))
        game.act(guest, moves.applies(guest, game.id, link))
        one = facts.number_of(game.view, guest.kid)
        game.welcome.add(one)
        game.act(game.honest[second], moves.vouches(one))
        game.does(game.able()[0], moves.objects(one))
        yield game.now + MINUTE
    yield game.later(facts.days(game.view, "vote_days") / DAY) + HOUR


def crowd_the_queue(game: Game) -> Steps:
    """Bring guests without end: where few come in, in order, a friend of the others waits."""
    for _ in range(6):
        roads.bring_guest(game)
    friend = Player("friend in the queue")
    game.act(friend, moves.applies(friend))
    number = facts.number_of(game.view, friend.kid)
    game.welcome.add(number)
    game.news += 1
    for _ in range(8):
        yield game.later(7)
        roads.bring_guest(game)
    if not facts.is_member(game.view, number):
        game.shut_out.append(number)
    yield game.now + MINUTE


def last_one_leaves(game: Game) -> Steps:
    """Everybody leaves: what is left is an assembly that nobody can ever enter or end."""
    for player in game.able():
        game.does(player, moves.leaves())
    yield game.now + MINUTE


def hand_it_on(game: Game) -> Steps:
    """The only member vouches for a stranger and leaves: another owns name and history."""
    roads.bring_guest(game)
    yield game.now + facts.days(game.view, "objection_days") + MINUTE
    game.does(game.ours[0], moves.leaves())
    yield game.now + MINUTE


def full_waiting_room(game: Game) -> Steps:
    """Who is no member at all keeps 200 applications waiting: nobody applies without a link."""
    for number in range(200):
        stranger = Player(f"applicant {number}")
        game.act(stranger, moves.applies(stranger))
    yield game.now + MINUTE
    honest = Player("honest stranger")
    if game.act(honest, moves.applies(honest)) is not None:
        game.shut_out.append(0)
    yield game.now + MINUTE
