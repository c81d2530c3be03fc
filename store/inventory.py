"""What the store holds, for people: counts, sizes, and where one can go back to."""

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from store import chain, retention, texts
from store.errors import explained
from store.snapshots import reading


@dataclass(frozen=True)
class Kept:
    """A snapshot that `rollback` can make current again."""

    number: int
    committed: datetime.datetime
    """UTC."""


@dataclass(frozen=True)
class Status:
    """The store at a glance; sizes in bytes on disk, files that snapshots share counted once."""

    base: str
    number: int
    quads: int
    snapshots: tuple[Kept, ...]
    """Newest first; the first is the current one."""
    snapshots_size: int
    texts: int
    texts_size: int


def status(data: Path) -> Status:
    """Describe the newest snapshot and the chain; counts every quad (0.13 s a million).

    Raises StoreMissing, StoreTooNew, StoreDamaged, StoreError.
    """
    with explained("read", data), reading(data) as snapshot:
        kept = []
        for number in reversed(chain.numbers(data)):
            try:
                kept.append(Kept(number, retention.committed(data, number)))
            except FileNotFoundError:  # collected meanwhile
                continue
        count, size = texts.sizes(data)
        return Status(
            base=chain.base(data),
            number=snapshot.number,
            quads=len(snapshot.store),
            snapshots=tuple(kept),
            snapshots_size=_size(data / "snapshots"),
            texts=count,
            texts_size=size,
        )


def _size(folder: Path) -> int:
    sizes: dict[int, int] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                facts = (Path(parent) / name).stat()
            except FileNotFoundError:
                continue
            sizes[facts.st_ino] = facts.st_blocks * 512
    return sum(sizes.values())
