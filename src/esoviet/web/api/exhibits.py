"""Exhibits: evidence that stands by itself, what rests on it, and how it is contested.

No answer lists them by member or by place: a list of who was where is nobody's to make.
"""

from itertools import islice
from typing import Annotated, Literal

from msgspec import Meta

from esoviet.law.arguments import Argument
from esoviet.law.exhibits import Exhibit, ExhibitKind, Vouching, check_exhibits
from esoviet.law.facts import Fact
from esoviet.law.falling import (
    Contest,
    Fall,
    Ground,
    Verdict,
    falls,
    is_folded,
    resting,
    verdict,
)
from esoviet.law.headcount import enough
from esoviet.law.mandates import Mandate, Report
from esoviet.law.planning import Plan
from esoviet.law.solutions import Solution, Version
from esoviet.law.topics import Post
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, Numbered, One, Part, Shown, Text, Who, some
from esoviet.wire.geo import position

OFFERED = 12
"""So many exhibits about a problem are offered where somebody argues, the newest."""
SHOWN = 100
"""So many contests, works and names of who vouches stand with an exhibit at most."""

RestingKind = Literal["argument", "fact", "report", "plan", "version", "post"]
Work = Argument | Fact | Report | Plan | Version | Post


class ExhibitCited(Part, frozen=True, kw_only=True):
    """An exhibit beside a work that rests on it; `fell` says why, where it has fallen.

    Where it is `folded` somebody may be in it who does not want to be: members look at it only if
    they choose to, and nobody else gets it.
    """

    number: int
    kind: ExhibitKind
    title: str | None
    file: Text | None
    shown: Shown | None
    fell: list[Fall]
    folded: bool


class Coordinates(Part, frozen=True, kw_only=True):
    """Degrees (WGS 84) to the north and to the east, as decimals with five places at most."""

    latitude: str
    longitude: str


class ExhibitLine(Part, frozen=True, kw_only=True):
    """An exhibit: a `file`, or what its text says, whose first line is its title.

    `source` says where it is from, `alternative` what it is for who cannot see or hear it. It is of
    a whole `day` (UTC), about a `problem`, of an `action`; what is `inside` only members read.
    `original` is the SHA-256 of 32 bytes of salt and the file as it was before it was changed.
    `shown` tells of the copies that this host has of the file; it is null where it has none.
    `position` is where a place lies, a geo: URI (RFC 5870) as its author signed it; `coordinates`
    are the same read, and null where that cannot be or is not to be read.
    """

    number: int
    by: Who
    kind: ExhibitKind
    text: Text
    source: Text
    file: Text | None
    shown: Shown | None
    alternative: Text | None
    position: Text | None
    coordinates: Coordinates | None
    day: int | None
    problem: int | None
    action: int | None
    inside: bool
    original: str | None
    vouchers: int
    fell: list[Fall]
    folded: bool
    entry: int
    time: int


class ContestLine(Part, frozen=True, kw_only=True):
    """A contest of an exhibit: so many find it `founded`, whoever contests among them.

    It is upheld, or unfounded, once that many are `needed` and more than say the contrary.
    """

    number: int
    exhibit: int
    by: Who
    ground: Ground
    text: Text | None
    founded: int
    unfounded: int
    needed: int
    verdict: Verdict
    entry: int
    time: int


class Resting(Part, frozen=True, kw_only=True):
    """A work that rests on an exhibit: its number among its kind, or within what it belongs to.

    That is a problem (of an argument or fact), a mandate (of a report or plan), a solution (of a
    version) or a topic (of a post), with its title.
    """

    work: RestingKind
    number: int
    belongs: int
    title: str | None
    by: Who | None
    entry: int
    time: int


class ExhibitAnswer(Answer, frozen=True, kw_only=True):
    """One exhibit: who vouches for it, what rests on it, how it is contested."""

    exhibit: ExhibitLine
    vouching: list[Who]
    contests: list[ContestLine]
    resting: list[Resting]


class ExhibitsQuery(Numbered, frozen=True, kw_only=True):
    """Exhibits, all or of one kind, about one `problem`, of one `action` (0: of any)."""

    kind: ExhibitKind | None = None
    problem: Annotated[int, Meta(ge=0)] = 0
    action: Annotated[int, Meta(ge=0)] = 0


class ContestsQuery(Numbered, frozen=True, kw_only=True):
    """Contests of exhibits."""


def exhibits(context: AnswerContext, query: ExhibitsQuery) -> Listing[ExhibitLine]:
    """Exhibits in the order in which they were brought."""
    if query.action:
        found = context.numbered(Exhibit, query, "action", query.action)
    else:
        found = context.numbered(Exhibit, query, "problem", query.problem or None)
    here = (
        one for one in found if query.kind in (None, one.kind) and query.problem in (0, one.problem)
    )
    return context.listing(
        "exhibits.json", query, here, lambda one: exhibit_line(context, one, query.texts)
    )


