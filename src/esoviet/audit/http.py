"""A log as a host or a mirror serves it over HTTP.

What lies at an address is taken for the assembly's log only if its checkpoint says so: else the
address is mistyped, or somebody else answers (a network that wants one to sign in first), and there
is nothing to say about the assembly.
"""

import math
import time
from collections.abc import Iterator
from typing import IO

from esoviet.audit.claims import claimed
from esoviet.audit.fetch import Fetcher, is_page
from esoviet.audit.finding import Unreachable
from esoviet.audit.source import CHUNK, Hidden, Row, bundles, either, tile_part
from esoviet.log.checkpoint import origin_of
from esoviet.log.tiles import WIDTH, TilePath

MAX_NOTE = 65_536
MAX_BUNDLE = WIDTH * (65_535 + 2)
MAX_ANSWER = 8 << 20
SECONDS = 600.0
SECONDS_AN_ENTRY = 0.1
MOST_SECONDS = 604_800.0


class Website:
    """An assembly as a host or a mirror serves it at `<url>` = http(s)://…/a/<id>.

    All of it is read within `seconds`; if none are given, within `SECONDS`, and `SECONDS_AN_ENTRY`
    more for each entry that its first checkpoint speaks of, up to a week.
    """

    keeps_partial_tiles = True
    keeps_blobs = True
    keeps_answers = True
    whole_until = None

    def __init__(self, url: str, seconds: float | None = None, token: str = "") -> None:
        """`token` is that of a session of a member, where only members may read."""
        self.name = url.rstrip("/")
        self.assembly = self.name.rpartition("/")[2]
        self._seconds = seconds
        self._token = token
        self._fetcher = Fetcher(token)

    def signed_in(self, token: str) -> "Website":
        """The same, read with a session."""
        return Website(self.name, self._seconds, token)

    def __getstate__(self) -> tuple[str, str, float]:
        return self.name, self._token, self._fetcher.until

    def __setstate__(self, state: tuple[str, str, float]) -> None:
        self.__init__(state[0], None, state[1])  # type: ignore[misc]
        self._fetcher.until = state[2]

    def checkpoint(self) -> bytes | None:
        is_first = self._fetcher.until == math.inf
        if is_first:
            self._fetcher.until = time.monotonic() + (self._seconds or SECONDS)
        note = self._get("log/checkpoint", MAX_NOTE)
        if note is None:
            reason = "There is no assembly with this id here. Are the address and the id right?"
            raise Unreachable(f"{self.name}: {reason}")
        origin = note.partition(b"\n")[0].decode("ascii", "replace")
        if origin == origin_of(self.assembly):
            said = claimed(note) if is_first and self._seconds is None else None
            if said is not None:
                more = min(said.size * SECONDS_AN_ENTRY, MOST_SECONDS)
                self._fetcher.until += more
            return note
        if origin.startswith(origin_of("")):
            raise Unreachable(f"{self.name} has the log of another assembly, {origin[:80]}.")
        raise Unreachable(f"{self.name} answers with something that is no log. {_ELSEWHERE}")

    def position(self) -> tuple[int, bytes] | None:
        return None

    def entries(self, start: int, stop: int, size: int) -> list[Row]:
        return bundles(start, stop, size, self._bundle)

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        part = either(
            TilePath(level, number, width), lambda path: self._get(f"log/{path}", 32 * WIDTH)
        )
        return None if part is None else tile_part(*part, width)

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
        file = self._fetcher.file(f"{self.name}/blobs/{sha256}", max(size, CHUNK))
        return None if file is None else _pieces(file.content)

    def answer(self, path: str) -> bytes | None:
        return self._fetcher.get(self.name + path, MAX_ANSWER)

    def close(self) -> None:
        self._fetcher.close()

    def _bundle(self, number: int, width: int) -> tuple[bytes, int] | None:
        return either(
            TilePath(None, number, width), lambda path: self._get(f"log/{path}", MAX_BUNDLE)
        )

    def _get(self, path: str, most: int) -> bytes | None:
        url = f"{self.name}/{path}"
        try:
            data = self._fetcher.get(url, most)
        except Hidden:
            reason = "is not shown to strangers. A member reads it with a key: --key."
            raise Unreachable(f"{url} {reason} {_ELSEWHERE}") from None
        if data is not None and is_page(data):
            raise Unreachable(f"{url} answers with a web page. {_ELSEWHERE}")
        return data


_ELSEWHERE = (
    "Does this network want you to sign in first, or is the address wrong? Open it in a browser."
)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
