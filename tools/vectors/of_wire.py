"""The vectors of the wire: keys and their names, possession proofs, envelopes, strict JSON, base64.

Seeds, keys and proofs are base64url; envelopes are ASCII text. `refused` is null where all is well,
`malformed` where the bytes break the format, `signature` where they are well formed and the
signature is not valid by the key. Each refused case is a twin of one that holds, bent in one place.
"""

from collections.abc import Iterator
from typing import Any, get_args

from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import Purpose, key_name, proof_text

Case = dict[str, Any]

SEEDS = (bytes(32), bytes(range(32)), b"\xff" * 32)
ADA, BEA = SigningKey(bytes(range(32))), SigningKey(b"b" * 32)
ASSEMBLY = "5e" * 32
PAYLOADS = (
    "{}",
    '{"type":"leave","assembly":"' + ASSEMBLY + '","seq":7,"seen":[9,"' + "A" * 43 + '="]}',
    '{"type":"cast-ballot","ranking":[[2],[1,3],[0]],"vote":1}',
    '{ "words": "Ünïcödé ☭ \\u262d",\n  "list": [ ] }',
)
ORDER = 2**252 + 27742317777372353535851937790883648493


def vectors() -> Case:
    """All of them."""
    return {
        "about": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " ").strip(),
        "keys": [_key(SigningKey(seed)) for seed in SEEDS],
        "proofs": list(_proofs()),
        "envelopes": [*_good(), *_bent(), *_unsigned()],
        "json": [*_json_good(), *_json_bent()],
        "base64url": list(_base64url()),
    }


def _key(key: SigningKey) -> Case:
    return {"seed": b64u(key.seed), "public": b64u(key.public), "name": key_name(key.public)}


def _proofs() -> Iterator[Case]:
    ada, bea = key_name(ADA.public), key_name(BEA.public)
    for purpose in get_args(Purpose):
        assembly = "" if purpose == "recovery-of" else ASSEMBLY
        text = proof_text(purpose, assembly, ada, bea)
        yield {
            "purpose": purpose,
            "assembly": assembly,
            "first": ada,
            "second": bea,
            "text": text.decode("ascii"),
            "public": b64u(BEA.public),
            "proof": b64u(BEA.sign(text)),
        }


def _case(title: str, jws: bytes, refused: str | None, typ: str = "act") -> Case:
    return {"title": title, "typ": typ, "jws": jws.decode("latin-1"), "refused": refused}


def _good() -> Iterator[Case]:
    for typ in ("act", "session"):
        for payload in PAYLOADS:
            jws = envelope.seal(payload.encode(), ADA, typ)
            read = envelope.parse(jws, typ)
            yield _case("it holds", jws, None, typ) | {
                "public": b64u(ADA.public),
                "kid": read.kid,
                "payload": payload,
                "id": read.id,
            }


def _bent() -> Iterator[Case]:
    jws = envelope.seal(PAYLOADS[2].encode(), ADA)
    header, payload, signature = jws.split(b".")
    other = envelope.seal(PAYLOADS[2].encode(), ADA, "session")
    name = key_name(ADA.public)
    for title, bent in {
        "two parts": header + b"." + payload,
        "four parts": jws + b".",
        "nothing": b"",
        "two dots": b"..",
        "padding after the signature": jws + b"==",
        "padding after the header": header + b"=." + payload + b"." + signature,
        "a line feed after it": jws + b"\n",
        "a space before it": b" " + jws,
        "standard base64": header + b".A+/A." + signature,
        "a spare bit in the signature": jws[:-1] + _next(jws[-1:]),
        "a spare bit in the payload": header + b".e31." + signature,
        "a payload of an impossible length": header + b".e30AA." + signature,
        "a short signature": header + b"." + payload + b"." + signature[:-2],
        "a long signature": jws + b"AA",
        "no signature": header + b"." + payload + b".",
        "another typ": other,
        "another algorithm": _with(f'{{"alg":"EdDSA","kid":"{name}","typ":"act"}}', payload, jws),
        "none": _with('{"alg":"none"}', payload, jws),
        "white space in the header": _with(
            f'{{"alg":"Ed25519", "kid":"{name}","typ":"act"}}', payload, jws
        ),
        "another order in the header": _with(
            f'{{"kid":"{name}","alg":"Ed25519","typ":"act"}}', payload, jws
        ),
        "one more field": _with(
            f'{{"alg":"Ed25519","kid":"{name}","typ":"act","crit":[]}}', payload, jws
        ),
        "a short name": _with(f'{{"alg":"Ed25519","kid":"{name[1:]}","typ":"act"}}', payload, jws),
        "a name that is not ASCII": _with(
            f'{{"alg":"Ed25519","kid":"é{name[2:]}","typ":"act"}}', payload, jws
        ),
        "one byte too long": envelope.seal(b" " * 12_142, ADA),
    }.items():
        yield _case(title, bent, "malformed")
    yield _case("as long as may be", envelope.seal(b" " * 12_141, ADA), None)


