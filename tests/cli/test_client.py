"""A member's client against a real host: what it signs, keeps, shows and refuses to believe."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from esoviet.cli.http import Answer, HttpClient, _refusal
from esoviet.cli.trust import Trust
from tests.cli.conftest import Host, Running, Someone, await_phase, free_port

pytestmark = pytest.mark.e2e
People = Callable[[str], Someone]
WORDS = "abandon " * 11 + "about"


@pytest.mark.hurried
def test_what_is_signed_is_logged_and_can_be_read(ada: Someone, bea: Someone) -> None:
    bea("raise", "The lift is broken\n\nFor three weeks.")
    await_phase(ada, 1, "solutions")
    ada("propose", "1", "Repair it", "--effect-indicator", "Days without a lift",
        "--effect-baseline", "21", "--effect-target", "0", "--effect-by", "2027-01-01")  # fmt: skip
    bea("argue", "1", "supports", "Old people need it.", "--solution", "1")
    shown = ada("show", "problem", "1")
    for words in ("For three weeks.", "Repair it", "Old people need it.", "Bea (2)"):
        assert words in shown


def test_what_members_write_does_nothing_to_a_terminal(ada: Someone, bea: Someone) -> None:
    bea("raise", "The lift\x1b]0;mine\x07 is broken\n\nFor\u202e three weeks.\x1b[2J")
    shown = ada("show", "problem", "1")
    assert "three weeks." in shown
    assert not set("\x1b\x07\u202e") & set(shown)


def test_a_ballot_is_cast_changed_and_stands_on_the_roll(ada: Someone, bea: Someone) -> None:
    ada("ask", "Tea?")
    bea("second", "1")
    ada("vote", "1", "yes")
    bea("vote", "1", "--no")
    bea("vote", "1", "--yes", "--reason", "Thirsty after all.")
    roll = json.loads(ada("show", "vote", "1", "roll", "--json"))["items"]
    assert [line["ballot"]["choice"] for line in roll] == ["yes", "yes"]


def test_a_recount_of_ones_own_shows_exactly_what_the_host_shows(
    ada: Someone, bea: Someone
) -> None:
    ada("ask", "Tea?")
    bea("second", "1")
    bea("vote", "1", "abstain")
    for what in ("members", "questions", "constitution", "vote 1", "vote 1 roll", "entry 2"):
        hosts = bea("show", *what.split(), "--json")
        own = bea("show", *what.split(), "--json", "--verify")
        assert _without_hosts_name(own) == _without_hosts_name(hosts)


def _without_hosts_name(shown: str) -> object:
    """A recount gives addresses in full, the host leaves its own name out."""
    return json.loads(re.sub(r"http://localhost:\d+", "", shown))


def test_the_law_refuses_and_says_by_which_clause(ada: Someone) -> None:
    ada("ask", "Tea?")
    assert "(clause 7.2 of the law)" in ada.fails("vote", "2", "yes")
    assert "Logged" in ada("vote", "1", "yes")


def test_a_stranger_reads_nothing_and_an_applicant_waits(someone: People, ada: Someone) -> None:
    closed = ada("assemblies").split()[-1]
    cem = someone("Cem")
    cem("key", "new", "--no-phrase")
    for command in (("join", closed, "--open", "--profile", "Cem"), ("show", "-a", closed)):
        assert "no assembly here that strangers may read" in cem.fails(*command)
    url = closed.partition("/a/")[0]
    ada("found", "Quay", "--url", url, "--purpose", "Dry feet.", "--profile", "Ada",
        "--template", "meeting", "--readership", "public")  # fmt: skip
    quay = next(one for one in ada("assemblies").split() if "/a/" in one and one != closed)
    cem("join", quay, "--open", "--profile", "Cem")
    assert "applicant" in cem("show", "me")
    assert "applicant" in ada("show", "member", "2")
    ada("vouch", "2")
    assert "vouched" in ada("show", "member", "2")


def test_an_invitation_that_was_not_copied_whole_is_refused(someone: People, ada: Someone) -> None:
    link = ada("invite").split()[-1]
    cem = someone("Cem")
    cem("key", "new", "--no-phrase")
    assert "copied whole" in cem.fails("join", link[:-5], "--profile", "Cem")
    assert "add --open" in cem.fails("join", link.split("#")[0], "--profile", "Cem")
    cem("join", link, "--profile", "Cem")


def test_receipts_are_kept_and_hold_offline(ada: Someone, someone: People) -> None:
    ada("ask", "Tea?")
    receipts = ada("receipt", "list").split()
    assert len(receipts) == 2
    for path in receipts:
        assert "The receipt holds" in ada("receipt", "check", path)
    entry = Path(receipts[0]).with_suffix(".entry")
    entry.write_bytes(entry.read_bytes().replace(b"1", b"2", 1))
    assert "proves nothing" in ada.fails("receipt", "check", receipts[0])


def test_a_receipt_without_its_entry_is_checked_against_the_log(ada: Someone) -> None:
    (path,) = ada("receipt", "list").split()
    Path(path).with_suffix(".entry").unlink()
    assert "found-assembly" in ada("receipt", "check", path)


def test_files_are_for_their_owner_alone(ada: Someone) -> None:
    key = ada.home / "keys" / "default.json"
    assert key.stat().st_mode & 0o777 == 0o600
    for folder in (key.parent, ada.home, ada.assembly() / "receipts"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_lost_device_is_replaced_with_the_phrase(
    someone: People, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, later = someone("Ada"), someone("Ada later")
    words = ada("key", "new").splitlines()[2].strip()
    ada("found", "Mill Street", "--url", host.url, "--purpose", "Heat.", "--profile", "Ada")
    address = ada("assemblies").split()[-1]
    monkeypatch.setattr("sys.stdin.read", lambda: words)
    assert "as member 1" in later("key", "recover", "-a", address)
    assert "Logged" in later("ask", "Tea?", "-a", address)


def test_words_of_nobody_recover_nothing(
    someone: People, ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.read", lambda: WORDS)
    address = ada("assemblies").split()[-1]
    assert "no member of one there" in someone("Nobody").fails("key", "recover", "-a", address)


def test_a_second_device_is_enrolled_by_the_first(ada: Someone, someone: People) -> None:
    tablet = someone("tablet")
    tablet("key", "new", "--no-phrase")
    address = ada("assemblies").split()[-1]
    (name,) = re.findall(r"name of the key\s+(\S+)", ada("key", "show"))
    assert "not the name of a key" in tablet.fails("key", "offer", "--by=Ada", "-a", address)
    offer = tablet("key", "offer", f"--by={name}", "-a", address).splitlines()[-1].split()
    ada(*offer[1:])
    assert "Logged" in tablet("ask", "Tea?", "-a", address)


def test_plain_http_is_for_this_machine_only(someone: People) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    found = ("found", "X", "--purpose", "x", "--profile", "Ada", "--url")
    assert "is not encrypted" in ada.fails(*found, "http://192.0.2.1")
    assert "Cannot reach" in ada.fails(*found, f"http://127.0.0.1:{free_port()}")


def test_acts_wait_while_the_host_is_away(tmp_path: Path, someone: People) -> None:
    ada, port = someone("Ada"), free_port()
    ada("key", "new", "--no-phrase")
    with Running(tmp_path / "data", port) as url:
        ada("found", "Mill Street", "--url", url, "--purpose", "Heat.", "--profile", "Ada")
    ada("ask", "Tea?")
    ada("ask", "Coffee?")
    assert ada("outbox", "--list").count("ask") == 2
    with Running(tmp_path / "data", port):
        assert ada("outbox").count("Logged as entry") == 2
        assert "Coffee?" in ada("show", "questions")


def test_a_refused_act_does_not_block_the_next_one(tmp_path: Path, someone: People) -> None:
    ada, port = someone("Ada"), free_port()
    ada("key", "new", "--no-phrase")
    with Running(tmp_path / "data", port) as url:
        ada("found", "Mill Street", "--url", url, "--purpose", "Heat.", "--profile", "Ada")
    ada("vote", "9", "yes")
    ada("ask", "Tea?")
    with Running(tmp_path / "data", port):
        assert "no vote with this number" in ada.fails("outbox")
        listed = ada("outbox", "--list").splitlines()
        assert "refused: There is no vote with this number" in listed[0]
        assert "blocked by" in listed[1]
        assert "Logged as entry 1" in ada("ask", "Coffee?")
    assert len(list((ada.assembly() / "refused").iterdir())) == 2


def test_what_was_put_aside_is_signed_anew_and_a_ballot_only_by_name(
    tmp_path: Path, someone: People
) -> None:
    ada, port = someone("Ada"), free_port()
    ada("key", "new", "--no-phrase")
    with Running(tmp_path / "data", port) as url:
        ada("found", "Mill Street", "--url", url, "--purpose", "Heat.", "--profile", "Ada")
    ada("vote", "1", "yes")
    ada("ask", "Tea?")
    with Running(tmp_path / "data", port):
        ada.fails("outbox")
        assert ada("outbox", "again", "--no-ask").count("Logged") == 1
        assert "signed anew as" in ada("outbox", "--list").splitlines()[1]
        ballot = ada("outbox", "--list").split()[2]
        assert "Logged as entry 2" in ada("outbox", "again", ballot[:12], "--no-ask")


def test_a_host_that_is_busy_has_refused_nothing(
    ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(HttpClient, "submit", _too_busy)
        ada("ask", "Tea?")
        assert "waits" in ada("outbox", "--list")
    assert "Logged as entry 1" in ada("outbox")


def test_a_fresh_key_whose_receipt_is_late_acts_once_it_has_come(
    ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(HttpClient, "submit", _too_busy)
        assert "as soon as that is on the record" in ada.fails("key", "fresh")
        ada("ask", "Tea?")
    sent = ada("outbox")
    assert "Logged as entry 1" in sent
    assert "Logged as entry 2" in sent
    assert "Logged as entry 3" in ada("ask", "Coffee?")


def _too_busy(door: HttpClient, *_: object) -> Answer:
    body = b'{"status":429,"title":"Too Many Requests"}'
    kind = {"content-type": "application/problem+json"}
    request = httpx.Request("POST", door.url)
    raise _refusal(httpx.Response(429, headers=kind, request=request), body)


def test_a_key_that_was_used_elsewhere_goes_on_once_its_owner_says_so(
    ada: Someone, tmp_path: Path
) -> None:
    shutil.copytree(ada.home, tmp_path / "copy")
    copy = Someone(tmp_path / "copy", ada._run)
    ada("ask", "Tea?")
    assert "Were these acts yours?" in copy.fails("ask", "Coffee?")
    assert "Were these acts yours?" in copy.fails("key", "check")
    copy("key", "check", "--mine")
    assert "acts with the key fresh" in copy("key", "fresh")
    assert "Logged as entry 3" in copy("outbox", "again")
    assert "Were these acts yours?" in ada.fails("ask", "Milk?")


def test_a_key_that_others_have_used_signs_no_more(ada: Someone, tmp_path: Path) -> None:
    shutil.copytree(ada.home, tmp_path / "copy")
    thief = Someone(tmp_path / "copy", ada._run)
    thief("ask", "Tea?")
    ada.fails("ask", "Coffee?")
    assert "revoke-key" in ada.fails("key", "check", "--not-mine")
    assert "revoke-key" in ada.fails("ask", "Milk?")


def test_who_joined_remembers_the_hosts_key_and_the_last_checkpoint(bea: Someone) -> None:
    about = json.loads((bea.assembly() / "about.json").read_text())
    assert about["host"]
    assert about["alias"] == "mill"
    before = (bea.assembly() / "checkpoint").read_text().split("\n")[1]
    bea("ask", "Tea?")
    assert (bea.assembly() / "checkpoint").read_text().split("\n")[1] > before


def test_what_there_is_not_to_show_is_said_with_what_there_is(ada: Someone) -> None:
    for words in (("applicants",), ("problem", "1", "foo")):
        assert "There is: constitution, members" in ada.fails("show", *words)
    assert "nothing with this number" in ada.fails("show", "problem", "99")


def test_who_is_no_member_is_told_how_members_read(ada: Someone, someone: People) -> None:
    cem = someone("Cem")
    cem("key", "new", "--no-phrase")
    cem("join", ada("invite").split()[-1], "--profile", "Cem")
    for more in ((), ("--verify",)):
        assert "Cem" in cem("show", "me", *more)
    stranger = someone("Zed")
    assert "strangers" in stranger.fails("show", "-a", ada("assemblies").split()[-1])


def test_an_entry_that_changes_while_it_is_read_is_refused(
    ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "found-assembly" in ada("show", "entry", "0", "--verify")
    honest = Trust.entries
    asked: list[int] = []

    def bent(trust: Trust, size: int, number: int) -> list[bytes]:
        asked.append(number)
        entries = honest(trust, size, number)
        return entries if len(asked) == 1 else [b"x" + entries[0], *entries[1:]]

    monkeypatch.setattr(Trust, "entries", bent)
    assert "another entry 0" in ada.fails("show", "entry", "0", "--verify")


def test_another_history_is_refused_and_both_checkpoints_are_kept(
    tmp_path: Path, someone: People
) -> None:
    ada, port, data = someone("Ada"), free_port(), tmp_path / "data"
    ada("key", "new", "--no-phrase")
    with Running(data, port) as url:
        ada("found", "Mill Street", "--url", url, "--purpose", "Heat.", "--profile", "Ada")
    shutil.copytree(data, tmp_path / "old")
    shutil.copytree(ada.home, tmp_path / "twin")
    with Running(data, port):
        ada("ask", "Tea?")
    with Running(tmp_path / "old", port):
        assert "not the one that you saw before" in ada.fails("ask", "Coffee?")
        assert "not the one that you saw before" in ada.fails("show", "questions")
        twin = Someone(tmp_path / "twin", ada._run)
        twin("ask", "Cocoa?")
        twin("ask", "Milk?")
        assert "not the one that you saw before" in ada.fails("ask", "Coffee?")
        assert "not the one that you saw before" in ada.fails("show")
        assert "Milk?" in twin("show", "questions")
    assert len(list((ada.assembly() / "evidence").iterdir())) >= 2
    with Running(data, port):
        assert "Logged" in ada("ask", "Coffee?")
