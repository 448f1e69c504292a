"""What somebody who has never been here wants to know at once stands where they look for it."""

import re
from pathlib import Path

import pytest

from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Budget
from esoviet.store.sessions import Session
from esoviet.wire.keys import key_name
from tests.web.desk import desk
from tests.world import World, signing_key

LINK = signing_key("a link")


def now(page: str) -> str:
    """The box of what is now."""
    return page.partition('id="now"')[2].partition("<section")[0]


def test_the_work_says_whether_it_is_on_time_and_what_was_spent(tmp_path: Path) -> None:
    world = World().found(report_days="20")
    ada, bea, *_ = world.crowd(4)
    world.decide(ada, budget=Budget(amount="1800", currency="EUR"))
    with desk(world, tmp_path / "due") as at:
        for path in ("problems/1", "decisions/1"):
            page = at.page(path, "Bea")
            assert '<span class="tag go">on time</span>' in page
            assert "€0.00 of €1,800.00 spent" in page
        assert 'class="now calm"' in now(at.page("problems/1", "Bea"))
    world.turn_to(world.the(Mandate, 1).due + 1)
    bea.marks_time()
    assert world.the(Mandate, 1).state == "overdue"
    with desk(world, tmp_path / "over") as at:
        page = at.page("problems/1", "Bea")
        assert "on time</span>" not in page
        assert 'class="now calm"' not in now(page)


def test_how_long_it_takes_is_said_where_a_problem_is_raised(tmp_path: Path) -> None:
    world = World().found(
        necessity_days="14", solution_days="7", reading_days="2", vote_days="1/24"
    )
    world.members("Ada")
    with desk(world, tmp_path) as at:
        page = at.page("problems/new", "Ada")
        assert (
            "It takes at most 14 days until enough find it necessary, then 7 days for solutions, "
            "2 days to read them and 1 hour to vote."
        ) in page
        assert f'href="{at.here}/questions/new"' in page
        assert "What cannot wait" not in at.page("problems/new?election=1", "Ada")


@pytest.mark.parametrize(
    ("readership", "said"), [("public", "Anybody may read this"), ("members", "Only members may")]
)
def test_who_joins_is_told_who_reads_how_they_vote(
    tmp_path: Path, readership: str, said: str
) -> None:
    world = World().found(readership=readership)
    world.members("Ada")
    world.cast["Ada"].invites(LINK)
    invited = Session(world.id, key_name(LINK.public), world.now + 10**9)
    with desk(world, tmp_path) as at:
        at.node.store.open_session("a token", invited)
        answer = at.get("join", headers={"authorization": "Bearer a token"})
        assert said in " ".join(answer.text.split())


def test_ones_own_ballot_leads_to_counting_again_once_it_is_over(tmp_path: Path) -> None:
    world = World().found()
    ada, *_ = world.crowd(3)
    world.decide(ada)
    with desk(world, tmp_path) as at:
        for path in ("problems/1", "decisions/1"):
            assert f'href="{at.here}/decisions/1#recount">Count again' in at.page(path, "Ada")
        assert 'id="recount"' in at.page("decisions/1", "Ada")
        assert "#recount" not in at.page("decisions/1")


def test_an_address_that_leads_nowhere_leads_back_to_the_assembly(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada")
    with desk(world, tmp_path) as at:
        answer = at.get("problems/999", headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert f'href="{at.here}">Back to the assembly' in answer.text
        unknown = at.get("nowhere", headers={"Accept": "text/html"})
        assert f'href="{at.here}">Back to the assembly' in unknown.text
        outside = at.get("/nowhere", headers={"Accept": "text/html"})
        assert "Back to the assembly" not in outside.text


def test_the_constitution_says_how_many_its_shares_are_in_a_small_assembly(tmp_path: Path) -> None:
    world = World().found(vote_quorum="1/10", amendment_quorum="1/10")
    ada, *_ = world.crowd(12)
    problem = ada.raises_problem("It drips")
    ada.proposes(problem, "Mend it")
    world.open_vote(problem)
    with desk(world, tmp_path) as at:
        page = at.page("constitution", "Ada")
        decision, amendment = map(int, re.findall(r"(\d+) members today: where", page))
        assert at.get("votes/1.json").json()["options"][0]["support"] == decision
        assert 2 < decision < amendment


def test_no_reminder_of_the_twelve_words_stands_where_one_comes_without_a_device(
    tmp_path: Path,
) -> None:
    world = World().found(readership="public")
    world.members("Ada")
    with desk(world, tmp_path) as at:
        assert "write your twelve words" in at.page("problems", "Ada")
        for path in ("recover", "join"):
            assert "write your twelve words" not in at.page(path, "Ada")


def test_who_has_lost_a_phone_reads_who_can_use_it_and_how_that_is_stopped(tmp_path: Path) -> None:
    world = World().found(readership="public")
    world.crowd(6)
    with desk(world, tmp_path) as at:
        page = at.page("recover")
        assert page.index("Get back in") < page.index("Your twelve words")
        assert "whoever holds the lost device can sign as you" in page
        assert "take the lost device off your list" in page
        assert "On another device of yours you stop that at once" in page
