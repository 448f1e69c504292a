"""Where an action meets, who does what, who comes: for sessions of members, and nobody else.

GET    /a/{assembly}/plans/{number}                  what who asks may read of it
PUT    /a/{assembly}/plans/{number}                  {"place", "words"}: who announced it says that
POST   /a/{assembly}/plans/{number}/parts            adds a role, a shift or a thing (see `Added`)
DELETE /a/{assembly}/plans/{number}/parts/{item}     takes one away
PUT    /a/{assembly}/plans/{number}/parts/{item}/me  {"handle"}: signs up for it
DELETE /a/{assembly}/plans/{number}/parts/{item}/me  comes no more
PUT    /a/{assembly}/plans/{number}/came             {"came"}: who announced it says how many came

None of it enters the log, a feed, a mail or a notice. All of it is erased 48 hours after the end of
the action, but for the one number (node/actions.py).
"""

from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.act import Date
from esoviet.law.actions import Action
from esoviet.node.actions import erased_at, may_come, may_say, may_see_who, may_write
from esoviet.node.node import Node
from esoviet.store.actions import COME, MOST_PARTS, Comer, Part, PartKind
from esoviet.web.endpoints.messages import NO_STORE, asker, done
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.wire.reason import Reason

MAX_BODY = 8192
LONGEST_NUMBER = 15
T = TypeVar("T")
Many = Annotated[int, Meta(ge=1, le=10_000)]
Line = Annotated[str, Meta(max_length=200)]


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it meets, and what else there is to know."""

    place: Annotated[str, Meta(max_length=500)] = ""
    words: Annotated[str, Meta(max_length=4000)] = ""


class PartAdded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role, a shift (from when until when, in ms) or a thing, and for how many it is.

    A shift needs no name.
    """

    kind: Literal["role", "shift", "thing"]
    places: Many
    name: Line = ""
    begins: Date = 0
    ends: Date = 0


class Signup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The handle that who signs up wants to be known by; none, if it is empty."""

    handle: Annotated[str, Meta(max_length=40)] = ""


class SaidCame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many came."""

    came: Annotated[int, Meta(ge=0, le=10_000_000)]


class PartLine(msgspec.Struct, frozen=True):
    """A part: for how many (0: for all), how many have a place, how many wait.

    `mine`: who asks has signed up, and has a `place` or waits. `handles` are those who come in
    their order, for who announced the action or has signed up; else null.
    """

    part: int
    kind: PartKind
    name: str
    places: int
    begins: int
    ends: int
    taken: int
    waiting: int
    mine: Literal["", "place", "waits"]
    handles: list[str] | None


class PlanLine(msgspec.Struct, frozen=True):
    """What who asks may read of an action, until it is erased (ms).

    `writes`, `signs`, `says`: they can say where it meets, sign up, say how many came. So many have
    a place (`coming`). Once it is known how many `came`, `said` tells whether somebody said so, or
    as many had signed up. `handle` is the one of who asks.
    """

    place: str
    words: str
    erased: int
    parts: list[PartLine]
    coming: int
    handle: str
    writes: bool
    signs: bool
    says: bool
    came: int | None
    said: bool


class PartNumber(msgspec.Struct, frozen=True):
    """The number of a part that was added."""

    part: int


class Asked(NamedTuple):
    """An action, and which member asks."""

    node: Node
    assembly: str
    action: Action
    member: int

    @property
    def of(self) -> tuple[str, int]:
        """How its plan is found."""
        return self.assembly, self.action.number


async def plan(request: Request) -> Response:
    """GET /a/{assembly}/plans/{number}."""
    return _json(plan_line(_asked(request)), 200)


async def write(request: Request) -> Response:
    """PUT /a/{assembly}/plans/{number}."""
    asked = _writing(request)
    said = await _said(request, Written)
    with asked.node.reach.whole():
        _begun(asked)
        asked.node.reach.actions.write(*asked.of, said.place.strip(), said.words.strip())
    return done()


