"""Clause 13.2: the host withholds a text or file, by an act of its own that names the ground.

The host's key signs no more than this and the marks of time, in one chain. So whoever signs beside
a running server may find that the server has signed meanwhile: then the act is refused (1.4), and
is signed anew on the log as it then stands. With the act logged, the bytes are removed here and are
never taken again (node/ledger.py).
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.law.act import Blob
from esoviet.law.host import WithholdBlob
from esoviet.law.records import Key
from esoviet.node import ledger
from esoviet.node.answers import Answer, Refused
from esoviet.node.checked import CheckedLog
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import ASSEMBLIES, Node
from esoviet.node.recovery import CorruptLog, recover
from esoviet.node.submission import Submission, prepare
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64
from esoviet.wire.keys import key_name

TRIES = 5
"""How often an act is signed anew that another one of the host came before."""


class Stand(NamedTuple):
    """Where the host's chain of acts stands in one log: the last number and id, and the log."""

    assembly: str
    seq: int
    last: str
    size: int
    root: bytes


class Order(NamedTuple):
    """What is to be withheld, and the text that says on what ground."""

    sha256: str
    ground: Blob


def stand(folder: Path, key: SigningKey) -> Stand:
    """Read it from an assembly's folder, while its server may run.

    Raises `CorruptLog` and `StoreError`, also where the log names another host.
    """
    log = CheckedLog(folder / ledger.LOG)
    try:
        stored = log.state()
        if stored is None:
            raise CorruptLog(f"{folder}: the log has no checkpoint")
        replica = recover(log, stored, folder / ledger.SNAPSHOT)
    finally:
        log.close()
    ours = replica.state.rows(Key).get(key_name(key.public))
    if ours is None:
        raise CorruptLog(f"{folder}: another host keeps this log")
    return Stand(folder.name, ours.seq, ours.last.hex(), stored.size, stored.root)


def seal(order: Order, here: Stand, key: SigningKey, now: int) -> bytes:
    """The signed act; `now` is the host's clock in ms."""
    act = WithholdBlob(
        assembly=here.assembly, seq=here.seq + 1, prev=here.last, at=now // 1000 * 1000,
        seen=(here.size, b64(here.root)), sha256=order.sha256, ground=order.ground,
    )  # fmt: skip
    return envelope.seal(msgspec.json.encode(act), key)


async def withhold(node: Node, assembly: str, order: Order, ground: bytes) -> Answer:
    """Withhold a text at a node of this process, which has been started; raises `NotOpened`."""
    async with node.open(assembly) as hosted:
        return await _withhold(node, hosted, order, ground)


async def _withhold(node: Node, hosted: HostedAssembly, order: Order, ground: bytes) -> Answer:
    held = hosted.ledger
    answer: Answer
    for _ in range(TRIES):
        held.pending.put(order.ground.sha256, ground)
        ours, shown = held.replica.state.rows(Key)[held.kid], held.published
        here = Stand(held.id, ours.seq, ours.last.hex(), shown.size, shown.root)
        act = prepare(seal(order, here, node.key, node.clock()))
        assert isinstance(act, Submission)
        answer = await hosted.submit(act)
        if not isinstance(answer, Refused) or answer.clause != "1.4":
            break
    return answer


def holders(data: Path, sha256: str) -> list[str]:
    """The assemblies of a data folder that have these bytes, whole or damaged."""
    found = (data / ASSEMBLIES).glob(f"[!.]*/{ledger.BLOBS}/{sha256[:2]}/{sha256}*")
    return sorted({path.parents[2].name for path in found})
