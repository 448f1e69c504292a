"""What goes wrong, as RFC 9457 problem details: one shape for every route.

A refusal by the law has the type `urn:esoviet:clause:<clause>` and names the clause of docs/law.md;
anything else has the type `about:blank` and means what its HTTP status says.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.answers import Refused, Unavailable

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)

# Clauses with a status of their own; every other clause of the law is 422.
_STATUS = {
    "1.1": 400, "1.3": 403, "1.4": 409, "1.5": 409, "1.7": 403, "1.8": 403, "1.9": 403,
    "1.10": 409,
}  # fmt: skip
_TITLES = {
    "1.1": "Malformed act", "1.2": "Another assembly", "1.3": "Key or signature refused",
    "1.4": "Number out of order", "1.5": "Another history", "1.7": "Not allowed",
    "1.8": "Key refused", "1.9": "Not with a recovery key", "1.10": "Text or file missing",
}  # fmt: skip


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The JSON of a problem. `next` and `missing` stand only where they help."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    clause: str = ""
    next: int | None = None
    missing: tuple[str, ...] = ()


class Problem(HTTPException):
    """Raised by a handler to end with a problem answer."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, dict(headers or {}))


def details_of(refusal: Refused | Unavailable) -> ProblemDetails:
    """The problem details of an answer that is not a receipt."""
    if isinstance(refusal, Unavailable):
        return ProblemDetails(title="Not now", status=503, detail=refusal.because)
    return ProblemDetails(
        type=f"urn:esoviet:clause:{refusal.clause}",
        title=_TITLES.get(refusal.clause, "Refused by the law"),
        status=_STATUS.get(refusal.clause, 422),
        detail=refusal.because,
        clause=refusal.clause,
        next=refusal.next,
        missing=refusal.missing,
    )


def details_of_problem(error: HTTPException) -> ProblemDetails:
    """The problem details of a request that was refused before the law came into it."""
    phrase = HTTPStatus(error.status_code).phrase
    detail = "" if error.detail == phrase else error.detail
    return ProblemDetails(title=phrase, status=error.status_code, detail=detail)


def refusal_response(refusal: Refused | Unavailable) -> Response:
    """The answer to an act that was not logged."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(refusal, Unavailable):
        headers["Retry-After"] = str(refusal.retry_after)
    return respond(details_of(refusal), headers)


def respond(details: ProblemDetails, headers: Mapping[str, str]) -> Response:
    """A problem as a response."""
    return Response(
        msgspec.json.encode(details), details.status, dict(headers), media_type=MEDIA_TYPE
    )


def too_many(seconds: int) -> Problem:
    """Strangers' acts from one address are limited."""
    return Problem(429, "Too many acts of strangers came from your address; wait a little.",
                   {"Retry-After": str(seconds)})  # fmt: skip


async def on_http_exception(_request: Request, error: Exception) -> Response:
    """Any refused request, from our handlers or from routing."""
    assert isinstance(error, HTTPException)
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    return respond(details_of_problem(error), headers)


async def on_bug(_request: Request, error: Exception) -> Response:
    """A mistake of ours: said plainly, without its insides."""
    _log.error("a request failed", exc_info=error)
    details = ProblemDetails(title="Internal error", status=500, detail="This is our mistake.")
    return respond(details, {"Cache-Control": "no-store"})
