"""One assembly's life, long enough for a full tile: the honest log that the tests bend.

It has joined, admitted by vote, asked, elected, decided, carried out, erased and withheld.
"""

from functools import lru_cache

from esoviet.law.votes import Vote
from tests.audit.publisher import Publisher
from tests.world import World


@lru_cache(maxsize=1)
def story() -> World:
    """The world at the end of it; nobody may change it."""
    world = World().found(backing="1/100")
    people = world.crowd(30)
    ada, bea, cem = people[:3]
    for number in range(4):
        vote = ada.puts_to_vote() if number % 2 else ada.puts_to_vote("Red", "Blue", "Green")
        for place, person in enumerate(people):
            if number % 2:
                person.votes(vote, ("yes", "no", "abstain")[place % 3])
            else:
                person.votes(vote, [[1 + place % 3], [0]])
        bea.votes(vote, "yes" if number % 2 else [[2, 3], [1]])
        world.pass_days(3)
        world.host.marks_time()
    _decides(world)
    _contests(world)
    words = world.text("This was said in anger.")
    cem.sets_profile(words).erases(words)
    other = world.text("This is somebody else's song.")
    bea.sets_profile(other)
    world.host.withholds(other)
    for sha256 in (words.sha256, other.sha256):
        del world.blobs[sha256]
    ada.votes(ada.puts_to_vote(), "yes")
    assert len(world.entries) > 256
    return world


def published() -> Publisher:
    """An honest host of that log."""
    return Publisher(story())


def _decides(world: World) -> None:
    """A problem and an election come to their decisions."""
    people = world.crowd(12)
    ada, bea = people[:2]
    problem, election = ada.raises_problem(), bea.calls_election(2)
    chosen = [ada.proposes(problem), bea.proposes(problem, "Let it be cold")]
    standing = [person.proposes(election, "I stand") for person in people[:4]]
    for person in people[4:]:
        for solution in (*chosen, *standing):
            person.backs(solution)
    world.pass_days(9.5)
    for vote in world.view.by(Vote, "state", "open"):
        for place, person in enumerate(people):
            options = vote.options[place % 2 :] + vote.options[: place % 2]
            person.votes(vote.number, [[option] for option in options])
    world.pass_days(6)
    world.host.marks_time()
    ada.reports(1)


def _contests(world: World) -> None:
    """An applicant is objected to and voted on."""
    ada, bea, cem = world.crowd(3)
    stranger = world.person("Zoe").applies()
    ada.vouches_for(stranger)
    cem.vouches_for(stranger)
    bea.objects_to(stranger)
    (vote,) = world.view.by(Vote, "state", "open")
    for person in world.crowd(15)[1:]:
        person.votes(vote.number, "no")
    world.pass_days(6)
    world.host.marks_time()
