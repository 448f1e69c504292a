"""A verifier written from docs/protocol.md alone. `get` fetches a path below /a/{assembly}/."""

import base64
import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

from nacl.signing import VerifyKey


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def un_b64u(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert b64u(data) == text
    return data


def name_of(public: bytes) -> str:  # section 2
    return b64u(sha(b'{"crv":"Ed25519","kty":"OKP","x":"%s"}' % b64u(public).encode()))


def root_of(leaves: Sequence[bytes]) -> bytes:  # section 7
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:]))


def checkpoint(note: str, assembly: str, host: bytes) -> tuple[int, bytes]:  # section 8
    text, lines = note.split("\n\n")
    origin, size, root = text.split("\n")
    assert origin == f"esoviet/{assembly}"
    key_id = sha(origin.encode() + b"\n\1" + host)[:4]
    signed = [base64.b64decode(line.split(" ")[2]) for line in lines.strip().split("\n")]
    (ours,) = [one[4:] for one in signed if one[:4] == key_id]
    VerifyKey(host).verify((text + "\n").encode(), ours)
    return int(size), base64.b64decode(root, validate=True)


def fetch(get: Callable[[str], bytes], size: int) -> list[bytes]:  # section 7: bundles of entries
    entries: list[bytes] = []
    while (number := len(entries)) < size:
        *high, low = f"{number // 256:,}".split(",")
        path = "".join(f"x{group:0>3}/" for group in high) + f"{low:0>3}"
        width = min(256, size - number)
        data = get(f"log/tile/entries/{path}" + (f".p/{width}" if width < 256 else ""))
        while data:
            length = 2 + struct.unpack(">H", data[:2])[0]
            entries, data = [*entries, data[2:length]], data[length:]
        assert len(entries) == number + width
    return entries


def receipt(text: str, entry: bytes, assembly: str, host: bytes) -> int:  # section 9
    head, note = text.split("\n\n", 1)
    index, *hashes = head.removeprefix("c2sp.org/tlog-proof@v1\nindex ").split("\n")
    size, root = checkpoint(note, assembly, host)
    assert climb(int(index), size, sha(b"\0" + entry), [*map(base64.b64decode, hashes)]) == root
    return int(index)


def climb(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    if size == 1:
        return leaf if not proof else b""
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha(b"\1" + climb(index, half, leaf, proof[:-1]) + proof[-1])
    return sha(b"\1" + proof[-1] + climb(index - half, size - half, leaf, proof[:-1]))


class Log:
    """A verified log; `ballots[vote][member]` is the last ballot of a member in a vote."""

    def __init__(self, get: Callable[[str], bytes], assembly: str) -> None:
        note = get("log/checkpoint").decode()
        self.entries = fetch(get, int(note.split("\n")[1]))
        self.acts = list(map(self._open, self.entries))
        _, jws, founding = self.acts[0]
        assert sha(jws.rpartition(".")[0].encode()).hex() == assembly
        self.assembly, self.host = assembly, un_b64u(founding["host"])
        leaves = [sha(b"\0" + entry) for entry in self.entries]
        self.roots = [root_of(leaves[:size]) for size in range(len(leaves) + 1)]
        assert checkpoint(note, assembly, self.host) == (len(self.entries), self.roots[-1])
        self.publics, self.seq = {name_of(self.host): self.host}, dict[str, int]()
        self.members, self.people = {name_of(self.host): 0}, 0
        self.ballots: dict[int, dict[int, Any]] = {}
        self.left: dict[int, int] = {}
        list(map(self._check, range(len(self.entries))))

    def _open(self, entry: bytes) -> tuple[int, str, Any]:
        read = json.loads(entry)
        assert b'{"time":%d,"act":"%s"}' % (read["time"], read["act"].encode()) == entry
        return read["time"], read["act"], json.loads(un_b64u(read["act"].split(".")[1]))

    def _check(self, index: int) -> None:  # section 12
        time, jws, act = self.acts[index]
        header, _, signature = (un_b64u(part) for part in jws.split("."))
        kid = header.decode()[24:67]
        assert header.decode() == f'{{"alg":"Ed25519","kid":"{kid}","typ":"act"}}'
        if index:
            assert (act["assembly"], time >= self.acts[index - 1][0]) == (self.assembly, True)
            assert base64.b64decode(act["seen"][1]) == self.roots[: index + 1][act["seen"][0]]
        if act["type"] in ("found-assembly", "apply-to-join", "ask-to-recover"):
            self.publics[name_of(un_b64u(act["key"]))] = un_b64u(act["key"])
        VerifyKey(self.publics[kid]).verify(jws.rpartition(".")[0].encode(), signature)
        assert act["seq"] == self.seq.get(kid, 0) + 1, f"entry {index}"
        self.seq[kid] = act["seq"]
        if act["type"] in ("found-assembly", "apply-to-join"):  # section 12: who is who
            self.people += 1
            second = act.get("recovery") or act["key"]
            for key in (act["key"], second if isinstance(second, str) else second["key"]):
                self._enrol(key, self.people)
        elif act["type"] in ("enrol-key", "set-recovery-key", "ask-to-recover"):
            self._enrol(act["key"], act.get("member") or self.members[kid])
        elif act["type"] == "cast-ballot":
            self.ballots.setdefault(act["vote"], {})[self.members[kid]] = act
        elif act["type"] == "leave":
            self.left[self.members[kid]] = index

    def _enrol(self, key: str, member: int) -> None:
        name = name_of(un_b64u(key))
        self.publics[name], self.members[name] = un_b64u(key), member


def support(takes: str, quorum: str, awake: int, counted: int) -> int:
    """How many must be for something (section 12)."""
    part, root = (2, 2.0) if takes == "amendment" else (3, 1.5)
    base = max(float(awake), counted / part)
    top, _, bottom = quorum.partition("/")
    least = max(2, base * int(top) / int(bottom or 1), min(base / part, root * base**0.5))
    return 0 if takes == "none" else min(-int(-least // 1), max(awake, counted))


def recount(ballots: Sequence[Any], options: list[int], needs: list[tuple[int, int, int]]) -> Any:
    """A vote by ranking, no action last: the matrix, and who wins (section 12)."""
    size, wins = len(options), [[0] * len(options) for _ in options]
    for ballot in ballots:
        rank = {option: n for n, group in enumerate(ballot["ranking"]) for option in group}
        place = [rank.get(option, size) for option in options]
        for i in range(size):
            for j in range(size):
                wins[i][j] += place[i] < place[j]
    over = [(*need, wins[i][-1], wins[-1][i]) for i, need in enumerate(needs)]
    left = [
        i for i, (t, b, n, v, a) in enumerate(over) if v >= n and v > a and v * b >= t * (v + a)
    ]
    left.append(size - 1)
    pairs = [(i, j) for i in left for j in left]
    path = {(i, j): (wins[i][j], -wins[j][i]) for i, j in pairs if wins[i][j] > wins[j][i]}
    for via in left:
        for i, j in pairs:
            around = min(path.get((i, via), (0, 0)), path.get((via, j), (0, 0)))
            path[i, j] = max(path.get((i, j), (0, 0)), around)
    first = [i for i in left if all(path[j, i] <= path[i, j] for j in left if j != i)]
    return wins, options[first[0]]
