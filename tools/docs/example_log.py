"""The small log of the worked examples: Ada founds an assembly, asks a question and votes yes.

Every key and every salt is made from a word, so that anyone can make the same bytes again.
"""

import hashlib
from typing import NamedTuple

import msgspec

from esoviet.law.act import Act, Blob, Signed
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.questions import Ask
from esoviet.law.votes import CastBallot
from esoviet.log import checkpoint, receipt
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import Tree
from esoviet.replica.replica import Replica
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u

START = 1_767_225_600_000
DAY = 86_400_000


def key(word: str) -> SigningKey:
    """The key whose seed is the SHA-256 of a word."""
    return SigningKey(hashlib.sha256(word.encode()).digest())


def blob(content: str) -> tuple[Blob, bytes]:
    """A text with the SHA-256 of `salt of <text>` as its salt."""
    salted = hashlib.sha256(f"salt of {content}".encode()).digest() + content.encode()
    name = hashlib.sha256(salted).hexdigest()
    return Blob(sha256=name, size=len(salted), media_type="text/markdown"), salted


ADA, HOST = key("Ada"), key("host")


class Small(NamedTuple):
    """The log, and what was made on the way."""

    assembly: str
    payloads: list[bytes]
    acts: list[bytes]
    entries: list[bytes]
    tree: Tree

    @property
    def origin(self) -> str:
        """The log's origin and the name of its key."""
        return f"esoviet/{self.assembly}"

    @property
    def checkpoint(self) -> bytes:
        """The signed checkpoint of the whole log."""
        return checkpoint.sign(Checkpoint(self.origin, self.tree.size, self.tree.root()), HOST)

    def receipt(self, index: int) -> str:
        """The receipt of an entry."""
        return receipt.write(index, self.tree.inclusion_proof(index), self.checkpoint)


class _Author:
    """Signs and appends, and insists that the law agrees."""

    def __init__(self) -> None:
        self.replica = Replica()
        self.last: dict[bytes, str] = {}
        self.log = Small("", [], [], [], self.replica.tree)

    def say(self, act: Signed, author: SigningKey, time: int) -> None:
        payload = msgspec.json.encode(act)
        jws = envelope.seal(payload, author)
        entry = entries.spell(time, jws)
        act_id = self.replica.take(entry).said.id
        self.last[author.public] = act_id
        self.log = self.log._replace(assembly=self.log.assembly or act_id)
        self.log.payloads.append(payload)
        self.log.acts.append(jws)
        self.log.entries.append(entry)

    def act(self, kind: type[Act], author: SigningKey, seq: int, time: int, **own: object) -> None:
        seen = (self.log.tree.size, b64(self.log.tree.root()))
        prev = self.last.get(author.public, "")
        common = {"assembly": self.log.assembly, "seq": seq, "prev": prev, "at": time, "seen": seen}
        self.say(kind(**common, **own), author, time)  # type: ignore[arg-type]


def small_log() -> Small:
    """Four entries: founded, asked, voted at the last hour, closed."""
    ada = _Author()
    founding = FoundAssembly(
        seq=1,
        at=START,
        key=b64u(ADA.public),
        host=b64u(HOST.public),
        name=blob("Harbour workers")[0],
        purpose=blob("Safe work on the quay.")[0],
        profile=blob("Ada")[0],
        constitution={"readership": "public"},
    )
    ada.say(founding, ADA, START)
    shall_we = blob("Shall we meet on Fridays?")[0]
    ada.act(Ask, ADA, 2, START + 60_000, form="yes-no", text=shall_we)
    ada.act(CastBallot, ADA, 3, START + 2 * DAY - 3_600_000, vote=1, choice="yes")
    ada.act(MarkTime, ADA, 4, START + 3 * DAY)
    return ada.log
