"""Tasks of mandates and minority reports: pages, the board, the floor, the API."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.handing import AcceptMandate, OfferMandate
from esoviet.law.sharing import AcceptShare, OfferShare
from esoviet.law.solutions import Effect
from esoviet.law.tasks import Hand, TakeTask, Task
from esoviet.web.pages.measures import measures
from tests.web.desk import ONE, Desk, desk
from tests.world import DAY, World

FENCE, SOUP, ROOF, POSTER = 1, 2, 3, 4


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(lively(), tmp_path_factory.mktemp("tasks")) as served:
        yield served


def lively() -> World:
    """Ada leads two mandates; of their tasks one is taken, one wanted, one overdue, one done."""
    world = World().found(mandate_cap="5", report_days="100")
    ada, bea, cem, dot = world.crowd(4)
    measured = Effect(
        indicator=world.text("Accidents a month"), baseline="3", target="0", by=world.now + 90 * DAY
    )
    world.decide(ada, effect=measured)
    problem = ada.raises_problem()
    solution = ada.proposes(problem, "A common kitchen")
    cem.volunteers_for(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem, dot):
        person.votes(vote, [[0], [solution]] if person in (bea, dot) else [[solution], [0]])
    ada.opens_task(1, "Mend the fence", hands=2, until=world.now + 9 * DAY)
    bea.takes(FENCE)
    cem.takes(FENCE)
    ada.opens_task(1, "Put posters up", hands=3)
    ada.opens_task(1, "Look at the roof", until=world.now + DAY)
    ada.opens_task(1, "Draw a poster")
    dot.takes(POSTER).finishes(POSTER, word=world.text("It hangs in the hall"))
    ada.reports(1, "Fewer", measured="1.5", evidence=(world.text("list", "text/plain"),))
    world.pass_days(2)
    ada.asks()
    return world


def columns(at: Desk, query: str = "") -> dict[str, list[str]]:
    """The titles on the board, by column; a member's column has their name."""
    return {
        one["member"]["name"] if one["member"] else one["name"]: [
            item["task"]["title"] for item in one["items"]
        ]
        for one in at.get(f"board.json{query}").json()["columns"]
    }


def test_a_thousand_hands_for_three_places_at_the_same_moment(tmp_path: Path) -> None:
    world = World().found(backing="0")
    ada, *others = world.crowd(1_001)
    world.decide(ada)
    ada.opens_task(1, "Carry the piano", hands=3)
    with desk(world, tmp_path, stranger_rate=10**6) as crowded:
        acts = [world.seal(one.key, TakeTask, task=1) for one in others]
        sent = [("POST", "acts", {"content": act, "headers": ONE}) for act in acts]
        answers = crowded.at_once(*sent, apart=0)
        crowded.sync()
        assert Counter(one.status_code for one in answers) == {201: 3, 422: 997}
        clauses = {one.json()["clause"] for one in answers if one.status_code == 422}
        assert clauses == {"9.16"}
        assert (world.the(Task, 1).taken, len(world.view.rows(Hand, 1))) == (3, 3)


def test_the_board_has_a_column_for_what_is_to_happen(at: Desk) -> None:
    assert columns(at) == {
        "wanted": ["Put posters up"],
        "overdue": ["Look at the roof"],
        "under-way": ["Mend the fence"],
        "done": ["Draw a poster"],
    }


def test_the_board_goes_by_date_too(at: Desk) -> None:
    assert columns(at, "?by=date") == {
        "overdue": ["Look at the roof"],
        "soon": ["Mend the fence"],
        "any": ["Put posters up"],
    }
    told = at.page("board?by=date", "Ada")
    assert told.index("Look at the roof") < told.index("Mend the fence")
    assert 'aria-current="true">By date' in told


def test_the_board_goes_by_person_too(at: Desk) -> None:
    assert columns(at, "?by=person") == {
        "wanted": ["Look at the roof", "Put posters up"],
        "Bea": ["Mend the fence"],
        "Cem": ["Mend the fence"],
    }
    assert at.get("board.json?by=person").json()["people"] == 2
    assert "Mend the fence" in at.page("board?by=person", "Ada")


