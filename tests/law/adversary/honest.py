"""What the others do when they look in: the natural, honest thing, and no more.

They refuse a recovery of themselves and object to one of somebody else; object to
guests whom only the coalition vouches for; say of its problems that they are not necessary; vote
against it; stand and vote in elections, and call a new one where a term is over; vouch for
newcomers whom they know, or let them in by a door that they keep; carry what they want themselves;
report on it; ask for a mandate back on which nothing happens; object where one of the coalition
says that something is carried out; second the calls of others and ask to stop those of the
coalition that stand; find its contests of exhibits and its facts unfounded and those of others
founded; give a sign of life.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.constitution import DAY
from esoviet.law.view import View
from tests.law.adversary import facts, moves
from tests.law.adversary.facts import Poll
from tests.law.adversary.moves import Ballot, Move

if TYPE_CHECKING:
    from tests.law.adversary.play import Game

PATIENCE = 60 * DAY
"""How long they wait for what the coalition was to carry out."""


def deeds(game: "Game", me: int, *, idle: bool) -> Iterator[Move]:
    """All that a member does at one look."""
    view = game.view
    if not facts.is_member(view, me):
        return
    yield from _keys(game, view, me)
    yield from _guests(game, view, me)
    yield from _friends(game, view, me)
    yield from _problems(game, view, me)
    yield from _questions(game, view, me)
    yield from _calls(game, view, me)
    yield from _contests(game, view, me)
    yield from _facts(game, view, me)
    yield from _ballots(game, view, me)
    yield from _terms(game, view)
    yield from _work(game, view, me)
    if game.wishing:
        yield from _wish(game, view, me)
    if idle:
        yield moves.sets_profile()


def owes(game: "Game", me: int) -> bool:
    """Whether there is something to do though nothing is new: a report, or a term that is over."""
    return any(_terms(game, game.view)) or any(_work(game, game.view, me))


def is_news(move: Move) -> bool:
    """Whether the others have something to answer: a new matter, not another ballot."""
    return move.kind in moves.NEWS


def _keys(game: "Game", view: View, me: int) -> Iterator[Move]:
    for claim in facts.claims(view):
        if claim.kid not in game.known and not claim.doubted:
            yield moves.refuses_recovery(claim.kid, own=claim.member == me)


def _guests(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Object to whom only the coalition vouches for, one objection a guest."""
    for guest in facts.guests(view):
        friends = [one for one in guest.vouchers if game.is_ours(one)]
        if friends and not guest.objectors:
            yield moves.objects(guest.number)


def _problems(game: "Game", view: View, me: int) -> Iterator[Move]:
    for matter in facts.matters(view, facts.NECESSITY, facts.DRAFTING):
        good = not game.is_ours(matter.by) or ("problem", matter.number) in game.bait
        if matter.phase == facts.NECESSITY:
            if not facts.assessed(view, matter.number, me):
                yield moves.finds(matter.number, "necessary" if good else "not-necessary")
            continue
        for draft in facts.drafts(view, matter.number):
            if _likes(game, draft.by, draft.number) and me not in facts.backers(view, draft.number):
                yield moves.backs(draft.number, draft.version)
        standing = [one.by for one in facts.drafts(view, matter.number)]
        if matter.seats and good and me not in standing and len(standing) < 2 * matter.seats:
            yield moves.proposes(matter.number)


