"""Chapter 9 of the law: the tasks of a mandate, and who has taken which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.act import Act, Blob
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate, Report
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.tasks import (
    CloseTask,
    FinishTask,
    Hand,
    HandBackTask,
    OpenTask,
    TakeTask,
    Task,
)
from tests.person import Person
from tests.world import DAY, World, signing_key

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada leads mandate 1; Bea, Cem and Dot are members as well."""
    cast = world.crowd(4)
    world.decide(cast[0])
    return cast


def the(world: World, task: int) -> tuple[str, int, int]:
    """State, hands at it, hands that have done their part."""
    one = world.the(Task, task)
    return one.state, one.taken, one.done


def test_who_leads_a_mandate_opens_tasks_of_it(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    bea.is_refused("9.15", "do not lead").opens_task(1)
    task = ada.opens_task(1, hands=3, until=world.now + DAY)
    one = world.the(Task, task)
    assert (one.mandate, one.hands, one.until, one.state) == (1, 3, one.time + DAY, "open")


def test_a_task_is_a_text_and_ends_in_the_future(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    ada.is_refused("9.15", "text/markdown").opens_task(1, PICTURE)
    ada.is_refused("9.15", "is over").opens_task(1, until=world.now)
    ada.opens_task(1, until=world.now + 1000)
    ada.opens_task(1)
    assert world.the(Task, 2).until == 0


def test_a_mandate_has_so_many_open_tasks_at_most(world: World, cast: list[Person]) -> None:
    ada = cast[0]
    for _ in range(world.view.limits.tasks - 100):
        ada.opens_task(1)
    world.pass_days(1)
    for _ in range(100):
        ada.opens_task(1)
    ada.is_refused("9.15", "500 open tasks").opens_task(1)
    ada.closes_task(7).opens_task(1)


def test_a_task_is_taken_while_a_hand_is_free(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot = cast
    task = ada.opens_task(1, hands=2)
    bea.takes(task).is_refused("9.16", "taken this task already").takes(task)
    cem.takes(task)
    dot.is_refused("9.16", "Enough").takes(task)
    bea.hands_back(task).is_refused("9.16", "not taken").hands_back(task)
    dot.takes(task)
    assert the(world, task) == ("open", 2, 0)


def test_nobody_takes_a_task_that_is_not_there(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    bea.is_refused("9.16", "no open task").takes(1)
    ada.opens_task(1)
    bea.takes(1)


def test_with_its_last_hand_a_task_is_done(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    task = ada.opens_task(1, hands=2)
    bea.takes(task).finishes(task, word=world.text("The door is painted"))
    bea.is_refused("9.17", "not taken").finishes(task)
    bea.is_refused("9.16", "already").takes(task)
    assert the(world, task) == ("open", 0, 1)
    cem.is_refused("9.17", "not taken").finishes(task)
    cem.takes(task).finishes(task)
    assert the(world, task) == ("done", 0, 2)
    assert world.the(Task, task).closed
    cem.is_refused("9.16", "no open task").takes(task)


def test_who_leads_closes_a_task_sooner_and_frees_who_was_at_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    task = ada.opens_task(1, hands=2)
    bea.takes(task).is_refused("9.17", "do not lead").closes_task(task)
    ada.closes_task(task, dropped=True).is_refused("9.17", "no open task").closes_task(task)
    assert world.the(Task, task).state == "dropped"
    assert not world.view.by(Hand, "held_by", bea.number)
    bea.is_refused("9.17", "no open task").finishes(task)


def test_what_somebody_else_has_taken_belongs_to_the_assembly(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, _ = cast
    words, others = world.text("Buy paint"), world.text("Clean the hall")
    task = ada.opens_task(1, words)
    ada.takes(task).erases(words)
    bea.is_refused("9.16", "Enough").takes(task)
    ada.hands_back(task)
    bea.is_refused("9.16", "erased").takes(task)
    cem.takes(ada.opens_task(1, others))
    ada.is_refused("12.4").erases(others)


def test_tasks_stay_with_a_mandate_that_passes_on(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    task = ada.opens_task(1)
    cem.takes(task)
    ada.resigns(1)
    world.pass_days(world.the(Mandate, 1).vacated and 8)
    bea.takes_up(1)
    ada.is_refused("9.17", "do not lead").closes_task(task)
    bea.closes_task(task)


def test_tasks_end_with_their_mandate(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    task = ada.opens_task(1)
    ada.completes(1)
    bea.takes(task)
    world.turn_to(world.the(Mandate, 1).due)
    bea.is_refused("9.17", "no open task").finishes(task)
    ada.is_refused("9.15", "do not lead").opens_task(1)


def test_who_leaves_gives_their_tasks_back(world: World, cast: list[Person]) -> None:
    ada, bea, cem, _ = cast
    task = ada.opens_task(1)
    bea.takes(task).leaves()
    assert the(world, task) == ("open", 0, 0)
    cem.takes(task)


def test_another_device_gives_a_task_back_only_after_it_has_seen_who_took_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    phone, task = bea.enrols(signing_key("Bea's phone")), ada.opens_task(1)
    seen = world.seen()
    bea.takes(task)
    with world.looking(*seen):
        phone.is_refused("1.12").hands_back(task)
        phone.is_refused("1.12").finishes(task)
    phone.hands_back(task)


def test_a_report_says_what_was_measured_and_brings_evidence(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    photo, lines = world.text("a photograph", "image/png"), world.text("The thermometer")
    ada.is_refused("9.3", "no evidence").reports(1, captions=world.text("The thermometer"))
    ada.reports(1, measured="19.5", evidence=(photo,), captions=lines)
    report = world.the(Report, 1, 1)
    assert (report.measured, report.evidence) == ("19.5", (bytes.fromhex(photo.sha256),))
    assert world.the(BlobRecord, report.text).member == HOST
    bea.is_refused("12.3").erases(photo)
    ada.is_refused("12.1").reports(1, evidence=(photo,))
    ada.erases(photo)


KINDS: tuple[type[Act], ...] = (OpenTask, TakeTask, HandBackTask, FinishTask, CloseTask, Leave)
DEEDS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.integers(1, 3)), max_size=40
)


@given(DEEDS)
def test_nobody_is_bound_without_a_signature_and_no_task_has_too_many_hands(
    deeds: list[tuple[type[Act], int, int]],
) -> None:
    world = World().found()
    cast, signed = world.crowd(5), set[tuple[int, int]]()
    world.decide(cast[0])
    for kind, who, task in deeds:
        person = cast[who]
        if did(world, person, kind, task) and kind is TakeTask:
            signed.add((person.number, task))
    for one in world.view.rows(Task):
        hands = world.view.rows(Hand, one.number)
        assert one.taken == sum(hand.held_by > 0 for hand in hands) or one.state != "open"
        assert one.done == sum(hand.state == "done" for hand in hands)
        assert one.taken + one.done <= one.hands
        assert {(hand.member, one.number) for hand in hands} <= signed


def did(world: World, person: Person, kind: type[Act], task: int) -> bool:
    """Whether the law let somebody do it."""
    if kind is OpenTask:
        fields: dict[str, object] = {"mandate": 1, "hands": task, "text": world.text("Buy paint")}
    else:
        fields = {} if kind is Leave else {"task": task}
    return world.submit(world.seal(person.key, kind, **fields)).refusal is None
