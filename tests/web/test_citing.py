"""Citing: permanent addresses, what one copies, quotations that show what one may read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.arguments import Argument
from esoviet.law.blobs import EraseBlob
from esoviet.law.drafts import ReviseSolution
from esoviet.law.solutions import Version
from esoviet.web.http.short import short_of
from esoviet.web.pages.quoting import IN_A_TEXT, ON_A_PAGE
from tests.web.desk import Desk, desk
from tests.world import World

PLANTED = "Rotkehlchen sings in the cellar"


@pytest.fixture
def world() -> World:
    world = World().found(readership="public", necessity_quorum="0", daily_acts="500")
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("The cellar is wet")
    bea.proposes(problem, "A pump\n\nOf iron.")
    ada.argues(problem, "supports", PLANTED)
    ada.states(problem, "Ten centimetres of water")
    ada.opens_topic("What about the bins?\n\nThey smell.")
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def address(world: World, path: str, host: str = "https://other.example") -> str:
    return f"{host}/a/{world.id}/{path}"


def quotes(page: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", one)
        for one in re.findall(r'<blockquote class="quote">.*?</blockquote>', page)
    ]


def quoting(world: World, folder: Path, text: str, reader: str = "") -> str:
    """The page of an argument with this text."""
    number = world.person("Bea").argues(1, "supports", text)
    with desk(world, folder) as at:
        return at.page(f"{at.here}/arguments/{number}", reader)


def test_an_address_on_a_line_of_its_own_becomes_a_quotation(world: World, tmp_path: Path) -> None:
    link = address(world, "arguments/1")
    page = quoting(world, tmp_path, f"Remember:\n{link}\nand think.")
    [quote] = quotes(page)
    assert ("Ada" in quote, "argued" in quote, PLANTED in quote) == (True, True, True)
    assert "<p>Remember:</p>" in page
    assert "<p>and think.</p>" in page
    assert f'href="/a/{world.id}/arguments/1">Read it there' in page


@pytest.mark.parametrize(("path", "says"), [
    ("problems/1", "The cellar is wet"), ("problems/1#argument-1", PLANTED),
    ("problems/1/arguments?view=tree&after=0#argument-1", PLANTED), ("facts/1", "Ten centimetres"),
    ("solutions/1/versions#version-1", "Of iron."), ("problems/1#solution-1", "A pump"),
    ("posts/1", "They smell."), ("topics/1?after=0#post-1", "They smell."),
    ("topics/1", "They smell."),
])  # fmt: skip
def test_each_kind_of_address_names_what_it_shows(
    world: World, tmp_path: Path, path: str, says: str
) -> None:
    [quote] = quotes(quoting(world, tmp_path, address(world, path)))
    assert says in quote


def test_an_entry_and_its_short_address_name_the_same(world: World, tmp_path: Path) -> None:
    entry = world.the(Argument, 1).entry
    short = f"https://other.example/to/{short_of(world.id)}/{entry}"
    page = quoting(world, tmp_path, f"{address(world, f'log/entries/{entry}')}\n\n{short}")
    first, second = quotes(page)
    assert PLANTED in first
    assert first == second


@pytest.mark.parametrize("line", [
    "See {0}", "[{0}]({0}) it is", "`{0}`", "{0}/../../secret", "{0}99999", "{0}/%2e%2e",
    "https://evil.example/a/b", "https://evil.example/{1}", "javascript:{0}", "{0}\u202e",
])  # fmt: skip
def test_what_is_no_address_by_itself_stays_what_it_is(
    world: World, tmp_path: Path, line: str
) -> None:
    text = line.format(address(world, "arguments/1"), "a/" + "0" * 64 + "/arguments/1")
    assert quotes(quoting(world, tmp_path, text)) == []


def test_a_quotation_is_plain_text(world: World, tmp_path: Path) -> None:
    world.person("Ada").argues(
        1, "asks", "<script>alert(1)</script> **bold** [a](https://b.example)"
    )
    page = quoting(world, tmp_path, address(world, "arguments/2"))
    assert "<script>alert" not in page
    [quote] = quotes(page)
    assert "&lt;script&gt;" in quote
    assert "**bold**" in quote


def test_a_quotation_quotes_nothing_itself(world: World, tmp_path: Path) -> None:
    world.person("Ada").argues(1, "asks", address(world, "arguments/2"))
    assert len(quotes(quoting(world, tmp_path, address(world, "arguments/2")))) == 1


def test_so_many_addresses_become_quotations_and_no_more(world: World, tmp_path: Path) -> None:
    many = "\n\n".join([address(world, "arguments/1")] * 50)
    page = quoting(world, tmp_path, many)
    assert len(quotes(page)) == IN_A_TEXT
    assert page.count("other.example") >= 50 - IN_A_TEXT


def test_a_page_has_its_limit_too(world: World, tmp_path: Path) -> None:
    text = "\n\n".join([address(world, "arguments/1")] * IN_A_TEXT)
    for _ in range(12):
        world.person("Ada").argues(1, "asks", text)
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/problems/1/arguments")
    assert len(quotes(page)) == ON_A_PAGE


def test_what_is_erased_is_quoted_no_more(world: World, tmp_path: Path) -> None:
    text = world.text(PLANTED + " twice")
    number = world.person("Ada").argues(1, "supports", text)
    world.person("Bea").argues(1, "supports", address(world, f"arguments/{number}"))
    with desk(world, tmp_path) as at:
        path = f"{at.here}/problems/1/arguments"
        for reader in ("", "Bea"):
            assert len(quotes(at.page(path, reader))) == 1
        assert at.does(world.person("Ada"), EraseBlob, sha256=text.sha256).status_code == 201
        for reader in ("", "Bea"):
            page = at.page(path, reader)
            assert PLANTED + " twice" not in page
            assert "This was erased by who wrote it." in quotes(page)[0]


def test_a_folded_exhibit_is_quoted_without_its_words(world: World, tmp_path: Path) -> None:
    ada, bea = world.person("Ada"), world.person("Bea")
    exhibit = ada.brings("A man at the pump")
    bea.contests(exhibit, "person")
    ada.argues(1, "asks", address(world, f"exhibits/{exhibit}"))
    with desk(world, tmp_path) as at:
        for reader in ("", "Bea"):
            [quote] = quotes(at.page(f"{at.here}/problems/1", reader))
            assert "A man at the pump" not in quote
            assert "Folded" in quote


def test_what_only_members_read_no_visitor_reads_in_a_quotation(
    world: World, tmp_path: Path
) -> None:
    ada = world.person("Ada")
    exhibit = ada.brings("Seen at the gate", inside=True)
    ada.argues(1, "asks", address(world, f"exhibits/{exhibit}"))
    with desk(world, tmp_path) as at:
        [visitor], [member] = (
            quotes(at.page(f"{at.here}/problems/1", reader)) for reader in ("", "Bea")
        )
    assert ("Seen at" in visitor, "Only members read this." in visitor) == (False, True)
    assert "Seen at the gate" in member


def test_the_page_of_an_entry_has_what_one_copies(at: Desk, world: World) -> None:
    page = at.page(f"{at.here}/problems/1")
    [entry] = re.findall(r"log/entries/(\d+)#cite", page[page.index('id="argument-1"') :])[:1]
    cite = at.page(f"{at.here}/log/entries/{entry}")
    block = cite[cite.index('id="cite"') :]
    line = at.get(f"{at.here}/log/entries/{entry}.json").json()["entry"]
    assert line["leaf"] in block
    assert f"/a/{world.id}/log/entries/{entry}" in block
    assert f"/to/{short_of(world.id)}/{entry}" in block
    assert PLANTED in block


def test_a_decision_is_cited_by_the_first_entry_after_its_vote(
    world: World, tmp_path: Path
) -> None:
    vote = world.open_vote(1)
    world.person("Ada").votes(vote.number, ((1,), (0,)))
    world.person("Bea").votes(vote.number, ((1,), (0,)))
    world.close(vote.number)
    world.person("Ada").argues(
        world.person("Ada").raises_problem("Next"), "asks", address(world, "decisions/1")
    )
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/decisions/1")
        [quote] = quotes(at.page(f"{at.here}/problems/2"))
    assert 'id="cite"' in page
    assert "A pump" in quote or "The cellar is wet" in quote


def test_a_short_address_leads_to_the_entry_and_of_a_closed_assembly_to_the_door(
    at: Desk, world: World
) -> None:
    answer = at.ask("GET", f"/to/{short_of(world.id)}/3")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/a/{world.id}/log/entries/3")
    assert at.ask("GET", "/to/00000-00000/3").status_code == 404
    assert at.ask("GET", f"/to/{short_of(world.id)}/x").status_code == 404


def test_who_types_sees_the_quotation_that_they_may_read(at: Desk, world: World) -> None:
    text = f"Remember:\n{address(world, 'arguments/1')}\nand think.".encode()

    def previewed(reader: str) -> str:
        headers = {"content-type": "text/plain;charset=utf-8", "origin": "http://node.example"}
        answer = at.ask("POST", "preview", content=text, headers=headers | at.session(reader))
        return str(answer.json()["html"])

    assert PLANTED in previewed("Bea")
    assert PLANTED not in previewed("")
    at.does(world.person("Ada"), EraseBlob, sha256=world.the(Argument, 1).text.hex())
    assert PLANTED not in previewed("Bea")
    assert "erased" in previewed("Bea")


def test_a_card_of_a_solution_cites_the_version_that_it_shows(at: Desk, world: World) -> None:
    bea, page = world.person("Bea"), at.page(f"{at.here}/problems/1")
    entry = world.the(Version, 1, 1).entry
    card = page[page.index('id="solution-1"') :]
    assert f"log/entries/{entry}#cite" in card
    text = world.text("A pump\n\nOf steel.")
    at.bring(text)
    assert at.does(bea, ReviseSolution, solution=1, text=text).status_code == 201
    newer = at.page(f"{at.here}/problems/1")
    card = newer[newer.index('id="solution-1"') :]
    assert f"log/entries/{at.size() - 1}#cite" in card
    assert f"log/entries/{entry}#cite" not in card


def test_each_ballot_on_the_roll_can_be_cited(tmp_path: Path) -> None:
    world = World().found(readership="public", necessity_quorum="0")
    ada, _ = world.members("Ada", "Bea")
    vote = world.decide(ada).vote
    with desk(world, tmp_path) as at:
        roll = at.page(f"{at.here}/votes/{vote}/roll")
        cited = re.findall(r"log/entries/(\d+)#cite", roll)
        assert len(cited) == len(world.present())
        page = at.page(f"{at.here}/log/entries/{cited[0]}")
        assert 'data-says="link"' in page
        assert "Hash of the entry" in page