def test_the_board_of_one_member_has_what_they_took(at: Desk) -> None:
    dot = at.world.person("Dot").number
    board = at.get(f"board.json?member={dot}").json()
    assert board["member"]["name"] == "Dot"
    assert [(one["name"], one["count"]) for one in board["columns"]] == [("done", 1)]
    assert "Tasks of Dot" in at.page(f"board?member={dot}", "Dot")
    assert "Nothing of theirs is open." in at.page("board?member=999", "Dot")


def test_the_tasks_stand_on_the_page_of_their_mandate_and_of_its_problem(at: Desk) -> None:
    for path in ("mandates/1", "problems/1"):
        told = at.page(path, "Ada")
        assert "Mend the fence" in told
        assert 'data-act="open-task"' in told
        assert "2 hands wanted" not in told
        assert "3 hands wanted" in told
        assert "It hangs in the hall" in told


def test_only_who_may_is_offered_what(at: Desk) -> None:
    told = at.page("mandates/1", "Bea")
    fence = told.partition(f'id="task-{FENCE}"')[2].partition("</article>")[0]
    assert 'data-act="take-task"' not in fence
    assert 'data-act="finish-task"' in fence
    posters = told.partition(f'id="task-{SOUP}"')[2].partition("</article>")[0]
    assert 'data-act="take-task"' in posters


def test_what_one_has_taken_stands_in_ones_week(at: Desk) -> None:
    assert "You do: <bdi>Mend the fence</bdi>" in at.page(at.here, "Bea")
    assert "You do:" not in at.page(at.here, "Dot")


