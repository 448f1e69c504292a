"""wire/envelope.js: what a browser seals the host reads; each refuses what the other refuses."""

from collections.abc import Iterator

import pytest

from esoviet.wire import envelope, keys
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.errors import Malformed
from tests.js.modules import Modules, Thrown

KEY = SigningKey(bytes(range(32)))
PAYLOAD = '{"type":"cast-ballot","vote":3,"choice":"yes","why":"así, 面包"}'
GOOD = envelope.seal(PAYLOAD.encode(), KEY)
HEADER, BODY, SIGNATURE = GOOD.decode().split(".")
SEAL = """async ([seed, payload, typ]) => {
  const { take } = await import("/harness.js");
  const { fromSeed } = await import("/static/js/wire/ed25519.js");
  const { seal } = await import("/static/js/wire/envelope.js");
  return seal(payload, await fromSeed(take(seed)), typ ?? undefined)
    .catch((error) => ({ $error: error.constructor.name, why: error.message }));
}"""


def sealed(js: Modules, payload: str, typ: str | None = None) -> str | Thrown:
    answer = js.run(SEAL, [bytes(range(32)), payload, typ])
    assert isinstance(answer, str | Thrown)
    return answer


@pytest.mark.parametrize("typ", ["act", "session"])
def test_a_browser_seals_the_very_bytes_that_the_host_would_seal(js: Modules, typ: str) -> None:
    made = sealed(js, PAYLOAD, typ)
    assert isinstance(made, str)
    assert made.encode() == envelope.seal(PAYLOAD.encode(), KEY, typ)
    assert envelope.verified(envelope.parse(made.encode(), typ), KEY.public)


def test_the_longest_act_is_sealed_and_one_that_is_longer_is_not(js: Modules) -> None:
    room = len(envelope.seal(b"", KEY))
    longest = (envelope.MAX_ACT - room) * 3 // 4
    made = sealed(js, "x" * longest)
    assert isinstance(made, str)
    assert envelope.parse(made.encode())
    assert sealed(js, "x" * (longest + 3)) == Thrown("Malformed", "an act that is too long")


def test_a_browser_reads_what_the_host_sealed(js: Modules) -> None:
    read = js.call("wire/envelope", "parse", GOOD.decode())
    assert (read["kid"], read["payload"]) == (keys.key_name(KEY.public), PAYLOAD.encode())
    assert js.call("wire/envelope", "verified", read, KEY.public) is True
    assert js.call("wire/envelope", "idOf", read) == envelope.parse(GOOD).id


def test_an_act_and_a_sign_in_never_pass_for_each_other(js: Modules) -> None:
    signin = envelope.seal(PAYLOAD.encode(), KEY, "session").decode()
    assert js.call("wire/envelope", "parse", signin, "session")["kid"]
    assert js.call("wire/envelope", "parse", signin).error == "Malformed"
    assert js.call("wire/envelope", "parse", GOOD.decode(), "session").error == "Malformed"


def malformed() -> Iterator[str]:
    """Envelopes that differ in one point from a good one."""
    name = keys.key_name(KEY.public)
    for header in (
        f'{{"kid":"{name}","alg":"Ed25519","typ":"act"}}',
        f'{{"alg":"EdDSA","kid":"{name}","typ":"act"}}',
        f'{{"alg":"none","kid":"{name}","typ":"act"}}',
        f'{{"alg": "Ed25519","kid":"{name}","typ":"act"}}',
        f'{{"alg":"Ed25519","kid":"{name}","typ":"act"}} ',
        f'{{"alg":"Ed25519","kid":"{name[:-1]}","typ":"act"}}',
        f'{{"alg":"Ed25519","kid":"{name}a","typ":"act"}}',
        f'{{"alg":"Ed25519","kid":"{name[:-2]}é","typ":"act"}}',
        f'{{"alg":"Ed25519","kid":"{name}","typ":"act","x":1}}',
    ):
        yield f"{b64u(header.encode())}.{BODY}.{SIGNATURE}"
    yield from (
        f"{HEADER}.{BODY}",
        f"{HEADER}.{BODY}.{SIGNATURE}.",
        f".{BODY}.{SIGNATURE}",
        "",
        "..",
    )
    yield from (f" {HEADER}.{BODY}.{SIGNATURE}", f"{HEADER}.{BODY}.{SIGNATURE}\n")
    yield from (f"{HEADER}=.{BODY}.{SIGNATURE}", f"{HEADER}.{BODY}==.{SIGNATURE}")
    yield from (f"{HEADER}.{BODY}.{SIGNATURE[:-1]}", f"{HEADER}.{BODY}.{SIGNATURE}A")
    yield f"{HEADER}.{BODY}.{SIGNATURE[:-1]}{chr(ord(SIGNATURE[-1]) + 1)}"
    yield f"{HEADER}.{BODY[:4]}+{BODY[5:]}.{SIGNATURE}"
    yield f"{HEADER}.{BODY[:4]}/{BODY[5:]}.{SIGNATURE}"
    yield f"{HEADER}.{BODY[:4]} {BODY[5:]}.{SIGNATURE}"
    yield f"{HEADER}.{BODY}.{SIGNATURE[:-4]}"
    yield f"{HEADER}.{BODY * 400}.{SIGNATURE}"


def test_both_sides_refuse_the_same_malformed_envelopes(js: Modules) -> None:
    texts = list(malformed())
    answers = js.each("wire/envelope", "parse", [(text,) for text in texts])
    accepted = [text for text, answer in zip(texts, answers, strict=True)
                if not (isinstance(answer, Thrown) and answer.error == "Malformed")]  # fmt: skip
    assert accepted == []
    for text in texts:
        with pytest.raises(Malformed):
            envelope.parse(text.encode())


def test_a_key_has_the_name_that_the_standard_gives_it(js: Modules) -> None:
    # RFC 8037 appendix A.3.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    name = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert js.call("wire/envelope", "keyName", public) == name == keys.key_name(public)


def test_a_possession_proof_is_over_the_same_bytes_on_both_sides(js: Modules) -> None:
    parts = ("a" * 64, "7", keys.key_name(KEY.public))
    text = js.call("wire/envelope", "proofText", "enrol-key", *parts)
    assert text == keys.proof_text("enrol-key", *parts)
