"""What the pages' scripts ask beside the log: proofs, and keys by name.

    GET /a/{assembly}/log/founding             the founding entry, as it stands in the log
    GET /a/{assembly}/log/consistency?old&size {"proof": [base64, …]} (RFC 6962 section 2.1.2)
    GET /a/{assembly}/keys/{kid}.json          {"member", "seq", "kind", …} of a key that stands

Nothing here is trusted by who asks: proofs are checked. Guests may ask too, for no key but theirs.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.log.errors import ProofError
from esoviet.web.http.door import hosted_of
from esoviet.web.http.errors import HttpError
from esoviet.wire.encoding import b64, un_decimal
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

NO_STORE = {"Cache-Control": "no-store"}


class Proof(msgspec.Struct, frozen=True):
    """A consistency proof."""

    proof: list[str]


class KeyState(msgspec.Struct, frozen=True):
    """Whose key it is, the number and the id of its last act, and the entry that enrolled it.

    The id is empty before the first act. Who asks proves it by its receipt, and goes back by
    `prev`.
    """

    member: int
    seq: int
    last: str
    kind: str
    enrolled: int


async def founding(request: Request) -> Response:
    """GET /a/{assembly}/log/founding."""
    entry = hosted_of(request, guests=True).ledger.log.entries(0, 1)[0]
    return Response(entry, media_type="application/json", headers=NO_STORE)


async def consistency(request: Request) -> Response:
    """GET /a/{assembly}/log/consistency."""
    ledger = hosted_of(request, guests=True).ledger
    try:
        old, size = (un_decimal(request.query_params.get(name, "")) for name in ("old", "size"))
        if size > ledger.published.size:
            raise HttpError(404, "The log does not reach this far yet.")
        proof = ledger.replica.tree.consistency_proof(old, size)
    except (Malformed, ProofError) as error:
        raise HttpError(400, Reason("No such proof: {error}.", error=error)) from None
    return _json(Proof([b64(one) for one in proof]))


async def key(request: Request) -> Response:
    """GET /a/{assembly}/keys/{kid}.json."""
    view = hosted_of(request, guests=True).ledger.replica.view()
    record = view.get(Key, request.path_params["kid"])
    if record is None or record.revoked or not record.member:
        raise HttpError(404, "No such key stands in this assembly.")
    return _json(
        KeyState(record.member, record.seq, record.last.hex(), record.kind, record.enrolled)
    )


def _json(body: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(body), headers=NO_STORE, media_type="application/json")
