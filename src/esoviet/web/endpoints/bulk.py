"""Many acts at once: lines that are answered by lines, in the same order.

Signatures are verified ahead of the judgement, some chunks of lines at a time. The first line that
is one too many for who sent it ends the request: what follows is not looked at, and not answered.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.node.answers import Answer, Logged, Refused
from esoviet.node.hosted import HostedAssembly
from esoviet.node.submission import Submission, prepare
from esoviet.web.endpoints.paying import pay
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import (
    HttpError,
    ProblemDetails,
    details_of,
    details_of_problem,
    in_language,
)
from esoviet.web.http.language import language_of, tag
from esoviet.web.http.limits import limited
from esoviet.wire.envelope import MAX_ACT
from esoviet.wire.reason import Reason

MAX_BULK = 16 * 2**20
MAX_LINES = 65_536
FIRST_CHUNK = 16  # who sends nonsense is known by then
STRANGERS_CHUNK = 4  # a turn: everybody waits while these are looked at
CHUNK = 256
AHEAD = 4
_ENCODER = msgspec.json.Encoder()

Line = Submission | Refused | ProblemDetails


class _Turns:
    """Chunks are verified at once and handed in one after the other, until one is too many."""

    def __init__(self) -> None:
        self.ended = False  # nothing more is read
        self.stopped = False  # nothing more is handed in
        self._last = asyncio.Event()
        self._last.set()

    def are_over(self) -> bool:
        """Whether a line was one too many."""
        return self.ended

    def next(self) -> tuple[asyncio.Event, asyncio.Event]:
        """When a chunk's turn comes, and what it sets when the next one's does."""
        mine, self._last = self._last, asyncio.Event()
        return mine, self._last


async def many(request: Request, hosted: HostedAssembly, *, stranger: bool) -> Response:
    """Acts as lines, answered by lines in the same order.

    Of a stranger, whose signatures nobody has seen, a few lines are looked at a turn.
    """
    waiting: deque[asyncio.Task[bytes]] = deque()
    answers: list[bytes] = []
    language = language_of(request)
    turns = _Turns()
    async for lines in _chunks(request, STRANGERS_CHUNK if stranger else CHUNK):
        if stranger:
            await context_of(request).rounds.next()
        while len(waiting) >= AHEAD or (waiting and not answers):
            answers.append(await waiting.popleft())
        if turns.are_over():
            break
        acts = _admitted(request, hosted, lines, turns)
        waiting.append(
            asyncio.create_task(_chunk(request, hosted, acts, turns, language, *turns.next()))
        )
        if turns.are_over():
            break
    while waiting:
        answers.append(await waiting.popleft())
    headers = {"Content-Language": tag(language)}
    if turns.ended:
        headers["Connection"] = "close"  # the rest of the body is not read
    return Response(b"".join(answers), headers=headers, media_type="application/jsonl")


async def _chunks(request: Request, size: int) -> AsyncIterator[list[bytes]]:
    rest, lines, count, most = b"", list[bytes](), 0, min(FIRST_CHUNK, size)
    async for data in limited(request, MAX_BULK):
        *ended, rest = (rest + data).split(b"\n")
        count += len(ended)
        rest = rest[: MAX_ACT + 1]  # too long for an act already: its line will say so
        if count > MAX_LINES:
            raise HttpError(
                413, Reason("At most {max_lines} lines are taken at once.", max_lines=MAX_LINES)
            )
        lines += ended
        while len(lines) >= most:
            yield lines[:most]
            del lines[:most]
            most = size
    if rest:
        lines.append(rest)
    if lines:
        yield lines


def _admitted(
    request: Request, hosted: HostedAssembly, lines: list[bytes], turns: _Turns
) -> list[Line]:
    """Lines taken apart; nonsense counts at once, and may be one too many."""
    context, acts = context_of(request), list[Line]()
    for line in lines:
        act = prepare(line)
        if isinstance(act, Refused):
            try:
                context.strangers.check(request)
            except HttpError as problem:
                turns.ended = True
                return [*acts, details_of_problem(problem)]
            context.strangers.charge(request)
            context.node.events.refused(act.clause, hosted.ledger.id)
        acts.append(act)
    return acts


async def _chunk(
    request: Request,
    hosted: HostedAssembly,
    acts: list[Line],
    turns: _Turns,
    language: str,
    turn: asyncio.Event,
    following: asyncio.Event,
) -> bytes:
    """Verify a chunk while those before it are judged; hand it in when its turn has come."""
    try:
        known = hosted.ledger.replica.state.rows(Key)
        named = [one for one in acts if isinstance(one, Submission)]
        if context_of(request).strangers.address(request) is not None:
            named = [one for one in named if one.sealed.kid in known]  # who is not pays first
        await hosted.verify(named)
        await turn.wait()
        acts = _handed_in(request, hosted, acts, turns)
    finally:
        following.set()
    answers = [await act.answer if isinstance(act, Submission) else act for act in acts]
    return b"".join([_line(answer, language) for answer in answers])


def _handed_in(
    request: Request, hosted: HostedAssembly, acts: list[Line], turns: _Turns
) -> list[Line]:
    """Hand in acts as far as they are paid for; the last line says why it ends there."""
    taken: list[Line] = []
    for act in () if turns.stopped else acts:
        if isinstance(act, Submission):
            try:
                pay(request, context_of(request), hosted, act)
            except HttpError as problem:
                turns.ended = turns.stopped = True
                return [*taken, details_of_problem(problem)]
            hosted.sequencer.submit(act)
        taken.append(act)
    return taken


def _line(answer: Answer | ProblemDetails, language: str) -> bytes:
    if isinstance(answer, Logged):
        return _ENCODER.encode(answer) + b"\n"
    details = answer if isinstance(answer, ProblemDetails) else details_of(answer)
    return _ENCODER.encode(in_language(details, language)) + b"\n"
