"""Pushes reach browsers that want them, once, as long as they are of use."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.node.notices import MOST_CHARACTERS, Notice
from esoviet.node.outside import Outside
from esoviet.node.web_push import MOST, Vapid
from esoviet.notify.pushing import MINUTE, Pushes, topic_of
from esoviet.store.errors import StoreError
from esoviet.store.private import open_private
from esoviet.store.subscriptions import SCHEMA, Subscription, Subscriptions
from tests.node.browsing import opened, someone

HERE, NOW = "a" * 64, 1_800_000_000_000
Answers = Callable[[httpx.Request], httpx.Response]


async def nothing() -> AsyncIterator[bytes]:
    """An empty body."""
    yield b""


def answer(status: int, headers: dict[str, str] | None = None) -> httpx.Response:
    """What a push service says."""
    return httpx.Response(status, headers=headers, content=nothing())


class Service:
    """A push service, and the node that tells it things; `now` is the node's clock."""

    def __init__(self, store: Subscriptions) -> None:
        self.store, self.now = store, NOW
        self.asked: list[httpx.Request] = []
        self.answers: Answers = lambda _: answer(201)
        self.key, self.browser = someone()

    def subscribe(self, name: str = "one", member: int = 1) -> None:
        one = Subscription(HERE, member, "a key", f"https://8.8.8.8/{name}", *self.browser)
        self.store.put(one, self.now)

    def turn(self) -> int:
        async def scene() -> int:
            outside = Outside(transport=httpx.MockTransport(self._answer))
            vapid = Vapid(b"v" * 32, "mailto:x@example.org")
            pushes = Pushes(self.store, vapid, outside, lambda: self.now)
            try:
                begun = 0
                while (more := await pushes.turn(self.now)) or pushes.is_busy:
                    begun += more
                return begun
            finally:
                await pushes.close()

        return asyncio.run(scene())

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers(request)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    database = open_private(tmp_path / "node.db", SCHEMA)
    yield Service(Subscriptions(database))
    database.close()


def tell(service: Service, topic: str = "votes", text: bytes = b"text", lasts: int = 60) -> None:
    service.store.tell(HERE, 1, topic, text, service.now + lasts * MINUTE, service.now)


def test_a_push_is_sealed_and_says_how_long_it_is_of_use(service: Service) -> None:
    service.subscribe()
    tell(service)
    assert service.turn() == 1
    (request,) = service.asked
    assert request.headers["ttl"] == "3600"
    assert request.headers["content-encoding"] == "aes128gcm"
    assert request.headers["authorization"].startswith("vapid t=")
    assert len(request.headers["topic"]) == 32
    assert b"text" not in request.content
    assert opened(request.content, service.key, service.browser.secret) == b"text"
    assert service.turn() == 0


def test_all_browsers_of_a_member_are_told_and_nobody_else_s(service: Service) -> None:
    for name, member in (("one", 1), ("two", 1), ("three", 2)):
        service.subscribe(name, member)
    tell(service)
    assert service.turn() == 2
    assert sorted(request.url.path for request in service.asked) == ["/one", "/two"]
    topics = {request.headers["topic"] for request in service.asked}
    assert len(topics) == 2  # no service can see that two browsers are told the same


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_with_all_that_waits(
    service: Service, status: int
) -> None:
    service.subscribe()
    service.answers = lambda _: answer(status)
    tell(service)
    service.store.tell(HERE, 1, "later", b"text", NOW + 9 * MINUTE, NOW + MINUTE)
    service.turn()
    assert service.store.of(HERE, 1) == []
    assert service.store.waiting(NOW + MINUTE, 9) == []


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_service_that_does_not_take_it_for_now_is_asked_again_later(
    service: Service, status: int
) -> None:
    service.subscribe()
    service.answers = lambda _: answer(status)
    tell(service)
    assert service.turn() == 1
    assert service.turn() == 0
    service.now += MINUTE
    service.answers = lambda _: answer(201)
    assert service.turn() == 1
    service.now += 60 * MINUTE
    assert service.turn() == 0
    assert len(service.asked) == 2


