"""What a coalition wants, each as a check on the state. Its bound is in `bounds.BOUNDS`."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.law.adversary import facts
from tests.law.adversary.bounds import growth, half, support
from tests.law.adversary.play import Check, Game

MOST = 6  # guests and claims under way that count for who searches
SUCCESSION = 60 * 86_400_000  # the road of an election, and some time to think of it
TOO_MANY = 20  # problems of one member that wait at once


class Goal(NamedTuple):
    """Something that a coalition wants; `late`: judged only when its time is over.

    `progress` says in a number how near the coalition is, for who searches.
    """

    name: str
    reached: Check
    progress: Callable[[Game], float] = lambda _game: 0.0
    late: bool = False


def amended(game: Game) -> bool:
    """The constitution was amended by a decision that the coalition carried."""
    if facts.version(game.view) == game.version:
        return False
    return not facts.wish_done(game.view, game.scene.wants) or not game.scene.wants


def seat_taken(game: Game) -> bool:
    """A key of ours acts for another member, who has none left."""
    return any(_captured(game, number) for number in game.honest)


def ballot_changed(game: Game) -> bool:
    """Something is adopted with ballots of others in the coalition's hand."""
    captured = {number for number in game.honest if _captured(game, number)}
    adopted = [one for one in facts.outcomes(game.view) if one.adopted]
    return any(captured & one.supporters for one in adopted)


def silenced(game: Game) -> bool:
    """A member is one still, but has no key of their own with which to act."""
    view = game.view
    ours = {player.kid for player in game.ours}
    return any(
        facts.is_member(view, number) and facts.kids_of(view, number) <= ours
        for number in game.honest
    )


def too_many_guests(game: Game) -> bool:
    """More guests came in, for the time that it took, than an assembly should take by vouches."""
    terms = 1 + (game.now - game.begun) // facts.settling(game.view)
    return len(game.numbers()) - game.scene.k > terms * growth(game.scene.n)


def majority(game: Game) -> bool:
    """The coalition and its guests are more than half of all members."""
    return len(game.numbers()) >= half(len(facts.members(game.view)))


def elected_without_votes(game: Game) -> bool:
    """One of ours was elected, and fewer were for it than a decision needs."""
    elections = [one for one in facts.outcomes(game.view) if one.kind == "election" and one.adopted]
    return any(
        game.is_ours(facts.draft(game.view, winner).by) and _few(game, one.supporters)
        for one in elections
        for winner in one.winners
    )


def seat_empty(game: Game) -> bool:
    """An election was won, and nobody sits, though another stood."""
    elected = any(one.kind == "election" and one.adopted for one in facts.outcomes(game.view))
    return elected and not any(
        duty.seat and facts.is_member(game.view, duty.lead) for duty in facts.duties(game.view)
    )


def clings(game: Game) -> bool:
    """One of ours sits long after the term, though others could have elected a successor."""
    late = game.now - SUCCESSION
    seats = [one for one in facts.duties(game.view) if one.seat and one.until < late]
    return any(game.is_ours(one.lead) for one in seats)


def adopted_by_few(game: Game) -> bool:
    """Something of ours was adopted with fewer for it than a decision needs."""
    return any(
        one.adopted and one.kind in ("problem", "question") and _few(game, one.supporters)
        for one in facts.outcomes(game.view)
        if _is_ours(game, one)
    )


def adopted_by_half(game: Game) -> bool:
    """A share of all was asked for, and not more than half of all are for it."""
    return any(
        one.adopted and one.kind == "question" and len(one.supporters) < half(game.scene.n)
        for one in facts.outcomes(game.view)
    )


def surprised(game: Game) -> bool:
    """Something of ours was adopted, with fewer for it than would have come to vote no."""
    there = round(game.scene.turnout * len(game.honest))
    return any(
        one.adopted and _is_ours(game, one) and len(one.supporters) < there
        for one in facts.outcomes(game.view)
    )


def admitted_against(game: Game) -> bool:
    """A guest of the others was refused with more yes than no."""
    return any(
        one.kind == "admission" and not one.adopted and len(one.supporters) > len(one.opponents)
        for one in facts.outcomes(game.view)
    )


def blocked(game: Game) -> bool:
    """What the others want did not come."""
    return not facts.wish_done(game.view, game.scene.wants)


def swapped(game: Game) -> bool:
    """A text stands for the vote though more of the others back another version of it."""
    others = set(game.honest)
    polls = [poll for poll in facts.polls(game.view) if poll.kind == "problem"]
    return any(
        len(facts.backed_otherwise(game.view, option) & others)
        > len(facts.backers_of_what_stands(game.view, option) & others)
        for poll in polls
        for option in poll.options
    )


def crowded_out(game: Game) -> bool:
    """The solution that most back is not among those voted on."""
    if not game.favourite:
        return False
    gone = list(facts.matters(game.view, facts.VOTING, *facts.ENDED))
    standing = {number for poll in facts.polls(game.view) for number in poll.options}
    return bool(gone) and game.favourite not in standing


def erased(game: Game) -> bool:
    """A report on a mandate cannot be read any more."""
    return any(
        facts.is_erased(game.view, text)
        for duty in facts.duties(game.view)
        for text in facts.reports(game.view, duty.number)
    )


def flooded(game: Game) -> bool:
    """One member made all others read more than anybody can."""
    waiting = [one for one in facts.matters(game.view) if game.is_ours(one.by)]
    return len(waiting) > TOO_MANY


def hollow(game: Game) -> bool:
    """One of ours says that a mandate of the others is carried out, and that is that."""
    done = [one for one in facts.duties(game.view) if one.state == "done"]
    return bool(done)


