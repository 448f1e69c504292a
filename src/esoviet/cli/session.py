"""Signing in, for reading what only members may read: a nonce of the host, signed by one's key.

GET  session    {"nonce": …}
POST session    a JWS of type `session` over {"assembly": …, "nonce": …}: {"token": …}
"""

import msgspec

from esoviet.cli.door import Door, Unreachable
from esoviet.cli.hand import Hand
from esoviet.wire import envelope

JOSE = "application/jose"


class _Challenge(msgspec.Struct, frozen=True):
    nonce: str


class _Signed(msgspec.Struct, frozen=True):
    assembly: str
    nonce: str


class _Session(msgspec.Struct, frozen=True):
    token: str


def sign_in(door: Door, hand: Hand) -> str:
    """A token for this assembly; it lives in memory only."""
    try:
        nonce = msgspec.json.decode(door.get("/session"), type=_Challenge).nonce
        said = msgspec.json.encode(_Signed(hand.assembly, nonce))
        answer = door.post("/session", envelope.seal(said, hand.key, "session"), JOSE)
        return msgspec.json.decode(answer, type=_Session).token
    except msgspec.DecodeError as error:
        raise Unreachable(f"The host's way of signing in is unknown here: {error}.") from None
