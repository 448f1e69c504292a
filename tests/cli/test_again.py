"""What was refused and is signed anew: what the law says against it is proven, and shown first."""

import json
import re
from collections.abc import Callable

import pytest

from esoviet.cli import terminal
from esoviet.cli.signer import wall_clock
from tests.cli.conftest import Someone, await_phase
from tests.cli.distrust import Between, between, evidence, held_back

__all__ = ["between"]

pytestmark = pytest.mark.e2e
People = Callable[[str], Someone]
SECOND, HOUR = 1000, 3_600_000
CLOCK = "esoviet.cli.client.wall_clock"
FIXED = wall_clock()
DENIED = "The log does not bear that out"


@pytest.fixture
def tablet(ada: Someone, someone: People) -> Someone:
    """Ada's other device."""
    tablet = someone("tablet")
    tablet("key", "new", "--no-phrase")
    address = ada("assemblies").split()[-1]
    (name,) = re.findall(r"name of the key\s+(\S+)", ada("key", "show"))
    offer = tablet("key", "offer", f"--by={name}", "-a", address).splitlines()[-1].split()
    ada(*offer[1:])
    tablet("use", address)
    return tablet


def choices(of: Someone, vote: int = 1) -> list[str]:
    roll = json.loads(of("show", "vote", str(vote), "roll", "--json"))["items"]
    return [line["ballot"]["choice"] for line in roll if line["ballot"]]


def test_what_another_device_said_is_shown_and_replaced_only_by_name(
    ada: Someone, tablet: Someone, between: Between
) -> None:
    ada("ask", "Tea?")
    act = held_back(ada, between, "vote", "1", "yes")
    tablet("vote", "1", "no")
    assert "(clause 1.12 of the law)" in ada.fails("outbox")
    said = ada.fails("outbox", "again")
    assert "It would replace what stands as entry 3" in said
    assert "vote: 1, choice: no" in said
    assert f"Name it: esoviet outbox again {act}" in said
    assert choices(tablet) == ["no"]
    assert "Logged as entry 4" in ada("outbox", "again", act, "--no-ask")
    assert choices(tablet) == ["yes"]
    assert evidence(ada) == []


@pytest.mark.hurried
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("back", "1", "1", "--no-backs"), ("propose", "1", "Repair it",
          "--effect-indicator", "Days", "--effect-baseline", "21", "--effect-target", "0",
          "--effect-by", "2027-01-01")),
        (("profile", "Ada, third floor"), ("profile", "Ada, second floor")),
    ],
)  # fmt: skip
def test_what_follows_from_another_kind_of_act_stands_too(
    ada: Someone,
    tablet: Someone,
    between: Between,
    first: tuple[str, ...],
    then: tuple[str, ...],
) -> None:
    if then[0] == "propose":
        tablet("raise", "The lift is broken")
        await_phase(tablet, 1, "solutions")
    act = held_back(ada, between, *first)
    tablet(*then)
    assert "1.12" in ada.fails("outbox")
    assert "Logged" in ada("outbox", "again", act, "--no-ask")
    assert evidence(ada) == []


@pytest.mark.parametrize("entry", [0, 2, 4, 6, 8, 9, 99, None])
def test_an_entry_that_does_not_stand_against_it_is_no_reason_to_sign(
    ada: Someone, tablet: Someone, bea: Someone, between: Between, entry: int | None
) -> None:
    ada("ask", "Tea?")  # 4, behind the enrolled key, the invitation and Bea
    bea("second", "1")
    tablet("ask", "Coffee?")  # 6
    bea("second", "2")
    bea("vote", "1", "no")  # 8: somebody else's
    tablet("vote", "2", "no")  # 9: about something else
    between.refuses("1.12", entry)
    ada.fails("vote", "1", "yes")
    between.is_honest()
    sent = len(between.sent)
    act = ada("outbox", "--list").split()[2][:12]
    said = ada.fails("outbox", "again", act, "--no-ask")
    assert DENIED in said
    assert len(between.sent) == sent
    kept = evidence(ada)
    assert [name.split(".")[-1] for name in kept if name.startswith(act)] == ["act", "refusal"]
    assert (f"{entry}.entry" in kept) == (entry not in (99, None))


