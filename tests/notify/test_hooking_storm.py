"""Whatever goes wrong on the way, a room is told each thing once, in order."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.store.rooms import Kind
from tests.effort import of, some
from tests.notify.lobby import Lobby, lobby
from tests.notify.receiver import Came
from tests.world import DAY, World

STEPS = st.lists(
    st.sampled_from(["raise", "raise", 200, 302, 400, 404, 410, 429, 500, "day", "restart", "try"]),
    max_size=of(14, 40),
)


def number(came: Came) -> int:
    """Which problem a request tells of; 0 for a try."""
    text = came.body.decode()
    said = json.loads(came.body).get("text") or text
    _, found, rest = str(said).partition("/problems/")
    return int(rest.split('"')[0]) if found else 0


class Storm:
    """A room, and what it has taken."""

    def __init__(self, at: Lobby, kind: Kind) -> None:
        self.at, self.room, self.raised = at, at.adds(kind=kind), 0
        self.status, self.taken = 200, list[int]()
        self.hooking = at.hooking

    def does(self, step: str | int) -> None:
        """Let something happen, and tell what is to be told."""
        if step == "raise":
            self.raised += 1
            self.at.raises(f"Problem {self.raised}")
        elif step == "day":
            self.at.passes(DAY)
        elif step == "try":
            self.at.tries(self.room)
        elif step == "restart":
            self.at.run(self.hooking.close())
            self.hooking = self.at.hooking = self.at.starts()
        else:
            self.status = int(step)
            self.at.receiver.says(self.status)
        told = [number(one) for one in self.at.tells()]
        self.taken += [one for one in told if one and self.status == 200]

    def ends_well(self) -> None:
        """The receiver is there again, and its member sends one."""
        for step in (200, "day", "try", "day"):
            self.does(step)


@pytest.mark.parametrize("kind", ["webhook", "slack"])
@settings(max_examples=some(10))
@given(steps=STEPS)
def test_a_room_is_told_each_thing_once_in_order(kind: Kind, steps: list[str | int]) -> None:
    world = World().found(readership="public")
    world.members("Ada", "Bea", "Cem")
    with tempfile.TemporaryDirectory() as folder, lobby(world, Path(folder)) as at:
        storm = Storm(at, kind)
        for step in steps:
            storm.does(step)
        storm.ends_well()
        left_out = storm.raised - len(storm.taken)
        assert storm.taken == sorted(set(storm.taken))
        assert left_out == 0 or (400 in steps and left_out <= steps.count(400))
