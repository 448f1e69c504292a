"""Handing in acts: one, one with its texts and files, or many at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from hmac import compare_digest
from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.node.answers import Answer, Logged, Refused
from esoviet.node.config import Config
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.strangers import is_stranger
from esoviet.node.submission import Submission, prepare
from esoviet.web.http.context import Context, context_of, node_of
from esoviet.web.http.door import STRANGER, come_in, standing_member
from esoviet.web.http.errors import (
    Closed,
    HttpError,
    ProblemDetails,
    details_of,
    details_of_problem,
    in_language,
    refusal_response,
)
from esoviet.web.http.forms import Form, form_of, take_files
from esoviet.web.http.language import language_of, tag
from esoviet.web.http.limits import MEBIBYTE, body_of, check_room, limited
from esoviet.wire.envelope import MAX_ACT
from esoviet.wire.reason import Reason

ONE, FORM, MANY = "application/jose", "multipart/form-data", "application/jose-seq"
MAX_FOUNDING = 3 * 65_536 + MAX_ACT + 2**16
MAX_BULK = 16 * 2**20
MAX_LINES = 65_536
CHUNK = 256
AHEAD = 4
_ENCODER = msgspec.json.Encoder()
_COUNTED = ("1.1", "1.3")  # what a stranger could send without end


async def submit(request: Request) -> Response:
    """POST /a/{assembly}/acts."""
    door, kind = _door(request), _kind(request)
    if kind == ONE:
        return _respond(await _one(request, door, await body_of(request, MAX_ACT)), request)
    if kind == FORM:
        return _respond(await _with_files(request, door), request)
    if kind != MANY:
        raise unsupported((ONE, FORM, MANY))
    if door.shut or door.hosted is None:
        raise Closed
    return await _many(request, door.hosted)


class Door(NamedTuple):
    """Where an act is handed in. Behind a `shut` door only keys of the assembly are heard."""

    hosted: HostedAssembly | None
    shut: bool


def _door(request: Request) -> Door:
    hosted, visitor = come_in(request)
    return Door(hosted, hosted is None or (visitor == STRANGER and not hosted.ledger.is_public))


async def found(request: Request) -> Response:
    """POST /a."""
    context = context_of(request)
    context.strangers.check(request)
    context.strangers.charge(request)
    check_token(request, context.node.config)
    answer = await _found(request, context.node)
    if isinstance(answer, Refused):
        context.node.events.refused(answer.clause, "none yet")
    response = _respond(answer, request)
    if isinstance(answer, Logged):
        response.headers["Location"] = f"/a/{answer.id}"
    return response


async def _found(request: Request, node: Node) -> Answer:
    kind = _kind(request)
    if kind == ONE:
        submission = prepare(await body_of(request, MAX_ACT))
        return submission if isinstance(submission, Refused) else await node.found(submission)
    if kind != FORM:
        raise unsupported((ONE, FORM))
    async with form_of(request, MAX_FOUNDING) as form:
        submission = prepare(form.act)
        if isinstance(submission, Refused):
            return submission
        check_room(node.pending, stranger=True)
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


async def _with_files(request: Request, door: Door) -> Answer:
    most = node_of(request).config.max_blob_bytes + MAX_ACT + 2**20
    async with form_of(request, most) as form:
        hosted, submission = _heard(request, door, form.act)
        if isinstance(submission, Refused):
            return submission
        if hosted.is_signed(submission):
            _let_in(request, hosted, submission, form)
            await take_files(form, submission, hosted.ledger.pending, hosted.ledger.is_gone)
    return await _submit(request, hosted, submission, shut=door.shut)


def _let_in(request: Request, hosted: HostedAssembly, submission: Submission, form: Form) -> None:
    """Whether there is room for the files of an act. Who is no member pays for them by size."""
    ledger, kid = hosted.ledger, submission.sealed.kid
    stranger = standing_member(ledger, kid) is None
    check_room(ledger.pending, stranger=stranger)
    if stranger:
        strangers = context_of(request).strangers
        strangers.check(request)
        known = kid in ledger.replica.state.rows(Key)
        strangers.charge(request, known + form.size / MEBIBYTE)


def _heard(request: Request, door: Door, jws: bytes) -> tuple[HostedAssembly, Submission | Refused]:
    """An act that is heard here; raises `Closed` where no act is, or none by this key."""
    act, hosted = _admit(request, door.hosted, jws), door.hosted
    if hosted is None:
        raise Closed
    if door.shut and (isinstance(act, Refused) or is_stranger(hosted.ledger.replica.view(), act)):
        raise Closed
    return hosted, act


def _admit(request: Request, hosted: HostedAssembly | None, jws: bytes) -> Submission | Refused:
    """Take an act apart; what is malformed or a stranger's counts, and may be one too many."""
    act = prepare(jws)
    if hosted is not None and isinstance(act, Refused):
        context_of(request).node.events.refused(act.clause, hosted.ledger.id)
    if hosted is None or isinstance(act, Refused) or is_stranger(hosted.ledger.replica.view(), act):
        strangers = context_of(request).strangers
        strangers.check(request)
        strangers.charge(request)
    return act


