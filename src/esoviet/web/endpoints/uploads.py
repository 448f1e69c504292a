"""A file in pieces, so that a broken line costs one of them: tus 1.0, for sessions of members.

GET    /a/{assembly}/media               how much a member can bring now (`Room`)
POST   /a/{assembly}/uploads             Upload-Length: expects a file, and says where (Location)
HEAD   /a/{assembly}/uploads/{upload}    Upload-Offset: so much has come
PATCH  /a/{assembly}/uploads/{upload}    the bytes from Upload-Offset on, at most 16 MB at a time
DELETE /a/{assembly}/uploads/{upload}    it is not brought after all

The core and the extensions `creation` and `termination` of tus.io/protocols/resumable-upload. What
is called `Upload-Metadata` is not looked at: a name on one's own disk is nobody's business. Once
all has come, `POST /a/{assembly}/media` takes it (endpoints/media.py). Nobody but the member who
brings a file learns that it is there.
"""

import asyncio

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.hosted import HostedAssembly
from esoviet.store.blobs import SALT
from esoviet.store.uploads import About
from esoviet.web.endpoints.messages import asker
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import Visitor
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import check_room, limited, meter_of, room_of, too_large
from esoviet.wire.reason import Reason

VERSION = "1.0.0"
MOST_AT_ONCE = 16 * 2**20
MOST_OF_MEMBER = 20
OFFSETS = "application/offset+octet-stream"
_HEADERS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


class Room(msgspec.Struct, frozen=True):
    """How many bytes a member can bring now, and at most where nothing is in the way (`_of`).

    One `file` has so many; all that is `yours` together; all that the `assembly` keeps, which every
    member can reckon from its log.
    """

    file: int
    yours: int
    yours_of: int
    assembly: int
    assembly_of: int


async def room(request: Request) -> Response:
    """GET /a/{assembly}/media."""
    hosted, visitor = asker(request)
    node, config = node_of(request), node_of(request).config
    said = Room(
        file=config.max_blob_bytes - SALT,
        yours=yours_of(request, hosted, visitor),
        yours_of=min(config.member_bytes, config.upload_member_bytes),
        assembly=room_of(node, hosted.ledger),
        assembly_of=config.assembly_bytes,
    )
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(said), 200, headers, "application/json")


async def begin(request: Request) -> Response:
    """POST /a/{assembly}/uploads."""
    hosted, visitor = asker(request)
    if (other := _other_version(request)) is not None:
        return other
    length = _number(request, "upload-length")
    name = expect(request, hosted, visitor, length)
    here = f"/a/{hosted.ledger.id}/uploads/{name}"
    return Response(status_code=201, headers={**_HEADERS, "Location": here, "Upload-Offset": "0"})


def expect(request: Request, hosted: HostedAssembly, visitor: Visitor, length: int) -> str:
    """Make room for a file of this member's; its name. Raises `HttpError`."""
    node, ledger = node_of(request), hosted.ledger
    config, uploads = node.config, ledger.uploads
    if length > config.max_blob_bytes - SALT:
        raise too_large(config.max_blob_bytes - SALT)
    mine = uploads.of(visitor.number)
    taken = sum(about.length for about in mine)
    if len(mine) >= MOST_OF_MEMBER or taken + length > config.upload_member_bytes:
        raise HttpError(429, "Too much of yours is on its way already. Finish or drop something, "
                        "or wait an hour.", {"Retry-After": "3600"})  # fmt: skip
    if uploads.bytes + length > config.upload_assembly_bytes:
        raise HttpError(
            503, "Too many texts and files wait for their acts.", {"Retry-After": "600"}
        )
    if length > yours_of(request, hosted, visitor):
        raise HttpError(429, "You have brought as many texts and files as a member may in a day.",
                        {"Retry-After": "3600"})  # fmt: skip
    check_room(node, ledger.pending, ledger, stranger=False, coming=length)
    return uploads.begin(About(visitor.number, length))


def yours_of(request: Request, hosted: HostedAssembly, visitor: Visitor) -> int:
    """How many bytes more this member can begin to bring: what is on its way is reckoned in."""
    uploads, most = hosted.ledger.uploads, node_of(request).config.upload_member_bytes
    length, come = uploads.of_member(visitor.number)
    day = context_of(request).quotas.left(hosted.ledger.id, visitor.number)
    return max(0, min(day - (length - come), most - length))


async def look(request: Request) -> Response:
    """HEAD /a/{assembly}/uploads/{upload}."""
    hosted, visitor = asker(request)
    name, about = own(request.path_params["upload"], hosted, visitor)
    offset = hosted.ledger.uploads.size(name)
    said = {"Upload-Offset": str(offset), "Upload-Length": str(about.length)}
    return Response(status_code=200, headers={**_HEADERS, **said})


async def go_on(request: Request) -> Response:
    """PATCH /a/{assembly}/uploads/{upload}. What has come of a piece stays, however that ends."""
    hosted, visitor = asker(request)
    name, about = own(request.path_params["upload"], hosted, visitor)
    if (other := _other_version(request)) is not None:
        return other
    if request.headers.get("content-type", "") != OFFSETS:
        raise HttpError(415, Reason("A piece comes as {kind}.", kind=OFFSETS))
    uploads = hosted.ledger.uploads
    offset = uploads.size(name)
    if _number(request, "upload-offset") != offset:
        raise HttpError(409, "Another piece of this file comes next; ask how much has come.")
    await receive(request, hosted, visitor, name, min(about.length - offset, MOST_AT_ONCE), offset)
    return Response(status_code=204, headers={**_HEADERS, "Upload-Offset": str(uploads.size(name))})


async def receive(
    request: Request,
    hosted: HostedAssembly,
    visitor: Visitor,
    name: str,
    most: int,
    offset: int = 0,
) -> None:
    """Add the body of a request to a file that is expected, at most so many bytes."""
    meter = meter_of(request, hosted.ledger.id, visitor.number)
    with hosted.ledger.uploads.add(name, offset) as piece:
        async for chunk in limited(request, most, meter.take):
            if not piece.is_current:
                raise HttpError(
                    409, "Another piece of this file comes next; ask how much has come."
                )
            await asyncio.to_thread(piece.write, chunk)


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/uploads/{upload}."""
    hosted, visitor = asker(request)
    name, _ = own(request.path_params["upload"], hosted, visitor)
    hosted.ledger.uploads.drop(name)
    return Response(status_code=204, headers=_HEADERS)


def own(name: str, hosted: HostedAssembly, visitor: Visitor) -> tuple[str, About]:
    """A file that this member brings; raises `HttpError` 404."""
    about = hosted.ledger.uploads.about(name)
    if about is None or about.member != visitor.number:
        raise HttpError(404, "There is no such file on its way, or nobody has gone on for an hour.")
    return name, about


def _other_version(request: Request) -> Response | None:
    if request.headers.get("tus-resumable") == VERSION:
        return None
    return Response(status_code=412, headers={**_HEADERS, "Tus-Version": VERSION})


def _number(request: Request, name: str) -> int:
    said = request.headers.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) <= 15):
        raise HttpError(400, Reason("The header {name} must be a whole number.", name=name))
    return int(said)
