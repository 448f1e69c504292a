"""Handing in acts: one, one with its texts and files, or many at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import msgspec
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.answers import Answer, Logged, Refused
from esoviet.node.hosted import Hosted
from esoviet.node.strangers import is_stranger
from esoviet.node.submission import Submission, prepare
from esoviet.store.blobs import Pending, WrongBytes
from esoviet.web.context import Context, context_of, hosted_of, node_of
from esoviet.web.limits import body_of, limited, too_large
from esoviet.web.problems import (
    Problem,
    ProblemDetails,
    details_of,
    details_of_problem,
    refusal_response,
)
from esoviet.wire.envelope import MAX_ACT

ONE, FORM, MANY = "application/jose", "multipart/form-data", "application/jose-seq"
MAX_FILES = 32
MAX_BULK = 16 * 2**20
CHUNK = 256
AHEAD = 4
_ENCODER = msgspec.json.Encoder()
_COUNTED = ("1.1", "1.3")  # what a stranger could send without end


async def submit(request: Request) -> Response:
    """POST /a/{assembly}/acts."""
    hosted = hosted_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == ONE:
        return _respond(await _one(request, hosted, await body_of(request, MAX_ACT)))
    if kind == FORM:
        most = node_of(request).config.max_blob_bytes + MAX_ACT + 2**20
        return _respond(await _with_files(request, hosted, most))
    if kind == MANY:
        return await _many(request, hosted)
    raise unsupported((ONE, FORM, MANY))


async def found(request: Request) -> Response:
    """POST /a."""
    context = context_of(request)
    node = context.node
    if node.config.founding == "token":
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or token not in node.config.founding_tokens:
            raise Problem(401, "Founding an assembly here needs a token.",
                          {"WWW-Authenticate": "Bearer"})  # fmt: skip
    context.strangers.check(request)
    context.strangers.charge(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == ONE:
        submission = prepare(await body_of(request, MAX_ACT))
    elif kind == FORM:
        most = 3 * 65_536 + MAX_ACT + 2**16
        jws, files = await _form(request, most)
        submission = prepare(jws)
        if isinstance(submission, Submission):
            await _take_files(submission, files, node.pending)
    else:
        raise unsupported((ONE, FORM))
    if isinstance(submission, Refused):
        return refusal_response(submission)
    answer = await node.found(submission)
    response = _respond(answer)
    if isinstance(answer, Logged):
        response.headers["Location"] = f"/a/{answer.id}"
    return response


def unsupported(kinds: tuple[str, ...]) -> Problem:
    """A body of a kind that is not taken."""
    named = ", ".join(kinds)
    return Problem(415, f"Send one of: {named}.", {"Accept-Post": named})


async def _one(request: Request, hosted: Hosted, jws: bytes) -> Answer:
    strangers = context_of(request).strangers
    submission = prepare(jws)
    if isinstance(submission, Refused):
        strangers.check(request)
        strangers.charge(request)
        return submission
    if is_stranger(hosted.host.replica.view(), submission):
        strangers.check(request)
        strangers.charge(request)
    return await _submit(request, hosted, submission)


async def _submit(request: Request, hosted: Hosted, submission: Submission) -> Answer:
    answer = await hosted.submit(submission)
    count_refusal(context_of(request), request, answer)
    return answer


def count_refusal(context: Context, request: Request, answer: Answer) -> None:
    """Count a refusal that anyone could cause, at the cost of a signature, against the address."""
    if isinstance(answer, Refused) and answer.clause in _COUNTED:
        context.strangers.charge(request)


async def _with_files(request: Request, hosted: Hosted, most: int) -> Answer:
    jws, files = await _form(request, most)
    submission = prepare(jws)
    strangers = context_of(request).strangers
    if isinstance(submission, Refused):
        strangers.charge(request)
        return submission
    if is_stranger(hosted.host.replica.view(), submission):
        strangers.check(request)
        strangers.charge(request)
    await _take_files(submission, files, hosted.host.pending)
    return await _submit(request, hosted, submission)


async def _form(request: Request, most: int) -> tuple[bytes, dict[str, UploadFile]]:
    """The act and the files, by name, of a multipart body."""
    parser = MultiPartParser(
        request.headers, limited(request, most), max_files=MAX_FILES, max_fields=1,
        max_part_size=MAX_ACT,
    )  # fmt: skip
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        because = getattr(error, "message", "no boundary")
        raise Problem(400, f"This is not a form as multipart/form-data: {because}.") from None
    act: bytes | None = None
    files: dict[str, UploadFile] = {}
    for name, value in form.multi_items():
        if name == "act" and act is None:
            act = value.encode() if isinstance(value, str) else await value.read(MAX_ACT + 1)
        elif isinstance(value, UploadFile) and name not in files:
            files[name] = value
        else:
            raise Problem(400, "Send one field `act`, and files named by their SHA-256.")
    if act is None:
        raise Problem(400, "The field `act` is missing.")
    return act, files


async def _take_files(
    submission: Submission, files: dict[str, UploadFile], pending: Pending
) -> None:
    """Take in the files of a form: only what its act refers to."""
    if not files.keys() <= {blob.sha256 for blob in submission.blobs}:
        raise Problem(400, "The act refers to no such file.")
    for name, file in files.items():
        try:
            await asyncio.to_thread(pending.put, name, await file.read())
        except WrongBytes as error:
            raise Problem(400, str(error)) from None


async def _many(request: Request, hosted: Hosted) -> Response:
    """Acts as lines, answered by lines in the same order."""
    waiting: deque[asyncio.Task[bytes]] = deque()
    answers: list[bytes] = []
    turn = asyncio.Event()
    turn.set()
    async for lines in _chunks(request):
        while len(waiting) >= AHEAD:
            answers.append(await waiting.popleft())
        acts = [_admit(request, hosted, line) for line in lines]
        following = asyncio.Event()
        waiting.append(asyncio.create_task(_chunk(hosted, acts, turn, following)))
        turn = following
    while waiting:
        answers.append(await waiting.popleft())
    return Response(b"".join(answers), media_type="application/jsonl")


async def _chunks(request: Request) -> AsyncIterator[list[bytes]]:
    rest, lines = b"", list[bytes]()
    async for data in limited(request, MAX_BULK):
        *whole, rest = (rest + data).split(b"\n")
        if len(rest) > MAX_ACT:
            raise too_large(MAX_ACT)
        lines += whole
        while len(lines) >= CHUNK:
            yield lines[:CHUNK]
            del lines[:CHUNK]
    if rest:
        lines.append(rest)
    if lines:
        yield lines


def _admit(request: Request, hosted: Hosted, line: bytes) -> Submission | Refused | ProblemDetails:
    act = prepare(line)
    if isinstance(act, Refused) or is_stranger(hosted.host.replica.view(), act):
        strangers = context_of(request).strangers
        try:
            strangers.check(request)
        except Problem as problem:
            return details_of_problem(problem)
        strangers.charge(request)
    return act


async def _chunk(
    hosted: Hosted,
    acts: list[Submission | Refused | ProblemDetails],
    turn: asyncio.Event,
    following: asyncio.Event,
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
    return b"".join(
        [_line(await act.answer if isinstance(act, Submission) else act) for act in acts]
    )


def _line(answer: Answer | ProblemDetails) -> bytes:
    if isinstance(answer, Logged):
        return _ENCODER.encode(answer) + b"\n"
    details = answer if isinstance(answer, ProblemDetails) else details_of(answer)
    return _ENCODER.encode(details) + b"\n"


def _respond(answer: Answer) -> Response:
    if not isinstance(answer, Logged):
        return refusal_response(answer)
    body = _ENCODER.encode(answer)
    return Response(body, 201, {"Cache-Control": "no-store"}, media_type="application/json")
