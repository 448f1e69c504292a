"""Quotation blocks: a line of a text that is only an address of this assembly shows what is there.

They are set into a page when it is made, for its reader, and never into a text that is kept as
HTML: that would hold words of others which may be erased, folded or for members only. So whoever
may not read what is quoted does not read it here, and erasing needs no road of its own; the pages
that visitors were shown go with every erasure. A quotation is plain text and quotes nothing itself.
"""

import re
from collections.abc import Iterator

from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.quotes import Quote, quote_of
from esoviet.web.pages.render import templates

IN_A_TEXT, ON_A_PAGE = 5, 40
"""So many addresses become quotations; the others stay links."""
_TEXT, _END = '<div class="prose" dir="auto">', "</div>"
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ADDRESS = re.compile(r'<a href="([^"]+)" rel="[^"]*">\1</a>')
_LINK = "<a "
_BREAK = "<br>\n"


def quoted(html: str, context: AnswerContext, frame: Frame) -> str:
    """A page with the quotations that its texts ask for."""
    return _Quoting(context, frame).page(html)


def may_quote(html: str) -> bool:
    """Whether a text has any address that could become a quotation."""
    return _LINK in html


def quoted_text(html: str, context: AnswerContext, frame: Frame) -> str:
    """One text with its quotations, as it will stand on a page."""
    return _Quoting(context, frame).text(html)


class _Quoting:
    """Sets quotations into one page, so many at most."""

    def __init__(self, context: AnswerContext, frame: Frame) -> None:
        self._context = context
        self._frame = frame
        self._left = ON_A_PAGE

    def page(self, html: str) -> str:
        """All its texts."""
        made, done, begin = list[str](), 0, html.find(_TEXT)
        while begin >= 0:
            begin += len(_TEXT)
            end = html.index(_END, begin)
            if html.find(_LINK, begin, end) >= 0:
                made += html[done:begin], self.text(html[begin:end])
                done = end
            begin = html.find(_TEXT, end)
        return "".join((*made, html[done:]))

    def text(self, html: str) -> str:
        """One of them."""
        if not may_quote(html):
            return html
        left = [min(IN_A_TEXT, self._left)]
        before = left[0]
        made = _PARAGRAPH.sub(lambda found: "".join(self._paragraph(found[1], left)), html)
        self._left -= before - left[0]
        return made

    def _paragraph(self, html: str, left: list[int]) -> Iterator[str]:
        lines = list[str]()
        for line in html.split(_BREAK):
            found = _ADDRESS.fullmatch(line) if left[0] else None
            quote = quote_of(self._context, _plain(found[1])) if found else None
            if quote is None:
                lines.append(line)
                continue
            left[0] -= 1
            yield _set(lines)
            lines.clear()
            yield self._block(quote)
        yield _set(lines)

    def _block(self, quote: Quote) -> str:
        template = templates(self._frame.language).get_template("parts/quote.html")
        return template.render({"here": self._frame.here, "quote": quote})


def _set(lines: list[str]) -> str:
    return f"<p>{_BREAK.join(lines)}</p>" if lines else ""


def _plain(address: str) -> str:
    return address.replace("&amp;", "&")
