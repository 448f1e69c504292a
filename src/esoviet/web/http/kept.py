"""What is kept in memory to save work: never more than so many bytes, the last used the longest."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key. `weigh` says how many bytes a value has; a key and its place count 200."""

    def __init__(self, most_bytes: int, weigh: Callable[[V], int]) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._weigh = weigh
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """A value that is still here."""
        kept = self._values.get(key)
        if kept is None:
            return None
        self._values.move_to_end(key)
        return kept[0]

    def put(self, key: K, value: V) -> None:
        """Keep a value; what was used longest ago makes room."""
        self.drop(key)
        weight = self._weigh(value) + 200
        self._values[key] = value, weight
        self.bytes += weight
        while self.bytes > self.most_bytes:
            self.drop(next(iter(self._values)))

    def drop(self, key: K) -> None:
        """Keep a value no longer."""
        kept = self._values.pop(key, None)
        self.bytes -= kept[1] if kept else 0

    def drop_where(self, is_meant: Callable[[K], bool]) -> None:
        """Keep no value whose key is meant."""
        for key in [key for key in self._values if is_meant(key)]:
            self.drop(key)

    def __len__(self) -> int:
        return len(self._values)


def weight_of(text: str) -> int:
    """How many bytes a text takes in memory, at most: four a character beyond Latin-1."""
    return len(text) if text.isascii() else 4 * len(text)
