"""Where an answer is put together: the view of the law, the texts, the names of members."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from esoviet.law.falling import Contest, folded_away, is_folded_away
from esoviet.law.limits import EDITION_1
from esoviet.law.record import R
from esoviet.law.records import THE, Assembly, BlobRecord, Former, Member, Mended
from esoviet.law.view import View
from esoviet.store.blobs import SALT
from esoviet.store.copies import About
from esoviet.web.api import formerly
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.hues import hue
from esoviet.web.api.mentions import Place
from esoviet.web.api.own import NOBODYS, Own
from esoviet.web.api.shapes import Listing, Numbered, Page, Paging, Shown, Text, TextState, Who

MAX_TEXTS = 1 << 20
FEW = 2000
FEW_CONTESTS = 64
"""Where no more exhibits are contested, all that is folded is found once a page."""
LARGEST = EDITION_1.text_bytes + SALT

T = TypeVar("T")
F = TypeVar("F")
Key = Callable[[F], int]


def _key(record: object) -> int:
    """Where a record stands in its list."""
    number: int = getattr(record, record.KEY)  # type: ignore[attr-defined]
    return number


class AnswerContext:
    """One answer's work place.

    `passing` is set where the same log may give another answer soon. Without `words` members are
    not called by their names, since the reader may not read texts; `inside` is a member, to whom
    alone this answer goes, with what is their `own`. A page holds `on_page` of a list
    (`first`), in full, and does not look up the members whom it only counts (`counted`).
    """

    def __init__(
        self,
        view: View,
        cache: AnswerCache,
        entries: Callable[[int, int], list[bytes]],
        path: str,
        *,
        words: bool = True,
        inside: bool = False,
        on_page: int = 0,
        own: Own = NOBODYS,
    ) -> None:
        self.view = view
        self.cache = cache
        self.entries = entries
        self.path = path
        self.own = own
        self.passing = False
        self.is_page = on_page > 0
        self.first = Paging(limit=on_page) if on_page else Paging()
        self.counted = Paging(limit=0) if on_page else Paging()
        self._words = words
        self._inside = inside
        self._texts_left = MAX_TEXTS
        self._names: dict[tuple[int, int | None], Who] = {}
        self._about: dict[bytes, About | None] = {}

    @property
    def assembly(self) -> Assembly:
        """The assembly's own record."""
        return self.view.must(Assembly, THE)

    @property
    def words(self) -> bool:
        """Whether the reader may read texts."""
        return self._words

    @property
    def log_size(self) -> int:
        """The size of the log that the view follows from."""
        return self.view.index

    def who(self, number: int, entry: int | None = None) -> Who:
        """A member by name, and by the name of when an entry was written."""
        if entry is not None and not self.view.count(Former, number):
            entry = None
        who = self._names.get((number, entry))
        if who is None:
            who = self._names[number, entry] = self._who(number, entry)
        return who

    def _who(self, number: int, entry: int | None) -> Who:
        member = self.view.get(Member, number)
        if member is None or not self._words:
            return Who(member=number, name=None, hue=hue(self.view, number))
        name = self.title(member.profile)
        told = formerly.profiles(self.view, number, entry)
        return Who(
            member=number,
            name=name,
            alike=bool(name and self._is_alike(number, name)),
            formerly=formerly.names(name, [self.title(one) for one in told]),
            hue=hue(self.view, number),
        )

    def _is_alike(self, number: int, name: str) -> bool:
        return self.cache.namesakes.has(self.view, number, name, self.title)

    def maybe_who(self, number: int, entry: int | None = None) -> Who | None:
        """A member by name, or none for 0."""
        return self.who(number, entry) if number else None

    def text(self, sha256: bytes, *, inline: bool = True) -> Text:
        """A text that an act referred to. What is too large to be said by a rule is not read."""
        blob, mended = self.view.must(BlobRecord, sha256), self.view.get(Mended, sha256)
        state = self._state(blob)
        title = content = None
        if state == "kept" and _is_read(blob):
            title = self._title(blob)
            content = self.cache.text(sha256.hex()) if inline else None
            if title is None:
                state = "missing"
            elif content is not None:
                content = self._within(content)
        return Text(
            sha256=sha256.hex(),
            size=blob.size,
            media_type=blob.media_type,
            state=state,
            title=title,
            content=content,
            before=mended.before.hex() if mended is not None else None,
            mended=mended.time if mended is not None else None,
        )

    def title(self, sha256: bytes) -> str | None:
        """What a text is called, as `text` says it: None where this reader may not read it."""
        blob = self.view.must(BlobRecord, sha256)
        return self._title(blob) if self._state(blob) == "kept" and _is_read(blob) else None

    def _title(self, blob: BlobRecord) -> str | None:
        title = self.cache.title(blob.sha256.hex())
        if title is None:
            self.passing = True
        return title

    def _state(self, blob: BlobRecord) -> TextState:
        """Whether what an act referred to stands, for this reader."""
        if blob.state != "kept":
            self.cache.forget(blob.sha256.hex())
            return blob.state
        return "inside" if not self._inside and self._is_inside(blob) else "kept"

    @cached_property
    def _folded(self) -> frozenset[int] | None:
        few = self.view.count(Contest) <= FEW_CONTESTS
        return frozenset(folded_away(self.view)) if few else None

    def _is_inside(self, blob: BlobRecord) -> bool:
        if self._folded is None:
            return blob.inside or is_folded_away(self.view, blob)
        return blob.inside or blob.entry in self._folded

    def shown(self, sha256: bytes) -> Shown | None:
        """How a file is shown to this reader; None where it is not, or where it has no copies."""
        if sha256 and sha256 not in self._about:  # it is looked for on the disk
            self._about[sha256] = self.cache.about(sha256.hex())
        about = self._about.get(sha256)
        if about is None or self.text(sha256, inline=False).state != "kept":
            return None
        return Shown(
            width=about.width, height=about.height, duration=about.duration, copies=about.sizes
        )

    def mentions(self, member: int) -> list[Place]:
        """What mentions a member; a text that may not be shown mentions nobody."""
        return self.cache.mentions.of(self.view, member, self.plain, self.title)

    def plain(self, sha256: bytes) -> str | None:
        """A text as it was typed, for what is looked up in it and not shown."""
        if self.title(sha256) is None:
            return None
        return self.cache.text(sha256.hex())

    def maybe_text(self, sha256: bytes, *, inline: bool = True) -> Text | None:
        """A text, or none for the empty name."""
        return self.text(sha256, inline=inline) if sha256 else None

    def link(self, path: str, **query: int | str) -> str:
        """An address in this assembly."""
        return f"{self.path}/{path}" + (f"?{urlencode(query)}" if query else "")

    def page(
        self,
        path: str,
        query: Paging,
        records: Iterable[F],
        make: Callable[[F], T],
        key: Key[F] = _key,
    ) -> Page[T]:
        """The first `query.limit` of what was found, made into items."""
        if not query.limit:
            return Page(items=[], next=None)
        taken = list(islice(records, query.limit + 1))
        here = taken[: query.limit]
        following = None
        if len(taken) > query.limit:
            following = self.link(path, **_further(query, key(here[-1])))
        return Page(items=[make(one) for one in here], next=following)

    def listing(
        self,
        path: str,
        query: Paging,
        records: Iterable[F],
        make: Callable[[F], T],
        key: Key[F] = _key,
    ) -> Listing[T]:
        """The same as an answer of its own."""
        return self.whole(self.page(path, query, records, make, key))

    def numbered(
        self, kind: type[R], query: Numbered, field: str = "", value: object = None
    ) -> Iterator[R]:
        """The records of a numbered kind that a list goes on with; by an index, where one is named.

        A value of None means all.
        """
        numbers: Sequence[int] = range(1, self.view.next_number(kind))
        if value is not None:
            numbers = [_key(one) for one in self.view.by(kind, field, value)]
        if query.order == "newest":
            end = bisect_left(numbers, query.after) if query.after else len(numbers)
            places = range(end - 1, -1, -1)
        else:
            places = range(bisect_right(numbers, query.after), len(numbers))
        return (self.view.must(kind, numbers[place]) for place in places)

    def whole(self, page: Page[T]) -> Listing[T]:
        """A page as an answer of its own."""
        return Listing(log_size=self.log_size, items=page.items, next=page.next)

    def _within(self, content: str) -> str | None:
        """The text, unless this answer holds as much as it may already."""
        self._texts_left -= len(content)
        return content if self._texts_left >= 0 else None


def _is_read(blob: BlobRecord) -> bool:
    """Whether it is a text, and no larger than a rule lets one be."""
    return blob.media_type.startswith("text/") and blob.size <= LARGEST


def by_member(view: View, kind: type[R], parent: int, after: int) -> Iterator[R]:
    """Records that each belong to a member, in the order of the members, those after `after`.

    Of many records only those that are asked for are touched, so that a page of a large roll costs
    as little as one of a small roll.
    """
    if view.count(kind, parent) <= FEW:
        yield from (r for r in view.rows(kind, parent) if r.member > after)  # type: ignore[attr-defined]
        return
    for number in range(after + 1, view.count(Member) + 1):
        record = view.get(kind, number, parent)
        if record is not None:
            yield record


def _further(query: Paging, after: int) -> dict[str, int | str]:
    """The words of the address of the next page."""
    words: dict[str, int | str] = {}
    for field in msgspec.structs.fields(query):
        value = getattr(query, field.name)
        if field.name not in ("number", "after") and value != field.default:
            words[field.name] = int(value) if isinstance(value, bool) else value
    return {**words, "after": after}
