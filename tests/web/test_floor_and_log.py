"""The floor and the log say in plain words what was done, and to what."""

import re

from esoviet.law.problems import Problem
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import LatestQuery, latest
from esoviet.web.pages.subjects import subjects
from tests.web.served import Served


def desk_of(served: Served) -> AnswerContext:
    ledger = served.node.assemblies[served.world.id].ledger
    return AnswerContext(
        ledger.replica.view(), AnswerCaches().of(ledger), ledger.log.entries, served.here
    )


def test_an_act_is_about_the_most_particular_thing_that_it_names(served: Served) -> None:
    desk = desk_of(served)
    lines = latest(desk, LatestQuery(start=0, limit=1000)).items
    found = subjects(desk, lines)
    paths = {line.act.type: found[line.index].path for line in lines if line.index in found}
    kinds = {kind: re.sub(r"\d+", "N", path) for kind, path in paths.items()}
    assert kinds["raise-problem"] == kinds["assess-necessity"] == "problems/N"
    assert kinds["propose-solution"] == kinds["back-solution"] == "problems/N#solution-N"
    assert kinds["argue"] == kinds["weigh-argument"] == "problems/N#argument-N"
    assert kinds["cast-ballot"] == "votes/N"
    assert kinds["report-progress"] == "mandates/N"
    assert kinds["vouch"] == "members/N"
    assert "invite" not in kinds


def test_what_an_act_began_is_found_by_its_entry(served: Served) -> None:
    desk = desk_of(served)
    for number in range(1, desk.view.next_number(Problem)):
        index = desk.view.must(Problem, number).entry
        (line,) = latest(desk, LatestQuery(start=index, limit=1)).items
        assert subjects(desk, [line])[index].path == f"problems/{number}"


def test_the_log_begins_with_the_newest_and_leads_back_to_the_beginning(served: Served) -> None:
    size = served.get(".json").json()["log"]["size"]
    page = served.get("log").text
    shown = [int(one) for one in re.findall(r"/log/entries/(\d+)\"", page)]
    assert shown == list(range(size - 1, size - 41, -1))
    assert f"log?start={size - 80}" in page
    oldest = served.get("log?start=0").text
    assert f"log?start={40}" in oldest
    assert "Older" not in oldest


def test_the_log_from_an_entry_on_shows_what_came_since(served: Served) -> None:
    size = served.get(".json").json()["log"]["size"]
    page = served.get(f"log?start={size - 3}").text
    assert re.findall(r"/log/entries/(\d+)\"", page) == [
        str(size - 1), str(size - 2), str(size - 3),
    ]  # fmt: skip
    assert served.get(f"log?start={size}").status_code == 200


def test_the_floor_has_the_problems_of_each_phase_with_their_deadlines(served: Served) -> None:
    page = served.get(served.here).text
    board = page[page.index('id="board"') : page.index("<aside>")]
    for phase in ("necessity", "solutions", "reading", "vote", "work"):
        count = len(served.get(f"problems.json?phase={phase}").json()["items"])
        head = board.partition(f"phase={phase}")[2].partition("</h3>")[0]
        assert f'<span class="count">{count}<' in head
        assert '<svg class="i"' in head
    assert 'data-show="left"' in board


def test_rules_in_fractions_of_a_day_are_said_in_hours_and_minutes(served: Served) -> None:
    page = served.get("/found?template=meeting").text
    assert 'name="constitution.founding_days" value="3 hours"' in page
    assert 'name="constitution.vote_days" value="5 minutes"' in page
    assert 'value="35 days"' in served.get("/found?template=branch").text
