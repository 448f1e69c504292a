"""Signing in, for reading what only members may read: a nonce of the host, signed by one's key.

GET  session    {"nonce": …}
POST session    a JWS of type `session` over {"assembly": …, "nonce": …, "origin": …}: {"token": …}
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from esoviet.cli.http import HttpClient, Refusal, Unreachable
from esoviet.cli.signer import Signer
from esoviet.wire import envelope

JOSE = "application/jose"


class _Challenge(msgspec.Struct, frozen=True):
    nonce: str


class _Signed(msgspec.Struct, frozen=True):
    assembly: str
    nonce: str
    origin: str


class _Session(msgspec.Struct, frozen=True):
    token: str


def let_in(http: HttpClient, signers: Iterable[Signer]) -> str | None:
    """A token by the first of these keys that the host lets in, if there is one."""
    for signer in signers:
        try:
            return sign_in(http, signer)
        except Refusal:
            continue
    return None


def _origin(url: str) -> str:
    """The host to which one speaks, as a browser names it."""
    parts = urlsplit(url)
    usual = {"https": ":443", "http": ":80"}[parts.scheme]
    return parts.netloc.rpartition("@")[2].lower().removesuffix(usual)


def sign_in(http: HttpClient, signer: Signer) -> str:
    """A token for this assembly; it lives in memory only."""
    try:
        nonce = msgspec.json.decode(http.get("/session"), type=_Challenge).nonce
        said = msgspec.json.encode(_Signed(signer.assembly, nonce, _origin(http.url)))
        answer = http.post("/session", envelope.seal(said, signer.key, "session"), JOSE)
        return msgspec.json.decode(answer, type=_Session).token
    except msgspec.DecodeError as error:
        raise Unreachable(f"The host's way of signing in is unknown here: {error}.") from None
