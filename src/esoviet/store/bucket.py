"""A bucket of a store that speaks S3: the one module that knows the library for it (extra `s3`).

    <prefix>/<assembly>/<aa>/<sha256>    a large file of an assembly (store/shelf.py)
    <prefix>/probe-<random>              put and removed when the bucket is tried

All of it blocks for the network, so threads call it. A bucket that keeps versions is refused: there
`DELETE` leaves what was to be erased.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from esoviet.store.errors import StoreError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

LIBRARY = "obstore"
MISSING = "not installed is obstore, the extra s3: pip install 'esoviet[s3]'"
PIECE = 8 * 2**20
PROBE = "probe"
_CONNECT, _ANSWER, _RETRY = (timedelta(seconds=n) for n in (5, 30, 20))


class BucketError(StoreError):
    """The bucket does not do what it is asked now. It can be tried again."""


class Versioned(StoreError):
    """The bucket keeps what is deleted."""


class Place(NamedTuple):
    """Where a bucket is, and who asks. `address` is s3://bucket/prefix; no `endpoint`: Amazon's."""

    address: str
    endpoint: str
    region: str
    key: str
    secret: str


def is_installed() -> bool:
    """Whether the library is here."""
    return find_spec(LIBRARY) is not None


class Bucket:
    """Files by name. Several threads work here at once; what fails is a `BucketError`."""

    def __init__(self, store: "ObjectStore") -> None:
        import obstore  # noqa: PLC0415 - an extra, and slow to load

        self._store = store
        self._do = obstore

    def put(self, name: str, file: BinaryIO) -> None:
        """Bring a file, from where it stands; it is there on return."""
        self._put(name, file)

    def size(self, name: str) -> int | None:
        """How many bytes a file has that is there."""
        try:
            return self._do.head(self._store, name)["size"]
        except FileNotFoundError:
            return None
        except Exception as error:
            raise _failed(error) from None

    def pieces(self, name: str) -> Iterator[bytes] | None:
        """What is there under a name, piece by piece; None if nothing is."""
        try:
            found = self._do.get(self._store, name)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise _failed(error) from None
        return _read(iter(found.stream(min_chunk_size=2**20)))

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        try:
            self._do.delete(self._store, name)
        except FileNotFoundError:
            return
        except Exception as error:
            raise _failed(error) from None

    def prove(self) -> None:
        """Try it out; raises `Versioned`, or `BucketError` if it does not do what it should."""
        name, said = f"{PROBE}-{secrets.token_hex(8)}", secrets.token_bytes(32)
        version = self._put(name, said)
        given = b"".join(self.pieces(name) or ())
        self.delete(name)
        if version not in (None, "null"):
            raise Versioned(
                "The bucket keeps versions, so what is erased would stay in it. Take a bucket in "
                "which versions were never switched on"
            )
        if given != said:
            raise BucketError("the bucket does not give back what was put there")
        if self.size(name) is not None:
            raise BucketError("the bucket does not delete")

    def _put(self, name: str, said: BinaryIO | bytes) -> str | None:
        try:
            done = self._do.put(self._store, name, said, chunk_size=PIECE, max_concurrency=2)
        except Exception as error:
            raise _failed(error) from None
        return done["version"]


def open_bucket(place: Place) -> Bucket:
    """A bucket by its settings; it is not asked yet. Raises `StoreError` without the extra."""
    if not is_installed():
        raise StoreError(f"The settings name a bucket, and {MISSING}")
    from obstore.store import S3Store  # noqa: PLC0415 - an extra

    bucket, _, prefix = place.address.removeprefix("s3://").partition("/")
    try:
        return Bucket(S3Store(
            bucket, prefix=prefix.strip("/") or None, endpoint=place.endpoint or None,
            region=place.region, access_key_id=place.key, secret_access_key=place.secret,
            client_options={
                "allow_http": place.endpoint.startswith("http://"),
                "connect_timeout": _CONNECT, "read_timeout": _ANSWER,
            },
            retry_config={"max_retries": 1, "retry_timeout": _RETRY},
        ))  # fmt: skip
    except Exception as error:
        raise StoreError(f"The settings of the bucket cannot be: {_line(error)}") from None


def _read(pieces: Iterator[object]) -> Iterator[bytes]:
    try:
        for piece in pieces:
            yield bytes(piece)  # type: ignore[call-overload]
    except Exception as error:
        raise _failed(error) from None


def _failed(error: Exception) -> BucketError:
    return BucketError(f"the bucket does not answer as it should: {_line(error)}")


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
