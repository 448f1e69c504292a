"""What goes wrong, as RFC 9457 problem details: one shape for every route.

A refusal by the law has the type `urn:esoviet:clause:<clause>` and names the clause of docs/law.md.
`urn:esoviet:closed` says that who asks may not read what is there, if anything is: signing in may
help (`web/http/door.py`). Anything else is `about:blank` and means what its HTTP status says.
`title` and `detail` are for people and come in the reader's language (RFC 9110 section 12.5.4; a
cookie of ours goes before it); programs go by `type` and `clause`.
"""

import errno
import logging
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.answers import NO_ROOM, Refused, Unavailable
from esoviet.node.telling import Seldom
from esoviet.store.errors import Damaged, is_full
from esoviet.web.http.language import language_of, tag
from esoviet.web.http.reasons import in_words_of

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)
_told = Seldom(_log)
_CROWDED = (errno.EMFILE, errno.ENFILE)
_TOO_MANY_FILES = Unavailable("Too many people are connected to this server; try again.", 5)
_DAMAGED = Unavailable("A part of what is stored here is damaged; its operator must mend it.", 600)
_UNREAD = Unavailable("The server cannot read what it has stored just now; try again.", 5)

# Clauses with a status of their own; every other clause of the law is 422.
_STATUS = {
    "1.1": 400, "1.3": 403, "1.4": 409, "1.5": 409, "1.7": 403, "1.8": 403, "1.9": 403,
    "1.10": 409,
}  # fmt: skip
CLAUSE_TITLES = {
    "1.1": "Malformed act", "1.2": "Another assembly", "1.3": "Key or signature refused",
    "1.4": "Out of order", "1.5": "Another history", "1.7": "Not allowed",
    "1.8": "Key refused", "1.9": "Not with a recovery key", "1.10": "Text or file missing",
    "1.11": "Signed at another time", "1.12": "Said with another device since",
}  # fmt: skip
_ANY_CLAUSE, _NOT_NOW, _BUG = "Refused by the law", "Not now", "Internal error"
_OURS = "This is our mistake."
# As RFC 9110 calls them; Python's own names depend on its version.
_NAMES = {
    413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}  # fmt: skip


def name_of(status: int) -> str:
    """What a status of HTTP is called."""
    return _NAMES.get(status) or HTTPStatus(status).phrase


CLOSED = "There is no assembly here that strangers may read."
GONE = "The key of this browser was revoked."
GUESTS = "Only members may read this."

# Every title, and what else translators must know beside what is given to `HttpError`.
TITLES = (
    *CLAUSE_TITLES.values(), CLOSED, GONE, GUESTS, _ANY_CLAUSE, _NOT_NOW, _BUG, _OURS,
    *(name_of(status) for status in
      (400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 429, 500, 503, 507)),
)  # fmt: skip


class Replaced(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """When a new key took the place of all of a member's keys (ms), and how many members confirmed
    it; neither where another key of theirs revoked it."""

    at: int = 0
    confirmed: int = 0


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The JSON of a problem.

    `missing` names blobs to send first, `entry` what stands against the act (1.12), `time` the
    host's clock in ms (1.11), `blocked_by` the refused act that this one was chained to (1.4).
    `replaced` says of a key that opens nothing any more, and has signed, what took its place.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    clause: str = ""
    missing: tuple[str, ...] = ()
    entry: int | None = None
    time: int | None = None
    blocked_by: str | None = None
    replaced: Replaced | None = None


class HttpError(HTTPException):
    """Raised by a handler to end with a problem answer."""

    type = "about:blank"

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, dict(headers or {}))


class Closed(HttpError):
    """There is no assembly of this name, or none for this reader: they cannot tell which."""

    type = "urn:esoviet:closed"

    def __init__(self) -> None:
        super().__init__(404, CLOSED)


class MembersOnly(HttpError):
    """Guests are here, but not for this."""

    type = Closed.type

    def __init__(self) -> None:
        super().__init__(403, GUESTS)


def details_of(refusal: Refused | Unavailable) -> ProblemDetails:
    """The problem details of an answer that is not a receipt."""
    if isinstance(refusal, Unavailable):
        return ProblemDetails(title=_NOT_NOW, status=503, detail=refusal.because)
    return ProblemDetails(
        type=f"urn:esoviet:clause:{refusal.clause}",
        title=CLAUSE_TITLES.get(refusal.clause, _ANY_CLAUSE),
        status=_STATUS.get(refusal.clause, 422),
        detail=refusal.because,
        clause=refusal.clause,
        missing=refusal.missing,
        entry=refusal.entry,
        time=refusal.time,
        blocked_by=refusal.blocked_by,
    )


def details_of_problem(error: HTTPException) -> ProblemDetails:
    """The problem details of a request that was refused before the law came into it."""
    unsaid = error.detail == HTTPStatus(error.status_code).phrase
    detail = "" if unsaid else error.detail
    kind = error.type if isinstance(error, HttpError) else HttpError.type
    title = name_of(error.status_code)
    return ProblemDetails(type=kind, title=title, status=error.status_code, detail=detail)


def in_language(details: ProblemDetails, language: str) -> ProblemDetails:
    """The same for a reader of that language."""
    title, detail = (in_words_of(language, one) for one in (details.title, details.detail))
    return msgspec.structs.replace(details, title=title, detail=detail)


def refusal_response(refusal: Refused | Unavailable, request: Request) -> Response:
    """The answer to an act that was not logged."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(refusal, Unavailable):
        headers["Retry-After"] = str(refusal.retry_after)
    return respond(details_of(refusal), headers, request)


def respond(details: ProblemDetails, headers: Mapping[str, str], request: Request) -> Response:
    """A problem as a response to who asked."""
    language = language_of(request)
    body = msgspec.json.encode(in_language(details, language))
    headers = {**headers, "Content-Language": tag(language)}
    return Response(body, details.status, headers, media_type=MEDIA_TYPE)


def too_many(seconds: int) -> HttpError:
    """Strangers' acts from one address are limited."""
    return HttpError(429, "Too many acts of strangers came from your address; wait a little.",
                   {"Retry-After": str(seconds)})  # fmt: skip


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Any refused request, from our handlers or from routing."""
    assert isinstance(error, HTTPException)
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    return respond(details_of_problem(error), headers, request)


def of_fault(error: Exception) -> HttpError:
    """What is said of a `StoreError` or `OSError`, which are told in the log once a minute.

    503: the disk is full, or something cannot be read, now or at all.
    """
    if is_full(error):
        kind, said = "full", NO_ROOM
    elif isinstance(error, OSError) and error.errno in _CROWDED:
        kind, said = "crowded", _TOO_MANY_FILES
    elif isinstance(error, Damaged):
        kind, said = "damaged", _DAMAGED
    else:
        kind, said = "unread", _UNREAD
    _told.error(kind, "a request failed: %s", error)
    return HttpError(503, said.because, {"Retry-After": str(said.retry_after)})


async def on_bug(request: Request, error: Exception) -> Response:
    """A mistake of ours: said plainly, without its insides."""
    _log.error("a request failed", exc_info=error)
    details = ProblemDetails(title=_BUG, status=500, detail=_OURS)
    return respond(details, {"Cache-Control": "no-store"}, request)