def never_done(game: Game) -> bool:
    """What somebody says to have carried out is not done."""
    declared = [one for one in facts.duties(game.view) if facts.was_declared(game.view, one.number)]
    return any(one.state != "done" for one in declared)


def squatted(game: Game) -> bool:
    """One of ours holds a mandate of the others to the end."""
    return any(not one.seat and game.is_ours(one.lead) for one in facts.duties(game.view))


def orphaned(game: Game) -> bool:
    """Nobody who was there is a member any more, and the assembly goes on."""
    before = range(1, game.scene.n + 1)
    return not facts.has_ended(game.view) and not any(
        facts.is_member(game.view, number) for number in before
    )


def found_necessary_by_few(game: Game) -> bool:
    """A problem of ours is found necessary by fewer of those who are members than it should be."""
    least = min(3, half(len(facts.members(game.view))))
    return any(
        len([n for n in facts.necessary(game.view, one.number) if facts.is_member(game.view, n)])
        < least
        for one in facts.matters(game.view, facts.DRAFTING)
        if game.is_ours(one.by)
    )


def tarries(game: Game) -> bool:
    """A vote is open though everybody has voted."""
    return any(
        all(facts.has_voted(game.view, poll.number, one) for one in facts.members(game.view))
        for poll in facts.polls(game.view)
    )


def shut_out(game: Game) -> bool:
    """Somebody who could do a thing cannot, since others have filled all places."""
    return bool(game.shut_out)


def rushed(game: Game) -> bool:
    """Something was raised, read and decided before anybody could look in."""
    return game.rushed


def _captured(game: Game, number: int) -> bool:
    kids = facts.kids_of(game.view, number)
    return game.seated[number] not in kids and bool(kids & {player.kid for player in game.ours})


def _few(game: Game, supporters: frozenset[int]) -> bool:
    return len(supporters) < support(game.scene)


def _is_ours(game: Game, one: facts.Outcome) -> bool:
    return game.is_ours(facts.poll(game.view, one.vote).by)


PHASES: Mapping[str, float] = {
    facts.NECESSITY: 1,
    facts.DRAFTING: 4,
    facts.READING: 12,
    facts.VOTING: 16,
}


def _near_amending(game: Game) -> float:
    """How far the best problem of ours is on its road, with an amendment behind it."""
    ours = [one for one in facts.matters(game.view) if game.is_ours(one.by) and not one.seats]
    return max((_worth(game, one, amends=True) for one in ours), default=0)


def _near_electing(game: Game) -> float:
    """The same for an election in which one of ours stands."""
    ours = [one for one in facts.matters(game.view) if game.is_ours(one.by) and one.seats]
    return max((_worth(game, one, amends=False) for one in ours), default=0)


def _near_adopting(game: Game) -> float:
    """The same for any solution, or a question."""
    asked = [poll for poll in facts.polls(game.view) if game.is_ours(poll.by)]
    questions = [16 + _ballots(game, poll.number) for poll in asked if poll.kind == "question"]
    ours = [one for one in facts.matters(game.view) if game.is_ours(one.by) and not one.seats]
    return max([*questions, *(_worth(game, one, amends=False) for one in ours)], default=0)


def _worth(game: Game, one: facts.Matter, *, amends: bool) -> float:
    worth = PHASES[one.phase] + len(facts.necessary(game.view, one.number)) / 10
    for draft in facts.drafts(game.view, one.number)[:3]:
        if game.is_ours(draft.by) and draft.amends >= amends:
            worth += 3 + len(facts.backers(game.view, draft.number)) / 5
    return worth + (_ballots(game, one.vote) if one.vote else 0)


def _ballots(game: Game, vote: int) -> float:
    return 2.0 * sum(facts.has_voted(game.view, vote, number) for number in game.numbers())


def _near_guests(game: Game) -> float:
    """Who came in, and how near the next few are."""
    worth = 10.0 * len(game.numbers())
    waiting = [one for one in facts.guests(game.view) if game.is_ours(one.number)]
    near = [1 + sum(map(game.is_ours, one.vouchers)) + 3 * one.waits for one in waiting]
    return worth + sum(sorted(near, reverse=True)[:MOST])


def _near_a_seat(game: Game) -> float:
    """How near the next few claims are."""
    ours = {player.kid for player in game.ours}
    near = [1 + 2 * len(one.vouchers) for one in facts.claims(game.view) if one.kid in ours]
    return sum(sorted(near, reverse=True)[:MOST])


GOALS: Mapping[str, Goal] = {
    goal.name: goal
    for goal in (
        Goal("amend", amended, _near_amending),
        Goal("seat", seat_taken, _near_a_seat),
        Goal("ballot", ballot_changed),
        Goal("silence", silenced, late=True),
        Goal("guests", too_many_guests, _near_guests),
        Goal("majority", majority, _near_guests),
        Goal("elect", elected_without_votes, _near_electing),
        Goal("empty seat", seat_empty, late=True),
        Goal("cling", clings),
        Goal("adopt", adopted_by_few, _near_adopting),
        Goal("half", adopted_by_half),
        Goal("surprise", surprised),
        Goal("refuse", admitted_against),
        Goal("block", blocked, late=True),
        Goal("swap", swapped),
        Goal("crowd", crowded_out),
        Goal("erase", erased),
        Goal("flood", flooded),
        Goal("hollow", hollow),
        Goal("never done", never_done, late=True),
        Goal("squat", squatted, late=True),
        Goal("orphan", orphaned),
        Goal("necessity", found_necessary_by_few),
        Goal("tarry", tarries),
        Goal("shut out", shut_out),
        Goal("rush", rushed),
    )
}
