"""Answers that were given before. An immutable snapshot makes them exact: same snapshot, same question, same bytes."""

from __future__ import annotations

from collections import OrderedDict

Kept = tuple[int, int, bytes]
"""Form, rows, body: a tuple of plain values, so that the garbage collector need not visit a hundred thousand of them."""


class Cache:
    """Least recently used go first when the bodies outgrow `limit` bytes. Nothing over an eighth of it is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: bytes) -> Kept | None:
        """The answer to `key`, or None."""
        kept = self._kept.get(key)
        if kept is None:
            self.misses += 1
        else:
            self.hits += 1
            self._kept.move_to_end(key)
        return kept

    def put(self, key: bytes, kept: Kept) -> None:
        """Keep an answer."""
        if len(kept[2]) * 8 > self._limit:
            return
        self.size -= self._cost(self._kept.pop(key, None))
        self._kept[key] = kept
        self.size += self._cost(kept)
        while self.size > self._limit:
            _, old = self._kept.popitem(last=False)
            self.size -= self._cost(old)

    def clear(self) -> None:
        """Forget everything: a new snapshot makes the old answers useless."""
        self._kept.clear()
        self.size = 0

    @staticmethod
    def _cost(kept: Kept | None) -> int:
        return 0 if kept is None else len(kept[2]) + 256
