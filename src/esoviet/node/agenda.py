"""The agenda of a node: which sleeping assembly must be awake when."""

import heapq
from collections.abc import Iterator


class Agenda:
    """One moment for each assembly that sleeps, in ms since 1970. Belongs to the event loop."""

    def __init__(self) -> None:
        self._due: dict[str, int] = {}
        self._queue: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._due)

    def plan(self, assembly: str, due: int) -> None:
        """Note when an assembly must be awake, in place of what was noted before."""
        self._due[assembly] = due
        heapq.heappush(self._queue, (due, assembly))
        if len(self._queue) > 2 * len(self._due) + 64:
            self._queue = [(moment, one) for one, moment in self._due.items()]
            heapq.heapify(self._queue)

    def drop(self, assembly: str) -> None:
        """Note nothing of an assembly any more."""
        self._due.pop(assembly, None)

    def first(self) -> int | None:
        """The next moment."""
        while self._queue:
            due, assembly = self._queue[0]
            if self._due.get(assembly) == due:
                return due
            heapq.heappop(self._queue)
        return None

    def take(self, until: int, most: int) -> Iterator[str]:
        """Take out who must be awake by then, the longest due first, at most so many."""
        for _ in range(most):
            first = self.first()
            if first is None or first > until:
                return
            _, assembly = heapq.heappop(self._queue)
            del self._due[assembly]
            yield assembly
