"""The attacker hosts an assembly, and wants a member's client to believe or to sign too much."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from esoviet.cli.http import Answer, HttpClient, Refusal, Refused, Unreachable
from esoviet.cli.texts import Bytes
from tests.cli.conftest import Host, Someone, ada, here, host, someone

__all__ = ["ada", "here", "host", "someone"]
pytestmark = pytest.mark.e2e
honest = HttpClient.submit
FOUND = ("found", "Mill Street", "--purpose", "Heat.", "--profile", "Ada", "--url")


class Liar:
    """A host that does as it should and answers otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.received: list[bytes] = []
        self.lie: Callable[[Answer], Answer] = lambda answer: answer
        liar = self

        def submit(door: HttpClient, path: str, act: bytes, blobs: Sequence[Bytes]) -> Answer:
            liar.received.append(act)
            return liar.lie(honest(door, path, act, blobs))

        monkeypatch.setattr(HttpClient, "submit", submit)


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Liar:
    """The host at the other end."""
    return Liar(monkeypatch)


def _refuses(answer: Answer) -> Answer:
    raise Refusal(Refused(status=409, clause="1.4", detail="The next number is 9."))


def _is_silent(answer: Answer) -> Answer:
    raise Unreachable("Nobody answers.")


def _forges(answer: Answer) -> Answer:
    return replace(answer, index=answer.index + 1)


def test_it_cannot_make_a_client_sign_on_under_a_number_it_names(ada: Someone, liar: Liar) -> None:
    liar.lie = _refuses
    said = ada.fails("ask", "Tea?")
    assert "logged it all the same, as entry 1" in said
    assert len(liar.received) == 1
    liar.lie = lambda answer: answer
    assert "Logged as entry 2" in ada("ask", "Coffee?")


def test_it_cannot_call_an_assembly_founded_without_a_receipt(
    someone: Callable[[str], Someone], host: Host, liar: Liar
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    liar.lie = _forges
    assert "cannot be called founded yet" in ada.fails(*FOUND, host.url)
    liar.lie = lambda answer: answer
    assert "Founded" in ada("found", "--again")
    assert liar.received[0] == liar.received[1]


def test_its_silence_loses_no_founding(
    someone: Callable[[str], Someone], host: Host, liar: Liar
) -> None:
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    liar.lie = _is_silent
    ada.fails(*FOUND, host.url)
    assert "found --again" in ada("outbox")
    liar.lie = lambda answer: answer
    assert "Founded" in ada(*FOUND, host.url)
    assert liar.received[0] == liar.received[1]


def test_it_cannot_pass_off_a_receipt_for_another_entry(ada: Someone, liar: Liar) -> None:
    liar.lie = _forges
    assert "does not verify" in ada.fails("ask", "Tea?")
    assert len(list((ada.assembly() / "evidence").iterdir())) == 2
    assert "waits" in ada("outbox", "--list")


def test_its_silence_makes_nobody_a_member_without_a_key(
    ada: Someone, someone: Callable[[str], Someone], liar: Liar
) -> None:
    link, bea = ada("invite").split()[-1], someone("Bea")
    bea("key", "new", "--no-phrase")
    liar.lie = _is_silent
    bea("join", link, "--profile", "Bea")
    liar.lie = lambda answer: answer
    assert "Applied" in bea("join", link, "--profile", "Bea")
    assert liar.received[-1] == liar.received[-2]
