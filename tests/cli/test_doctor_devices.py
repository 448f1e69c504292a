"""The doctor looks at devices: whether they can be told, and whether they are."""

import time
from contextlib import closing
from pathlib import Path

from esoviet.cli.pushes import LATE, STUCK, findings
from esoviet.node.config import Config
from esoviet.store.reach import Reach
from esoviet.store.subscriptions import Subscription
from tests.node.browsing import someone

HERE, URL = "a" * 64, "https://a.example"
TOLD = {"push_contact": "mailto:us@example.org", "url": URL}


def waits(data: Path, since: int, tries: int) -> None:
    """A notice for one device that waits since a moment (ms), and was tried so often."""
    with closing(Reach(data / "node.db")) as reach:
        _, browser = someone()
        devices = reach.subscriptions
        devices.put(Subscription(HERE, 1, "kid", "https://push.example/1", *browser), since)
        devices.tell(HERE, 1, "votes/1", b"text", since + 10 * LATE, since)
        for _ in range(tries):
            devices.put_off(devices.waiting(since, 1)[0], since)


def found(data: Path, **settings: str) -> list[str]:
    return [one.wrong for one in findings(Config(**settings), data)]  # type: ignore[arg-type]


def now() -> int:
    return time.time_ns() // 1_000_000


def test_where_it_is_off_nothing_is_looked_at(tmp_path: Path) -> None:
    waits(tmp_path, now() - 2 * LATE, STUCK)
    assert found(tmp_path) == []


def test_devices_are_told_by_https_alone(tmp_path: Path) -> None:
    for url in ("", "http://a.example"):
        (said,) = found(tmp_path, push_contact=TOLD["push_contact"], url=url)
        assert "none of HTTPS" in said
    assert found(tmp_path, **TOLD) == []


def test_what_should_have_gone_out_long_ago_is_said(tmp_path: Path) -> None:
    waits(tmp_path, now(), 0)
    assert found(tmp_path, **TOLD) == []
    waits(tmp_path, now() - 2 * LATE, 0)
    assert found(tmp_path, **TOLD) == ["Devices that should have been told something long ago: 1."]


def test_a_service_that_takes_nothing_is_said(tmp_path: Path) -> None:
    waits(tmp_path, now(), STUCK - 1)
    assert found(tmp_path, **TOLD) == []
    waits(tmp_path, now(), STUCK)
    (said,) = found(tmp_path, **TOLD)
    assert "takes nothing" in said
