"""*Count a file*: anybody's vote file, read and counted by the code that counts the votes here.

The file is never stored: it is held in memory while a worker counts it, in the strangers' line,
for so many seconds at the most. A count counts as `COUNT_ACTS` acts of whoever asks, and the file
by its size.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from pathlib import PurePath

from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from esoviet.exchange.ballots import How
from esoviet.exchange.ballots.text import natural
from esoviet.exchange.counted_file import CountedFile, NotCounted, count_file
from esoviet.exchange.deciding import Wish
from esoviet.node.workers import JobError, TooLong
from esoviet.tally.methods import METHODS
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import limited, meter_of
from esoviet.web.http.sending import sent
from esoviet.web.pages.front import own_form
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.words import COUNT_METHODS

MOST_BYTES = 8 << 20
FORM_BYTES = 1 << 16
FIELD_BYTES = 1 << 13
COUNT_ACTS = 4
COUNT_SECONDS = 20.0
WAIT_SECONDS = 45.0
CHOICES: Mapping[str, tuple[str, ...]] = {
    "method": tuple(METHODS),
    "cells": ("ranks", "points"),
    "overvote": ("skip", "exhaust"),
    "unranked": ("last", "uncounted"),
}
NUMBERS = ("seats", "max_skips", "max_ranks")


class CountPage(Struct, frozen=True, kw_only=True):
    """The form as it was filled in, and what came of it."""

    said: dict[str, str]
    name: str = ""
    counted: CountedFile | None = None
    why: str = ""
    """Why nothing was counted, as the reader of files says it."""
    bad: str = ""
    """The field in which no number stands."""


async def form(request: Request) -> Response:
    """GET /count."""
    return _page(request, CountPage(said={}), 200)


async def count(request: Request) -> Response:
    """POST /count: a file, and how it is to be counted."""
    own_form(request)
    context = context_of(request)
    context.strangers.check(request, COUNT_ACTS)
    context.strangers.charge(request, COUNT_ACTS)
    fields, name, data = await _sent(request)
    said = {key: value for key, value in fields.items() if value}
    bad = next((key for key in NUMBERS if key in said and natural(said[key]) is None), "")
    if bad:
        return _page(request, CountPage(said=said, bad=bad), 422)
    if not data:
        raise HttpError(400, "Choose a file with votes in it.")
    how, wish = _how(said), _wish(said)
    title = PurePath(name).name.split(".")[0][:80]
    job = context.node.workers.run(
        count_file, data, title, how, wish, seconds=COUNT_SECONDS, stranger=True
    )
    try:
        result = await asyncio.wait_for(job, WAIT_SECONDS)
    except TooLong:
        raise HttpError(
            422, "This takes longer to count than a server may; use the command line."
        ) from None
    except TimeoutError:
        raise HttpError(
            503, "Others are having files counted; try again.", {"Retry-After": "30"}
        ) from None
    except JobError:
        raise HttpError(
            503, "The file could not be counted just now; try again.", {"Retry-After": "5"}
        ) from None
    if isinstance(result, NotCounted):
        return _page(request, CountPage(said=said, name=name, why=result.why), 422)
    return _page(request, CountPage(said=said, name=name, counted=result), 200)


class _InMemory(MultiPartParser):
    """Files are held in memory: nothing of them is ever on the disk."""

    spool_max_size = MOST_BYTES + FORM_BYTES


async def _sent(request: Request) -> tuple[dict[str, str], str, bytes]:
    """The fields of the form, the file's name and its bytes."""
    take = meter_of(request, "", 0).take
    stream = limited(request, MOST_BYTES + FORM_BYTES, take)
    form = await _parsed(request, stream)
    try:
        fields = {key: value for key, value in form.multi_items() if isinstance(value, str)}
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        if not files:
            return fields, "", b""
        return fields, files[0].filename or "", await files[0].read()
    finally:
        await form.close()


async def _parsed(request: Request, stream: AsyncGenerator[bytes, None]) -> FormData:
    parser = _InMemory(
        request.headers, stream, max_files=1, max_fields=24, max_part_size=FIELD_BYTES
    )
    try:
        return await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise HttpError(400, "That is no form with a file.") from None


def _how(said: Mapping[str, str]) -> How:
    return How(
        method=_method(said),
        cells=said["cells"] if said.get("cells") in CHOICES["cells"] else None,  # type: ignore[arg-type]
        overvote=said["overvote"] if said.get("overvote") in CHOICES["overvote"] else None,  # type: ignore[arg-type]
        unranked=said["unranked"] if said.get("unranked") in CHOICES["unranked"] else None,  # type: ignore[arg-type]
        skip=_lines(said, "skip"),
        voter=said.get("voter"),
        weight=said.get("weight"),
        question=said.get("question"),
        encoding=said.get("encoding"),
        sheet=said.get("sheet"),
        max_skips=natural(said.get("max_skips", "")),
        max_ranks=natural(said.get("max_ranks", "")) or None,
    )


def _wish(said: Mapping[str, str]) -> Wish:
    unranked = _how(said).unranked
    method = _method(said)
    pairs = method in ("schulze", "ranked-pairs", "majority")
    return Wish(
        method=method,
        seats=(natural(said.get("seats", "")) or None)
        if method not in ("majority", "irv", "equal-shares")
        else None,
        unranked=unranked if pairs else None,
        question=said.get("question") if method == "majority" else None,
        withdrawn=_lines(said, "withdrawn"),
        tie_order=_lines(said, "tie_order"),
    )


def _method(said: Mapping[str, str]) -> str:
    method = said.get("method", "")
    if method not in METHODS:
        raise HttpError(400, "There is no such way of counting.")
    return method


def _lines(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.get(name, "").splitlines() if line.strip())


def _page(request: Request, page: CountPage, status: int) -> Response:
    values = {"own": page, "methods": list(COUNT_METHODS), "most": MOST_BYTES}
    html = render("node/count.html", frame_of(request), values)
    return sent(request, html.encode(), {"Cache-Control": "no-store"}, status=status)
