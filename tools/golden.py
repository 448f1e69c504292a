"""The golden log of edition 1, with the digests of its states.

A year of a small assembly in which every kind of act is done and every kind of record is made. The
log is `tests/golden/edition1/log.jsonl`, an entry a line; `digests.txt` beside it has the digest of
the state after each entry. Until release 1.0 the two are made anew when the law grows; from then on
they are never changed.
"""

from collections.abc import Iterator
from pathlib import Path

from esoviet.law.act import Act, Author, Blob
from esoviet.law.actions import Action
from esoviet.law.amendments import Amending
from esoviet.law.applications import KeyProof
from esoviet.law.mandates import Mandate
from esoviet.law.questions import Question
from esoviet.law.records import Key
from esoviet.law.repairs import Repair
from esoviet.law.reviews import Review
from esoviet.law.solutions import Budget, Effect
from esoviet.law.topics import Post, Topic
from esoviet.law.votes import Vote
from esoviet.may.asking import Possible, may, names
from esoviet.may.lines import LINES
from esoviet.may.says import Trial
from esoviet.wire import entry as spelling
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.person import Person
from tests.world import DAY, World, policy, replay, signing_key

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden" / "edition1"
LOG, DIGESTS = FOLDER / "log.jsonl", FOLDER / "digests.txt"


def story() -> World:
    """The year, from the founding on."""
    *_, world = parts()
    return world


def parts() -> Iterator[World]:
    """The same world after each part of the year."""
    world = World().found(
        vouches="2",
        grace_days="3",
        recovery_days="3",
        readership="public",
        witnesses=policy("watchers.example"),
    )
    for tell in (
        joining, devices, problem, mandate, amendment, election, consequences, forms, repair,
        questions, actions, criticism, exhibits, situation, drafting, talk, texts, parting,
        the_rest,
    ):  # fmt: skip
        tell(world)
        yield world


def joining(world: World) -> None:
    """Invitations, applications, vouches, an objection and its vote."""
    ada, bea, cem, dot = world.crowd(4)
    link = signing_key("Bea's link")
    bea.invites(link, uses=3).takes_back(link)
    bea.invites(signing_key("another link"), uses=2)
    bea.ends_founding()
    world.pass_days(7)
    eva = world.person("Eva").applies(signing_key("another link"))
    cem.vouches_for(eva)
    fay = world.person("Fay")
    paper = signing_key("Fay's paper")
    text = f"esoviet/recovery-of/v1\n\n{fay.kid}\n{key_name(paper.public)}\n".encode()
    shown = KeyProof(key=b64u(paper.public), proof=b64u(paper.sign(text)))
    fay.applies(recovery=shown, statement=world.text("I live in number 9"))
    dot.objects_to(fay)
    ada.vouches_for(fay)
    bea.vouches_for(fay)
    for person, choice in ((ada, "yes"), (bea, "yes"), (cem, "no")):
        person.votes(fay.record.vote, choice)
    world.person("Gus").applies().withdraws_application()
    world.person("Hal").applies()
    world.pass_days(5)
    assert (eva.state, fay.state) == ("member", "member")


def devices(world: World) -> None:
    """A phone, two phrases, a recovery that succeeds, one that is doubted and one voted down."""
    ada, bea, cem, dot = world.crowd(4)
    phone = ada.enrols(signing_key("Ada's phone"))
    ada.sets_recovery(signing_key("Ada's paper"))
    phone.revokes(ada.kid)
    world.cast["Ada"] = phone
    thief = bea.with_key(signing_key("a thief")).asks_to_recover(bea)
    bea.refuses_recovery_by(thief)
    stranger = dot.with_key(signing_key("a stranger")).asks_to_recover(world.person("Fay"))
    cem.confirms(stranger)
    dot.confirms(stranger)
    world.person("Eva").doubts(stranger)
    phone.sets_recovery(signing_key("Ada's next paper"))
    new = cem.with_key(signing_key("Cem's new phone")).asks_to_recover(cem)
    phone.confirms(new)
    bea.confirms(new)
    world.pass_days(3)
    world.host.marks_time(checkpoint=world.checkpoint("watchers.example"))
    world.cast["Cem"] = new
    new.sets_profile()


