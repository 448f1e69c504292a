"""The report on a period is what whoever watched the log has counted, and stays so."""

import pytest

from esoviet.figures.assembly import Report, middle, report
from esoviet.figures.periods import Period, periods, told_until
from esoviet.figures.rotation import Ledger
from esoviet.law.mandates import Mandate
from esoviet.law.records import THE, Assembly
from esoviet.law.view import View
from tests.effort import seeds, some
from tests.figures.life import Life
from tests.figures.recount import watch
from tests.world import DAY, World

SEEDS = seeds(6)
MOVES = some(150)


def weeks(view: View, days: int = 21) -> list[Period]:
    """Shorter periods than the constitution admits: more of them are over."""
    begins, told = view.must(Assembly, THE).founded, told_until(view)
    count, lasts = (told - begins) // (days * DAY) + 1, days * DAY
    return [
        Period(n + 1, begins + n * lasts, begins + (n + 1) * lasts, n + 1 < count)
        for n in range(count)
    ]


def counted(one: Report) -> dict[str, int]:
    """What a report says, in the words of the watcher."""
    people, raised, lapsed = one.people, one.raised, one.lapsed
    said = {f"in by {road}": number for road, number in people.admitted.items()}
    said |= {"left": people.gone, "refused": people.refused, "problem": raised.problems}
    said |= {"solution": raised.solutions, "argument": raised.arguments}
    said |= {"question": raised.questions, "report": one.work.reports, **lapsed.problems}
    said |= {"withdrawn": lapsed.withdrawn + people.withdrawn, "lapsed": people.lapsed}
    said |= {"action": raised.actions, "call": raised.calls}
    said |= {"criticism": one.criticised.addressed, "criticism to all": one.criticised.to_all}
    said |= {f"said {reply}": number for reply, number in one.criticised.replies.items()}
    said["unseconded"] = lapsed.unseconded
    said |= {f"ended {ending}": number for ending, number in one.decided.endings.items()}
    return {word: number for word, number in said.items() if number}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_says_who_led_what_from_when_to_when(seed: int) -> None:
    seen, view = watch(Life(seed).goes_on(MOVES).world.entries)
    found = [(one.mandate, one.lead, one.begun, one.ended) for one in Ledger(view).terms]
    assert found == seen.all_led()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_counts_what_was_seen_in_its_period(seed: int) -> None:
    seen, view = watch(Life(seed).goes_on(MOVES).world.entries)
    for period in weeks(view):
        expected = seen.count(period.begins, period.ends)
        assert counted(report(view, period)) == dict(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_report_on_a_finished_period_stays_as_it_is(seed: int) -> None:
    life, known = Life(seed), dict[Period, Report]()
    for _ in range(8):
        _, view = watch(life.goes_on(MOVES // 8).world.entries)
        for period in weeks(view)[:-1]:
            assert known.setdefault(period, report(view, period)) == report(view, period)
    assert known


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_overdue_now_is_what_the_law_says(seed: int) -> None:
    life = Life(seed)
    for _ in range(8):
        _, view = watch(life.goes_on(MOVES // 8).world.entries)
        overdue = view.count_by(Mandate, "state", "overdue")
        assert report(view, weeks(view)[-1]).work.overdue == overdue


def test_periods_follow_each_other_from_the_founding_on(world: World) -> None:
    assert [one.finished for one in periods(world.view)] == [False]
    world.pass_days(181)
    world.member("Ada").marks_time()
    first, second, last = periods(world.view)
    assert (first.begins, first.ends) == (world.assembly.founded, second.begins)
    assert [first.finished, second.finished, last.finished] == [True, True, False]
    assert last.ends - last.begins == 90 * DAY


def test_a_period_that_has_begun_keeps_its_length(world: World) -> None:
    ada = world.member("Ada")
    assert world.amend(ada, review_days="30").ending == "adopted"
    world.pass_days(125)
    ada.marks_time()
    lengths = [(one.ends - one.begins) // DAY for one in periods(world.view)]
    assert lengths == [90, 30, 30]


def test_what_only_the_host_says_ends_no_period(world: World) -> None:
    world.member("Ada")
    world.sleep_until(world.now + 91 * DAY)
    world.host.marks_time()
    assert len(periods(world.view)) == 1
    world.member("Ada").marks_time()
    assert len(periods(world.view)) == 2


def test_the_middle_is_one_of_the_values() -> None:
    assert middle([]) is None
    four = middle([40, 10, 30, 20])
    assert four is not None
    assert (four.count, four.low, four.median, four.high) == (4, 10, 20, 30)


def test_an_assembly_that_was_just_founded_has_a_report_of_noughts() -> None:
    view = World().found().view
    one = report(view, periods(view)[0])
    assert (one.people.members, one.people.silent, one.decided.turnout) == (1, 0, None)
    assert one.spread is None


def test_silent_is_who_was_there_before_and_has_done_nothing_since(world: World) -> None:
    ada, _, cem, dot = world.crowd(4)
    world.pass_days(91)
    ada.marks_time()
    cem.sets_profile()
    dot.sets_profile()
    people = report(world.view, periods(world.view)[-1]).people
    assert (people.awake, people.silent, people.asleep) == (4, 1, 0)


def test_where_all_are_asleep_nobody_is_silent(world: World) -> None:
    ada, _ = world.crowd(2)
    world.pass_days(300)
    ada.marks_time()
    people = report(world.view, periods(world.view)[-1]).people
    assert (people.awake, people.silent, people.asleep) == (1, 0, 1)


def test_a_refutation_that_nobody_answered_is_named_once_its_solution_is_adopted(
    world: World,
) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    open_one = bea.argues(problem, "refutes", "Too dear", solution=solution)
    answered = bea.argues(problem, "refutes", "Too late", solution=solution)
    bea.argues(problem, "refutes", "That is no problem")
    ada.argues(problem, "supports", "It is in time", argument=answered)
    vote = world.open_vote(problem).number
    for person in (ada, bea):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    said = report(world.view, periods(world.view)[0])
    assert (said.refutations, said.unanswered) == (2, 1)
    assert [one.argument for one in said.named] == [open_one]


def test_a_criticism_without_an_answer_is_named_and_a_later_answer_changes_no_report(
    world: World,
) -> None:
    ada, bea = world.members("Ada", "Bea")
    world.decide(ada)
    waits, all_of_us = bea.criticises(mandate=1), bea.criticises()
    world.pass_days(2)
    answered = bea.criticises("Nobody was asked", mandate=1)
    ada.answers(answered, "not-mine")
    first = periods(world.view)[0]
    said = report(world.view, first).criticised
    assert (said.addressed, said.to_all, said.named) == (2, 1, (waits,))
    assert said.replies == {"not-mine": 1}
    assert all_of_us not in said.named
    world.pass_days(181)
    bea.marks_time()
    over = periods(world.view)[0]
    known = report(world.view, over)
    ada.answers(waits)
    assert report(world.view, over) == known
    assert report(world.view, periods(world.view)[-1]).criticised.replies == {"accepted": 1}
