"""Rules replay: what past votes would have decided under other figures, case by case."""

import pytest

from esoviet.figures.otherwise import Replayed, replay
from esoviet.figures.shapes import Line, Outcome, Why
from esoviet.figures.unknown import ABOUT, ALWAYS, unknown, weighed
from esoviet.law.constitution import BY_NAME
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from tests.law.test_recovery_votes import decided
from tests.person import Person
from tests.world import World, signing_key


def under(world: World, **changes: str) -> Replayed:
    return replay(world.view, changes)


def only(world: World, **changes: str) -> Line:
    (line,) = under(world, **changes).lines
    return line


def said(cast: list[Person], vote: int, *words: str) -> World:
    """A vote in which each of the first says a word, and which closes."""
    for person, word in zip(cast, words, strict=False):
        person.votes(vote, word, "No." if word == "object" else None)
    cast[0].world.close(vote)
    return cast[0].world


def asked(members: int, yes: int, no: int = 0, **rules: str) -> World:
    """An assembly with one question that was voted on."""
    world = World().found(**rules)
    cast = world.crowd(members)
    return said(cast, cast[0].puts_to_vote(), *["yes"] * yes, *["no"] * no)


def ranked(world: World, vote: int, ballots: list[list[list[int]]]) -> World:
    for person, ballot in zip(world.cast.values(), ballots, strict=False):
        person.votes(vote, ballot)
    world.close(vote)
    return world


# -- how many must be for a decision


def test_what_too_few_were_for_under_a_larger_quorum_had_not_been_decided() -> None:
    line = only(asked(120, yes=29), vote_quorum="1/4")
    assert (line.event, line.kind, line.subject, line.decision) == ("otherwise", "question", 1, 1)
    assert (line.then, line.now) == (Outcome("adopted"), Outcome("unsupported"))
    assert line.why == (Why("members", "17", "30", had=29),)


def test_what_enough_were_for_stands_under_a_larger_quorum() -> None:
    found = under(asked(120, yes=30), vote_quorum="1/4")
    assert (found.lines, found.decisions) == ((), 1)


def test_what_too_few_were_for_had_been_decided_under_a_smaller_quorum() -> None:
    line = only(asked(120, yes=20, vote_quorum="1/4"), vote_quorum="1/10")
    assert (line.then, line.now) == (Outcome("unsupported"), Outcome("adopted"))


def test_in_a_small_assembly_a_quorum_is_no_hurdle() -> None:
    assert under(asked(20, yes=7), vote_quorum="1/4").lines == ()


# -- which share it takes


@pytest.mark.parametrize(("yes", "lines"), [(3, 1), (4, 0)])
def test_three_of_five_are_no_two_thirds_and_four_of_six_are(yes: int, lines: int) -> None:
    assert len(under(asked(6, yes, 2), majority="2/3").lines) == lines


def test_why_it_falls_says_who_was_for_it_and_against_it() -> None:
    line = only(asked(6, yes=3, no=2), majority="2/3")
    assert (line.now, line.why) == (Outcome("rejected"), (Why("share", "1/2", "2/3", 0, 3, 2),))


def test_who_asked_for_more_than_usual_had_asked_for_it_all_the_same() -> None:
    world = World().found()
    cast = world.crowd(8)
    vote = cast[0].puts_to_vote(majority="3/4")
    said(cast, vote, *["yes"] * 5, *["no"] * 2)
    assert under(world, majority="3/5").lines == ()


def test_a_share_above_the_one_that_was_asked_for_counts() -> None:
    world = World().found()
    cast = world.crowd(8)
    said(cast, cast[0].puts_to_vote(majority="3/5"), *["yes"] * 5, *["no"] * 2)
    assert only(world, majority="3/4").now == Outcome("rejected")


def test_a_vote_is_held_against_the_constitution_of_its_own_time() -> None:
    world = asked(6, yes=3, no=2, majority="3/4")
    world.amend(world.cast["Ada"], majority="1/2")
    cast = world.present()
    said(cast, cast[0].puts_to_vote(), *["yes"] * 3, *["no"] * 2)
    assert [line.decision for line in under(world, majority="1/2").lines] == [1]
    assert [line.decision for line in under(world, majority="3/4").lines] == [3]


# -- amendments


def amended(members: int, pro: int, contra: int = 0) -> World:
    """An assembly in which one amendment was voted on."""
    world = World().found(backing="0", necessity_quorum="0")
    cast = world.crowd(members)
    problem = cast[0].raises_problem()
    change = cast[0].amends(problem, mandate_cap="3")
    ballots = [[[change], [0]]] * pro + [[[0], [change]]] * contra
    return ranked(world, world.open_vote(problem).number, ballots)


@pytest.mark.parametrize(("pro", "endings"), [(5, ["no-action"]), (6, [])])
def test_five_of_seven_amend_by_two_thirds_and_not_by_three_quarters(
    pro: int, endings: list[str]
) -> None:
    found = under(amended(8, pro, 2), amendment_majority="3/4")
    assert [line.now.ending for line in found.lines if line.now] == endings


