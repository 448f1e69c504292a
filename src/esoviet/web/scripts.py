"""What the pages' scripts ask beside the log: proofs, keys by name, and a mailbox for pairing.

    GET /a/{assembly}/log/founding             the founding entry, as it stands in the log
    GET /a/{assembly}/log/consistency?old&size {"proof": [base64, …]} (RFC 6962 section 2.1.2)
    GET /a/{assembly}/keys/{kid}.json          {"member", "seq", "kind", …} of a key that stands
    PUT, GET /a/{assembly}/pairings/{name}     a note from a new device to an old one, ten minutes

Nothing here is trusted by who asks: proofs are checked, and a pairing carries its own seal.
"""

import re
from collections import OrderedDict

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.act import PublicKey, Signature
from esoviet.law.records import Key
from esoviet.log.errors import ProofError
from esoviet.web.context import context_of, hosted_of
from esoviet.web.limits import body_of
from esoviet.web.problems import Problem
from esoviet.wire.encoding import b64, un_decimal
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

NO_STORE = {"Cache-Control": "no-store"}
MAX_NOTE = 1024
LASTS = 600_000
MOST_NOTES = 20_000
_NAME = re.compile("[0-9a-f]{64}")


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


class Pairing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new device's key, its possession proof, and a seal over both with the pairing secret."""

    key: PublicKey
    proof: Signature
    seal: PublicKey


class Mailbox:
    """Notes from new devices, by assembly and the hash of their secret; the oldest go first."""

    def __init__(self) -> None:
        self._notes: OrderedDict[tuple[str, str], tuple[int, Pairing]] = OrderedDict()

    def put(self, place: tuple[str, str], now: int, note: Pairing) -> bool:
        """Leave a note; the first one stays."""
        self._sweep(now)
        if place in self._notes or len(self._notes) >= MOST_NOTES:
            return False
        self._notes[place] = (now + LASTS, note)
        return True

    def get(self, place: tuple[str, str], now: int) -> Pairing | None:
        """Read a note."""
        self._sweep(now)
        found = self._notes.get(place)
        return found[1] if found else None

    def _sweep(self, now: int) -> None:
        while self._notes and next(iter(self._notes.values()))[0] <= now:
            self._notes.popitem(last=False)


class Pairings:
    """The routes of one mailbox."""

    def __init__(self) -> None:
        self._mailbox = Mailbox()

    async def leave(self, request: Request) -> Response:
        """PUT."""
        context = context_of(request)
        context.strangers.check(request)
        context.strangers.charge(request)
        try:
            note = msgspec.json.decode(await body_of(request, MAX_NOTE), type=Pairing)
        except msgspec.DecodeError:
            raise Problem(400, "That is not the note of a new device.") from None
        if not self._mailbox.put(self._place(request), context.node.clock(), note):
            raise Problem(409, "A device has answered this code already; make a new code.")
        return Response(status_code=204, headers=NO_STORE)

    async def read(self, request: Request) -> Response:
        """GET."""
        note = self._mailbox.get(self._place(request), context_of(request).node.clock())
        if note is None:
            return Response(status_code=204, headers=NO_STORE)
        return _json(note)

    def _place(self, request: Request) -> tuple[str, str]:
        name = request.path_params["name"]
        if not _NAME.fullmatch(name):
            raise Problem(404, "There is no such place.")
        return hosted_of(request).host.id, name


async def founding(request: Request) -> Response:
    """GET /a/{assembly}/log/founding."""
    entry = hosted_of(request).host.log.entries(0, 1)[0]
    return Response(entry, media_type="application/json", headers={"Cache-Control": "no-cache"})


async def consistency(request: Request) -> Response:
    """GET /a/{assembly}/log/consistency."""
    host = hosted_of(request).host
    try:
        old, size = (un_decimal(request.query_params.get(name, "")) for name in ("old", "size"))
        if size > host.published.size:
            raise Problem(404, "The log does not reach this far yet.")
        proof = host.replica.tree.consistency_proof(old, size)
    except (Malformed, ProofError) as error:
        raise Problem(400, Reason("No such proof: {error}.", error=error)) from None
    return _json(Proof([b64(one) for one in proof]))


async def key(request: Request) -> Response:
    """GET /a/{assembly}/keys/{kid}.json."""
    view = hosted_of(request).host.replica.view()
    found = view.get(Key, request.path_params["kid"])
    if found is None or found.revoked or not found.member:
        raise Problem(404, "No such key stands in this assembly.")
    return _json(KeyState(found.member, found.seq, found.last.hex(), found.kind, found.enrolled))


def _json(body: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(body), headers=NO_STORE, media_type="application/json")
