"""A page as it is sent: compressed, and with word of its style sheet ahead of everything in it.

Nothing is shown before the style sheet is there, so the header says where it is: a browser asks for
it when the answer begins, not when it has read so far. Another header names the rules by which it
may fetch the next page when its link is touched. Such a page may never be shown: see `is_ahead`.
"""

import gzip
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse

from esoviet.web.http import assets

_AHEAD = {
    "Link": f"<{assets.address(assets.STYLE)}>; rel=preload; as=style",
    "Speculation-Rules": f'"{assets.address(assets.AHEAD)}"',
}


def is_ahead(request: Request) -> bool:
    """Whether a browser asks for a page before anybody does, and may never show it."""
    return "prefetch" in request.headers.get("sec-purpose", "")


def packed(plain: bytes) -> bytes:
    """A page compressed; the level costs a tenth of the page's own time."""
    return gzip.compress(plain, 5, mtime=0)


def sent(
    request: Request,
    plain: bytes,
    headers: Mapping[str, str],
    status: int = 200,
    small: bytes | None = None,
) -> HTMLResponse:
    """The answer with a page; `small` is the same compressed, if that has been done before."""
    vary = headers.get("Vary", "")
    if "Accept-Encoding" not in vary:
        vary = f"Accept-Encoding, {vary}".removesuffix(", ")
    own = {**_AHEAD, **headers, "Vary": vary}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(plain, status, own)
    own["Content-Encoding"] = "gzip"
    return HTMLResponse(packed(plain) if small is None else small, status, own)
