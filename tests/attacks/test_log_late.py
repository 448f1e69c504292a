"""A host logs members' acts much later than they were signed, or its clock is wrong."""

import pytest

from esoviet.law.membership import SetProfile
from tests.audit.publisher import Publisher
from tests.world import World

MINUTE = 60_000


def warned(minutes: float, acts: int, late: int, by_whom: str = "Bea") -> list[str]:
    """What an audit warns of, after so many acts of a day of which some were logged late."""
    world = World().found()
    world.members("Ada", "Bea")
    world.pass_days(1)
    person = world.person(by_whom)
    for number in range(acts):
        world.pass_ms(1000)
        at = world.now // 1000 * 1000 - round(minutes * MINUTE) * (number < late)
        profile = world.text(f"Number {number}")
        verdict = world.submit(world.seal(person.key, SetProfile, at=at, profile=profile))
        assert verdict.refusal is None, verdict.refusal
    report = Publisher(world).audited()
    assert report.findings == []
    return [one.reason for one in report.warnings if one.clause == "time"]


@pytest.mark.parametrize(
    ("minutes", "acts", "late", "warns"),
    [(11, 5, 5, 1), (10, 5, 5, 0), (11, 4, 4, 0), (11, 9, 5, 1), (11, 9, 4, 0), (0, 9, 0, 0)],
)
def test_a_day_on_which_half_of_the_acts_came_late_is_named_and_convicts_nobody(
    minutes: float, acts: int, late: int, warns: int
) -> None:
    assert len(warned(minutes, acts, late)) == warns


def test_the_warning_says_which_clock_is_behind() -> None:
    assert "more than 60 minutes after their authors' clocks" in warned(60.5, 5, 5)[0]
    assert warned(-9, 5, 5) == []