def problem(world: World) -> None:
    """A problem from the first word to the decision, with all that is said on the way."""
    ada, bea, cem, dot = (world.person(name) for name in ("Ada", "Bea", "Cem", "Dot"))
    lapsing = ada.raises_problem()
    one = bea.raises_problem("It is cold on the second floor")
    repair = bea.proposes(one, "Repair the heating", effect=degrees(world, "18"))
    renew, gone = cem.proposes(one, "A new boiler"), dot.proposes(one, "Coats for all")
    money = Budget(amount="300", currency="EUR")
    bea.revises(repair, "Repair the heating by May", effect=degrees(world, "20.5"), budget=money)
    dot.withdraws_solution(gone)
    ada.backs(repair).backs(renew).backs(renew, backs=False)
    dot.backs(renew)
    cem.revises(renew, "A new boiler, and a smaller one")
    dot.backs(renew)
    hands = world.text("Two of us have done it before")
    ada.volunteers_for(repair, hours=4).assesses(repair, 80, 70, 60, 50, people_note=hands)
    dot.volunteers_for(renew).volunteers_for(renew, offers=False)
    photo = world.text("a photograph of a thermometer", "image/jpeg")
    shows = world.text("Twelve degrees at noon")
    claim = dot.argues(one, "supports", evidence=(photo,), captions=shows, solution=repair)
    reply = cem.argues(one, "refutes", argument=claim)
    ada.argues(one, "asks")
    ada.weighs(claim, founded=True).weighs(reply, founded=False)
    cem.retracts(reply)
    vote = world.open_vote(one)
    world.host.marks_time(checkpoint=world.checkpoint("watchers.example"))
    ada.votes(vote.number, [[repair], [renew, 0]], "It is cheaper")
    bea.votes(vote.number, [[0], [repair]]).votes(vote.number, [[repair], [0]])
    cem.votes(vote.number, [[renew], [0], [repair]]).asks_to_close(vote.number)
    assert world.close(vote.number).winners == (repair,)
    assert lapsing


def degrees(world: World, target: str) -> Effect:
    indicator = world.text("°C at noon")
    return Effect(indicator=indicator, baseline="12", target=target, by=world.now)


def mandate(world: World) -> None:
    """Reports, neglect, a resignation, taking up, completion, and an adopted solution."""
    ada, bea, cem, dot = (world.person(name) for name in ("Ada", "Bea", "Cem", "Dot"))
    bea.reports(1)
    world.pass_days(17)
    ada.takes_up(1).resigns(1)
    world.pass_days(3)
    dot.takes_up(1).offers_mandate(1, cem)
    cem.accepts_mandate(1)
    work(world)
    cem.completes(1, measured="19.5", lesson=world.text("Two are needed for a boiler"))
    ada.objects_to_completion(1, "It is cold still").takes_objection_back(1)
    bea.objects_to_completion(1)
    dot.objects_to_completion(1)
    for person in (ada, bea, cem, dot):
        person.votes(world.view.count(Vote), "no" if person is dot else "yes")
    world.close(world.view.count(Vote))
    assert world.the(Mandate, 1).state == "done"
    decided = world.the(Mandate, 1).decision
    ada.judges(decided).judges(decided, "not", "repeal")
    bea.judges(decided, "partly", "amend")
    dot.criticises_own(1, intended="A warm house", happened="I had no time")
    cem.criticises_own(1, happened="It is warm")
    world.turn_to(world.the(Review, decided).due)
    assert world.the(Review, decided).anew
    _together(world)


def _together(world: World) -> None:
    """Somebody joins a solution that another has adopted."""
    ada, bea, cem, dot = (world.person(name) for name in ("Ada", "Bea", "Cem", "Dot"))
    for _ in range(2):
        world.decide(bea)
    bea.offers_mandate(world.view.count(Mandate), ada)
    crowded = cem.raises_problem()
    third = bea.proposes(crowded, "One thing more")
    ada.adopts(third)
    cem.joins(third)
    dot.joins(third).joins(third, joins=False).joins(third)
    ada.welcomes(third, cem).welcomes(third, dot, welcomes=False)
    ada.votes(world.open_vote(crowded).number, [[third], [0]])
    bea.votes(world.view.count(Vote), [[third], [0]])
    world.close(world.view.count(Vote))


