"""A vote and a decision open their matter at the right place; the roll in any order, as a file."""

import csv
import io
import re
from collections.abc import Iterator

import pytest

from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.votes import Vote
from tests.web.desk import Desk, desk
from tests.world import World

TITLE = "The hoist slips when it rains"


def _voted_on(world: World) -> int:
    """A problem with two solutions comes to its vote; its number."""
    ada, bea, cem, dot, eva = (world.person(name) for name in ("Ada", "Bea", "Cem", "Dot", "Eva"))
    title = TITLE if world.view.next_number(Problem) == 1 else "The gate sticks"
    problem = ada.raises_problem(title)
    for proposer, name in ((ada, "Weld it"), (bea, "Leave it")):
        solution = proposer.proposes(problem, name)
        for other in (cem, dot, eva):
            other.backs(solution)
    cem.argues(problem, "supports", "See for yourself")
    world.reach(problem, "reading")
    world.reach(problem, "vote")
    return world.the(Problem, problem).vote


def _decided(world: World) -> None:
    """The first of them is over."""
    ada, bea, cem, _, eva, _ = world.members("Ada", "Bea", "Cem", "Dot", "Eva", "Fay")
    vote = _voted_on(world)
    for person, ranking in ((eva, [[1], [2]]), (ada, [[2], [1], [0]])):
        person.votes(vote, ranking)
    for person in (bea, cem):
        person.votes(vote, [[1], [2], [0]])
    world.close(vote)


