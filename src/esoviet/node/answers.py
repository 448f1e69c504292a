"""What a host answers to an act: logged, refused, or not now. Expected outcomes are values."""

from typing import NamedTuple

import msgspec

from esoviet.law.outcome import Refusal


class Logged(msgspec.Struct, frozen=True):
    """The act stands in the log: durable, and covered by the published checkpoint.

    `receipt` is a tlog-proof text; `time` is in milliseconds since 1970. This is also the JSON that
    the author gets.
    """

    index: int
    time: int
    id: str
    receipt: str


class Refused(NamedTuple):
    """The act breaks a clause of docs/law.md and left nothing behind.

    `missing` names the blobs that the host does not hold (1.10), `entry` is the index of the entry
    that stands against it (1.12), `time` the host's clock in ms (1.11), `blocked_by` the id of the
    refused act that it was chained to (1.4). None of them is anything to go on with unproven.
    """

    clause: str
    because: str
    missing: tuple[str, ...] = ()
    entry: int | None = None
    time: int | None = None
    blocked_by: str | None = None


def refused(refusal: Refusal, time: int, blocked_by: str | None = None) -> Refused:
    """What an author is told of a refusal by the law; `time` is the host's clock in ms."""
    clause, because, entry = refusal
    now = time if clause == "1.11" else None
    return Refused(clause, because, entry=entry, time=now, blocked_by=blocked_by)


class Unavailable(NamedTuple):
    """The host cannot take acts now; the same act can be sent again after so many seconds."""

    because: str
    retry_after: int = 1


NO_ROOM = Unavailable("The server has no room left; its operator must make some.", 60)
CLOCK = Unavailable(
    "The clock of this host has jumped. It logs nothing until it knows that its clock is right.", 30
)
CLOSING = Unavailable("The host is going down.", 5)
FULL = Unavailable("Too many acts are waiting.", 2)
HALTED = Unavailable("The host reads its log again after a fault.", 2)
LOST = Unavailable("Storing this act failed; send it again.", 1)
STOPPED = Unavailable("This host logs nothing until it is started again.", 60)
STUMBLED = Unavailable("The host stumbled over this act.", 60)
UNREAD = Unavailable("The host could not read its log just now; send it again.", 1)

Answer = Logged | Refused | Unavailable
