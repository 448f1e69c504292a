"""What happens in the conformance logs, chapter by chapter of docs/law.md.

Each shows what members do, what is refused, and what has followed by the log alone. Where somebody
who had only the documents could not know what follows, it stands here.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from esoviet.law.actions import Action, ActionSecond
from esoviet.law.arguments import Argument, Weighing
from esoviet.law.blobs import EraseBlob
from esoviet.law.briefings import Briefing
from esoviet.law.carriers import Partner
from esoviet.law.cases import Case, CaseSigning
from esoviet.law.completion import Doubt
from esoviet.law.consequences import Consequence, Then
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.criticism import Criticism
from esoviet.law.decisions import Decision
from esoviet.law.doors import Arrival, Doorway
from esoviet.law.exhibits import Exhibit, Vouching
from esoviet.law.facts import Fact, FactWeighing
from esoviet.law.falling import Contest, ContestWeighing
from esoviet.law.growth import Vouch
from esoviet.law.keys import PhraseChange
from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import Mandate, Report
from esoviet.law.membership import SetProfile
from esoviet.law.minority import MinorityReport, MinoritySigning
from esoviet.law.planning import Plan
from esoviet.law.problems import Assessment, Problem, ProblemVersion
from esoviet.law.questions import Question, Seconding
from esoviet.law.records import Assembly, BlobRecord, Clock, Former, Key, Member, Mended
from esoviet.law.recovery import Recovery
from esoviet.law.repairs import Repair, Signing
from esoviet.law.reviews import Judgement, Review
from esoviet.law.rewordings import Rewording
from esoviet.law.solutions import Backing, Budget, Practicality, Solution, StoppedBacking, Version
from esoviet.law.spending import Expense
from esoviet.law.tasks import Hand, Task
from esoviet.law.together import Joining
from esoviet.law.topics import Post, Talker, Thanks, Topic
from esoviet.law.votes import Roll, Vote
from esoviet.wire.encoding import b64
from tests.world import DAY, policy, signing_key
from tools.conformance.recorder import Recorder

Chapter = Callable[[Recorder], None]
MINUTE = 60_000


def acts_and_the_log(world: Recorder) -> None:
    ada, bea = world.found(readership="public").members("Ada", "Bea")
    world.says("Each of these breaks one rule of the envelope; nothing of it has an effect.")
    ada.is_refused("1.2").does(SetProfile, profile=world.text("Ada"), assembly="0" * 64)
    ada.is_refused("1.4").does(SetProfile, profile=world.text("Ada"), seq=9)
    ada.is_refused("1.4").does(SetProfile, profile=world.text("Ada"), prev="0" * 64)
    nothing = b64(bytes(32))
    ada.is_refused("1.5").does(SetProfile, profile=world.text("Ada"), seen=(2, nothing))
    ada.is_refused("1.5").does(SetProfile, profile=world.text("Ada"), seen=(99, nothing))
    early, late = world.second - 73 * 60 * MINUTE, world.second + 11 * MINUTE
    ada.is_refused("1.11").does(SetProfile, profile=world.text("Ada"), at=early)
    ada.is_refused("1.11").does(SetProfile, profile=world.text("Ada"), at=late)
    world.person("Zoe").is_refused("1.3").does(SetProfile, profile=world.text("Zoe"))
    world.says("What Bea said with one device is replaced by another only if that had seen it.")
    phone = bea.enrols(signing_key("telephone"))
    seen = world.seen()
    bea.sets_profile("Bea Bell")
    with world.looking(*seen):
        phone.is_refused("1.12").sets_profile("Bea")
    phone.sets_profile("Bea B.")
    world.says("Time has passed, but only the host says so: the question lapses at the next act of")
    world.says("a member, as of its own deadline. An act at the deadline itself comes after it.")
    asked = world.the(Question, ada.asks())
    assert asked.window is not None
    world.sleep_until(asked.due - asked.window.part // 2)
    world.host.marks_time()
    world.sleep_until(asked.due)
    world.host.marks_time()
    bea.is_refused("10.2").seconds(asked.number)
    bea.marks_time()
    world.stands(Clock, Key, Question)


def founding(world: Recorder) -> None:
    world.found(readership="public", founding_days="2", majority="1/2", vote_days="1/288")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.says("Two others end the founding period; then the founder's link is a vouch (3.4).")
    bea.ends_founding().is_refused("2.5", "another").ends_founding()
    cem.ends_founding().is_refused("2.5").ends_founding()
    world.person("Dot").applies(world.link)
    world.says("Days are milliseconds, rounded down: 1/288 of a day is 300,000. An amendment makes")
    world.says("a time a quarter of what it is at least, four times that at most (2.8).")
    problem = ada.raises_problem()
    world.confirm()
    ada.is_refused("6.2", "a quarter").amends(problem, vote_days="1/71")
    ada.is_refused("6.2").amends(problem, vote_days="91")
    world.says("To name a parameter is to change it, though its value is the same (6.2).")
    bea.amends(problem, vote_days="1/288")
    option = ada.amends(problem, vote_days="1/72", majority="3/5")
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[option]])
    world.close(vote)
    world.says(
        "Two of three sign a repair: what an amendment cannot do at once (2.10, 2.11). It is"
    )
    world.says("in force a week after the second signature, unless that is taken back.")
    ada.is_refused("2.11").proposes_repair(vote_days="1/289")
    ada.is_refused("2.12").proposes_repair(edition="2")
    repair = ada.proposes_repair(vote_days="7", founding_days="30")
    ada.is_refused("2.10").proposes_repair(vote_days="8")
    ada.is_refused("2.10").signs(repair)
    bea.signs(repair).signs(repair, signs=False).signs(repair)
    world.pass_days(7)
    bea.marks_time()
    world.stands(Assembly, Constitution, Amendment, Member, Decision, Repair, Signing)


def membership(world: Recorder) -> None:
    world.found(readership="public", settling_days="2", vouches="2")
    ada, bea, cem, dot = world.crowd(4)
    ada.ends_founding()
    world.says("Two vouches, three days, and then in line: a quarter of the four who acted is one,")
    world.says("but they are more than half of all, so three come in within two days (3.13).")
    eva, fay = world.person("Eva").applies(), world.person("Fay").applies()
    for guest in (eva, fay):
        ada.vouches_for(guest)
        bea.vouches_for(guest)
    ada.is_refused("3.6").vouches_for(eva)
    world.says("Cem objects to one of them: a vote, in which a vouch is a yes (3.7).")
    cem.objects_to(fay).is_refused("3.7").objects_to(fay)
    dot.votes(1, "no")
    cem.votes(1, "no")
    world.person("Gus").is_refused("3.4").applies(signing_key("no invitation"))
    world.close(1)
    world.says("Two to two is not more: Fay is refused, and who vouched rests (3.12).")
    world.pass_days(3)
    hal = world.person("Hal").applies()
    world.confirm()
    ada.is_refused("3.12").vouches_for(hal)
    world.says("A vote opens a door for one, kept by Cem (3.14 to 3.16).")
    vote = cem.wants_door(1, 20, cem)
    for person in (ada, bea, cem):
        person.votes(vote, "yes")
    world.close(vote)
    ada.is_refused("3.16").lets_in(hal, 1)
    cem.lets_in(hal, 1)
    world.says("Dot leaves. Whoever has left does nothing more.")
    dot.leaves().is_refused("1.7").sets_profile()
    world.stands(Member, Vouch, Vote, Doorway, Arrival, Consequence)


def sleep(world: Recorder) -> None:
    world.found(readership="public", dormancy_days="90", settling_days="90")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.says("Whoever does nothing for ninety days is asleep from the last of them on, and after")
    world.says("four times as long at rest (3.10). It is looked at when the time is over, with the")
    world.says("period of that moment.")
    while not cem.record.dormant:
        world.pass_days(30)
        ada.marks_time()
        bea.marks_time()
    world.stands(Assembly, Member)
    world.says("Any act wakes, before it is judged: Cem seconds, and is counted awake in that.")
    asked = ada.asks()
    cem.seconds(asked)
    world.says("The electorate was taken when the question was asked: Cem votes as late (7.3).")
    cem.votes(1, "yes")
    ada.votes(1, "yes")
    world.stands(Assembly, Member, Question, Vote)


def keys_and_recovery(world: Recorder) -> None:
    world.found(readership="public", recovery_days="3", settling_days="2")
    ada, bea, cem, dot = world.crowd(4)
    phone, paper, other = (signing_key(name) for name in ("telephone", "paper", "other paper"))
    world.says("A recovery phrase, and a phone which announces another one: it waits (4.2).")
    phrase = ada.sets_recovery(paper)
    thief = ada.enrols(phone)
    thief.sets_recovery(other)
    world.stands(PhraseChange)
    thief.is_refused("4.3").revokes(phrase.kid)
    phrase.is_refused("1.9").sets_profile()
    phrase.revokes(thief.kid)
    world.says("With the phone that announced it the other phrase has fallen (4.3).")
    thief.is_refused("1.3").sets_profile()
    world.says("Dot has lost everything. A third, two at least, vouch; then three days pass.")
    new = world.person("Dot again")
    new.asks_to_recover(dot)
    world.pass_days(2)
    ada.confirms(new)
    bea.confirms(new).is_refused("4.5").confirms(new)
    world.pass_days(3)
    cem.marks_time()
    new.sets_profile("Dot, with a new key")
    dot.is_refused("1.3").sets_profile()
    world.says("Cem's place is asked for, he doubts it: a vote of two thirds and the support.")
    other_cem = world.person("Cem again")
    other_cem.asks_to_recover(cem)
    cem.refuses_recovery_by(other_cem)
    world.pass_days(3)
    ada.confirms(other_cem)
    bea.confirms(other_cem)
    bea.votes(1, "yes")
    world.close(1)
    ada.marks_time()
    world.stands(Key, PhraseChange, Recovery, Vote, Decision, Member)


def problems(world: Recorder) -> None:
    world.found(readership="public", necessity_days="10", waiting="1")
    ada, bea, cem, _dot = world.crowd(4)
    world.says("Half of four find it necessary, but a tenth of the time is not over (5.3).")
    first = ada.raises()
    ada.is_refused("5.1").raises()
    bea.finds("necessary", first)
    cem.finds("not-necessary", first).finds("unsure", first)
    world.stands(Problem, Assessment)
    world.pass_days(1)
    world.stands(Problem)
    world.says("Who raised it may withdraw it only before that; one that nobody takes up lapses.")
    ada.is_refused("5.5").withdraws_problem(first)
    second = bea.raises()
    world.pass_days(10)
    ada.is_refused("5.2").finds("necessary", second)
    words = world.text("Noise")
    cem.raises(words)
    cem.erases(words)
    world.stands(Problem)


def solutions(world: Recorder) -> None:
    world.found(readership="public", backing="1/4", mandate_cap="1")
    ada, bea, cem, _dot, eva, *_ = world.crowd(8)
    problem = ada.raises_problem()
    text = world.text("Repair it")
    mended, alone = ada.proposes(problem, text), bea.proposes(problem, "A new one")
    world.says("Backing stays with the version it was given to (6.3), but for the proposer's own.")
    cem.backs(mended)
    eva.backs(mended)
    ada.revises(mended, "Repair it by May")
    bea.is_refused("6.3").revises(mended)
    ada.is_refused("12.4").erases(text)
    cem.is_refused("6.5").backs(mended, version=1)
    cem.is_refused("6.5").backs(mended, version=3)
    world.stands(Solution, Version, Backing)
    bea.backs(alone, backs=False).is_refused("6.5").backs(alone, backs=False)
    bea.is_refused("6.4").withdraws_solution(mended)
    tools, risk = world.text("The tools are there"), world.text("It may rain")
    cem.volunteers_for(mended, hours=3).assesses(mended, 80, 60, 40, 10, means_note=tools)
    cem.assesses(mended, 80, 60, 40, 20, risk_note=risk)
    cem.is_refused("12.1").assesses(mended, 80, 60, 40, 20, risk_note=risk)
    world.stands(Practicality)
    ada.is_refused("6.2").amends(problem)
    world.reach(problem, "reading")
    bea.marks_time()
    world.says(
        "One has too few backers, and falls; of the other version 1 stands: of eight two back it."
    )
    cem.is_refused("6.5").backs(alone)
    cem.is_refused("6.5").backs(mended, version=2)
    world.stands(Problem, Solution, Backing)
    world.says(
        "During the reading one stops backing it: at its end it falls, and the problem lapses."
    )
    eva.backs(mended, backs=False)
    world.pass_days(3)
    eva.marks_time()
    world.stands(Problem, Solution, Version)


def standing(world: Recorder) -> None:
    """Which solutions stand: 6.4, 6.8, 6.9."""
    world.found(readership="public", mandate_cap="1", options="5")
    ada, bea, cem, dot, eva, fay = world.crowd(6)
    world.says("What others back stands without its proposer; another commits, in the reading too.")
    second = bea.raises_problem()
    free, own = bea.proposes(second), bea.proposes(second)
    for person in (dot, eva):
        person.backs(free)
    bea.withdraws_solution(own).withdraws_solution(free).is_refused("6.3").revises(free)
    world.reach(second, "reading")
    fay.adopts(free)
    cem.is_refused("6.8").adopts(free)
    world.stands(Problem, Solution, Version, Backing, StoppedBacking)
    world.says(
        "Five stand at most; each counts for less who has one of theirs chosen already (6.9)."
    )
    third = dot.raises_problem()
    clones, lone = [ada.proposes(third) for _ in range(5)], dot.proposes(third)
    for person in (bea, cem, eva):
        for clone in clones:
            person.backs(clone)
    fay.backs(lone)
    world.reach(third, "reading")
    dot.marks_time()
    world.stands(Problem, Solution)


def revised(world: Recorder) -> None:
    """The text of a problem is revised while it is assessed: 5.7 to 5.9."""
    world.found(readership="public")
    ada, bea, cem, dot, *_ = world.crowd(8)
    problem, other = ada.raises(), ada.raises("The stairs are dark")
    world.says("Others suggest words for a passage of its newest version (5.9).")
    ada.is_refused("6.14").rewords(problem)
    bea.is_refused("6.14").rewords(problem, version=2)
    one, two, three = bea.rewords(problem), cem.rewords(problem), bea.rewords(other)
    world.stands(Rewording)
    world.says("Its author takes some up; what was said of the earlier text counts no more (5.8).")
    cem.finds("necessary", problem).finds("not-necessary", other)
    dot.finds("necessary", problem)
    bea.is_refused("5.7").revises_problem(problem)
    bea.is_refused("6.15").declines(two)
    ada.is_refused("6.15").revises_problem(problem, takes=(three,))
    ada.declines(two).is_refused("6.15").revises_problem(problem, takes=(two,))
    ada.revises_problem(problem, takes=(one,))
    cem.is_refused("5.8").finds("necessary", problem, version=1)
    world.stands(Problem, ProblemVersion, Assessment, Rewording)
    cem.finds("necessary", problem)
    dot.finds("unsure", problem)
    world.pass_days(1)
    bea.finds("necessary", problem)
    world.says("It opens a tenth of the time after its newest version, no sooner (5.8).")
    ada.revises_problem(problem)
    for person in (bea, cem):
        person.finds("necessary", problem)
    world.pass_days(1)
    ada.marks_time()
    world.stands(Problem)
    world.turn_to(world.the(Problem, problem).opens)
    ada.is_refused("5.7").revises_problem(problem)
    cem.is_refused("5.9").rewords(problem)
    world.says("In the last tenth of the time no text changes (5.7).")
    late = world.the(Problem, other)
    world.turn_to(late.ends - (late.opens - late.raised) + 1)
    ada.is_refused("5.7").revises_problem(other)
    ada.is_refused("5.9").declines(three)
    dot.is_refused("5.9").rewords(other)
    world.stands(Problem, ProblemVersion, Assessment)


def reworded(world: Recorder) -> None:
    """Other words for a passage: 6.14, 6.15."""
    world.found(readership="public")
    ada, bea, cem, dot = world.crowd(4)
    problem = ada.raises_problem()
    solution, other = ada.proposes(problem), cem.proposes(problem, "A new one")
    world.says("Others suggest words for a passage of the newest version (6.14).")
    ada.is_refused("6.14").suggests(solution)
    bea.is_refused("6.14").suggests(solution, version=2)
    bea.is_refused("6.14").suggests(solution, None, length=0)
    bea.is_refused("6.14").suggests(solution, place=65_536, length=1)
    bea.is_refused("6.14").suggests(solution, reason=world.text("x" * 2001))
    words = world.text("by May")
    one, two, three = (
        bea.suggests(solution, words),
        bea.suggests(solution, None),
        dot.suggests(other),
    )
    gone = dot.suggests(solution, words_gone := world.text("never"))
    dot.erases(words_gone)
    world.says("Its proposer takes some up in a new version, and declines others (6.15).")
    bea.is_refused("6.15").declines(two)
    ada.is_refused("6.15").declines(gone)
    ada.is_refused("6.15").revises(solution, takes=(one, one))
    ada.is_refused("6.15").revises(solution, takes=(three,))
    ada.is_refused("6.15").revises(solution, takes=(gone,))
    ada.declines(two).is_refused("6.15").revises(solution, takes=(two,))
    ada.revises(solution, "Repair it by May", takes=(one,))
    bea.is_refused("12.4").erases(words)
    bea.is_refused("6.15").withdraws_rewording(one)
    world.stands(Rewording, Version)
    dot.withdraws_rewording(three)
    cem.is_refused("6.15").declines(three)
    late = dot.suggests(solution)
    world.reach(problem, "reading")
    ada.is_refused("6.15").declines(late)
    dot.is_refused("6.14").suggests(solution)
    world.stands(Rewording)


def briefed(world: Recorder) -> None:
    """Cases, and the briefing that is frozen: 6.16, 6.17."""
    world.found(readership="public")
    ada, bea, cem, dot, eva, fay = world.crowd(6)
    problem = ada.raises_problem()
    solution, other = ada.proposes(problem), bea.proposes(problem, "A new one")
    for person in (cem, dot):
        person.backs(solution)
    fact = bea.states(problem)
    for person in (ada, cem, dot):
        person.weighs_fact(fact)
    against = bea.argues(problem, "refutes", "It breaks each year", solution=solution)
    fay.argues(problem, "refutes", "It is loud", solution=solution)
    asked = eva.argues(problem, "asks", "What does it cost?", solution=solution)
    weak = eva.argues(problem, "supports", "It is old", solution=other)
    strong = fay.argues(problem, "supports", "It is warm", solution=other)
    ada.weighs(strong, True).weighs(weak, False)
    ada.is_refused("6.16").writes_case(solution)
    world.reach(problem, "reading")
    world.says("Who backs it speaks for it, who has argued against it against it (6.16).")
    bea.is_refused("6.16").writes_case(solution, "for")
    cem.is_refused("6.16").writes_case(solution, "against")
    text = world.text("It is warm by winter")
    first, second = ada.writes_case(solution, "for", text), cem.writes_case(solution)
    ada.is_refused("6.16").writes_case(solution)
    ada.is_refused("12.4").erases(text)
    dot.is_refused("6.16").writes_case(solution, "for", "x" * 8001)
    dot.signs_case(second).is_refused("6.16").signs_case(second)
    dot.is_refused("6.16").signs_case(first, signs=False)
    bea.is_refused("6.16").signs_case(second)
    third = bea.writes_case(solution, "against")
    fay.signs_case(third).signs_case(third, signs=False)
    bea.retracts(against)
    fay.writes_case(solution, "against", "It is too loud")
    world.stands(Case, CaseSigning)
    world.says("What most who may sign it sign stands, and else the best argument (6.17).")
    world.open_vote(problem)
    eva.is_refused("6.16").signs_case(first)
    assert asked
    world.stands(Briefing)


def merged(world: Recorder) -> None:
    """Two solutions become one: 6.18."""
    world.found(readership="public")
    ada, bea, cem, _dot = world.crowd(4)
    problem = ada.raises_problem()
    one, other = ada.proposes(problem), bea.proposes(problem, "A new one")
    cem.backs(other)
    world.says("Ada merges hers with Bea's, who agrees; what Cem backs stands nevertheless (6.18).")
    cem.is_refused("6.18").merges(problem, one, other)
    ada.is_refused("6.18").proposes(problem, merges=(one,))
    ada.is_refused("6.18").merges(problem, one, one)
    merged = ada.merges(problem, one, other)
    cem.is_refused("6.18").answers_merge(merged)
    ada.revises(merged, "Both, by May")
    bea.is_refused("6.18").answers_merge(merged, version=1)
    bea.answers_merge(merged).is_refused("6.18").answers_merge(merged)
    world.stands(Solution, Version, Joining, Backing, StoppedBacking)


def joined(world: Recorder) -> None:
    """Who carries a solution out together: 6.8, 6.12, 6.13, 9.1."""
    world.found(readership="public", mandate_cap="1", report_days="60")
    ada, bea, cem, dot, eva, fay = world.crowd(6)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    world.says("Bea and Cem sign for the first version, and Ada agrees to both (6.12, 6.13).")
    ada.is_refused("6.12").joins(solution).is_refused("6.13").welcomes(solution, bea)
    bea.joins(solution).is_refused("6.12").joins(solution).is_refused("6.13").welcomes(solution, 2)
    cem.joins(solution)
    ada.welcomes(solution, cem).welcomes(solution, bea)
    world.says("A second version: Cem signs for that, Dot is told no, Eva takes it back.")
    ada.revises(solution)
    bea.backs(solution, version=1)
    cem.backs(solution, version=1).joins(solution).joins(solution, version=1)
    dot.joins(solution, version=1)
    eva.joins(solution).joins(solution, joins=False).is_refused("6.12").joins(solution, joins=False)
    ada.welcomes(solution, cem, version=1).welcomes(solution, dot, welcomes=False, version=1)
    dot.joins(solution, joins=False, version=1).joins(solution, version=1)
    world.stands(Joining)
    world.reach(problem, "reading")
    fay.is_refused("6.12").joins(solution, version=2)
    world.says("Somebody who can carries it, so nobody else commits to it (6.8).")
    eva.is_refused("6.8").adopts(solution)
    fay.is_refused("6.12").joins(ada.proposes(ada.calls_election(1)))
    world.says("Ada leaves: Bea, who was agreed to first, leads it, and Cem shares it (9.1).")
    vote = world.open_vote(problem).number
    bea.is_refused("6.12").joins(solution, joins=False, version=1)
    ada.leaves()
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    world.stands(Mandate, Partner, Report)
    _joined_again(world)


def _joined_again(world: Recorder) -> None:
    world.says("Bea holds as many as one may: nobody is bound beyond that (9.2).")
    bea, dot, eva = (world.person(name) for name in ("Bea", "Dot", "Eva"))
    again = eva.proposes(eva.raises_problem())
    bea.is_refused("9.2").joins(again)
    dot.joins(again)
    eva.welcomes(again, dot)
    bea.offers_share(1, dot)
    dot.accepts_share(1, accepts=False)
    bea.offers_share(1, dot)
    dot.accepts_share(1)
    vote = world.open_vote(world.the(Solution, again).problem).number
    for person in world.present():
        person.votes(vote, [[again], [0]])
    world.close(vote)
    world.stands(Mandate, Partner, Report)


def votes(world: Recorder) -> None:
    world.found(readership="public", question_days="2")
    ada, bea, cem, dot = world.crowd(4)
    vote = ada.puts_to_vote("Monday", "Tuesday", "Friday")
    world.person("Eva").applies(world.link)
    world.person("Eva").is_refused("7.3").votes(vote, [[1]])
    ada.is_refused("7.4").votes(vote, "yes")
    ada.is_refused("7.4").votes(vote, [[1], [1]])
    ada.is_refused("7.4").votes(vote, [[4]])
    world.says("Equal ranks; what is left out stands last; who leaves no action out puts it below.")
    ada.votes(vote, [[3, 1], [0]])
    bea.votes(vote, [[2]]).votes(vote, [[2, 3]])
    cem.votes(vote, [])
    world.says("Dot votes and leaves: the ballot stays on the roll and does not count (7.3).")
    dot.votes(vote, [[2], [0]])
    dot.leaves()
    world.close(vote)
    ada.marks_time()
    world.says("In the last tenth of the next vote it turns: it lasts half as long again (7.9).")
    turned = world.the(Vote, ada.puts_to_vote())
    ada.votes(turned.number, "yes")
    bea.votes(turned.number, "yes")
    world.turn_to(turned.due - 60 * MINUTE)
    bea.votes(turned.number, "no")
    world.turn_to(turned.due)
    ada.marks_time()
    world.stands(Vote, Roll, Decision)
    world.says("All who can vote have voted: it ends a fortieth of its time later (7.8).")
    quick = world.the(Vote, bea.puts_to_vote())
    for person in (ada, bea, cem, world.person("Eva")):
        person.votes(quick.number, "abstain")
    world.says("At its end the host was away: it lasts a tenth longer from the next entry (7.7).")
    away = world.the(Vote, cem.puts_to_vote())
    ada.votes(away.number, "yes")
    world.sleep_until(away.due + 5 * MINUTE)
    bea.votes(away.number, "no")
    world.stands(Vote, Roll, Decision)


def arguments(world: Recorder) -> None:
    world.found(readership="public")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    problem = ada.raises_problem()
    solution, words = ada.proposes(problem), world.text("It leaks")
    claim = bea.argues(problem, "supports", words, solution=solution)
    world.says("An argument is about a solution or an argument, not both (8.1).")
    cem.is_refused("8.1").argues(problem, "asks", solution=solution, argument=claim)
    cem.is_refused("8.1").argues(problem, "asks", argument=9)
    bea.is_refused("8.4").weighs(claim, founded=True)
    cem.weighs(claim, founded=True).weighs(claim, founded=False)
    cem.argues(problem, "refutes", argument=claim)
    bea.is_refused("12.4").erases(words)
    bea.retracts(claim).is_refused("8.3").retracts(claim)
    ada.is_refused("8.4").weighs(claim, founded=True)
    world.says("Lines of a text say what the evidence shows, where there is any (8.2).")
    shows, photo = world.text("A wet floor"), world.text("a photograph", "image/png")
    bea.is_refused("8.2").argues(problem, captions=shows)
    shown = bea.argues(problem, evidence=(photo,), captions=shows)
    cem.argues(problem, "asks", argument=shown)
    bea.is_refused("12.4").erases(shows)
    world.stands(Argument, Weighing)


def mandates(world: Recorder) -> None:
    world.found(readership="public", report_days="7", grace_days="2", mandate_cap="1")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    cem.backs(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    world.says("No report for seven days, then for two more: vacant, and first for who backed it.")
    bea.is_refused("9.6").takes_up(1)
    world.pass_days(9)
    bea.is_refused("9.6", "First").takes_up(1)
    ada.is_refused("9.6", "First").takes_up(1)
    cem.takes_up(1).reports(1, measured="18")
    ada.is_refused("9.3").reports(1)
    _worked(world)
    cem.completes(1, measured="19.5").is_refused("9.7").completes(1)
    world.turn_to(world.the(Mandate, 1).due)
    ada.marks_time()
    world.says("Nobody objects. With its last mandate the problem is done.")
    world.stands(Problem, Mandate, Report)


def _worked(world: Recorder) -> None:
    """Cem leads mandate 1: it is handed on and back, planned, and its tasks are done."""
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.says(
        "Cem offers it to Bea, who takes it over with what is due, and hands it back (9.18)."
    )
    due = world.the(Mandate, 1).due
    cem.is_refused("9.18").offers_mandate(1, cem).offers_mandate(1, bea)
    ada.is_refused("9.18").accepts_mandate(1)
    world.pass_days(1)
    bea.accepts_mandate(1).offers_mandate(1, cem)
    cem.accepts_mandate(1)
    assert world.the(Mandate, 1).due == due
    world.says("A plan has versions, of which each stays (9.19).")
    bea.is_refused("9.19").plans(1)
    cem.plans(1).plans(1, "The roof first")
    world.stands(Plan)
    world.says("Two hands are free, and each does its part: then the task is done (9.16, 9.17).")
    ada.is_refused("9.15").opens_task(1)
    task = cem.opens_task(1, hands=2)
    ada.takes(task).is_refused("9.16").takes(task)
    bea.takes(task).hands_back(task).takes(task)
    cem.is_refused("9.16").takes(task)
    ada.finishes(task, word=world.text("The paint is in the shed"))
    bea.finishes(task).is_refused("9.17").finishes(task)
    dropped = cem.opens_task(1)
    bea.is_refused("9.17").closes_task(dropped)
    cem.closes_task(dropped, dropped=True)
    world.stands(Task, Hand)


def shared(world: Recorder) -> None:
    world.found(readership="public", report_days="60", grace_days="2", mandate_cap="1")
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    world.decide(cem)
    world.says("Cem asks Bea, who signs for her share: what was due stays due (9.20).")
    due = world.the(Mandate, 1).due
    cem.is_refused("9.20").offers_share(1, cem).offers_share(1, bea)
    ada.is_refused("9.20").accepts_share(1)
    bea.is_refused("9.3").reports(1).accepts_share(1)
    bea.is_refused("9.20").offers_share(1, ada).is_refused("9.18").offers_mandate(1, ada)
    assert world.the(Mandate, 1).due == due
    world.pass_days(1)
    bea.reports(1).closes_task(cem.opens_task(1))
    world.says("Dot leads something already: for her a share is one too many (9.2).")
    world.decide(dot)
    cem.offers_share(1, dot).offers_share(1, ada)
    dot.is_refused("9.2").accepts_share(1)
    ada.accepts_share(1)
    world.says("Cem steps out, and who has shared it for longest leads it: Bea, not Ada (9.21).")
    cem.resigns(1).is_refused("9.3").reports(1)
    bea.offers_mandate(1, ada)
    ada.accepts_mandate(1).shares(1, bea, cem)
    world.stands(Partner, Mandate)
    world.says("A question takes it from Bea alone, another from all who carry it then (9.10).")
    for then in ({"member": bea.number}, {}):
        vote = dot.wants(vacates=1, **then)
        for person in (ada, bea, cem, dot):
            person.votes(vote, "yes")
        world.close(vote)
        world.pass_days(1)
    bea.is_refused("9.10").takes_up(1)
    world.stands(Partner, Mandate, Report)


def money(world: Recorder) -> None:
    world.found(readership="public", report_days="60")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.decide(cem, budget=Budget(amount="300", currency="EUR"))
    world.says("What is spent is written down, also what is more than the budget (9.22).")
    ada.is_refused("9.22").spends(1, "280")
    for amount in ("0", "1.2345"):
        cem.is_refused("9.22").spends(1, amount)
    cem.spends(1, "280")
    cem.spends(1, "45", receipts=(world.text("a receipt", "image/png"),))
    cem.spends(1, "-15")
    world.says("An expense is struck out, and stays readable (9.23).")
    bea.is_refused("9.23").strikes(1, 2)
    cem.strikes(1, 2).is_refused("9.23").strikes(1, 2)
    world.stands(Expense)


def carried_out(world: Recorder) -> None:
    world.found(readership="public", report_days="7")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.decide(cem)
    cem.completes(1)
    world.says("Both others object, and one takes that back: it takes two of three (9.13).")
    cem.is_refused("9.12").objects_to_completion(1)
    ada.objects_to_completion(1).takes_objection_back(1).is_refused("9.12").takes_objection_back(1)
    bea.objects_to_completion(1).is_refused("9.12").objects_to_completion(1)
    world.stands(Mandate, Doubt)
    ada.objects_to_completion(1).is_refused("9.13").takes_objection_back(1)
    vote = world.view.count(Vote)
    ada.votes(vote, "no")
    bea.votes(vote, "no")
    world.close(vote)
    ada.marks_time()
    world.says("Two of three say no: it is led on, and not declared again for seven days (9.14).")
    cem.is_refused("9.14").completes(1)
    world.stands(Mandate, Vote)
    world.turn_to(world.the(Mandate, 1).due)
    cem.completes(1)
    ada.objects_to_completion(1)
    bea.objects_to_completion(1)
    cem.votes(world.view.count(Vote), "yes")
    world.close(world.view.count(Vote))
    bea.marks_time()
    world.says("One yes decides nothing: it is declared again at once, and they object no more.")
    cem.completes(1)
    ada.is_refused("9.14").objects_to_completion(1)
    world.turn_to(world.the(Mandate, 1).due)
    ada.marks_time()
    world.says("The time to object is over. With its last mandate the problem is done.")
    world.stands(Problem, Mandate, Report, Doubt)


def reviews(world: Recorder) -> None:
    world.found(readership="public", report_days="7")
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    decided = world.decide(ada).number
    bea.is_refused("16.2").judges(decided)
    world.carry_out(ada, 1)
    world.says("The work is carried out: for seven days members say what came of it (16.1, 16.2).")
    ada.judges(decided)
    bea.judges(decided).judges(decided, "partly", "amend")
    cem.judges(decided, "not", "repeal")
    dot.marks_time()
    world.stands(Review, Judgement)
    world.says(
        "Who carried it answers each of four questions once, until the review is over (16.4)."
    )
    bea.is_refused("16.4").criticises_own(1, lesson="Ask sooner")
    ada.is_refused("16.4").criticises_own(1)
    ada.criticises_own(1, intended="A warm house", lesson="Ask sooner")
    ada.is_refused("16.4").criticises_own(1, happened="It is warm", lesson="Ask later")
    world.stands(SelfCriticism)
    world.says("Two want it otherwise, one keeps it, and two second a question: put anew (16.3).")
    world.turn_to(world.the(Review, decided).due)
    dot.marks_time()
    dot.is_refused("16.2").judges(decided)
    ada.is_refused("16.4").criticises_own(1, happened="It is warm")
    world.stands(Review, Problem)
    world.says("Work that is nobody's is reviewed; carried out later, it is reviewed again (16.1).")
    second = world.decide(bea).number
    bea.resigns(2)
    world.turn_to(world.the(Review, second).due)
    dot.judges(second, "not", "keep")
    world.turn_to(world.the(Review, second).due)
    cem.takes_up(2)
    world.stands(Review, Judgement)
    world.carry_out(cem, 2)
    world.stands(Review)
    dot.judges(second)
    world.turn_to(world.the(Review, second).due)
    dot.marks_time()
    world.stands(Review, Judgement)


def silent_host(world: Recorder) -> None:
    world.found(readership="public")
    ada, bea, _cem = world.members("Ada", "Bea", "Cem")
    world.says("The host was away at the end of a wait: it lasts a tenth longer (13.4).")
    asked = world.the(Question, ada.asks())
    problem = ada.raises()
    ada.enrols(signing_key("Ada's phone")).sets_recovery(signing_key("Ada's paper"))
    ada.sets_recovery(signing_key("another paper"))
    for _ in range(2):
        world.sleep_until(world.the(Question, asked.number).due + 5 * MINUTE)
        bea.marks_time()
        world.stands(Question, Problem, PhraseChange)
    bea.seconds(asked.number)
    world.stands(Question, Seconding)
    assert problem


def questions(world: Recorder) -> None:
    world.found(readership="public", question_days="1", waiting="1")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    asked = ada.asks()
    ada.is_refused("10.1", "waiting").asks()
    ada.is_refused("10.2").seconds(asked)
    bea.is_refused("10.1").asks(majority="1/3")
    bea.is_refused("10.1").asks("one")
    bea.seconds(asked)
    world.says(
        "Consent: fewer object than it takes to second, or yes and no decide at once (10.5)."
    )
    bea.votes(1, "yes").votes(1, "no")
    consent = bea.puts_to_vote(form="consent")
    ada.votes(consent, "consent")
    cem.is_refused("7.11").votes(consent, "object")
    for person, why in ((bea, "It is late"), (cem, "It is dear")):
        person.votes(consent, "object", why)
    world.close(consent)
    world.says("A budget of ten: equal shares of it, then the most approved that fits (11.14).")
    money = {"form": "budget", "costs": (6, 5, 3), "budget": 10}
    budget = cem.puts_to_vote("A stove", "Paint", "Soup", **money)
    ada.chooses(budget, 1, 3)
    bea.chooses(budget, 2)
    cem.chooses(budget, 1)
    world.close(budget)
    ada.marks_time()
    world.stands(Question, Seconding, Vote, Roll, Decision)


def decisions(world: Recorder) -> None:
    world.found(readership="public", election_method="stv-meek")
    cast = world.crowd(7)
    ada, bea, cem, dot, eva, fay, gus = cast
    world.says("Of seven a decision takes three, an amendment four (11.2). Two are for this one.")
    problem = ada.raises_problem()
    one, other = ada.proposes(problem), bea.proposes(problem, "Another")
    vote = world.open_vote(problem).number
    ada.votes(vote, [[one], [0], [other]])
    bea.votes(vote, [[other], [0]])
    cem.votes(vote, [[one]])
    dot.votes(vote, [[one, other], [0]])
    eva.votes(vote, [[0], [other]])
    world.close(vote)
    world.stands(Vote, Decision, Problem)
    world.says("An election of two by Meek's method, with equal ranks and none of these (11.10).")
    election = ada.calls_election(2)
    standing = [person.proposes(election) for person in (ada, bea, cem, dot)]
    a, b, c, d = standing
    vote = world.open_vote(election).number
    ada.votes(vote, [[a], [b], [0], [c]])
    bea.votes(vote, [[b], [a, d]])
    cem.votes(vote, [[c], [d]])
    dot.votes(vote, [[d, a]])
    eva.votes(vote, [])
    fay.votes(vote, [[a, b, c], [0], [d]])
    gus.votes(vote, [[b, d], [c]])
    world.says("One candidate withdraws while it is voted on: taken out of every ballot (11.11).")
    cem.withdraws_solution(c)
    world.close(vote)
    world.stands(Vote, Roll, Decision, Mandate)
    world.says("A seat is given back: the same ballots fill it again (9.9).")
    holder = next(one for one in cast if world.the(Mandate, 2).held_by == one.number)
    holder.resigns(2)
    world.pass_ms(MINUTE)
    ada.marks_time()
    world.stands(Mandate, Report)


def minority(world: Recorder) -> None:
    world.found(readership="public", report_days="7")
    ada, bea, cem, dot, eva = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    problem = ada.raises_problem()
    one, other = ada.proposes(problem), bea.proposes(problem, "Another")
    vote = world.open_vote(problem).number
    for person in (ada, cem, dot):
        person.votes(vote, [[one], [0]])
    bea.votes(vote, [[other], [0]])
    eva.votes(vote, [[0], [one]])
    decided = world.close(vote).number
    world.says(
        "Who voted against what was decided says why, and others of them sign (11.15, 11.16)."
    )
    ada.is_refused("11.15").writes_minority_report(decided)
    report = eva.writes_minority_report(decided)
    eva.is_refused("11.15").writes_minority_report(decided)
    cem.is_refused("11.16").signs_minority_report(report)
    bea.signs_minority_report(report).signs_minority_report(report, signs=False)
    bea.signs_minority_report(report).is_refused("11.16").signs_minority_report(report)
    world.stands(MinorityReport, MinoritySigning)
    world.pass_days(7)
    bea.is_refused("11.15").writes_minority_report(decided)


def texts(world: Recorder) -> None:
    world.found(readership="public")
    ada, bea = world.members("Ada", "Bea")
    mine, picture = world.text("Ada A."), world.text("not a text", "image/png")
    ada.sets_profile(mine)
    bea.is_refused("12.1").sets_profile(mine)
    bea.is_refused("3.8").sets_profile(picture)
    bea.is_refused("3.8").sets_profile(world.text(""))
    bea.is_refused("12.3").erases(mine)
    ada.erases(mine).is_refused("12.3").erases(mine)
    name = next(iter(world.blobs))
    ada.is_refused("12.4").does(EraseBlob, sha256=name)
    slander = world.text("Slander")
    bea.sets_profile(slander)
    ada.is_refused("1.7").withholds(slander)
    world.host.withholds(slander)
    world.says("A slip is mended within five minutes, while nobody has reacted; whoever reacts has")
    world.says("seen the mended text (12.6).")
    problem = ada.raises("The rof")
    bea.is_refused("12.6").mends("Mine", problem=problem)
    with world.looking(*world.seen()):
        ada.mends("The roof", problem=problem)
        bea.is_refused("12.6").finds("necessary", problem)
    bea.finds("necessary", problem)
    ada.is_refused("12.6").mends("The door", problem=problem)
    world.pass_ms(300_000)
    world.stands(BlobRecord, Mended, Former)


def host(world: Recorder) -> None:
    world.found(readership="public", witnesses=policy("watchers.example"), question_days="1")
    ada, bea, _cem = world.members("Ada", "Bea", "Cem")
    world.says("The host marks the time once a second at most, a member a minute after their last")
    world.says("act; and the host does nothing else.")
    world.host.marks_time().is_refused("13.1").marks_time()
    ada.is_refused("13.1").marks_time()
    world.host.is_refused("1.7").sets_profile("I am the host")
    vote = world.the(Vote, ada.puts_to_vote())
    ada.votes(vote.number, "yes")
    bea.votes(vote.number, "yes")
    world.says("A quorum of the witnesses says how late it is: so the deadline takes effect.")
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due + MINUTE)
    world.host.is_refused("13.1").marks_time(checkpoint="nonsense")
    world.host.marks_time(checkpoint=world.checkpoint("watchers.example"))
    world.stands(Clock, Vote, Decision)


def actions(world: Recorder) -> None:
    world.found(readership="public", question_days="1", waiting="1")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.says("A call waits for a second (14.3), and lapses when it begins or a day later.")
    call = ada.announces()
    ada.is_refused("14.2").announces()
    ada.is_refused("14.3").seconds_call(call)
    bea.seconds_call(call)
    cem.is_refused("14.3").seconds_call(call)
    soon = world.now + 2 * DAY
    late = bea.announces(begins=soon, ends=soon + 60 * MINUTE)
    brief = cem.announces(begins=world.now + 5 * MINUTE)
    world.sleep_until(soon - DAY)
    ada.marks_time()
    world.says("What stands ends by itself; both others have lapsed, whoever was silent (14.7).")
    world.stands(Action, ActionSecond)
    world.says("An action carries a mandate out, and stands at once; a question stops it.")
    world.decide(ada)
    bea.is_refused("14.1").announces(mandate=1)
    begins = world.now + 30 * DAY
    ada.is_refused("14.4").announces(mandate=1, begins=begins, ends=begins)
    action = ada.announces(mandate=1, begins=begins, ends=begins + 30 * DAY)
    bea.is_refused("14.5").calls_off(action)
    vote = bea.wants(stops=action)
    ada.votes(vote, "no")
    for person in (bea, cem):
        person.votes(vote, "yes")
    world.close(vote)
    bea.is_refused("14.6").asks(then=Then(stops=action))
    ada.is_refused("14.5").calls_off(action)
    ada.marks_time()
    world.stands(Action, Consequence)
    assert late < brief


def criticism(world: Recorder) -> None:
    world.found(readership="public")
    ada, bea, cem, dot = world.crowd(4)
    world.decide(ada)
    bea.is_refused("15.1").criticises(mandate=2)
    bea.is_refused("15.1").criticises(rule="no_such_rule")
    bea.is_refused("15.1").criticises(mandate=1, decision=1)
    ada.is_refused("15.2").criticises(mandate=1)
    world.says("Who leads the mandate answers, once (15.3); the texts belong to all then (12.4).")
    photo, lines = world.text(b"a picture", "image/png"), world.text("The door")
    first = bea.criticises(mandate=1, evidence=(photo,), captions=lines)
    bea.is_refused("15.5").criticises(mandate=1)
    cem.is_refused("15.3").answers(first)
    ada.is_refused("15.3").answers(first, "answered")
    ada.answers(first)
    ada.is_refused("15.3").answers(first)
    bea.is_refused("12.4").erases(photo)
    world.says("What is not Ada's doing is put anew, to Dot; Dot's word is the last (15.4).")
    second = cem.criticises(mandate=1)
    cem.is_refused("15.4").renews(second, dot)
    ada.answers(second, "not-mine")
    bea.is_refused("15.4").renews(second, dot)
    third = cem.renews(second, dot)
    cem.is_refused("15.4").renews(second)
    dot.answers(third, "not-mine")
    cem.is_refused("15.4").renews(third, bea)
    world.says("What all have decided, or how they work, nobody answers for all (15.2).")
    for about in ({"decision": 1}, {"rule": "vote_days"}, {}):
        one = dot.criticises(**about)
        ada.is_refused("15.3").answers(one)
    ada.leaves()
    bea.is_refused("15.2").criticises(solution=1)
    world.stands(Criticism)


def exhibits(world: Recorder) -> None:
    world.found(readership="public")
    ada, bea, cem, dot = world.crowd(4)
    problem, photo = ada.raises_problem(), world.text(b"a picture", "image/webp")
    ada.is_refused("17.1").brings(kind="image")
    ada.is_refused("17.1").brings(kind="sound", file=photo)
    ada.is_refused("17.2").brings(day=1)
    ada.is_refused("17.2").brings(problem=problem + 1)
    ada.is_refused("17.2").brings(source=world.text("x" * 2001))
    shown = ada.brings(kind="image", file=photo, problem=problem, day=world.now // DAY * DAY)
    hidden, told = ada.brings(inside=True), bea.brings("The landlord said so")
    ada.is_refused("17.3").vouches_for_exhibit(shown)
    bea.vouches_for_exhibit(shown).is_refused("17.3").vouches_for_exhibit(shown)
    world.says("Works name the exhibits that they rest on (17.4).")
    cem.is_refused("17.4").argues(problem, exhibits=(shown, shown))
    cem.is_refused("17.4").argues(problem, exhibits=(shown, told + 1))
    cem.argues(problem, exhibits=(shown, told, hidden))
    bea.is_refused("17.3").withdraws_exhibit(shown)
    bea.withdraws_exhibit(told).is_refused("17.5").contests(told)
    cem.is_refused("17.4").argues(problem, exhibits=(told,))
    world.says("Three find it founded, whoever contests among them (17.6).")
    ada.is_refused("17.5").contests(shown)
    bea.is_refused("17.5").contests(shown, text=None)
    forged = bea.contests(shown)
    bea.is_refused("17.5").contests(shown)
    for person in (ada, bea):
        person.is_refused("17.6").weighs_contest(forged)
    cem.weighs_contest(forged).weighs_contest(forged, founded=False).weighs_contest(forged)
    dot.weighs_contest(forged)
    world.stands(Exhibit, Vouching, Contest, ContestWeighing, Argument)
    world.says("Somebody in it does not want to be: it is folded at the word of one (17.7).")
    person_in_it = cem.contests(shown, "person", None)
    dot.weighs_contest(person_in_it, founded=False)
    bea.withdraws_contest(forged).is_refused("17.5").withdraws_contest(forged)
    dot.is_refused("17.6").weighs_contest(forged)
    cem.leaves()
    world.stands(Exhibit, Vouching, Contest, ContestWeighing, BlobRecord)


def situation(world: Recorder) -> None:
    world.found()
    ada, bea, cem, dot = world.crowd(4)
    problem, other = ada.raises_problem(), bea.raises_problem()
    world.says("What is, and how its author knows it (18.1 and 18.2).")
    ada.is_refused("18.1").states(other + 1)
    ada.is_refused("18.2").states(problem, "x" * 4097)
    ada.is_refused("18.2").states(problem, source=world.text("x" * 2001))
    ada.is_refused("18.2").states(problem, captions=world.text("The roof"))
    ada.is_refused("17.4").states(problem, exhibits=(1,))
    shown = bea.brings()
    photo, lines = world.text(b"a picture", "image/png"), world.text("The roof")
    leak = ada.states(problem, exhibits=(shown,), evidence=(photo,), captions=lines)
    rain, elsewhere = bea.states(problem, "It rains"), bea.states(other)
    world.says("Others weigh it; three establish it, and as many contest it (18.4).")
    ada.is_refused("18.4").weighs_fact(leak)
    for one in (bea, cem, dot):
        one.weighs_fact(leak)
    ada.is_refused("12.4").erases(photo)
    world.stands(Fact, FactWeighing)
    cem.weighs_fact(leak, "unfounded").weighs_fact(leak, "unsure").weighs_fact(leak, "unfounded")
    world.says("Works cite facts of their own problem that stand (18.5).")
    cem.is_refused("18.5").argues(problem, facts=(leak, leak))
    cem.is_refused("18.5").argues(problem, facts=(elsewhere,))
    cem.argues(problem, facts=(leak, rain))
    ada.is_refused("18.3").withdraws_fact(rain)
    bea.withdraws_fact(rain).is_refused("18.3").withdraws_fact(rain)
    cem.is_refused("18.5").argues(problem, facts=(rain,))
    cem.is_refused("18.4").weighs_fact(rain)
    cem.leaves()
    world.stands(Fact, FactWeighing, Argument)


def talk(world: Recorder) -> None:
    world.found()
    ada, bea, cem = world.crowd(3)
    world.says("A topic is opened by its first post (19.1 and 19.2).")
    ada.is_refused("19.2").opens_topic("x" * 65_537)
    ada.is_refused("19.2").opens_topic(captions=world.text("The bins"))
    ada.is_refused("17.4").opens_topic(exhibits=(1,))
    ada.is_refused("19.3").posts(1)
    shown, photo, lines = bea.brings(), world.text(b"bins", "image/png"), world.text("The bins")
    bins = ada.opens_topic(exhibits=(shown,), evidence=(photo,), captions=lines)
    roof = bea.opens_topic("The roof")
    world.says("Others write in it, and answer its posts (19.3).")
    angry = world.text("Who did that?")
    full = bea.posts(bins, "They are full")
    answer = cem.posts(bins, angry, full)
    ada.is_refused("19.3").posts(bins, "So I see", 2)
    ada.is_refused("19.3").posts(bins, "So I see", answer + 1)
    world.stands(Topic, Post, Talker)
    world.says("Who thanks is shown, and can take that back (19.4).")
    bea.is_refused("19.4").thanks(full)
    ada.is_refused("19.4").thanks(full, thanks=False)
    ada.thanks(full).is_refused("19.4").thanks(full)
    cem.thanks(full).thanks(full, thanks=False).is_refused("19.4").thanks(answer + 1)
    world.stands(Thanks)
    world.says("A slip is mended as long as nobody has taken the post up (12.6).")
    bea.is_refused("12.6").mends("They were full", post=full)
    slip = bea.posts(roof, "It leaks since Monday")
    bea.mends("It leaks since Tuesday", post=slip)
    world.says("A problem and a question name the post that they come from (19.6).")
    cem.is_refused("19.6").raises(post=slip + 1)
    cem.raises(post=full)
    bea.asks(post=slip)
    bea.is_refused("12.6").mends("It leaks since March", post=slip)
    world.stands(Problem, Question)
    world.says("Its author erases a post whatever others answered (19.5).")
    bea.posts(bins, "Not I", answer)
    cem.erases(angry)
    bea.is_refused("19.3").posts(bins, "Nor I", answer)
    bea.is_refused("19.4").thanks(answer)
    bea.is_refused("19.6").raises(post=answer)
    world.stands(Topic, Post, Thanks, BlobRecord)


CHAPTERS: Mapping[str, Chapter] = MappingProxyType(
    {
        "01-acts-and-the-log": acts_and_the_log,
        "02-founding": founding,
        "03-membership": membership,
        "03-sleep": sleep,
        "04-keys-and-recovery": keys_and_recovery,
        "05-problems": problems,
        "05-revised": revised,
        "06-solutions": solutions,
        "06-standing": standing,
        "06-joined": joined,
        "06-reworded": reworded,
        "06-briefed": briefed,
        "06-merged": merged,
        "07-votes": votes,
        "08-arguments": arguments,
        "09-mandates": mandates,
        "09-carried-out": carried_out,
        "09-shared": shared,
        "09-money": money,
        "10-questions": questions,
        "11-decisions": decisions,
        "11-minority-reports": minority,
        "12-texts": texts,
        "13-the-host": host,
        "13-silent-host": silent_host,
        "14-actions": actions,
        "15-criticism": criticism,
        "16-reviews": reviews,
        "17-exhibits": exhibits,
        "18-situation": situation,
        "19-topics": talk,
    }
)
