"""Names of keys, and the short texts that a new key signs to show that it is there.

A key is named by its RFC 7638 thumbprint, 43 characters: base64url of the SHA-256 of

    {"crv":"Ed25519","kty":"OKP","x":"<the public key in base64url, RFC 8037 section 2>"}

A **possession proof** is an Ed25519 signature by the new key over a text that names the purpose,
the assembly and the keys, so that nobody can enrol a key that is not theirs and no proof serves
elsewhere:

    esoviet/<purpose>/v1 LF <assembly id> LF <first> LF <second> LF

    purpose       first                        second
    enrol-key     the name of the key that     the name of the new device's key, which signs
                  signs the act
    recovery-key  the name of the key that     the name of the recovery key, which signs
                  signs the act
    recovery-of   the name of a device's key   the name of the recovery key, which signs
    invitation    the name of the invitation,  the name of the applicant's key
                  which signs

A new key names the key that enrols it and not a member, because it knows that key (from a phrase,
or from the code of another device) and would have to believe somebody a number.

In `recovery-of` the line of the assembly is empty: a device and its recovery phrase are made
together, before it is known which assemblies they will serve in.
"""

import hashlib
from functools import lru_cache
from typing import Literal, NewType

from esoviet.wire.ed25519 import PUBLIC_SIZE, is_valid_public, verify
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed

KeyName = NewType("KeyName", str)
Purpose = Literal["enrol-key", "recovery-key", "recovery-of", "invitation"]


def key_name(public: bytes) -> KeyName:
    """The RFC 7638 thumbprint of an Ed25519 public key (32 bytes)."""
    jwk = '{"crv":"Ed25519","kty":"OKP","x":"' + b64u(public) + '"}'
    return KeyName(b64u(hashlib.sha256(jwk.encode("ascii")).digest()))


@lru_cache(maxsize=4096)
def read_public(text: str) -> bytes:
    """Read a public key in base64url and refuse one that could never sign (wire.ed25519 rule 2)."""
    public = un_b64u(text, PUBLIC_SIZE)
    if not is_valid_public(public):
        raise Malformed("not a usable Ed25519 public key")
    return public


def proof_text(purpose: Purpose, assembly: str, first: str, second: str) -> bytes:
    """The bytes that a possession proof signs."""
    return f"esoviet/{purpose}/v1\n{assembly}\n{first}\n{second}\n".encode("ascii")


def proves(
    purpose: Purpose, assembly: str, first: str, second: str, public: bytes, proof: str
) -> bool:
    """Whether `proof` (base64url, 64 bytes) is a possession proof by `public`."""
    try:
        signature = un_b64u(proof, 64)
    except Malformed:
        return False
    return verify(public, proof_text(purpose, assembly, first, second), signature)
