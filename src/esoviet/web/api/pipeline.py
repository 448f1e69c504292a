"""The road of everything that is read, JSON and pages alike: who may, is it durable, is it known.

What is shown follows from the log, so its ETag is the log's size, with the version of this software
and what else it depends on (whether texts were readable; a page's language and reader); the same
size answers 304. It is always asked for again (`no-cache`), since the log may have grown; what one
reader alone was shown is `private`, and what may change without the log growing is not kept at all.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet import __version__
from esoviet.node.hosted import HostedAssembly
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.own import Own
from esoviet.web.api.query import read_query
from esoviet.web.api.read import A, AnyRead, Q, Read
from esoviet.web.api.shapes import Query
from esoviet.web.http.chores import finished
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import Visitor, admitted
from esoviet.web.http.errors import HttpError
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

SETTLE_SECONDS = 10.0
VARY = "Accept-Encoding, Authorization, Cookie"
T = TypeVar("T")
_ENCODER = msgspec.json.Encoder()


class Reading(NamedTuple):
    """A request that may be answered: about which assembly, to whom, and whether with its words."""

    request: Request
    hosted: HostedAssembly
    visitor: Visitor
    public: bool

    @property
    def reader(self) -> int:
        """The number of the member who reads; 0 for a visitor."""
        return self.visitor.number if self.visitor.member else 0

    @property
    def words(self) -> bool:
        """Whether this reader may read texts."""
        return self.public or self.reader > 0

    @property
    def own(self) -> Own:
        """What is this reader's own."""
        node = node_of(self.request)
        return Own(node.reach, self.hosted.ledger.id, self.reader, node.clock())

    def headers(self, tag: str, vary: str = VARY, *, alike: bool = True) -> dict[str, str]:
        """How long an answer holds, and for whom; `alike`: all are shown the same.

        What only members read is kept nowhere: not in a browser that somebody else uses next.
        """
        keep = ("no-cache" if alike else "private, no-cache") if self.public else "no-store"
        return {"ETag": tag, "Vary": vary, "Cache-Control": keep}

    def tag(self, *shown: object) -> str:
        """The ETag of what follows from the log as it is and from what else is named."""
        size = self.hosted.ledger.published.size
        return f'"{"-".join(str(part) for part in (size, __version__, *shown))}"'

    def has(self, tag: str) -> bool:
        """Whether the reader says that it has this very answer (RFC 9110 section 13.1.2)."""
        known = self.request.headers.get("if-none-match", "")
        return tag in [one.strip().removeprefix("W/") for one in known.split(",")]

    async def finished(self, build: Callable[[], T]) -> tuple[T, bool]:
        """An answer, once all is there that it asked workers for, and whether all of it came."""
        chores = context_of(self.request).chores
        return await finished(chores, build, lambda: settled(self.hosted), stranger=not self.reader)

    def context(self, caches: AnswerCaches, on_page: int | None = None) -> AnswerContext:
        """What answers are made of, for this reader."""
        ledger = self.hosted.ledger
        sources = ledger.replica.view(), caches.of(ledger), ledger.log.entries, f"/a/{ledger.id}"
        if on_page is None:  # in JSON everybody is told the same, where everybody reads
            return AnswerContext(
                *sources, words=self.words, inside=not self.public and self.reader > 0
            )
        inside = self.reader > 0
        return AnswerContext(
            *sources, words=self.words, inside=inside, on_page=on_page, own=self.own
        )


async def reading(request: Request, *, guests: bool = False) -> Reading:
    """A request for what is read in an assembly, once all is durable that it can be shown.

    Raises `HttpError`: see `door.admitted`; 503 where the disk does not answer in time.
    """
    hosted, visitor = admitted(request, guests=guests)
    if visitor.member is None:
        await context_of(request).rounds.next()
    await settled(hosted)
    return Reading(request, hosted, visitor, hosted.ledger.is_public)


async def settled(hosted: HostedAssembly) -> None:
    """Wait while a commit is under way, so that only what is durable is read; 503 if it hangs."""
    if hosted.is_settled:
        return
    try:
        await asyncio.wait_for(hosted.sequencer.settled(), SETTLE_SECONDS)
    except TimeoutError:
        raise HttpError(503, "The disk does not answer.", {"Retry-After": "5"}) from None


def asked(request: Request, query: type[Q], usual: Iterable[tuple[str, str]] = ()) -> Q:
    """What an address asks for, with what is `usual` where it does not say; raises `HttpError`."""
    in_path = [(name, value) for name, value in request.path_params.items() if name != "assembly"]
    said = [*in_path, *request.query_params.multi_items()]
    named = {name for name, _ in said}
    said += [one for one in usual if one[0] in query.__struct_fields__ and one[0] not in named]
    try:
        return read_query(query, said)
    except Malformed as error:
        if str(error).startswith("number cannot be read"):
            raise HttpError(404, "There is nothing with this number.") from None
        raise HttpError(
            400, Reason("The address asks for what cannot be: {error}.", error=error)
        ) from None


def built(read: Read[Q, A], context: AnswerContext, query: Q) -> A:
    """The answer; raises `HttpError` 404 where nothing has that number."""
    answer = read.build(context, query)
    if answer is None:
        raise HttpError(404, "There is nothing with this number.")
    return answer


class Endpoint:
    """Serves one answer as JSON."""

    def __init__(self, read: AnyRead, caches: AnswerCaches) -> None:
        self._read = read
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        asking = await reading(request, guests=self._read.guests)
        query = asked(request, self._read.query)
        tag = _tag(asking)
        if asking.has(tag):
            return Response(status_code=304, headers=asking.headers(tag))
        made, whole = await asking.finished(lambda: self._built(asking, query))
        body, tag, passing = made
        headers = asking.headers(tag)
        if passing or not whole:
            del headers["ETag"]
            headers["Cache-Control"] = "no-store"
        return Response(body, headers=headers, media_type="application/json")

    def _built(self, asking: Reading, query: Query) -> tuple[bytes, str, bool]:
        context = asking.context(self._caches)
        body = _ENCODER.encode(built(self._read, context, query))
        return body, _tag(asking), context.passing


def _tag(asking: Reading) -> str:
    return asking.tag() if asking.words else asking.tag("bare")
