"""Pages of questions from which something follows: how they are asked, the doors, what came."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.desk import Desk, desk
from tests.world import World

DOOR, LIST, VACATE, RECALL, REJECTED = 1, 2, 3, 4, 5
MANDATE, SEAT, ELECTION = 1, 2, 2


@pytest.fixture(scope="module")
def world() -> World:
    return lively()


def lively(**rules: str) -> World:
    """A door, a list, a mandate taken back, a recall; and a question that was rejected."""
    world = World().found(backing="0", **rules)
    ada, bea, cem, dot = world.crowd(4)
    world.decide(bea)
    election = ada.calls_election(1)
    stood = cem.proposes(election, "I stand")
    vote = world.open_vote(election).number
    for person in (ada, bea, cem, dot):
        person.votes(vote, [[stood]])
    world.close(vote)
    eva, fay, _ = (world.person(name).applies() for name in ("Eva", "Fay", "Gus"))
    votes = [
        ada.wants_door(3, 30, ada, bea),
        ada.wants(admits=(eva.number,)),
        ada.wants(vacates=MANDATE),
        ada.wants(recalls=ELECTION),
        ada.wants(vacates=MANDATE),
    ]
    for vote in votes:
        for person in (ada, bea, cem, dot):
            person.votes(vote, "no" if vote == votes[-1] else "yes")
    world.pass_days(6)
    ada.lets_in(fay, DOOR)
    cem.shuts(DOOR)
    return world


@pytest.fixture(scope="module")
def at(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(world, tmp_path_factory.mktemp("consequences")) as served:
        yield served


def test_a_door_says_who_keeps_it_how_many_came_and_who_wants_it_shut(at: Desk) -> None:
    shown = at.page(f"questions/{DOOR}")
    for words in ("a door opens for 3 people until", "1 of 3 are in.", "it takes two thirds",
                  "1 of the 2 members that it takes wants it shut."):  # fmt: skip
        assert words in shown
    assert "1 of 3 are in." in at.page("members")


@pytest.mark.parametrize(
    ("reader", "lets_in", "shuts"),
    [("Ada", True, True), ("Cem", False, False), ("Dot", False, True)],
)
def test_keepers_let_in_and_every_member_can_shut(
    at: Desk, reader: str, lets_in: bool, shuts: bool
) -> None:
    shown = at.page(f"questions/{DOOR}", reader)
    assert ('data-act="let-in"' in shown) == lets_in
    assert ('data-act="shut-door"' in shown) == shuts
    applicant = at.page(f"members/{at.world.person('Gus').number}", reader)
    assert ('data-act="let-in"' in applicant) == lets_in
    assert "By a door these members can let in at once:" in applicant


def test_a_guest_of_a_closed_assembly_is_told_that_a_door_is_open(tmp_path: Path) -> None:
    with desk(lively(readership="members"), tmp_path) as at:
        shown = at.page("join", "Gus")
        assert "A door is open. Who told you of this assembly may know who can let you in" in shown
        assert "Ada" not in shown


def test_a_question_says_what_followed(at: Desk) -> None:
    assert "So it was done. In are:" in at.page(f"questions/{LIST}")
    told = at.page(f"questions/{VACATE}")
    assert "this mandate is taken at once from who is named here:" in told
    assert "So it was done. The new election:" in at.page(f"questions/{RECALL}")
    rejected = at.page(f"questions/{REJECTED}")
    assert "What follows" in rejected
    assert "So it was done" not in rejected


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("door=1", "it takes two thirds"),
        ("admits=7", "1 applicant is a member at once"),
        ("admits=1", "Only applicants who wait are admitted by name."),
        ("recalls=2", "An election for these seats is under way already."),
        ("recalls=99", "There is no election with this number"),
        ("vacates=1", "Nobody leads a mandate with this number."),
        ("vacates=x", "How should it be answered?"),
        ("", "How should it be answered?"),
    ],
)  # fmt: skip
def test_the_page_that_asks_says_what_follows_or_why_not(at: Desk, query: str, words: str) -> None:
    assert words in at.page(f"questions/new?{query}", "Ada")


def test_a_question_is_asked_from_where_its_matter_stands(at: Desk) -> None:
    assert "questions/new?door=1" in at.page("members", "Ada")
    assert "Put this admission to the vote" in at.page("members", "Ada")
    assert f"questions/new?recalls={ELECTION}" in at.page(f"mandates/{SEAT}", "Ada")
    assert "questions/new?vacates" not in at.page(f"mandates/{MANDATE}", "Ada")


def test_the_api_says_it_in_figures(at: Desk) -> None:
    then = at.get(f"questions/{VACATE}.json").json()["question"]["then"]
    assert (then["kind"], then["about"], then["outcome"]) == ("vacate", [MANDATE], "followed")
    (door,) = at.get("doors.json?state=open").json()["items"]
    assert (door["question"], door["came"], door["places"]) == (DOOR, 1, 3)
    assert at.get("doors.json?state=shut").json()["items"] == []
