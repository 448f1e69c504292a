"""Every page of an assembly can be sent to a chat: what the message says, its sender chooses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.desk import Desk, desk
from tests.web.story import Story, tell

PAGES = ("", "/problems", "/problems/1", "/problems/1/arguments", "/solutions/1/versions", "/votes",
         "/votes/1", "/votes/1/roll", "/decisions/1", "/mandates/1", "/questions/1", "/members",
         "/members/1", "/members/2", "/constitution", "/log", "/log/entries/3")  # fmt: skip
OWN = ("/me", "/me/messages", "/problems/new", "/join")
MESSAGE = re.compile(r"<textarea rows=\"4\"[^>]*>([^<]*)</textarea>")


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


@pytest.fixture(scope="module")
def at(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(story.world, tmp_path_factory.mktemp("share")) as up:
        yield up


def messages(at: Desk, path: str) -> list[str]:
    """What can be sent from a page."""
    return MESSAGE.findall(at.get(at.here + path).text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_shared_once_by_its_address_and_by_what_it_is_called(
    at: Desk, path: str
) -> None:
    page = at.get(at.here + path).text
    assert len(re.findall(r'<details(?! id="cite")[^>]*data-hand-out', page)) == 1
    link, title, *_ = messages(at, path)
    address = f"http://node.example{at.here}"
    assert link.startswith(address)
    assert title.endswith(link)
    assert len(title) > len(link) + 1


@pytest.mark.parametrize("path", OWN)
def test_what_is_ones_own_is_not_shared(at: Desk, path: str) -> None:
    assert messages(at, path) == []


def test_in_a_closed_assembly_the_link_alone_is_chosen_and_the_rest_is_warned_of(
    tmp_path: Path,
) -> None:
    with desk(tell(readership="members").world, tmp_path) as closed:
        page = closed.page("members", "Ada")
        assert re.search(r'value="link" checked', page)
        assert "everybody in that chat can read" in page