def exhibit(context: AnswerContext, query: One) -> ExhibitAnswer | None:
    """One exhibit."""
    view, one = context.view, context.view.get(Exhibit, query.number)
    if one is None:
        return None
    vouching = [said.member for said in view.rows(Vouching, one.number) if said.vouches]
    works = list(resting(view, one.number))[:SHOWN]
    return ExhibitAnswer(
        log_size=context.log_size,
        exhibit=exhibit_line(context, one, True),
        vouching=[context.who(member) for member in vouching[:SHOWN]],
        contests=[
            _contest(context, said, True)
            for said in view.by(Contest, "exhibit", one.number)[:SHOWN]
        ],
        resting=[_resting(context, work) for work in works],
    )


def contests(context: AnswerContext, query: ContestsQuery) -> Listing[ContestLine]:
    """Contests in the order in which they were made."""
    found = context.numbered(Contest, query)
    return context.listing(
        "contests.json", query, found, lambda one: _contest(context, one, query.texts)
    )


def exhibit_line(context: AnswerContext, one: Exhibit, inline: bool) -> ExhibitLine:
    """An exhibit as lists and its page show it, its texts whole (`inline`) or named."""
    lies = context.maybe_text(one.position, inline=inline)
    found = position(lies.title or "") if lies else None
    return ExhibitLine(
        number=one.number,
        by=context.who(one.by, one.entry),
        kind=one.kind,
        text=context.text(one.text, inline=inline),
        source=context.text(one.source, inline=inline),
        file=context.maybe_text(one.file, inline=False),
        shown=context.shown(one.file),
        alternative=context.maybe_text(one.alternative, inline=inline),
        position=lies,
        coordinates=Coordinates(**found._asdict()) if found else None,
        day=some(one.day),
        problem=some(one.problem),
        action=some(one.action),
        inside=one.inside,
        original=one.original.hex() or None,
        vouchers=one.vouchers,
        fell=list(falls(context.view, one)),
        folded=is_folded(context.view, one),
        entry=one.entry,
        time=one.time,
    )


def cited(context: AnswerContext, numbers: tuple[int, ...]) -> list[ExhibitCited]:
    """The exhibits that a work rests on, in its order."""
    found = (context.view.must(Exhibit, number) for number in numbers)
    return [
        ExhibitCited(
            number=one.number,
            kind=one.kind,
            title=context.title(one.text),
            file=context.maybe_text(one.file, inline=False),
            shown=context.shown(one.file),
            fell=list(falls(context.view, one)),
            folded=is_folded(context.view, one),
        )
        for one in found
    ]


def standing_about(context: AnswerContext, problem: int) -> list[ExhibitCited]:
    """The newest exhibits about a problem that works can rest on."""
    found = reversed(context.view.by(Exhibit, "problem", problem))
    standing = (one.number for one in found if check_exhibits(context.view, (one.number,)) is None)
    return cited(context, tuple(islice(standing, OFFERED)))


def _contest(context: AnswerContext, one: Contest, inline: bool) -> ContestLine:
    return ContestLine(
        number=one.number,
        exhibit=one.exhibit,
        by=context.who(one.by, one.entry),
        ground=one.ground,
        text=context.maybe_text(one.text, inline=inline),
        founded=one.founded,
        unfounded=one.unfounded,
        needed=enough(context.view),
        verdict=verdict(context.view, one),
        entry=one.entry,
        time=one.time,
    )


def _resting(context: AnswerContext, work: Work) -> Resting:
    view = context.view
    if isinstance(work, Fact):
        return _rests(context, "fact", work, work.problem, work.text, work.by)
    if isinstance(work, Post):
        return _rests(context, "post", work, work.topic, work.text, work.by)
    if isinstance(work, Argument):
        return _rests(context, "argument", work, work.problem, work.text, work.by)
    if isinstance(work, Version):
        by = view.must(Solution, work.solution).by
        return _rests(context, "version", work, work.solution, work.text, by)
    name = view.must(Solution, view.must(Mandate, work.mandate).solution).text
    kind: Literal["report", "plan"] = "report" if isinstance(work, Report) else "plan"
    return _rests(context, kind, work, work.mandate, name, work.by)


def _rests(
    context: AnswerContext,
    kind: RestingKind,
    work: Work,
    belongs: int,
    text: bytes,
    by: int,
) -> Resting:
    return Resting(
        work=kind,
        number=work.number,
        belongs=belongs,
        title=context.title(text),
        by=context.maybe_who(by, work.entry),
        entry=work.entry,
        time=work.time,
    )


EXHIBITS = Read("/exhibits.json", exhibits, ExhibitsQuery, Listing[ExhibitLine])
EXHIBIT = Read("/exhibits/{number}.json", exhibit, One, ExhibitAnswer)
CONTESTS = Read("/contests.json", contests, ContestsQuery, Listing[ContestLine])

READS: tuple[AnyRead, ...] = (
    EXHIBITS,
    EXHIBIT,
    CONTESTS,
)
