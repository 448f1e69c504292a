"""Other rooms that a member has told what happens here: for sessions of the member, nobody else.

GET    /a/{assembly}/rooms             the rooms of who asks, without their secrets
POST   /a/{assembly}/rooms             adds one (see `Added`): it is told what comes from now on
POST   /a/{assembly}/rooms/{room}/try  has it told something now, to see whether it arrives
DELETE /a/{assembly}/rooms/{room}      forgets it

What is given stands in the node's private database; nothing of it enters the log. A room lasts as
long as the key with which it was added.
"""

import re
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.happening import marks_now
from esoviet.node.hooks import new_id
from esoviet.node.hosted import HostedAssembly
from esoviet.node.outside import Forbidden, check_address
from esoviet.node.rooms import standing
from esoviet.store.rooms import MATTERS, MOST, MOST_OF_ASSEMBLY, TRY, Full, Kind, Matter, Room
from esoviet.web.endpoints.messages import NO_STORE, asker, done
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import Visitor
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import language_of
from esoviet.web.http.limits import body_of
from esoviet.wire.reason import Reason

MAX_BODY = 8192
TELEGRAM = "https://api.telegram.org"
_TOKENS: dict[Kind, re.Pattern[str]] = {
    "matrix": re.compile(r"[!-~]{1,1000}"),
    "telegram": re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}"),
}
_PLACES: dict[Kind, re.Pattern[str]] = {
    "matrix": re.compile(r"![!-~]{1,254}"),
    "telegram": re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}"),
}
_NOTHING = re.compile("")
Text = Annotated[str, Meta(max_length=2048)]


class Added(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room: its kind, its address, what is told there.

    The address is that of a webhook, or of the server (`matrix`, `telegram`: empty for the usual
    one); there `place` is the room, and `token` lets write into it.
    """

    kind: Kind
    tells: Annotated[frozenset[Matter], Meta(min_length=1)]
    address: Text = ""
    place: Text = ""
    token: Text = ""


class RoomLine(msgspec.Struct, frozen=True):
    """A room of who asks: its kind, its server, what is told there since when (ms).

    Of the last answer `answer` is what it meant in a word, `status` its HTTP status (0: none),
    `answered` when. `waiting` messages wait, the next is tried at `next`; `trying`: one was asked
    for by hand, and is on its way. One that is `stopped` is told nothing.
    """

    id: int
    kind: Kind
    server: str
    place: str
    tells: list[Matter]
    since: int
    stopped: bool
    answer: str
    status: int
    answered: int
    waiting: int
    next: int
    trying: bool


class Rooms(msgspec.Struct, frozen=True):
    """The rooms of who asks, the oldest first."""

    items: list[RoomLine]


class NewRoom(msgspec.Struct, frozen=True):
    """The number of a room that was added."""

    id: int


async def rooms(request: Request) -> Response:
    """GET /a/{assembly}/rooms."""
    return _json(Rooms(rooms_of(request, *asker(request))), 200)


async def add(request: Request) -> Response:
    """POST /a/{assembly}/rooms."""
    hosted, visitor = asker(request)
    node, assembly = node_of(request), hosted.ledger.id
    if not node.config.rooms:
        raise HttpError(409, "This server tells no other rooms.")
    context_of(request).quotas.act(assembly, visitor.number)
    room = await _said(request, assembly, visitor)
    now = marks_now(hosted.ledger.replica.view())
    try:
        with node.reach.whole():
            number = node.reach.rooms.add(room, {matter: now[matter] for matter in room.tells})
    except Full:
        raise HttpError(
            409,
            Reason(
                "A member has {most} rooms at most, and an assembly {all}; take one back first.",
                most=MOST,
                all=MOST_OF_ASSEMBLY,
            ),
        ) from None
    return _json(NewRoom(number), 201)


async def attempt(request: Request) -> Response:
    """POST /a/{assembly}/rooms/{room}/try."""
    hosted, visitor = asker(request)
    node, room = node_of(request), _own(request, hosted, visitor)
    if not node.config.rooms:
        raise HttpError(409, "This server tells no other rooms.")
    context_of(request).quotas.act(hosted.ledger.id, visitor.number)
    with node.reach.whole():
        node.reach.rooms.queue(room.id, [(new_id(), TRY)], {}, node.clock())
    return done()


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/rooms/{room}."""
    room = _own(request, *asker(request))
    reach = node_of(request).reach
    with reach.whole():
        reach.rooms.drop(room.id)
    return done()


def rooms_of(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[RoomLine]:
    """The rooms of who asks."""
    return [_line(request, room) for room in _standing(request, hosted, visitor)]


def _line(request: Request, room: Room) -> RoomLine:
    waits = node_of(request).reach.rooms.waits(room.id)
    return RoomLine(
        id=room.id,
        kind=room.kind,
        server=urlsplit(room.address).netloc,
        place=room.place,
        tells=list(room.tells),
        since=room.since,
        stopped=room.stopped,
        answer=room.answer,
        status=room.status,
        answered=room.answered,
        waiting=waits.many - waits.trying,
        next=waits.next,
        trying=waits.trying,
    )


async def _said(request: Request, assembly: str, visitor: Visitor) -> Room:
    """The room that a request describes; raises `HttpError` 400."""
    node = node_of(request)
    try:
        said = msgspec.json.decode(await body_of(request, MAX_BODY), type=Added)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not a room: choose a kind, and what is told there.") from None
    address = said.address.strip() or (TELEGRAM if said.kind == "telegram" else "")
    try:
        check_address(address, near=node.config.ask_private)
    except Forbidden:
        raise HttpError(400, "That is not an address of https that can be asked.") from None
    place, token = said.place.strip(), said.token.strip()
    if not _PLACES.get(said.kind, _NOTHING).fullmatch(place):
        raise HttpError(400, "That is not the id of a room there.")
    if not _TOKENS.get(said.kind, _NOTHING).fullmatch(token):
        raise HttpError(400, "That is not a token as one is given there.")
    tells = tuple(matter for matter in MATTERS if matter in said.tells)
    return Room(
        0, assembly, visitor.number, visitor.kid, said.kind, address, place, token, tells,
        language_of(request), since=node.clock(),
    )  # fmt: skip


def _standing(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[Room]:
    store, view = node_of(request).reach.rooms, hosted.ledger.replica.view()
    return standing(store, view, store.of(hosted.ledger.id, visitor.number))


def _own(request: Request, hosted: HostedAssembly, visitor: Visitor) -> Room:
    """The room that the path names, if it is one of who asks; raises `HttpError` 404."""
    named = str(request.path_params["room"])
    for one in _standing(request, hosted, visitor):
        if str(one.id) == named:
            return one
    raise HttpError(404, "You have no such room.")


def _json(body: Rooms | NewRoom, status: int) -> Response:
    content = msgspec.json.encode(body)
    return Response(content, status, NO_STORE, media_type="application/json")
