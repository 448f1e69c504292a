"""Files on their way in, in pieces: what stands at which place, whoever writes when."""

from pathlib import Path

import pytest

from esoviet.store.uploads import About, Uploads

WHOLE = bytes(range(200))


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def name(uploads: Uploads) -> str:
    """One that is expected."""
    return uploads.begin(About(1, len(WHOLE)))


def test_what_was_written_has_come_though_the_piece_goes_on(uploads: Uploads, name: str) -> None:
    with uploads.add(name, 0) as piece:
        piece.write(WHOLE[:50])
        assert uploads.size(name) == 50


def test_a_piece_that_hung_ends_in_the_midst_of_nothing(uploads: Uploads, name: str) -> None:
    """Its line broke, and the same file goes on by another one before that was noticed."""
    with uploads.add(name, uploads.size(name)) as hanging:
        hanging.write(WHOLE[:50])
        with uploads.add(name, uploads.size(name)) as piece:
            assert not hanging.is_current
            hanging.write(WHOLE[50:90])  # was on its way to the disk already
            piece.write(WHOLE[50:120])
    with uploads.add(name, uploads.size(name)) as piece:
        piece.write(WHOLE[120:])
    assert uploads.path(name).read_bytes() == WHOLE
