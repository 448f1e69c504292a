"""What this client believes of a log, and why.

First contact: the first entry's act has the id that names the assembly and names the host's key;
the checkpoint is signed by that key and has that entry as its first. From then on a checkpoint is
believed only if the one believed before is the beginning of it, shown by a consistency proof from
the log's tiles. A checkpoint that contradicts the held one is kept beside it as evidence, and
nothing more is signed. A receipt is verified offline: the entry, with the act in it, stands in a
tree whose checkpoint the host signed, and that checkpoint must fit the held one too.

Tiles and bundles are signed by nobody. Where they are missing or lead to no root that the host
signed, they prove nothing, neither for the host nor against it: that is `Unproven`, to be tried
again. Evidence is what the host signed and what does not fit together.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from esoviet.cli.errors import Trouble
from esoviet.cli.home import Home, Known
from esoviet.cli.http import Answer, HttpClient, Refusal, Unreachable
from esoviet.cli.signer import Seen
from esoviet.law import judge
from esoviet.law.founding import FoundAssembly
from esoviet.log import note, receipt, tiles
from esoviet.log.checkpoint import Checkpoint, open_checkpoint, origin_of
from esoviet.log.checkpoint import parse as checkpoint_of
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, read_public

Fetch = Callable[[int, int, int], bytes]
MISSING = 404


class Unproven(Unreachable):
    """The parts of the log that would prove something did not come, or not as they are."""

    def __init__(self, url: str, error: Exception) -> None:
        super().__init__(
            f"The parts of the log that prove what the host says did not come whole from {url}: "
            f"{error}. The network or the host has trouble; nothing is proven by it. Try again."
        )


class Trust:
    """The verified view of one assembly's log."""

    def __init__(self, home: Home, known: Known, http: HttpClient) -> None:
        self._home = home
        self._known = known
        self._http = http
        self._file = home.place(known.id) / "checkpoint"

    @property
    def key(self) -> note.VerifierKey:
        """The log's key, as the founding act names it."""
        return log_key(self._known)

    def held(self) -> Seen | None:
        """The last verified position."""
        if not self._known.host or not self._file.exists():
            return None
        checkpoint = open_checkpoint(self._file.read_bytes(), self.key)
        return Seen(checkpoint.size, checkpoint.root)

    def advance(self) -> Seen:
        """Fetch the newest checkpoint and believe it; raises `Unproven` or `Trouble`."""
        raw = self._http.get("/log/checkpoint")
        try:
            checkpoint_of(note.parse(raw).text)
        except Malformed as error:
            raise Unproven(self._http.url, error) from None
        try:
            return self._first(raw) if self.held() is None else self._later(raw)
        except (Malformed, ProofError) as error:
            kept = self.evidence({_named(raw): raw})
            raise Trouble(
                f"{self._http.url} shows a log that does not verify: {error}. Nothing more is "
                f"signed. Its checkpoint is kept in {kept}: show it to the other members, and "
                "read the log from a mirror."
            ) from None

    def receive(self, act: bytes, answer: Answer) -> None:
        """Verify the host's receipt for an act, keep it, and take over its checkpoint.

        Raises `Unproven` where it could not be held against the log, `Trouble` where it is wrong.
        """
        if not self._known.host:
            self._newest()
        raw = answer.receipt.encode()
        try:
            taken = receipt.parse(raw)
            if not 0 <= answer.time <= entries.MAX_TIME:
                raise ProofError("its time is none")
            entry = entries.spell(answer.time, act)
            receipt.verify(taken, entry, self.key)
            if taken.index != answer.index:
                raise ProofError("the receipt is for another entry")
        except (Malformed, ProofError) as error:
            name = envelope.parse(act).id
            kept = self.evidence(
                {f"{name}.act": act, f"{name}.answer": msgspec.json.encode(answer)}
            )
            raise Trouble(
                f"The host says that it has logged your act, but its receipt does not verify: "
                f"{error}. Do not rely on this act being counted. It is kept and can be sent "
                f"again; hand it to a mirror as well. What the host answered is kept in {kept}: "
                "show it to the other members."
            ) from None
        if self.held() is None:
            self._newest()
        self._later(taken.checkpoint)
        self._keep(act, raw, entry)

    def was_logged(self, act: bytes) -> Answer | None:
        """Whether an act stands in the log, though it was refused; what the host says is proven.

        Raises `Unproven` where that cannot be found out, `Trouble` for a wrong receipt.
        """
        name = envelope.parse(act).id
        try:
            raw = self._http.get(f"/receipts/{name}")
        except Refusal:
            return None
        self._newest()
        try:
            taken = receipt.parse(raw)
            checkpoint_of(note.parse(taken.checkpoint).text)
        except Malformed as error:
            raise Unproven(self._http.url, error) from None
        try:
            named = open_checkpoint(taken.checkpoint, self.key)
            if taken.index >= named.size:
                raise ProofError("the log does not reach so far")
            self._later(taken.checkpoint)
            entry = self.entry(taken.index)
            receipt.verify(taken, entry, self.key)
            time, jws = entries.read(entry)
            if envelope.parse(jws).id != name:
                raise ProofError("the receipt is for another act")
        except (Malformed, ProofError) as error:
            kept = self.evidence({f"{name}.act": act, f"{name}.answer": raw})
            raise Trouble(
                f"{self._http.url} gives a receipt that does not verify: {error}. It is kept in "
                f"{kept}: show it to the other members."
            ) from None
        self._keep(act, raw, entry)
        return Answer(taken.index, time, name, raw.decode())

    def entry(self, index: int) -> bytes:
        """One entry of the log, proven to stand there; raises `ProofError` where there is none."""
        seen = self.held() or self._newest()
        if not 0 <= index < seen.size:
            raise ProofError("the log does not reach so far")
        try:
            entry = self.entries(seen.size, index // tiles.WIDTH)[index % tiles.WIDTH]
        except (Malformed, Refusal) as error:
            raise Unproven(self._http.url, error) from None
        self._prove(index, entry, seen)
        return entry

    def remember(self, name: str, entry: bytes) -> None:
        """Keep an entry, proven to stand in the log, as one of this machine's own."""
        folder = self._home.place(self._known.id) / "receipts"
        self._home.write(folder / f"{name}.entry", entry)

    def evidence(self, files: dict[str, bytes]) -> Path:
        """Keep what the host answered, for others to see."""
        folder = self._home.place(self._known.id) / "evidence"
        for name, data in files.items():
            self._home.write(folder / name, data)
        return folder

    def _newest(self) -> Seen:
        """`advance`, for a proof that waits for it: a host that says no here has proven nothing."""
        try:
            return self.advance()
        except Refusal as error:
            raise Unproven(self._http.url, error) from None

    def _keep(self, act: bytes, raw: bytes, entry: bytes) -> None:
        kept = self._home.place(self._known.id) / "receipts" / envelope.parse(act).id
        self._home.write(kept.with_suffix(".tlog-proof"), raw)
        self._home.write(kept.with_suffix(".entry"), entry)

    def entries(self, size: int, number: int) -> list[bytes]:
        """A bundle of entries of the log of this size; not verified."""
        width = tiles.width_at(size, 0, number)
        return tiles.unpack_entries(self._tile(None, number, width), width)

    def _first(self, raw: bytes) -> Seen:
        """First contact: nothing is known but the assembly's id."""
        size = _unverified_size(raw)
        if size < 1:
            raise ProofError("the log is empty")
        try:
            entry = self._founding(size)
        except Malformed as error:
            raise Unproven(self._http.url, error) from None
        host = host_of(entry, self._known.id)
        checkpoint = open_checkpoint(raw, _key(self._known.id, host))
        self._prove(0, entry, Seen(size, checkpoint.root))
        self._known = replace(self._known, host=b64u(host))
        self._home.keep(self._known)
        return self._believe(raw, checkpoint)

    def _founding(self, size: int) -> bytes:
        """The first entry, which a host shows to guests too; a mirror has the bundle alone."""
        try:
            return self._http.get("/log/founding")
        except Refusal:
            return self.entries(size, 0)[0]

    def _prove(self, index: int, entry: bytes, seen: Seen) -> None:
        """Hold an entry against a root; raises `Unproven`."""
        try:
            proof = _Remote(self._tile, seen.size).inclusion_proof(index)
            verify_inclusion(index, seen.size, leaf_hash(entry), proof, seen.root)
        except (Malformed, ProofError, Refusal) as error:
            raise Unproven(self._http.url, error) from None

    def _later(self, raw: bytes) -> Seen:
        held, new = self.held(), open_checkpoint(raw, self.key)
        assert held is not None
        if new.size < 1:
            raise self._split(raw, "it is empty")
        if new.size < held.size:
            return self._behind(raw, held, new)
        if new.size == held.size:
            if new.root != held.root:
                raise self._split(raw, "two roots for one size")
            return held
        try:
            beginning = self._beginning(held.size, Seen(new.size, new.root))
        except Refusal as error:
            raise Unproven(self._http.url, error) from None
        if beginning != held.root:
            raise self._split(raw, "it begins otherwise")
        return self._believe(raw, new)

    def _behind(self, raw: bytes, held: Seen, old: Checkpoint) -> Seen:
        """An older checkpoint proves nothing wrong as long as it is a beginning of ours."""
        because = f"it has only {old.size} entries"
        try:
            beginning = self._beginning(old.size, held)
        except Refusal as error:
            if error.details.status == MISSING and self._is_newest(old):
                raise self._split(raw, because) from None
            raise Unproven(self._http.url, error) from None
        if beginning != old.root:
            raise self._split(raw, because)
        return held

    def _beginning(self, size: int, longer: Seen) -> bytes:
        """The root of the first entries, as the tiles that lead to the root of all have it."""
        tree = _Remote(self._tile, longer.size)
        try:
            root = tree.root(size)
            verify_consistency(size, root, *longer, tree.consistency_proof(size))
        except (Malformed, ProofError) as error:
            raise Unproven(self._http.url, error) from None
        return root

    def _is_newest(self, old: Checkpoint) -> bool:
        """Whether the host shows no longer log than this: it has gone back behind the held one."""
        try:
            newest = open_checkpoint(self._http.get("/log/checkpoint"), self.key)
        except (Malformed, ProofError, Refusal):
            return False
        return newest.size <= old.size

    def _believe(self, raw: bytes, checkpoint: Checkpoint) -> Seen:
        self._home.write(self._file, raw)
        return Seen(checkpoint.size, checkpoint.root)

    def _split(self, raw: bytes, because: str) -> Trouble:
        """Keep both checkpoints: each is signed by the host, and they cannot both be true."""
        folder = self.evidence({_named(one): one for one in (self._file.read_bytes(), raw)})
        return Trouble(
            "The history that the host shows is not the one that you saw before "
            f"({because}). Nothing more is signed. Both checkpoints, signed by the host, are kept "
            f"in {folder}: show them to the other members."
        )

    def _tile(self, level: int | None, number: int, width: int) -> bytes:
        place = tiles.TilePath(level, number, width)
        try:
            return self._http.get(f"/log/{tiles.path(place)}")
        except Refusal as refusal:
            if width == tiles.WIDTH or refusal.details.status != 404:
                raise
            return self._of_full(level, number, width)

    def _of_full(self, level: int | None, number: int, width: int) -> bytes:
        """A partial tile may be gone once the full one is there (tlog-tiles)."""
        full = self._http.get(f"/log/{tiles.path(tiles.TilePath(level, number))}")
        if level is not None:
            return full[: 32 * width]
        return tiles.pack_entries(tiles.unpack_entries(full, tiles.WIDTH)[:width])


class _Remote(Tree):
    """A tree of which each node is fetched when a proof needs it."""

    def __init__(self, fetch: Fetch, size: int) -> None:
        super().__init__()
        self.size = size
        self._fetch = fetch
        self._tiles: dict[tuple[int, int], Tree] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of leaves [index 2^level, + 2^level)."""
        inner, number = level & 7, index >> (8 - (level & 7))
        place = (level >> 3, number)
        if place not in self._tiles:
            width = tiles.width_at(self.size, *place)
            packed = self._fetch(*place, width)
            if width < 1 or len(packed) != 32 * width:
                raise ProofError("a tile has another size than it should")
            self._tiles[place] = tree = Tree()
            tree.extend(packed[at : at + 32] for at in range(0, len(packed), 32))
        return self._tiles[place].node(inner, index & ((1 << (8 - inner)) - 1))


def host_of(entry: bytes, assembly: str) -> bytes:
    """The host's key in the first entry of an assembly's log; raises where it is another's."""
    parsed = envelope.parse(entries.read(entry).jws)
    act = judge.read_act(parsed.payload)
    if parsed.id != assembly or not isinstance(act, FoundAssembly):
        raise ProofError("the first entry does not found this assembly")
    founder = read_public(act.key)
    if key_name(founder) != parsed.kid or not envelope.verified(parsed, founder):
        raise ProofError("the founding act is not signed by the key that it names")
    return read_public(act.host)


def log_key(known: Known) -> note.VerifierKey:
    """The key of a log, as the founding act named it at the first contact."""
    return _key(known.id, un_b64u(known.host, 32))


def _key(assembly: str, host: bytes) -> note.VerifierKey:
    return note.VerifierKey(origin_of(assembly), note.ED25519, host)


def _named(raw: bytes) -> str:
    return f"{hashlib.sha256(raw).hexdigest()[:16]}.checkpoint"


def _unverified_size(raw: bytes) -> int:
    return checkpoint_of(note.parse(raw).text).size
