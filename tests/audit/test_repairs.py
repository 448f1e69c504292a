"""Where each change of the constitution comes from, and an edition that nobody here knows."""

from typing import Any

import pytest

from esoviet.audit.finding import Unreachable
from esoviet.audit.repairs import WEEK, Repairs
from esoviet.law.amendments import Amending
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.drafts import ProposeSolution
from esoviet.law.leaving import Leave
from esoviet.law.records import THE, Member
from esoviet.law.repairs import ProposeRepair, Repair, SignRepair
from tests.audit.host import AnsweringHost
from tests.audit.publisher import Publisher
from tests.world import World

CHANGES = {"vote_days": "1"}
TEXT: Any = {"sha256": "0" * 64, "size": 40, "media_type": "text/plain"}
ENVELOPE: Any = {"assembly": "", "seq": 1, "at": 0, "seen": (0, "")}
RULES = {"vote_days": "7", "amendment_majority": "2/3", "readership": "public", "vouches": "3"}


def member(number: int, **fields: Any) -> Member:
    known: Any = {"state": "member", "admission": number} | fields
    return Member(number, profile=b"", applied=0, since=0, due=0, **known)


def account(*members: Member, **changes: str) -> Repairs:
    """The account of these members, of whom the first has just proposed a repair, at time 0."""
    repairs = Repairs()
    puts = (*members, Constitution(THE, RULES, 1, 0, 0))
    amending = Amending(parameters=changes or CHANGES)
    repairs.acted(ProposeRepair(**ENVELOPE, text=TEXT, amending=amending), 1, 0, puts, 0)
    return repairs


def sign(repairs: Repairs, *members: int, time: int = 0, signs: bool = True) -> Repairs:
    for number in members:
        repairs.acted(SignRepair(**ENVELOPE, repair=1, signs=signs), number, time, (), 0)
    return repairs


def found(repairs: Repairs, time: int = WEEK, changes: dict[str, str] = CHANGES) -> list[str]:
    amendment = Amendment(2, changes, time, 0, 1)
    return [one.clause for one in repairs.decided((amendment,), 9)]


SIX = tuple(member(number) for number in range(1, 7))


def test_what_enough_signed_a_week_ago_is_found_right() -> None:
    assert found(sign(account(*SIX), 2, 3, 4)) == []


def test_too_few_too_soon_or_something_else_is_found() -> None:
    assert found(sign(account(*SIX), 2, 3)) == ["2.10"]
    assert found(sign(account(*SIX), 2, 3, 4), WEEK - 1) == ["2.10"]
    assert found(sign(account(*SIX), 2, 3, 4), changes={"vote_days": "2"}) == ["2.10"]


def test_a_signature_taken_back_or_of_who_left_does_not_count() -> None:
    assert found(sign(sign(account(*SIX), 2, 3, 4), 4, signs=False)) == ["2.10"]
    left = sign(account(*SIX), 2, 3, 4)
    left.acted(Leave(**ENVELOPE), 4, 5, (member(4, state="left"),), 0)
    assert found(left) == ["2.10"]
    assert found(sign(left, 5, time=5), WEEK + 5) == []
    assert found(left, WEEK + 4) == ["2.10"]


def test_who_is_at_rest_and_who_came_later_is_not_asked() -> None:
    assert (
        found(sign(account(*SIX[:4], member(5, resting=True), member(6, resting=True)), 2, 3)) == []
    )
    later = account(*SIX)
    later.acted(Leave(**ENVELOPE), 0, 0, (member(7), member(8), member(9)), 0)
    assert found(sign(later, 2, 3, 4)) == []


def test_a_repair_that_raises_a_majority_takes_that_share() -> None:
    raised = {"amendment_majority": "3/4", "readership": "members"}
    twelve = tuple(member(number) for number in range(1, 13))
    eight = sign(account(*twelve, **raised), *range(2, 9))
    assert found(eight, changes=raised) == ["2.10"]
    assert found(sign(eight, 9), changes=raised) == []


def test_a_constitution_that_changes_by_itself_is_found() -> None:
    amendment = Amendment(2, CHANGES, 5, 1)
    adopted: Any = Decision(1, 1, "problem", 1, "adopted", (), 5, 5, 5)
    assert list(Repairs().decided((amendment, adopted), 9)) == []
    (wrong,) = Repairs().decided((amendment,), 9)
    assert (wrong.index, wrong.clause) == (9, "2.6")


def test_repairs_of_a_real_log_are_found_right() -> None:
    world = World().found()
    cast = world.crowd(6)
    cast[0].proposes_repair(vote_days="1/24")
    for person in cast[1:5]:
        person.signs(1)
    cast[4].signs(1, signs=False)
    world.pass_days(8)
    cast[1].proposes_repair(vote_days="90")
    cast[2].leaves()
    world.pass_days(31).confirm()
    assert [one.state for one in world.logged(Repair)] == ["done", "lapsed"]
    assert world.the(Constitution, THE).values["vote_days"] == "1/24"
    assert list(AnsweringHost(world).audited().findings) == []


# -- an edition of the law that this program does not know


def naming(edition: str) -> tuple[World, bytes]:
    """An assembly, and an act of a member that amends it to another edition."""
    world = World().found()
    ada, *_ = world.crowd(4)
    problem = ada.raises_problem()
    world.confirm()
    amending = Amending(parameters={"edition": edition})
    fields: dict[str, Any] = {"problem": problem, "text": TEXT, "amending": amending}
    return world, world.seal(ada.key, ProposeSolution, **fields)


@pytest.mark.parametrize("edition", ["2", "999"])
def test_an_audit_stops_and_says_so_at_an_edition_that_it_does_not_know(edition: str) -> None:
    world, act = naming(edition)
    with pytest.raises(Unreachable, match=f"edition {edition} of the law.*newer version"):
        Publisher(world).append(act).forge().audited()


def test_a_host_that_forges_the_signature_does_not_make_it_stop() -> None:
    world, act = naming("2")
    forged = act[:-40] + act[-40:-20].swapcase() + act[-20:]
    report = Publisher(world).append(forged).forge().audited()
    assert [one.clause for one in report.findings] == ["1.3"]
