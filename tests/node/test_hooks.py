"""Webhooks are signed so that everybody can check them, and tried again as their text says."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.hooks import LONGEST, PAUSES, judged, new_id, pause, signed, wanted_rest
from esoviet.wire.ed25519 import SigningKey

KEY = SigningKey(b"k" * 32)
MINUTE = 60_000


def is_signed(headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it, with another library than ours."""
    version, _, signature = headers["webhook-signature"].partition(",")
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert version == "v1a"
    try:
        Ed25519PublicKey.from_public_bytes(KEY.public).verify(base64.b64decode(signature), said)
    except InvalidSignature:
        return False
    return True


@given(st.binary(max_size=200), st.integers(0, 2**40))
def test_a_receiver_can_check_whatever_is_sent(body: bytes, seconds: int) -> None:
    headers = signed(KEY, new_id(), seconds, body)
    assert is_signed(headers, body)
    assert not is_signed(headers, body + b" ")
    assert not is_signed({**headers, "webhook-id": new_id()}, body)
    assert not is_signed({**headers, "webhook-timestamp": str(seconds + 1)}, body)


def test_ids_are_never_the_same_and_hold_no_full_stop() -> None:
    names = {new_id() for _ in range(100)}
    assert len(names) == 100
    assert not any("." in name for name in names)


@pytest.mark.parametrize(
    ("status", "fate", "answer"),
    [
        (200, "taken", "taken"), (204, "taken", "taken"), (302, "refused", "moved"),
        (307, "refused", "moved"), (400, "refused", "unfit"), (401, "refused", "refused"),
        (404, "refused", "refused"), (408, "later", "later"), (410, "gone", "gone"),
        (413, "refused", "unfit"), (429, "later", "limited"), (500, "later", "later"),
        (503, "later", "later"), (100, "refused", "refused"),
    ],
)  # fmt: skip
def test_what_an_answer_means(status: int, fate: str, answer: str) -> None:
    assert judged(status) == (fate, answer)


def test_pauses_grow_and_come_to_an_end_after_three_days() -> None:
    waits = [pause(tries, None) for tries in range(len(PAUSES))]
    assert waits == sorted(PAUSES)
    assert pause(len(PAUSES), None) is None
    assert 3 * 24 < sum(PAUSES) / (60 * MINUTE) < 4 * 24


@given(st.integers(0, len(PAUSES) - 1), st.integers(0, 10**7))
def test_a_receiver_is_left_alone_as_long_as_it_asks_within_a_day(tries: int, after: int) -> None:
    wait = pause(tries, after)
    assert wait is not None
    assert min(after * 1000, LONGEST) <= wait <= LONGEST
    assert wait >= PAUSES[tries]


@pytest.mark.parametrize(
    ("said", "body", "rest"),
    [
        (None, b"", None), (7, b"", 7), (None, b'{"retry_after": 0.65, "global": false}', 1),
        (None, b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}', 3),
        (None, b'{"ok": false, "parameters": {"retry_after": 35}}', 35), (9, b"[1]", 9),
        (9, b'{"retry_after": -4}', 9), (None, b'{"retry_after": 1e300}', 86_400),
        (None, b"\xff", None), (None, b'{"retry_after": "soon"}', None), (5, b"x" * 4096, 5),
    ],
)  # fmt: skip
def test_chats_say_in_json_how_long_to_wait(
    said: int | None, body: bytes, rest: int | None
) -> None:
    assert wanted_rest(said, body) == rest


@given(st.binary(max_size=100))
def test_whatever_is_answered_is_no_mistake(body: bytes) -> None:
    assert wanted_rest(3, body) is not None
