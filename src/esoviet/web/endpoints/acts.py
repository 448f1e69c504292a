"""Handing in acts: one, one with its texts and files, or many at once."""

from contextlib import nullcontext
from hmac import compare_digest
from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.answers import Answer, Logged, Refused
from esoviet.node.config import Config
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.strangers import is_stranger
from esoviet.node.submission import Submission, prepare
from esoviet.web.endpoints.bulk import many
from esoviet.web.endpoints.paying import author_of, pay
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import STRANGER, Visitor, come_in
from esoviet.web.http.errors import (
    Closed,
    HttpError,
    refusal_response,
)
from esoviet.web.http.forms import form_of, take_files
from esoviet.web.http.limits import Meter, body_of, check_room, meter_of
from esoviet.web.http.rates import FOUNDING
from esoviet.wire.envelope import MAX_ACT
from esoviet.wire.reason import Reason

ONE, FORM, MANY = "application/jose", "multipart/form-data", "application/jose-seq"
MAX_FOUNDING = 3 * 65_536 + MAX_ACT + 2**16
_ENCODER = msgspec.json.Encoder()


async def submit(request: Request) -> Response:
    """POST /a/{assembly}/acts."""
    door, kind = _door(request), _kind(request)
    if door.visitor.member is None:
        await context_of(request).rounds.next()
    if kind == ONE:
        return _respond(await _one(request, door, await body_of(request, MAX_ACT)), request)
    if kind == FORM:
        return _respond(await _paid(request, door), request)
    if kind != MANY:
        raise unsupported((ONE, FORM, MANY))
    if door.shut or door.hosted is None:
        raise Closed
    stranger = door.visitor.member is None and context_of(request).strangers.address(request)
    if stranger:
        context_of(request).strangers.check(request)
    return await many(request, door.hosted, stranger=bool(stranger))


class Door(NamedTuple):
    """Where an act is handed in. Behind a `shut` door only keys of the assembly are heard."""

    hosted: HostedAssembly | None
    visitor: Visitor
    shut: bool


def _door(request: Request) -> Door:
    hosted, visitor = come_in(request)
    shut = hosted is None or (visitor == STRANGER and not hosted.ledger.is_public)
    return Door(hosted, visitor, shut)


async def found(request: Request) -> Response:
    """POST /a."""
    context = context_of(request)
    await context.rounds.next()
    context.strangers.check(request)
    context.strangers.charge(request)
    check_token(request, context.node.config)
    check_room(context.node, context.node.pending, None, stranger=True)
    answer = await _found(request, context.node)
    if isinstance(answer, Refused):
        context.node.events.refused(answer.clause, "none yet")
    response = _respond(answer, request)
    if isinstance(answer, Logged):
        context.strangers.charge(request, FOUNDING - 1)
        response.headers["Location"] = f"/a/{answer.id}"
    return response


async def _found(request: Request, node: Node) -> Answer:
    kind = _kind(request)
    if kind == ONE:
        submission = prepare(await body_of(request, MAX_ACT))
        return submission if isinstance(submission, Refused) else await node.found(submission)
    if kind != FORM:
        raise unsupported((ONE, FORM))
    meter = meter_of(request, "", 0)
    async with form_of(request, MAX_FOUNDING, lambda _: meter, node.pending) as form:
        submission = prepare(form.act)
        if isinstance(submission, Refused):
            return submission
        await take_files(form, submission, node.pending, lambda _: False)
    return await node.found(submission)


def check_token(request: Request, config: Config) -> None:
    """Refuse with 401 who has no founding token, where the operator asks for one."""
    if config.founding != "token":
        return
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    good = [t for t in config.founding_tokens if compare_digest(t.encode(), token.encode())]
    if kind.lower() != "bearer" or not good:
        raise HttpError(401, "Founding an assembly here needs a token.",
                      {"WWW-Authenticate": "Bearer"})  # fmt: skip


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def unsupported(kinds: tuple[str, ...]) -> HttpError:
    """A body of a kind that is not taken."""
    named = ", ".join(kinds)
    return HttpError(415, Reason("Send one of: {named}.", named=named), {"Accept-Post": named})


async def _one(request: Request, door: Door, jws: bytes) -> Answer:
    hosted, submission = _heard(request, door, jws)
    if isinstance(submission, Refused):
        return submission
    return await _submit(request, hosted, submission, shut=door.shut)


async def _paid(request: Request, door: Door) -> Answer:
    """The same with files; a form that is none counts as an act that is none."""
    try:
        return await _with_files(request, door)
    except HttpError as error:
        if error.status_code == 400 and door.visitor.member is None:
            strangers = context_of(request).strangers
            strangers.check(request)
            strangers.charge(request)
        raise


async def _with_files(request: Request, door: Door) -> Answer:
    node, hosted = node_of(request), door.hosted
    pending = node.pending if hosted is None else hosted.ledger.pending

    def pays(act: bytes) -> Meter:
        if hosted is None:
            return meter_of(request, "", 0)
        number = door.visitor.number if door.visitor.member else author_of(hosted, prepare(act))
        check_room(node, pending, hosted.ledger, stranger=not number)
        return meter_of(request, hosted.ledger.id, number)

    most = node.config.max_blob_bytes + MAX_ACT + 2**20
    async with form_of(request, most, pays, pending) as form:
        hosted, submission = _heard(request, door, form.act)
        if isinstance(submission, Refused):
            return submission
        if hosted.is_signed(submission):
            stranger = not author_of(hosted, submission)
            check_room(node, pending, hosted.ledger, stranger=stranger)
            await take_files(form, submission, pending, hosted.ledger.is_gone)
    return await _submit(request, hosted, submission, shut=door.shut)


def _heard(request: Request, door: Door, jws: bytes) -> tuple[HostedAssembly, Submission | Refused]:
    """An act that is heard here, and paid for; raises `Closed` where none is, or none by this key.

    Raises `HttpError` 429 where its author has used up what they may.
    """
    act, hosted, strangers = prepare(jws), door.hosted, context_of(request).strangers
    if hosted is not None and isinstance(act, Refused):
        node_of(request).events.refused(act.clause, hosted.ledger.id)
    if hosted is None or isinstance(act, Refused):
        strangers.check(request)
        strangers.charge(request)
    else:
        pay(request, context_of(request), hosted, act)
    if hosted is None:
        raise Closed
    if door.shut and (isinstance(act, Refused) or is_stranger(hosted.ledger.replica.view(), act)):
        raise Closed
    return hosted, act


async def _submit(
    request: Request, hosted: HostedAssembly, submission: Submission, *, shut: bool
) -> Answer:
    author = author_of(hosted, submission)
    with context_of(request).rounds.of_member() if author else nullcontext():
        answer = await hosted.submit(submission)
    if shut and not isinstance(answer, Logged) and not hosted.is_signed(submission):
        raise Closed  # a forger is told nothing
    return answer


def _respond(answer: Answer, request: Request) -> Response:
    if not isinstance(answer, Logged):
        return refusal_response(answer, request)
    body = _ENCODER.encode(answer)
    return Response(body, 201, {"Cache-Control": "no-store"}, media_type="application/json")
