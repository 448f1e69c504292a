"""Merging two solutions: the form of who proposed one, the question to who proposed the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.merging import AnswerMerge
from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    """Ada would merge her boiler with Bea's coats."""
    world = World().found(readership="public", necessity_quorum="0")
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    problem = ada.raises_problem("It is cold")
    ada.merges(problem, ada.proposes(problem, "A boiler"), bea.proposes(problem, "Coats"))
    with desk(world, tmp_path) as at:
        yield at


def test_the_card_says_what_it_merges_and_asks_the_other(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1", "Bea")
    assert "Bea has not answered yet." in page
    assert page.count('data-act="answer-merge"') == 2
    assert "Merge with another:" in page
    assert "asks: merge into one?" in page
    assert "asks: merge into one?" not in hall.page(f"{hall.here}/problems/1", "Cem")
    assert "Answer: merge the two?" in hall.page(hall.here, "Bea")
    assert "Answer: merge the two?" not in hall.page(hall.here, "Cem")


@pytest.mark.parametrize(
    ("agrees", "said"), [(True, "Bea has agreed."), (False, "each stands for itself")]
)
def test_the_answer_stands_on_the_card(hall: Desk, agrees: bool, said: str) -> None:
    hall.does(hall.world.person("Bea"), AnswerMerge, solution=3, version=1, agrees=agrees)
    page = hall.page(f"{hall.here}/problems/1", "Bea")
    assert said in page
    assert 'data-act="answer-merge"' not in page
    one = hall.get(f"{hall.here}/solutions/3.json").json()["solution"]
    assert [it["solution"] for it in one["merges"]] == [1, 2]
    assert one["merging"] == ("agreed" if agrees else "declined")
    assert len(one["team"]) == agrees
