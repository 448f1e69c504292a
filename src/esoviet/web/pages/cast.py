"""The reader's own ballot in a vote, and when it was cast."""

from msgspec import structs

from esoviet.law.votes import Vote
from esoviet.web.api import rolls
from esoviet.web.api.context import AnswerContext
from esoviet.wire import entry as entries


class OwnBallot(rolls.Voted, frozen=True, kw_only=True):
    """The reader's ballot, and when it was cast the last time."""

    time: int


def own_ballot(context: AnswerContext, number: int, reader: int | None) -> OwnBallot | None:
    """The reader's ballot in a vote."""
    vote = context.view.get(Vote, number)
    if vote is None or reader is None:
        return None
    voice = rolls.cast_by(context.view, vote, reader)
    if voice is None:
        return None
    said = structs.asdict(rolls.voted(context, vote, voice, False))
    return OwnBallot(**said, time=made_at(context, voice.entry))


def made_at(context: AnswerContext, index: int) -> int:
    """When an entry was made, in ms."""
    (raw,) = context.entries(index, index + 1)
    return entries.read(raw).time
