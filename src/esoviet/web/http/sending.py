"""A page as it is sent: compressed, and its style sheets with it or ahead of everything in it.

Nothing is shown before the sheets that its head names are there. Who comes from elsewhere and holds
nothing of ours gets them within the page, and so sees it a whole round over the line earlier. For
others, who have them, a header names them too: a browser asks for them when the answer begins, not
when it has read so far. Another header names the rules by which it may fetch the next page when its
link is touched. Such a page may never be shown: see `is_ahead`.
"""

import gzip
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

import brotli
from starlette.requests import Request
from starlette.responses import HTMLResponse

from esoviet.web.http import assets
from esoviet.web.http.headers import POLICY, STYLES

Packing = Literal["br", "gzip"]
_PACKINGS: tuple[Packing, ...] = ("br", "gzip")  # the tightest first
_MANNER = ("Accept-Encoding", "Cookie", "Sec-Fetch-Site", "Sec-Purpose")
_SHEET = re.compile(rb'<link rel="stylesheet" href="([^"]+)">')
_RULES = f'"{assets.address(assets.AHEAD)}"'


class Manner(NamedTuple):
    """How a page is sent to a browser: compressed (None: not), with its sheets in it or not."""

    packing: Packing | None
    within: bool


def manner_of(request: Request) -> Manner:
    """How a page is sent in answer to a request."""
    return Manner(packing_of(request), _arrives(request))


def varying(*names: str) -> str:
    """The `Vary` of a page: the headers that its manner depends on, and these."""
    return ", ".join(dict.fromkeys((*_MANNER, *names)))


def is_ahead(request: Request) -> bool:
    """Whether a browser asks for a page before anybody does, and may never show it."""
    return "prefetch" in request.headers.get("sec-purpose", "")


def _arrives(request: Request) -> bool:
    """Whether a browser says that it comes from elsewhere (Fetch Metadata), and holds nothing.

    One without cookies may have been here before: it gets four kilobytes that it has. One that asks
    ahead for the next page names no site.
    """
    headers = request.headers
    elsewhere = headers.get("sec-fetch-site", "same-origin") != "same-origin"
    holds = "cookie" in headers or "if-none-match" in headers
    return elsewhere and not holds and not is_ahead(request)


def packing_of(request: Request) -> Packing | None:
    """The tightest packing that a browser takes; one of weight 0 it does not take."""
    accepted = request.headers.get("accept-encoding", "")
    named = [part.replace(" ", "").partition(";") for part in accepted.split(",")]
    taken = {name for name, _, weight in named if weight.rstrip("0") not in ("q=", "q=0.")}
    return next((packing for packing in _PACKINGS if packing in taken), None)


def packed(plain: bytes, manner: Manner) -> bytes:
    """A page as its bytes go out: by gzip in a tenth of its own time, by Brotli in half of that."""
    if manner.within:
        plain = _SHEET.sub(_within, plain[: _head(plain)]) + plain[_head(plain) :]
    if manner.packing == "br":
        return bytes(brotli.compress(plain, mode=brotli.MODE_TEXT, quality=3))
    return plain if manner.packing is None else gzip.compress(plain, 5, mtime=0)


def sent(
    request: Request,
    plain: bytes,
    headers: Mapping[str, str],
    status: int = 200,
    small: bytes | None = None,
) -> HTMLResponse:
    """The answer with a page; `small` is the same in the manner of the request, if it was made."""
    vary = varying(*filter(None, headers.get("Vary", "").split(", ")))
    own = {"Speculation-Rules": _RULES, **headers, "Vary": vary}
    manner = manner_of(request)
    sheets = [name.decode() for name in _SHEET.findall(plain[: _head(plain)])]
    if manner.within:
        allowed = " ".join([STYLES, *(f"'{assets.sheet(name).digest}'" for name in sheets)])
        own["Content-Security-Policy"] = POLICY.replace(STYLES, allowed)
        own.pop("ETag", None)  # a 304 would bring the policy of the page that names its sheets
    else:
        own["Link"] = ", ".join(f"<{name}>; rel=preload; as=style" for name in sheets)
    if manner.packing is not None:
        own["Content-Encoding"] = manner.packing
    return HTMLResponse(packed(plain, manner) if small is None else small, status, own)


def _head(plain: bytes) -> int:
    """Where the head of a page ends: what comes after it is not waited for."""
    return plain.index(b"</head>")


def _within(link: re.Match[bytes]) -> bytes:
    """A style sheet in the place of the link to it; page/page.js keeps it for the next page."""
    sheet = assets.sheet(link[1].decode())
    return b'<style data-sheet="%b">%b</style>' % (link[1], sheet.text)
