"""What holds for the texts and files of an assembly wherever they lie: folder, memory, S3."""

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from esoviet.store import bucket as buckets
from esoviet.store.blobs import AWAY, GOING, LEAVING, BlobStore, Pending
from esoviet.store.bucket import Bucket, BucketError, Place, Versioned, open_bucket
from esoviet.store.errors import StoreError
from esoviet.store.shelf import COPY_SECONDS, LEAST, Shelf, away
from tests.s3 import S3, s3

FILE = bytes(32) + bytes(range(256)) * 800
NAME = hashlib.sha256(FILE).hexdigest()
SMALL = bytes(32) + b"The heating is broken."
SMALL_NAME = hashlib.sha256(SMALL).hexdigest()


class Kept:
    """The blobs of an assembly, and where the large ones go, if they go anywhere."""

    def __init__(self, home: Path, bucket: Bucket | None) -> None:
        home.mkdir(parents=True)
        self.home, self.bucket = home, bucket
        self.pending = Pending(home / "pending")
        self.blobs = BlobStore(home / "blobs")
        self.shelf = None if bucket is None else Shelf(home / "blobs", bucket)

    @property
    def there(self) -> Bucket:
        assert self.bucket is not None
        return self.bucket

    def keep(self, data: bytes = FILE) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.pending.put(name, data)
        self.blobs.keep(self.pending, [name])
        return name

    def settle(self) -> None:
        """Do all that is to be done."""
        if self.shelf is not None:
            for name, what in list(self.shelf.waiting()):
                self.shelf.do(name, what)

    def read(self, name: str = NAME) -> bytes | None:
        """What a reader gets."""
        if self.shelf is not None and self.blobs.is_away(name):
            self.blobs.look_again(name, found=self.shelf.fetch(name))
        file = self.blobs.whole(name)
        if file is None:
            assert self.blobs.read(name) is None
            return None
        with file:
            return file.read()

    def key(self, name: str = NAME) -> str:
        return f"{self.home.name}/{name[:2]}/{name}"

    def in_bucket(self, name: str = NAME) -> bool:
        return self.bucket is not None and self.bucket.size(self.key(name)) is not None

    def put_there(self, data: bytes) -> None:
        """What lies in the place of the file is something else now."""
        if self.bucket is None:
            self.blobs.path(NAME).write_bytes(data)
        else:
            self.bucket.put(self.key(), io.BytesIO(data))


Make = Callable[[str], Kept]


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3() as up:
        yield up


@pytest.fixture
def in_memory(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "one", Bucket(MemoryStore()))


