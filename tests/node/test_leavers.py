"""Who left keeps no secret address at the node, even if its disk was full when they did."""

from pathlib import Path

import pytest

from esoviet.law.leaving import Leave
from esoviet.law.problems import RaiseProblem
from esoviet.store.errors import StoreError
from esoviet.store.secrets import Secret
from tests.web.desk import desk
from tests.world import World


def test_what_could_not_be_forgotten_when_they_left_is_forgotten_at_the_next_act(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        secrets = at.node.reach.secrets
        for one in (ada, bea):
            secrets.add(one.name, Secret(world.id, one.number, one.kid, "en", since=1))

        def full(_assembly: str, _member: int) -> None:
            raise StoreError("no room")

        with monkeypatch.context() as while_full:
            while_full.setattr(secrets, "forget", full)
            assert at.does(bea, Leave).status_code == 201
        assert secrets.members(world.id) == [ada.number, bea.number]
        text = world.text("Cold stairs")
        at.bring(text, **at.session("Ada"))
        assert at.does(ada, RaiseProblem, text=text).status_code == 201
        assert secrets.members(world.id) == [ada.number]
