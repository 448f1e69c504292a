"""Signing in, for reading what only members may read: a signed challenge, no password.

GET    /a/{assembly}/session   answers {"nonce": …, "expires": …}
POST   /a/{assembly}/session   a JWS with typ "session" over {"assembly": …, "nonce": …}, as
                               application/jose; answers {"token": …, "expires": …} and sets the
                               same token as a cookie
DELETE /a/{assembly}/session   ends the session
"""

import secrets

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.node.ledger import Ledger
from esoviet.store.sessions import Session
from esoviet.web.http.context import (
    COOKIE,
    context_of,
    hosted_of,
    node_of,
    standing_member,
    token_of,
)
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.wire import envelope, json
from esoviet.wire.envelope import MAX_ACT, Envelope
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

LIFETIME = 30 * 86_400_000
_NO_STORE = {"Cache-Control": "no-store"}


class Challenge(msgspec.Struct, frozen=True):
    """What a key must sign to sign in; `expires` in milliseconds since 1970."""

    nonce: str
    expires: int


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The payload that is signed."""

    assembly: str
    nonce: str


class Opened(msgspec.Struct, frozen=True):
    """A session: send the token as a bearer token, or let the cookie travel."""

    token: str
    expires: int


async def challenge(request: Request) -> Response:
    """GET /a/{assembly}/session."""
    context = context_of(request)
    nonce = context.challenges.new(hosted_of(request).ledger.id, context.node.clock())
    return _json(Challenge(*nonce), 200)


async def sign_in(request: Request) -> Response:
    """POST /a/{assembly}/session."""
    context = context_of(request)
    ledger = hosted_of(request).ledger
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/jose":
        raise HttpError(415, "Send one of: application/jose.", {"Accept-Post": "application/jose"})
    sealed, proof = _read(await body_of(request, MAX_ACT))
    now = context.node.clock()
    if proof.assembly != ledger.id or not context.challenges.stands(ledger.id, proof.nonce, now):
        raise HttpError(403, "This challenge is not one of ours, or it is over; ask for a new one.")
    if not _is_member(ledger, sealed):
        context.strangers.check(request)
        context.strangers.charge(request)
        raise HttpError(403, "Only a member's own key can sign in here.")
    context.challenges.use(proof.nonce, now)
    opened = Opened(secrets.token_urlsafe(32), now + LIFETIME)
    context.node.store.open_session(opened.token, Session(ledger.id, sealed.kid, opened.expires))
    response = _json(opened, 201)
    response.set_cookie(
        f"{COOKIE}-{ledger.id[:16]}", opened.token, max_age=LIFETIME // 1000, path="/",
        secure=_is_https(request), httponly=True, samesite="strict",
    )  # fmt: skip
    return response


async def sign_out(request: Request) -> Response:
    """DELETE /a/{assembly}/session."""
    ledger = hosted_of(request).ledger
    token = token_of(request, ledger.id)
    if token is not None:
        node_of(request).store.close_session(token)
    response = Response(status_code=204, headers=_NO_STORE)
    response.delete_cookie(f"{COOKIE}-{ledger.id[:16]}", path="/")
    return response


def _read(jws: bytes) -> tuple[Envelope, Proof]:
    try:
        sealed = envelope.parse(jws, typ="session")
        json.read(sealed.payload)
        return sealed, msgspec.json.decode(sealed.payload, type=Proof)
    except (Malformed, msgspec.MsgspecError) as error:
        raise HttpError(
            400, Reason("This is not a signed challenge: {error}.", error=error)
        ) from None


def _is_member(ledger: Ledger, sealed: Envelope) -> bool:
    if standing_member(ledger, sealed.kid) is None:
        return False
    key = ledger.replica.view().must(Key, sealed.kid)
    return envelope.verified(sealed, key.public)


def _is_https(request: Request) -> bool:
    """Whether the browser came by HTTPS, as the settings, the proxy or the browser itself say."""
    said = (
        node_of(request).config.url,
        request.headers.get("x-forwarded-proto", ""),
        request.headers.get("origin", ""),
    )
    return any(one.partition(":")[0].lower() == "https" for one in said)


def _json(body: Challenge | Opened, status: int) -> Response:
    return Response(msgspec.json.encode(body), status, _NO_STORE, media_type="application/json")
