"""Chapter 12 of the law: texts and files."""

import pytest

from esoviet.law.act import blobs_of
from esoviet.law.amendments import Amending
from esoviet.law.blobs import EraseBlob
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import BlobRecord
from esoviet.law.reviews import Review
from esoviet.law.solutions import Solution
from tests.world import World


def record(world: World, sha256: str) -> BlobRecord:
    return world.the(BlobRecord, bytes.fromhex(sha256))


def test_the_assembly_knows_who_brought_a_text_and_when(world: World) -> None:
    ada, words = world.member("Ada"), world.text("Hello")
    ada.sets_profile(words)
    kept = record(world, words.sha256)
    assert (kept.member, kept.entry, kept.size) == (1, 2, words.size)
    assert (kept.media_type, kept.state) == ("text/markdown", "kept")


def test_a_text_is_brought_by_one_act_only(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    words = world.text("Hello")
    ada.sets_profile(words)
    bea.is_refused("12.1").sets_profile(words)
    ada.is_refused("12.1").raises(words)
    bea.sets_profile(world.text("Hello"))


def test_an_act_brings_a_text_once(world: World) -> None:
    ada, yes, no = world.member("Ada"), world.text("Yes"), world.text("No")
    ada.is_refused("12.1", "twice").asks(yes, yes)
    ada.asks(yes, no)


def test_every_text_of_an_act_is_found(world: World) -> None:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    solution = Amending(name=world.text("a"), purpose=world.text("b"))
    ada.proposes(problem, amending=solution)
    *_, (_, act) = world.acts()
    assert [blob.sha256 for blob in blobs_of(act)][1:] == [
        blob.sha256 for blob in (solution.name, solution.purpose) if blob
    ]
    ada.argues(problem, evidence=tuple(world.text(str(n), "image/png") for n in range(10)))
    *_, (_, act) = world.acts()
    assert len(blobs_of(act)) == 11


def test_only_who_brought_it_erases_a_text(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    words = world.text("My address")
    ada.sets_profile(words)
    bea.is_refused("12.3", "Only who brought").erases(words)
    ada.is_refused("12.3", "Only who brought").erases(world.text("never brought"))
    ada.erases(words).is_refused("12.3", "gone already").erases(words)
    assert record(world, words.sha256).state == "erased"


def test_whoever_left_or_was_never_admitted_erases_what_is_theirs(world: World) -> None:
    bea, profile, refused = world.member("Bea"), world.text("Bea Bell"), world.text("Zoe Zell")
    bea.sets_profile(profile).leaves()
    zoe = world.person("Zoe").applies(profile=refused)
    bea.is_refused("12.3").erases(refused)
    bea.erases(profile).is_refused("1.7").sets_profile()
    zoe.withdraws_application().erases(refused)


def test_a_withheld_text_is_gone_already(world: World) -> None:
    ada, words, other = world.member("Ada"), world.text("x"), world.text("y")
    ada.sets_profile(words).sets_profile(other)
    world.host.withholds(words)
    ada.is_refused("12.3", "gone already").erases(words)
    ada.erases(other)


def test_the_name_and_purpose_belong_to_the_assembly(world: World) -> None:
    ada = world.member("Ada")
    name, purpose, profile, *_ = world.blobs
    ada.is_refused("12.4").does(EraseBlob, sha256=name)
    ada.is_refused("12.4").does(EraseBlob, sha256=purpose)
    ada.does(EraseBlob, sha256=profile)


def test_a_problem_that_is_necessary_belongs_to_the_assembly(world: World) -> None:
    ada, *_ = world.crowd(11)
    early, late = world.text("early"), world.text("late")
    ada.raises(early)
    ada.erases(early)
    ada.raises_problem(late)
    ada.is_refused("12.4").erases(late)


def test_the_texts_of_a_reading_belong_to_the_assembly(world: World) -> None:
    ada = world.member("Ada")
    problem, first, second = ada.raises_problem(), world.text("first"), world.text("second")
    solution = ada.proposes(problem, first)
    ada.revises(solution, second)
    world.reach(problem, "reading")
    ada.is_refused("12.4").erases(second)
    ada.erases(first)


def test_a_solution_whose_text_was_erased_falls(world: World) -> None:
    ada = world.member("Ada")
    problem, words = ada.raises_problem(), world.text("gone")
    gone, stays = ada.proposes(problem, words), ada.proposes(problem)
    ada.erases(words)
    assert world.open_vote(problem).options == (stays,)
    assert world.the(Solution, gone).because == "its text was erased"


def test_the_host_cannot_make_a_solution_fall_by_withholding_it(world: World) -> None:
    ada = world.member("Ada")
    problem, words = ada.raises_problem(), world.text("awkward")
    solution = ada.proposes(problem, words)
    world.host.withholds(words)
    assert world.open_vote(problem).options == (solution,)


@pytest.mark.parametrize("size", [5, 25])
def test_a_question_at_the_vote_belongs_to_the_assembly(world: World, size: int) -> None:
    cast = world.crowd(size)
    text, monday, friday = (world.text(word) for word in ("When?", "Monday", "Friday"))
    cast[0].puts_to_vote(monday, friday, text=text)
    for words in (text, monday, friday):
        cast[0].is_refused("12.4").erases(words)


def test_what_a_member_says_of_themselves_stays_theirs(world: World) -> None:
    ada = world.member("Ada")
    vote, reason, argument = ada.puts_to_vote(), world.text("why"), world.text("so")
    ada.votes(vote, "yes", reason).argues(ada.raises_problem(), "asks", argument)
    ada.erases(reason).erases(argument)


def test_what_others_have_taken_up_belongs_to_the_assembly(world: World) -> None:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    names = "problem solution new argument question answer other report"
    brought = {name: world.text(name) for name in names.split()}
    raised = ada.raises(brought["problem"])
    bea.finds("unsure", raised)
    asked = ada.asks(brought["answer"], brought["other"], text=brought["question"])
    bea.seconds(asked)
    problem = cem.raises_problem()
    solution = ada.proposes(problem, brought["solution"])
    bea.backs(solution)
    ada.revises(solution, brought["new"])
    claim = ada.argues(problem, "asks", brought["argument"])
    bea.argues(problem, "supports", argument=claim)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    ada.reports(1, brought["report"])
    for words in brought.values():
        ada.is_refused("12.4", "belongs to the assembly").erases(words)


def test_objections_belong_to_the_assembly(world: World) -> None:
    world.members("Ada", "Bea", "Cem")
    zoe, bea = world.person("Zoe"), world.person("Bea")
    world.person("Ada").ends_founding()
    zoe.applies()
    reason = world.text("He lied")
    bea.objects_to(zoe, reason=reason).is_refused("12.4").erases(reason)
    lost, doubt = world.person("Ada again"), world.text("She is well")
    lost.asks_to_recover(world.person("Ada"))
    bea.doubts(lost, doubt).is_refused("12.4").erases(doubt)


def test_what_nobody_else_has_taken_up_can_be_erased(world: World) -> None:
    ada, *_ = world.members("Ada", "Bea", "Cem")
    problem = world.person("Bea").raises_problem()
    words, claim = world.text("mine"), world.text("so")
    solution = ada.proposes(problem, words)
    ada.backs(solution, backs=False).backs(solution)
    ada.argues(problem, "asks", argument=ada.argues(problem, "asks", claim))
    ada.erases(words).erases(claim)


def test_a_self_criticism_is_erased_once_the_review_has_closed(world: World) -> None:
    ada, bea, *_ = world.crowd(5)
    decision, words = world.decide(ada).number, world.text("I took too much on myself")
    ada.completes(1, lesson=words)
    ada.is_refused("12.8", "once the review").erases(words)
    world.turn_to(world.the(Mandate, 1).due)
    bea.is_refused("12.3", "Only who brought").erases(words)
    world.turn_before(world.the(Review, decision).due)
    ada.is_refused("12.8").erases(words)
    world.turn_to(world.the(Review, decision).due)
    ada.leaves().erases(words).is_refused("12.3", "gone already").erases(words)


def test_a_host_does_not_wait_for_the_review(world: World) -> None:
    ada, *_ = world.crowd(5)
    world.decide(ada)
    words = world.text("I named somebody")
    ada.completes(1, lesson=words)
    world.host.withholds(words)
    ada.is_refused("12.3", "gone already").erases(words)


def test_what_waits_lapses_with_its_words(world: World) -> None:
    ada, *_ = world.crowd(3)
    problem, question, answer = world.text("Cold"), world.text("When?"), world.text("Now")
    raised, asked = ada.raises(problem), ada.asks(answer, "Later", text=question)
    ada.erases(problem).erases(answer)
    assert world.the(Problem, raised).phase == "lapsed"
    assert world.the(Question, asked).state == "lapsed"


def test_no_text_is_empty(world: World) -> None:
    world.member("Ada").is_refused("3.8", "empty").sets_profile("")
