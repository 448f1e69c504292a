"""A feed as Atom (RFC 4287).

What is in it follows from what it is given: no clock, no address of a host in a name. An entry
keeps its `id` for ever (section 4.2.6), and `updated` (4.2.15) is the time of the log.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as Tree  # only written here, never read

from esoviet.exchange.feeds.line import line

MEDIA_TYPE = "application/atom+xml"
_NAME = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(NamedTuple):
    """One thing that happened: a lasting name (a URI), what it is called, its page, when in ms."""

    id: str
    title: str
    link: str
    time: int


class Feed(NamedTuple):
    """A feed: its lasting name, its title, its author, its own address and that of its page.

    `time`, in ms, is that of what it belongs to, for a feed without entries.
    """

    id: str
    title: str
    author: str
    here: str
    page: str
    language: str
    time: int
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    root = Tree.Element("feed", {"xmlns": _NAME, _LANG: feed.language})
    newest = max((one.time for one in feed.entries), default=feed.time)
    _head(root, feed.id, feed.title, newest)
    Tree.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": feed.here})
    Tree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _say(Tree.SubElement(root, "author"), "name", line(feed.author))
    for one in feed.entries:
        entry = Tree.SubElement(root, "entry")
        _head(entry, one.id, one.title, one.time)
        Tree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.link})
    written: bytes = Tree.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written


def _head(parent: Tree.Element, name: str, title: str, time: int) -> None:
    _say(parent, "id", name)
    _say(parent, "title", line(title))
    _say(
        parent, "updated", datetime.fromtimestamp(time // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def _say(parent: Tree.Element, kind: str, text: str) -> None:
    Tree.SubElement(parent, kind).text = text
