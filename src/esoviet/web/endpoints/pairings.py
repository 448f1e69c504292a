"""A mailbox for pairing: two devices of a member leave notes there for each other, for ten minutes.

    PUT, GET /a/{assembly}/pairings/{name}/{part}

The old device leaves its `offer`, the new one its `answer`, the old one its `opening`
(docs/protocol/acts.md). A place begins with an offer, and each part of it is left once.

Nothing here is trusted by who asks: a note carries its own seal, by a code that the host is not
told. The mailbox is the same for every name of an assembly, whether it is here or not: a new device
is a stranger, who is not told. Whoever asks for a place that is not there may be guessing codes:
that counts against their address.
"""

import re
from collections import OrderedDict
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.act import PublicKey
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of

NO_STORE = {"Cache-Control": "no-store"}
MAX_NOTE = 2048
LASTS_MS = 600_000
MOST_PLACES = 20_000
PARTS = ("offer", "answer", "opening")
UNKNOWN = "No device shows this code. Look at it again: a code lasts ten minutes and serves once."
_NAME = re.compile("[0-9a-f]{64}")  # of an assembly, and of a place

Place = tuple[str, str]


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device says to the other one, and a seal over it with the code of the pairing."""

    said: Annotated[str, Meta(max_length=1500)]
    seal: PublicKey


class Mailbox:
    """Notes by assembly and place, in the order of the offers; the oldest go first."""

    def __init__(self) -> None:
        self._places: OrderedDict[Place, tuple[int, list[Note]]] = OrderedDict()

    def put(self, place: Place, now: int, part: int, note: Note) -> bool:
        """Leave a part, the one that comes next; one that is there already stays as it is."""
        notes = self.notes(place, now)
        if notes is not None and part < len(notes):
            return notes[part] == note  # its answer was lost on the way
        if notes is None and part == 0 and len(self._places) < MOST_PLACES:
            self._places[place] = (now + LASTS_MS, [note])
            return True
        if notes is None or len(notes) != part:
            return False
        notes.append(note)
        return True

    def notes(self, place: Place, now: int) -> list[Note] | None:
        """What has been left at a place; None where there is none."""
        while self._places and next(iter(self._places.values()))[0] <= now:
            self._places.popitem(last=False)
        known = self._places.get(place)
        return known[1] if known else None


class Pairings:
    """The routes of one mailbox."""

    def __init__(self) -> None:
        self._mailbox = Mailbox()

    async def leave(self, request: Request) -> Response:
        """PUT."""
        context = context_of(request)
        context.strangers.check(request)
        context.strangers.charge(request)
        place, part = _place(request)
        try:
            note = msgspec.json.decode(await body_of(request, MAX_NOTE), type=Note)
        except msgspec.DecodeError:
            raise HttpError(400, "That is not a note of a device.") from None
        now = context.node.clock()
        if part and self._mailbox.notes(place, now) is None:
            raise HttpError(404, UNKNOWN)
        if not self._mailbox.put(place, now, part, note):
            raise HttpError(409, "A device has answered this code already; make a new code.")
        return Response(status_code=204, headers=NO_STORE)

    async def read(self, request: Request) -> Response:
        """GET."""
        context = context_of(request)
        place, part = _place(request)
        notes = self._mailbox.notes(place, context.node.clock())
        if notes is None:
            context.strangers.check(request)
            context.strangers.charge(request)
            raise HttpError(404, UNKNOWN)
        if part >= len(notes):
            return Response(status_code=204, headers=NO_STORE)
        body = msgspec.json.encode(notes[part])
        return Response(body, headers=NO_STORE, media_type="application/json")


def _place(request: Request) -> tuple[Place, int]:
    of, name, part = (request.path_params[key] for key in ("assembly", "name", "part"))
    if not _NAME.fullmatch(name) or not _NAME.fullmatch(of) or part not in PARTS:
        raise HttpError(404, "There is no such place.")
    return (of, name), PARTS.index(part)
