"""C2SP tlog-policy: which logs are trusted, and which witnesses must have cosigned.

    line   = "log" vkey [url] | "witness" name vkey [url] | "quorum" name
           | "group" name ("all" | "any" | k) name...          comment: a line that starts with #

Each line ends in LF; its items are separated by spaces and tabs, and nothing else. Octets are tab,
LF, 0x20 to 0x7E and 0x80 to 0xFF; names are compared octet by octet. Witnesses and groups share one
namespace, in which `none` is taken: `quorum none` asks for no cosignature. A name is defined before
it is used, and a member of one group at most once. No two logs, and no two witnesses, have one key.
A group has witnessed a checkpoint if at least k of its members have (`any`: 1, `all`: each).
There is exactly one quorum line. A log's key is of type 1 and its name is the origin, a witness's
is of type 4; other types could not be checked here and are refused.
Source: https://c2sp.org/tlog-policy (July 2026).
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from esoviet.log import checkpoint, cosignature, note
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.cosignature import Cosignature
from esoviet.log.errors import ProofError
from esoviet.log.note import VerifierKey
from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed

NONE = "none"
MAX_POLICY = 1 << 16
_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_SPACE = re.compile("[ \t]+")


class Log(NamedTuple):
    """A log that is trusted."""

    key: VerifierKey
    url: str | None


class Witness(NamedTuple):
    """A witness; `name` is its name in this policy, not the one in its key."""

    name: str
    key: VerifierKey
    url: str | None


class Group(NamedTuple):
    """A group of witnesses and earlier groups, of which `threshold` must have witnessed."""

    name: str
    threshold: int
    members: tuple[str, ...]


class Policy(NamedTuple):
    """A policy, in the order of its lines; octets that are no UTF-8 stand as lone surrogates."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str


def parse(raw: bytes) -> Policy:
    """Read a policy; raises `Malformed`."""
    if len(raw) > MAX_POLICY:
        raise Malformed("a policy of more than 64 KiB")
    if _FORBIDDEN.search(raw):
        raise Malformed("a control character in a policy")
    lines = raw.decode("utf-8", "surrogateescape").split("\n")
    if lines.pop():
        raise Malformed("each line of a policy ends in a newline")
    reader = _Reader()
    for line in lines:
        items = _SPACE.split(line.strip(" \t"))
        if items[0] and not items[0].startswith("#"):
            reader.read(items)
    return reader.policy()


def satisfied(policy: Policy, names: Collection[str]) -> bool:
    """Whether cosignatures by the witnesses of these names in the policy make the quorum."""
    if policy.quorum == NONE:
        return True
    witnessed = {witness.name for witness in policy.witnesses if witness.name in names}
    for group in policy.groups:
        if sum(member in witnessed for member in group.members) >= group.threshold:
            witnessed.add(group.name)
    return policy.quorum in witnessed


def open_checkpoint(
    policy: Policy, raw: bytes, logs: Iterable[VerifierKey] = ()
) -> tuple[Checkpoint, tuple[Cosignature, ...]]:
    """Check that a trusted log signed this checkpoint and that the quorum cosigned it.

    `logs` are keys of logs that are trusted besides those of the policy. Raises `Malformed` or
    `ProofError`.
    """
    opened = note.open_note(raw, [*(log.key for log in policy.logs), *logs])
    signed = checkpoint.parse(opened.text)
    if signed.origin not in {signature.name for signature in opened.signatures}:
        raise ProofError("the checkpoint belongs to another log")
    keys = [witness.key for witness in policy.witnesses]
    cosignatures = cosignature.verified(note.parse(raw), keys)
    signers = {each.key for each in cosignatures}
    if not satisfied(policy, {w.name for w in policy.witnesses if w.key in signers}):
        raise ProofError("too few witnesses have cosigned this checkpoint")
    return signed, cosignatures


class _Reader:
    """What the lines of a policy have defined so far."""

    def __init__(self) -> None:
        self._logs: list[Log] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorum: str | None = None
        self._names: set[str] = set()
        self._members: set[str] = set()

    def read(self, items: list[str]) -> None:
        match items:
            case ["log", key] | ["log", key, _]:
                self._log(key, items[2] if len(items) > 2 else None)
            case ["witness", name, key] | ["witness", name, key, _]:
                self._witness(name, key, items[3] if len(items) > 3 else None)
            case ["group", name, threshold, _, *_]:
                self._group(name, threshold, items[3:])
            case ["quorum", name]:
                self._set_quorum(name)
            case _:
                raise Malformed("not a line of a policy")

    def policy(self) -> Policy:
        if self._quorum is None:
            raise Malformed("a policy has a quorum line")
        return Policy(tuple(self._logs), tuple(self._witnesses), tuple(self._groups), self._quorum)

    def _log(self, text: str, url: str | None) -> None:
        key = _key(text, note.ED25519)
        if any(log.key.public == key.public for log in self._logs):
            raise Malformed("two logs have one key")
        self._logs.append(Log(key, url))

    def _witness(self, name: str, text: str, url: str | None) -> None:
        key = _key(text, note.COSIGNATURE)
        if any(witness.key.public == key.public for witness in self._witnesses):
            raise Malformed("two witnesses have one key")
        self._define(name)
        self._witnesses.append(Witness(name, key, url))

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        least = {"any": 1, "all": len(members)}.get(threshold)
        if least is None:
            least = un_decimal(threshold)
        if not 1 <= least <= len(members):
            raise Malformed("a group's threshold is 1 to the number of its members")
        for member in members:
            if member not in self._names:
                raise Malformed("a group's member is not defined before it")
            if member in self._members:
                raise Malformed("a name is a member twice")
            self._members.add(member)
        self._define(name)
        self._groups.append(Group(name, least, tuple(members)))

    def _set_quorum(self, name: str) -> None:
        if self._quorum is not None:
            raise Malformed("a policy has one quorum line")
        if name != NONE and name not in self._names:
            raise Malformed("the quorum is not defined before its line")
        self._quorum = name

    def _define(self, name: str) -> None:
        if name == NONE or name in self._names:
            raise Malformed("a name is taken")
        self._names.add(name)


def _key(text: str, kind: int) -> VerifierKey:
    key = note.parse_key(text)
    if key.kind != kind:
        raise Malformed("a verifier key of the wrong type: 1 for a log, 4 for a witness")
    return key
