"""A host that does something else than it says, as a member's client meets it."""

from collections.abc import Callable, Sequence

import pytest

from esoviet.cli.http import Answer, HttpClient, Refusal, Refused, Unreachable
from esoviet.cli.texts import Bytes
from esoviet.wire import envelope
from tests.cli.conftest import Someone

honest_submit, honest_get = HttpClient.submit, HttpClient.get


class Between:
    """Stands between a client and its host; without a lie, everything goes through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[bytes] = []
        self._calls: list[tuple[str, str, bytes, Sequence[Bytes]]] = []
        self.before: Callable[[], object] = _nothing
        self.after: Callable[[Answer], Answer] = lambda answer: answer
        self.shown: Callable[[str, bytes], bytes] = lambda _, body: body
        between = self

        def submit(door: HttpClient, path: str, act: bytes, blobs: Sequence[Bytes]) -> Answer:
            between.sent.append(act)
            between._calls.append((door.url, path, act, blobs))
            between.before()
            return between.after(honest_submit(door, path, act, blobs))

        def get(door: HttpClient, path: str, accept: str = "*/*") -> bytes:
            return between.shown(path, honest_get(door, path, accept))

        monkeypatch.setattr(HttpClient, "submit", submit)
        monkeypatch.setattr(HttpClient, "get", get)

    def is_honest(self) -> None:
        """From now on everything goes through."""
        self.before, self.after = _nothing, lambda answer: answer
        self.shown = lambda _, body: body

    def loses_acts(self) -> None:
        """Nothing arrives, and nobody answers."""
        self.before = silence

    def loses_answers(self) -> None:
        """Everything is logged, and nobody answers."""
        self.after = lambda _: silence()

    def refuses(self, clause: str, entry: int | None = None) -> None:
        """Refuse without a look; nothing is logged."""
        details = Refused(status=409, clause=clause, detail="No.", entry=entry)

        def refuse() -> None:
            raise Refusal(details)

        self.before = refuse

    def logs_and_refuses(self, clause: str) -> None:
        """Log everything and say that it was refused."""
        self.refuses(clause)
        refuse, self.before = self.before, _nothing

        def after(answer: Answer) -> Answer:
            refuse()
            return answer

        self.after = after

    def log(self, number: int) -> Answer:
        """Signer in what was sent as that number, behind its author's back."""
        url, path, act, blobs = self._calls[number]
        with HttpClient(url) as door:
            return honest_submit(door, path, act, blobs)

    def kids(self) -> list[str]:
        """Whose acts were sent."""
        return [envelope.parse(act).kid for act in self.sent]


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """What stands between everybody and the host."""
    return Between(monkeypatch)


def held_back(ada: Someone, between: Between, *words: str) -> str:
    """An act that is signed and does not arrive: the beginning of its id."""
    between.loses_acts()
    ada(*words)
    between.is_honest()
    return ada("outbox", "--list").splitlines()[-1].split()[2][:12]


def evidence(of: Someone) -> list[str]:
    """What somebody keeps against the host."""
    folder = of.assembly() / "evidence"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def silence() -> Answer:
    """Nobody answers."""
    raise Unreachable("Nobody answers.")


def _nothing() -> None:
    pass
