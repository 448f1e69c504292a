"""A push, held to the example of RFC 8291 and read as a browser reads it."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.web_push import (
    CURVE,
    MOST,
    ORDER,
    RECORD,
    Vapid,
    browser_of,
    sealed,
    sealed_with,
)
from esoviet.wire.encoding import b64u
from esoviet.wire.errors import Malformed
from tests.node.browsing import Unreadable, opened, someone

PLAIN = b"When I grow up, I want to be a watermelon"
"""RFC 8291, section 5."""
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(octets(text), "big"), CURVE)


def test_the_example_of_rfc_8291() -> None:
    browser = browser_of(P256DH, AUTH)
    assert sealed_with(private(SENDER), octets(SALT), PLAIN, browser) == octets(BODY)
    assert opened(octets(BODY), private(RECEIVER), octets(AUTH)) == PLAIN


@given(st.binary(max_size=MOST))
def test_what_is_sealed_only_that_browser_opens(message: bytes) -> None:
    key, browser = someone()
    body = sealed(message, browser)
    assert len(body) <= RECORD
    assert opened(body, key, browser.secret) == message
    other, _ = someone()
    for wrong, secret in ((other, browser.secret), (key, b"t" * 16)):
        with pytest.raises(Unreadable):
            opened(body, wrong, secret)


def test_two_pushes_of_one_message_are_not_alike() -> None:
    _, browser = someone()
    assert sealed(PLAIN, browser) != sealed(PLAIN, browser)


def test_a_message_that_is_too_long_is_not_sent() -> None:
    _, browser = someone()
    with pytest.raises(ValueError, match="too long"):
        sealed(b"x" * (MOST + 1), browser)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (P256DH, ""),
        (P256DH[:-2], AUTH),
        (b64u(b"\x04" + b"\x01" * 64), AUTH),  # no point of the curve
        (b64u(b"\x02" + octets(P256DH)[1:33] + bytes(32)), AUTH),
        (P256DH, b64u(b"short")),
        ("!" * 87, AUTH),
    ],
)
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(Malformed):
        browser_of(p256dh, auth)


@given(st.binary(max_size=300))
def test_garbage_opens_for_nobody(body: bytes) -> None:
    key, browser = someone()
    with pytest.raises(Unreadable):
        opened(body, key, browser.secret)


def test_a_push_service_can_check_who_sends() -> None:
    vapid = Vapid(b"s" * 32, "mailto:host@example.org")
    header = vapid.authorization("https://push.example:8443/wpush/v2/abc?x=1", 1_700_000_000)
    token, key = header.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(octets(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(octets(claims)) == {
        "aud": "https://push.example:8443",
        "exp": 1_700_000_000 + 12 * 3600,
        "sub": "mailto:host@example.org",
    }
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, octets(key))
    assert octets(key) == vapid.public
    r, s = octets(signature)[:32], octets(signature)[32:]
    der = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(der, f"{head}.x{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def test_the_key_of_a_node_follows_from_its_own_and_from_nothing_else() -> None:
    one, again, other = (Vapid(seed * 32, "mailto:x@example.org") for seed in (b"a", b"a", b"b"))
    assert one.public == again.public != other.public
    ec.derive_private_key(ORDER - 1, CURVE)  # the largest number that is a key
    with pytest.raises(ValueError, match="range"):
        ec.derive_private_key(ORDER, CURVE)
