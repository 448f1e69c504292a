"""The plain address of a page: without a last slash, and without what other sites hang on to links.

Chats and search engines add `?fbclid=…` or `utm_source=…` to count who follows a link. A page knows
no such words; whoever comes with them is led to the page itself, and what stands behind "#" goes
along. The address that is answered is always one of this site's own.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_COUNTING = {
    "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "ttclid", "yclid",
    "igshid", "igsh", "mc_cid", "mc_eid", "li_fat_id", "_hsenc", "_hsmi", "_ga", "_gl",
    "mkt_tok", "srsltid",
}  # fmt: skip
_BEGINS = ("utm_", "pk_", "mtm_")
MOST = 4096


class Plain:
    """Leads who asks for a page by such an address to the plain one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        plain = plain_address(scope) if scope["type"] == "http" else ""
        answer = RedirectResponse(plain, 308, {"Cache-Control": "no-store"}) if plain else self._app
        await answer(scope, receive, send)


def plain_address(scope: Scope) -> str:
    """Where a request should have gone; empty where it is right, or is not for a page."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")[:MOST]
    if not (path.endswith("/") and path != "/") and not query:
        return ""
    parts = query.split("&") if query else []
    kept = [part for part in parts if not _counts(part.partition("=")[0])]
    better = "/" + path.strip("/") if path.endswith("/") else path
    same = better == path and len(kept) == len(parts)
    if same or path.startswith("//") or "\\" in path or not _is_page(scope):
        return ""
    return quote(better, safe="/:@!$'()*,;~+=-._") + ("?" + "&".join(kept) if kept else "")


def _counts(name: str) -> bool:
    return name in _COUNTING or name.startswith(_BEGINS)


def _is_page(scope: Scope) -> bool:
    reads = scope["method"] in ("GET", "HEAD") and not scope["path"].startswith("/static/")
    return reads and "text/html" in Request(scope).headers.get("accept", "")
