"""The acts that wait to be judged: the host's, then members', then those of anybody else.

Whoever signed with a key of the assembly does not wait behind strangers, however many these are;
and these, though they come last, are never left out for ever. The acts of one key keep their order,
also of one that is enrolled meanwhile: an act that it has not signed is none of its acts.
"""

from collections import Counter, deque
from collections.abc import Iterator

from esoviet.node.submission import Submission

MEMBERS = 8_192
STRANGERS = 1_024
SHARE = 8  # of a batch, for strangers, whatever else waits


class Queue:
    """First come, first served, in two lines."""

    def __init__(self) -> None:
        self._members: deque[Submission] = deque()
        self._strangers: deque[Submission] = deque()
        self._keys: Counter[str] = Counter()  # of the strangers' line

    def __len__(self) -> int:
        return len(self._members) + len(self._strangers)

    def put_first(self, submission: Submission) -> None:
        """What the host itself has to log, before anything else."""
        self._members.appendleft(submission)

    def put(self, submission: Submission, *, member: bool) -> bool:
        """Let an act wait; False if too many of its line do."""
        kid = submission.sealed.kid  # of whoever says so, if it is not `valid`
        if member and not self._keys.get(kid):
            if len(self._members) >= MEMBERS:
                return False
            self._members.append(submission)
            return True
        if len(self._strangers) >= STRANGERS:
            return False
        self._strangers.append(submission)
        self._keys[kid] += submission.valid
        return True

    def take(self, most: int) -> list[Submission]:
        """The next acts, at most so many."""
        reserved = min(SHARE, len(self._strangers), most)
        batch = [self._members.popleft() for _ in range(min(most - reserved, len(self._members)))]
        while self._strangers and len(batch) < most:
            batch.append(self._stranger())
        return batch

    def empty(self) -> Iterator[Submission]:
        """Take all."""
        while self._members:
            yield self._members.popleft()
        while self._strangers:
            yield self._stranger()

    def _stranger(self) -> Submission:
        submission = self._strangers.popleft()
        self._keys[submission.sealed.kid] -= submission.valid
        if not self._keys[submission.sealed.kid]:
            del self._keys[submission.sealed.kid]
        return submission