@pytest.mark.parametrize(("pro", "endings"), [(29, ["unsupported"]), (30, [])])
def test_a_quarter_must_be_for_an_amendment_under_such_a_quorum(
    pro: int, endings: list[str]
) -> None:
    found = under(amended(120, pro), amendment_quorum="1/4")
    assert [line.now.ending for line in found.lines if line.now] == endings


def test_what_only_decisions_take_changes_no_amendment() -> None:
    assert under(amended(120, 29), vote_quorum="1/4", majority="2/3").lines == ()


# -- how it is counted


def test_another_method_elects_others_from_the_same_ballots() -> None:
    world = World().found()
    cast = world.crowd(7)
    election = cast[0].calls_election(2)
    a, b, c = (person.proposes(election) for person in cast[:3])
    ranked(world, world.open_vote(election).number, [[[a], [b], [c]]] * 4 + [[[c], [b], [a]]] * 3)
    line = only(world, election_method="schulze")
    assert line.now is not None
    assert ({*line.then.winners}, {*line.now.winners}) == ({a, c}, {a, b})
    assert line.why == (Why("method", "stv-scottish", "schulze"),)
    assert under(world, election_method="stv-meek").lines == ()


def test_what_an_option_left_out_says_can_turn_a_vote() -> None:
    world = World().found()
    cast = world.crowd(6)
    problem = cast[0].raises_problem()
    a, b = cast[0].proposes(problem), cast[1].proposes(problem)
    cast[2].backs(b)
    ballots = [[[a], [0]]] * 3 + [[[b], [0]]] * 2
    ranked(world, world.open_vote(problem).number, ballots)
    line = only(world, unranked="uncounted")
    assert (line.then.winners, line.now) == ((a,), Outcome("adopted", (b,)))
    assert line.why[0] == Why("unranked", "last", "uncounted")


def test_what_is_left_out_says_nothing_where_nothing_is_ranked() -> None:
    assert under(asked(6, yes=3, no=2), unranked="uncounted").lines == ()


# -- what comes to a vote, and with which options


def proposed(*backers: int, **rules: str) -> World:
    """Twenty members, and one problem with solutions of so many backers; the first is voted for.

    It is voted on, if anything comes to the vote.
    """
    world = World().found(**rules)
    cast = world.crowd(20)
    problem = cast[0].raises_problem()
    for place, number in enumerate(backers):
        solution = cast[place].proposes(problem)
        for person in cast[place + 1 : place + number]:
            person.backs(solution)
    while (one := world.the(Problem, problem)).phase not in ("vote", "lapsed"):
        world.turn_to(one.due)
    return ranked(world, one.vote, [[[1], [0]]] * 8) if one.vote else world


def test_a_solution_with_too_few_backers_had_not_come_to_the_vote() -> None:
    line = only(proposed(1), backing="1/10")
    assert (line.event, line.then, line.now) == ("not-voted", Outcome("adopted", (1,)), None)
    assert line.why == (Why("backers", "1", "2", option=1, had=1),)


def test_a_solution_with_enough_backers_had() -> None:
    assert under(proposed(2), backing="1/10").lines == ()


def test_without_the_solution_that_won_the_same_ballots_decide_nothing() -> None:
    line = only(proposed(1, 3), backing="1/10")
    assert (line.event, line.now) == ("options", Outcome("no-action", (0,)))
    assert line.why[0] == Why("backers", "1", "2", option=1, had=1)


def test_without_a_solution_that_did_not_win_the_same_is_decided() -> None:
    line = only(proposed(3, 1), backing="1/10")
    assert (line.event, line.then, line.now) == ("options", *[Outcome("adopted", (1,))] * 2)


def test_a_solution_that_fell_had_stood_beside_the_one_that_won() -> None:
    line = only(proposed(3, 1, backing="1/10"), backing="1/20")
    assert (line.event, line.then, line.now) == ("more-options", Outcome("adopted", (1,)), None)
    assert line.why == (Why("backers", "2", "1", option=2, had=1),)


def test_a_problem_without_a_solution_to_vote_on_had_gone_on() -> None:
    line = only(proposed(1, backing="1/10"), backing="1/20")
    assert (line.event, line.decision, line.then) == ("voted", 0, Outcome("lapsed"))
    assert under(proposed(1, backing="1/4"), backing="1/10").lines == ()


def test_a_candidate_with_too_few_backers_had_not_stood() -> None:
    world = World().found()
    cast = world.crowd(20)
    election = cast[0].calls_election(1)
    first, second = cast[0].proposes(election), cast[1].proposes(election)
    cast[2].backs(second)
    ranked(world, world.open_vote(election).number, [[[first], [second]]] * 8)
    line = only(world, backing="1/10")
    assert (line.event, line.then.winners) == ("options", (first,))
    assert line.now == Outcome("elected", (second,))


def test_a_question_with_too_few_seconds_had_waited() -> None:
    line = only(asked(60, yes=20), backing="1/10")
    assert (line.event, line.why) == ("not-voted", (Why("seconds", "3", "6", had=3),))
    assert under(asked(60, yes=20), backing="1/30").lines == ()


