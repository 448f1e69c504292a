"""The expenses of a mandate as a file for spreadsheets, the struck ones among them."""

import csv
import io
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Solution
from esoviet.law.spending import Expense
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.pipeline import reading
from esoviet.web.http.errors import HttpError

HEAD = ("expense", "member", "time", "amount", "currency", "for", "receipts", "struck")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take a text for that begins so."""


class ExpensesFile:
    """Serves the expenses as a file."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def csv(self, request: Request) -> Response:
        """GET /a/{assembly}/mandates/{number}/expenses.csv."""
        read = await reading(request)
        tag = read.tag("csv", read.words)
        if read.has(tag):
            return Response(status_code=304, headers=read.headers(tag))
        context = read.context(self._caches)
        mandate, currency = _accounted(request, context)
        sink = io.StringIO()
        rows = csv.writer(sink, lineterminator="\r\n")
        rows.writerow(HEAD)
        for one in context.view.rows(Expense, mandate.number):
            rows.writerow(_row(context, one, currency))
        headers = read.headers(tag)
        headers["Content-Disposition"] = f'attachment; filename="mandate-{mandate.number}.csv"'
        return Response(sink.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def _accounted(request: Request, context: AnswerContext) -> tuple[Mandate, str]:
    number = str(request.path_params["number"])
    known = number.isascii() and number.isdecimal() and len(number) < 16
    mandate = context.view.get(Mandate, int(number)) if known else None
    if mandate is None:
        raise HttpError(404, "There is nothing with this number.")
    currency = context.view.must(Solution, mandate.solution).currency
    if not currency:
        raise HttpError(404, "What was decided names no budget.")
    return mandate, currency


def _row(context: AnswerContext, one: Expense, currency: str) -> tuple[str | int, ...]:
    text = context.text(one.text).content or ""
    plain = f"'{text}" if text.startswith(FORMULA) else text
    time = datetime.fromtimestamp(one.time / 1000, UTC).isoformat(timespec="milliseconds")
    struck = one.struck or ""
    return one.number, one.by, time, one.amount, currency, plain, len(one.receipts), struck
