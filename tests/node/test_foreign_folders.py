"""What else lies in the folder of assemblies, and an assembly that is damaged, stop no other."""

import asyncio
from pathlib import Path

import pytest

from esoviet.node.config import Config
from esoviet.node.node import Node, NodeError
from tests.web.desk import desk
from tests.web.served import write
from tests.world import World


@pytest.mark.parametrize("kind", ["folder", "file"])
@pytest.mark.parametrize("name", ["lost+found", "README", "0" * 63, "A" * 64])
def test_what_is_no_assembly_is_passed_over_loudly(
    tmp_path: Path, name: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = World().found()
    write(world, tmp_path)
    foreign = tmp_path / "assemblies" / name
    foreign.mkdir() if kind == "folder" else foreign.write_text("?")
    with desk(world, tmp_path) as at:
        assert list(at.node.assemblies) == [world.id]
        [fault] = at.get("/node").json()["faults"]
        assert "no assembly" in fault
        assert at.get(f"/a/{name}").status_code == 404
    assert str(foreign) in caplog.text
    assert foreign.exists()


def test_a_new_disk_is_a_new_node(tmp_path: Path) -> None:
    (tmp_path / "assemblies" / "lost+found").mkdir(parents=True)
    assert asyncio.run(assemblies_of(tmp_path)) == []


async def assemblies_of(folder: Path) -> list[str]:
    """What a node there would host."""
    node = Node(Config(data=folder))
    await node.close()
    return list(node.assemblies)


@pytest.mark.parametrize("damage", ["no database", "", "gone", "a file"])
def test_a_damaged_assembly_is_named_and_the_others_are_served(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    world, bad = World().found(), "ab" * 32
    write(world, tmp_path)
    place = tmp_path / "assemblies" / bad
    if damage == "a file":
        place.write_text("")
    else:
        place.mkdir()
        if damage != "gone":
            (place / "log.db").write_text(damage * 100)
    with desk(world, tmp_path) as at:
        [fault] = at.get("/node").json()["faults"]
        assert "An assembly is left out" in fault  # nobody knows who may read it
        assert at.get(f"/a/{bad}").status_code == 404
        assert at.get("log/checkpoint").status_code == 200
    assert bad in caplog.text


def test_an_assembly_that_is_alone_and_damaged_is_named(tmp_path: Path) -> None:
    world = World().found()
    write(world, tmp_path)
    (tmp_path / "assemblies" / world.id / "log.db").write_text("no database" * 100)
    with pytest.raises(Exception, match=world.id):
        desk(world, tmp_path).__enter__()


def test_a_key_that_is_missing_is_not_made_anew_over_assemblies(tmp_path: Path) -> None:
    world = World().found()
    write(world, tmp_path)
    (tmp_path / "node.key").unlink()
    with pytest.raises(NodeError, match="put it back"):
        asyncio.run(assemblies_of(tmp_path))
