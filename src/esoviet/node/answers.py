"""What a host answers to an act: logged, refused, or not now. Expected outcomes are values."""

from typing import NamedTuple

import msgspec


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

    `next` is the number that the key's next act must have (1.4), `missing` names the blobs that
    the host does not hold (1.10).
    """

    clause: str
    because: str
    next: int | None = None
    missing: tuple[str, ...] = ()


class Unavailable(NamedTuple):
    """The host cannot take acts now; the same act can be sent again after so many seconds."""

    because: str
    retry_after: int = 1


Answer = Logged | Refused | Unavailable
