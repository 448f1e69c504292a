"""A publisher that also answers in JSON, as a host does: by the host's own code, until it is bent.

host.bend("/decisions.json", lambda said: said["items"][0].update(ending="adopted"))
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from esoviet.audit.source import Hidden
from esoviet.replica.replica import Replica
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.query import read_query
from esoviet.web.api.reads import READS
from tests.audit.publisher import Publisher
from tests.world import World

Bend = Callable[[Any], object]


class AnsweringHost(Publisher):
    """What a host serves of one assembly whose texts anyone may read."""

    keeps_answers = True

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.asked: list[str] = []
        self.before_answer: Callable[[], object] = lambda: None
        self.members_only = False
        self._bent: dict[str, Bend] = {}
        self._folded = Replica()

    def bend(self, path: str, change: Bend) -> "AnsweringHost":
        """Change every answer at an address from now on."""
        self._bent[path] = change
        return self

    def answer(self, path: str) -> bytes | None:
        self.asked.append(path)
        self.before_answer()
        if self.members_only:
            raise Hidden
        address, _, words = path.partition("?")
        raw = self._built(address, parse_qsl(words))
        change = self._bent.get(address)
        if raw is None or change is None:
            return raw
        said = msgspec.json.decode(raw)
        change(said)
        return msgspec.json.encode(said)

    def _built(self, address: str, words: list[tuple[str, str]]) -> bytes | None:
        for entry in self.log[self._folded.tree.size :]:
            self._folded.take(entry)
        number = next((part for part in address.split("/") if part.split(".")[0].isdigit()), "")
        digits = number.split(".")[0]
        pattern = address.replace(f"/{digits}", "/{number}", 1) if digits else address
        desk = AnswerContext(
            self._folded.view(), AnswerCache(self.blobs.get), self._entries, f"/a/{self.id}"
        )
        for read in READS:
            if read.path == pattern:
                asked = [("number", digits), *words] if digits else words
                answer = read.build(desk, read_query(read.query, asked))
                return None if answer is None else msgspec.json.encode(answer)
        return None

    def _entries(self, start: int, stop: int) -> list[bytes]:
        return self.log[start:stop]
