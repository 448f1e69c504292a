"""The vectors of the log: hashes, proofs, verifier keys, notes, checkpoints, receipts.

Hashes, keys and proofs are standard base64; notes and receipts are text. `refused` is null where
all is well, `malformed` where the bytes break the format, `proof` where a promise is broken. Each
refused case is a twin of one that holds, bent in one place.
"""

from collections.abc import Iterator
from typing import Any

from esoviet.log import checkpoint, cosignature, note, receipt
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.tiles import TilePath, path, tiles_of
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64

HOST, OTHER, WITNESS = (SigningKey(letter * 32) for letter in (b"h", b"o", b"w"))
ORIGIN = checkpoint.origin_of("5e" * 32)
KEY = note.verifier(ORIGIN, HOST)
WITNESS_KEY = note.verifier("witness.example/w1", WITNESS, note.COSIGNATURE)
ENTRIES = [f"entry {i} é" for i in range(300)]
LEAVES = [leaf_hash(entry.encode()) for entry in ENTRIES]
TREE = Tree()
TREE.extend(LEAVES)
STRANGE = leaf_hash(b"strange")

Case = dict[str, Any]


def vectors() -> Case:
    """All of them."""
    return {
        "about": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " ").strip(),
        "leaves": [
            {"entry": entry, "hash": b64(leaf_hash(entry.encode()))}
            for entry in ("", "a", "entry 0 é", '{"time":0,"act":"a.b.c"}')
        ],
        "tree": {"entries": "entry <index> é", "roots": _roots()},
        "inclusion": list(_inclusion()),
        "consistency": list(_consistency()),
        "keys": list(_keys()),
        "notes": list(_notes()),
        "checkpoints": list(_checkpoints()),
        "cosignatures": list(_cosignatures()),
        "receipts": list(_receipts()),
        "tiles": [{"size": size, "paths": [path(t) for t in tiles_of(size)]} for size in SIZES],
        "paths": [
            {"level": tile.level, "number": tile.number, "width": tile.width, "path": path(tile)}
            for tile in (TilePath(0, 1_234_067), TilePath(63, 999, 255), TilePath(None, 1000, 1))
        ],
    }


SIZES = [0, 1, 2, 3, 5, 8, 13, 70, 255, 256, 257, 300]


def _roots() -> list[Case]:
    return [{"size": size, "root": b64(TREE.root(size))} for size in SIZES]


