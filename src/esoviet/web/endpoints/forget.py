"""What a browser keeps of this server, forgotten: POST /forget; handed over: POST /hand-over.

The sessions whose cookies come along are ended, the cookies taken back, and the browser is told to
clear what it keeps of this address (W3C Clear-Site-Data): keys, drafts, receipts, caches, workers.
That would wipe anybody's key, so it is done for our own pages only, which browsers name in `Origin`
and in `Sec-Fetch-Site` (Fetch, section 3.1; Fetch Metadata).

Where several people share a browser, the sessions of who acted are ended before another acts; what
the browser keeps stays.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.context import COOKIE, node_of
from esoviet.web.http.errors import HttpError

_HEADERS = {"Cache-Control": "no-store", "Clear-Site-Data": '"cache", "cookies", "storage"'}


async def forget(request: Request) -> Response:
    """POST /forget."""
    return _ended(request, _HEADERS)


async def hand_over(request: Request) -> Response:
    """POST /hand-over."""
    return _ended(request, {"Cache-Control": "no-store"})


def _ended(request: Request, headers: dict[str, str]) -> Response:
    node = node_of(request)
    ours = {request.headers.get("host"), urlsplit(node.config.url).netloc} - {"", None}
    origin = request.headers.get("origin", "").partition("://")[2]
    if origin not in ours or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HttpError(403, "This is done from this site's own pages only.")
    response = Response(status_code=204, headers=headers)
    for name, value in request.cookies.items():
        if name.startswith(f"{COOKIE}-"):
            node.store.close_session(value)
        if name.startswith(f"{COOKIE}-") or headers is _HEADERS:
            response.delete_cookie(name, path="/")
    return response
