"""Foundings and recoveries that were begun: refused, unanswered, or with a forged receipt."""

import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from esoviet.cli.signer import wall_clock
from tests.cli.conftest import Host, Someone
from tests.cli.distrust import Between, between, evidence

__all__ = ["between"]
pytestmark = pytest.mark.e2e
People = Callable[[str], Someone]
CLOCK = "esoviet.cli.found.wall_clock"
FOUND = ("found", "Mill Street", "--purpose", "Heat.", "--profile", "Ada", "--url")


@pytest.fixture
def words(someone: People, host: Host) -> str:
    """The phrase of a founder, and the address of the assembly."""
    ada = someone("Ada")
    words = ada("key", "new").splitlines()[2].strip()
    ada(*FOUND, host.url)
    return f"{words}\n{ada('assemblies').split()[-1]}"


@pytest.fixture
def later(someone: People, words: str, monkeypatch: pytest.MonkeyPatch) -> Someone:
    """The founder's new machine; the phrase is at hand."""
    phrase, address = words.split("\n")
    monkeypatch.setattr("sys.stdin.read", lambda: phrase)
    monkeypatch.setenv("ESOVIET_ASSEMBLY", address)
    return someone("Ada later")


def key_at_work(of: Someone) -> str:
    return str(json.loads((of.assembly() / "about.json").read_text()).get("key", "default"))


def test_a_refused_founding_is_listed_with_its_reason_and_what_to_do(
    someone: People, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    with monkeypatch.context() as wrong:
        wrong.setattr(CLOCK, lambda: wall_clock() + 3_600_000)
        said = ada.fails(*FOUND, host.url)
    assert "signed in the future. (clause 1.11 of the law)" in said
    assert "esoviet outbox" in said
    listed = ada("outbox")
    assert "founding 'Mill Street'" in listed
    assert (
        "refused: By the host's clock, this act was signed in the future. (clause 1.11)" in listed
    )
    assert "Found it anew: esoviet found 'Mill Street'" in listed
    assert "No founding waits" in ada.fails("found", "--again")
    assert "Founded" in ada(*FOUND, host.url)


def test_a_founding_that_was_refused_and_logged_is_found_by_its_name(
    someone: People, host: Host, between: Between
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    between.logs_and_refuses("2.1")
    ada.fails(*FOUND, host.url)
    between.is_honest()
    assert "Founded" in ada("found", "Mill Street", "--again")
    assert between.sent[0] == between.sent[1]
    assert "founding" not in ada("outbox")


def test_a_refused_founding_that_is_refused_again_stays(
    someone: People, host: Host, between: Between
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    between.refuses("2.1")
    ada.fails(*FOUND, host.url)
    ada.fails("found", "Mill Street", "--again")
    assert ada("outbox").count("founding 'Mill Street'") == 1


def test_a_recovery_whose_answer_was_lost_is_finished_with_its_own_key(
    later: Someone, between: Between
) -> None:
    between.loses_answers()
    later.tries("key", "recover", "--name", "one")
    between.is_honest()
    later("key", "new", "--no-phrase", "--name", "two")
    assert "esoviet key recover --name one" in later.fails("key", "recover", "--name", "two")
    assert key_at_work(later) != "two"
    assert "acts with the key one" in later("key", "recover", "--name", "one")
    assert between.sent[0] == between.sent[1]
    assert "Logged as entry 2" in later("ask", "Tea?")


def test_a_recovery_for_a_key_that_is_gone_makes_no_other_key_act(
    later: Someone, between: Between
) -> None:
    between.loses_acts()
    later.tries("key", "recover")
    between.is_honest()
    (later.home / "keys" / "default.json").unlink()
    later("key", "new", "--no-phrase")
    said = later.fails("key", "recover")
    assert "not kept here any more" in said
    assert len(between.sent) == 1


def test_a_refused_recovery_begins_again_with_the_same_key(
    later: Someone, between: Between
) -> None:
    between.refuses("4.1")
    later.fails("key", "recover")
    between.is_honest()
    assert "as member 1" in later("key", "recover")
    assert "Logged as entry 2" in later("ask", "Tea?")


def test_no_machine_acts_after_a_recovery_whose_receipt_is_forged(
    later: Someone, between: Between
) -> None:
    between.after = lambda answer: replace(answer, index=answer.index + 1)
    assert "does not verify" in later.fails("key", "recover", "--name", "one")
    assert key_at_work(later) == "default"
    assert len(evidence(later)) == 2
    between.is_honest()
    assert "acts with the key one" in later("key", "recover", "--name", "one")


def test_nobody_is_sent_to_vouch_for_a_recovery_whose_receipt_is_forged(
    ada: Someone, someone: People, between: Between
) -> None:
    address, lost = ada("assemblies").split()[-1], someone("lost")
    lost("key", "new", "--no-phrase")
    for name in ("Bea", "Cem"):
        friend = someone(name)
        friend("key", "new", "--no-phrase")
        friend("join", ada("invite").split()[-1], "--profile", name)
    link = ada("invite").split()[-1]
    before = len(between.sent)
    between.after = lambda answer: replace(answer, index=answer.index + 1)
    said = lost.tries("ask-to-recover", "1", "-a", address, "--invitation", link)
    assert said.code == 1
    assert "vouch-for-recovery" not in said.out
    assert "does not verify" in said.err
    between.is_honest()
    assert "esoviet outbox" in lost.fails(
        "ask-to-recover", "2", "-a", address, "--invitation", link
    )
    assert "vouch-for-recovery" in lost("ask-to-recover", "1", "-a", address, "--invitation", link)
    assert between.sent[before] == between.sent[-1]


def test_what_else_waits_of_a_key_is_no_application(ada: Someone, between: Between) -> None:
    address = ada("assemblies").split()[-1]
    between.loses_acts()
    ada("ask", "Tea?")
    between.is_honest()
    said = ada.fails("join", address, "--open", "--profile", "Ada")
    assert "Another act of this key waits to be sent: ask" in said
    assert "Another act of this key waits" in ada.fails("ask-to-recover", "1")
