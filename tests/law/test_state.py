"""Tables of records, and the order in which deadlines are carried out (clause 1.6)."""

import itertools

import pytest

from esoviet.law.actions import Action
from esoviet.law.applications import Invitation
from esoviet.law.doors import Doorway
from esoviet.law.editions import DUE_ORDER, EDITIONS
from esoviet.law.growth import Growth
from esoviet.law.judge import new_state
from esoviet.law.keys import PhraseChange
from esoviet.law.limits import BY_EDITION
from esoviet.law.mandates import Mandate
from esoviet.law.outcome import PutTwice, put
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Headcount, Member, Window
from esoviet.law.recovery import Recovery
from esoviet.law.repairs import Repair
from esoviet.law.reviews import Review
from esoviet.law.votes import Standing, Vote

IN_ORDER = (
    Member(1, "applicant", b"", 0, 0, 0, due=5),
    Member(2, "applicant", b"", 0, 0, 0, due=5),
    Growth(1, due=5),
    Doorway(1, (1,), 1, 0, due=5),
    Invitation("a", b"", 1, 1, 0, due=5),
    Invitation("b", b"", 1, 1, 0, due=5),
    PhraseChange(1, "a", b"", 0, 0, due=5, window=Window(1, 1)),
    Recovery("a", 1, b"", b"", 0, "asked", 5, 1),
    Problem(1, 1, b"", 0, 0, 0, "necessity", 0, due=5, opens=5, ends=5),
    Question(1, 1, b"", "yes-no", (), "1/2", False, 0, 0, "asked", 0, due=5,
             electorate=Headcount(0, 0, 1, 1, 1)),
    Standing(1, due=5, last_tenth=5),
    Vote(1, "problem", 1, "schulze", (1,), ("1/2",), True, False, 1, "last",
         ("decision",), ("0",), (2,), 0, 0, 0, 0, 1, 1, 1,
         due=5, window=Window(1, 1)),
    Mandate(1, 1, 1, 1, 1, 1, "active", 0, due=5),
    Repair(1, 1, b"", {}, b"", b"", Headcount(0, 0, 1, 1, 1), "2/3", 2, 0, 0, due=5),
    Action(1, "rally", 1, 0, b"", 5, 9, 0, 0, "waiting", 1, due=5),
    Review(1, 1, "open", due=5),
)  # fmt: skip


@pytest.mark.parametrize("shift", range(len(IN_ORDER)))
def test_what_falls_due_in_the_same_millisecond_goes_by_kind_and_number(shift: int) -> None:
    state = new_state()
    for record in [*IN_ORDER[shift:], *IN_ORDER[:shift]]:
        state.apply(put(record))
    carried_out = [state.next_due(5) for _ in IN_ORDER]
    assert carried_out == list(IN_ORDER)
    assert state.next_due(5) is None


def test_an_earlier_deadline_goes_before_a_kind_that_comes_first() -> None:
    late, early = IN_ORDER[0], Mandate(1, 1, 1, 1, 1, 1, "active", 0, due=4)
    state = new_state()
    state.apply(put(late, early))
    assert [state.next_due(5), state.next_due(5)] == [early, late]


def test_every_kind_with_a_deadline_has_its_timer_in_every_edition() -> None:
    timed = {kind for kind in new_state().tables if "due" in kind.__struct_fields__}
    for edition in EDITIONS.values():
        assert edition.timers.keys() == timed
    assert EDITIONS.keys() == BY_EDITION.keys()
    assert {type(record) for record in IN_ORDER} == set(DUE_ORDER) == timed


def test_no_act_puts_a_record_twice() -> None:
    state = new_state()
    once, again = IN_ORDER[0], Member(1, "member", b"", 0, 0, 0, due=9)
    with pytest.raises(PutTwice):
        state.apply(put(once) | put(again))
    assert not state.rows(Member)
    state.apply(put(once).putting(again))
    assert list(state.rows(Member).values()) == [again]


def test_the_order_of_what_is_put_does_not_matter() -> None:
    records = IN_ORDER[:4]
    digests = set()
    for order in itertools.permutations(records):
        state = new_state()
        state.apply(put(*order))
        digests.add(state.digest())
    assert len(digests) == 1
