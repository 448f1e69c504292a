"""The roll of a vote that is over, as a file for spreadsheets or in PrefLib's format.

What stands in it does not change any more but for names, so an open vote has none: its ballots are
in `roll.json`, as they stand. A worker writes it, since a large roll takes long.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from esoviet.exchange.roll_file import Form, Line, RollFile, write_roll
from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.votes import Vote
from esoviet.node.workers import JobError, TooLong
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.pipeline import Reading, reading
from esoviet.web.api.rolls import choice_of, voices_after
from esoviet.web.api.votes import options, subject_title
from esoviet.web.http.context import node_of
from esoviet.web.http.errors import HttpError

SLICE = 500  # so many lines are gathered before others have their turn
SECONDS = 20.0
TYPES: dict[Form, str] = {"csv": "text/csv; charset=utf-8", "preflib": "text/plain; charset=utf-8"}


class RollFiles:
    """Serves the rolls as files."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def csv(self, request: Request) -> Response:
        """GET /a/{assembly}/votes/{number}/roll.csv."""
        return await self._file(request, "csv")

    async def preflib(self, request: Request) -> Response:
        """GET /a/{assembly}/votes/{number}/roll.preflib."""
        return await self._file(request, "preflib")

    async def _file(self, request: Request, form: Form) -> Response:
        read = await reading(request)
        tag = read.tag(form, read.words)
        if read.has(tag):
            return Response(status_code=304, headers=read.headers(tag))
        context = read.context(self._caches)
        vote = _over(request, context)
        if form == "preflib" and vote.method in (*WORDS, *CHOOSING):
            raise HttpError(404, "These ballots are no orders; there is the roll as CSV.")
        roll = await _gathered(context, vote)
        text = await _written(request, read, roll, form)
        headers = read.headers(tag)
        ending = _kind(text) if form == "preflib" else form
        headers["Content-Disposition"] = f'attachment; filename="vote-{vote.number}.{ending}"'
        return Response(text, headers=headers, media_type=TYPES[form])


def _over(request: Request, context: AnswerContext) -> Vote:
    number = str(request.path_params["number"])
    vote = context.view.get(Vote, int(number)) if number.isdecimal() and len(number) < 16 else None
    if vote is None:
        raise HttpError(404, "There is nothing with this number.")
    if vote.state != "closed":
        raise HttpError(409, "This vote is open; its roll is a file once it is over.")
    return vote


async def _gathered(context: AnswerContext, vote: Vote) -> RollFile:
    lines = []
    for place, one in enumerate(voices_after(context.view, vote, 0), start=1):
        said = choice_of(vote.method, one.ranks) or one.ranks
        name = context.who(one.member).name or ""
        lines.append(Line(one.member, name, one.entry, said, one.counts))
        if not place % SLICE:
            await asyncio.sleep(0)
    names = () if vote.method in WORDS else tuple(_names(context, vote))
    title = subject_title(context, vote.kind, vote.subject) or str(vote.number)
    return RollFile(title, names, vote.method not in CHOOSING, tuple(lines))


def _names(context: AnswerContext, vote: Vote) -> list[str]:
    """What the options are called, each otherwise than the others."""
    given = [str(one.title or one.time or one.option) for one in options(context, vote)]
    if vote.method in CHOOSING:
        given = given[: len(vote.options)]
    elif vote.no_action:
        given[-1] = "none of these" if vote.kind == "election" else "no action"
    twice = {name for name in given if given.count(name) > 1}
    return [
        f"{name} ({place})" if name in twice else name for place, name in enumerate(given, start=1)
    ]


async def _written(request: Request, read: Reading, roll: RollFile, form: Form) -> str:
    run = node_of(request).workers.run
    try:
        return await run(write_roll, roll, form, seconds=SECONDS, stranger=not read.reader)
    except TooLong:
        raise HttpError(503, "This roll takes too long to write.", {"Retry-After": "30"}) from None
    except JobError:
        raise HttpError(
            503, "The file could not be written just now; try again.", {"Retry-After": "5"}
        ) from None


def _kind(text: str) -> str:
    """The ending of a PrefLib file, which says whether its orders have ties and are complete."""
    return text.split("# DATA TYPE: ", 1)[1].split("\n", 1)[0]
