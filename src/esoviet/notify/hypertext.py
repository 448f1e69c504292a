"""The words of an HTML mail as lines of plain text; what it quotes begins with ">". Pure."""

from html.parser import HTMLParser

_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
))  # fmt: skip
_APART = frozenset(("p", "blockquote", "ul", "ol", "pre", "table"))
_SILENT = frozenset(("head", "script", "style", "title", "template"))
DEEPEST = 20
"""Quotations in quotations, so many; those within are written as these."""


def words_of(html: str) -> str:
    """The text; whatever is no HTML is text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._quoted = self._silent = self._kept = 0

    def text(self) -> str:
        """What was read; never two empty lines one after another."""
        self._end_line()
        kept: list[str] = []
        for line in self._lines:
            if line.strip("> ") or (kept and kept[-1].strip("> ")):
                kept.append(line)
        return "\n".join(kept).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        del attrs
        if tag in _BLOCKS or tag == "br":
            self._end_line(empty=tag == "br")
        self._count(tag, 1)
        if tag == "li":
            self._line = "- "

    def handle_endtag(self, tag: str) -> None:
        """A tag ends, whether it began or not."""
        if tag in _BLOCKS:
            self._end_line()
        if tag in _APART and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._sign().rstrip())
        self._count(tag, -1)

    def handle_data(self, data: str) -> None:
        """Words; white space is one blank but in what is set as it stands."""
        if self._silent:
            return
        if self._kept:
            first, *others = data.split("\n")
            self._line += first
            for one in others:
                self._end_line(empty=True)
                self._line = one
            return
        words = " ".join(data.replace("\xa0", " ").split())
        before = " " if data[:1].isspace() and self._line.strip() else ""
        self._line += before * bool(words or before) + words
        if words and data[-1:].isspace():
            self._line += " "

    def _count(self, tag: str, by: int) -> None:
        if tag == "blockquote":
            self._quoted = max(0, self._quoted + by)
        elif tag in _SILENT:
            self._silent = max(0, self._silent + by)
        elif tag == "pre":
            self._kept = max(0, self._kept + by)

    def _sign(self) -> str:
        depth = min(self._quoted, DEEPEST)
        return ">" * depth + " " * bool(depth)

    def _end_line(self, *, empty: bool = False) -> None:
        if self._line.strip() or empty:
            self._lines.append((self._sign() + self._line.rstrip()).rstrip())
        self._line = ""
