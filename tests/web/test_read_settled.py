"""Only what is durable is read: an answer waits for the disk, but not for ever."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from esoviet.law.act import Blob
from esoviet.law.leaving import Leave
from esoviet.node.receipts import Published
from esoviet.web.api import pipeline
from tests.web.desk import ONE, Desk, desk
from tests.world import World


class SlowDisk:
    """A disk that answers when it is told to, or after a while."""

    def __init__(self, at: Desk, seconds: float) -> None:
        self.ledger = at.hosted.ledger
        self.really, self.seconds = self.ledger.make_durable, seconds
        self.ledger.make_durable = self.write  # type: ignore[method-assign]

    def write(self, blobs: Sequence[Blob], published: Published) -> None:
        threading.Event().wait(self.seconds)
        self.really(blobs, published)


@pytest.mark.parametrize(("patience", "status"), [(10.0, 200), (0.05, 503)])
def test_an_answer_waits_for_a_commit_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float, status: int
) -> None:
    monkeypatch.setattr(pipeline, "SETTLE_SECONDS", patience)
    world = World().found(readership="public")
    bea = world.member("Bea")
    with desk(world, tmp_path) as at:
        SlowDisk(at, 0.5)
        leaving = {"content": world.seal(bea.key, Leave), "headers": ONE}
        post, get = at.at_once(("POST", "acts", leaving), ("GET", "members/2.json", {}))
        assert (post.status_code, get.status_code) == (201, status)
        if status == 200:
            assert get.json()["member"]["state"] == "left"
        assert at.get("members/2.json").json()["member"]["state"] == "left"
