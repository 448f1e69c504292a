"""A replay at a real host, as that many real clients.

Up to a few thousand acts every voter has a connection of their own: the client fetches the
checkpoint, verifies the host's signature on it, signs, hands in with its texts and verifies the
receipt offline. Beyond that acts go in bulk (many a request, one receipt a line, each verified all
the same). The host's key is the one that the founding act names.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import lru_cache
from typing import Self, TypeVar

import msgspec
from msgspec.structs import replace

from esoviet.cli.addresses import node_url
from esoviet.cli.errors import Trouble
from esoviet.cli.found import NodeInfo
from esoviet.cli.http import JOSE, Answer, Refusal, Refused
from esoviet.cli.replay.connection import Connection, Response, form
from esoviet.cli.replay.stage import Decided, Step
from esoviet.cli.signer import Seen, Signer, wall_clock, whole_second
from esoviet.cli.texts import Bytes
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.methods import Ending
from esoviet.log import note, receipt
from esoviet.log.checkpoint import Checkpoint, open_checkpoint, origin_of
from esoviet.log.errors import ProofError
from esoviet.log.merkle import leaf_hash, verify_inclusion
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import un_b64u
from esoviet.wire.errors import Malformed

BULK_FROM = 3000
BULK = 2000
AT_ONCE = 48
BRINGERS = 8
POLL = 0.25
MARK = 120_000
"""After so many milliseconds a member marks the time again."""
T = TypeVar("T")


class _Counts(msgspec.Struct):
    votes: int
    decisions: int


class _Assembly(msgspec.Struct):
    counts: _Counts


class _Problem(msgspec.Struct):
    phase: str


class _Waiting(msgspec.Struct):
    problem: _Problem


class _Winner(msgspec.Struct):
    option: int


class _YesNo(msgspec.Struct):
    yes: int
    no: int
    abstain: int


class _Decision(msgspec.Struct):
    number: int
    vote: int
    ending: Ending
    winners: list[_Winner]
    ballots: int
    electorate: int
    counts: _YesNo | None


class _Decisions(msgspec.Struct):
    items: list[_Decision]
    next: str | None


class HttpStage:
    """A host at an address; use as `async with`."""

    def __init__(
        self,
        url: str,
        *,
        insecure: bool = False,
        token: str | None = None,
        bulk_from: int = BULK_FROM,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self.node = node_url(url, insecure=insecure)
        self._token = token
        self.url = ""
        self.host = ""
        self._bulk_from = bulk_from
        self._clock = clock
        self._marked = clock()
        self._marker: Signer | None = None
        self._tls = ssl.create_default_context() if url.startswith("https") else None
        self._key: note.VerifierKey | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._line = self._connect(self.node)

    async def __aenter__(self) -> Self:
        self.host = _read(await _get(self._line, "/node"), NodeInfo).host
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._line.__aexit__()

    async def found(self, act: FoundAssembly, key: SigningKey, blobs: Sequence[Bytes]) -> str:
        """Found the assembly; answers its id."""
        act = replace(act, at=whole_second(self._clock()))
        signed = envelope.seal(msgspec.json.encode(act), key)
        assembly = envelope.parse(signed).id
        self._key = note.VerifierKey(origin_of(assembly), note.ED25519, un_b64u(self.host, 32))
        answer = await _submit(self._line, "/a", signed, blobs, self._token)
        self._verify(signed, answer)
        await self._line.__aexit__()
        self.url = f"{self.node}/a/{assembly}"
        self._line = self._connect(self.url)
        return assembly

    async def take(self, steps: Sequence[Step], *, in_order: bool = False) -> None:
        """Sign and hand in: in bulk, or each hand on a connection of its own."""
        if in_order or len(steps) >= self._bulk_from:
            await self._in_bulk(steps)
        else:
            by_hand: dict[str, list[Step]] = {}
            for step in steps:
                by_hand.setdefault(step.signer.kid, []).append(step)
            await _all(self._alone(mine) for mine in by_hand.values())
        signers = [step.signer for step in steps]
        self._marker = self._marker or next(iter(signers), None)
        if self._marker in signers:
            self._marked = self._clock()

    async def until(self, *, found: int = 0, votes: int = 0, decisions: int = 0) -> None:
        """Look again and again until so much has happened; now and then the first member says how
        late it is, since the host alone is not believed for long (clause 1.6)."""
        while not await self._reached(found, votes, decisions):
            if self._marker is not None and self._clock() - self._marked >= MARK:
                await self.take([Step(self._marker, lambda stamp: MarkTime(**stamp))])
            await asyncio.sleep(POLL)

    async def _reached(self, found: int, votes: int, decisions: int) -> bool:
        if found:
            waiting = await self.read(f"/problems/{found}.json", _Waiting)
            if waiting.problem.phase == "necessity":
                return False
        counts = (await self.read(".json", _Assembly)).counts
        return counts.votes >= votes and counts.decisions >= decisions

    async def decided(self) -> list[Decided]:
        """All decisions, page by page."""
        decisions: list[Decided] = []
        after = 0
        while True:
            path = f"/decisions.json?limit=1000&after={after}"
            page = _read(await _get(self._line, path), _Decisions)
            decisions += [_decided(one) for one in page.items]
            if page.next is None or not page.items:
                return decisions
            after = page.items[-1].number

    async def read(self, path: str, kind: type[T]) -> T:
        """An answer of the assembly in JSON."""
        return _read(await _get(self._line, path), kind)

    async def _alone(self, steps: Sequence[Step]) -> None:
        """One client: looks at the log, signs on what it saw, keeps its receipts honest."""
        async with self._slots, self._connect(self.url) as line:
            seen = await self._seen(line)
            for step in steps:
                signed = step.signer.sign(step.make(step.signer.stamp(seen, self._clock())))
                self._verify(signed, await _submit(line, "/acts", signed, step.blobs))

    async def _in_bulk(self, steps: Sequence[Step]) -> None:
        await self._bring([blob for step in steps for blob in step.blobs])
        for start in range(0, len(steps), BULK):
            seen = await self._seen(self._line)
            signed = [
                step.signer.sign(step.make(step.signer.stamp(seen, self._clock())))
                for step in steps[start : start + BULK]
            ]
            body = await _post(self._line, "/acts", b"\n".join(signed), "application/jose-seq")
            answers = body.splitlines()
            for act, line in zip(signed, answers, strict=False):
                self._verify(act, _acknowledged(line))
            if len(answers) != len(signed):
                raise Trouble("The host has not answered every act.")

    async def _bring(self, blobs: Sequence[Bytes]) -> None:
        """Signer blobs in ahead of their acts, over some connections."""
        await _all(self._bring_some(blobs[n::BRINGERS]) for n in range(BRINGERS))

    async def _bring_some(self, blobs: Sequence[Bytes]) -> None:
        async with self._connect(self.url) as line:
            for blob in blobs:
                _checked(await line.request("PUT", f"/blobs/{blob.ref.sha256}", blob.data))

    async def _seen(self, line: Connection) -> Seen:
        assert self._key is not None
        checkpoint = _opened(await _get(line, "/log/checkpoint"), self._key)
        return Seen(checkpoint.size, checkpoint.root)

    def _verify(self, act: bytes, answer: Answer) -> None:
        """The receipt, offline: the entry stands under a checkpoint that the host signed."""
        assert self._key is not None
        try:
            taken = receipt.parse(answer.receipt.encode())
            checkpoint = _opened(taken.checkpoint, self._key)
            leaf = leaf_hash(entries.spell(answer.time, act))
            verify_inclusion(taken.index, checkpoint.size, leaf, taken.proof, checkpoint.root)
        except (Malformed, ProofError) as error:
            raise Trouble(f"A receipt of the host does not verify: {error}.") from None

    def _connect(self, url: str) -> Connection:
        return Connection(url, self._tls)


async def _get(line: Connection, path: str) -> bytes:
    return _checked(await line.request("GET", path))


async def _post(
    line: Connection, path: str, body: bytes, content_type: str, token: str | None = None
) -> bytes:
    return _checked(await line.request("POST", path, body, content_type, token))


async def _submit(
    line: Connection, path: str, act: bytes, blobs: Sequence[Bytes], token: str | None = None
) -> Answer:
    body, content_type = act, JOSE
    if blobs:
        body, content_type = form([("act", act), *((b.ref.sha256, b.data) for b in blobs)])
    return _read(await _post(line, path, body, content_type, token), Answer)


@lru_cache(maxsize=4096)
def _opened(raw: bytes, key: note.VerifierKey) -> Checkpoint:
    """A verified checkpoint; many receipts carry the same one."""
    return open_checkpoint(raw, key)


async def _all(work: Iterable[Coroutine[None, None, None]]) -> None:
    """Everything side by side; the first failure ends the rest."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


def _decided(one: _Decision) -> Decided:
    counts = one.counts
    return Decided(
        one.vote,
        one.ending,
        tuple(winner.option for winner in one.winners),
        one.ballots,
        one.electorate,
        () if counts is None else (counts.yes, counts.no, counts.abstain),
    )


def _checked(answer: Response) -> bytes:
    """The body of an answer that is no refusal."""
    if 200 <= answer.status < 300:
        return answer.body
    try:
        details = msgspec.json.decode(answer.body, type=Refused)
    except msgspec.DecodeError:
        details = Refused(status=answer.status, title="an answer without an explanation")
    raise _refused(details)


def _acknowledged(line: bytes) -> Answer:
    try:
        return msgspec.json.decode(line, type=Answer)
    except msgspec.ValidationError:
        raise _refused(_read(line, Refused)) from None


def _refused(details: Refused) -> Trouble:
    if details.clause == "7.2":
        return Trouble("The vote closed before all ballots were in: give it more --seconds.")
    return Refusal(details)


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Trouble(f"The host answers in no form that we know: {error}.") from None
