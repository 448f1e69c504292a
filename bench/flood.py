"""A member's acts while strangers flood the server, beside the same acts on a quiet one.

Ballots come one after the other over one connection, one every few milliseconds. Quiet turns and
floods take turns; floods run at the lowest priority, since real ones have machines of their own.
"""

import itertools
import secrets
import socket
import subprocess
import sys
import time
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import msgspec

from bench import logs, server
from bench.figures import Figure, median
from bench.flooding import CONNECTIONS
from esoviet.law.act import Act, Blob
from esoviet.law.arguments import Argue
from esoviet.law.problems import RaiseProblem
from esoviet.wire import envelope
from esoviet.wire.envelope import parse
from esoviet.wire.keys import key_name

MEMBERS = 200
VOTES = 30
SECONDS = 12.0
WARM_UP = 2.0
EVERY = 0.02
LARGE = 15 * 2**20
GOAL = 3.0
CASES = (*CONNECTIONS, ",".join(CONNECTIONS))


class Member:
    """The founder, who has more to say than a ballot."""

    def __init__(self, made: logs.Made, port: int) -> None:
        self._made = made
        self._key = logs.signing_key("member 1")
        self._seq, self._prev = 2 + made.votes, made.last[0]
        self._http = HTTPConnection("127.0.0.1", port)

    def bring(self, content: bytes, media_type: str) -> Blob:
        """Bring a text or a file."""
        data = secrets.token_bytes(32) + content
        name = sha256(data).hexdigest()
        self._ask("PUT", f"/blobs/{name}", data, "application/octet-stream")
        return Blob(sha256=name, size=len(data), media_type=media_type)

    def does(self, kind: type[Act], **fields: object) -> None:
        """Sign an act and hand it in."""
        self._seq += 1
        act = kind(
            assembly=self._made.assembly, seq=self._seq, prev=self._prev,
            at=time.time_ns() // 10**9 * 1000, seen=self._made.seen, **fields,
        )  # fmt: skip
        jws = envelope.seal(msgspec.json.encode(act), self._key)
        self._prev = parse(jws).id
        self._ask("POST", "/acts", jws, "application/jose")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> None:
        self._http.request(method, f"/a/{self._made.assembly}{path}", body, {"Content-Type": kind})
        answer = self._http.getresponse()
        said = answer.read()
        assert answer.status == 201, said


def run() -> list[Figure]:
    """Measure each flood alone, and all of them together."""
    made = logs.made(MEMBERS, VOTES, 0.0)
    figures = []
    with server.node(made.data, ESOVIET_TRUSTED_PROXIES="127.0.0.1") as (port, pid):
        blob = _large_file(made, port)
        acts = itertools.cycle(_requests(made))
        line = socket.create_connection(("127.0.0.1", port))
        _quiet(line, acts, WARM_UP)
        for kinds in CASES:
            quiet, before = _quiet(line, acts, SECONDS / 2), _memory(pid)
            flood = _flood(port, made, kinds, blob)
            time.sleep(WARM_UP)
            loud = _quiet(line, acts, SECONDS)
            flood.wait()
            figures.append(_figure(kinds, quiet, loud, _memory(pid) - before))
    return figures


def _large_file(made: logs.Made, port: int) -> str:
    member = Member(made, port)
    member.does(RaiseProblem, text=member.bring(b"A problem", "text/markdown"))
    text, file = member.bring(b"See", "text/markdown"), member.bring(bytes(LARGE), "video/mp4")
    member.does(Argue, problem=1, stance="supports", text=text, evidence=(file,))
    return file.sha256


def _requests(made: logs.Made) -> list[bytes]:
    at, last, plan = time.time_ns() // 10**9 * 1000, made.last[1:], []
    for vote in range(1, VOTES + 1):
        span = range(2, MEMBERS + 1)
        signed = logs.ballots((made.assembly, made.seen, vote, VOTES, span, last, at))
        last = tuple(parse(act).id for act in signed)
        plan += [_request(made, act) for act in signed]
    return plan


def _request(made: logs.Made, act: bytes) -> bytes:
    head = f"POST /a/{made.assembly}/acts HTTP/1.1\r\nHost: localhost\r\n"
    rest = f"Content-Type: application/jose\r\nContent-Length: {len(act)}\r\n\r\n"
    return (head + rest).encode() + act


def _quiet(line: socket.socket, acts: "itertools.cycle[bytes]", seconds: float) -> list[float]:
    """The time that each act took, in seconds; none is refused."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        line.sendall(next(acts))
        answer = line.recv(65_536)
        took.append(time.perf_counter() - began)
        assert answer.startswith(b"HTTP/1.1 201"), answer
        time.sleep(EVERY)
    return took


def _flood(port: int, made: logs.Made, kinds: str, blob: str) -> "subprocess.Popen[bytes]":
    kid = key_name(logs.signing_key("member 2").public)
    seconds = str(WARM_UP + SECONDS)
    command = [sys.executable, "-m", "bench.flooding", str(port), made.assembly, kinds, seconds]
    return subprocess.Popen([*command, blob, kid])


def _memory(pid: int) -> float:
    """What the server has in memory at most so far, in mebibytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise AssertionError


def _figure(kinds: str, quiet: list[float], loud: list[float], grown: float) -> Figure:
    ratio = median(loud) / median(quiet)
    worst = sorted(loud)[int(0.99 * len(loud))] * 1e3
    name = "all of these" if "," in kinds else kinds
    return Figure(
        f"a member's act while strangers flood ({name})",
        f"{median(loud) * 1e3:.1f} ms (p99 {worst:.0f} ms), {ratio:.2f} times the quiet median; "
        f"memory grew by {grown:.0f} MiB",
        f"{median(quiet) * 1e3:.1f} ms on the quiet server",
        f"at most {GOAL:g} times the quiet median, at most 300 MiB more",
        ratio <= GOAL and grown <= 300,
    )
