"""Search in all that was written: each hit is an entry of the log and the text that was found.

The newest come first, or the best match (bm25) where the words are rare enough. Which words are the
same says `store/words.py`. What is erased, withheld or for members only is not found, nor is an
exhibit while it is folded: members open that themselves, and no search tells what stands in it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from msgspec import Meta

from esoviet.law.act import Blob, Signed, blobs_of
from esoviet.law.arguments import Argument
from esoviet.law.falling import folded_away
from esoviet.law.judge import read_act
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Phase, Problem, RaiseProblem
from esoviet.law.records import Key, Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.store.search import MOST_COUNTED, Asked, Order
from esoviet.store.words import folded, is_run, runs, words
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import MAX_LIMIT, Answer, Part, Query, Who
from esoviet.web.api.texts import ACTS_OF, TextKind, kind_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope

LONGEST = 200
BEFORE, AFTER = 60, 180
"""So many letters of a text stand before and after what was found."""
MOST_LOOKED_AT = 20_000
BATCH = 200
DAY_MS = 86_400_000
_DAY = r"^(\d{4}-\d{2}-\d{2})?$"
_ABOUT: tuple[tuple[str, type[Solution | Argument | Mandate]], ...] = (
    ("solution", Solution), ("argument", Argument), ("mandate", Mandate),
)  # fmt: skip


class SearchQuery(Query, frozen=True, kw_only=True):
    """Words that all must occur; the last may be but begun, what is in quotation marks is a phrase.

    `kind` is what the text is, `by` the number of who signed it (0: anybody), `phase` that of its
    problem, `since` and `until` days (YYYY-MM-DD, UTC, both included). `after` is the entry up to
    which a list went that goes on.
    """

    q: Annotated[str, Meta(max_length=LONGEST)] = ""
    kind: TextKind | Literal[""] = ""
    by: int = 0
    phase: Phase | Literal[""] = ""
    since: Annotated[str, Meta(pattern=_DAY)] = ""
    until: Annotated[str, Meta(pattern=_DAY)] = ""
    order: Order = "newest"
    after: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = 40


class Excerpt(Part, frozen=True, kw_only=True):
    """Where a text has the words: what stands `before`, the `match`, and what comes `after`."""

    before: str
    match: str
    after: str


class Hit(Part, frozen=True, kw_only=True):
    """A text that was found: what it is, the entry that brought it, who signed that and when.

    `phase` is that of the problem to which it belongs, if it does. `file` is the name of a file.
    """

    entry: int
    time: int
    by: Who | None
    kind: TextKind
    act: Signed
    sha256: str
    title: str | None
    file: str | None
    phase: Phase | None
    excerpt: Excerpt | None


class SearchAnswer(Answer, frozen=True, kw_only=True):
    """What was found, the newest first, or in the `order` of the best match.

    `count` is how many entries have the words, whatever the phase: 1001 says more than 1,000. So
    many entries are `searched` by now; with less than the log has, more may be found soon. It is
    not `ready` where nobody has looked yet.
    """

    q: str
    order: Order
    count: int
    searched: int
    ready: bool
    items: list[Hit]
    next: str | None


def search(context: AnswerContext, query: SearchQuery) -> SearchAnswer:
    """What has these words."""
    before, items = query.after or 2**53, list[Hit]()
    terms = [_joined(one) for one in words(query.q)]
    asked = _asked(context.view, query, before)
    if not terms or asked is None or not context.words:
        return _answer(context, query, items, count=0, searched=context.log_size)
    found = context.cache.searches.find(asked, context.log_size)
    if found is None:
        return _answer(context, query, items, count=0, searched=0, ready=False)
    taken = 0
    for entry in found.entries:
        taken += 1
        hit = _hit(context, entry, terms, query.kind)
        if hit is not None and query.phase in ("", hit.phase):
            items.append(hit)
        if len(items) == query.limit:
            break
    context.passing = context.passing or found.reach < context.log_size
    goes_on = found.order == "newest" and (
        taken < len(found.entries) or len(found.entries) == asked.most
    )
    following = _further(context, query, found.entries[taken - 1]) if goes_on and taken else None
    return _answer(
        context,
        query,
        items,
        count=min(found.whole, MOST_COUNTED + 1),
        searched=min(found.reach, context.log_size),
        order=found.order,
        following=following,
    )


def _asked(view: View, query: SearchQuery, before: int) -> Asked | None:
    """The question to the index; None where nothing can be found."""
    kids = tuple(one.kid for one in view.by(Key, "member", query.by)) if query.by else ()
    since, until = _day(query.since), _day(query.until)
    if (query.by and not kids) or since is None or until is None:
        return None
    return Asked(
        words=query.q,
        kids=kids,
        acts=ACTS_OF.get(query.kind, ()) if query.kind else (),
        since=since,
        until=until + DAY_MS if until else 0,
        order=query.order,
        before=before,
        most=BATCH if query.phase or query.kind else query.limit,
        without=folded_away(view),
    )


def _day(said: str) -> int | None:
    """The beginning of a day in ms; 0 for none, None where there is no such day."""
    if not said:
        return 0
    try:
        return int(datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return None


def _answer(
    context: AnswerContext,
    query: SearchQuery,
    items: list[Hit],
    *,
    count: int,
    searched: int,
    ready: bool = True,
    order: Order = "newest",
    following: str | None = None,
) -> SearchAnswer:
    return SearchAnswer(
        log_size=context.log_size,
        q=query.q,
        order=order,
        count=count,
        searched=searched,
        ready=ready,
        items=items,
        next=following,
    )


def _further(context: AnswerContext, query: SearchQuery, after: int) -> str:
    said = {name: getattr(query, name) for name in query.__struct_fields__ if name != "after"}
    usual = {"limit": 40, "by": 0, "order": "newest"}
    kept = {name: one for name, one in said.items() if one and one != usual.get(name)}
    return context.link("search.json", **kept, after=after)


def _hit(
    context: AnswerContext, entry: int, terms: list[str], kind: TextKind | Literal[""]
) -> Hit | None:
    """What an entry brought that has the words; None where it cannot be shown any more."""
    when, jws = entries.read(context.entries(entry, entry + 1)[0])
    sealed = envelope.parse(jws)
    act = read_act(sealed.payload)
    key = context.view.get(Key, sealed.kid)
    texts = [
        one for one in _texts(context, act, terms) if kind in ("", kind_of(act, one[1].sha256))
    ]
    if not texts:
        return None
    _, blob, excerpt = max(texts, key=lambda one: (one[0], one[2] is not None))
    member = key.member if key else 0
    kind = kind_of(act, blob.sha256)
    profile = context.view.must(Member, member).profile.hex() if member else ""
    if kind == "profile" and blob.sha256 != profile:
        return None  # another one took its place
    problem = _problem(context.view, act, entry)
    return Hit(
        entry=entry,
        time=when,
        by=context.maybe_who(member, entry),
        kind=kind,
        act=act,
        sha256=blob.sha256,
        title=context.title(bytes.fromhex(blob.sha256)),
        file=blob.name,
        phase=problem.phase if problem else None,
        excerpt=excerpt,
    )


def _texts(
    context: AnswerContext, act: Signed, terms: list[str]
) -> Iterator[tuple[int, Blob, Excerpt | None]]:
    """Its texts and files that stand, with how many of the words each has, and where."""
    for blob in blobs_of(act):
        text = context.text(bytes.fromhex(blob.sha256))
        if text.state == "kept" and blob != getattr(act, "for_members", None):
            content = text.content
            if content is None:
                content = context.cache.words_of(blob.sha256, MOST_LOOKED_AT)
            has, excerpt = _place(content, terms)
            named, _ = _place(blob.name or "", terms)
            if has or named:
                yield max(has, named), blob, excerpt if has else None


def _place(content: str, terms: list[str]) -> tuple[int, Excerpt | None]:
    """How many of the words a text has, and where the first of them stands.

    What stands in its first line is shown as its title anyway, so another place comes before that.
    """
    places, seen = list[tuple[int, int]](), set[str]()
    title = len(content.partition("\n")[0])
    for match in runs(content[:MOST_LOOKED_AT]):
        word = folded(match[0])
        here = [one for one in terms if word.startswith(one) or (is_run(word) and one in word)]
        if here and (not places or places[-1][0] <= title):
            places.append(_part(match, word, here[0]))
        seen.update(here)
    if not places:
        return 0, None
    start, end = places[-1] if places[-1][0] > title else places[0]
    return len(seen), Excerpt(
        before=content[max(0, start - BEFORE) : start].rpartition("\n\n")[2].lstrip("# "),
        match=content[start:end],
        after=content[end : end + AFTER].partition("\n\n")[0],
    )


def _part(match: re.Match[str], word: str, term: str) -> tuple[int, int]:
    """Where in a text the part of a word is that was looked for, or the word itself."""
    at = word.find(term)
    if len(word) != len(match[0]) or at < 0:
        return match.span()
    return match.start() + at, match.start() + at + len(term)


def _joined(word: tuple[str, ...]) -> str:
    """A word as it stands: the tokens of a run overlap."""
    return word[0] + "".join(token[-1] for token in word[1:])


def _problem(view: View, act: Signed, entry: int) -> Problem | None:
    """The problem that an act is about, or raised."""
    number = getattr(act, "problem", None)
    if isinstance(act, RaiseProblem):
        numbers = range(1, view.next_number(Problem))
        number = bisect_left(numbers, entry, key=lambda one: view.must(Problem, one).entry) + 1
    for field, kind in _ABOUT:
        named = getattr(act, field, None)
        record = view.get(kind, named) if named is not None else None
        number = number or (record.problem if record else None)
    on = getattr(act, "vote", None)
    vote = view.get(Vote, on) if on is not None else None
    if vote is not None and vote.kind in ("problem", "election"):
        number = vote.subject
    return view.get(Problem, number) if number else None


SEARCH = Read("/search.json", search, SearchQuery, SearchAnswer)

READS: tuple[AnyRead, ...] = (SEARCH,)
