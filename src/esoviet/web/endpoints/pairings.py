"""A mailbox for pairing: a new device leaves a note there for an old one, for ten minutes.

    PUT, GET /a/{assembly}/pairings/{name}

Nothing here is trusted by who asks: a pairing carries its own seal. The mailbox is the same for
every name of an assembly, whether it is here or not: a new device is a stranger, who is not told.
"""

import re
from collections import OrderedDict

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.act import PublicKey, Signature
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of

NO_STORE = {"Cache-Control": "no-store"}
MAX_NOTE = 1024
LASTS_MS = 600_000
MOST_NOTES = 20_000
_NAME = re.compile("[0-9a-f]{64}")  # of an assembly, and of a place


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
        self._notes[place] = (now + LASTS_MS, note)
        return True

    def get(self, place: tuple[str, str], now: int) -> Pairing | None:
        """Read a note."""
        self._sweep(now)
        note = self._notes.get(place)
        return note[1] if note else None

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
            raise HttpError(400, "That is not the note of a new device.") from None
        if not self._mailbox.put(self._place(request), context.node.clock(), note):
            raise HttpError(409, "A device has answered this code already; make a new code.")
        return Response(status_code=204, headers=NO_STORE)

    async def read(self, request: Request) -> Response:
        """GET."""
        note = self._mailbox.get(self._place(request), context_of(request).node.clock())
        if note is None:
            return Response(status_code=204, headers=NO_STORE)
        return Response(msgspec.json.encode(note), headers=NO_STORE, media_type="application/json")

    def _place(self, request: Request) -> tuple[str, str]:
        of, name = request.path_params["assembly"], request.path_params["name"]
        if not _NAME.fullmatch(name) or not _NAME.fullmatch(of):
            raise HttpError(404, "There is no such place.")
        return of, name
