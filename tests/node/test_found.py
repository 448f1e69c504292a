"""Founding an assembly: one chain of flushes, and whole or absent wherever it is cut off."""

import errno
import os
import shutil
from pathlib import Path

import httpx
import pytest

from tests.node.sleepers import awake, hosting
from tests.web.desk import Desk, desk
from tests.world import World


def founding(at: Desk) -> tuple[World, dict[str, object]]:
    """Another assembly, and what its founder sends."""
    other = World().found("Bea")
    other.host = at.world.host
    jws = other.entries[0].partition(b'"act":"')[2].rpartition(b'"}')[0]
    return other, {"data": {"act": jws.decode()}, "files": dict(other.blobs)}


def found(at: Desk) -> httpx.Response:
    return at.ask("POST", "/a", **founding(at)[1])


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is flushed, in order, by its path."""
    names, flush = list[str](), os.fsync

    def note(file: int) -> None:
        names.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        flush(file)

    monkeypatch.setattr(os, "fsync", note)
    return names


def test_a_founding_is_flushed_once_from_the_inside_out(tmp_path: Path, flushed: list[str]) -> None:
    with hosting(tmp_path, World().found()) as at:
        home = (tmp_path / "assemblies").resolve()
        other = founding(at)[0].id
        flushed.clear()
        assert found(at).status_code == 201
        new = home / f".new-{other}"
        mine = [name for name in flushed if name.startswith(str(home))]
        texts = [name for name in mine if "blobs/" in name]
        assert len(texts) == len(set(texts)) <= 3
        assert [m for m in mine if m not in texts] == [
            str(new / "log.db"), str(new / "blobs"), str(new), str(home)
        ]  # fmt: skip
        assert awake(at) == set()


def test_a_founding_that_cannot_be_flushed_leaves_nothing_and_can_be_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync
    with hosting(tmp_path, World().found()) as at:
        for number in range(30):
            left = [number]

            def fails(file: int, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] == -1:
                    raise OSError(errno.ENOSPC, "No space left on device")
                flush(file)

            monkeypatch.setattr(os, "fsync", fails)
            answer = found(at)
            monkeypatch.setattr(os, "fsync", flush)
            if answer.status_code == 201:
                break
            assert answer.status_code == 503
            assert [one.name for one in (tmp_path / "assemblies").iterdir()] == [at.world.id]
        assert number > 7
        assert at.get(answer.headers["location"]).status_code == 200


def test_a_founding_that_is_cut_off_is_whole_or_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, flush, copies = tmp_path / "data", os.fsync, list[Path]()

    def copied(file: int) -> None:
        flush(file)
        copies.append(shutil.copytree(data, tmp_path / f"{len(copies)}"))

    world = World().found()
    with hosting(data, world) as at:
        monkeypatch.setattr(os, "fsync", copied)
        assert found(at).status_code == 201
        monkeypatch.setattr(os, "fsync", flush)
        other = founding(at)[0].id
    assert len(copies) > 7
    for copy in copies:
        with desk(world, copy) as at:
            here = at.node.has(other)
            assert at.get(f"/a/{other}").status_code == (200 if here else 404)
            assert at.node.faults == ()
            assert not list((copy / "assemblies").glob(".new-*"))
            assert found(at).status_code == 201 or not here
    assert here
