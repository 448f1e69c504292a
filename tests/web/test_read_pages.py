"""Plain pages: everything can be read in a browser, and nothing that people write breaks out."""

import html
from html.parser import HTMLParser
from pathlib import Path

import pytest

from esoviet.law.solutions import Effect
from esoviet.web.http.errors import CLOSED
from esoviet.web.pages.table import PAGES
from tests.web.served import Served, serve
from tests.web.story import Story
from tests.world import World

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Balanced(HTMLParser):
    """Fails where an element is not closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        harmless = said.get("src") or said.get("type") == "application/json"
        assert tag != "script" or harmless, "a script in the page itself"
        assert not any(name.startswith("on") for name in said), "a script in an attribute"
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Balanced:
    parser = Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.mark.parametrize("path", [line.path for line in PAGES])
def test_every_page_is_whole_and_leads_to_its_json(served: Served, path: str) -> None:
    for number in range(1, 9 if "{number}" in path else 2):
        page = served.get(served.here + path.replace("{number}", str(number)))
        if page.status_code == 404:
            continue
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        json = next(one for one in read(page.text).links if ".json" in one)
        assert served.get(json).status_code == 200


def test_every_link_inside_an_assembly_leads_somewhere(served: Served) -> None:
    known, waiting = set[str](), {served.here}
    while waiting:
        page = served.get(address := waiting.pop())
        known.add(address)
        assert page.status_code == 200, address
        if page.headers["content-type"].startswith("text/html"):
            found = {link.partition("#")[0] for link in read(page.text).links}
            waiting |= {link for link in found if link.startswith(served.here)} - known
    assert len(known) > 100


def test_the_front_page_lists_the_assemblies(served: Served) -> None:
    page = served.get("/").text
    assert f"/a/{served.world.id}" in read(page).links
    assert "Tenants of 7 Mill Street" in page


def test_a_problem_can_be_read_with_its_debate(served: Served, story: Story) -> None:
    page = served.get(f"problems/{story.problem}").text
    assert "It is cold on <em>every</em> floor." in page
    assert "It broke each year" in page


def test_a_vote_can_be_read_with_its_count_and_its_roll(served: Served) -> None:
    assert "Buy a new boiler" in served.get("votes/1").text
    roll = served.get("votes/1/roll").text
    assert "Ada" in roll
    assert "It is cheaper" in roll


def test_an_erased_text_is_said_to_be_erased(served: Served, story: Story) -> None:
    page = served.get(f"problems/{story.open_problem}").text
    assert "See for yourself" in page
    assert "What I should not have said" not in page


def test_a_long_list_has_a_way_further(served: Served) -> None:
    page = served.get("members?limit=5")
    further = next(one for one in read(page.text).links if "after=" in one)
    assert "Fay" in served.get(html.unescape(further)).text


def test_what_members_write_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>\" onload='x' </title></pre>{{ 7 * 7 }}"
    world = World().found(readership="public", necessity_quorum="0", vote_days="1/24")
    bea = world.member("Bea")
    bea.sets_profile(bad)
    problem = bea.raises_problem(bad)
    far = Effect(indicator=world.text(bad), baseline="1", target="2", by=253_402_300_799_999)
    bea.proposes(problem, bad, effect=far)
    bea.argues(problem, text=bad)
    bea.asks(bad, bad + "!", text=world.text(bad))
    with serve(world, tmp_path) as up:
        for path in ("", "/members", "/members/2", "/problems", "/problems/1", "/questions/1"):
            page = up.get(up.here + path)
            read(page.text)
            assert (page.status_code, "<script>alert" in page.text) == (200, False)


def test_a_page_that_only_members_may_read_says_so(tmp_path: Path) -> None:
    with serve(World().found(readership="members"), tmp_path) as up:
        page = up.get("problems")
        assert (page.status_code, CLOSED in page.text) == (404, True)
        assert read(page.text).links
        assert "Mill Street" not in up.get("/").text


def test_a_page_that_is_not_there_is_not_found(served: Served) -> None:
    page = served.get("problems/999")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert served.get("problems?limit=0").status_code in (400, 404)