@pytest.fixture(params=["folder", "memory", "s3"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    bucket = None
    if request.param == "memory":
        bucket = Bucket(MemoryStore())
    elif request.param == "s3":
        bucket = open_bucket(request.getfixturevalue("server").made())
    return lambda name: Kept(tmp_path / name, bucket)


@pytest.fixture
def kept(make: Make) -> Kept:
    return make("one")


def test_what_is_kept_can_be_read_wherever_it_went(kept: Kept) -> None:
    assert (kept.keep(), kept.keep(SMALL)) == (NAME, SMALL_NAME)
    for _ in range(3):
        kept.settle()
        assert (kept.blobs.size(NAME), kept.read()) == (len(FILE), FILE)
        assert (kept.blobs.size(SMALL_NAME), kept.read(SMALL_NAME)) == (len(SMALL), SMALL)
    assert kept.in_bucket() == (kept.bucket is not None)
    assert not kept.in_bucket(SMALL_NAME)


def test_what_was_never_kept_is_not_here(kept: Kept) -> None:
    kept.settle()
    assert (kept.blobs.size(NAME), kept.read()) == (None, None)
    with pytest.raises(StoreError, match="gone"):
        kept.blobs.keep(kept.pending, [NAME])
    kept.blobs.erase(NAME)


def test_keeping_twice_is_keeping_once(kept: Kept) -> None:
    for _ in range(2):
        kept.keep()
        kept.settle()
        kept.blobs.keep(kept.pending, [NAME])
    assert kept.read() == FILE


def test_nothing_is_forgotten_by_a_restart(kept: Kept) -> None:
    kept.keep()
    kept.settle()
    kept.blobs = BlobStore(kept.blobs.folder)
    assert (kept.blobs.size(NAME), kept.read()) == (len(FILE), FILE)


@pytest.mark.parametrize("read_before", [True, False])
def test_what_is_erased_is_gone_here_at_once_and_there_soon(kept: Kept, read_before: bool) -> None:
    kept.keep()
    kept.settle()
    assert not read_before or kept.read() == FILE
    kept.blobs.erase(NAME)
    assert (kept.blobs.size(NAME), kept.read()) == (None, None)
    kept.blobs = BlobStore(kept.blobs.folder)
    kept.settle()
    assert not kept.in_bucket()
    assert [path for path in kept.home.rglob("*") if path.is_file()] == []


def test_what_one_assembly_erases_another_keeps(make: Make) -> None:
    one, other = make("one"), make("other")
    for each in (one, other):
        each.keep()
        each.settle()
    one.blobs.erase(NAME)
    one.settle()
    assert (one.read(), other.read()) == (None, FILE)


def test_what_comes_back_changed_is_nobodys_to_read_until_somebody_brings_it_again(
    kept: Kept,
) -> None:
    kept.keep()
    kept.settle()
    kept.put_there(FILE[:-1] + b"x")
    assert kept.read() is None
    assert (kept.blobs.size(NAME), kept.blobs.damaged) == (None, {NAME})
    assert BlobStore(kept.blobs.folder).damaged == {NAME}
    kept.settle()
    kept.keep()
    for _ in range(2):
        kept.settle()
        assert (kept.blobs.size(NAME), kept.blobs.damaged, kept.read()) == (len(FILE), set(), FILE)


def test_what_came_back_changed_and_is_erased_leaves_nothing(kept: Kept) -> None:
    kept.keep()
    kept.settle()
    kept.put_there(FILE[:-1] + b"x")
    assert kept.read() is None
    kept.blobs.erase(NAME)
    kept.settle()
    assert not kept.in_bucket()
    assert [path for path in kept.home.rglob("*") if path.is_file()] == []


def test_a_file_of_many_pieces_goes_and_comes(server: S3, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "one", open_bucket(server.made()))
    name = kept.keep(os.urandom(20 * 2**20))
    kept.settle()
    assert kept.blobs.is_away(name)
    whole = kept.read(name)
    assert whole is not None
    assert hashlib.sha256(whole).hexdigest() == name


def test_a_copy_is_let_go_after_an_hour_if_the_bucket_has_the_file(in_memory: Kept) -> None:
    kept = in_memory
    kept.keep()
    kept.settle()
    assert (kept.blobs.is_away(NAME), away(kept.blobs.folder)) == (True, {NAME})
    assert kept.read() == FILE
    kept.settle()
    assert not kept.blobs.is_away(NAME)
    long_ago = time.time() - COPY_SECONDS - 1
    os.utime(kept.blobs.path(NAME), (long_ago, long_ago))
    kept.there.delete(kept.key())
    kept.settle()
    assert kept.blobs.path(NAME).exists()
    kept.put_there(FILE)
    kept.settle()
    assert kept.blobs.is_away(NAME)


def test_a_bucket_that_lacks_a_file_costs_no_note_of_it(in_memory: Kept) -> None:
    """Its settings may name another place, and be set right again."""
    kept = in_memory
    kept.keep()
    kept.settle()
    kept.there.delete(kept.key())
    assert kept.read() is None
    assert (kept.blobs.size(NAME), kept.blobs.gone) == (None, {NAME})
    kept.put_there(FILE)
    assert (kept.read(), kept.blobs.size(NAME), kept.blobs.gone) == (FILE, len(FILE), set())


def test_what_the_bucket_has_lost_comes_back_from_whoever_brings_it(in_memory: Kept) -> None:
    kept = in_memory
    kept.keep()
    kept.settle()
    kept.there.delete(kept.key())
    assert kept.read() is None
    kept.keep()
    assert (kept.blobs.gone, kept.read()) == (set(), FILE)
    kept.settle()
    assert kept.blobs.is_away(NAME)
    assert kept.read() == FILE


def test_what_is_damaged_on_the_disk_is_not_brought_to_the_bucket(in_memory: Kept) -> None:
    kept = in_memory
    kept.keep()
    kept.blobs.path(NAME).write_bytes(FILE[:-1] + b"x")
    kept.settle()
    assert not kept.in_bucket()
    assert not kept.blobs.path(NAME).with_name(NAME + GOING).exists()
    assert kept.read() is None
    assert kept.blobs.damaged == {NAME}


class Slow(Bucket):
    """A bucket in which something happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(MemoryStore())
        self.meanwhile = meanwhile

    def put(self, name: str, file: object) -> None:
        super().put(name, file)  # type: ignore[arg-type]
        self.meanwhile()

    def pieces(self, name: str) -> Iterator[bytes] | None:
        found = super().pieces(name)
        self.meanwhile()
        return found


@pytest.mark.parametrize("step", ["send", "fetch"])
def test_what_is_erased_on_its_way_does_not_come_back(tmp_path: Path, step: str) -> None:
    bucket = Slow(lambda: None)
    kept = Kept(tmp_path / "one", bucket)
    kept.keep()
    if step == "fetch":
        kept.settle()
    bucket.meanwhile = lambda: kept.blobs.erase(NAME)
    if step == "send":
        kept.settle()
    assert kept.shelf is not None
    assert not kept.shelf.fetch(NAME)
    assert [path.suffix for path in kept.home.rglob("*") if path.is_file()] == [LEAVING]
    kept.settle()
    assert not kept.in_bucket()


def test_a_crash_on_the_way_loses_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    bucket = Slow(crash)
    kept = Kept(tmp_path / "one", bucket)
    kept.keep()
    with pytest.raises(KeyboardInterrupt):
        kept.settle()
    bucket.meanwhile = lambda: None
    kept.blobs = BlobStore(kept.blobs.folder)
    assert kept.in_bucket()
    assert (kept.blobs.size(NAME), kept.read()) == (len(FILE), FILE)
    (kept.blobs.path(NAME).with_name(".new-x")).write_bytes(FILE)
    assert kept.shelf is not None
    kept.shelf.clear()
    kept.blobs.erase(NAME)
    kept.settle()
    assert not kept.in_bucket()
    assert [path for path in kept.home.rglob("*") if path.is_file()] == []


def test_a_bucket_that_has_less_than_was_put_keeps_the_file_here(
    in_memory: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory.keep()
    monkeypatch.setattr(in_memory.there, "size", lambda _name: len(FILE) - 1)
    with pytest.raises(BucketError):
        in_memory.settle()
    assert not in_memory.blobs.path(NAME).with_name(NAME + AWAY).exists()
    assert in_memory.read() == FILE


def test_what_is_smaller_than_the_least_stays(in_memory: Kept) -> None:
    for size, goes in ((LEAST - 1, False), (LEAST, True)):
        name = in_memory.keep(bytes(size))
        in_memory.settle()
        assert in_memory.in_bucket(name) == goes


@pytest.mark.parametrize(("said", "goes"), [
    ("Ж".encode() * LEAST, False), (b"\xff" * LEAST, True), (b"PK\0\1" * LEAST, True),
])  # fmt: skip
def test_texts_stay_however_large_they_are(in_memory: Kept, said: bytes, goes: bool) -> None:
    name = in_memory.keep(bytes(32) + said)
    in_memory.settle()
    assert in_memory.in_bucket(name) == goes


def test_a_bucket_is_tried_and_left_empty(server: S3) -> None:
    place = server.made()
    open_bucket(place).prove()
    assert server.holds(place) == []


class Liar(Bucket):
    """A bucket that says yes to everything."""

    def __init__(self, says: str) -> None:
        super().__init__(MemoryStore())
        self.says = says

    def pieces(self, name: str) -> Iterator[bytes] | None:
        return iter((b"something",)) if self.says == "other bytes" else super().pieces(name)

    def delete(self, name: str) -> None:
        if self.says != "deleted":
            super().delete(name)


@pytest.mark.parametrize(("says", "said"), [
    ("other bytes", "does not give back"), ("deleted", "does not delete"),
])  # fmt: skip
def test_a_bucket_that_lies_when_it_is_tried_is_found_out(says: str, said: str) -> None:
    Liar("nothing").prove()
    with pytest.raises(BucketError, match=said):
        Liar(says).prove()


def test_a_bucket_that_keeps_versions_is_refused(server: S3) -> None:
    with pytest.raises(Versioned, match="erased would stay"):
        open_bucket(server.made(versions=True)).prove()


@pytest.mark.parametrize("wrong", [
    {"address": "s3://there-is-none"}, {"endpoint": "http://127.0.0.1:9"},
])  # fmt: skip
def test_a_bucket_that_is_not_there_is_said_and_nothing_is_lost(
    server: S3, tmp_path: Path, wrong: dict[str, str]
) -> None:
    bucket = open_bucket(server.made()._replace(**wrong))
    with pytest.raises(BucketError, match="the bucket does not"):
        bucket.prove()
    kept = Kept(tmp_path / "one", bucket)
    kept.keep()
    with pytest.raises(BucketError):
        kept.settle()
    assert kept.read() == FILE


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "LIBRARY", "obstore_that_nobody_has")
    with pytest.raises(StoreError, match=r"esoviet\[s3\]"):
        open_bucket(Place("s3://assembly", "", "us-east-1", "us", "secret"))