def work(world: World) -> None:
    """Cem leads mandate 1: a plan, expenses, a share, a task, a report."""
    ada, bea, cem, dot = (world.person(name) for name in ("Ada", "Bea", "Cem", "Dot"))
    cem.plans(1).plans(1, "The roof first", evidence=(world.text("a sketch", "image/png"),))
    cem.spends(1, "12.5", receipts=(world.text("a receipt", "image/png"),))
    cem.strikes(1, cem.spends(1, "-3.25", "A bucket came back"))
    cem.offers_share(1, bea)
    bea.accepts_share(1, accepts=False)
    cem.offers_share(1, bea)
    bea.accepts_share(1).resigns(1)
    task = cem.opens_task(1, hands=2, until=world.now + DAY)
    ada.takes(task).hands_back(task).takes(task)
    ada.finishes(task, word=world.text("The paint is in the shed"))
    dot.takes(task)
    photo, lines = world.text("a photograph", "image/png"), world.text("The boiler")
    cem.closes_task(task).reports(1, measured="19", evidence=(photo,), captions=lines)


def amendment(world: World) -> None:
    """New rules, and a new name."""
    name = world.text("Mill Street Tenants")
    rules = {"vote_days": "2", "question_days": "1/2", "election_method": "stv-meek"}
    world.decide(world.person("Ada"), amending=Amending(parameters=rules, name=name))


def election(world: World) -> None:
    """Two seats for three."""
    cast = world.present()
    problem = cast[0].calls_election(2)
    standing = [person.proposes(problem) for person in cast[:3]]
    vote = world.open_vote(problem).number
    for n, person in enumerate(cast):
        person.votes(vote, [[standing[n % 3]], [standing[(n + 1) % 3]]])
    assert world.close(vote).ending == "elected"


def consequences(world: World) -> None:
    """A list, a door that is shut, a mandate taken back, a recall."""
    cast = world.present()
    ada, bea, cem = cast[:3]
    ivy, joe = (world.person(name).applies() for name in ("Ivy", "Joe"))
    world.decide(bea)
    held = world.view.count(Mandate)
    seat = next(one for one in world.view.rows(Mandate) if one.until)
    listed, opened = ada.wants(admits=(ivy.number,)), ada.wants_door(2, 30, bea)
    door = world.view.count(Question)
    for vote in (listed, opened, ada.wants(vacates=held), ada.wants(recalls=seat.problem)):
        for person in cast:
            person.votes(vote, "yes")
    world.pass_days(3)
    bea.lets_in(joe, door)
    ada.shuts(door)
    cem.shuts(door)
    assert (ivy.state, joe.state) == ("member", "member")


def questions(world: World) -> None:
    """Yes and no, several answers, a share of all; and, with many members, a second."""
    ada, bea, cem = (world.person(name) for name in ("Ada", "Bea", "Cem"))
    for vote in (ada.puts_to_vote(), bea.puts_to_vote(majority="2/3", of_all=True)):
        for person, choice in ((ada, "yes"), (bea, "no"), (cem, "abstain")):
            person.votes(vote, choice)
    divided, (*most, one, other) = ada.puts_to_vote(), world.present()
    for person in (*most, one, other):
        person.votes(divided, "yes" if person in most else "no")
    report = one.writes_minority_report(world.close(divided).number)
    other.signs_minority_report(report)
    days = ada.puts_to_vote("Monday", "Tuesday", "Friday")
    ada.votes(days, [[2], [1], [0]])
    bea.votes(days, [[2, 3], [0]])
    world.pass_days(1)
    world.amend(ada, backing="1/4", necessity_quorum="1/4")
    question, waiting = ada.asks(), ada.asks()
    bea.seconds(question)
    assert waiting
    raised = cem.raises("Noise")
    ada.finds("necessary", raised).finds("unsure", raised, "Which noise?")
    bea.finds("not-necessary", raised)
    cem.withdraws_problem(raised)


def actions(world: World) -> None:
    """An action of a mandate that ends, one called off, a call that stands, one that is stopped."""
    cast = world.present()
    ada, bea = cast[:2]
    led = next(one for one in world.view.rows(Mandate) if one.held_by)
    lead = next(one for one in cast if one.number == led.held_by)
    lead.announces("A rally", led.number)
    lead.calls_off(lead.announces("A stall", led.number, kind="stall"))
    stopped = ada.announces(begins=world.now + 9 * DAY, ends=world.now + 10 * DAY)
    for person in cast[1:]:
        if world.the(Action, stopped).state == "waiting":
            person.seconds_call(stopped)
    bea.announces("Letters", kind="letters")
    vote = ada.wants(stops=stopped)
    for person in cast:
        person.votes(vote, "yes")
    world.close(vote)
    assert world.the(Action, stopped).state == "stopped"


