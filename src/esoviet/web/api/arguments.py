"""Arguments and how they are weighed."""

from itertools import chain, repeat

from msgspec.structs import asdict

from esoviet.law.act import blobs_of
from esoviet.law.arguments import Argument, Side, Weighing
from esoviet.law.judge import read_act
from esoviet.law.solutions import Version
from esoviet.node.visible import is_visible
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    File,
    Listing,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)
from esoviet.wire import entry as entries
from esoviet.wire import envelope

FIRST = Paging()
MOST_CAPTION = 300


class ArgumentLine(Part, frozen=True, kw_only=True):
    """An argument about a problem, one of its `solution`s or another `argument`.

    `version` is the latest one of the solution at that time (null: it has one only, or it is not
    about a solution).
    `founded` and `unfounded` count the members who find it well founded or not.
    """

    number: int
    problem: int
    solution: int | None
    version: int | None
    argument: int | None
    by: Who
    stance: Side
    text: Text
    evidence: list[File]
    entry: int
    time: int
    founded: int
    unfounded: int
    retracted: bool


class Weighed(Part, frozen=True, kw_only=True):
    """Whether a member finds an argument well founded."""

    member: Who
    founded: bool
    entry: int


class ArgumentAnswer(Answer, frozen=True, kw_only=True):
    """One argument and who weighed it."""

    argument: ArgumentLine
    weighings: Page[Weighed]


def argument(context: AnswerContext, query: One) -> ArgumentAnswer | None:
    """One argument."""
    argument = context.view.get(Argument, query.number)
    if argument is None:
        return None
    return ArgumentAnswer(
        log_size=context.log_size,
        argument=argument_line(context, argument, True),
        weighings=_weighings(context, argument.number, FIRST),
    )


def weighings(context: AnswerContext, query: OneList) -> Listing[Weighed] | None:
    """Who weighed an argument, by member."""
    if context.view.get(Argument, query.number) is None:
        return None
    return context.whole(_weighings(context, query.number, query))


def argument_line(context: AnswerContext, argument: Argument, inline: bool) -> ArgumentLine:
    """An argument in a list; evidence is only named, since it is often large."""
    return ArgumentLine(
        number=argument.number,
        problem=argument.problem,
        solution=some(argument.solution),
        version=_version(context, argument),
        argument=some(argument.argument),
        by=context.who(argument.by, argument.entry),
        stance=argument.stance,
        text=context.text(argument.text, inline=inline),
        evidence=_files(context, argument) if argument.evidence else [],
        entry=argument.entry,
        time=argument.time,
        founded=argument.founded,
        unfounded=argument.unfounded,
        retracted=argument.retracted,
    )


def _files(context: AnswerContext, argument: Argument) -> list[File]:
    """The evidence; its names stand in the act alone."""
    [raw] = context.entries(argument.entry, argument.entry + 1)
    act = read_act(envelope.parse(entries.read(raw).jws).payload)
    names = {blob.sha256: blob.name for blob in blobs_of(act)}
    texts = [context.text(sha256, inline=False) for sha256 in argument.evidence]
    said = chain(_captions(context, argument), repeat(None))
    return [
        File(**asdict(text), name=names[text.sha256], caption=caption)
        for text, caption in zip(texts, said, strict=False)
    ]


def _captions(context: AnswerContext, argument: Argument) -> list[str | None]:
    """What the lines say, one for each piece of evidence."""
    text = context.maybe_text(argument.captions)
    lines = (text.content or "").split("\n") if text else []
    return [_plain(line) if is_visible(line) else None for line in lines]


def _plain(line: str) -> str:
    """A line as it is shown; what is too long is cut."""
    line = " ".join(line.split())
    return line if len(line) <= MOST_CAPTION else f"{line[: MOST_CAPTION - 1]}…"


def _version(context: AnswerContext, argument: Argument) -> int | None:
    versions = context.view.each(Version, argument.solution) if argument.solution else ()
    earlier = [one.number for one in versions if one.entry < argument.entry]
    return max(earlier) if len(list(versions)) > 1 else None


def _weighings(context: AnswerContext, number: int, query: Paging) -> Page[Weighed]:
    return context.page(
        f"arguments/{number}/weighings.json",
        query,
        by_member(context.view, Weighing, number, query.after),
        lambda one: Weighed(member=context.who(one.member), founded=one.founded, entry=one.entry),
    )


ARGUMENT = Read("/arguments/{number}.json", argument, One, ArgumentAnswer)
ARGUMENT_WEIGHINGS = Read(
    "/arguments/{number}/weighings.json", weighings, OneList, Listing[Weighed]
)

READS: tuple[AnyRead, ...] = (
    ARGUMENT,
    ARGUMENT_WEIGHINGS,
)
