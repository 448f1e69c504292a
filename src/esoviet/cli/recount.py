"""This client's own replay of a log: every entry fetched, hashed, verified and judged again.

The result does not depend on anything that the host says beyond the log itself, whose root must be
that of a checkpoint which this client has verified.
"""

import msgspec

from esoviet.cli.client import Client
from esoviet.cli.errors import Trouble
from esoviet.cli.hand import Seen
from esoviet.cli.trust import EntryOf, Trust, entry_bytes
from esoviet.law import judge
from esoviet.law.outcome import Refusal
from esoviet.law.state import State
from esoviet.law.view import View
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.tiles import WIDTH
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed


class Replay:
    """A log folded from its entries."""

    def __init__(self) -> None:
        self.state = judge.new_state()
        self.tree = Tree()
        self.time = 0

    def view(self) -> View:
        """The state at the last entry."""
        return View(self.state, self.time, self.tree.size, self.tree.root)

    def take(self, entry: bytes) -> None:
        """Judge one entry; raises `Trouble` where the law refuses what the host has logged."""
        index = self.tree.size
        try:
            time, signed = read_entry(entry)
            act = judge.read_act(signed.payload)
        except Malformed as error:
            raise _wrong(index, f"{error}.") from None
        if time < self.time:
            raise _wrong(index, "its time runs back.")
        said = judge.Statement(
            signed.id, signed.kid, act, lambda public: envelope.verified(signed, public)
        )
        judge.advance(self.state, time, index, self.tree.root)
        outcome = judge.judge(self.state, said, time, index, self.tree.root).refusal
        if isinstance(outcome, Refusal):
            raise _wrong(index, f"{outcome.because} (clause {outcome.clause})")
        self.time = time
        self.tree.append(leaf_hash(entry))


def read_entry(entry: bytes) -> tuple[int, envelope.Envelope]:
    """The time and the envelope of an entry; raises `Malformed`."""
    try:
        parsed = msgspec.json.decode(entry, type=EntryOf)
        jws = parsed.act.encode("ascii")
    except (msgspec.DecodeError, UnicodeError):
        raise Malformed("not an entry") from None
    if entry != entry_bytes(parsed.time, jws):
        raise Malformed("not spelled as entries are")
    return parsed.time, envelope.parse(jws)


def replay(trust: Trust, seen: Seen) -> Replay:
    """Fold the log up to a verified position; raises `Trouble` for the first wrong entry."""
    folded = Replay()
    for number in range(-(-seen.size // WIDTH)):
        for entry in trust.entries(seen.size, number):
            folded.take(entry)
    if folded.tree.root() != seen.root:
        raise Trouble("The entries that the host sends are not those of its own checkpoint.")
    return folded


def recount(client: Client) -> State:
    """The state of the client's assembly, folded here from the newest verified log."""
    return replay(client.trust, client.trust.advance()).state


def _wrong(index: int, because: str) -> Trouble:
    return Trouble(f"Entry {index} of the log should not be there: {because}")
