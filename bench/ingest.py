"""Ingest over HTTP: acts one by one at 64 connections, and in bulk.

The floor of the first is a bare Starlette app on the same server (bench/bare.py), taking turns with
it; the floor of the second is what PyNaCl alone verifies on one core.
"""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_open

from bench import logs, server
from bench.figures import Figure, median
from bench.load import Report
from esoviet.wire import envelope
from esoviet.wire.envelope import parse
from esoviet.wire.keys import key_name

CONNECTIONS = 64
MEMBERS = 3_840
ROUNDS = 5
VOTES = 3 * ROUNDS + 1  # one a round for single acts, two a round for bulk, one to warm up


def run() -> list[Figure]:
    """Measure both."""
    made = logs.made(MEMBERS, VOTES, 0.0)
    acts = _sign(made)
    plans = [_plan(made, acts[vote], f"single-{vote}") for vote in range(ROUNDS)]
    bare, ours, bulk, alone = [], [], [], []
    with server.node(made.data) as (port, _):
        for plan in plans:
            bare.append(_bare(made, plan))
            ours.append(_checked(server.load(port, plan)))
        _bulk(made, port, acts[ROUNDS])
        for vote in range(ROUNDS + 1, VOTES, 2):
            alone.append(_verify_rate(acts[vote]))
            bulk.append(_bulk(made, port, acts[vote] + acts[vote + 1]))
    return [_single(ours, bare), _latency(ours), _many(bulk, alone)]


def _sign(made: logs.Made) -> list[list[bytes]]:
    """A ballot of each member in each vote, by vote."""
    with ProcessPoolExecutor() as pool:
        spans = [range(n, n + 480) for n in range(1, MEMBERS + 1, 480)]
        signed = []
        last, at = made.last, time.time_ns() // 10**9 * 1000
        for vote in range(1, VOTES + 1):
            tasks = [(made.assembly, made.seen, vote, VOTES, span,
                      last[span.start - 1 : span.stop - 1], at) for span in spans]  # fmt: skip
            signed.append([act for part in pool.map(logs.ballots, tasks) for act in part])
            last = tuple(parse(act).id for act in signed[-1])
        return signed


def _plan(made: logs.Made, acts: list[bytes], name: str) -> Path:
    path = logs.scratch() / name
    requests = [_request(made, "application/jose", act) for act in acts]
    share = len(requests) // CONNECTIONS
    plan = [requests[n * share : (n + 1) * share] for n in range(CONNECTIONS)]
    path.write_bytes(msgspec.msgpack.encode(plan))
    return path


def _request(made: logs.Made, kind: str, body: bytes) -> bytes:
    head = f"POST /a/{made.assembly}/acts HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _bare(made: logs.Made, plan: Path) -> Report:
    folder = logs.scratch() / f"bare-{time.monotonic_ns()}"
    folder.mkdir()
    publics = (logs.signing_key(f"member {n}").public for n in range(1, made.members + 1))
    keys = {key_name(public): public for public in publics}
    (folder / "keys").write_bytes(msgspec.msgpack.encode(keys))
    port = server.free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(folder)]
    with server.serving(command, port):
        return _checked(server.load(port, plan))


def _checked(report: Report) -> Report:
    assert report.statuses == {"201": report.requests}, report.statuses
    return report


def _bulk(made: logs.Made, port: int, acts: list[bytes]) -> float:
    path = logs.scratch() / "bulk"
    body = b"\n".join(acts) + b"\n"
    path.write_bytes(msgspec.msgpack.encode([[_request(made, "application/jose-seq", body)]]))
    report = server.load(port, path)
    assert report.statuses == {"200": 1}, report.statuses
    return len(acts) / report.seconds


def _verify_rate(acts: Sequence[bytes]) -> float:
    """How many signatures PyNaCl alone checks a second on one core."""
    parts = []
    for number, act in enumerate(acts[:4000], 1):
        sealed = envelope.parse(act)
        public = logs.signing_key(f"member {number}").public
        parts.append((sealed.signature + sealed.signing_input, public))
    start = time.perf_counter()
    for message, public in parts:
        crypto_sign_open(message, public)
    return len(parts) / (time.perf_counter() - start)


def _single(ours: list[Report], bare: list[Report]) -> Figure:
    rate, floor = median([r.rate for r in ours]), median([r.rate for r in bare])
    share = median([our.rate / other.rate for our, other in zip(ours, bare, strict=True)])
    return Figure(
        "acts one by one, 64 connections",
        f"{rate:,.0f} a second, {share:.2f} of the floor in the same round",
        f"{floor:,.0f} a second by a bare Starlette app that verifies and group-commits",
        "at least 0.60 of the floor",
        share >= 0.6,
    )


def _latency(ours: list[Report]) -> Figure:
    p50, p99 = median([r.p50 for r in ours]), median([r.p99 for r in ours])
    return Figure(
        "an acknowledged act, 64 connections", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms",
        "none", "p99 under 100 ms", p99 < 100,
    )  # fmt: skip


def _many(bulk: list[float], alone: list[float]) -> Figure:
    rate, floor = median(bulk), median(alone)
    share = median([ours / other for ours, other in zip(bulk, alone, strict=True)])
    return Figure(
        "acts in bulk, one connection",
        f"{rate:,.0f} a second, {share:.2f} of the floor in the same round",
        f"{floor:,.0f} verifications a second by PyNaCl alone on one core",
        "at least 0.47 of the floor",
        share >= 0.47,
    )
