"""The worked examples of docs/protocol.md, made from the small log."""

import hashlib
import json

from esoviet.cli.phrase import recovery_key
from esoviet.log import cosignature, note, tiles, witness
from esoviet.log.merkle import leaf_hash, node_hash
from esoviet.wire import envelope
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name, proof_text
from tools.docs import pairing
from tools.docs.blocks import code, table
from tools.docs.example_log import ADA, HOST, Small, blob, key, small_log

CODE = "7K3MQ9XR2T"
PHRASE = "abandon " * 11 + "about"
WITNESS = key("witness")
SEEN_AT = 1_767_484_801


def examples() -> dict[str, str]:
    """Every example by its name."""
    log = small_log()
    return {
        "example-key": _keys(),
        "example-phrase": _phrase(),
        "example-payload": code("\n\n".join(payload.decode() for payload in log.payloads)),
        "example-act": _act(log),
        "example-proof": _proof(log),
        "example-invitation": _invitation(log),
        "example-pairing": _pairing(log),
        "example-blob": _blob(),
        "example-entry": _entry(log),
        "example-tree": _tree(log),
        "example-bundle": _bundle(log),
        "example-checkpoint": _checkpoint(log),
        "example-cosignature": _cosignature(log),
        "example-witness": _witness(log),
        "example-receipt": code(log.receipt(2)),
        "example-session": _session(log),
    }


def _lines(pairs: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in pairs)
    return code("\n".join(f"{name:{width}}  {value}" for name, value in pairs))


def _keys() -> str:
    rows = []
    for word, one in (("Ada", ADA), ("host", HOST)):
        rows.append(
            (
                f"`{word}`",
                f"`{one.seed.hex()}`",
                f"`{b64u(one.public)}`",
                f"`{key_name(one.public)}`",
            )
        )
    return table(("word", "seed (SHA-256 of the word)", "public key", "name"), rows)


def _phrase() -> str:
    recovery = recovery_key(PHRASE)
    return _lines(
        [
            ("words", PHRASE),
            ("seed", recovery.seed.hex()),
            ("public key", b64u(recovery.public)),
            ("name", key_name(recovery.public)),
        ]
    )


def _act(log: Small) -> str:
    sealed = envelope.parse(log.acts[2])
    header = f'{{"alg":"Ed25519","kid":"{sealed.kid}","typ":"act"}}'
    return _lines(
        [
            ("header", header),
            ("payload", log.payloads[2].decode()),
            ("signing input", sealed.signing_input.decode()),
            ("signature", sealed.signature.hex()),
            ("act", log.acts[2].decode()),
            ("id", sealed.id),
        ]
    )


def _proof(log: Small) -> str:
    device = key("Ada's other device")
    text = proof_text(
        "enrol-key", log.assembly, key_name(key("Ada").public), key_name(device.public)
    )
    return _lines(
        [
            ("key", b64u(device.public)),
            ("text", json.dumps(text.decode())),
            ("proof", b64u(device.sign(text))),
        ]
    )


def _invitation(log: Small) -> str:
    secret, bea = key("invitation"), key("Bea")
    names = key_name(secret.public), key_name(bea.public)
    text = proof_text("invitation", log.assembly, *names)
    return _lines(
        [
            ("link", f"https://assembly.example/a/{log.assembly}/join#{b64u(secret.seed)}"),
            ("key", b64u(secret.public)),
            ("Bea's key", b64u(bea.public)),
            ("text", json.dumps(text.decode())),
            ("proof", b64u(secret.sign(text))),
        ]
    )


