"""A replica: a position in the log, and the state that the law makes of the log up to there.

`state` is always the fold of exactly the first `size` entries. Everything that follows a log is
one: the host judges each act against it and either takes the entry in (`judge`, then `append`) or
leaves nothing behind; a mirror, an auditor, a client and a test take in entries as they stand in
the log (`take`). So none of them can make anything else of the same log. A replica does no input or
output and is not durable: it can always be made from the log.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from esoviet.law import judge as law
from esoviet.law.judge import Judgement, Statement, Told
from esoviet.law.records import THE, Clock
from esoviet.law.state import Undo
from esoviet.law.view import View
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

BACKWARDS = "The time of this entry is before that of the last."


class WrongEntry(Exception):
    """An entry that cannot stand where it does: its index, the clause that it breaks, and why."""

    def __init__(self, index: int, clause: str, because: str) -> None:
        super().__init__(f"entry {index} breaks clause {clause} of the law: {because}")
        self.index = index
        self.clause = clause
        self.because = because


class Taken(NamedTuple):
    """An entry that was taken in: the host's time, the act, and what it changed."""

    time: int
    said: Statement
    judgement: Judgement


Check = Callable[[envelope.Envelope], Callable[[bytes], bool]]
"""For an act's envelope: whether a public key signed it."""


class Replica:
    """A tree and a state that move together."""

    def __init__(self, tree: Tree | None = None) -> None:
        self.tree = tree or Tree()
        """It may hold the hashes of entries to come: whoever reads many hashes them at once."""
        self.size = self.tree.size
        self.state = law.new_state()
        self.time = 0

    def root_at(self, size: int) -> bytes | None:
        """The root that the log had at a size, or None if it has not had it."""
        return self.tree.root(size) if 0 <= size <= self.size else None

    def view(self, now: int | None = None) -> View:
        """A window on the state, for reading; `now` is the moment that counts as the present."""
        return View(self.state, self.time if now is None else now, self.size, self.root_at)

    @property
    def sure(self) -> int:
        """The latest moment that somebody other than the host confirms (clause 1.6)."""
        clock = self.state.rows(Clock).get(THE)
        return 0 if clock is None else clock.sure

    def judge(self, said: Statement, time: int, told: Told | None = None) -> Judgement:
        """What falls due, then the act, as the next entry. A refusal leaves nothing behind.

        What an acceptance changed is in force; `undo` takes it back.
        """
        return law.judge(self.state, said, time, self.size, self.root_at, told)

    def append(self, entry: bytes, time: int) -> None:
        """Take in the entry whose act has just been judged."""
        self.tree.append(leaf_hash(entry))
        self.passed(time)

    def passed(self, time: int) -> None:
        """Go past the entry whose act has just been judged, and whose hash is in the tree."""
        self.size += 1
        self.time = time
        assert self.size <= self.tree.size

    def undo(self, steps: Sequence[Undo], size: int, time: int) -> None:
        """Go back to an earlier size and time, over what was judged since."""
        self.state.undo(steps)
        if size < self.size:
            self.tree.truncate(size)
        self.size = size
        self.time = time

    def take(self, entry: bytes, check: Check | None = None) -> Taken:
        """Take in the next entry of a log; raises `WrongEntry` and leaves nothing behind.

        Every signature is verified, unless `check` knows better: a host that reads its own log
        again verified them before it signed.
        """
        try:
            time, jws = entries.read(entry)
            sealed = envelope.parse(jws)
            act = law.read_act(sealed.payload)
        except Malformed as error:
            raise WrongEntry(self.size, "1.1", f"The entry is malformed: {error}.") from None
        checked = check or _signed
        said = Statement(sealed.id, sealed.kid, act, checked(sealed))
        judgement = self.pass_judgement(said, time)
        self.append(entry, time)
        return Taken(time, said, judgement)

    def pass_judgement(self, said: Statement, time: int, told: Told | None = None) -> Judgement:
        """Judge an act that stands in the log; raises `WrongEntry` where it should not."""
        if time < self.time:
            raise WrongEntry(self.size, "1.6", BACKWARDS)
        judgement = self.judge(said, time, told)
        if judgement.refusal is not None:
            raise WrongEntry(self.size, judgement.refusal.clause, judgement.refusal.because)
        return judgement


def statement_of(jws: bytes) -> Statement:
    """A signed act as the law judges it; raises `Malformed`."""
    sealed = envelope.parse(jws)
    return Statement(sealed.id, sealed.kid, law.read_act(sealed.payload), _signed(sealed))


def _signed(sealed: envelope.Envelope) -> Callable[[bytes], bool]:
    return lambda public: envelope.verified(sealed, public)
