"""The evidence that an act brought: its files by name, each with what is said of it."""

from itertools import chain, repeat
from typing import Protocol

from msgspec.structs import asdict

from esoviet.law.act import blobs_of
from esoviet.law.judge import read_act
from esoviet.node.visible import is_visible
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import File
from esoviet.wire import entry as entries
from esoviet.wire import envelope

MOST_CAPTION = 300


class Shown(Protocol):
    """A record of something that brought evidence, in which entry."""

    @property
    def evidence(self) -> tuple[bytes, ...]: ...
    @property
    def captions(self) -> bytes: ...
    @property
    def entry(self) -> int: ...


def evidence_of(context: AnswerContext, shown: Shown) -> list[File]:
    """The evidence; its names stand in the act alone."""
    return files_of(context, shown.entry, shown.evidence, shown.captions)


def files_of(
    context: AnswerContext, entry: int, files: tuple[bytes, ...], captions: bytes = b""
) -> list[File]:
    """Files that the act in an entry brought; the lines of `captions` are about each in turn."""
    if not files:
        return []
    [raw] = context.entries(entry, entry + 1)
    act = read_act(envelope.parse(entries.read(raw).jws).payload)
    names = {blob.sha256: blob.name for blob in blobs_of(act)}
    texts = [context.text(sha256, inline=False) for sha256 in files]
    said = chain(_captions(context, captions), repeat(None))
    return [
        File(**asdict(text), name=names[text.sha256], caption=caption)
        for text, caption in zip(texts, said, strict=False)
    ]


def _captions(context: AnswerContext, captions: bytes) -> list[str | None]:
    """What the lines say, one for each piece of evidence."""
    text = context.maybe_text(captions)
    lines = (text.content or "").split("\n") if text else []
    return [_plain(line) if is_visible(line) else None for line in lines]


def _plain(line: str) -> str:
    """A line as it is shown; what is too long is cut."""
    line = " ".join(line.split())
    return line if len(line) <= MOST_CAPTION else f"{line[: MOST_CAPTION - 1]}…"
