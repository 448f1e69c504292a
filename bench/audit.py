"""The audit of big logs, on all cores. Its floor is what PyNaCl alone needs for the signatures.

Both run in as many processes as there are cores, in turns. The floor takes the same signatures, of
the acts and of the invitations that they show, read and parsed beforehand, and does nothing with
them but verify: no bytes, no tree, no law, no count.
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

from nacl.bindings import crypto_sign_open

from bench import logs
from bench.figures import Figure, median
from esoviet.audit.audit import audit
from esoviet.audit.claims import claimed
from esoviet.audit.database import Database
from esoviet.audit.parallel.jobs import Keys
from esoviet.audit.report import AssemblyReport
from esoviet.law.applications import ApplyToJoin
from esoviet.law.judge import read_act
from esoviet.wire import entry as entries
from esoviet.wire.ed25519 import SIGNATURE_SIZE
from esoviet.wire.encoding import un_b64u
from esoviet.wire.envelope import Envelope, parse
from esoviet.wire.keys import key_name, proof_text, read_public

BUDGET = 1.5
SLICE = 4096
SHAPES = ((1_000, 100, 5), (10_000, 100, 1))
CORES = os.cpu_count() or 1


def run() -> list[Figure]:
    """Measure each shape: members, votes, rounds."""
    return [_shape(*shape) for shape in SHAPES]


def _shape(members: int, votes: int, rounds: int) -> Figure:
    made = logs.made(members, votes, closed=True)
    floors, ours = [], []
    for _ in range(rounds):
        floors.append(floor_of(made))
        ours.append(audited(made))
    ratio = median([mine / floor for mine, floor in zip(ours, floors, strict=True)])
    rate = made.ballots / median(ours)
    return Figure(
        f"audit of {made.ballots:,} ballots of {members:,} members in {votes} votes",
        f"{median(ours):.1f} s, {rate:,.0f} ballots/s, {ratio:.2f} of the floor",
        f"{median(floors):.1f} s for the same signatures by PyNaCl on {CORES} cores",
        f"at most {BUDGET} of the floor",
        ratio <= BUDGET,
    )


def audited(made: logs.Made) -> float:
    """The seconds of an audit of the whole log, in which nothing may be found."""
    start = time.perf_counter()
    report: AssemblyReport = audit(Database(made.folder))
    taken = time.perf_counter() - start
    assert report.ok, report.findings[:3]
    assert report.judged == report.entries > made.ballots
    assert all(vote.ballots == made.members for vote in report.votes)
    return taken


def floor_of(made: logs.Made) -> float:
    """The seconds of the slowest of all processes, each with its share of the signatures."""
    folder, keys = made.folder, _keys(made.members)
    said = claimed(Database(folder).checkpoint() or b"")
    assert said is not None
    bounds = [said.size * part // CORES for part in range(CORES + 1)]
    with ProcessPoolExecutor(CORES) as pool:
        shares = [
            pool.submit(_verify, folder, start, stop, keys) for start, stop in pairwise(bounds)
        ]
        return max(share.result() for share in shares)


def _keys(members: int) -> Keys:
    """The public keys of all who sign, by their names: one more joins than votes."""
    names = ("host", *(f"member {number}" for number in range(1, members + 2)))
    publics = [logs.signing_key(name).public for name in names]
    return {key_name(public): public for public in publics}


def _verify(folder: Path, start: int, stop: int, keys: Keys) -> float:
    source, taken = Database(folder), 0.0
    for first in range(start, stop, SLICE):
        rows = source.entries(first, min(first + SLICE, stop), stop)
        sealed = [parse(entries.read(entry)[1]) for entry, _ in rows]
        signed = [(one.signature + one.signing_input, keys[one.kid]) for one in sealed]
        signed += [_invitation(one) for one in sealed if b'"invitation":' in one.payload]
        begun = time.perf_counter()
        for message, public in signed:
            crypto_sign_open(message, public)
        taken += time.perf_counter() - begun
    return taken


def _invitation(sealed: Envelope) -> tuple[bytes, bytes]:
    """The proof of an invitation, before what it signs, and the invitation's key."""
    act = read_act(sealed.payload)
    assert isinstance(act, ApplyToJoin)
    assert act.invitation is not None
    public = read_public(act.invitation.key)
    text = proof_text("invitation", act.assembly, key_name(public), sealed.kid)
    return un_b64u(act.invitation.proof, SIGNATURE_SIZE) + text, public
