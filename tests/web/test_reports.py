"""The assembly looks at itself: its reports, and who has led what, on pages and in JSON."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from esoviet.figures.assembly import Report, report
from esoviet.figures.initiative import FROM
from esoviet.figures.periods import periods
from esoviet.figures.rotation import Ledger
from esoviet.law.arguments import RetractArgument
from esoviet.law.problems import WithdrawProblem
from esoviet.node.refusals import write_down
from esoviet.store.refusals import HOUR, KEPT
from tests.web.desk import desk
from tests.web.served import Served, serve
from tests.web.story import tell
from tests.web.test_read_http import sign_in
from tests.world import World

PARTS = (
    "people",
    "raised",
    "time",
    "votes",
    "lapsed",
    "work",
    "refutations",
    "criticism",
    "spread",
)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An assembly that has been through everything, in whose first report it stands."""
    with serve(tell(review_days="30").world, tmp_path_factory.mktemp("looked")) as up:
        yield up


def page_of(up: Served, path: str) -> str:
    """A page, as a browser gets it."""
    answer = up.get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_report_in_json_is_what_the_records_say(looked: Served) -> None:
    view = looked.world.view
    for period in periods(view):
        answer = looked.get(f"reports/{period.number}.json").json()
        assert msgspec.convert(answer["report"], Report) == report(view, period)
        assert answer["log_size"] == len(looked.world.entries)


def test_the_list_has_a_line_a_period_the_newest_first_on_the_page(looked: Served) -> None:
    lines = looked.get("reports.json").json()["items"]
    assert [one["number"] for one in lines] == [one.number for one in periods(looked.world.view)]
    assert [one["finished"] for one in lines] == [True] * (len(lines) - 1) + [False]
    page = page_of(looked, "reports")
    assert page.index(f"reports/{len(lines)}") < page.index("reports/1")
    few = looked.get("reports.json?limit=1").json()
    assert looked.get(few["next"]).json()["items"][0]["number"] == 2


def test_a_report_has_all_its_parts_and_says_what_they_do_not_say(looked: Served) -> None:
    page = page_of(looked, "reports/1")
    for part in PARTS:
        assert f'id="{part}"' in page
        assert f"/problems/new?report=1&amp;part={part}" in page.replace("1&part", "1&amp;part")
    assert page.count("What this does not say") == len(PARTS)
    assert "This period is over" in page
    assert f"from {FROM} members on" in page


def test_a_problem_begins_with_the_part_of_a_report_that_it_is_raised_from(looked: Served) -> None:
    page = page_of(looked, "problems/new?report=1&part=lapsed")
    assert 'value="Report 1: What came to nothing"' in page
    assert f"{looked.here}/reports/1#lapsed" in page


@pytest.mark.parametrize(
    "asked",
    ["report=0&part=work", "report=99&part=work", "report=1&part=x", "report=1", "report=-1",
     "report=99999999999999999999&part=work", "report=%C2%B2&part=work"],
)  # fmt: skip
def test_of_a_report_that_is_not_there_no_problem_begins(looked: Served, asked: str) -> None:
    assert 'value="Report' not in page_of(looked, f"problems/new?{asked}")


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999", "-1", "one", "01"])
def test_a_period_that_is_not_there_is_not_found(looked: Served, number: str) -> None:
    assert looked.get(f"reports/{number}.json").status_code == 404
    assert looked.get(f"reports/{number}").status_code == 404


def test_the_ledger_is_in_the_order_of_numbers_and_says_what_came_of_it(looked: Served) -> None:
    answer = looked.get("rotation.json").json()
    numbers = [one["member"]["member"] for one in answer["items"]]
    assert numbers == sorted({one.lead for one in Ledger(looked.world.view).terms})
    assert answer["led"] == len(numbers)
    page = page_of(looked, "rotation")
    assert all(f'id="member-{number}"' in page for number in numbers)
    assert looked.get("rotation.json?limit=1").json()["next"] is not None


def test_the_ledger_is_a_file_too(looked: Served) -> None:
    answer = looked.get("rotation.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = answer.text.splitlines()
    assert head == "member,mandate,begun,ended,end,reports"
    assert len(rows) == len(Ledger(looked.world.view).terms)
    known = {"If-None-Match": answer.headers["etag"]}
    assert looked.get("rotation.csv", headers=known).status_code == 304


def test_my_week_says_that_a_new_report_is_there(looked: Served) -> None:
    bea = sign_in(looked, looked.world.person("Bea"))
    page = looked.get(looked.here, headers=bea | {"Accept": "text/html"}).text
    assert f"{looked.here}/reports/{len(periods(looked.world.view)) - 1}" in page


def test_an_assembly_that_was_just_founded_has_a_report_that_teaches(tmp_path: Path) -> None:
    with serve(World().found(), tmp_path) as up:
        assert "The first report is whole" in page_of(up, "reports")
        page = page_of(up, "reports/1")
        assert "This period is under way" in page
        assert "No vote ended in this period." in page
        assert "Nobody has led anything yet" in page_of(up, "rotation")
        assert up.get("reports/2").status_code == 404
        assert up.get("rotation.csv").text.count("\n") == 1


def test_from_so_many_members_on_a_report_says_how_initiative_is_spread(tmp_path: Path) -> None:
    world = World().found()
    ada, bea, *_ = world.crowd(FROM)
    problem = ada.raises_problem()
    ada.proposes(problem)
    bea.proposes(problem)
    with serve(world, tmp_path) as up:
        page = page_of(up, "reports/1")
    assert "From the most active tenth" in page
    assert "If all had done alike" in page
    assert "2 in all, by 2 members." in page


def test_what_only_members_read_only_members_are_told(tmp_path: Path) -> None:
    world = World().found(readership="members")
    bea = world.member("Bea")
    with serve(world, tmp_path) as up:
        paths = ("reports.json", "reports/1.json", "rotation.json", "rotation.csv", "reports")
        assert {up.get(path).status_code for path in paths} == {404}
        headers = sign_in(up, bea)
        assert {up.get(path, headers=headers).status_code for path in paths} == {200}


def test_members_read_how_often_each_clause_refused_and_nobody_else_does(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, bea = world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        at.does(ada, WithdrawProblem, problem=9)
        for argument in (7, 8):
            at.does(bea, RetractArgument, argument=argument)
        assert "has counted no act that the law refused" in at.page("reports/1", "Ada")
        write_down(at.node.reach.refusals, at.node.events, at.node.guard)
        assert at.node.reach.refusals.between(world.id, 0, at.node.clock() + HOUR) == {
            "8.3": 2,
            "5.5": 1,
        }
        told = at.page("reports/1", "Ada")
        assert "The law refused 3 acts in this period." in told
        assert 'href="/law#c8.3">8.3</a>' in told
        answer = at.get("reports/1", headers=at.session("Ada"))
        assert answer.headers["cache-control"] == "no-store"
        assert "refused" not in at.page("reports/1").lower()
        later = at.node.clock() + KEPT + HOUR
        at.node.reach.refusals.add({}, later)
        assert at.node.reach.refusals.between(world.id, 0, later) == {}
