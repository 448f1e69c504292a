"""An assembly that has been through everything, for tests of what can be read."""

from typing import Any, NamedTuple

from esoviet.law.act import Blob
from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Budget, Effect, Solution
from esoviet.law.votes import Vote
from tests.world import World

MARKDOWN = "# The heating\n\nIt is cold on *every* floor.\n"


class Story(NamedTuple):
    """The world, and the numbers of what happened in it."""

    world: World
    problem: int
    election: int
    amendment: int
    open_problem: int
    waiting: int
    open_vote: int
    open_question: int
    contested: int
    asking: str
    erased: Blob
    evidence: Blob


def tell(**constitution: str) -> Story:
    """Live through it all; the last entry marks the time."""
    rules = {"readership": "public", "necessity_quorum": "1/4", "application_days": "60"}
    world = World().found(**(rules | constitution))
    crowd = world.crowd(12)
    ada, bea, cem, dot, eva, *others = crowd
    problem = _debated(world)
    election = _called(world)
    amendment = ada.raises_problem("Longer votes")
    cem.amends(amendment, vote_days="6")
    withdrawn = dot.raises("Never mind")
    dot.withdraws_problem(withdrawn)
    world.pass_days(9.5)
    for person in crowd[:9]:
        person.votes(1, [[2], [1, 0]])
        person.votes(2, [[3], [4], [5]])
        person.votes(3, [[6], [0]])
    bea.votes(1, [[1], [0]], reason="It is cheaper")
    cem.votes(1, [[2]])
    decided = dot.puts_to_vote()
    for person in crowd[:7]:
        person.votes(decided, "yes" if person is not eva else "no")
    eva.puts_to_vote()
    world.pass_days(6)
    bea.reports(1, "The boiler is ordered")
    bea.writes_minority_report(1, "The other way is cheaper")
    others[0].leaves()
    shed = ada.raises("A bicycle shed")
    open_problem = ada.raises("The roof leaks")
    bea.finds("necessary", open_problem, reason="Look at the stairs")
    world.open_problem(open_problem, ada)
    cem.proposes(open_problem, "A new roof")
    evidence = world.text("not really a picture", "image/png")
    dot.argues(open_problem, "supports", "See for yourself", evidence=(evidence,))
    erased = world.text("What I should not have said")
    eva.argues(open_problem, "refutes", erased)
    eva.erases(erased)
    world.pass_days(9.5)
    _talked(world)
    waiting = dot.raises("The bins are full", post=2)
    _revised(world, shed)
    ada.votes(world.view.count(Vote), [[world.view.count(Solution)]])
    open_question = world.the(Vote, bea.puts_to_vote("Red", "Green")).subject
    eva.votes(world.view.count(Vote), [[2], [1], [0]])
    ada.proposes_repair("Votes take too long", vote_days="4")
    bea.signs(1)
    _acted(world)
    _criticised(world)
    bea.criticises_own(1, happened="It took two winters", lesson="Order a boiler in the *summer*")
    _worked(world)
    _shown(world, waiting)
    _stated(world, waiting)
    eva.posts(1, "Look at it", exhibits=(1,))
    bea.asks(post=2)
    contested = _contested(world)
    asking = world.person("Dot, without her keys").asks_to_recover(dot)
    cem.confirms(asking)
    world.host.marks_time()
    return Story(
        world,
        problem,
        election,
        amendment,
        open_problem,
        waiting,
        world.view.count(Vote) - 2,
        open_question,
        contested,
        asking.kid,
        erased,
        evidence,
    )


def _revised(world: World, problem: int) -> None:
    """Ada takes one rewording up; another waits, and Cem's judgement was of the earlier text."""
    ada, bea, cem, eva = world.members("Ada", "Bea", "Cem", "Eva")
    cem.finds("necessary", problem, reason="Mine was stolen")
    words = eva.rewords(problem, "\n\nFor ten", place=14, length=0)
    ada.revises_problem(problem, "A bicycle shed\n\nFor ten", takes=(words,))
    bea.rewords(problem, " of us", place=23, length=0)


def _debated(world: World) -> int:
    ada, bea, cem, dot, eva = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    problem = ada.raises(MARKDOWN)
    world.cast["Fay"].finds("unsure", problem)
    bea.finds("necessary", problem, reason="I freeze")
    world.open_problem(problem, ada)
    first = cem.proposes(problem, "Repair the boiler", effect=_effect(world))
    taken, declined = dot.suggests(first, " before winter", place=17), eva.suggests(first)
    eva.withdraws_rewording(eva.suggests(first, None))
    cem.declines(declined)
    words = "Repair the boiler before winter"
    cem.revises(first, words, effect=_effect(world), takes=(taken,))
    eva.suggests(first, "Mend", place=0, length=6)
    money = Budget(amount="1800", currency="EUR")
    second = bea.proposes(problem, "Buy a new boiler", budget=money)
    ada.backs(second)
    why = world.text("Half of the money is there")
    dot.assesses(second, 40, 90, 75, 60, means_note=why)
    eva.assesses(second, 41, 80, 70, 60)
    dot.volunteers_for(second, hours=3)
    eva.joins(first)
    cem.welcomes(first, eva)
    dot.joins(second)
    argument = eva.argues(problem, "refutes", "It broke each year", solution=first)
    reply = cem.argues(problem, "asks", "Did anybody oil it?", argument=argument)
    dot.weighs(argument, True)
    dot.weighs(reply, False)
    cem.retracts(reply)
    return problem


def _effect(world: World) -> Effect:
    indicator = world.text("degrees in the stairs, in January")
    return Effect(indicator=indicator, baseline="9.5", target="17", by=1_800_000_000_000)


