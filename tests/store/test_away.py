"""Until when members are away, as it is stored and as it is forgotten."""

from pathlib import Path

from esoviet.store.reach import Reach
from tests.store.test_actions import found

HERE, ELSEWHERE = "a" * 64, "b" * 64


def test_who_is_away_is_so_until_then_and_in_one_assembly(tmp_path: Path) -> None:
    reach = Reach(tmp_path / "node.db")
    reach.away.put(HERE, 1, 50)
    reach.away.put(HERE, 2, 90)
    reach.away.put(HERE, 2, 70)
    assert reach.away.of(HERE, 49) == {1: 50, 2: 70}
    assert reach.away.of(HERE, 50) == {2: 70}
    assert reach.away.of(ELSEWHERE, 0) == {}
    reach.away.erase(60)
    assert (reach.members(HERE), reach.away.of(HERE, 0)) == ({2}, {2: 70})
    reach.forget(HERE, 2)
    assert reach.members(HERE) == set()
    reach.close()


def test_nothing_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    reach, assemblies = Reach(tmp_path / "node.db"), [f"Zwetschge{n:055}" for n in range(200)]
    for one in assemblies:
        reach.away.put(one, 1, 50)
    assert found(tmp_path, ("Zwetschge",)) == {"Zwetschge"}
    reach.away.erase(50)
    reach.journal.empty()
    assert found(tmp_path, ("Zwetschge",)) == set()
    reach.close()
