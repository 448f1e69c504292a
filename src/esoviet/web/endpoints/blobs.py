"""Texts and media: brought before their act, read after it.

`/blobs/{sha256}` are the whole bytes, salt included, as the act names them; `/content` is what
follows the 32 bytes of salt, sent so that no browser runs it. A blob that no act of the log refers
to is never served, and one that was erased or withheld neither served nor taken again: nothing is
cached for ever. One that stands but has been lost here comes back from whoever brings it: its name
proves it.
"""

import asyncio
from contextlib import nullcontext, suppress
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.falling import is_folded_away
from esoviet.law.limits import EDITION_1
from esoviet.law.records import BlobRecord
from esoviet.node.ledger import Ledger
from esoviet.store.blobs import SALT, Pending, WrongBytes
from esoviet.store.bucket import BucketError
from esoviet.web.endpoints.acts import check_token
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import Visitor, admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import Meter, check_room, limited, meter_of
from esoviet.web.http.streamed import sent_file
from esoviet.wire.encoding import un_hex
from esoviet.wire.errors import Malformed

_SHOWN = frozenset((
    "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf",
    "text/plain", "text/markdown",
))  # fmt: skip
_PLAYED = ("audio/", "video/")
BLOB_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


async def bring(request: Request) -> Response:
    """PUT /a/{assembly}/blobs/{sha256}."""
    hosted, visitor = admitted(request, guests=True)
    sha256 = name_of(request)
    ledger = hosted.ledger
    if ledger.is_gone(sha256):
        raise HttpError(410, "This text or file was erased or withheld. It is not taken again.")
    response = Response(status_code=204)
    if ledger.blob_size(sha256) is None:
        number = 0 if visitor.member is None else visitor.number
        check_room(node_of(request), ledger.pending, ledger, stranger=not number)
        meter = meter_of(request, ledger.id, number)
        response = await _take(request, ledger.pending, sha256, meter)
    ledger.take_back(sha256)
    return response


async def bring_for_founding(request: Request) -> Response:
    """PUT /blobs/{sha256}. It takes a token where founding takes one."""
    node = node_of(request)
    check_token(request, node.config)
    check_room(node, node.pending, None, stranger=True)
    return await _take(request, node.pending, name_of(request), meter_of(request, "", 0))


async def whole(request: Request) -> Response:
    """GET /a/{assembly}/blobs/{sha256}."""
    hosted, visitor = admitted(request)
    ledger, sha256 = hosted.ledger, name_of(request)
    record = ledger.readable_blob(sha256)
    if record is None or (visitor.member is None and _is_for_members(ledger, record)):
        raise HttpError(404, "There is no such text or file, or it no longer stands.")
    headers = {"Content-Type": "application/octet-stream"}
    tag = f'"{sha256[:32]}-0"'
    await _bring_back(request, ledger, sha256, tag)
    return await sent_file(request, lambda: ledger.blobs.whole(sha256), tag, headers)


async def content(request: Request) -> Response:
    """GET /a/{assembly}/blobs/{sha256}/content."""
    hosted, visitor = admitted(request)
    ledger, sha256 = hosted.ledger, name_of(request)
    media_type = seen_by(ledger, sha256, visitor)
    if media_type is None:
        raise HttpError(404, "There is no such text or file, or it no longer stands.")
    shown = _is_shown(media_type)
    kind = media_type if shown else "application/octet-stream"
    headers = {
        "Content-Type": "text/plain; charset=utf-8" if kind.startswith("text/") else kind,
        "Content-Disposition": "inline" if shown else "attachment",
        "Content-Security-Policy": BLOB_POLICY,
    }
    tag = f'"{sha256[:32]}-{SALT}"'
    await _bring_back(request, ledger, sha256, tag)
    return await sent_file(request, lambda: _opened(ledger, sha256), tag, headers)


def seen_by(ledger: Ledger, sha256: str, visitor: Visitor) -> str | None:
    """The media type of a blob that a visitor may be shown; None: of none of this name.

    What was made ready and waits for its act (endpoints/media.py) is shown to who brought it.
    """
    record = ledger.readable_blob(sha256)
    if record is not None:
        hidden = visitor.member is None and _is_for_members(ledger, record)
        return None if hidden else record.media_type
    if visitor.member is None or ledger.pending.size(sha256) is None or ledger.is_gone(sha256):
        return None
    about = ledger.copies.about(sha256)
    return about.media_type if about is not None and about.member == visitor.number else None


async def _bring_back(request: Request, ledger: Ledger, sha256: str, tag: str) -> None:
    """Have a file here that lies in a bucket, unless who asks has it already."""
    if not ledger.blobs.is_away(sha256) or request.headers.get("if-none-match") == tag:
        return
    try:
        await node_of(request).moving.bring(ledger, sha256)
    except BucketError:
        raise HttpError(
            503, "This file is not here now. Try it again in a minute.", {"Retry-After": "60"}
        ) from None
    if ledger.readable_blob(sha256) is None:
        raise HttpError(404, "There is no such text or file, or it no longer stands.")


def _opened(ledger: Ledger, sha256: str) -> BinaryIO | None:
    """What follows the salt. Blocks."""
    file = ledger.blobs.whole(sha256)
    if file is None and ledger.readable_blob(sha256) is None:
        with suppress(FileNotFoundError):
            file = ledger.pending.path(sha256).open("rb")
    if file is not None:
        file.seek(SALT)
    return file


async def _take(request: Request, pending: Pending, sha256: str, meter: Meter) -> Response:
    """Take in a blob. Whoever is no member pays for each, brings texts alone, one at a time."""
    most, rounds = node_of(request).config.max_blob_bytes, meter.rounds
    if rounds is not None:
        strangers = context_of(request).strangers
        await rounds.next()
        strangers.check(request)
        strangers.charge(request)
        if strangers.address(request) is not None:
            most = min(most, EDITION_1.text_bytes + SALT)
    with pending.upload() as upload:
        async for chunk in limited(request, most, meter.take):
            upload.write(chunk)
        if upload.size < SALT:
            raise HttpError(400, "A blob begins with 32 bytes of salt.")
        try:
            async with rounds.disk if rounds is not None else nullcontext():
                await asyncio.to_thread(pending.finish, upload, sha256)
        except WrongBytes as error:
            raise HttpError(400, str(error)) from None
    return Response(status_code=201)


def _is_shown(media_type: str) -> bool:
    """Whether a browser may show it in place. Whatever ends in +xml may carry scripts."""
    played = media_type.startswith(_PLAYED) and not media_type.endswith("xml")
    return played or media_type in _SHOWN


def name_of(request: Request) -> str:
    """The blob that the path names."""
    sha256: str = request.path_params["sha256"]
    try:
        un_hex(sha256, 32)
    except Malformed:
        raise HttpError(404, "A blob is named by its SHA-256 in lower-case hexadecimal.") from None
    return sha256


def _is_for_members(ledger: Ledger, record: BlobRecord) -> bool:
    """Whether nobody else gets it, whoever may read the rest (clauses 12.5 and 17.7)."""
    return record.inside or is_folded_away(ledger.replica.view(), record)
