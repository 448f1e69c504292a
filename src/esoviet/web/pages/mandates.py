"""Pages of mandates."""

from esoviet.web.api import mandates
from esoviet.web.pages.page import AnyPage, PageLine

PAGES: tuple[AnyPage, ...] = (
    PageLine(mandates.MANDATES, "/mandates", "mandates/list.html"),
    PageLine(mandates.MANDATE, "/mandates", "mandates/one.html"),
)
