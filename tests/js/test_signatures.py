"""wire/ed25519.js and wire/bytes.js accept exactly what wire accepts."""

from collections.abc import Callable

import pytest

from esoviet.wire import ed25519, encoding
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.js.modules import Modules, Thrown
from tests.log.data import expected, load, raw
from tests.shared_data import needs_shared


@needs_shared
def test_crafted_signatures_are_accepted_exactly_where_the_one_rule_accepts_them(
    js: Modules,
) -> None:
    cases = load("ed25519/ed25519vectors.json")
    signed = [(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
              for case in cases]  # fmt: skip
    answers = js.each("wire/ed25519", "verify", signed)
    accepted = [case["number"] for case, good in zip(cases, answers, strict=True) if good]
    assert accepted == expected("ed25519/cctv")["must_accept"]


@needs_shared
def test_a_key_can_be_used_here_if_and_only_if_the_host_can_use_it(js: Modules) -> None:
    keys = sorted({bytes.fromhex(case["key"]) for case in load("ed25519/ed25519vectors.json")})
    usable = js.each("wire/ed25519", "usable", [(key,) for key in keys])
    assert usable == [ed25519.is_valid_public(key) for key in keys]
    assert {True, False} == set(usable)


@needs_shared
def test_the_browser_signs_and_verifies_the_published_vectors(js: Modules) -> None:
    signed = """async (cases) => {
      const { take, give } = await import("/harness.js");
      const { fromSeed, raw, sign } = await import("/static/js/wire/ed25519.js");
      return Promise.all(take(cases).map(async ([seed, message]) => {
        const pair = await fromSeed(seed);
        return give([await raw(pair.publicKey), await sign(pair, message)]);
      }));
    }"""
    lines = raw("ed25519/TESTVECTORS").decode().splitlines()
    cases = [[bytes.fromhex(field) for field in line.split(":")[:4]] for line in lines]
    answers = js.run(signed, [[secret[:32], message] for secret, _, message, _ in cases])
    assert answers == [[public, both[:64]] for _, public, _, both in cases]
    good = [(public, message, both[:64]) for _, public, message, both in cases]
    assert set(js.each("wire/ed25519", "verify", good)) == {True}


@needs_shared
def test_the_public_key_of_a_seed_is_computed_where_the_browser_does_not_tell_it(
    js: Modules,
) -> None:
    lines = raw("ed25519/TESTVECTORS").decode().splitlines()[:64]
    pairs = [[bytes.fromhex(field) for field in line.split(":")[:2]] for line in lines]
    answers = js.each("wire/curve", "publicOf", [(secret[:32],) for secret, _ in pairs])
    assert answers == [public for _, public in pairs]


def test_one_changed_bit_of_key_message_or_signature_is_refused(js: Modules) -> None:
    key = SigningKey(bytes(range(32)))
    good = [key.public, b"a ballot", key.sign(b"a ballot")]
    bent = [[bend(part) if place == n else part for n, part in enumerate(good)]
            for place in range(3)]  # fmt: skip
    assert js.each("wire/ed25519", "verify", [good, *bent]) == [True, False, False, False]


def test_a_device_key_cannot_be_read_out(js: Modules) -> None:
    asked = """async () => {
      const { generate, sign, raw, verify } = await import("/static/js/wire/ed25519.js");
      const pair = await generate();
      const text = new Uint8Array([1, 2, 3]);
      const good = await verify(await raw(pair.publicKey), text, await sign(pair, text));
      const out = await crypto.subtle.exportKey("pkcs8", pair.privateKey).catch((e) => e.name);
      return [good, out];
    }"""
    assert js.run(asked) == [True, "InvalidAccessError"]


READERS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("unB64", encoding.un_b64),
    ("unB64u", encoding.un_b64u),
    ("unHex", encoding.un_hex),
    ("unDecimal", encoding.un_decimal),
)
TEXTS = (
    "", "0", "1", "12", "1234567890", "01", "-1", "+5", " 5", "5 ", "5\n", "1_0", "٣", "1e3",
    "0x1f", "ab", "AB", "abc", "abcd", "ABCD", "aB", "ab cd", "0a", "zz", "é", "🥖", "a-_b",
    "a+/b", "ab==", "ab=", "abc=", "abcd=", "abcd====", "YQ", "YQ==", "YR==", "YR", "YWI",
    "YWI=", "YWJ=", "YWJ", "YWJj", "YW\nJj", "YW Jj", "====", "=", "a", "aaaaa",
)  # fmt: skip


@pytest.mark.parametrize(("name", "read"), READERS)
def test_each_value_has_one_spelling_and_it_is_the_same_on_both_sides(
    js: Modules, name: str, read: Callable[[str], object]
) -> None:
    answers = js.each("wire/bytes", name, [(text,) for text in TEXTS])
    said = {
        text: None if isinstance(answer, Thrown) else answer
        for text, answer in zip(TEXTS, answers, strict=True)
    }
    assert said == {text: read_or_none(read, text) for text in TEXTS}
    assert all(answer.error == "Malformed" for answer in answers if isinstance(answer, Thrown))


def test_a_number_that_the_browser_cannot_hold_exactly_is_refused(js: Modules) -> None:
    assert js.call("wire/bytes", "unDecimal", "9007199254740991") == 9007199254740991
    assert js.call("wire/bytes", "unDecimal", "9007199254740993") == Thrown(
        "Malformed", "not a decimal number"
    )


def read_or_none(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except Malformed:
        return None


def bend(part: bytes) -> bytes:
    return part[:-1] + bytes([part[-1] ^ 1])
