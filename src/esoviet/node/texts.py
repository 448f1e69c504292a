"""Clause 1.10: the host holds what an act refers to, as the act describes it; texts are UTF-8, and
show something.

The law sees no bytes, so this is asked beside it. What an act says is text is read in a thread
before the act is judged. What was found is remembered by the hash, which names just these bytes,
so that nobody makes the host read one file over and over.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from esoviet.law.act import Blob
from esoviet.node.answers import Refused, Unavailable
from esoviet.node.telling import Seldom
from esoviet.node.visible import is_visible
from esoviet.store.blobs import is_words

REMEMBERED = 4096
UNREAD = Unavailable("The host has not read a text of this act yet; send it again.", 1)
_log = logging.getLogger(__name__)


class Texts:
    """Reads the texts that lie in some places, which are asked in the order a blob moves on."""

    def __init__(self, *places: Callable[[str], Path]) -> None:
        self._places = places
        self._known: dict[str, bool] = {}
        self._told = Seldom(_log)

    async def read(self, blobs: Iterable[Blob]) -> Mapping[str, bool]:
        """Of those that are said to be text, and are here: whether they are words, by name."""
        names = {blob.sha256 for blob in blobs if is_text(blob)}
        unknown = names - self._known.keys()
        verdicts = {name: self._known[name] for name in names - unknown}
        if unknown:
            new = await asyncio.to_thread(self._look, unknown)
            verdicts |= new
            self._known |= new
            for name in list(self._known)[:-REMEMBERED]:
                del self._known[name]
        return verdicts

    def forget(self, sha256: str) -> None:
        """Remember nothing of a text any more."""
        self._known.pop(sha256, None)

    def _look(self, names: Iterable[str]) -> dict[str, bool]:
        verdicts = {}
        for name in names:
            try:
                said = (is_words(place(name), is_visible) for place in self._places)
                verdict = next((one for one in said if one is not None), None)
            except OSError as error:
                self._told.error("reading", "blob %s could not be read: %s", name, error)
                continue
            if verdict is not None:
                verdicts[name] = verdict
        return verdicts


def is_text(blob: Blob) -> bool:
    """Whether an act says that this is text."""
    return blob.media_type.startswith("text/")


def lacking(
    blobs: Sequence[Blob], size_of: Callable[[str], int | None], utf8: Mapping[str, bool]
) -> Refused | Unavailable | None:
    """Refuse an act whose blobs the host does not hold as described (clause 1.10).

    `utf8` is what was found when its texts were read.
    """
    if not blobs:
        return None
    described = [(blob, size_of(blob.sha256)) for blob in blobs]
    missing = tuple(blob.sha256 for blob, size in described if size is None)
    if missing:
        return Refused("1.10", "Send these texts or files first.", missing=missing)
    if any(size != blob.size for blob, size in described):
        return Refused("1.10", "A text or file has another size than this act says.")
    said = [utf8.get(blob.sha256) for blob, _ in described if is_text(blob)]
    if False in said:
        return Refused("1.10", "A text that this act refers to is not UTF-8, or shows nothing.")
    return UNREAD if None in said else None
