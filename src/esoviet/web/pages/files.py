"""What is shown of a file beside what is in it: its name, what kind it is, how large.

A name is whatever somebody typed: what cannot be seen or turns the direction of the line is left
out, heaps of accents are cleared away, and a long one is cut in the middle, as its end says most.
"""

from functools import lru_cache

from babel.core import Locale
from babel.numbers import format_decimal

from esoviet.node.visible import cleaned, is_visible
from esoviet.store.blobs import SALT
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Words

MOST_NAME = 48
END = 16
MEGABYTE = 1_000_000

WORDS: Words = {
    "file_word": {
        "image": _("picture"), "audio": _("sound"), "video": _("film"), "text": _("text"),
        "application/pdf": "PDF", "": _("file"),
    },
}  # fmt: skip


def file_name(name: str | None) -> str:
    """A name as it can be shown; empty where nothing of it can be seen."""
    plain = cleaned(name or "")
    if len(plain) <= MOST_NAME:
        return plain
    return plain[: MOST_NAME - END - 1] + "\N{HORIZONTAL ELLIPSIS}" + plain[-END:]


def file_kind(media_type: str) -> str:
    """What kind of file it says it is."""
    known = WORDS["file_word"]
    kind = media_type if media_type in known else media_type.partition("/")[0]
    return kind if kind in known else ""


@lru_cache(maxsize=4096)
def file_size(locale: Locale, size: int) -> str:
    """The bytes of a file without its salt, in kilobytes or megabytes."""
    size = max(size - SALT, 0)
    figure, unit = (size / MEGABYTE, "MB") if size >= MEGABYTE else (max(size / 1000, 1), "KB")
    pattern = "#,##0.#" if unit == "MB" else "#,##0"
    return f"{format_decimal(figure, format=pattern, locale=locale)}\u00a0{unit}"


def is_blank(text: str) -> bool:
    """Whether nothing can be seen in a text, whatever stands in it."""
    return not is_visible(text)