def test_what_its_author_had_seen_is_no_reason_either(
    ada: Someone, tablet: Someone, between: Between
) -> None:
    ada("ask", "Tea?")
    tablet("vote", "1", "no")
    between.refuses("1.12", 3)
    ada.fails("vote", "1", "yes")
    between.is_honest()
    act = ada("outbox", "--list").split()[2][:12]
    assert DENIED in ada.fails("outbox", "again", act, "--no-ask")


def test_what_was_said_since_is_shown_whatever_it_was_refused_for(
    ada: Someone, tablet: Someone, between: Between
) -> None:
    between.refuses("6.5")
    ada.fails("profile", "Ada, third floor")
    between.is_honest()
    tablet("profile", "Ada, second floor")
    said = ada.fails("outbox", "again", "--no-ask")
    assert "It would replace what stands as entry 2" in said
    assert "Not signed anew unasked" in said


def test_what_is_said_while_a_member_still_thinks_is_not_replaced(
    ada: Someone, tablet: Someone, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada("ask", "Tea?")
    act = held_back(ada, between, "vote", "1", "yes")
    tablet("vote", "1", "no")
    ada.fails("outbox")

    def thinks(_: str) -> bool:
        monkeypatch.setattr(terminal, "ask", lambda _: None)
        tablet("vote", "1", "abstain")
        monkeypatch.setenv("ESOVIET_HOME", str(ada.home))
        return True

    monkeypatch.setattr(terminal, "ask", thinks)
    assert "1.12" in ada.fails("outbox", "again", act)
    assert choices(tablet) == ["abstain"]


def test_an_act_from_the_future_waits_for_a_clock_that_is_right(
    ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(CLOCK, lambda: wall_clock() + HOUR)
        said = ada.fails("ask", "Tea?")
    assert "(clause 1.11 of the law)" in said
    assert re.search(r"signed at .* UTC. This machine's clock says .*, the host's says .*", said)
    assert "Logged as entry 1" in ada("outbox", "again")


def test_a_stale_act_is_signed_anew(ada: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as long_ago:
        long_ago.setattr(CLOCK, lambda: wall_clock() - 100 * HOUR)
        assert "signed more than" in ada.fails("ask", "Tea?")
    assert "Logged as entry 1" in ada("outbox", "again")
    assert "Tea?" in ada("show", "questions")


def test_the_host_may_log_the_first_of_two_that_stand_in_one_place(
    ada: Someone, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    between.refuses("7.2")
    ada.fails("ask", "Tea?")
    between.loses_acts()
    monkeypatch.setattr(CLOCK, lambda: wall_clock() + SECOND)
    ada.fails("outbox", "again")
    first, second = between.sent
    between.is_honest()
    between.log(0)
    said = ada.fails("outbox")
    assert "logged it all the same, as entry 1" in said
    listed = ada("outbox", "--list")
    assert first != second
    assert len(listed.splitlines()) == 1
    assert "signed anew as" in listed
    assert ada("outbox", "again") == ""
    assert "Logged as entry 2" in ada("ask", "Coffee?")


def test_the_host_may_log_the_second_of_two_that_stand_in_one_place(
    ada: Someone, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    between.refuses("7.2")
    ada.fails("ask", "Tea?")
    between.is_honest()
    monkeypatch.setattr(CLOCK, lambda: wall_clock() + SECOND)
    assert "Logged as entry 1" in ada("outbox", "again")
    assert "Logged as entry 2" in ada("ask", "Coffee?")
    first = ada("outbox", "--list").split()[2]
    with pytest.raises(AssertionError, match="already refers"):
        ada("outbox", "again", first[:12])


def test_the_very_same_act_signed_again_is_refused_no_more_once_it_is_logged(
    ada: Someone, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CLOCK, lambda: FIXED)
    between.refuses("7.2")
    ada.fails("ask", "Tea?")
    between.is_honest()
    assert "Logged as entry 1" in ada("outbox", "again")
    assert between.sent[0] == between.sent[1]
    assert ada("outbox", "--list") == ""