def test_a_service_says_itself_how_long_it_wants_to_be_left_alone(service: Service) -> None:
    service.subscribe()
    service.answers = lambda _: answer(429, headers={"Retry-After": "600"})
    tell(service)
    service.turn()
    service.now += 9 * MINUTE
    assert service.turn() == 0
    service.now += MINUTE
    assert service.turn() == 1


def test_a_service_that_never_answers_delays_no_other_browser(service: Service) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/dead":
            raise httpx.ConnectTimeout("never")
        return answer(201)

    service.answers = answers
    service.subscribe("dead")
    service.subscribe("alive")
    tell(service)
    assert service.turn() == 2
    (left,) = service.store.waiting(NOW + MINUTE, 9)
    assert left.endpoint.endswith("/dead")
    assert len(service.store.of(HERE, 1)) == 2


def test_what_is_of_no_use_any_more_is_not_sent(service: Service) -> None:
    service.subscribe()
    tell(service, lasts=5)
    service.now += 5 * MINUTE
    assert service.turn() == 1
    assert service.asked == []
    assert service.turn() == 0


def test_a_browser_that_names_this_machine_is_forgotten_unasked(service: Service) -> None:
    inside = Subscription(HERE, 1, "a key", "https://127.0.0.1/", *service.browser)
    service.store.put(inside, NOW)
    tell(service)
    service.turn()
    assert service.asked == []
    assert service.store.of(HERE, 1) == []


def test_what_is_refused_for_good_is_not_sent_again(service: Service) -> None:
    service.subscribe()
    service.answers = lambda _: answer(413)
    tell(service)
    assert service.turn() == 1
    service.now += 60 * MINUTE
    assert service.turn() == 0
    assert len(service.store.of(HERE, 1)) == 1


def test_a_later_message_replaces_an_earlier_one_at_the_service_too(service: Service) -> None:
    service.subscribe()
    tell(service, text=b"first")
    service.turn()
    tell(service, text=b"second")
    (push,) = service.store.waiting(NOW, 9)
    service.turn()
    first, second = service.asked
    assert first.headers["topic"] == second.headers["topic"] == topic_of(push)


def test_a_notice_always_fits_and_says_what_browsers_read() -> None:
    long = Notice(
        "\U0001f9f9" * 9_000, '"\\' * 9_000, "en", "https://x.example/" + "y" * 300, "t", 3
    )
    message = long.message()
    assert len(message) <= MOST
    said = json.loads(message)
    assert said["web_push"] == 8030
    assert said["app_badge"] == "3"
    assert len(said["notification"]["title"]) <= MOST_CHARACTERS
    assert said["notification"]["navigate"].startswith("https://")


def test_dead_browsers_of_one_member_delay_nobody_else_s(service: Service) -> None:
    """Ten browsers, each with ten things: one is asked, and what waits for it waits together."""

    def answers(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/dead"):
            raise httpx.ConnectTimeout("never")
        return answer(201)

    service.answers = answers
    for number in range(10):
        service.subscribe(f"dead{number}")
    for topic in range(10):
        tell(service, f"topic {topic}")
    service.subscribe("alive", member=2)
    service.store.tell(HERE, 2, "votes", b"text", NOW + 9 * MINUTE, NOW)
    first = service.store.one_of_each(NOW, 9)
    assert sorted(push.member for push in first) == [1, 2]
    assert service.turn() == 11
    assert [one.url.path for one in service.asked].count("/alive") == 1
    assert service.turn() == 0
    assert len(service.store.waiting(NOW + MINUTE, 999)) == 100


def test_a_mistake_of_ours_with_one_push_ends_no_other(service: Service) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/one":
            raise RuntimeError("a mistake")
        return answer(201)

    service.answers = answers
    service.subscribe("one", member=1)
    service.subscribe("two", member=2)
    for member in (1, 2):
        service.store.tell(HERE, member, "votes", b"text", NOW + 9 * MINUTE, NOW)
    assert service.turn() == 2
    (left,) = service.store.waiting(NOW, 9)
    assert left.member == 1


def test_what_cannot_be_noted_is_not_sent_again_and_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_push: int) -> None:
        raise StoreError("the disk is full")

    service.subscribe()
    tell(service)
    monkeypatch.setattr(service.store, "done", full)
    assert service.turn() == 1
    assert len(service.asked) == 1
