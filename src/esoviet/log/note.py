"""C2SP signed-note: a text with signatures, and the verifier keys that check them.

    note      = text LF *signature          text: UTF-8, ends in LF, no control character but LF
    signature = U+2014 SP name SP base64(key id || signature) LF

The last empty line splits text from signatures. A key id is the first four bytes of
SHA-256(name || LF || type || public key); a verifier key is written
`name+<key id in hexadecimal>+base64(type || public key)`. A signature by an unknown (name, key id)
pair is ignored; one by a known pair that fails refuses the whole note; so does a note without any
signature by a known key. A name is not empty and holds neither Unicode space nor `+` nor control
character. Two rules are stricter than the specification: DEL counts as a control character, and a
line too short for a key id and a byte of signature refuses the note.

A verifier key of another type than 1 and 4 is refused, since nothing that it signed could be
checked here; signature lines of other types are like any by an unknown key.
Source: https://c2sp.org/signed-note (1.0.0).
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from esoviet.log.errors import ProofError
from esoviet.wire.ed25519 import PUBLIC_SIZE, SigningKey, verify
from esoviet.wire.encoding import b64, un_b64, un_hex
from esoviet.wire.errors import Malformed

ED25519 = 1
COSIGNATURE = 4
MAX_NOTE = 1 << 20
MAX_SIGNATURES = 100
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_DASH = "\u2014 "


class VerifierKey(NamedTuple):
    """A public key with the name it signs under; `kind` is 1 (Ed25519) or 4 (cosignature)."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before each of its signatures."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(bytes([self.kind]) + self.public)}"


class Signature(NamedTuple):
    """One signature line, taken apart."""

    name: str
    key_id: bytes
    signature: bytes


class Note(NamedTuple):
    """A parsed note; `text` ends in a newline."""

    text: str
    signatures: tuple[Signature, ...]


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The first four bytes of SHA-256(name || LF || type || public key)."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def check_name(name: str) -> None:
    """Refuse a key name that is empty or holds a space, a plus or a control character."""
    if "+" in name or CONTROL.search(name) or name.split() != [name]:
        raise Malformed("not a key name")


def parse_key(text: str) -> VerifierKey:
    """Read a verifier key of type 1 or 4; raises `Malformed`."""
    name, plus, rest = text.partition("+")
    identity, plus_too, encoded = rest.partition("+")
    if not plus or not plus_too:
        raise Malformed("a verifier key is name+id+key")
    check_name(name)
    data, identifier = un_b64(encoded), un_hex(identity, 4)
    if len(data) != 1 + PUBLIC_SIZE or data[0] not in (ED25519, COSIGNATURE):
        raise Malformed("a verifier key of an unknown type")
    key = VerifierKey(name, data[0], data[1:])
    if key.key_id != identifier:
        raise Malformed("the key id does not belong to this name and key")
    return key


def parse(raw: bytes) -> Note:
    """Take a note apart; raises `Malformed`. Checks no signature."""
    if len(raw) > MAX_NOTE:
        raise Malformed("a note of more than a mebibyte")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("a note is UTF-8") from None
    if CONTROL.search(text):
        raise Malformed("a control character in a note")
    split = text.rfind("\n\n")
    if split < 0 or not text.endswith("\n"):
        raise Malformed("a note is a text, an empty line and signature lines")
    lines = text[split + 2 : -1].split("\n")
    if not 1 <= len(lines) <= MAX_SIGNATURES:
        raise Malformed(f"a note has 1 to {MAX_SIGNATURES} signatures")
    return Note(text[: split + 1], tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> Signature:
    """Read one signature line, without its newline."""
    if not line.startswith(_DASH):
        raise Malformed("a signature line starts with an em dash and a space")
    name, space, encoded = line[2:].partition(" ")
    if not space:
        raise Malformed("a signature line is a dash, a name and base64")
    check_name(name)
    payload = un_b64(encoded)
    if len(payload) < 5:
        raise Malformed("a signature line holds a key id and a signature")
    return Signature(name, payload[:4], payload[4:])


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Write one signature line, newline included."""
    return f"{_DASH}{key.name} {b64(key.key_id + signature)}\n"


def verifier(name: str, key: SigningKey, kind: int = ED25519) -> VerifierKey:
    """The verifier key of a signing key under a name."""
    check_name(name)
    return VerifierKey(name, kind, key.public)


def sign(text: str, name: str, key: SigningKey) -> bytes:
    """Make a note with one Ed25519 signature of type 1."""
    if not text.endswith("\n"):
        raise Malformed("a note's text ends in a newline")
    try:
        line = signature_line(verifier(name, key), key.sign(text.encode()))
    except UnicodeEncodeError:
        raise Malformed("a note is UTF-8") from None
    raw = f"{text}\n{line}".encode()
    parse(raw)
    return raw


def open_note(raw: bytes, keys: Iterable[VerifierKey]) -> Note:
    """Parse a note and check it against Ed25519 keys of type 1; keeps only verified signatures.

    Raises `Malformed` for a bad note, `ProofError` where a known key's signature fails or no known
    key has signed.
    """
    note = parse(raw)
    known = known_keys(keys, ED25519)
    verified = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not verify(key.public, note.text.encode(), signature.signature):
            raise ProofError("a signature on this note is not valid")
        if signature not in verified:
            verified.append(signature)
    if not verified:
        raise ProofError("no key that is trusted here has signed this note")
    return Note(note.text, tuple(verified))


def known_keys(keys: Iterable[VerifierKey], kind: int) -> dict[tuple[str, bytes], VerifierKey]:
    """Keys of one type by the pair that their lines bear; raises `Malformed` if two share it."""
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if key.kind == kind and known.setdefault((key.name, key.key_id), key) != key:
            raise Malformed("two keys share a name and a key id")
    return known
