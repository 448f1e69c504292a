"""What several answers share. Times are milliseconds since 1970, `null` stands for "none".

Names in answers are public: they are kept, and new ones are added beside them.
"""

from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

T = TypeVar("T")
MAX_LIMIT = 1000
USUAL_LIMIT = 100

TextState = Literal["kept", "erased", "withheld", "missing", "inside"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an answer."""


class Answer(Part, frozen=True, kw_only=True):
    """A whole answer; `log_size` is the size of the log that it follows from."""

    log_size: int


class Page(Part, Generic[T], frozen=True, kw_only=True):
    """The first items of a list; `next` is the address of the further ones."""

    items: list[T]
    next: str | None


class Listing(Answer, Generic[T], frozen=True, kw_only=True):
    """One page of a list; `next` is the address of the page that follows."""

    items: list[T]
    next: str | None


class Few(Answer, Generic[T], frozen=True, kw_only=True):
    """A list that is never long."""

    items: list[T]


class Text(Part, frozen=True, kw_only=True):
    """A text or file outside the log, by the SHA-256 of its salt and content.

    `size` counts both in bytes. `title` is the first line of a text. `content` is null where it is
    not a text, is not `kept`, or was left out (lists without `texts=1`, more than 1 MiB of texts in
    one answer): then get `/a/{assembly}/blobs/{sha256}`. `missing`: this host has lost it;
    `inside`: it stands, and only members read it. `before` is the text in whose place it was put at
    `mended`, where a slip was mended (clause 12.6).
    """

    sha256: str
    size: int
    media_type: str
    state: TextState
    title: str | None
    content: str | None
    before: str | None
    mended: int | None


class File(Text, frozen=True, kw_only=True):
    """A file with the `name` that its act gives it, which is whatever somebody typed.

    So is the `caption`, which says what it shows; null for none, or where it stands no more.
    """

    name: str | None
    caption: str | None


class Shown(Part, frozen=True, kw_only=True):
    """How a file that was made ready is shown: its measures, and its copies.

    `width` and `height` are in pixels, `duration` in ms; what a file has not is 0. `copies` has the
    bytes of each by its kind: get `/a/{assembly}/blobs/{sha256}/{kind}` (`w240`, `w480`, `w960` and
    `w1600` are widths of a picture, `poster` a picture of something else, `text` the words of a
    document).
    """

    width: int
    height: int
    duration: int
    copies: dict[str, int]


class Preview(Part, frozen=True, kw_only=True):
    """A text as safe HTML; empty where nothing can be seen in it."""

    html: str


class Who(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A member by number, and the first line of their profile.

    `alike` says that another one's name is the same or looks the same, so that the number tells who
    it is; in a large assembly that is said of everybody. `formerly` are other names of the last 90
    days and the one of then, where this is about an entry; null for one that can no longer be read.
    `hue` is the colour of the key with which they applied: one of twelve, 0 to 11.
    """

    member: int
    name: str | None
    alike: bool = False
    formerly: list[str | None] = []
    hue: int


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the address of an answer may say."""


class One(Query, frozen=True, kw_only=True):
    """One thing by its number."""

    number: int


class Paging(Query, frozen=True, kw_only=True):
    """A list: the items after `after`, at most `limit`; `texts=1` includes texts in full."""

    after: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = USUAL_LIMIT
    texts: bool = False


class Numbered(Paging, frozen=True, kw_only=True):
    """A list of things that have numbers: the oldest first, or the newest, down from `after`."""

    order: Literal["oldest", "newest"] = "oldest"


class OneList(Paging, frozen=True, kw_only=True):
    """A list that belongs to one thing."""

    number: int


def some(number: int) -> int | None:
    """Records say 0 for none."""
    return number or None
