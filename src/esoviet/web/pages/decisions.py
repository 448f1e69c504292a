"""Pages of decisions."""

from esoviet.web.api import decisions
from esoviet.web.pages.page import AnyPage, PageLine

PAGES: tuple[AnyPage, ...] = (
    PageLine(decisions.DECISIONS, "/decisions", "decisions/list.html"),
    PageLine(decisions.DECISION, "/decisions", "decisions/one.html"),
)