def criticism(world: World) -> None:
    """On a mandate, accepted; on another's doing, put anew and answered; on a rule."""
    cast = world.present()
    led = next(one for one in world.view.rows(Mandate) if one.held_by)
    lead = next(one for one in cast if one.number == led.held_by)
    first, other, third = [one for one in cast if one is not lead][:3]
    photo, lines = world.text(b"a picture", "image/png"), world.text("The door, as it is")
    shown = {"evidence": (photo,), "captions": lines, "consequence": world.text("It is cold")}
    lead.answers(first.criticises(mandate=led.number, **shown))
    mine = other.criticises(mandate=led.number)
    lead.answers(mine, "not-mine")
    third.answers(other.renews(mine, third), "answered", "I did, by letter")
    first.criticises(rule="vote_days")


def exhibits(world: World) -> None:
    """A picture that others vouch for and that is contested; one withdrawn; one of an action."""
    cast = world.present()
    author, first, second, third = cast[:4]
    photo = {"kind": "image", "file": world.text(b"a picture", "image/webp")}
    told = {"alternative": world.text("A wall with a crack"), "original": "5" * 64}
    crack = author.brings(problem=1, day=world.now // DAY * DAY - DAY, **photo, **told)
    first.vouches_for_exhibit(crack)
    second.vouches_for_exhibit(crack).vouches_for_exhibit(crack, vouches=False)
    led = next(one for one in world.view.rows(Mandate) if one.held_by)
    lead = next(one for one in cast if one.number == led.held_by)
    told_by = author.brings("The landlord: it is the tenants' fault")
    lead.reports(led.number, exhibits=(crack, told_by)).plans(led.number, exhibits=(crack,))
    forged, person = first.contests(crack), second.contests(crack, "person", None)
    third.weighs_contest(forged)
    second.weighs_contest(forged)
    first.weighs_contest(person, founded=False)
    second.withdraws_contest(person)
    author.withdraws_exhibit(told_by)
    seen = {"kind": "image", "file": world.text(b"a crowd", "image/jpeg")}
    first.brings("The rally", action=1, inside=True, **seen)
    lies = world.text("geo:52.52,13.4")
    second.brings("The crossing, as it is", kind="place", problem=1, position=lies)


def situation(world: World) -> None:
    """Facts: one established, cited and contested again; one withdrawn; one that nobody weighs."""
    cast = world.present()
    author, first, second, third = cast[:4]
    problem = author.raises_problem("The roof leaks")
    photo, lines = world.text(b"a roof", "image/png"), world.text("Seen from below")
    leak = author.states(problem, evidence=(photo,), captions=lines, exhibits=(1,))
    gone = first.states(problem, "Nobody came")
    second.states(problem, "It rained in May")
    for one in (first, second, third):
        one.weighs_fact(leak)
    second.argues(problem, "supports", "Water comes in", facts=(leak, gone))
    third.weighs_fact(gone, "unsure").weighs_fact(leak, "unfounded")
    first.withdraws_fact(gone)


def drafting(world: World) -> None:
    """Rewordings: one taken up, one declined, one withdrawn, one that waits."""
    author, first, second = world.present()[:3]
    problem = author.raises("The gutter")
    first.finds("unsure", problem)
    author.revises_problem(problem, "The gutter leaks", takes=(first.rewords(problem),))
    world.open_problem(problem, author)
    solution = author.proposes(problem, "Repair it")
    taken, declined = first.suggests(solution), second.suggests(solution, None)
    first.withdraws_rewording(first.suggests(solution, "soon", length=0))
    author.declines(declined).revises(solution, "by May it", takes=(taken,))
    second.suggests(solution, "in May")
    other, third = second.proposes(problem, "New tiles"), first.proposes(problem, "Slates")
    first.answers_merge(author.merges(problem, solution, third), agrees=False)
    first.answers_merge(second.merges(problem, other, third))
    first.backs(solution)
    second.argues(problem, "refutes", "It leaks again", solution=solution)
    author.argues(problem, "asks", "For how long?", solution=solution)
    world.reach(problem, "reading")
    case = author.writes_case(solution)
    first.signs_case(case)
    second.writes_case(solution, "against", "Tiles are better")
    world.open_vote(problem)


def talk(world: World) -> None:
    """Topics: one with answers, thanks and a post of which only the answers are left; one alone."""
    author, first, second, third = world.present()[:4]
    photo, lines = world.text(b"the bins", "image/png"), world.text("Seen on Monday")
    bins = author.opens_topic("Who empties the bins?", evidence=(photo,), captions=lines)
    full = first.posts(bins, "They are full", exhibits=(1,))
    angry = world.text("It is always the same people")
    answer = second.posts(bins, angry, full)
    third.posts(bins, "@2 Let us take turns", answer)
    author.thanks(full)
    third.thanks(full).thanks(full, thanks=False)
    slip = second.opens_topic("The yard on Monday")
    second.mends("The yard on Tuesday", post=world.view.count(Post))
    second.erases(angry)
    third.raises("The bins are not emptied", post=full)
    first.asks(post=world.the(Topic, slip).first)


def repair(world: World) -> None:
    """What two thirds sign; and what one signs alone."""
    cast = world.present()
    number = cast[0].proposes_repair(question_days="1")
    for person in cast[1:]:
        person.signs(number)
    cast[1].signs(number, signs=False)
    world.pass_days(7)
    assert world.the(Repair, number).state == "done"
    cast[1].proposes_repair(majority="3/5")


def forms(world: World) -> None:
    """Several, consent that is given and that is not, dates, a budget."""
    ada, bea, cem = (world.person(name) for name in ("Ada", "Bea", "Cem"))
    chosen = ada.puts_to_vote("Bread", "Soup", "Salad", form="several", most=2)
    ada.chooses(chosen, 1, 2)
    bea.chooses(chosen, 2)
    cem.chooses(chosen)
    given, doubted = (bea.puts_to_vote(form="consent") for _ in range(2))
    for person in (ada, bea, cem):
        person.votes(given, "consent")
    ada.votes(doubted, "abstain")
    for person in (bea, cem):
        person.votes(doubted, "object", "It is too dear")
    first = world.now // 1000 * 1000 + 30 * DAY
    dates = cem.puts_to_vote(form="dates", times=(first, first + DAY), minutes=90)
    ada.chooses(dates, 1, 2)
    bea.chooses(dates, 2)
    cem.chooses(dates, 2)
    money = cem.puts_to_vote("Benches", "Trees", "Books", form="budget", costs=(60, 40, 30),
                             budget=100, currency="€")  # fmt: skip
    ada.chooses(money, 1, 2)
    bea.chooses(money, 1, 2)
    cem.chooses(money, 3)
    world.pass_days(0.55)
    ada.votes(doubted + 3, "yes")


def texts(world: World) -> None:
    """Erased by who brought it, withheld by the host."""
    ada, bea = world.person("Ada"), world.person("Bea")
    mine, slander = world.text("My address"), world.text("Slander")
    ada.sets_profile(mine).erases(mine)
    bea.sets_profile(slander)
    world.host.withholds(slander)
    bea.mends("Shall we, then?", question=bea.asks())


def parting(world: World) -> None:
    """One leaves, the others doze off, and one wakes."""
    world.person("Dot").leaves()
    world.pass_days(200)
    world.person("Ada").asks()
    world.host.marks_time()


def the_rest(world: World) -> None:
    """What the catalog has besides, each once, by the first who can: so a new act is in the log."""
    done = {type(act) for _, act in world.acts()}
    for kind in LINES:
        if kind not in done:
            assert any(does_one(world, who, kind) for who in world.present()), kind


def does_one(world: World, who: Person, kind: type[Act]) -> bool:
    """Whether somebody did an act of this kind."""
    return any(does(world, who, one) for one in may(world.view, who.number, {kind}))


def does(world: World, who: Person, possible: Possible) -> bool:
    """Whether an act that is possible was done, in one of the ways that `may` would try."""
    author = Author(who.kid, b"", world.the(Key, who.kid), who.record)
    about = names(possible.act, possible.about)
    for says in LINES[possible.act].says(Trial(world.view, author, possible.about)):
        told = {
            name: world.text(f"{name} of a new act") if isinstance(value, Blob) else value
            for name, value in says.items()
        }
        if world.submit(world.seal(who.key, possible.act, **about, **told)).refusal is None:
            return True
    return False


def digests(entries: list[bytes]) -> list[str]:
    """The digest of the state after each entry."""
    world, states = World(), []
    for entry in entries:
        world.now, jws = spelling.read(entry)
        assert world.submit(jws).refusal is None
        states.append(world.state.digest())
    assert states[-1] == replay(entries).state.digest()
    return states


def files() -> dict[Path, bytes]:
    """The log and its digests."""
    made = story().entries
    lines = "".join(f"{digest}\n" for digest in digests(made))
    return {LOG: b"".join(entry + b"\n" for entry in made), DIGESTS: lines.encode()}
