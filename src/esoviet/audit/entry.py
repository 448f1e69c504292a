"""The entries of a run, and the acts in them: what can be checked one by one.

`examine` is what the worker processes run. It takes a run of entries from the source, takes the
envelopes apart, hashes the leaves, compares them with the hash tiles, and verifies the signatures.
A key's name is its hash, so a public key that fits the name *is* the key, wherever it comes from:
out of the acts that the main process has judged, or out of the act itself. A signature whose key is
not known yet, or that is not valid, goes back to the main process, where the law decides.
"""

from typing import NamedTuple

import msgspec

from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.parallel.jobs import Keys, WorkerState
from esoviet.audit.source import Source
from esoviet.log.merkle import TILE, leaf_hash
from esoviet.wire import entry as entries
from esoviet.wire.ed25519 import PUBLIC_SIZE, verify
from esoviet.wire.encoding import un_b64u
from esoviet.wire.envelope import Envelope, parse
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name

_CARRIED = b'"key":"'


class Said(msgspec.Struct, array_like=True, gc=False):
    """One well-formed entry. `public` is the key under which the signature was found valid.

    Where none is known, the signing input and the signature come along instead.
    """

    time: int
    id: str
    kid: KeyName
    payload: bytes
    public: bytes = b""
    signing_input: bytes = b""
    signature: bytes = b""


class Task(NamedTuple):
    """A run of entries to examine, and the public keys that the worker has not been told yet.

    With `hashes_only` the leaves alone are wanted.
    """

    start: int
    stop: int
    size: int
    keys: Keys
    hashes_only: bool

    def do(self, kit: WorkerState) -> "Run":
        """Examine it; where the source cannot be read the run is empty, and says so."""
        try:
            return examine(self, kit)
        except Unreachable as error:
            return Run(self.start, self.stop, b"", [], [], str(error))


class Run(msgspec.Struct, array_like=True, gc=False):
    """What became of a run: its leaf hashes, joined, and its entries up to the first bad one.

    `until` is where it was to end; it ends earlier where the source has no more. `trouble` is why
    the source could not be read to the end of it.
    """

    start: int
    until: int
    leaves: bytes
    said: list[Said]
    findings: list[Finding]
    trouble: str = ""

    @property
    def stop(self) -> int:
        """The index after the last entry that the source has of this run."""
        return self.start + len(self.leaves) // 32


def examine(task: Task, kit: WorkerState) -> Run:
    """Check a run of entries one by one; the keys known grow by those of the task."""
    source, known = kit
    known.update(task.keys)
    rows = source.entries(task.start, task.stop, task.size)
    leaves = [leaf_hash(row[0]) for row in rows]
    run = Run(task.start, task.stop, b"".join(leaves), [], [])
    try:
        run.findings.extend(_tiles(source, task, leaves))
    except Unreachable as error:
        run.trouble = str(error)
    if task.hashes_only:
        return run
    for index, (entry, listed) in enumerate(rows, task.start):
        try:
            time, jws = entries.read(entry)
            envelope = parse(jws)
        except Malformed as error:
            run.findings.append(Finding(index, "1.1", f"The entry is malformed: {error}."))
            break
        said = _heard(time, envelope, known)
        run.said.append(said)
        if listed and listed.hex() != said.id:
            reason = f"The source lists this act as {listed.hex()[:16]}…, which is not its id."
            run.findings.append(Finding(index, "index", reason))
    return run


def _heard(time: int, envelope: Envelope, known: Keys) -> Said:
    """Verify the signature, if the key is known."""
    kid, payload, signing_input, signature = envelope
    public = known.get(kid) or _carried(envelope, known)
    if public and verify(public, signing_input, signature):
        return Said(time, envelope.id, kid, payload, public)
    return Said(time, envelope.id, kid, payload, b"", signing_input, signature)


def _carried(envelope: Envelope, known: Keys) -> bytes:
    """The signing key, where the act carries it: a key fits its name or it is another key."""
    payload = envelope.payload
    place = payload.find(_CARRIED)
    if place < 0:
        return b""
    start = place + len(_CARRIED)
    try:
        public = un_b64u(payload[start : start + 43], PUBLIC_SIZE)
    except Malformed:
        return b""
    if key_name(public) != envelope.kid:
        return b""
    known[envelope.kid] = public
    return public


def _tiles(source: Source, task: Task, leaves: list[bytes]) -> list[Finding]:
    """Compare the leaves with the tiles that stand over them; a run begins with a tile."""
    findings = []
    for place in range(0, len(leaves), TILE):
        ours = leaves[place : place + TILE]
        if len(ours) < TILE and task.start + len(leaves) < task.size:
            break
        number = (task.start + place) // TILE
        theirs = source.tile(0, number, len(ours))
        findings += compare(source, 0, number, ours, theirs)
    return findings


def compare(
    source: Source, level: int, number: int, ours: list[bytes], theirs: bytes | None
) -> list[Finding]:
    """The first difference between a tile as it must be and as the source has it."""
    first = number * TILE if level == 0 else None
    name = f"tile {number} of level {level}"
    if theirs is None:
        if len(ours) < TILE and not source.keeps_partial_tiles:
            return []
        return [Finding(first, "tiles", f"The {name} is missing.")]
    if theirs == b"".join(ours):
        return []
    for place, right in enumerate(ours):
        if theirs[32 * place : 32 * place + 32] != right:
            index = None if first is None else first + place
            reason = f"In {name}, hash {place} is not that of what the log has there."
            return [Finding(index, "tiles", reason)]
    return [Finding(first, "tiles", f"The {name} has more hashes than belong there.")]
