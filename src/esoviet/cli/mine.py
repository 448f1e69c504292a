"""The acts of one's own key, as the verified log has them, beside those that this machine knows.

A host's word about a key moves nothing. Where it refuses an act because it does not follow the last
one of its key (clause 1.4), the log is recounted here. What it holds of this key and this machine
never signed came from a copy of the key: of its owner's making, or a thief's.
"""

from typing import NamedTuple

from esoviet.cli import terminal
from esoviet.cli.home import Home
from esoviet.cli.outbox import Outbox
from esoviet.cli.recount import replay
from esoviet.cli.signer import Link, Seen
from esoviet.cli.trust import Trust
from esoviet.law.act import Act
from esoviet.law.founding import FoundAssembly
from esoviet.replica.replica import Replica, Taken
from esoviet.wire.keys import KeyName


class Logged(NamedTuple):
    """An act of a key in the verified log."""

    number: int
    time: int
    id: str
    seq: int
    type: str

    def __str__(self) -> str:
        return f"entry {self.number}, {terminal.moment(self.time)} UTC: {self.type}"


def logged(trust: Trust, seen: Seen, kid: KeyName) -> list[Logged]:
    """Every act of a key in the log up to a verified position, proven by a recount."""
    acts: list[Logged] = []

    def told(folded: Replica, taken: Taken) -> None:
        said = taken.said
        if said.kid == kid:
            assert isinstance(said.act, Act | FoundAssembly)
            acts.append(Logged(folded.size - 1, taken.time, said.id, said.act.seq, said.act.type))

    replay(trust, seen, told)
    return acts


def unknown_here(home: Home, outbox: Outbox, assembly: str, acts: list[Logged]) -> list[Logged]:
    """Those that this machine has not signed, as far as it remembers."""
    known = {path.stem for path in (home.place(assembly) / "receipts").glob("*.entry")}
    known |= {one.id for one in outbox.waiting()} | {old.one.id for old in outbox.aside()}
    return [one for one in acts if one.id not in known]


def last_of(acts: list[Logged]) -> Link:
    """The end of the chain."""
    return Link(acts[-1].seq, acts[-1].id) if acts else Link()
