"""Signing in, for reading what only members may read: a signed challenge, no password.

GET    /a/{assembly}/session   answers {"nonce": …, "expires": …}
POST   /a/{assembly}/session   a JWS with typ "session" over {"assembly": …, "nonce": …, "origin":
                               …}, as application/jose; answers {"token": …, "expires": …} and sets
                               the same token as a cookie
DELETE /a/{assembly}/session   ends the session

`origin` is the host (and the port, unless it is the usual one) to which the signer speaks, so that
nobody in between can sign in with it elsewhere. Members sign in, and at a closed assembly guests
(web/http/door.py) as well. Whoever may not is answered alike, whether the assembly is here or not.
"""

import secrets
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.applications import Invitation
from esoviet.law.records import HOST, Key
from esoviet.law.recovery import Recovery, RecoveryVouch
from esoviet.law.view import View
from esoviet.store.sessions import HOUR, Session
from esoviet.web.http.context import COOKIE, context_of, node_of
from esoviet.web.http.door import ASSEMBLY, check_awake, replaced_by, token_of, visitor_by
from esoviet.web.http.errors import (
    GONE,
    Closed,
    HttpError,
    ProblemDetails,
    Replaced,
    name_of,
    respond,
)
from esoviet.web.http.limits import body_of
from esoviet.web.http.rates import LOOPBACK
from esoviet.wire import envelope, json
from esoviet.wire.envelope import MAX_ACT, Envelope
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

_USUAL_PORTS = {"https": ":443", "http": ":80"}
LIFETIME = 30 * 86_400_000
NOT_YOURS = "Only a member's own key can sign in here."
_NO_STORE = {"Cache-Control": "no-store"}


class Challenge(msgspec.Struct, frozen=True):
    """What a key must sign to sign in; `expires` in milliseconds since 1970."""

    nonce: str
    expires: int


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The payload that is signed."""

    assembly: str
    nonce: str
    origin: str


class Opened(msgspec.Struct, frozen=True):
    """A session: send the token as a bearer token, or let the cookie travel."""

    token: str
    expires: int


async def challenge(request: Request) -> Response:
    """GET /a/{assembly}/session."""
    context = context_of(request)
    return answered(Challenge(*context.challenges.new(_named(request), context.node.clock())), 200)


async def sign_in(request: Request) -> Response:
    """POST /a/{assembly}/session."""
    context = context_of(request)
    identity = _named(request)
    sealed, nonce = await signed(request, identity)
    now = context.node.clock()
    if not may_enter(request, identity, sealed):
        context.strangers.check(request)
        context.strangers.charge(request)
        replaced = _replaced(request, identity, sealed)
        if replaced is None:
            raise HttpError(403, NOT_YOURS)
        told = ProblemDetails(title=name_of(403), status=403, detail=GONE, replaced=replaced)
        return respond(told, _NO_STORE, request)
    context.challenges.use(nonce, now)
    opened = Opened(secrets.token_urlsafe(32), now + LIFETIME)
    session = Session(identity, sealed.kid, opened.expires, since=now, seen=now - now % HOUR)
    context.node.store.open_session(opened.token, session)
    response = answered(opened, 201)
    response.set_cookie(
        f"{COOKIE}-{identity[:16]}", opened.token, max_age=LIFETIME // 1000, path="/",
        secure=_is_https(request), httponly=True, samesite="strict",
    )  # fmt: skip
    return response


async def sign_out(request: Request) -> Response:
    """DELETE /a/{assembly}/session."""
    identity = _named(request)
    token = token_of(request, identity)
    if token is not None:
        node_of(request).store.close_session(token)
    response = Response(status_code=204, headers=_NO_STORE)
    response.delete_cookie(f"{COOKIE}-{identity[:16]}", path="/")
    return response


async def signed(request: Request, name: str) -> tuple[Envelope, str]:
    """What was sent to sign in, signed for a challenge of ours to `name`; and its nonce."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/jose":
        raise HttpError(415, "Send one of: application/jose.", {"Accept-Post": "application/jose"})
    sealed, proof = _read(await body_of(request, MAX_ACT))
    context = context_of(request)
    if proof.assembly != name or not context.challenges.stands(
        name, proof.nonce, context.node.clock()
    ):
        raise HttpError(403, "This challenge is not one of ours, or it is over; ask for a new one.")
    if proof.origin.lower() not in _origins(request):
        raise HttpError(403, "This was signed for another address than the one of this server.")
    return sealed, proof.nonce


def _named(request: Request) -> str:
    """The assembly that the path names, whether it is here or not."""
    identity = str(request.path_params["assembly"])
    if not ASSEMBLY.fullmatch(identity):
        raise Closed
    return identity


def _read(jws: bytes) -> tuple[Envelope, Proof]:
    try:
        sealed = envelope.parse(jws, typ="session")
        json.read(sealed.payload)
        return sealed, msgspec.json.decode(sealed.payload, type=Proof)
    except (Malformed, msgspec.MsgspecError) as error:
        raise HttpError(
            400, Reason("This is not a signed challenge: {error}.", error=error)
        ) from None


def may_enter(request: Request, identity: str, sealed: Envelope) -> bool:
    """Whether a key is a member's, or a guest's where guests need one, and has signed."""
    check_awake(request)
    node = node_of(request)
    hosted = node.assemblies.get(identity)
    if hosted is None:
        return False
    view = hosted.ledger.replica.view()
    visitor = visitor_by(view, sealed.kid, node.clock())
    if visitor.member is None and (not visitor.guest or hosted.ledger.is_public):
        return False
    return envelope.verified(sealed, _public(view, sealed.kid))


def _replaced(request: Request, identity: str, sealed: Envelope) -> Replaced | None:
    """What became of a key that is revoked, for who holds it: that alone, and no name.

    Who has stolen it is told no more than that it is worth nothing.
    """
    hosted = node_of(request).assemblies.get(identity)
    view = hosted.ledger.replica.view() if hosted is not None else None
    key = view.get(Key, sealed.kid) if view is not None else None
    if view is None or key is None or not key.revoked or key.member == HOST:
        return None
    if not envelope.verified(sealed, key.public):
        return None
    last = replaced_by(view, key)
    if last is None:
        return Replaced()
    return Replaced(at=last.ended, confirmed=view.count(RecoveryVouch, last.entry))


def _public(view: View, kid: str) -> bytes:
    """The public key of a visitor."""
    known = view.get(Key, kid) or view.get(Invitation, kid) or view.get(Recovery, kid)
    assert known is not None
    return known.public


def _origins(request: Request) -> tuple[str, ...]:
    """Where this server may be spoken to, as its settings say; without them, as the request does.

    To this very machine one speaks by whatever name.
    """
    asked = request.headers.get("host", "").lower()
    url = urlsplit(node_of(request).config.url)
    named = url.netloc.lower().removesuffix(_USUAL_PORTS.get(url.scheme, ""))
    here = urlsplit(f"//{asked}").hostname or ""
    if not named or here == "localhost" or here.endswith(".localhost") or here in LOOPBACK:
        return (asked, named) if named else (asked,)
    return (named,)


def _is_https(request: Request) -> bool:
    """Whether the browser came by HTTPS, as the settings, the proxy or the browser itself say."""
    said = (
        node_of(request).config.url,
        request.headers.get("x-forwarded-proto", ""),
        request.headers.get("origin", ""),
    )
    return any(one.partition(":")[0].lower() == "https" for one in said)


def answered(body: msgspec.Struct, status: int) -> Response:
    return Response(msgspec.json.encode(body), status, _NO_STORE, media_type="application/json")
