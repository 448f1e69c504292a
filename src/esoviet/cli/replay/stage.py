"""Where a replay takes place: in the law alone, or at a real host (`http.py`).

A stage takes steps. A step is an act that is signed when its turn comes, with the position that is
seen then. What the law refuses ends the replay: everything on a sheet was valid once.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import msgspec
from msgspec.structs import replace

from esoviet.cli.errors import Trouble
from esoviet.cli.signer import Seen, Signer, Stamp, whole_second
from esoviet.cli.texts import Bytes
from esoviet.law.act import Act
from esoviet.law.decisions import Decision
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.limits import EDITION_1
from esoviet.law.methods import Ending
from esoviet.law.problems import Problem
from esoviet.law.votes import Vote
from esoviet.law.windows import last_parts
from esoviet.replica.replica import Replica, statement_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u

BEGIN = 1_767_225_600_000


class Step(NamedTuple):
    """One act to come, by one signer, with its texts."""

    signer: Signer
    make: Callable[[Stamp], Act]
    blobs: tuple[Bytes, ...] = ()


class Decided(NamedTuple):
    """What the law made of a vote; `counts` are yes, no and abstain where it asked for those."""

    vote: int
    ending: Ending
    winners: tuple[int, ...]
    ballots: int
    electorate: int
    counts: tuple[int, ...]


class Stage(Protocol):
    """Takes acts, lets time pass, tells what was decided."""

    @property
    def host(self) -> str:
        """The public key of the host, base64url."""

    async def found(self, act: FoundAssembly, key: SigningKey, blobs: Sequence[Bytes]) -> str:
        """Found the assembly; answers its id."""

    async def take(self, steps: Sequence[Step], *, in_order: bool = False) -> None:
        """Sign and hand in. Steps of one signer keep their order; `in_order` keeps all of it."""

    async def until(self, *, found: int = 0, votes: int = 0, decisions: int = 0) -> None:
        """Wait, by time alone, until the problem `found` was found necessary, so many votes have
        opened and so many decisions been taken."""

    async def decided(self) -> list[Decided]:
        """All decisions."""


class LawStage:
    """The law alone, with a clock that jumps to the next deadline when there is nothing to do."""

    def __init__(self, seed: bytes = bytes(32)) -> None:
        self._key = SigningKey(seed)
        self._signer: Signer | None = None
        self.now = BEGIN
        self.replica = Replica()
        self.entries: list[bytes] = []
        self._members: list[Signer] = []

    @property
    def host(self) -> str:
        """The public key of the host, base64url."""
        return b64u(self._key.public)

    async def found(self, act: FoundAssembly, key: SigningKey, blobs: Sequence[Bytes]) -> str:  # noqa: ARG002
        """Found the assembly; the law asks for no blobs."""
        act = replace(act, at=whole_second(self.now))
        signed = envelope.seal(msgspec.json.encode(act), key)
        self._log(signed)
        assembly = envelope.parse(signed).id
        self._signer = Signer(self._key, assembly)
        return assembly

    async def take(self, steps: Sequence[Step], *, in_order: bool = True) -> None:  # noqa: ARG002
        """Sign and log; the order is kept in any case."""
        for step in steps:
            self._log(step.signer.sign(step.make(step.signer.stamp(self._seen(), self.now))))
            self.now += 1
            if step.signer not in self._members[:1]:
                self._members = [*self._members[:1], step.signer]

    async def until(self, *, found: int = 0, votes: int = 0, decisions: int = 0) -> None:
        """Let each deadline pass: the host is there until the end, then a member confirms it."""
        assert self._signer is not None
        while not self._reached(found, votes, decisions):
            deadline = self.replica.state.first_deadline()
            if deadline is None:
                raise Trouble("Nothing is due any more, and the vote did not come.")
            last, state = self.replica.time, self.replica.state
            parts = last_parts(state, last, deadline)
            middles = [middle for middle, end in parts if end == deadline]
            self.now = max(max(middles, default=deadline), self.now + EDITION_1.host_pause_ms)
            self._mark(self._signer)
            self.now = max(deadline, self.now + EDITION_1.member_pause_ms)
            self._mark(self._members[0])

    async def decided(self) -> list[Decided]:
        """All decisions."""
        decisions = self.replica.state.rows(Decision)
        return [
            Decided(d.vote, d.ending, d.winners, d.ballots, d.base, d.counts)
            for d in sorted(decisions.values(), key=lambda decision: decision.number)
        ]

    def _mark(self, signer: Signer) -> None:
        self._log(signer.sign(MarkTime(**signer.stamp(self._seen(), self.now))))

    def _seen(self) -> Seen:
        return Seen(self.replica.size, self.replica.tree.root())

    def _reached(self, found: int, votes: int, decisions: int) -> bool:
        state = self.replica.state
        if found and state.rows(Problem)[found].phase == "necessity":
            return False
        return len(state.rows(Vote)) >= votes and len(state.rows(Decision)) >= decisions

    def _log(self, signed: bytes) -> None:
        said = statement_of(signed)
        refusal = self.replica.judge(said, self.now).refusal
        if refusal is not None:
            raise Trouble(f"The law refused {said.act.type}: {refusal.because} ({refusal.clause})")
        entry = entries.spell(self.now, signed)
        self.replica.append(entry, self.now)
        self.entries.append(entry)
