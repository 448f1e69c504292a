"""What is ours among the texts of the node: the law and the documents, as they are shown."""

import re

MOST_COLUMNS = 2
"""Tables with more are a list of their rows on a phone."""
_COMMENT = re.compile(r"(?ms)^<!--.*?-->\n?")
_TABLE = re.compile(r"(?s)<table>(.*?</thead>)(.*?)</table>")
_HEAD = re.compile(r"(?s)<th[^>]*>(.*?)</th>")
_ROW = re.compile(r"(?s)<tr>(.*?)</tr>")
_CELL = re.compile(r"(?s)<td([^>]*)>(.*?)</td>")


def without_comments(text: str) -> str:
    """A text in Markdown without what is said in it to who writes it."""
    return _COMMENT.sub("", text)


def with_lists(html: str) -> str:
    """Its wide tables so that each cell says what it is, where there is no room for columns."""
    return _TABLE.sub(_listed, html)


def _listed(table: re.Match[str]) -> str:
    heads = [re.sub("<[^>]+>", "", head) for head in _HEAD.findall(table[1])]
    if len(heads) <= MOST_COLUMNS:
        return table[0]
    rows = _ROW.sub(lambda row: f"<tr>{_said(heads, row[1])}</tr>", table[2])
    return f'<table class="stack">{table[1]}{rows}</table>'


def _said(heads: list[str], row: str) -> str:
    """The cells of a row, each but the first with the head of its column."""
    cells = _CELL.findall(row)
    first, *rest = (f"<td{how}>{text}</td>" for how, text in cells)
    told = zip(heads[1:], cells[1:], rest, strict=True)
    return first + "".join(
        f'<td{how} data-means="{head}">{text}</td>' if text.strip() else whole
        for head, (how, text), whole in told
    )
