"""Several keys of one home, and keys that others have used: whose acts are sent and known."""

import json
import re
import shutil
from pathlib import Path

import pytest

from esoviet.cli.http import Refusal, Refused
from tests.cli.conftest import Someone
from tests.cli.distrust import Between, between, evidence, held_back

__all__ = ["between"]
pytestmark = pytest.mark.e2e
MINE = "Were these acts yours?"


@pytest.fixture
def thief(ada: Someone, tmp_path: Path) -> Someone:
    """Has a copy of all that Ada's machine holds."""
    shutil.copytree(ada.home, tmp_path / "copy")
    return Someone(tmp_path / "copy", ada._run)


def kid_of(of: Someone, name: str = "default") -> str:
    (kid,) = re.findall(rf"^{name}\n  name of the key  (\S+)", of("key", "show"), re.MULTILINE)
    return str(kid)


def chain_of(of: Someone, name: str = "default") -> int:
    about = json.loads((of.assembly() / "about.json").read_text())
    return int(about["acts"][kid_of(of, name)]["seq"])


def test_what_a_copied_key_has_signed_is_not_sent_any_more(
    ada: Someone, thief: Someone, between: Between
) -> None:
    thief("ask", "Tea?")
    act = held_back(ada, between, "ask", "Coffee?")
    said = ada.fails("key", "check", "--not-mine")
    assert f"Not sent and put aside: ask {act}" in said
    sent = len(between.sent)
    assert "not sent: Its key is revoked, or others have signed with it" in ada("outbox")
    assert len(between.sent) == sent
    assert "Nothing is signed with this machine's key" in ada.fails("outbox", "again", act)


def test_what_waits_of_a_key_that_another_command_distrusted_is_not_sent(
    ada: Someone, between: Between
) -> None:
    held_back(ada, between, "ask", "Coffee?")
    path = ada.assembly() / "about.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps({**about, "distrusted": [kid_of(ada)]}))
    sent = len(between.sent)
    said = ada.fails("outbox")
    assert "Not sent and put aside" in said
    assert len(between.sent) == sent


def test_a_key_that_was_copied_is_revoked_before_another_says_the_same(
    ada: Someone, thief: Someone, between: Between
) -> None:
    ada("key", "fresh", "--name", "two")
    thief.fails("ask", "Tea?")  # refused: this copy does not know of the fresh key
    thief("key", "check", "--mine")
    thief("outbox", "again")
    act = held_back(ada, between, "ask", "Coffee?", "--sign-with", "default")
    ada.fails("key", "check", "--not-mine", "--sign-with", "default")
    ada("ask", "Milk?")
    assert between.kids()[-1] == kid_of(ada, "two")
    ada("ask", "Cocoa?")
    old = kid_of(ada)
    assert "signed anew as" not in ada("outbox", "--list")
    ada("revoke-key", old)
    assert "Logged" in ada("outbox", "again", act, "--no-ask")
    assert between.kids()[-1] == kid_of(ada, "two")


def test_what_a_copied_key_can_still_be_logged_with_is_not_said_with_another(
    ada: Someone, between: Between
) -> None:
    ada("key", "fresh", "--name", "two")
    act = held_back(ada, between, "ask", "Coffee?", "--sign-with", "default")
    path = ada.assembly() / "about.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps({**about, "distrusted": [kid_of(ada)]}))
    ada.fails("outbox")
    assert f"revoke-key {kid_of(ada)}" in ada.fails("outbox", "again", act, "--no-ask")


def test_what_a_revoked_key_of_this_home_has_signed_is_not_sent(
    ada: Someone, between: Between
) -> None:
    ada("key", "fresh", "--name", "two")
    old = kid_of(ada)
    ada("revoke-key", old)
    said = ada.fails("ask", "Tea?", "--sign-with", "default")
    assert "it is revoked" in said
    assert "Logged" in ada("ask", "Tea?")


def test_a_refused_act_of_another_key_sets_the_chain_of_that_key_back(
    ada: Someone, between: Between
) -> None:
    ada("key", "fresh", "--name", "two")
    ada("ask", "Tea?")
    before = chain_of(ada), chain_of(ada, "two")
    act = held_back(ada, between, "vote", "9", "yes", "--sign-with", "default")
    assert "no vote with this number" in ada.fails("outbox")
    assert (chain_of(ada), chain_of(ada, "two")) == before
    assert "--sign-with default" in ada.fails("outbox", "again", act, "--no-ask")
    assert "Logged" in ada("ask", "Coffee?", "--sign-with", "default")
    assert "Logged" in ada("ask", "Milk?")


def test_a_refused_act_of_another_key_that_was_logged_is_found(
    ada: Someone, between: Between
) -> None:
    ada("key", "fresh", "--name", "two")
    between.logs_and_refuses("7.2")
    ada.fails("ask", "Tea?", "--sign-with", "default")
    between.is_honest()
    assert "logged it all the same" in ada.fails("vote", "9", "yes")
    assert "Logged" in ada("ask", "Coffee?", "--sign-with", "default")


def test_what_this_machine_signed_is_never_shown_as_unknown(
    ada: Someone, thief: Someone, between: Between
) -> None:
    between.logs_and_refuses("7.2")
    ada.fails("ask", "Tea?")
    between.is_honest()
    thief.fails("ask", "Coffee?")
    thief("key", "check", "--mine")
    thief("outbox", "again")

    def hides(path: str, body: bytes) -> bytes:
        if path.startswith("/receipts/"):
            raise Refusal(Refused(status=404))
        return body

    between.shown = hides
    assert re.findall(r"entry \d", ada.tries("key", "check").out) == ["entry 2"]
    between.is_honest()
    assert re.findall(r"entry \d", ada.tries("key", "check").out) == ["entry 2"]


def test_what_was_logged_after_its_refusal_is_known(ada: Someone, between: Between) -> None:
    between.logs_and_refuses("7.2")
    ada.fails("ask", "Tea?")
    between.is_honest()
    assert "no act of your key that this machine does not know" in ada("key", "check")
    assert "no act of your key that this machine does not know" in ada("key", "check")
    assert ada("outbox", "--list") == ""


def test_acts_that_its_owner_has_claimed_are_asked_about_no_more(
    ada: Someone, thief: Someone, between: Between
) -> None:
    ada("ask", "Tea?")
    act = held_back(thief, between, "ask", "Coffee?")
    assert MINE in thief.fails("key", "check")
    thief("key", "check", "--mine")
    assert "no act of your key that this machine does not know" in thief("key", "check")
    assert "not sent: Another act of this key stands in its place" in thief("outbox", "--list")
    assert "Logged as entry 2" in thief("outbox", "again", act)
    assert "Logged as entry 3" in thief("ask", "Milk?")
    assert evidence(thief) == []
