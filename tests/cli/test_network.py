"""Trouble on the way to the host is no lie of the host: nothing is held against it."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from esoviet.cli import http
from esoviet.cli.http import HttpClient, Refusal, Refused, Unreachable
from tests.audit.faulty import drip, faulty
from tests.cli.conftest import Host, Someone
from tests.cli.distrust import Between, between, evidence

__all__ = ["between"]
pytestmark = pytest.mark.e2e
Shown = Callable[[bytes], bytes]


def _missing(_: bytes) -> bytes:
    raise Refusal(Refused(status=404))


def _forbidden(_: bytes) -> bytes:
    raise Refusal(Refused(status=403))


def _down(_: bytes) -> bytes:
    raise Unreachable("Nobody answers.")


def _cut(body: bytes) -> bytes:
    return body[:-1]


def _garbled(body: bytes) -> bytes:
    return bytes(one ^ 1 for one in body)


def _page(_: bytes) -> bytes:
    return b"<html>Welcome to the railway's wireless network.</html>"


TROUBLE = [_missing, _forbidden, _down, _cut, _garbled, _page]


def only_for(between: Between, start: str, shown: Shown) -> None:
    between.shown = lambda path, body: shown(body) if path.startswith(start) else body


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_receipt_that_cannot_be_held_against_the_log_is_no_lie(
    ada: Someone, between: Between, trouble: Shown
) -> None:
    only_for(between, "/log/tile", trouble)
    said = ada.tries("ask", "Tea?")
    assert said.code == 0
    assert "does not verify" not in said.err
    assert "Kept; it is sent with your next act" in said.err
    assert evidence(ada) == []
    assert "waits" in ada("outbox", "--list")
    between.is_honest()
    assert "Logged as entry 1" in ada("outbox")


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_founding_whose_log_cannot_be_read_waits(
    someone: Callable[[str], Someone], host: Host, between: Between, trouble: Shown
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    only_for(between, "/log/", trouble)
    said = ada.fails(
        "found", "Mill Street", "--url", host.url, "--purpose", "Heat.", "--profile", "Ada"
    )
    assert "does not verify" not in said
    assert "esoviet found --again" in said
    between.is_honest()
    assert "Founded" in ada("found", "--again")


@pytest.mark.parametrize("trouble", TROUBLE)
def test_whether_a_refused_act_was_logged_is_asked_again_later(
    ada: Someone, between: Between, trouble: Shown
) -> None:
    between.logs_and_refuses("7.2")
    ada.fails("ask", "Tea?")
    between.is_honest()
    for start in ("/receipts/", "/log/tile"):
        only_for(between, start, trouble)
        assert "refused" in ada("outbox")
        assert evidence(ada) == []
    between.is_honest()
    assert ada("outbox") == ""
    assert "Logged as entry 2" in ada("ask", "Coffee?")


def test_entries_that_cannot_be_read_end_no_command_with_a_trace(
    ada: Someone, between: Between
) -> None:
    only_for(between, "/log/tile/entries", _cut)
    assert "in a form that we know" in ada.fails("key", "check")
    assert "in a form that we know" in ada.fails("show", "--verify")


def test_a_receipt_is_not_judged_by_entries_that_did_not_come(
    ada: Someone, between: Between
) -> None:
    (path,) = ada("receipt", "list").split()
    (ada.assembly() / "receipts" / path).with_suffix(".entry").unlink()
    only_for(between, "/log/tile", _garbled)
    said = ada.fails("receipt", "check", path)
    assert "did not come whole" in said
    assert "proves nothing" not in said


def test_a_host_that_drips_its_answer_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ANSWER_SECONDS", 0.05)
    with faulty(tmp_path) as server, HttpClient(server.url) as door:
        server.fault = drip
        with pytest.raises(Unreachable, match="answers too slowly"):
            door.get("/node")


def test_where_no_host_can_prove_who_it_is_none_is_believed() -> None:
    assert http.authorities("https://a.example/a/x") is True
    nobody = http.authorities("http://localhost:8000")
    assert isinstance(nobody, ssl.SSLContext)
    assert (nobody.verify_mode, nobody.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert nobody.get_ca_certs() == []