def _bent(proof: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    yield "a proof with one hash more", [*proof, STRANGE]
    if proof:
        middle = len(proof) // 2
        bit = bytes([proof[middle][0] ^ 1]) + proof[middle][1:]
        yield "a proof with one bit changed", [*proof[:middle], bit, *proof[middle + 1 :]]
        yield "a proof without its last hash", proof[:-1]
        yield "a proof without its first hash", proof[1:]
        yield "a hash of 31 bytes", [*proof[:-1], proof[-1][:31]]
    if len(proof) > 1:
        yield "two hashes swapped", [*proof[2:], proof[1], proof[0]]


def _inclusion() -> Iterator[Case]:
    for index, size in ((0, 1), (1, 2), (2, 3), (4, 5), (6, 13), (69, 70), (255, 257), (256, 257)):
        proof = TREE.inclusion_proof(index, size)
        leaf, root = LEAVES[index], TREE.root(size)
        yield _included("good", index, size, leaf, root, proof)
        for title, bad in _bent(proof):
            yield _included(title, index, size, leaf, root, bad, "proof")
        yield _included("another leaf", index, size, STRANGE, root, proof, "proof")
        yield _included("another root", index, size, leaf, STRANGE, proof, "proof")
        yield _included("an index outside", size, size, leaf, root, proof, "proof")
    yield _included("the empty tree", 0, 0, LEAVES[0], TREE.root(0), [], "proof")


def _included(
    title: str,
    index: int,
    size: int,
    leaf: bytes,
    root: bytes,
    proof: list[bytes],
    refused: str | None = None,
) -> Case:
    return {
        "title": title, "index": index, "size": size, "leaf": b64(leaf), "root": b64(root),
        "proof": [b64(value) for value in proof], "refused": refused,
    }  # fmt: skip


def _consistency() -> Iterator[Case]:
    for old, size in ((1, 1), (1, 2), (2, 3), (3, 8), (4, 8), (6, 13), (69, 70), (256, 257)):
        proof = TREE.consistency_proof(old, size)
        first, second = TREE.root(old), TREE.root(size)
        yield _consistent("good", old, first, size, second, proof)
        for title, bad in _bent(proof):
            yield _consistent(title, old, first, size, second, bad, "proof")
        yield _consistent("another old root", old, STRANGE, size, second, proof, "proof")
        yield _consistent("another root", old, first, size, STRANGE, proof, "proof")
        if old < size:
            yield _consistent("the roots swapped", old, second, size, first, proof, "proof")
            yield _consistent("the sizes swapped", size, second, old, first, proof, "proof")
    yield _consistent("from nothing", 0, TREE.root(0), 3, TREE.root(3), [], "proof")


def _consistent(
    title: str,
    old: int,
    old_root: bytes,
    size: int,
    root: bytes,
    proof: list[bytes],
    refused: str | None = None,
) -> Case:
    return {
        "title": title, "old": old, "old_root": b64(old_root), "size": size, "root": b64(root),
        "proof": [b64(value) for value in proof], "refused": refused,
    }  # fmt: skip


def _keys() -> Iterator[Case]:
    for key in (KEY, WITNESS_KEY):
        yield {
            "title": "good", "vkey": str(key), "name": key.name, "kind": key.kind,
            "key_id": key.key_id.hex(), "public": b64(key.public), "refused": None,
        }  # fmt: skip
    text = str(KEY)
    name, identity, encoded = text.split("+", 2)
    bent = {
        "another name": f"x{text}",
        "no name": f"+{identity}+{encoded}",
        "a name with a space": f"a b+{identity}+{encoded}",
        "another id": f"{name}+00000000+{encoded}",
        "an id in capitals": f"{name}+{identity.upper()}+{encoded}",
        "two parts": f"{name}+{identity}",
        "a type that is unknown": str(KEY._replace(kind=2)),
        "a key of 31 bytes": str(KEY._replace(public=KEY.public[:31])),
        "base64 with padding that it has not": f"{text}=",
        "a newline": f"{text}\n",
    }
    for title, vkey in bent.items():
        yield {"title": title, "vkey": vkey, "refused": "malformed"}


def _notes() -> Iterator[Case]:
    text = "A text.\n\nIt has two parts, é.\n"
    good = note.sign(text, KEY.name, HOST).decode()
    line = good[len(text) + 1 :]
    foreign = note.signature_line(note.verifier("other.example", OTHER), OTHER.sign(text.encode()))
    yield _note("good", good, text)
    yield _note("a line by an unknown key after it", good + foreign, text)
    yield _note("a line by an unknown key before it", f"{text}\n{foreign}{line}", text)
    forged = note.signature_line(KEY, OTHER.sign(text.encode()))
    yield _note("another text", good.replace("A text", "B text"), None, "proof")
    yield _note("a known key whose line fails", good + forged, None, "proof")
    yield _note("no line by a known key", f"{text}\n{foreign}", None, "proof")
    bent = {
        "no signature": f"{text}\n",
        "no last newline": good[:-1],
        "an empty line at the end": good + "\n",
        "carriage returns": good.replace("\n", "\r\n"),
        "a tab": good.replace("A text", "A\ttext"),
        "DEL": good.replace("A text", "A\x7ftext"),
        "a hyphen for a dash": good.replace("\u2014", "-"),
        "a no-break space in a name": good + foreign.replace("other", "oth\u00a0er"),
        "a next-line character in a name": good + foreign.replace("other", "oth\u0085er"),
        "a plus in a name": good + foreign.replace("other", "oth+er"),
        "base64 without padding": good + foreign.rstrip("=\n") + "\n",
        "base64 with spare bits": good + "\u2014 x AAAAAAB=\n",
        "a signature of three bytes": good + "\u2014 x DEAD\n",
        "more than a hundred lines": good + line * 100,
    }
    for title, raw in bent.items():
        yield _note(title, raw, None, "malformed")


def _note(title: str, raw: str, text: str | None, refused: str | None = None) -> Case:
    return {"title": title, "vkey": str(KEY), "note": raw, "text": text, "refused": refused}


def _checkpoints() -> Iterator[Case]:
    for size in (0, 1, 257):
        good = Checkpoint(ORIGIN, size, TREE.root(size))
        yield _checkpoint("good", checkpoint.sign(good, HOST).decode(), good)
    good = Checkpoint(ORIGIN, 257, TREE.root(257))
    elsewhere = good._replace(origin="esoviet/else")
    signed = checkpoint.sign(good, HOST).decode()
    yield _checkpoint("another size", signed.replace("\n257\n", "\n258\n"), None, "proof")
    yield _checkpoint("another host", checkpoint.sign(good, OTHER).decode(), None, "proof")
    other_log = note.sign(elsewhere.text, ORIGIN, HOST).decode()
    yield _checkpoint("another log", other_log, None, "proof")
    bent = {
        "an extension line": good.text + "words\n",
        "two lines": good.text.rsplit("\n", 2)[0] + "\n",
        "a size with a zero before it": good.text.replace("\n257\n", "\n0257\n"),
        "a size with a plus": good.text.replace("\n257\n", "\n+257\n"),
        "a size in foreign digits": good.text.replace("\n257\n", "\n\u0662\u0665\u0667\n"),
        "a size of 2^63": good.text.replace("\n257\n", f"\n{1 << 63}\n"),
        "a root of 31 bytes": f"{ORIGIN}\n257\n{b64(STRANGE[:31])}\n",
        "a root with spare bits": f"{ORIGIN}\n257\n{'A' * 42}B=\n",
        "an empty tree with another root": good.text.replace("\n257\n", "\n0\n"),
    }
    for title, text in bent.items():
        yield _checkpoint(title, note.sign(text, ORIGIN, HOST).decode(), None, "malformed")


def _checkpoint(
    title: str, signed: str, parsed: Checkpoint | None, refused: str | None = None
) -> Case:
    says = (
        {"origin": parsed.origin, "size": parsed.size, "root": b64(parsed.root)} if parsed else None
    )
    return {"title": title, "vkey": str(KEY), "note": signed, "says": says, "refused": refused}


def _cosignatures() -> Iterator[Case]:
    text = Checkpoint(ORIGIN, 257, TREE.root(257)).text
    signed = note.sign(text, ORIGIN, HOST).decode()
    line = cosignature.cosign(text, 1_679_315_147, WITNESS_KEY.name, WITNESS)
    another = Checkpoint(ORIGIN, 256, TREE.root(256)).text
    moved = cosignature.cosign(another, 1_679_315_147, WITNESS_KEY.name, WITNESS)
    plain = note.signature_line(WITNESS_KEY, WITNESS.sign(text.encode()))
    unknown = cosignature.cosign(text, 1, "witness.example/w2", OTHER)
    yield _cosigned("good", signed + line, [1_679_315_147])
    yield _cosigned("none", signed, [])
    yield _cosigned("one by an unknown witness", signed + unknown, [])
    yield _cosigned("the cosignature of another checkpoint", signed + moved, None, "proof")
    yield _cosigned("a plain signature", signed + plain, None, "proof")


def _cosigned(title: str, raw: str, times: list[int] | None, refused: str | None = None) -> Case:
    return {
        "title": title, "vkey": str(WITNESS_KEY), "note": raw, "times": times,
        "refused": refused,
    }  # fmt: skip


def _receipts() -> Iterator[Case]:
    for index, size in ((0, 1), (4, 13), (256, 257)):
        yield _receipt("good", index, _written(index, size))
    good = _written(4, 13)
    extra = good.replace("index", "extra ZXh0cmE=\nindex", 1)
    yield _receipt("extra data", 4, extra)
    yield _receipt("another entry", 5, good, "proof")
    yield _receipt("another index", 4, good.replace("index 4", "index 5"), "proof")
    yield _receipt("another host", 4, _written(4, 13, OTHER), "proof")
    swapped = receipt.write(4, TREE.inclusion_proof(4, 13), _signed(14, HOST))
    yield _receipt("the proof of another size", 4, swapped, "proof")
    bent = {
        "another version": good.replace("@v1", "@v2"),
        "no index": good.replace("index 4\n", ""),
        "an index with a zero before it": good.replace("index 4", "index 04"),
        "a negative index": good.replace("index 4", "index -4"),
        "an index of 2^63": good.replace("index 4", f"index {1 << 63}"),
        "carriage returns": good.replace("\n", "\r\n"),
        "a hash of 31 bytes": good.replace("index 4\n", f"index 4\n{b64(STRANGE[:31])}\n"),
        "sixty-four hashes": good.replace("index 4\n", f"index 4\n{(b64(STRANGE) + chr(10)) * 64}"),
        "an empty extra line": good.replace("index", "extra \nindex", 1),
        "an extra line with spare bits": good.replace("index", "extra ZXh0cmF=\nindex", 1),
        "an extra line after the index": good.replace("index 4\n", "index 4\nextra ZXh0cmE=\n"),
        "no checkpoint": good[: good.index("\n\n") + 1],
    }
    for title, text in bent.items():
        yield _receipt(title, 4, text, "malformed")


def _receipt(title: str, index: int, text: str, refused: str | None = None) -> Case:
    return {
        "title": title, "vkey": str(KEY), "entry": ENTRIES[index], "receipt": text,
        "refused": refused,
    }  # fmt: skip


def _signed(size: int, key: SigningKey) -> bytes:
    return checkpoint.sign(Checkpoint(ORIGIN, size, TREE.root(size)), key)


def _written(index: int, size: int, key: SigningKey = HOST) -> str:
    return receipt.write(index, TREE.inclusion_proof(index, size), _signed(size, key))
