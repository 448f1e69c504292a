"""What any process can do: a job takes along all that it needs but what each process has."""

from typing import NamedTuple, Protocol

from esoviet.audit.source import Source
from esoviet.wire.keys import KeyName

Keys = dict[KeyName, bytes]


class WorkerState(NamedTuple):
    """What each process has: the source, opened by itself, and the public keys it was told."""

    source: Source
    known: Keys


class Job(Protocol):
    """Something to do, in this process or another."""

    def do(self, kit: WorkerState) -> object:
        """The answer. Raises `Unreachable`."""
