"""Few at a time, in the order of their ranks; and who must be awake when."""

import asyncio
import random

from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.agenda import Agenda
from esoviet.node.turns import Rank, Turn, Turns


def test_whoever_has_the_lower_rank_goes_first_and_ranks_may_fall() -> None:
    order: list[str] = []

    async def goes(turns: Turns, name: str, turn: Turn) -> None:
        async with turns.of(turn):
            order.append(name)
            await asyncio.sleep(0)

    async def all_go() -> None:
        turns, late = Turns(1), Turn(Rank.CARE)
        wanted = [("first", Turn(Rank.STRANGER)), ("stranger", Turn(Rank.STRANGER)),
                  ("member", Turn(Rank.MEMBER)), ("late", late)]  # fmt: skip
        tasks = [asyncio.create_task(goes(turns, *one)) for one in wanted]
        await asyncio.sleep(0)
        assert [turns.waiting(rank) for rank in Rank] == [0, 1, 1, 1]
        late.rank = Rank.DUE
        await asyncio.gather(*tasks)

    asyncio.run(all_go())
    assert order == ["first", "late", "member", "stranger"]


def test_a_turn_that_nobody_waits_for_any_more_is_passed_on() -> None:
    async def goes(turns: Turns, hold: asyncio.Event) -> None:
        async with turns.of(Turn(Rank.MEMBER)):
            await hold.wait()

    async def all_go() -> None:
        chance = random.Random(1)
        turns, hold = Turns(2), asyncio.Event()
        tasks = [asyncio.create_task(goes(turns, hold)) for _ in range(40)]
        await asyncio.sleep(0)
        for task in chance.sample(tasks, 20):
            task.cancel()
            if chance.random() < 0.5:
                await asyncio.sleep(0)
        hold.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait_for(goes(turns, hold), 5)
        assert (turns._waiting, turns._free) == ([], 2)

    asyncio.run(all_go())


NAMES = st.sampled_from("abcdefgh")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), NAMES, st.integers(0, 50)),
        st.tuples(st.just("drop"), NAMES, st.just(0)),
        st.tuples(st.just("take"), st.just(""), st.integers(0, 50)),
    )
)


@given(STEPS)
def test_an_agenda_gives_each_in_its_time_and_once(steps: list[tuple[str, str, int]]) -> None:
    agenda, plain = Agenda(), dict[str, int]()
    for what, name, moment in steps:
        if what == "plan":
            agenda.plan(name, moment)
            plain[name] = moment
        elif what == "drop":
            agenda.drop(name)
            plain.pop(name, None)
        else:
            taken = list(agenda.take(moment, 3))
            due = sorted((at, one) for one, at in plain.items() if at <= moment)[:3]
            assert taken == [one for _, one in due]
            for one in taken:
                del plain[one]
        assert agenda.first() == min(plain.values(), default=None)
        assert len(agenda) == len(plain)


def test_an_agenda_does_not_grow_with_what_was_planned_before() -> None:
    agenda = Agenda()
    for moment in range(10_000):
        agenda.plan("a", moment)
    assert len(agenda._queue) < 200
    assert list(agenda.take(10_000, 5)) == ["a"]
