"""Somebody changes the bytes of a log: the auditor names the first entry that is wrong."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.audit.report import AssemblyReport
from esoviet.wire import entry as entries
from tests.audit.publisher import Publisher
from tests.audit.story import published, story
from tests.effort import some

SIZE = len(story().entries)
AN_ENTRY = st.integers(0, SIZE - 1)


def first(report: AssemblyReport) -> tuple[int | None, str]:
    """The first wrong entry, and the clause."""
    assert not report.ok
    return report.findings[0].index, report.findings[0].clause


def flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def respelled(publisher: Publisher, index: int, old: bytes, new: bytes) -> Publisher:
    """An entry in which some bytes are others."""
    assert old in publisher.log[index]
    publisher.log[index] = publisher.log[index].replace(old, new, 1)
    return publisher


def test_an_honest_log_passes() -> None:
    report = published().audited()
    assert report.ok
    assert (report.findings, report.entries, report.judged) == ([], SIZE, SIZE)


@given(AN_ENTRY, st.data())
@settings(max_examples=some(30), deadline=None)
def test_any_flipped_bit_of_an_entry_is_found_where_it_is(index: int, data: st.DataObject) -> None:
    publisher = published()
    entry = publisher.log[index]
    at = data.draw(st.integers(0, len(entry) - 1))
    publisher.log[index] = flipped(entry, at, data.draw(st.integers(0, 7)))
    assert publisher.audited().findings[0].index == index


@given(AN_ENTRY, st.data())
@settings(max_examples=some(30), deadline=None)
def test_a_host_that_signs_a_flipped_bit_is_held_to_its_earlier_checkpoint(
    index: int, data: st.DataObject
) -> None:
    publisher = published()
    held, entry = publisher.note, publisher.log[index]
    at = data.draw(st.integers(0, len(entry) - 1))
    publisher.log[index] = flipped(entry, at, data.draw(st.integers(0, 7)))
    report = publisher.forge().audited(checkpoint=held)
    assert not report.ok
    assert all(found.index is None or found.index >= index for found in report.findings)


@pytest.mark.parametrize("index", [0, 1, 31, 40, 255, 256, SIZE - 1])
def test_a_host_that_respells_a_signed_act_is_found_at_that_entry(index: int) -> None:
    publisher = published()
    payload = msgspec.json.encode(publisher.acts[index])
    assert publisher.write(index, payload).forge().audited().ok
    publisher.write(index, payload.replace(b'"seq":', b'"seq": '))
    assert first(publisher.forge().audited()) == (index, "1.3")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"time":', b'{ "time":'),
        (b'{"time":', b'{"time":0'),
        (b'{"time":', b'{"time":+'),
        (b',"act"', b', "act"'),
        (b'"}', b'"} '),
        (b'"}', b'","more":1}'),
        (b'"}', b'="}'),
        (b'"}', b"}"),
    ],
)
def test_a_host_that_spells_an_entry_otherwise_is_found(old: bytes, new: bytes) -> None:
    index, clause = first(respelled(published(), 40, old, new).forge().audited())
    assert (index, clause) == (40, "1.1")


@pytest.mark.parametrize("payload", [b"{}", b"null", b'{"type":"cast-ballot"}', b"\xff", b""])
def test_a_host_cannot_log_what_is_no_act(payload: bytes) -> None:
    publisher = published().write(40, payload, story().host.key)
    assert first(publisher.forge().audited()) == (40, "1.1")


def test_an_entry_that_is_dropped_is_missed_by_the_one_after_it() -> None:
    publisher = published()
    del publisher.log[40]
    index, clause = first(publisher.forge().audited())
    assert (index, clause) == (40, "1.5")


def test_the_last_entry_cannot_be_dropped_from_under_its_receipt() -> None:
    publisher = published()
    receipt = publisher.receipt(SIZE - 1)
    publisher.log.pop()
    assert publisher.forge().audited().ok
    assert first(publisher.audited(receipt)) == (SIZE - 1, "history")


def test_two_swapped_entries_are_found_at_the_first() -> None:
    publisher = published()
    publisher.log[40], publisher.log[41] = publisher.log[41], publisher.log[40]
    assert first(publisher.forge().audited())[0] == 40


@pytest.mark.parametrize(("copied", "to"), [(40, 41), (40, SIZE), (3, 4), (3, SIZE), (0, 1)])
def test_an_entry_that_stands_twice_is_found_at_its_second_place(copied: int, to: int) -> None:
    publisher = published()
    _, jws = entries.read(publisher.log[copied])
    time, _ = entries.read(publisher.log[to - 1])
    publisher.log.insert(to, b'{"time":%d,"act":"%s"}' % (time, jws))
    assert first(publisher.forge().audited())[0] == to


def test_an_entry_that_is_moved_in_time_is_found_by_what_later_authors_had_seen() -> None:
    publisher = published()
    time, _ = entries.read(publisher.log[100])
    later = entries.read(publisher.log[101])[0]
    respelled(publisher, 100, b"%d" % time, b"%d" % (time + 1))
    assert first(publisher.forge().audited()) == (101, "1.5" if time < later else "1.6")


def test_the_clock_cannot_be_turned_back() -> None:
    publisher = published()
    before, after = (entries.read(publisher.log[index])[0] for index in (40, 100))
    assert before < after
    respelled(publisher, 100, b"%d" % after, b"%d" % (before - 1))
    assert first(publisher.forge().audited()) == (100, "1.6")


def test_a_host_that_changes_a_ballot_is_found_at_that_entry() -> None:
    assert published().rewrite(40).forge().audited().ok
    publisher = published().rewrite(40, ranking=((1, 2, 3),))
    assert first(publisher.forge().audited()) == (40, "1.3")
