"""Answers that were given before. An immutable snapshot makes them exact: same snapshot, same question, same bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from server.frames import Head


@dataclass(frozen=True)
class Kept:
    """An answer and where it came from; the body is one bytes object, so that the garbage collector has little to do."""

    head: Head
    body: bytes
    etag: str


class Cache:
    """Least recently used go first when the bodies outgrow `limit` bytes. Nothing over an eighth of it is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> Kept | None:
        """The answer to `key`, or None."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer."""
        if len(kept.body) * 8 > self._limit:
            return
        self._size -= self._cost(self._kept.pop(key, None))
        self._kept[key] = kept
        self._size += self._cost(kept)
        while self._size > self._limit:
            _, old = self._kept.popitem(last=False)
            self._size -= self._cost(old)

    def clear(self) -> None:
        """Forget everything: a new snapshot makes the old answers useless."""
        self._kept.clear()
        self._size = 0

    @staticmethod
    def _cost(kept: Kept | None) -> int:
        return 0 if kept is None else len(kept.body) + 1024
