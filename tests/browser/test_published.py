"""A vote that was really held: Debian's of 2014 on a code of conduct, as a page with its roll."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from esoviet.cli import replay
from esoviet.cli.main import main
from tests.browser.conftest import People
from tests.cli.conftest import Running
from tests.cli.leaping import Leaping, LeapingStage
from tests.shared_data import SHARED, needs_shared

SHEET = SHARED / "debian" / "debian_2014_vote_002_tally.txt"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A node in a time that the replay sets forward."""
    clock = Leaping(tmp_path / "ahead")
    monkeypatch.setattr(replay, "HttpStage", partial(LeapingStage, clock=clock))
    with Running(tmp_path / "data", clock=clock) as address:
        yield address


@needs_shared
def test_debian_s_vote_on_its_code_of_conduct_is_shown_with_its_roll_and_recounted(
    person: People, address: str
) -> None:
    with ThreadPoolExecutor(1) as aside:  # Playwright has an event loop in this thread
        replayed = aside.submit(main, ("replay", str(SHEET), "--url", address, "--no-audit"))
        assert replayed.result() == 0
    visitor = person("Visitor")
    visitor.address = address
    visitor.opens("/")
    visitor.page.get_by_role("link", name=re.compile("debian", re.IGNORECASE)).click()
    visitor.assembly = visitor.ready().page.url.rsplit("/", 1)[1]
    visitor.visits("/votes/1").sees("The count")
    won, ahead = "#result [data-winners]", "#result .bars .win span"
    expect(visitor.page.locator(won)).to_have_text("Decided: Accept CoC, updates via GR.")
    expect(visitor.page.locator(ahead)).to_have_text("Accept CoC, updates via GR")
    visitor.recounts().sees(re.compile("Counted again: 288 ballots"))
    visitor.visits("/votes/1/roll").sees("Steve McIntyre").sees("Axel Beckert")
    visitor.page.goto("about:blank")  # before the node goes
