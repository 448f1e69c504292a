"""Big, valid logs, made quickly: signed on all cores, judged once, written through the store.

A log of `members` members and `votes` open votes, each a quick question with ten answers, and a
ballot by every member in every vote; at the end all votes may be closed. One more member is there
who never votes, or a vote would be over with the last ballot (7.8). Keys follow from numbers,
so that more acts can be signed later. Texts are salted alike for the same words, so that a log is
the same each time but for its times.
"""

import atexit
import hashlib
import itertools
import os
import random
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from esoviet.law import judge as law
from esoviet.law.act import Act, Blob, Signed
from esoviet.law.applications import ApplyToJoin, Invite, KeyProof
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.judge import Statement
from esoviet.law.questions import Ask, SecondQuestion
from esoviet.law.records import Key
from esoviet.law.votes import CastBallot, Vote
from esoviet.log.checkpoint import origin_of
from esoviet.node import receipts
from esoviet.node.ledger import BLOBS, LOG
from esoviet.node.recovery import finished_tiles
from esoviet.replica.replica import Replica
from esoviet.store import files
from esoviet.store.log import Batch, SqliteLog
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u
from esoviet.wire.keys import key_name, proof_text

OPTIONS = 10
CHUNK = 1000
ROWS = 4096
DAY = 86_400_000
RULES = {
    "founding_days": "30", "application_days": "365", "dormancy_days": "730",
    "question_days": "60", "waiting": "100", "daily_acts": "1000000", "backing": "0",
    "readership": "public",
}  # fmt: skip

Seen = tuple[int, str]
Span = tuple[str, Seen, int, int, range, tuple[str, ...], int]
"""Assembly, position seen, vote, votes opened, members, the last act of each, and the moment."""
Task = TypeVar("Task")


class Made(NamedTuple):
    """A data folder with one assembly in it, ready to be served or audited."""

    data: Path
    assembly: str
    members: int
    votes: int
    ballots: int
    seen: Seen
    last: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """The assembly's own folder."""
        return self.data / "assemblies" / self.assembly


def signing_key(name: str) -> SigningKey:
    """The key that a name always has. Members are `member 1` (the founder) and so on."""
    return SigningKey(hashlib.sha256(name.encode()).digest())


@cache
def scratch() -> Path:
    """A folder for this run, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="esoviet-bench-"))
    atexit.register(_remove, folder, os.getpid())
    return folder


@cache
def made(members: int, votes: int, share: float = 1.0, closed: bool = False) -> Made:
    """A log of this shape; made once in a run. `share` of the ballots are cast already."""
    data = scratch() / f"{members}x{votes}x{share}x{closed}"
    return build(data, members, votes, share, closed)


def build(data: Path, members: int, votes: int, share: float = 1.0, closed: bool = False) -> Made:
    """Make a log in a new data folder."""
    (data / "assemblies").mkdir(parents=True)
    host = signing_key("host")
    files.write_durably(data / "node.key", host.seed)
    with ProcessPoolExecutor() as pool:
        writer = _Writer(data, host)
        writer.add([_found(host, writer.second())])
        writer.add([_seal("member 1", Invite, writer.common("member 1", 2),
                          key=b64u(signing_key("link").public), uses=members + 1)])  # fmt: skip
        seen = writer.seen()
        spans = _spans(2, members + 2)
        come = [(writer.assembly, seen, span, writer.second()) for span in spans]
        for signed in _ahead(pool, _apply, come):
            writer.add(signed)
        for vote in range(1, votes + 1):
            writer.add([_ask(writer.common("member 1", 2 + vote), vote)])
            seconding = writer.common("member 2", 1 + vote)
            writer.add([_seal("member 2", SecondQuestion, seconding, question=vote)])
        seen = writer.seen()
        cast = round(members * share)
        for vote in range(1, votes + 1):
            last = writer.last_of(cast)
            spans = _spans(1, cast + 1)
            tasks = [(writer.assembly, seen, vote, votes, span,
                      last[span.start - 1 : span.stop - 1], writer.second())
                     for span in spans]  # fmt: skip
            for signed in _ahead(pool, ballots, tasks):
                writer.add(signed)
        if closed:
            writer.close_votes()
        writer.close()
    _keep(data / "assemblies" / writer.assembly / BLOBS, _texts(members + 1, votes))
    last = writer.last_of(members)
    return Made(data, writer.assembly, members, votes, cast * votes, seen, last)


def ballots(task: Span) -> list[bytes]:
    """Signed ballots of a span of members in one vote, when `votes` votes have been opened."""
    assembly, seen, vote, votes, members, last, at = task
    chance = random.Random(f"{vote} {members}")
    options = list(range(OPTIONS + 1))
    signed = []
    for member, prev in zip(members, last, strict=True):
        chance.shuffle(options)
        before = {1: 2 + votes, 2: 1 + votes}.get(member, 1)
        ranking = tuple((option,) for option in options)
        common = {"assembly": assembly, "seq": before + vote, "prev": prev, "at": at, "seen": seen}
        signed.append(_seal(f"member {member}", CastBallot, common, vote=vote, ranking=ranking))
    return signed


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


class _Writer:
    """Judges acts one after the other and writes them in large batches."""

    def __init__(self, data: Path, host: SigningKey) -> None:
        self._data = data
        self._host = host
        self._replica = Replica()
        self._log: SqliteLog | None = None
        self._rows: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._time = time.time_ns() // 1_000_000 - DAY
        self._last: dict[str, str] = {}
        self.assembly = ""

    def add(self, signed: Iterable[bytes]) -> None:
        for jws in signed:
            sealed = envelope.parse(jws)
            act: Signed = law.read_act(sealed.payload)
            said = Statement(sealed.id, sealed.kid, act, lambda _public: True)
            verdict = self._replica.judge(said, self._time)
            assert verdict.refusal is None, verdict.refusal
            entry = entries.spell(self._time, jws)
            self._replica.append(entry, self._time)
            self._rows.append((bytes.fromhex(sealed.id), entry))
            self.assembly = self.assembly or sealed.id
            self._last[sealed.kid] = sealed.id
            if len(self._rows) >= ROWS:
                self._write()
            self._time += 1

    def seen(self) -> Seen:
        return self._replica.size, b64(self._replica.tree.root())

    def second(self) -> int:
        """The present moment, as acts give it."""
        return self._time // 1000 * 1000

    def last_of(self, members: int) -> tuple[str, ...]:
        """The last act of each of so many members."""
        return tuple(self._last[_kid(f"member {n}")] for n in range(1, members + 1))

    def common(self, name: str, seq: int) -> dict[str, object]:
        """What somebody's next act has in common with all others."""
        prev = self._last.get(_kid(name), "")
        return {"assembly": self.assembly, "seq": seq, "prev": prev, "at": self.second(),
                "seen": self.seen()}  # fmt: skip

    def close_votes(self) -> None:
        """Let the time pass in which the votes are open: the host is there, a member says so."""
        votes = self._replica.state.rows(Vote).values()
        self._time = min(vote.due for vote in votes) - DAY // 24
        self.add([_seal("host", MarkTime, self.common("host", 1))])
        self._time += DAY
        seq = self._replica.state.rows(Key)[_kid("member 1")].seq + 1
        self.add([_seal("member 1", MarkTime, self.common("member 1", seq))])

    def close(self) -> None:
        self._write()
        assert self._log is not None
        self._log.close()

    def _write(self) -> None:
        if self._log is None:
            folder = self._data / "assemblies" / self.assembly
            folder.mkdir()
            self._log = SqliteLog.create(folder / LOG)
        tree = self._replica.tree
        shown = receipts.publish(origin_of(self.assembly), tree, self._host)
        ids, rows = zip(*self._rows, strict=True)
        tiles = finished_tiles(tree, self._size)
        self._log.append(Batch(self._size, ids, rows, tiles, shown.root, shown.note.decode()))
        self._rows, self._size = [], shown.size


