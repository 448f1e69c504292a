"""What the matters of a rules replay are called, read where the log was read.

A text counts only if it is what was signed: it has the hash that the log names. Where texts are
shown to members only, or cannot be had, matters go by their numbers.
"""

import hashlib
from collections.abc import Callable, Iterable

from esoviet.audit.finding import Unreachable
from esoviet.audit.source import Hidden, Source
from esoviet.figures.shapes import Line
from esoviet.law.records import BlobRecord
from esoviet.law.view import View
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.otherwise import OtherwiseLine, told


def titled(source: Source, view: View, lines: Iterable[Line]) -> list[OtherwiseLine]:
    """The lines with the titles of what they are about."""
    cache = AnswerCache(_texts(source, view))
    context = AnswerContext(view, cache, lambda _start, _stop: [], source.name)
    try:
        return [told(context, line) for line in lines]
    finally:
        source.close()


def _texts(source: Source, view: View) -> Callable[[str], bytes | None]:
    """Reads texts, and no more of them once one could not be had at all."""
    ended = not source.keeps_blobs

    def read(sha256: str) -> bytes | None:
        nonlocal ended
        if ended:
            return None
        try:
            return _signed(source, view.must(BlobRecord, bytes.fromhex(sha256)))
        except (Hidden, Unreachable):
            ended = True
            return None

    return read


def _signed(source: Source, record: BlobRecord) -> bytes | None:
    """A text as it was signed; anything else is none."""
    data = b""
    for piece in source.blob(record.sha256.hex(), record.size) or ():
        data += piece
        if len(data) > record.size:
            return None
    return data if hashlib.sha256(data).digest() == record.sha256 else None