def _pairing(log: Small) -> str:
    old, fresh = key("Ada"), key("Ada's other device")
    nonces = [hashlib.sha256(name).digest()[:16] for name in (b"old", b"new")]
    old_key, new_key = b64u(old.public), b64u(fresh.public)
    text = proof_text("enrol-key", log.assembly, key_name(old.public), key_name(fresh.public))
    place, sealing = pairing.secrets_of(log.assembly, CODE)
    offer = {"key": old_key, "member": 1, "commitment": b64u(hashlib.sha256(nonces[0]).digest())}
    answer = {"key": new_key, "proof": b64u(fresh.sign(text)), "nonce": b64u(nonces[1])}
    notes = [offer, answer | {"name": "Telephone"}, {"nonce": b64u(nonces[0])}]
    lines = [("link", f"https://assembly.example/a/{log.assembly}/pair#{CODE[:5]}-{CODE[5:]}")]
    lines += [("path", f"/a/{log.assembly}/pairings/{place}/offer")]
    for part, one in zip(("offer", "answer", "opening"), notes, strict=True):
        said = json.dumps(one, separators=(",", ":"))
        lines += [(part, said), ("seal", pairing.seal(sealing, part, said))]
    told = [old_key, b64u(nonces[0]), new_key, b64u(nonces[1])]
    return _lines([*lines, ("words", pairing.two_words(log.assembly, CODE, *told))])


def _blob() -> str:
    ref, salted = blob("Ada")
    return _lines(
        [
            ("content", "Ada"),
            ("salt", salted[:32].hex()),
            ("whole", salted.hex()),
            ("sha256", ref.sha256),
            ("size", str(ref.size)),
        ]
    )


def _entry(log: Small) -> str:
    entry = log.entries[2]
    size = ("size", f"{len(entry)} bytes")
    return _lines([("entry 2", entry.decode()), size, ("leaf", leaf_hash(entry).hex())])


def _tree(log: Small) -> str:
    leaves = [leaf_hash(entry) for entry in log.entries]
    left, right = node_hash(*leaves[:2]), node_hash(*leaves[2:])
    pairs = [(f"leaf {index}", leaf.hex()) for index, leaf in enumerate(leaves)]
    pairs += [("0 and 1", left.hex()), ("2 and 3", right.hex())]
    pairs += [(f"root of size {size}", log.tree.root(size).hex()) for size in range(5)]
    proof = log.tree.consistency_proof(3, 4)
    pairs.append(("size 3 to size 4", " ".join(hash_.hex() for hash_ in proof)))
    return _lines(pairs)


def _bundle(log: Small) -> str:
    bundle = tiles.pack_entries(log.entries)
    hashes = log.tree.hash_tile(0, 0, 4)
    first = len(log.entries[0])
    lengths = bundle[:2].hex(), bundle[first + 2 : first + 4].hex()
    return _lines(
        [
            ("tile/entries/000.p/4", f"{lengths[0]}, entry 0, {lengths[1]}, entry 1, …"),
            ("", f"{len(bundle)} bytes, SHA-256 {hashlib.sha256(bundle).hexdigest()}"),
            ("tile/0/000.p/4", "leaf 0, leaf 1, leaf 2, leaf 3"),
            ("", f"{len(hashes)} bytes, SHA-256 {hashlib.sha256(hashes).hexdigest()}"),
        ]
    )


def _checkpoint(log: Small) -> str:
    vkey = note.verifier(log.origin, HOST)
    return f"{code(log.checkpoint.decode().rstrip())}\n\nIts verifier key is\n\n{code(str(vkey))}"


def _cosignature(log: Small) -> str:
    text = log.checkpoint.decode().partition("\n\n")[0] + "\n"
    name = "witness.example"
    line = cosignature.cosign(text, SEEN_AT, name, WITNESS)
    vkey = note.verifier(name, WITNESS, note.COSIGNATURE)
    return _lines(
        [
            ("witness", str(vkey)),
            ("time", str(SEEN_AT)),
            ("signed", json.dumps(cosignature.message(text, SEEN_AT).decode())),
            ("line", line.rstrip()),
        ]
    )


def _witness(log: Small) -> str:
    proof = tuple(log.tree.consistency_proof(3, 4))
    return code(witness.write(witness.Request(3, proof, log.checkpoint)).decode().rstrip())


def _session(log: Small) -> str:
    nonce = b64u(hashlib.sha256(b"nonce").digest() + bytes(24))
    said = {"assembly": log.assembly, "nonce": nonce, "origin": "soviet.example"}
    payload = json.dumps(said, separators=(",", ":"))
    signed = envelope.seal(payload.encode(), ADA, "session")
    return _lines([("payload", payload), ("body", signed.decode())])
