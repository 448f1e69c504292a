"""The ledger of who has led what, as a file for spreadsheets: numbers and times, and no words."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from esoviet.figures.rotation import Term
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.pipeline import reading

HEAD = "member,mandate,begun,ended,end,reports\r\n"


class LedgerFile:
    """Serves the ledger as a file."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def csv(self, request: Request) -> Response:
        """GET /a/{assembly}/rotation.csv."""
        read = await reading(request)
        tag = read.tag("csv")
        if read.has(tag):
            return Response(status_code=304, headers=read.headers(tag))
        context = read.context(self._caches)
        terms = context.cache.reports.ledger(context.view).terms
        headers = read.headers(tag)
        headers["Content-Disposition"] = 'attachment; filename="rotation.csv"'
        text = HEAD + "".join(map(_row, terms))
        return Response(text, headers=headers, media_type="text/csv; charset=utf-8")


def _row(one: Term) -> str:
    begun, ended = _said(one.begun), _said(one.ended) if one.ended else ""
    return f"{one.lead},{one.mandate},{begun},{ended},{one.end},{one.reports}\r\n"


def _said(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
