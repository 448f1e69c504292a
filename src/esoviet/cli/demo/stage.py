"""Where the demo plays: a node of its own, whose clock is turned.

The whole past happens in a moment: the clock stands where the story has come to, every deadline on
the way is marked by the host as it would have been, and at the end the clock stands at the present.
Acts go through the sequencer; nothing is written past it. At a real host the story would take a
hundred days, since nothing ends there before its time.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
from msgspec.structs import replace

from esoviet.cli.errors import Trouble
from esoviet.cli.replay.stage import Step
from esoviet.cli.signer import Seen, Signer, whole_second
from esoviet.cli.texts import Bytes
from esoviet.law.constitution import DAY
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import Mandate
from esoviet.law.view import View
from esoviet.law.votes import Vote, VoteKind
from esoviet.law.windows import last_parts
from esoviet.node import config as settings
from esoviet.node.answers import Answer, Logged, Refused
from esoviet.node.clock import SystemClock, TurnedClock
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node, NodeError
from esoviet.node.recovery import CorruptLog
from esoviet.node.submission import Submission, prepare
from esoviet.store.blobs import Pending
from esoviet.store.errors import StoreError
from esoviet.store.skills import Skills
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey

AT_ONCE = 256


class OwnNode:
    """A node in this process, on a folder, with a clock that is turned.

    It has these settings, or the usual ones; its clock begins so many days before `until`, or now.
    """

    def __init__(
        self,
        data: Path,
        days: float,
        until: int | None = None,
        config: settings.Config | None = None,
    ) -> None:
        self._start = (until or SystemClock().wall()) - round(days * DAY)
        self._now = self._start
        config = config or settings.Config(data=data)
        try:
            self.node = Node(config, TurnedClock(lambda: self._now))
        except (NodeError, CorruptLog, StoreError) as error:
            raise Trouble(f"{error}.") from None
        self._hosted: HostedAssembly | None = None
        self._held = AsyncExitStack()
        self._founder: Signer | None = None

    @property
    def host(self) -> str:
        """The public key of the host, base64url."""
        return self.node.public

    @property
    def now(self) -> int:
        """What its clock shows, in ms since 1970."""
        return self._now

    @property
    def day(self) -> float:
        """On which day of the story that is."""
        return (self._now - self._start) / DAY

    @property
    def place(self) -> str:
        """The folder, and the assembly in it."""
        return f"{self.node.folder}/assemblies/{self._assembly.ledger.id}"

    async def found(self, act: FoundAssembly, key: SigningKey, blobs: Sequence[Bytes]) -> str:
        """Found the assembly; answers its id."""
        act = replace(act, at=whole_second(self._now))
        submission = _ready(envelope.seal(msgspec.json.encode(act), key))
        _bring(self.node.pending, blobs)
        _must(await self.node.found(submission))
        self._hosted = await self._held.enter_async_context(self.node.open(submission.id))
        await self._hosted.timekeeper.close()  # its clock is turned by hand
        return submission.id

    async def take(self, steps: Sequence[Step], *, in_order: bool = False) -> None:  # noqa: ARG002
        """Sign and hand in, many at once; the sequencer keeps their order."""
        for start in range(0, len(steps), AT_ONCE):
            published = self._assembly.ledger.published
            seen = Seen(published.size, published.root)
            submissions = []
            for step in steps[start : start + AT_ONCE]:
                _bring(self._assembly.ledger.pending, step.blobs)
                self._founder = self._founder or step.signer
                act = step.make(step.signer.stamp(seen, self._now))
                submissions.append(_ready(step.signer.sign(act)))
            for answer in await asyncio.gather(*map(self._assembly.submit, submissions)):
                _must(answer)

    async def turn_to(self, day: float) -> None:
        """Turn the clock; on the way the host marks each deadline, and the founder confirms it."""
        goal = self._start + round(day * DAY)
        state = self._assembly.ledger.replica.state
        while (due := state.first_deadline()) is not None and due <= goal:
            last = self._assembly.ledger.replica.time
            middles = [middle for middle, end in last_parts(state, last, due) if end == due]
            self._now = max(self._now + EDITION_1.host_pause_ms, max(middles, default=due))
            _must(await self._assembly.timekeeper.mark_time())
            if self._assembly.ledger.replica.sure + EDITION_1.slack_ms < due:
                self._now = max(self._now + EDITION_1.member_pause_ms, due)
                assert self._founder is not None
                await self.take([Step(self._founder, lambda stamp: MarkTime(**stamp))])
        self._now = max(self._now, goal)

    async def vote_on(self, kind: VoteKind, subject: int) -> int:
        """The number of the vote on something."""
        for vote in self._assembly.ledger.replica.state.rows(Vote).values():
            if (vote.kind, vote.subject) == (kind, subject):
                return vote.number
        raise Trouble(f"The story expects a vote on {kind} {subject}, and there is none.")

    async def mandate_of(self, solution: int) -> tuple[int, int] | None:
        """The mandate that a solution was given, and who leads it; 0 for a vacant one."""
        mandates = self._assembly.ledger.replica.state.rows(Mandate).values()
        carried = [mandate for mandate in mandates if mandate.solution == solution]
        return (carried[0].number, carried[0].held_by) if carried else None

    def says(self, member: int, said: Skills) -> None:
        """A member says what they can do; it is in no log."""
        self.node.reach.skills.put(self._assembly.ledger.id, member, said)

    def view(self) -> View:
        """The assembly as it is."""
        return self._assembly.ledger.replica.view()

    async def close(self) -> None:
        """Close the node; what it hosts is served by `esoviet serve`."""
        await self._held.aclose()
        await self.node.close()

    @property
    def _assembly(self) -> HostedAssembly:
        assert self._hosted is not None
        return self._hosted


def _ready(signed: bytes) -> Submission:
    submission = prepare(signed)
    assert isinstance(submission, Submission), submission
    return submission


def _bring(pending: Pending, blobs: Sequence[Bytes]) -> None:
    for blob in blobs:
        pending.put(blob.ref.sha256, blob.data)


def _must(answer: Answer) -> Logged:
    if isinstance(answer, Logged):
        return answer
    clause = answer.clause if isinstance(answer, Refused) else "-"
    raise Trouble(f"The law refused a part of the story: {answer.because} ({clause})")
