"""A batch under way: acts that the law has taken and that are not durable yet."""

from collections.abc import Mapping

from esoviet.law.act import Blob
from esoviet.law.outcome import Changes
from esoviet.law.state import Undo
from esoviet.node.submission import Submission


class Staged:
    """What a batch has taken in so far, and how to take it back."""

    def __init__(self, size: int, last_time: int, time: int, utf8: Mapping[str, bool]) -> None:
        self.size = size
        self.last_time = last_time
        self.time = time
        self.utf8 = utf8
        self.entries: list[bytes] = []
        self.accepted: list[Submission] = []
        self.again: list[tuple[Submission, int]] = []
        self.places: dict[str, int] = {}
        self.changes: list[Changes] = []
        self.undo: list[Undo] = []
        self.blobs: list[Blob] = []
