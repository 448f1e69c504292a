"""Texts and media: pending, kept, erased."""

import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.blobs import BlobStore, Pending, WrongBytes
from esoviet.store.errors import StoreError

TEXT = bytes(32) + b"The heating is broken."
NAME = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def pending(tmp_path: Path) -> Pending:
    return Pending(tmp_path / "pending")


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_a_blob_waits_until_it_is_kept(pending: Pending, blobs: BlobStore) -> None:
    pending.put(NAME, TEXT)
    assert (pending.size(NAME), blobs.size(NAME)) == (len(TEXT), None)
    blobs.keep(pending, [NAME])
    assert (pending.size(NAME), blobs.size(NAME)) == (None, len(TEXT))
    assert blobs.read(NAME) == TEXT
    assert pending.bytes == 0


def test_keeping_twice_is_keeping_once(pending: Pending, blobs: BlobStore) -> None:
    pending.put(NAME, TEXT)
    blobs.keep(pending, [NAME])
    blobs.keep(pending, [NAME])
    assert blobs.read(NAME) == TEXT


def test_what_was_kept_by_a_flush_that_failed_is_flushed_the_next_time(
    pending: Pending, blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    broken = [1, 2]  # after the folder was made; after the blob was moved into it

    def flush(file: int) -> None:
        flushed.append(os.fstat(file).st_ino)
        if broken and len(flushed) == broken[0]:
            raise OSError("disk I/O error")

    pending.put(NAME, TEXT)
    monkeypatch.setattr(os, "fsync", flush)
    while broken:
        flushed.clear()
        with pytest.raises(OSError, match="disk"):
            blobs.keep(pending, [NAME])
        broken.pop(0)
    assert blobs.size(NAME) == len(TEXT)
    flushed.clear()
    blobs.keep(pending, [NAME])
    assert blobs.path(NAME).parent.stat().st_ino in flushed


def test_what_has_gone_in_between_cannot_be_kept(pending: Pending, blobs: BlobStore) -> None:
    pending.put(NAME, TEXT)
    pending.sweep(before=float("inf"))
    with pytest.raises(StoreError, match="has gone"):
        blobs.keep(pending, [NAME])
    pending.put(NAME, TEXT)
    blobs.keep(pending, [NAME])


def test_nobody_else_on_the_machine_reads_a_blob(pending: Pending, blobs: BlobStore) -> None:
    pending.put(NAME, TEXT)
    blobs.keep(pending, [NAME])
    assert blobs.path(NAME).stat().st_mode & 0o777 == 0o600


def test_bytes_that_are_not_what_their_name_says_leave_nothing(pending: Pending) -> None:
    with pytest.raises(WrongBytes):
        pending.put(NAME, TEXT + b"!")
    assert list(pending.folder.iterdir()) == []
    pending.put(NAME, TEXT)


def test_an_upload_that_breaks_off_leaves_nothing(pending: Pending) -> None:
    with pending.upload() as upload:
        upload.write(TEXT[:20])
    assert list(pending.folder.iterdir()) == []
    with pending.upload() as upload:
        upload.write(TEXT[:20])
        upload.write(TEXT[20:])
        pending.finish(upload, NAME)
    assert pending.bytes == len(TEXT)


def test_what_a_crash_left_of_an_upload_is_cleared_away(pending: Pending) -> None:
    (pending.folder / ".new-half").write_bytes(TEXT[:20])
    pending.put(NAME, TEXT)
    again = Pending(pending.folder)
    assert [path.name for path in again.folder.iterdir()] == [NAME]
    assert again.bytes == len(TEXT)


def test_what_nobody_refers_to_is_swept_away_in_time(pending: Pending, blobs: BlobStore) -> None:
    old, new = (bytes(32) + word for word in (b"old", b"new"))
    for text in (old, new):
        pending.put(hashlib.sha256(text).hexdigest(), text)
    os.utime(pending.path(hashlib.sha256(old).hexdigest()), (1000, 1000))
    assert pending.sweep(before=2000) == 1
    assert pending.size(hashlib.sha256(new).hexdigest()) == len(new)
    assert pending.bytes == len(new)


def test_a_blob_that_is_brought_several_times_at_once_counts_once(pending: Pending) -> None:
    for number in range(30):
        text = bytes(32) + b"%d" % number
        name = hashlib.sha256(text).hexdigest()
        bringing = [threading.Thread(target=pending.put, args=(name, text)) for _ in range(4)]
        for thread in bringing:
            thread.start()
        for thread in bringing:
            thread.join()
    assert pending.bytes == sum(path.stat().st_size for path in pending.folder.iterdir())


class Vanishing(type(Path())):  # type: ignore[misc]
    """A folder in which, just when one looks, there was one more file."""

    def iterdir(self) -> Iterator[Path]:
        yield self / ".new-half"
        yield from super().iterdir()


def test_sweeping_minds_no_file_that_has_gone_meanwhile(pending: Pending) -> None:
    pending.put(NAME, TEXT)
    pending.folder = Vanishing(pending.folder)
    assert pending.sweep(before=float("inf")) == 1
    assert pending.bytes == 0


def test_what_is_erased_is_gone(pending: Pending, blobs: BlobStore) -> None:
    pending.put(NAME, TEXT)
    blobs.keep(pending, [NAME])
    blobs.erase(NAME)
    blobs.erase(NAME)
    assert blobs.read(NAME) is None
    assert blobs.size(NAME) is None


@pytest.fixture
def damaged(pending: Pending, blobs: BlobStore) -> BlobStore:
    """A store with one blob, whose bytes the disk has changed."""
    pending.put(NAME, TEXT)
    blobs.keep(pending, [NAME])
    blobs.path(NAME).write_bytes(TEXT.replace(b"broken", b"mended"))
    return blobs


def names(blobs: BlobStore) -> list[str]:
    return [path.name for path in blobs.path(NAME).parent.iterdir()]


def test_damaged_bytes_are_put_aside_and_the_right_ones_can_be_brought_again(
    pending: Pending, damaged: BlobStore
) -> None:
    assert damaged.size(NAME) == len(TEXT)
    assert damaged.read(NAME) is None
    assert damaged.size(NAME) is None
    assert (damaged.damaged, names(damaged)) == ({NAME}, [f"{NAME}.damaged"])
    pending.put(NAME, TEXT)
    damaged.keep(pending, [NAME])
    assert damaged.read(NAME) == TEXT
    assert (damaged.damaged, names(damaged)) == (set(), [NAME])


def test_what_was_damaged_is_still_told_after_a_restart(damaged: BlobStore) -> None:
    assert damaged.read(NAME) is None
    assert BlobStore(damaged.folder).damaged == {NAME}


def test_what_is_damaged_is_lost_to_an_act_that_names_it_anew(
    pending: Pending, damaged: BlobStore
) -> None:
    assert damaged.read(NAME) is None
    with pytest.raises(StoreError, match="has gone"):
        damaged.keep(pending, [NAME])


def test_a_disk_that_takes_nothing_serves_no_damaged_bytes_and_takes_the_right_ones_later(
    pending: Pending, damaged: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", _fails)
        assert damaged.read(NAME) is None
        assert damaged.size(NAME) is None
    pending.put(NAME, TEXT)
    damaged.keep(pending, [NAME])
    assert damaged.read(NAME) == TEXT
    assert damaged.damaged == set()


def _fails(path: Path, _target: Path) -> None:
    raise OSError(f"{path} is read-only")


def test_the_right_bytes_that_come_while_damaged_ones_are_read_stay(
    pending: Pending, damaged: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow reader of the damaged bytes does not put the right ones aside."""
    read = Path.read_bytes
    pending.put(NAME, TEXT)

    def slow(path: Path) -> bytes:
        data = read(path)
        monkeypatch.setattr(Path, "read_bytes", read)
        damaged.keep(pending, [NAME])
        return data

    monkeypatch.setattr(Path, "read_bytes", slow)
    assert damaged.read(NAME) == TEXT
    assert (damaged.damaged, names(damaged)) == (set(), [NAME])


def test_what_is_erased_leaves_no_damaged_copy_either(damaged: BlobStore) -> None:
    assert damaged.read(NAME) is None
    damaged.erase(NAME)
    assert (damaged.damaged, names(damaged)) == (set(), [])