async def add(request: Request) -> Response:
    """POST /a/{assembly}/plans/{number}/parts."""
    asked = _writing(request)
    said = await _said(request, PartAdded)
    if not said.name.strip() and said.kind != "shift":
        raise HttpError(400, "Say what it is.")
    if (said.kind == "shift") != (0 < said.begins < said.ends):
        raise HttpError(400, "A shift has a beginning and a later end; nothing else has.")
    part = Part(0, said.kind, said.name.strip(), said.places, said.begins, said.ends)
    with asked.node.reach.whole():
        _begun(asked)
        number = asked.node.reach.actions.add(*asked.of, part)
    if not number:
        raise HttpError(409, Reason("An action has {most} parts at most.", most=MOST_PARTS))
    return _json(PartNumber(number), 201)


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/plans/{number}/parts/{item}."""
    asked = _writing(request)
    part = _part(request, asked)
    if part == COME:
        raise HttpError(409, "Everybody can just come.")
    with asked.node.reach.whole():
        asked.node.reach.actions.drop(*asked.of, part)
    return done()


async def come(request: Request) -> Response:
    """PUT /a/{assembly}/plans/{number}/parts/{item}/me."""
    asked = _asked(request)
    if not may_come(asked.action):
        raise HttpError(409, "One signs up for an action or call that stands and has not ended.")
    context_of(request).quotas.act(asked.assembly, asked.member)
    said = await _said(request, Signup)
    store = asked.node.reach.actions
    with asked.node.reach.whole():
        _begun(asked)
        part = _part(request, asked)
        store.come(*asked.of, part, asked.member, said.handle.strip())
    asked.node.reach.stamps.change(asked.assembly, asked.member)
    return done()


async def go(request: Request) -> Response:
    """DELETE /a/{assembly}/plans/{number}/parts/{item}/me."""
    asked = _asked(request)
    store, part = asked.node.reach.actions, _number(request, "item")
    store.go(*asked.of, part, asked.member)
    asked.node.reach.stamps.change(asked.assembly, asked.member)
    return done()


async def say(request: Request) -> Response:
    """PUT /a/{assembly}/plans/{number}/came."""
    asked = _asked(request)
    if not may_say(asked.action, asked.member, asked.node.clock()):
        raise HttpError(403, "Who announced it says how many came, until 48 hours after the end.")
    said = await _said(request, SaidCame)
    asked.node.reach.actions.say(*asked.of, said.came)
    return done()


def plan_line(asked: Asked) -> PlanLine:
    """What a member may read of an action now."""
    store, action, now = asked.node.reach.actions, asked.action, asked.node.clock()
    found, came = store.plan(*asked.of, now), store.came(*asked.of)
    comers = store.comers(*asked.of) if found else []
    parts = store.parts(*asked.of) if found else []
    if not found and now < erased_at(action) and may_come(action):
        parts = [Part(COME, "come", "", 0)]
    seen = may_see_who(action, asked.member, comers)
    mine = [one for one in comers if one.member == asked.member]
    return PlanLine(
        place=found.place if found else "",
        words=found.words if found else "",
        erased=found.erased if found else 0,
        parts=[_part_line(one, comers, asked.member, seen=seen) for one in parts],
        coming=len({one.member for one in comers if not one.waits}),
        handle=mine[-1].handle if mine else "",
        writes=may_write(action, asked.member),
        signs=may_come(action),
        says=may_say(action, asked.member, now),
        came=came.many if came else None,
        said=came is not None and came.said,
    )


def _part_line(part: Part, comers: list[Comer], member: int, *, seen: bool) -> PartLine:
    line = [one for one in comers if one.part == part.part]
    mine = [one for one in line if one.member == member]
    waiting = sum(one.waits for one in line)
    handles = [one.handle for one in line] if seen else None
    says: Literal["", "place", "waits"] = ""
    if mine:
        says = "waits" if mine[0].waits else "place"
    return PartLine(*part, len(line) - waiting, waiting, says, handles)


def _asked(request: Request) -> Asked:
    """The action that the path names, and the member who asks; raises `HttpError`."""
    hosted, visitor = asker(request)
    action = hosted.ledger.replica.view().get(Action, _number(request, "number"))
    if action is None:
        raise HttpError(404, "There is no action with this number.")
    return Asked(node_of(request), hosted.ledger.id, action, visitor.number)


def _writing(request: Request) -> Asked:
    """The same, for who announced it; raises `HttpError`."""
    asked = _asked(request)
    if not may_write(asked.action, asked.member):
        raise HttpError(403, "Who announced it writes this, until it is over.")
    context_of(request).quotas.act(asked.assembly, asked.member)
    return asked


def _begun(asked: Asked) -> None:
    """See that it has a plan. In a transaction; raises `HttpError` once it is erased."""
    if asked.node.clock() >= erased_at(asked.action):
        raise HttpError(409, "It is over.")
    asked.node.reach.actions.begin(*asked.of, erased_at(asked.action))


def _part(request: Request, asked: Asked) -> int:
    """The part that the path names; raises `HttpError` 404."""
    number = _number(request, "item")
    if all(one.part != number for one in asked.node.reach.actions.parts(*asked.of)):
        raise HttpError(404, "This action has no such part.")
    return number


def _number(request: Request, name: str) -> int:
    """A number in the path; 0 where it is none."""
    said = str(request.path_params[name])
    is_number = said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER
    return int(said) if is_number else 0


async def _said(request: Request, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(await body_of(request, MAX_BODY), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not how this is said.") from None


def _json(body: PlanLine | PartNumber, status: int) -> Response:
    content = msgspec.json.encode(body)
    return Response(content, status, NO_STORE, media_type="application/json")
