"""What its author wrote of a reply, and what stood below it already. Pure.

Our mails carry a line of ours on top (`marked`), so a reply has it wherever its program puts what
is quoted. What is left out is only

- all from that line on, where nothing of it is written between quoted lines,
- else the quoted lines (those that begin with ">") at the end,
- and right above either what a program says of them: a paragraph with a date, an address and a
  colon at its end, or four headers of a mail.

A reply that is written below or between what it quotes is kept whole, and so is one of which else
nothing would remain: rather too much than a word too few. Mail libraries that know the phrases of
languages lose words in the other languages (notes of discourse/email_reply_trimmer's cases).
"""

import re
from typing import NamedTuple

SCISSORS = "--=8<=--"
"""Stands before and behind the words of the line, whatever their language."""
_MARK = re.compile(r"\s*[-–—]{1,2}=8(<|&lt;)=[-–—]{1,2}(\s|$)")
_QUOTE = re.compile(r"\s*(>[>\s]*)")
_MOMENT = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b")
_HEADER = re.compile(r"\s*\*?[^\s:：]{1,20}( [^\s:：]{1,20})?\*? ?[:：]\*?\s+\S")
MOST_SAID = 4
"""Lines of what a program says of a quotation."""
HEADERS = range(4, 9)
"""So many lines are headers of a mail, if they look it."""


class Cut(NamedTuple):
    """What the author wrote, and what was left out of it."""

    said: str
    left: str


def marked(words: str) -> str:
    """The line above which one writes, in the words of a language."""
    return f"{SCISSORS} {words} {SCISSORS}"


def cut(text: str) -> Cut:
    """The words of its author, and the rest, in lines as they came."""
    lines = text.split("\n")
    end = _end(lines)
    said = "\n".join(lines[:end]).strip("\n").rstrip()
    if end == len(lines) or not said.strip():
        return Cut(text.strip("\n").rstrip(), "")
    return Cut(said, "\n".join(lines[end:]).strip("\n").rstrip())


def is_quoted(line: str) -> bool:
    """Whether a line is one that a program quotes."""
    return _QUOTE.match(line) is not None


def _end(lines: list[str]) -> int:
    """Where the words of the author end; the number of lines where nothing is left out."""
    mark = next((n for n, line in enumerate(lines) if _MARK.match(_bare(line))), None)
    if mark is not None and not is_quoted(lines[mark]):
        return _above(lines, mark, headers=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or is_quoted(lines[end - 1])):
        end -= 1
    if not any(map(is_quoted, lines[end:])):
        return len(lines)
    return _above(lines, end, headers=False)


def _bare(line: str) -> str:
    """A line without the signs of quotation before it."""
    quote = _QUOTE.match(line)
    return line[quote.end() :] if quote else line


def _above(lines: list[str], end: int, *, headers: bool) -> int:
    """Where what a program says of a quotation begins, which begins at `end` itself."""
    last = end
    while last and not lines[last - 1].strip():
        last -= 1
    first = last
    while first and lines[first - 1].strip() and last - first < HEADERS.stop:
        first -= 1
    paragraph = lines[first:last]
    for count in range(1, min(MOST_SAID, len(paragraph)) + 1):
        if _says_who(" ".join(paragraph[-count:])):
            return last - count
    if headers:
        count = _headers(paragraph)
        return last - count if count in HEADERS and _dated(paragraph[-count:]) else end
    return end


def _says_who(said: str) -> bool:
    """Whether it names a moment and an address, and ends with a colon."""
    ends = said.rstrip(" *_-").endswith((":", "："))
    return ends and "@" in said and _MOMENT.search(said) is not None


def _headers(paragraph: list[str]) -> int:
    """How many of the last lines look like headers."""
    count = 0
    while count < len(paragraph) and _HEADER.match(paragraph[-1 - count]):
        count += 1
    return count


def _dated(lines: list[str]) -> bool:
    said = " ".join(lines)
    return "@" in said and _MOMENT.search(said) is not None