def test_a_question_that_lapsed_had_come_to_the_vote() -> None:
    world = World().found(backing="1/10")
    cast = world.crowd(60)
    number = cast[0].asks()
    for person in cast[1:3]:
        person.seconds(number)
    world.pass_days(40)
    line = only(world, backing="1/20")
    assert (line.event, line.kind, line.subject) == ("voted", "question", 1)
    assert under(world, backing="1/12").lines == ()


def test_a_problem_that_too_few_found_necessary_had_waited() -> None:
    world = World().found(backing="0")
    cast = world.crowd(40)
    world.decide(cast[0])
    line = only(world, necessity_quorum="1/4")
    assert (line.event, line.kind, line.why[0].about) == ("not-voted", "problem", "necessary")
    assert line.why[0].now == "10"
    assert under(world, necessity_quorum="0").lines == ()


def test_a_problem_that_lapsed_had_been_found_necessary() -> None:
    world = World().found(necessity_quorum="1/4")
    cast = world.crowd(40)
    number = cast[0].raises()
    for person in cast[1:5]:
        person.finds("necessary", number)
    world.pass_days(40)
    assert only(world, necessity_quorum="1/10").event == "voted"
    assert under(world, necessity_quorum="1/5").lines == ()


def test_fewer_objections_had_ended_a_consent() -> None:
    world = World().found(backing="1/10")
    cast = world.crowd(60)
    vote = cast[0].puts_to_vote(form="consent")
    said(cast, vote, *["consent"] * 20, *["object"] * 4)
    line = only(world, backing="1/20")
    assert (line.then, line.now) == (Outcome("adopted"), Outcome("no-consent"))
    assert line.why == (Why("objections", "6", "3", had=4, against=20),)


# -- who is let in, whose keys are recovered, what is carried out


@pytest.mark.parametrize(("yes", "now"), [(24, [Outcome("in-line")]), (25, [])])
def test_an_applicant_had_waited_where_too_few_said_yes(yes: int, now: list[Outcome]) -> None:
    world = World().found()
    cast = world.crowd(100)
    world.pass_days(7)
    zoe = world.person("Zoe").applies()
    for person in cast[:2]:
        person.vouches_for(zoe)
    cast[2].objects_to(zoe)
    said(cast, zoe.record.vote, *["yes"] * yes)
    found = under(world, amendment_quorum="1/4")
    assert [line.now for line in found.lines] == now
    assert all(line.why == (Why("yes", "20", "25", had=yes),) for line in found.lines)


@pytest.mark.parametrize(("no", "lines"), [(2, 1), (1, 0)])
def test_a_recovery_takes_the_share_of_an_amendment(no: int, lines: int) -> None:
    ada, *others = World().found().crowd(8)
    world = ada.world
    new = ada.with_key(signing_key("Ada's new phone")).asks_to_recover(1)
    for person in others[:3]:
        person.confirms(new)
    ada.asks()
    decided(new, others[:5], others[5 : 5 + no])
    found = under(world, amendment_majority="3/4")
    assert [line.kind for line in found.lines] == ["recovery"] * lines


@pytest.mark.parametrize(("word", "then"), [("yes", "adopted"), ("no", "refused")])
def test_neither_side_of_a_mandate_has_enough_under_a_larger_quorum(word: str, then: str) -> None:
    world = World().found(backing="0")
    cast = world.crowd(60)
    world.decide(cast[0])
    cast[0].completes(1)
    for person in cast[1:3]:
        person.objects_to_completion(1)
    said(cast, world.the(Mandate, 1).vote, *[word] * 14)
    line = only(world, vote_quorum="1/4")
    assert (line.kind, line.then, line.now) == ("completion", Outcome(then), Outcome("left-open"))


# -- what cannot be known


def test_of_every_figure_it_is_said_what_cannot_be_known() -> None:
    for name in BY_NAME:
        found = unknown([name])
        assert found[: len(ALWAYS)] == ALWAYS
        assert all(one.parameters == (name,) for one in found[len(ALWAYS) :])
        assert len(found) > len(ALWAYS)


def test_figures_of_one_kind_share_a_sentence() -> None:
    found = {one.about: one.parameters for one in unknown(["vote_days", "reading_days", "vouches"])}
    assert found["time"] == ("vote_days", "reading_days")
    assert found["other"] == ("vouches",)
    assert [one.about for one in unknown(["dormancy_days"])[len(ALWAYS) :]] == ["time", "asleep"]


def test_past_votes_tell_only_of_figures_that_are_weighed() -> None:
    assert weighed(["vote_days", "majority", "vouches", "backing"]) == ("majority", "backing")


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - ABOUT.keys()))
def test_a_figure_that_is_not_weighed_changes_nothing(name: str) -> None:
    world, known = asked(6, yes=3, no=2), BY_NAME[name]
    assert under(world, **{name: known.choices[-1] if known.choices else known.most}).lines == ()