def _applying(world: World) -> None:
    """Somebody applies, somebody else has the vouches, a third is voted on."""
    ada, bea, fay = (world.person(name) for name in ("Ada", "Bea", "Fay"))
    for name in ("Gil", "Hal", "Ida"):
        world.person(name).applies()
    for name in ("Hal", "Ida"):
        for member in (ada, bea):
            member.vouches_for(world.person(name))
    fay.objects_to(world.person("Ida"))


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A problem decided and one in its vote, a question of each kind, somebody contested."""
    world = World().found(readership="public", application_days="60")
    _decided(world)
    _voted_on(world)
    _applying(world)
    with desk(world, tmp_path_factory.mktemp("whole")) as up:
        yield up


def test_an_open_vote_begins_with_the_ballot_and_goes_on_with_its_matter(at: Desk) -> None:
    page = at.page("votes/2", "Bea")
    places = [
        page.index(part)
        for part in ('id="ballot"', 'id="solutions"', 'id="debate"', "See for yourself")
    ]
    assert places == sorted(places)
    assert f'href="{at.here}/problems/2"' in page


def test_a_vote_that_is_over_and_its_decision_show_the_same(at: Desk) -> None:
    number = at.world.the(Vote, 1).decision
    parts = [
        page[page.index('<div id="result"') : page.index("<aside>")].replace(" ", "")
        for page in (at.page("votes/1", "Bea"), at.page(f"decisions/{number}", "Bea"))
    ]
    assert parts[0] == parts[1]
    heads = ("What was decided, in full", "The count", "How each voted", "Did not vote")
    for part in (*heads, "Leave it"):
        assert part.replace(" ", "") in parts[0]
    assert re.search("(Ada|Bea)carriesitout.Firstreportby<time", parts[0])


def test_the_card_of_what_won_is_marked(at: Desk) -> None:
    (winner,) = at.world.the(Decision, at.world.the(Vote, 1).decision).winners
    page = at.page("problems/1")
    cards = page.split('<div class="sheet solution" id="solution-')[1:]
    marked = [int(card.split('"')[0]) for card in cards if '<span class="tag go">Decided' in card]
    assert marked == [winner]


def test_what_came_of_it_stands_first_and_how_it_came_to_this_is_folded(at: Desk) -> None:
    page = at.page("problems/1", "Bea")
    parts = (
        "now",
        "decided",
        "work",
        "tally",
        "before",
        "situation",
        "solutions",
        "debate",
        "necessity",
    )
    places = [page.index(f'id="{part}"') for part in parts]
    assert places == sorted(places)
    assert '<details id="before"><summary>How it came to this' in page
    assert "0 facts, 2 solutions, 1 argument" in page
    assert 'id="before"' not in at.page("problems/2", "Bea")


def test_a_decision_says_the_debate_no_second_time_and_leads_to_it(at: Desk) -> None:
    page = at.page("decisions/1", "Bea")
    assert 'id="work"' in page
    assert 'id="debate"' not in page
    assert "See for yourself" not in page
    assert f'href="{at.here}/problems/1#before"' in page


def test_what_happened_stands_in_one_list(at: Desk) -> None:
    page = at.page("problems/1")
    past = page[page.index('id="history"') : page.index("</section>", page.index('id="history"'))]
    told = re.findall(r'<a href="[^"]*">([^<]*)</a>(?: <bdi>|</li>)', past)
    assert told[0] == "It was decided."
    assert told[-1] == "raised it"
    assert sorted(told[1:-1]) == [
        "The texts stood still.", "The vote opened.", "proposed", "proposed",
    ]  # fmt: skip
    assert page.count("What happened: 6 steps") == 1


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("number", ["Ada", "Bea", "Cem", "Eva"]),
        ("ballot", ["Bea", "Cem", "Eva", "Ada"]),
        ("time", ["Eva", "Ada", "Bea", "Cem"]),
    ],
)
def test_the_roll_stands_in_the_order_that_is_asked_for(
    at: Desk, by: str, names: list[str]
) -> None:
    page = at.page(f"votes/1/roll?by={by}")
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r"<bdi>(\w+)</bdi></a></span></span></td>", table) == names
    found, path = list[str](), f"votes/1/roll.json?by={by}&limit=1"
    while path:  # a line a page, and none is left out or comes twice
        answer = at.get(path).json()
        found += [one["member"]["name"] for one in answer["items"]]
        path = answer["next"]
    assert found == names


def test_the_roll_is_a_file_once_the_vote_is_over(at: Desk) -> None:
    answer = at.get("votes/1/roll.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="vote-1.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["member"] for row in rows] == ["1 Ada", "2 Bea", "3 Cem", "5 Eva"]
    orders = at.get("votes/1/roll.preflib")
    assert orders.headers["content-disposition"] == 'attachment; filename="vote-1.soi"'
    assert "# NUMBER VOTERS: 4" in orders.text
    assert "Ada" not in orders.text
    again = at.get("votes/1/roll.csv", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert at.get("votes/2/roll.csv").status_code == 409
    assert [at.get(f"votes/{n}/roll.csv").status_code for n in ("9", "x", "9" * 40)] == [404] * 3


def test_lists_begin_with_the_newest(at: Desk) -> None:
    page = at.page("problems")
    assert page.index("The gate sticks") < page.index(TITLE)
    newest = at.get("problems.json?order=newest&limit=1").json()
    assert [one["number"] for one in newest["items"]] == [2]
    then = at.get(newest["next"]).json()
    assert ([one["number"] for one in then["items"]], then["next"]) == ([1], None)
    oldest = at.get("votes.json?limit=1").json()
    assert [one["number"] for one in oldest["items"]] == [1]
    rest = at.get(oldest["next"].replace("limit=1", "limit=9")).json()["items"]
    assert [one["number"] for one in rest] == [2, 3]


@pytest.mark.parametrize(
    ("name", "reader", "said"),
    [
        ("Gil", "Cem", ["Does Gil belong among us?", "0 of the 2 vouches", ">Vouch<"]),
        ("Hal", "Cem", ["Hal has the vouches", "unless somebody objects"]),
        ("Ida", "Cem", ["The vote is open", "/votes/3", "You have not."]),
    ],
)
def test_who_applies_has_a_box_of_what_is_now(
    at: Desk, name: str, reader: str, said: list[str]
) -> None:
    page = at.page(f"members/{at.world.person(name).number}", reader)
    box = page[page.index('<div id="now"') : page.index('id="application"')]
    assert [one for one in said if one not in box] == []
    assert box.count('class="now') == 1


def test_the_vote_on_an_applicant_shows_the_application(at: Desk) -> None:
    page = at.page("votes/3", "Cem")
    assert (
        page.index('id="ballot"') < page.index("Vouched for by:") < page.index("They lied to us.")
    )