def _called(world: World) -> int:
    ada, bea, dot = world.members("Ada", "Bea", "Dot")
    election = ada.calls_election(2)
    for person in (ada, bea, dot):
        person.proposes(election, f"I am {person.name} and I would write the minutes")
    return election


def _acted(world: World) -> None:
    """An action of a mandate that comes, one that is called off, a call, one that waits."""
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    soon = world.now + 12 * 86_400_000
    times: dict[str, Any] = {"begins": soon, "ends": soon + 7_200_000}
    bea.announces("A rally for the boiler", 1, **times)
    bea.calls_off(bea.announces("A stall", 1, kind="stall", **times))
    ada.announces("Stop the eviction at number 9", kind="picket", **times)
    cem.seconds_call(3)
    cem.announces("Letters to the landlord", kind="letters", **times)


def _shown(world: World, problem: int) -> None:
    """Exhibits: a picture that stands, one that is folded, one withdrawn, one for members only."""
    ada, bea, cem, eva = world.members("Ada", "Bea", "Cem", "Eva")
    picture = {"kind": "image", "file": world.text(b"a picture", "image/webp"), "problem": problem}
    roof = ada.brings("The roof from the *yard*", day=0, **picture)
    bea.vouches_for_exhibit(roof)
    crowd = bea.brings("Who repaired it", **picture | {"file": world.text(b"2", "image/webp")})
    cem.contests(crowd, "person", "My *neighbour* is in it")
    told = cem.brings("The landlord: it never rained in", problem=problem)
    hidden = {"kind": "image", "file": world.text(b"3", "image/webp"), "inside": True}
    ada.brings("At the stall", action=1, **hidden)
    eva.argues(problem, "supports", "Look up", exhibits=(roof, crowd, told, 4))
    eva.weighs_contest(bea.contests(told))
    cem.withdraws_exhibit(told)


def _stated(world: World, problem: int) -> None:
    """Facts: one established and cited, one contested and cited, one withdrawn, one open."""
    ada, bea, cem, eva = world.members("Ada", "Bea", "Cem", "Eva")
    photo, line = world.text(b"a roof", "image/png"), world.text("From the yard")
    leaks = ada.states(problem, "The roof *leaks*", exhibits=(1,), evidence=(photo,), captions=line)
    rains, gone = bea.states(problem, "It rains in"), cem.states(problem, "Nobody came")
    eva.states(problem, "The gutter is from 1962")
    for one in (bea, cem, eva):
        one.weighs_fact(leaks)
    for one in (ada, cem, eva):
        one.weighs_fact(rains, "unfounded")
    eva.weighs_fact(gone, "unsure")
    eva.argues(problem, "supports", "Both say so", facts=(leaks, rains, gone))
    cem.withdraws_fact(gone)


def _talked(world: World) -> None:
    """A topic with answers, a quote and thanks; one that somebody else goes on with."""
    ada, bea, cem, eva = world.members("Ada", "Bea", "Cem", "Eva")
    photo, line = world.text(b"bins", "image/png"), world.text("The bins on Monday")
    bins = ada.opens_topic("Who empties the *bins*?", evidence=(photo,), captions=line)
    full = bea.posts(bins, "@Ada They are full")
    answer = cem.posts(bins, "It is always the same people", full)
    eva.posts(bins, "> It is always the same\n\nLet us take turns", answer)
    ada.thanks(full)
    eva.thanks(full)
    bea.posts(cem.opens_topic("The yard"), "What about it?")


def _worked(world: World) -> None:
    """Tasks that want hands, that somebody has taken, that are done."""
    ada, bea, dot = world.members("Ada", "Bea", "Dot")
    carry = bea.opens_task(1, "Carry the old boiler out", hands=3)
    bea.plans(1, "First the old one goes")
    sketch, line = world.text(b"a sketch", "image/png"), world.text("The cellar")
    bea.plans(1, "First the new one comes", evidence=(sketch,), captions=line)
    bea.opens_task(1, "Sweep the cellar", until=world.now + 12 * 86_400_000)
    ada.takes(carry)
    dot.takes(carry).finishes(carry, word=world.text("My part stands in the yard"))
    receipt = world.text(b"a receipt", "image/png")
    bea.spends(1, "1650", "The boiler", receipts=(receipt,))
    bea.strikes(1, bea.spends(1, "16.50", "The boiler"))
    bea.shares(1, dot)
    bea.offers_share(1, ada)
    done = bea.opens_task(1, "Buy pipes")
    bea.closes_task(done)


def _criticised(world: World) -> None:
    """On a mandate, answered; not one's doing and put anew; folded; on a rule; on how we work."""
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    photo = world.text(b"a picture", "image/png")
    shown = {"evidence": (photo,), "consequence": world.text("We froze")}
    lead = next(one for one in (ada, bea, cem) if one.number == world.the(Mandate, 1).lead)
    other, third = [one for one in (ada, bea, cem) if one is not lead]
    lead.answers(
        other.criticises("Nobody was told of the scaffold", mandate=1, **shown),
        "answered",
        "There was a note at the door",
    )
    mine = third.criticises("The stairs were left dirty", mandate=1)
    lead.answers(mine, "not-mine")
    other.answers(third.renews(mine, other), "accepted")
    other.criticises("Votes take too long", rule="vote_days")
    other.criticises("Meetings begin late")
    other.criticises("It was decided in a hurry", decision=1)


def _contested(world: World) -> int:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.person("Zed").applies()
    yan = world.person("Yan")
    yan.applies()
    ada.vouches_for(yan)
    cem.objects_to(yan, reason="They broke the window")
    bea.vouches_for(yan)
    return yan.number