def _unsigned() -> Iterator[Case]:
    jws = envelope.seal(PAYLOADS[2].encode(), ADA)
    header, payload, signature = jws.split(b".")
    read = envelope.parse(jws)
    number = int.from_bytes(read.signature[32:], "little") + ORDER
    over = read.signature[:32] + number.to_bytes(32, "little")
    for title, bent in {
        "another key's signature": envelope.seal(PAYLOADS[2].encode(), BEA).split(b".")[2],
        "a signature of nothing": b64u(bytes(64)).encode(),
        "S beyond the group order": b64u(over).encode(),
        "the first bit flipped": _next(signature[:1]) + signature[1:],
    }.items():
        jws = header + b"." + payload + b"." + bent
        yield _case(title, jws, "signature") | {"public": b64u(ADA.public)}
    swapped = header + b"." + b64u(PAYLOADS[0].encode()).encode() + b"." + signature
    yield _case("another payload", swapped, "signature") | {"public": b64u(ADA.public)}


def _with(header: str, payload: bytes, jws: bytes) -> bytes:
    return b64u(header.encode()).encode() + b"." + payload + b"." + jws.split(b".")[2]


def _next(letter: bytes) -> bytes:
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_A"
    return letters[letters.index(letter) + 1 :][:1]


def _json_good() -> Iterator[Case]:
    for title, text in {
        "an object": '{"a":1,"b":[true,false,null,"x"]}',
        "white space": ' {\t"a" :\r\n1 } ',
        "the largest number": "9007199254740991",
        "the smallest number": "-9007199254740991",
        "a pair of surrogates": '"\\ud83d\\ude00"',
        "the same character itself": '"😀"',
        "one name at two levels": '{"a":{"a":1}}',
        "eight levels": "[" * 8 + "]" * 8,
        "escapes": '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000"',
    }.items():
        yield {"title": title, "text": text, "refused": None}


def _json_bent() -> Iterator[Case]:
    for title, text in {
        "a name twice": '{"a":1,"a":1}',
        "a name twice, spelt otherwise": '{"a":1,"\\u0061":1}',
        "a fraction": "1.0",
        "an exponent": "1e0",
        "a leading zero": "01",
        "a sign": "+1",
        "not a number": "NaN",
        "infinity": "-Infinity",
        "one too large": "9007199254740992",
        "huge": "9" * 400,
        "a lone surrogate": '"\\ud83d"',
        "a lone surrogate as a name": '{"\\ude00":1}',
        "surrogates in the wrong order": '"\\ude00\\ud83d"',
        "nine levels": "[" * 9 + "]" * 9,
        "a comma too many": "[1,]",
        "a comment": "1 // one",
        "single quotes": "'a'",
        "two values": "1 2",
        "nothing": "",
        "a control character": '"\n"',
        "a byte order mark": "\ufeff1",
        "a foreign digit": "\u0661",
    }.items():
        yield {"title": title, "text": text, "refused": "malformed"}


def _base64url() -> Iterator[Case]:
    for text, hexadecimal in {
        "": "", "AA": "00", "_w": "ff", "-_8": "fbff", "AAEC": "000102", "-_-_": "fbffbf",
    }.items():  # fmt: skip
        yield {"text": text, "bytes": hexadecimal, "refused": None}
    for text in ("A", "AB", "AAF", "AA==", "+/8", "AA\n", "AAECA", "A A", "ÄÄ", "=", "AAAA="):
        yield {"text": text, "bytes": None, "refused": "malformed"}