def _questions(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Second what others ask, and ask for a mandate that somebody sits on."""
    for asked in facts.inquiries(view):
        if not game.is_ours(asked.by) and me not in asked.seconders:
            yield moves.seconds(asked.number)
    under_way = facts.vacating(view)
    for duty in facts.duties(view):
        squats = game.is_ours(duty.lead) and not duty.seat and game.now - duty.since > PATIENCE
        if squats and duty.number not in under_way:
            yield moves.wants(vacates=duty.number)


def _calls(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Second what others call to; ask to stop what the coalition calls to, once it stands."""
    under_way = facts.stopping(view)
    for call in facts.calls(view):
        if game.is_ours(call.by):
            if call.stands and call.number not in under_way:
                yield moves.wants(stops=call.number)
        elif not call.stands and me not in call.seconders:
            yield moves.seconds_call(call.number)


def _contests(game: "Game", view: View, me: int) -> Iterator[Move]:
    for one in facts.disputes(view):
        if me not in one.weighers and me not in (one.by, one.brought_by):
            yield moves.weighs_contest(one.number, founded=not game.is_ours(one.by))


def _facts(game: "Game", view: View, me: int) -> Iterator[Move]:
    for one in facts.situations(view):
        if me not in one.weighers and me != one.by:
            yield moves.weighs_fact(one.number, "unfounded" if game.is_ours(one.by) else "founded")


def _likes(game: "Game", by: int, solution: int) -> bool:
    return not game.is_ours(by) or ("solution", solution) in game.bait


def _ballots(game: "Game", view: View, me: int) -> Iterator[Move]:
    for poll in facts.polls(view):
        if facts.can_vote(view, poll.number, me):
            if facts.has_voted(view, poll.number, me):
                continue
            if poll.method in CHOOSING:
                liked = () if game.is_ours(poll.by) else poll.options[:1]
                yield moves.chooses(poll.number, *liked)
                continue
            choice = _choice(game, view, poll)
            calm = game.scene.complacent and choice in ("no", "object", [[facts.NO_ACTION]])
            if not calm or facts.would_pass(view, poll.number):
                yield moves.votes(poll.number, choice)


def _choice(game: "Game", view: View, poll: Poll) -> Ballot:
    if poll.method in WORDS:
        return WORDS[poll.method][_is_attack(game, view, poll)]
    options = [facts.draft(view, one) for one in poll.options if poll.kind != "question"]
    liked = [[one.number] for one in options if _likes(game, one.by, one.number)]
    brief = game.scene.brief and liked
    return liked if brief else [*liked, [facts.NO_ACTION]]


def _terms(game: "Game", view: View) -> Iterator[Move]:
    """Call an election where the term of a seat is over, if nobody has."""
    over = {
        one.problem for one in facts.duties(view) if one.lead and one.seat and one.until <= game.now
    }
    for problem in over - facts.renewed(view):
        yield moves.raises(facts.matter(view, problem).seats, problem)


def _is_attack(game: "Game", view: View, poll: Poll) -> bool:
    """A question by the coalition, a place that it wants, or a guest whom it brought."""
    if poll.kind == "recovery":
        return poll.kid not in game.known
    if poll.kind in ("question", "completion"):
        return game.is_ours(poll.by)
    return poll.by not in game.welcome


def _work(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Report in time on what they carry, and object where the coalition says that it is done."""
    for duty in facts.duties(view):
        false = duty.state == "declared" and game.is_ours(duty.lead)
        if false and me not in facts.doubters(view, duty.number):
            yield moves.doubts(duty.number)
    soon = game.now + facts.days(view, "report_days") // 2
    for duty in facts.duties_of(view, me):
        if duty.state in ("active", "overdue") and duty.due < soon:
            yield moves.reports(duty.number)


def granted(game: "Game") -> bool:
    """Whether the others have what they want: an amendment, or one more decision or election."""
    if game.scene.wants:
        return facts.wish_done(game.view, game.scene.wants)
    return carried(game) > game.carried_before


def carried(game: "Game") -> int:
    """How many decisions of the others (or elections, where they want one) were adopted."""
    kind = "election" if game.seats_wanted else "problem"
    outcomes = [one for one in facts.outcomes(game.view) if one.adopted and one.kind == kind]
    return sum(not game.is_ours(facts.poll(game.view, one.vote).by) for one in outcomes)


def _wish(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Bring what the honest want on its road, if nobody has."""
    if granted(game):
        return
    own = [one for one in facts.matters(view) if not game.is_ours(one.by)]
    if not own:
        yield moves.raises(game.seats_wanted)
    for matter in own:
        drafts = facts.drafts(view, matter.number)
        proposed = any(not game.is_ours(one.by) for one in drafts)
        wanted = matter.phase == facts.DRAFTING and not matter.seats and not proposed
        if wanted and (game.scene.wants or facts.is_free(view, me)):
            yield moves.proposes(matter.number, dict(game.scene.wants))


def _friends(game: "Game", view: View, me: int) -> Iterator[Move]:
    """Vouch for whom they know: newcomers who are welcome, a friend who lost a phone.

    While a door is open its keepers let newcomers in by it, and nobody needs to vouch.
    """
    doors = facts.open_doors(view)
    kept = [door for door, keepers in doors if me in keepers]
    for guest in facts.guests(view) if kept or not doors else ():
        if guest.number not in game.welcome:
            continue
        if kept:
            yield moves.lets_in(guest.number, kept[0])
        elif not guest.waits and me not in guest.vouchers:
            yield moves.vouches(guest.number)
    for claim in facts.claims(view):
        if claim.kid in game.known and me != claim.member and me not in claim.vouchers:
            yield moves.vouches_for_recovery(claim.kid)
