"""A file is brought, and made ready to be shown, before an act refers to it.

POST /a/{assembly}/media                   the file, or {"upload": name} of one that has come,
                                           which is answered again to who lost the answer
GET  /a/{assembly}/blobs/{sha256}/{copy}   w240, w480, w960, w1600, poster, text: made of it

For sessions of members. What is answered names the blob that an act can refer to, within the hour:
it is what will be published, stripped of what it told beside the point (media/), and its copies
wait with it. Until then nobody but its member is shown any of it.
"""

import asyncio
import hashlib
import secrets
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from esoviet.media.kinds import (
    COPY,
    COPY_TYPES,
    CROWDED,
    EMPTY,
    CopyKind,
    Kind,
    NotTaken,
)
from esoviet.media.preparing import Ready
from esoviet.node.hosted import HostedAssembly
from esoviet.node.ledger import Ledger
from esoviet.store.blobs import PIECE, SALT, Pending
from esoviet.store.copies import About
from esoviet.web.endpoints.blobs import BLOB_POLICY, name_of, seen_by
from esoviet.web.endpoints.messages import asker
from esoviet.web.endpoints.uploads import expect, own, receive
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import Visitor, admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import language_of
from esoviet.web.http.limits import body_of
from esoviet.web.http.reasons import in_words_of
from esoviet.web.http.streamed import sent_file

JSON = "application/json"
MAX_BODY = 256


class Come(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file all of which has come in pieces (endpoints/uploads.py)."""

    upload: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Brought(msgspec.Struct, frozen=True):
    """What was made of a file: the blob for an act to refer to, and what is known of it.

    `size` counts the salt, as an act does. `duration` is in ms; what a kind has not is 0. `copies`
    has the bytes of each, by its kind. `said` are sentences for who brought it.
    """

    sha256: str
    size: int
    media_type: str
    kind: Kind
    width: int
    height: int
    duration: int
    copies: dict[CopyKind, int]
    said: list[str]


async def bring(request: Request) -> Response:
    """POST /a/{assembly}/media."""
    hosted, visitor = asker(request)
    if request.headers.get("content-type", "") == JSON:
        body = await _of_pieces(request, hosted, visitor)
    else:
        name = await _sent(request, hosted, visitor)
        body = await _taken(request, hosted.ledger, visitor, name, stays=False)
    return Response(body, 201, {"Cache-Control": "no-store"}, JSON)


async def _of_pieces(request: Request, hosted: HostedAssembly, visitor: Visitor) -> bytes:
    """The same answer for who lost it on their line, as long as the blob waits that it names."""
    named, ledger, made = await _named(request), hosted.ledger, context_of(request).made
    key = ledger.id, visitor.number, named
    before = made.known(key)
    if before is not None and not _waits(ledger, visitor, before):
        made.forget(key)

    async def make() -> bytes:
        name = _come(named, hosted, visitor)
        return await _taken(request, ledger, visitor, name, stays=True)

    return await made.answer(key, make)


def _waits(ledger: Ledger, visitor: Visitor, answer: bytes) -> bool:
    brought = msgspec.json.decode(answer, type=Brought)
    return seen_by(ledger, brought.sha256, visitor) is not None


async def _taken(
    request: Request, ledger: Ledger, visitor: Visitor, name: str, *, stays: bool
) -> bytes:
    """Make it ready, and drop what came; where it `stays` it can be asked for again later."""
    stays_now = stays
    try:
        brought = await _made_ready(request, ledger, visitor, name)
        stays_now = False
    except HttpError as error:
        stays_now = stays and error.status_code == 503
        raise
    finally:
        if not stays_now:
            ledger.uploads.drop(name)
    return msgspec.json.encode(brought)


async def copy(request: Request) -> Response:
    """GET /a/{assembly}/blobs/{sha256}/{copy}."""
    hosted, visitor = admitted(request)
    kind, sha256 = str(request.path_params["copy"]), name_of(request)
    path = None
    if COPY.fullmatch(kind) and seen_by(hosted.ledger, sha256, visitor) is not None:
        path = hosted.ledger.copies.path(sha256, kind)
    if path is None:
        raise HttpError(404, "There is no such text or file, or it no longer stands.")
    headers = {
        "Content-Type": COPY_TYPES[kind], "Content-Disposition": "inline",  # type: ignore[index]
        "Content-Security-Policy": BLOB_POLICY,
    }  # fmt: skip
    return await sent_file(request, lambda: _opened(path), f'"{sha256[:32]}-{kind}"', headers)


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


async def _named(request: Request) -> str:
    try:
        return msgspec.json.decode(await body_of(request, MAX_BODY), type=Come).upload
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is no file that has come.") from None


def _come(named: str, hosted: HostedAssembly, visitor: Visitor) -> str:
    name, about = own(named, hosted, visitor)
    if hosted.ledger.uploads.size(name) != about.length:
        raise HttpError(409, "Not all of this file has come yet.")
    return name


async def _sent(request: Request, hosted: HostedAssembly, visitor: Visitor) -> str:
    """Take in a file that comes whole; nothing of it stays where it does not come to its end."""
    most = node_of(request).config.max_blob_bytes - SALT
    announced = request.headers.get("content-length", "")
    length = int(announced) if announced.isdigit() and len(announced) < 16 else most
    name = expect(request, hosted, visitor, length)
    try:
        await receive(request, hosted, visitor, name, length)
    except BaseException:
        hosted.ledger.uploads.drop(name)
        raise
    return name


async def _made_ready(request: Request, ledger: Ledger, visitor: Visitor, name: str) -> Brought:
    try:
        path, who = ledger.uploads.path(name), f"{visitor.number} of {ledger.id}"
        async with node_of(request).preparing.prepared(path, who) as ready:
            sha256, size = await asyncio.to_thread(_salted, ledger.pending, ready.main)
            sizes = {kind: one.stat().st_size for kind, one in ready.copies.items()}
            about = _about(visitor.number, ready, sizes)
            copies = {str(kind): one for kind, one in ready.copies.items()}
            await asyncio.to_thread(ledger.copies.put, sha256, about, copies)
    except NotTaken as error:
        raise HttpError(_STATUS.get(str(error), 413), str(error), _AFTER) from None
    except FileNotFoundError:
        raise HttpError(409, "This file was dropped meanwhile.") from None
    made, language = ready.prepared, language_of(request)
    said = [in_words_of(language, sentence) for sentence in made.said]
    return Brought(
        sha256, size, made.media_type, made.kind, made.width, made.height, made.duration,
        sizes, said,
    )  # fmt: skip


_STATUS = {CROWDED: 503, EMPTY: 400}
_AFTER = {"Retry-After": "60"}


def _about(member: int, ready: Ready, sizes: dict[CopyKind, int]) -> About:
    made = ready.prepared
    return About(
        member, made.kind, made.media_type, made.width, made.height, made.duration,
        {str(kind): size for kind, size in sizes.items()},
    )  # fmt: skip


def _salted(pending: Pending, path: Path) -> tuple[str, int]:
    """Take in a file with salt before it, as a blob that waits for its act: its name and size."""
    salt = secrets.token_bytes(SALT)
    digest = hashlib.sha256(salt)
    with pending.upload() as upload, path.open("rb") as file:
        upload.write(salt)
        while piece := file.read(PIECE):
            digest.update(piece)
            upload.write(piece)
        pending.finish(upload, digest.hexdigest())
        return digest.hexdigest(), upload.size
