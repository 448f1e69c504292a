"""What a vote would decide at the start of its last tenth: held against what it decides (7.9)."""

from esoviet.law.record import Record
from esoviet.law.votes import Vote


class Standing(Record, frozen=True):
    """What a vote does as it stands at the start of its last tenth.

    It is `taken` at `last_tenth`, in ms: then `outcome` is empty where nothing would be done, else
    1 and the numbers of the options that win. Before that, a vote on an amendment that is shorter
    than a day is looked at when its own time is over (7.10).
    """

    KEY = "vote"

    vote: int
    due: int
    last_tenth: int
    taken: bool = False
    outcome: tuple[int, ...] = ()


def watch(vote: Vote, asked: int) -> Standing:
    """When a vote that opens is looked at; `asked` is when it would end, were it no amendment."""
    last_tenth = vote.due - (vote.due - vote.opened_at) // 10
    return Standing(vote.number, min(asked, last_tenth), last_tenth)
