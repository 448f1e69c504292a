"""Texts made safe to stand in a page, with fewer questions than `markupsafe` asks of each."""

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

safe: Callable[[str], Markup] = partial(str.__new__, Markup)
"""What is safe already, marked as such: `Markup` itself asks first what it is given."""


def escaped(text: str) -> str:
    """A text without anything that means something in HTML, as `markupsafe.escape` writes it.

    It is not marked: for what is put together by hand and marked as a whole.
    """
    plain = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return plain.replace("'", "&#39;").replace('"', "&#34;")
