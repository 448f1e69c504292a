"""Where the first wrong entry shows that one before it was probably removed or changed.

Every act says what its author had seen of the log (`seen`), and which act of the same key came
before it (`seq`, `prev`). If the log has another root at that size, or lacks an act between, then
somebody has taken out or replaced what stood there. It can be said where: not in what the acts
before confirm, not before the key's last act that is there, not after what this author had seen.
"""

from esoviet.audit.entry import Said
from esoviet.audit.finding import Finding
from esoviet.audit.replay import Replay
from esoviet.audit.source import Source
from esoviet.law.act import Act
from esoviet.law.judge import read_act
from esoviet.law.records import Key
from esoviet.log.merkle import TILE
from esoviet.wire import entry as entries
from esoviet.wire.encoding import b64
from esoviet.wire.envelope import parse
from esoviet.wire.errors import Malformed


def with_removals(
    findings: list[Finding], replay: Replay, said: Said, source: Source
) -> list[Finding]:
    """What is wrong with the next entry, with what it shows of those before it, if anything."""
    try:
        act = read_act(said.payload)
    except Malformed:
        return findings
    if not isinstance(act, Act) or not findings:
        return findings
    first, *others = findings
    size, root = act.seen
    low, high, shown = replay.seen, replay.index + 1, False
    if size > replay.index or b64(replay.tree.root(size)) != root:
        high, shown = size, True
    else:
        low = max(low, size)
    if first.clause == "1.4" and _skips(replay, said, act):
        low, shown = max(low, _last_of(said, replay.index, source) + 1), True
    if not shown:
        return findings
    where = f", at an index from {low} to {high - 1}" if low < high else ""
    if low == high - 1:
        where = f", at index {low}"
    reason = f"{first.reason} An entry before this one was probably removed or changed{where}."
    return [Finding(first.index, first.clause, reason), *others]


def _skips(replay: Replay, said: Said, act: Act) -> bool:
    """Whether an act of the key must have stood between its last one and this one."""
    key = replay.state.rows(Key).get(said.kid)
    if key is None or act.seq <= key.seq:
        return False
    return act.seq > key.seq + 1 or act.prev != key.last.hex()


def _last_of(said: Said, before: int, source: Source) -> int:
    """Where the last act of a key before an entry stands; -1 where there is none."""
    for start in range(before - before % TILE, -1, -TILE):
        rows = source.entries(start, min(start + TILE, before), before)
        for place in range(len(rows) - 1, -1, -1):
            if parse(entries.read(rows[place][0]).jws).kid == said.kid:
                return start + place
    return -1
