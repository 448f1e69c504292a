"""Files from a web server that may be far away, broken, or hostile: patience, within limits.

What breaks off, is late or comes with 429 or 5xx is asked for again, with growing pauses. A file
has a minute, and longer only while it comes in at `SLOWEST` bytes a second or faster, headers and
all; what all files together take beyond that, pauses included, is at most `ALL_PAUSES`: a server
that drips holds nobody for ever. And all together must come `until` some moment. Answers are cut
off where they grow beyond what belongs there. They may be compressed once: packed twice, a kilobyte
unfolds to gigabytes before a piece of it is seen. Redirects are not followed.
"""

import asyncio
import math
import time
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

import httpx

from esoviet.audit.finding import Unreachable
from esoviet.audit.source import CHUNK, Hidden

FILE_SECONDS = 60.0
SILENT_SECONDS = 20.0
USUAL_SECONDS = 2.0
SLOWEST = 4096
TRIES = 6
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
RETRY_SECONDS = 120.0
ALL_PAUSES = 600.0
IN_MEMORY = 1 << 25
HEADERS = {"User-Agent": "esoviet-audit", "Accept-Encoding": "gzip, identity"}
UNFOLDED = ("", "identity", "gzip")
CLOSED = b'"urn:esoviet:closed"'
_OVER = "the time for this audit is over (--timeout gives it more)."
_PAGES = (b"<!doctype", b"<html")


class _Later(Exception):
    """It may be had when asked again, after a pause of so many seconds (0: our own)."""

    def __init__(self, because: str, pause: float = 0.0) -> None:
        super().__init__(because)
        self.pause = pause


class File(NamedTuple):
    """What a server has at an address, from its beginning."""

    content: IO[bytes]
    size: int


class Fetcher:
    """Fetches files, one after another. Let go with `close`; the next file opens it again.

    `token` is that of a session, where only members may read. Nothing more is fetched after
    `until`, in seconds of `time.monotonic`.
    """

    def __init__(self, token: str = "", until: float = math.inf) -> None:
        self.until = until
        self._headers = HEADERS | ({"Authorization": f"Bearer {token}"} if token else {})
        self._runner: asyncio.Runner | None = None
        self._client: httpx.AsyncClient | None = None
        self._paused = 0.0
        self._answered = False

    def get(self, url: str, most: int) -> bytes | None:
        """A file of at most `most` bytes; None for 404 and 410. Raises `Hidden`, `Unreachable`."""
        file = self.file(url, most)
        if file is None:
            return None
        with file.content as content:
            return content.read()

    def file(self, url: str, most: int) -> File | None:
        """The same, as a file that is to be closed."""
        began, pause = time.monotonic(), FIRST_PAUSE
        for again in range(TRIES):
            try:
                return self._timed(url, most)
            except _Later as later:
                because, wait = later, later.pause or pause
            late = time.monotonic() + wait - began > RETRY_SECONDS
            if again == TRIES - 1 or late or self._paused + wait > ALL_PAUSES:
                break
            time.sleep(wait)
            self._paused += wait
            pause *= 2
        raise Unreachable(f"{url} cannot be read: {because}")

    def close(self) -> None:
        """Close the connections."""
        if self._runner is not None and self._client is not None:
            self._runner.run(self._client.aclose())
            self._runner.close()
        self._runner = self._client = None

    def _timed(self, url: str, most: int) -> File | None:
        """One try; what it takes longer than it should counts as a pause."""
        if self._paused > ALL_PAUSES:
            raise Unreachable(f"{url} cannot be read: the server is too slow; try again later.")
        began, size = time.monotonic(), 0
        if began > self.until:
            raise Unreachable(f"{url} is not read any more: {_OVER}")
        try:
            file = self._once(url, most)
            size = file.size if file else 0
        finally:
            late = time.monotonic() - began - USUAL_SECONDS - size / SLOWEST
            self._paused += max(0.0, late)
        return file

    def _once(self, url: str, most: int) -> File | None:
        content = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        try:
            size = self._fetched(url, most, content)
        except BaseException:
            content.close()
            raise
        if size is None:
            content.close()
            return None
        content.seek(0)
        return File(content, size)

    def _fetched(self, url: str, most: int, into: IO[bytes]) -> int | None:
        """Put the file into another; raises `_Later` where asking again may help."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        try:
            return self._runner.run(self._read(url, most, into))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError, OverflowError) as error:
            raise Unreachable(f"{url} is no address that can be read: {error}") from None
        except TimeoutError:
            raise _Later("the server is too slow; try again later.") from None
        except httpx.ConnectError as error:
            if self._answered:
                raise _Later(f"{error}.") from None
            reason = "nobody answers there; is the address right, and does the server run?"
            raise Unreachable(f"{url} cannot be read: {reason} ({error})") from None
        except (httpx.HTTPError, OSError) as error:
            raise _Later(f"{str(error) or type(error).__name__}.") from None

    async def _read(self, url: str, most: int, into: IO[bytes]) -> int | None:
        """How many bytes were written; None where there is no such file."""
        if self._client is None:
            silent = httpx.Timeout(SILENT_SECONDS)
            self._client = httpx.AsyncClient(timeout=silent, headers=self._headers)
        loop, size = asyncio.get_running_loop(), 0
        until = loop.time() + FILE_SECONDS
        end = loop.time() + self.until - time.monotonic()
        async with asyncio.timeout_at(min(until, end)) as limit:
            async with self._client.stream("GET", url) as answer:
                self._answered = True
                if not _is_there(answer, url):
                    if await _is_closed(answer):
                        raise Hidden
                    return None
                async for piece in answer.aiter_bytes():
                    size += len(piece)
                    if size > most:
                        reason = f"answers more than the {most} bytes that belong there."
                        raise Unreachable(f"{url} {reason}")
                    into.write(piece)
                    limit.reschedule(min(until + size / SLOWEST, end))
        return size


def is_page(start: bytes) -> bool:
    """Whether this is the beginning of a web page, which no file of a log is."""
    return start[:64].lstrip().lower().startswith(_PAGES)


async def _is_closed(answer: httpx.Response) -> bool:
    """Whether what is not there may be there for members."""
    if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        return False
    said = b""
    async for piece in answer.aiter_bytes():
        said += piece
        if len(said) > CHUNK:
            return False
    return CLOSED in said


def _is_there(answer: httpx.Response, url: str) -> bool:
    """Whether there is something to read; raises where it cannot be."""
    status = answer.status_code
    if status in (404, 410):
        return False
    if status in (401, 403):
        raise Hidden
    if status == 429 or status >= 500:
        raise _Later(f"the server answers {status}; try again later.", _pause(answer))
    if answer.has_redirect_location:
        to = answer.headers["Location"]
        reason = "a page to sign in to the network, or another address of this server?"
        raise Unreachable(f"{url} leads elsewhere, to {to}: {reason} Open it in a browser.")
    if status != 200:
        raise Unreachable(f"{url} answers {status} where a file of a log belongs.")
    if answer.headers.get("Content-Encoding", "").lower() not in UNFOLDED:
        raise Unreachable(f"{url} answers in a packing that was not asked for.")
    return True


def _pause(answer: httpx.Response) -> float:
    """How long the server asks to wait, as far as we let it."""
    after = answer.headers.get("Retry-After", "")
    return min(float(after), LONGEST_PAUSE) if after.isascii() and after.isdigit() else 0.0
