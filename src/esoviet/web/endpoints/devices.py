"""A member's own devices and open sessions: for sessions of the same member, and nobody else.

GET    /a/{assembly}/devices             the member's keys, with what the member calls each device
PUT    /a/{assembly}/devices/{kid}       {"name": …}: call a device so; the empty name forgets it
GET    /a/{assembly}/sessions            where the member's keys are signed in
DELETE /a/{assembly}/sessions            ends all of them but the one that asks
DELETE /a/{assembly}/sessions/{session}  ends one

The names never enter the log (docs/decisions/0042-devices.md). Ending a session takes no right from
a key: it can sign in again until it is revoked.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key, KeyKind
from esoviet.node.hosted import HostedAssembly
from esoviet.store.sessions import Listed, session_id
from esoviet.web.http.context import node_of
from esoviet.web.http.door import Visitor, admitted, token_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.wire import entry as entries
from esoviet.wire.reason import Reason

MAX_NAME = 60
MAX_BODY = 1024
NO_STORE = {"Cache-Control": "no-store"}


class Device(msgspec.Struct, frozen=True):
    """A key of the member: the entry that enrolled it and its time, and what it is called.

    `name` is empty where the member has not said; `here`: it is the key of this session.
    """

    kid: str
    kind: KeyKind
    name: str
    enrolled: int
    time: int
    revoked: bool
    here: bool


class Devices(msgspec.Struct, frozen=True):
    """All keys of who asks, the oldest first; `member`: they are a member now."""

    member: bool
    items: list[Device]


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device is called."""

    name: str


class OpenSession(msgspec.Struct, frozen=True):
    """Where a key is signed in; `seen` is the hour in which it was last used.

    `device` is what the member calls the device of the key; `here`: it is the session that asks.
    """

    id: str
    kid: str
    device: str
    since: int
    seen: int
    expires: int
    here: bool


class Sessions(msgspec.Struct, frozen=True):
    """The open sessions of the member's keys, the last used first."""

    items: list[OpenSession]


async def devices(request: Request) -> Response:
    """GET /a/{assembly}/devices."""
    hosted, visitor = _asker(request)
    return _json(Devices(visitor.member is not None, devices_of(request, hosted, visitor)))


async def name(request: Request) -> Response:
    """PUT /a/{assembly}/devices/{kid}."""
    hosted, visitor = _asker(request)
    kid = request.path_params["kid"]
    key = hosted.ledger.replica.view().get(Key, kid)
    if key is None or key.member != visitor.number:
        raise HttpError(404, "This is not a key of yours.")
    try:
        said = msgspec.json.decode(await body_of(request, MAX_BODY), type=Named)
    except msgspec.DecodeError:
        raise HttpError(400, "That is not the name of a device.") from None
    wanted = " ".join(said.name.split())
    if len(wanted) > MAX_NAME or not wanted.isprintable():
        raise HttpError(400, Reason("A name has at most {most} characters.", most=MAX_NAME))
    node_of(request).store.name_device(hosted.ledger.id, kid, wanted)
    return Response(status_code=204, headers=NO_STORE)


async def sessions(request: Request) -> Response:
    """GET /a/{assembly}/sessions."""
    return _json(Sessions(sessions_of(request, *_asker(request))))


async def end_others(request: Request) -> Response:
    """DELETE /a/{assembly}/sessions."""
    hosted, visitor = _asker(request)
    for one in sessions_of(request, hosted, visitor):
        if not one.here:
            node_of(request).store.end_session(hosted.ledger.id, one.kid, one.id)
    return Response(status_code=204, headers=NO_STORE)


async def end(request: Request) -> Response:
    """DELETE /a/{assembly}/sessions/{session}."""
    hosted, visitor = _asker(request)
    named = request.path_params["session"]
    for one in sessions_of(request, hosted, visitor):
        if one.id == named:
            node_of(request).store.end_session(hosted.ledger.id, one.kid, one.id)
            return Response(status_code=204, headers=NO_STORE)
    raise HttpError(404, "You have no such session.")


def devices_of(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[Device]:
    """The keys of who asks."""
    assembly, ledger, store = hosted.ledger.id, hosted.ledger, node_of(request).store
    return [
        Device(
            kid=key.kid,
            kind=key.kind,
            name=store.device_name(assembly, key.kid),
            enrolled=key.enrolled,
            time=entries.read(ledger.log.entries(key.enrolled, key.enrolled + 1)[0]).time,
            revoked=key.revoked,
            here=key.kid == visitor.kid,
        )
        for key in sorted(_keys(hosted, visitor), key=lambda key: key.enrolled)
    ]


def sessions_of(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[OpenSession]:
    """Where the keys of who asks are signed in."""
    assembly, node = hosted.ledger.id, node_of(request)
    token = token_of(request, assembly)
    here = session_id(token) if token else ""
    found = [
        _session(one, node.store.device_name(assembly, key.kid), here)
        for key in _keys(hosted, visitor)
        if not key.revoked
        for one in node.store.sessions_of(assembly, key.kid, node.clock())
    ]
    return sorted(found, key=lambda one: (not one.here, -one.seen, -one.since, one.id))


def _asker(request: Request) -> tuple[HostedAssembly, Visitor]:
    """The assembly and who asks: a member, or a former one or applicant, who has keys too."""
    hosted, visitor = admitted(request, guests=True)
    if not visitor.number:
        raise HttpError(403, "Sign in first: this is shown to its owner only.")
    return hosted, visitor


def _keys(hosted: HostedAssembly, visitor: Visitor) -> list[Key]:
    view = hosted.ledger.replica.view()
    return list(view.by(Key, "member", visitor.number))


def _session(one: Listed, device: str, here: str) -> OpenSession:
    kept = one.session
    return OpenSession(
        id=one.id, kid=kept.kid, device=device, since=kept.since, seen=kept.seen,
        expires=kept.expires, here=one.id == here,
    )  # fmt: skip


def _json(body: Devices | Sessions) -> Response:
    return Response(msgspec.json.encode(body), headers=NO_STORE, media_type="application/json")
