"""How one operation of a node is described: its address, its bodies, its media types."""

from typing import Literal, NamedTuple

import msgspec

ACT = "application/jose"
ACTS = "application/jose-seq"
FORM = "multipart/form-data"
BYTES = "application/octet-stream"
TEXT = "text/plain"
JSON = "application/json"
LINES = "application/jsonl"
ATOM = "application/atom+xml"
CALENDAR = "text/calendar"
STREAM = "text/event-stream"

Shape = type[msgspec.Struct] | None


class Body(NamedTuple):
    """A body: its media type, the struct that it is JSON of (none: bytes or text), and words."""

    media_type: str
    says: str
    shape: Shape = None


class Operation(NamedTuple):
    """One thing that can be done at an address. `refusals` are the statuses of problem answers."""

    method: Literal["get", "post", "put", "patch", "delete"]
    path: str
    summary: str
    status: int
    answer: Body | None
    takes: tuple[Body, ...] = ()
    refusals: tuple[int, ...] = ()
    members: bool = False
    asks: tuple[str, ...] = ()
    """Numbers that the address must give after its question mark."""
