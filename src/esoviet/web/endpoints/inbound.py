"""Mails that a provider hands over: POST /mail/inbound, the whole mail (RFC 5322) as the body.

It is signed as Standard Webhooks say, with the setting `mail_webhook_secret`:

    webhook-id          names this message
    webhook-timestamp   seconds since 1970, five minutes from ours at most
    webhook-signature   "v1," base64 of HMAC-SHA-256 of id "." timestamp "." body, or several

The same id is taken once. 204: it is done with; 404: it is for nobody here; 413, 422: it is too
large, or has no text; 429, 503: not now. Whoever has no signature learns nothing of any of it.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.inbox import Inbox, Outcome
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of

LARGEST = 2 * 2**20
TOLERANCE = 300
MOST_IDS = 10_000
LONGEST_ID = 256
_STATUS: dict[Outcome, int] = {
    "nobody": 404, "large": 413, "unreadable": 422, "full": 429, "later": 503,
}  # fmt: skip


class Inbound:
    """The address, and the names of the messages of the last minutes. Belongs to the loop."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._taking: set[str] = set()

    async def take(self, request: Request) -> Response:
        """POST /mail/inbound."""
        context = context_of(request)
        secret = context.node.config.mail_webhook_secret
        if not secret or context.inbox is None:
            raise HttpError(404, "No mail comes in here.")
        context.strangers.check(request)
        body = await body_of(request, LARGEST)
        name, moment = (request.headers.get(f"webhook-{one}", "") for one in ("id", "timestamp"))
        now = time.time()
        if not _is_signed(request, secret, f"{name}.{moment}.".encode() + body) or not (
            name and len(name) <= LONGEST_ID and _is_near(moment, now)
        ):
            context.strangers.charge(request)
            raise HttpError(401, "This is not signed as this server expects it.")
        return await self._taken(context.inbox, name, body, now)

    async def _taken(self, inbox: Inbox, name: str, body: bytes, now: float) -> Response:
        while self._seen and next(iter(self._seen.values())) < now - 2 * TOLERANCE:
            self._seen.popitem(last=False)
        if name in self._seen:
            return Response(status_code=204)
        if name in self._taking or len(self._seen) >= MOST_IDS:
            raise HttpError(503, "Not now: this is tried again later.", {"Retry-After": "60"})
        self._taking.add(name)
        try:
            outcome = await inbox.take(body)
        finally:  # also where whoever asked has gone: then it comes again
            self._taking.discard(name)
        if outcome not in ("later", "full"):
            self._seen[name] = now
        status = _STATUS.get(outcome, 204)
        if status != 204:
            raise HttpError(status, "This mail is not taken here.")
        return Response(status_code=204)


def _is_signed(request: Request, secret: str, signed: bytes) -> bool:
    """Whether one of the signatures is that of the secret."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return False
    ours = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    said = request.headers.get("webhook-signature", "").encode("utf-8", "replace")
    return any(hmac.compare_digest(ours, one) for one in said.split()[:10])


def _is_near(moment: str, now: float) -> bool:
    return moment.isascii() and moment.isdigit() and abs(int(moment[:12]) - now) <= TOLERANCE
