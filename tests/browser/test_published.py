"""A vote that was really held: Debian's of 2014 on a code of conduct, as a page with its roll."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench import quick as hurry
from tests.browser.conftest import People
from tests.browser.host import HOUSE
from tests.cli.conftest import Running
from tests.shared_data import SHARED, needs_shared

SHEET = SHARED / "debian" / "debian_2014_vote_002_tally.txt"


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A node in hurried time (bench/quick.py): its address, and when its time began."""
    begun = hurry.now()
    with Running(tmp_path, begun=begun) as address:
        yield address, begun


@needs_shared
def test_debian_s_vote_on_its_code_of_conduct_is_shown_with_its_roll_and_recounted(
    person: People, hurried: tuple[str, int]
) -> None:
    address, begun = hurried
    replayed = subprocess.run(
        [*hurry.command(begun), "replay", str(SHEET), "--url", address, "--no-audit"],
        capture_output=True, text=True, cwd=HOUSE, timeout=240, check=False)  # fmt: skip
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
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
