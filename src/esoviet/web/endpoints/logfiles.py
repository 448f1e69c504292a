"""The log's files (C2SP tlog-tiles) and receipts, for who may read the assembly.

A full tile never changes and may be kept for ever; so may a partial one, where everybody may read
it. Errors may not be kept. Guests read what signing needs: the checkpoint, the hashes that prove
it, and a receipt by its id.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from esoviet.log.tiles import WIDTH, TilePath, pack_entries, parse_path, width_at
from esoviet.node.ledger import Ledger
from esoviet.web.http.door import hosted_of
from esoviet.web.http.errors import HttpError
from esoviet.wire.encoding import un_hex
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

FOR_EVER = "public, max-age=31536000, immutable"
NO_STORE = "no-store"


async def checkpoint(request: Request) -> Response:
    """GET /a/{assembly}/log/checkpoint."""
    ledger = hosted_of(request, guests=True).ledger
    return PlainTextResponse(ledger.published.note, headers=_asked_anew(ledger))


async def tile(request: Request) -> Response:
    """GET /a/{assembly}/log/tile/…"""
    hashes = not request.path_params["path"].startswith("entries/")
    ledger = hosted_of(request, guests=hashes).ledger
    try:
        asked = parse_path("tile/" + request.path_params["path"])
    except Malformed as error:
        raise HttpError(404, Reason("There is no such tile: {error}.", error=error)) from None
    if asked.width > width_at(ledger.published.size, asked.level or 0, asked.number):
        raise HttpError(404, "The log does not reach this far yet.")
    data = _entries(ledger, asked) if asked.level is None else _hashes(ledger, asked.level, asked)
    headers = {"Cache-Control": FOR_EVER if ledger.is_public else NO_STORE}
    return Response(data, headers=headers, media_type="application/octet-stream")


async def receipt(request: Request) -> Response:
    """GET /a/{assembly}/receipts/{act}."""
    ledger = hosted_of(request, guests=True).ledger
    try:
        act = un_hex(request.path_params["act"], 32)
    except Malformed:
        raise HttpError(404, "That is not the id of an act.") from None
    index = ledger.log.index_of(act)
    if index is None or index >= ledger.published.size:
        raise HttpError(404, "There is no such act in this log.")
    return PlainTextResponse(ledger.receipt(index), headers=_asked_anew(ledger))


def _asked_anew(ledger: Ledger) -> dict[str, str]:
    return {"Cache-Control": "no-cache" if ledger.is_public else NO_STORE}


def _hashes(ledger: Ledger, level: int, asked: TilePath) -> bytes:
    return ledger.replica.tree.hash_tile(level, asked.number, asked.width)


def _entries(ledger: Ledger, asked: TilePath) -> bytes:
    first = asked.number * WIDTH
    return pack_entries(ledger.log.entries(first, first + asked.width))
