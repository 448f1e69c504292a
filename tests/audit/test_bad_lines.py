"""An honest log over a bad line, at another address, behind a page to sign in: no accusations."""

import copy
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.audit import fetch, http
from esoviet.audit.audit import audit
from esoviet.audit.finding import Unreachable
from esoviet.audit.http import Website
from esoviet.audit.report import AssemblyReport
from esoviet.audit.sources import find
from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.faulty import Fault, Faulty, at, drip, every, faulty, hang_up, page, status
from tests.audit.story import published, story

SIZE = len(story().entries)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """A static copy of a whole site; nobody waits long."""
    monkeypatch.setattr(fetch, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(fetch, "LONGEST_PAUSE", 0.001)
    copies.website(published(), tmp_path)
    with faulty(tmp_path) as server:
        yield server


def report(server: Faulty) -> AssemblyReport:
    (source,) = find(f"{server.url}/a/{story().id}")
    return audit(source, cores=1)


@pytest.mark.parametrize(
    "fault",
    [
        status(500),
        status(502),
        status(503, Retry_After="9999"),
        status(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"),
        hang_up,
    ],
)
def test_what_breaks_off_or_is_busy_is_asked_for_again(server: Faulty, fault: Fault) -> None:
    server.fault = every(3, fault)
    said = report(server)
    assert (said.ok, said.entries, said.blobs.present) == (True, SIZE, 55)


@pytest.mark.parametrize("fault", [status(500), status(302, Location="/login"), page, hang_up])
@pytest.mark.parametrize("place", ["checkpoint", "tile/entries", "tile/0/000", "tile/1"])
def test_what_cannot_be_read_is_no_finding(server: Faulty, fault: Fault, place: str) -> None:
    server.fault = at(place, fault)
    assert main(["audit", f"{server.url}/a/{story().id}", "--cores", "1"]) == 2


@pytest.mark.parametrize("fault", [status(500), page, hang_up])
def test_texts_that_cannot_be_read_leave_the_rest_of_the_report(
    server: Faulty, fault: Fault
) -> None:
    server.fault = at("blobs", fault)
    said = report(server)
    assert (said.ok, said.findings, said.blobs.unchecked) == (False, [], 55)
    assert said.trouble
    assert said.judged == SIZE


@pytest.mark.parametrize("place", ["checkpoint", "tile/entries", "blobs"])
def test_a_server_that_drips_holds_nobody(
    server: Faulty, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "FILE_SECONDS", 0.05)
    monkeypatch.setattr(fetch, "TRIES", 2)
    server.fault = at(place, drip)
    assert main(["audit", f"{server.url}/a/{story().id}", "--cores", "1"]) == 2


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_a_server_that_drips_ends_with_the_time_for_all(server: Faulty, seconds: float) -> None:
    server.fault = at("checkpoint", drip)
    (source,) = find(f"{server.url}/a/{story().id}", seconds or None)
    assert isinstance(source, Website)
    source._fetcher.until = time.monotonic() + seconds
    with pytest.raises(Unreachable, match="the time for this audit is over"):
        audit(source, cores=1)


def test_a_longer_log_is_given_more_time_unless_it_is_given_by_who_asks(server: Faulty) -> None:
    for seconds, longest in ((None, http.SECONDS + SIZE * http.SECONDS_AN_ENTRY), (50.0, 50.0)):
        (source,) = find(f"{server.url}/a/{story().id}", seconds)
        assert isinstance(source, Website)
        source.checkpoint()
        given = source._fetcher.until - time.monotonic()
        assert longest - 10 < given <= longest
        assert copy.copy(source)._fetcher.until == source._fetcher.until
        source.close()


def test_all_that_is_slow_is_taken_together(
    server: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "USUAL_SECONDS", 0.0)
    monkeypatch.setattr(fetch, "ALL_PAUSES", 0.0)
    monkeypatch.setattr(fetch, "SLOWEST", 10**12)
    with pytest.raises(Unreachable, match="too slow"):
        report(server)


def said_of(address: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which an audit ends that could not begin."""
    assert main(["audit", address]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("esoviet: ")
    assert "Traceback" not in said.err
    return said.err


def test_a_page_to_sign_in_is_named(server: Faulty, capsys: pytest.CaptureFixture[str]) -> None:
    for fault in (page, status(302, Location="http://login.example/"), status(401)):
        server.fault = fault
        assert "sign in" in said_of(f"{server.url}/a/{story().id}", capsys)


def test_no_assembly_and_another_one_are_named(
    server: Faulty, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = "0" * 64
    assert "There is no assembly" in said_of(f"{server.url}/a/{nobody}", capsys)
    home = Path(server.folder) / "a"
    (home / story().id).rename(home / nobody)
    assert "the log of another assembly" in said_of(f"{server.url}/a/{nobody}", capsys)


@pytest.mark.parametrize(
    "address",
    [
        "{url}/a/abc", "{url}/a/" + "A" * 64, "{url}/nothing", "http://", "ftp://h/a/" + "0" * 64,
        "http://[::1/a/" + "0" * 64, "http://127.0.0.1:99999/a/" + "0" * 64,
        "http://127.0.0.1:port/a/" + "0" * 64, "http://a b/", "http://\u00fc\u00fc..invalid/",
        "http://" + "a" * 70 + ".invalid/a/" + "0" * 64, "http://xn--zz--.invalid/a/" + "0" * 64,
        "https://{host}/a/" + "0" * 64, "http://127.0.0.1:9/a/" + "0" * 64, "http://h\x00st/",
        "", "/nowhere", "/etc/passwd", "a\x00b", "x" * 5000, "\udcff",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused_in_a_sentence(
    server: Faulty, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    host = server.url.removeprefix("http://")
    said_of(address.replace("{url}", server.url).replace("{host}", host), capsys)