def _found(host: SigningKey, at: int) -> bytes:
    founder = signing_key("member 1")
    act = FoundAssembly(
        seq=1, at=at, key=b64u(founder.public), host=b64u(host.public), name=_blob("name"),
        purpose=_blob("purpose"), profile=_blob("member 1"), constitution=RULES,
    )  # fmt: skip
    return envelope.seal(msgspec.json.encode(act), founder)


def _ask(common: dict[str, object], vote: int) -> bytes:
    answers = tuple(_blob(f"question {vote} answer {n}") for n in range(OPTIONS))
    said = {"form": "rank", "text": _blob(f"question {vote}"), "answers": answers}
    return _seal("member 1", Ask, common, **said)


def _apply(task: tuple[str, Seen, range, int]) -> list[bytes]:
    assembly, seen, members, at = task
    common = {"assembly": assembly, "seq": 1, "at": at, "seen": seen}
    link = signing_key("link")
    signed = []
    for member in members:
        key = signing_key(f"member {member}")
        text = proof_text("invitation", assembly, key_name(link.public), key_name(key.public))
        shown = KeyProof(key=b64u(link.public), proof=b64u(link.sign(text)))
        signed.append(_seal(f"member {member}", ApplyToJoin, common,
                            key=b64u(key.public), profile=_blob(f"member {member}"),
                            invitation=shown))  # fmt: skip
    return signed


def _seal(name: str, kind: type[Act], common: dict[str, object], **fields: object) -> bytes:
    act = kind(**common, **fields)  # type: ignore[arg-type]
    return envelope.seal(msgspec.json.encode(act), signing_key(name))


@cache
def _kid(name: str) -> str:
    return key_name(signing_key(name).public)


def _blob(text: str) -> Blob:
    salted = _bytes(text)
    sha256 = hashlib.sha256(salted).hexdigest()
    return Blob(sha256=sha256, size=len(salted), media_type="text/markdown")


def _bytes(text: str) -> bytes:
    return hashlib.sha256(b"salt " + text.encode()).digest() + text.encode()


def _texts(members: int, votes: int) -> Iterator[str]:
    yield from ("name", "purpose")
    yield from (f"member {number}" for number in range(1, members + 1))
    for vote in range(1, votes + 1):
        yield f"question {vote}"
        yield from (f"question {vote} answer {number}" for number in range(OPTIONS))


def _keep(folder: Path, texts: Iterable[str]) -> None:
    """Put texts where a blob store has them, but for the flushing."""
    for number in range(256):
        (folder / f"{number:02x}").mkdir(parents=True)
    for text in texts:
        name = _blob(text).sha256
        (folder / name[:2] / name).write_bytes(_bytes(text))


def _spans(start: int, end: int) -> list[range]:
    return [range(a, min(a + CHUNK, end)) for a in range(start, end, CHUNK)]


def _ahead(
    pool: ProcessPoolExecutor, work: Callable[[Task], list[bytes]], tasks: Sequence[Task]
) -> Iterator[list[bytes]]:
    waiting: deque[Future[list[bytes]]] = deque()
    rest = iter(tasks)
    for task in itertools.islice(rest, 8):
        waiting.append(pool.submit(work, task))
    while waiting:
        yield waiting.popleft().result()
        for task in itertools.islice(rest, 1):
            waiting.append(pool.submit(work, task))
