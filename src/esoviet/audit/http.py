"""Reading a log from a host or a mirror over HTTP, without giving it a way to harm the reader.

Answers are read piece by piece and cut off where they grow beyond what the format allows. They may
be compressed once: packed twice, a kilobyte unfolds to gigabytes before a piece of it is seen.
Redirects are not followed; a host that is busy (429, 503) is asked again a few times, patiently.
"""

import time
from collections.abc import Iterator
from functools import cached_property

import httpx

from esoviet.audit.finding import Unreachable
from esoviet.audit.source import CHUNK, Hidden, Row, bundles, either, tile_part
from esoviet.log.tiles import WIDTH, TilePath

MAX_NOTE = 65_536
MAX_BUNDLE = WIDTH * (65_535 + 2)
TRIES = 5
TIMEOUT = httpx.Timeout(30.0)
HEADERS = {"User-Agent": "esoviet-audit", "Accept-Encoding": "gzip, identity"}
UNFOLDED = ("", "identity", "gzip")


class Website:
    """An assembly as a host or a mirror serves it at `<url>` = http(s)://…/a/<id>."""

    keeps_partial_tiles = True
    keeps_blobs = True

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")
        self.assembly = self.name.rpartition("/")[2]

    def __getstate__(self) -> str:
        return self.name

    def __setstate__(self, url: str) -> None:
        self.__init__(url)  # type: ignore[misc]

    @cached_property
    def _client(self) -> httpx.Client:
        return new_client()

    def checkpoint(self) -> bytes | None:
        return self._get("log/checkpoint", MAX_NOTE)

    def position(self) -> tuple[int, bytes] | None:
        return None

    def entries(self, start: int, stop: int, size: int) -> list[Row]:
        return bundles(start, stop, size, self._bundle)

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        found = either(
            TilePath(level, number, width), lambda path: self._get(f"log/{path}", 32 * WIDTH)
        )
        return None if found is None else tile_part(*found, width)

    def blob(self, sha256: str) -> Iterator[bytes] | None:
        pieces = stream(self._client, f"{self.name}/blobs/{sha256}")
        return None if next(pieces, None) is None else pieces

    def close(self) -> None:
        client: httpx.Client | None = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    def _bundle(self, number: int, width: int) -> tuple[bytes, int] | None:
        return either(
            TilePath(None, number, width), lambda path: self._get(f"log/{path}", MAX_BUNDLE)
        )

    def _get(self, path: str, most: int) -> bytes | None:
        return fetch(self._client, f"{self.name}/{path}", most)


def new_client() -> httpx.Client:
    """A client that follows nobody elsewhere."""
    return httpx.Client(timeout=TIMEOUT, headers=HEADERS, follow_redirects=False)


def fetch(client: httpx.Client, url: str, most: int) -> bytes | None:
    """The body of an answer of at most `most` bytes; None for 404 and 410."""
    pieces = stream(client, url)
    try:
        if next(pieces, None) is None:
            return None
    except Hidden:
        raise Unreachable(f"{url} is shown to members only.") from None
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise Unreachable(f"{url} answers more than the {most} bytes that belong there.")
    return bytes(body)


def stream(client: httpx.Client, url: str) -> Iterator[bytes]:
    """Nothing for 404 and 410; else first an empty piece, then the body in pieces."""
    for again in range(TRIES):
        try:
            with client.stream("GET", url) as answer:
                if answer.status_code in (404, 410):
                    return
                if answer.status_code == 200:
                    _check_packing(answer, url)
                    yield b""
                    yield from answer.iter_bytes(CHUNK)
                    return
                wait = _refused(answer, url)
        except httpx.HTTPError as error:
            raise Unreachable(
                f"{url} cannot be read: {str(error) or type(error).__name__}"
            ) from None
        if again < TRIES - 1:
            time.sleep(wait)
    raise Unreachable(f"{url} is too busy to answer; try again later.")


def _check_packing(answer: httpx.Response, url: str) -> None:
    """Refuse what is packed otherwise than was asked for; gzip unfolds at most 1,032-fold."""
    if answer.headers.get("Content-Encoding", "").lower() not in UNFOLDED:
        raise Unreachable(f"{url} answers in a packing that was not asked for.")


def _refused(answer: httpx.Response, url: str) -> float:
    """How long to wait before asking again, where that makes sense."""
    status = answer.status_code
    if status in (401, 403):
        raise Hidden
    if status not in (429, 503):
        raise Unreachable(f"{url} answers {status} where a log's file belongs.")
    after = answer.headers.get("Retry-After", "")
    return min(float(after) if after.isascii() and after.isdigit() else 1.0, 30.0)