def test_who_was_close_to_it_is_asked_first_and_after_three_days_everybody(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    ada, bea, cem = world.crowd(3)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    cem.volunteers_for(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea, cem):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    ada.opens_task(1, "Buy paint")
    with desk(world, tmp_path / "at once") as at:
        assert "Hands wanted" in at.page(at.here, "Cem")
        assert "Hands wanted" not in at.page(at.here, "Bea")
    world.pass_days(3)
    ada.asks()
    with desk(world, tmp_path / "later") as at:
        assert "Hands wanted" in at.page(at.here, "Bea")


def test_a_task_is_taken_through_the_api_and_the_fourth_hand_is_refused(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    cast = world.crowd(5)
    world.decide(cast[0])
    task = cast[0].opens_task(1, hands=3)
    with desk(world, tmp_path) as at:
        answers = [at.does(person, TakeTask, task=task) for person in cast]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 422, 422]
        assert answers[3].json()["clause"] == "9.16"
        assert world.the(Task, task).taken == 3


def test_of_many_hands_the_first_are_named_and_each_sees_what_they_can_do(tmp_path: Path) -> None:
    world = World().found(report_days="100", backing="0")
    cast = world.crowd(30)
    world.decide(cast[0])
    task = cast[0].opens_task(1, hands=40)
    for person in cast[1:29]:
        person.takes(task)
    with desk(world, tmp_path) as at:
        told = at.page("mandates/1", cast[28].name)
        assert "8 more" in told
        assert f'data-mine="{cast[28].number}"' in told
        assert told.count('data-act="finish-task"') == 1
        assert 'data-act="finish-task"' not in at.page("mandates/1", cast[29].name)
        (shown,) = at.get("mandates/1.json").json()["tasks"]
        assert (shown["task"]["taken"], len(shown["by_whom"])) == (28, 20)


def test_a_report_shows_what_was_measured_and_its_evidence(at: Desk) -> None:
    report = at.get("mandates/1.json").json()["reports"][0]
    assert (report["measured"], len(report["evidence"])) == ("1.5", 1)
    told = at.page("mandates/1")
    assert "measured: 1.5" in told
    assert '<figure class="measures">' in told
    assert "<dt>Measured</dt> <dd>1.5</dd>" in told


def test_nothing_is_drawn_where_nothing_was_measured_or_expected() -> None:
    assert measures(None, 0, []) is None


def test_a_minority_report_stands_with_the_decision_once_two_have_signed(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    cast = world.crowd(7)
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    vote = world.open_vote(problem).number
    for place, person in enumerate(cast):
        person.votes(vote, [[solution], [0]] if place < 4 else [[0], [solution]])
    world.close(vote)
    report = cast[4].writes_minority_report(1, "It costs too much")
    with desk(world, tmp_path / "one") as at:
        alone = at.page("decisions/1", cast[5].name)
        assert "two must sign one" in alone
        assert 'data-act="sign-minority-report"' in alone
        assert 'data-act="write-minority-report"' in alone
        assert 'data-act="sign-minority-report"' not in at.page("decisions/1", cast[0].name)
        assert 'data-act="write-minority-report"' not in at.page("decisions/1", cast[0].name)
    cast[5].signs_minority_report(report)
    with desk(world, tmp_path / "two") as at:
        (told,) = at.get("decisions/1.json").json()["minority_reports"]
        assert (told["stands"], told["signed"]) == (True, 2)
        assert [one["name"] for one in told["signers"]] == [cast[4].name, cast[5].name]
        assert "<h2>Minority report</h2>" in at.page(f"votes/{vote}")
        assert "It costs too much" in at.page("decisions/1")


def test_a_mandate_is_offered_and_taken_over_on_its_page(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    with desk(world, tmp_path) as at:
        told = at.page("mandates/1", "Ada")
        assert 'data-act="offer-mandate"' in told
        assert 'data-act="offer-mandate"' not in at.page("mandates/1", "Bea")
        at.does(ada, OfferMandate, mandate=1, member=bea.number)
        assert "Offered to you" in at.page(at.here, "Bea")
        assert 'data-act="accept-mandate"' in at.page("mandates/1", "Bea")
        assert at.get("mandates/1.json").json()["mandate"]["offered"]["name"] == "Bea"
        assert at.does(cem, AcceptMandate, mandate=1).json()["clause"] == "9.18"
        at.does(bea, AcceptMandate, mandate=1)
        line = at.get("mandates/1.json").json()
        assert (line["mandate"]["lead"]["name"], line["mandate"]["offered"]) == ("Bea", None)
        assert line["reports"][0]["kind"] == "handed-over"


def test_a_mandate_is_shared_on_its_page_and_all_who_carry_it_are_named(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    with desk(world, tmp_path) as at:
        assert 'data-act="offer-share"' in at.page("mandates/1", "Ada")
        assert 'data-act="offer-share"' not in at.page("mandates/1", "Bea")
        at.does(ada, OfferShare, mandate=1, member=bea.number)
        assert "Carry it together" in at.page(at.here, "Bea")
        assert 'data-act="accept-share"' in at.page("mandates/1", "Bea")
        assert at.does(cem, AcceptShare, mandate=1).json()["clause"] == "9.20"
        assert [one["name"] for one in line(at)["sharing"]] == ["Bea"]
        at.does(bea, AcceptShare, mandate=1)
        assert [one["name"] for one in line(at)["carriers"]] == ["Ada", "Bea"]
        told = at.page("mandates/1", "Bea")
        assert 'data-act="report-progress"' in told
        assert "vacates=1" not in told  # nobody asks to take their own work
        assert "vacates=1&member=2" in at.page("mandates/1", "Cem")
        assert "Ada, Bea carry it out." in at.page("votes/1")
        assert f'href="{at.here}/mandates/1"' in at.page(at.here, "Bea")
        assert at.get("members/2.json").json()["mandates"][0]["mandate"] == 1
        asked = at.page("questions/new?vacates=1&member=2", "Cem")
        assert 'name="then.member" value="2"' in asked
        assert "carries it out, and cannot take it up again." in asked


def line(at: Desk) -> dict[str, Any]:
    return at.get("mandates/1.json").json()["mandate"]  # type: ignore[no-any-return]


def test_of_the_buttons_beside_many_tasks_none_stands_out(at: Desk) -> None:
    page = at.page("mandates/1", "Cem")
    assert page.count('<button type="submit">I do it</button>') > 1
    assert 'class="primary">I do it' not in page
