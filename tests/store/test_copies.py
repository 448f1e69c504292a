"""Copies of blobs: they come and go with the blob that they were made of."""

from pathlib import Path

import pytest

from esoviet.store.copies import About, Copies

NAME, OTHER = "ab" * 32, "cd" * 32
ABOUT = About(member=2, kind="image", media_type="image/webp", width=640, sizes={"w480": 5})


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "derived")


def put(copies: Copies, tmp_path: Path, name: str = NAME) -> None:
    made = tmp_path / f"made of {name}"
    made.write_bytes(b"small")
    copies.put(name, ABOUT, {"w480": made})
    assert not made.exists()


def lying(copies: Copies) -> set[str]:
    return {str(one.relative_to(copies.folder)) for one in copies.folder.rglob("*")
            if one.is_file()}  # fmt: skip


def test_what_was_made_of_a_blob_waits_with_it_and_is_kept_with_it(
    copies: Copies, tmp_path: Path
) -> None:
    assert copies.about(NAME) is None
    put(copies, tmp_path)
    for _ in range(2):
        path = copies.path(NAME, "w480")
        assert path is not None
        assert path.read_bytes() == b"small"
        assert copies.about(NAME) == ABOUT
        assert copies.path(NAME, "w960") is None
        copies.keep([NAME, OTHER])
    assert lying(copies) == {f"ab/{NAME}/about", f"ab/{NAME}/w480"}


def test_all_of_it_goes_at_once_wherever_it_is(copies: Copies, tmp_path: Path) -> None:
    put(copies, tmp_path)
    put(copies, tmp_path, OTHER)
    copies.keep([OTHER])
    for name in (NAME, OTHER):
        copies.erase(name)
        assert copies.about(name) is None
    copies.erase(NAME)
    assert lying(copies) == set()


def test_what_waits_no_more_is_swept_and_what_was_kept_meanwhile_stays(
    copies: Copies, tmp_path: Path
) -> None:
    put(copies, tmp_path)
    put(copies, tmp_path, OTHER)
    again = Copies(copies.folder)
    again.sweep(lambda name: True, lambda name: False)
    assert len(lying(again)) == 4
    again.sweep(lambda name: False, lambda name: name == OTHER)
    assert lying(again) == {f"cd/{OTHER}/about", f"cd/{OTHER}/w480"}


def test_what_a_crash_cut_short_is_no_copy(copies: Copies, tmp_path: Path) -> None:
    put(copies, tmp_path)
    (copies.folder / "pending" / ".new-x").mkdir()
    (copies.folder / "pending" / NAME / "about").write_bytes(b"{")
    again = Copies(copies.folder)
    assert again.about(NAME) is None
    assert not (copies.folder / "pending" / ".new-x").exists()