def is_known(hosted: HostedAssembly, submission: Submission) -> bool:
    """Whether the key that an act names is enrolled, or was."""
    return submission.sealed.kid in hosted.ledger.replica.state.rows(Key)


async def _submit(
    request: Request, hosted: HostedAssembly, submission: Submission, *, shut: bool
) -> Answer:
    answer = await hosted.submit(submission)
    count_refusal(context_of(request), request, answer)
    if shut and not isinstance(answer, Logged) and not hosted.is_signed(submission):
        raise Closed  # a forger is told nothing
    return answer


def count_refusal(context: Context, request: Request, answer: Answer) -> None:
    """Count a refusal that anyone could cause, at the cost of a signature, against the address."""
    if isinstance(answer, Refused) and answer.clause in _COUNTED:
        context.strangers.charge(request)


async def _many(request: Request, hosted: HostedAssembly) -> Response:
    """Acts as lines, answered by lines in the same order."""
    waiting: deque[asyncio.Task[bytes]] = deque()
    answers: list[bytes] = []
    language = language_of(request)
    turn = asyncio.Event()
    turn.set()
    async for lines in _chunks(request):
        while len(waiting) >= AHEAD:
            answers.append(await waiting.popleft())
        acts = [_admit_line(request, hosted, line) for line in lines]
        following = asyncio.Event()
        waiting.append(asyncio.create_task(_chunk(hosted, acts, turn, following, language)))
        turn = following
    while waiting:
        answers.append(await waiting.popleft())
    headers = {"Content-Language": tag(language)}
    return Response(b"".join(answers), headers=headers, media_type="application/jsonl")


async def _chunks(request: Request) -> AsyncIterator[list[bytes]]:
    rest, lines, count = b"", list[bytes](), 0
    async for data in limited(request, MAX_BULK):
        *ended, rest = (rest + data).split(b"\n")
        count += len(ended)
        rest = rest[: MAX_ACT + 1]  # too long for an act already: its line will say so
        if count > MAX_LINES:
            raise HttpError(
                413, Reason("At most {max_lines} lines are taken at once.", max_lines=MAX_LINES)
            )
        lines += ended
        while len(lines) >= CHUNK:
            yield lines[:CHUNK]
            del lines[:CHUNK]
    if rest:
        lines.append(rest)
    if lines:
        yield lines


def _admit_line(
    request: Request, hosted: HostedAssembly, line: bytes
) -> Submission | Refused | ProblemDetails:
    try:
        return _admit(request, hosted, line)
    except HttpError as problem:
        return details_of_problem(problem)


async def _chunk(
    hosted: HostedAssembly,
    acts: list[Submission | Refused | ProblemDetails],
    turn: asyncio.Event,
    following: asyncio.Event,
    language: str,
) -> bytes:
    """Verify a chunk while those before it are judged; hand it in when its turn has come."""
    submissions = [act for act in acts if isinstance(act, Submission)]
    try:
        await hosted.verify(submissions)
        await turn.wait()
        for submission in submissions:
            hosted.sequencer.submit(submission)
    finally:
        following.set()
    answers = [await act.answer if isinstance(act, Submission) else act for act in acts]
    return b"".join([_line(answer, language) for answer in answers])


def _line(answer: Answer | ProblemDetails, language: str) -> bytes:
    if isinstance(answer, Logged):
        return _ENCODER.encode(answer) + b"\n"
    details = answer if isinstance(answer, ProblemDetails) else details_of(answer)
    return _ENCODER.encode(in_language(details, language)) + b"\n"


def _respond(answer: Answer, request: Request) -> Response:
    if not isinstance(answer, Logged):
        return refusal_response(answer, request)
    body = _ENCODER.encode(answer)
    return Response(body, 201, {"Cache-Control": "no-store"}, media_type="application/json")
