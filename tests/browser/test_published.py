"""A vote that was really held: Debian's of 2014 on a code of conduct, as a page with its roll."""

import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.host import HOUSE, Host
from tests.shared_data import SHARED, needs_shared

SHEET = SHARED / "debian" / "debian_2014_vote_002_tally.txt"


@needs_shared
def test_debian_s_vote_on_its_code_of_conduct_is_shown_with_its_roll_and_recounted(
    person: People, host: Host
) -> None:
    replayed = subprocess.run(
        [sys.executable, "-m", "esoviet", "replay", str(SHEET), "--url", host.address,
         "--seconds", "12", "--no-audit"],
        capture_output=True, text=True, cwd=HOUSE, timeout=120, check=False)  # fmt: skip
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    visitor = person("Visitor").opens("/")
    visitor.page.get_by_role("link", name=re.compile("debian", re.IGNORECASE)).click()
    visitor.assembly = visitor.ready().page.url.rsplit("/", 1)[1]
    visitor.visits("/votes/1").sees("The result")
    won, ahead = "#result [data-winners]", "#result .bars .win span"
    for place in (won, ahead):
        expect(visitor.page.locator(place)).to_have_text("Accept CoC, updates via GR")
    visitor.recounts().sees(re.compile("Counted again: 288 ballots"))
    visitor.visits("/votes/1/roll").sees("Steve McIntyre").sees("Axel Beckert")
