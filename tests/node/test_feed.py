"""The change feed: nothing is lost, everything is bounded."""

import asyncio

from esoviet.law import catalog, editions
from esoviet.law.outcome import Changes, Drop, put
from esoviet.law.records import THE, Clock
from esoviet.law.state import State
from esoviet.law.votes import Ballot
from esoviet.node.feed import MAX_GROUPS, MAX_KEYS, Event, Feed

STATE = State(catalog.RECORDS, editions.DUE_ORDER)


def ballots(vote: int, *members: int) -> Changes:
    return put(*(Ballot(vote, member, b"\x01", 0, 0) for member in members))


async def told(*changes: Changes) -> Event | None:
    feed = Feed(1)
    listener = feed.listen()
    for size, change in enumerate(changes, 2):
        feed.publish(size, STATE, [change])
    return await asyncio.wait_for(listener.take(), 1)


def test_a_listener_hears_which_records_changed() -> None:
    event = asyncio.run(told(ballots(3, 7)))
    assert event == Event(2, [("Ballot", 3, 7)])


def test_a_slow_listener_hears_everything_at_once_under_the_newest_size() -> None:
    event = asyncio.run(told(ballots(3, 7), ballots(3, 8), ballots(4, 7), ballots(3, 7)))
    assert event is not None
    assert event.size == 5
    assert sorted(event.changed or (), key=str) == [
        ("Ballot", 3, 7), ("Ballot", 3, 8), ("Ballot", 4, 7),
    ]  # fmt: skip


def test_many_records_under_one_parent_are_told_as_several() -> None:
    event = asyncio.run(told(ballots(3, *range(MAX_KEYS + 1))))
    assert event == Event(2, [("Ballot", 3, None)])


def test_too_much_news_becomes_anything() -> None:
    event = asyncio.run(told(*(ballots(vote, 1) for vote in range(MAX_GROUPS + 1))))
    assert event == Event(MAX_GROUPS + 2, None)


def test_a_listener_hears_the_time_of_the_last_entry() -> None:
    feed = Feed(1)
    listener = feed.listen()
    state = State(catalog.RECORDS, editions.DUE_ORDER)
    for size, time in ((2, 1_000), (3, 2_000)):
        clock = put(Clock(THE, time, 0))
        state.apply(clock)
        feed.publish(size, state, [clock])
    assert asyncio.run(listener.take()) == Event(3, [("Clock", 0, THE)], 2_000)


def test_records_that_go_are_news_too() -> None:
    event = asyncio.run(told(Changes((), (Drop(Ballot, 3, None), Drop(Ballot, 4, 9)))))
    assert event is not None
    assert event.changed == [("Ballot", 3, None), ("Ballot", 4, 9)]


def test_a_closed_feed_ends_its_streams_and_takes_no_listener() -> None:
    async def ends() -> bool:
        feed = Feed(1)
        listener = feed.listen()
        waiting = asyncio.create_task(listener.take())
        await asyncio.sleep(0)
        feed.close()
        return feed.is_full and await waiting is None and await feed.listen().take() is None

    assert asyncio.run(ends())
