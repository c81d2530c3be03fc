"""Which snapshots stay: the newest three, the last one of each day for a week, and whatever somebody reads."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from store import chain
from store.errors import explained
from store.locks import unshared, writers_lock

NEWEST = 3
DAYS = 7


def committed(data: Path, number: int) -> datetime.datetime:
    """When a snapshot was made (UTC), from its folder's time: the graph itself holds no clock."""
    seconds = chain.folder(data, number).stat().st_mtime
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def to_keep(days: Mapping[int, datetime.date], today: datetime.date) -> set[int]:
    """Of snapshots and the days on which they were made, those to keep."""
    newest = sorted(days)
    last_of_day = {days[number]: number for number in newest}
    week = {number for day, number in last_of_day.items() if (today - day).days < DAYS}
    return week | set(newest[-NEWEST:])


def collect(data: Path, wait: float | None = None) -> tuple[int, ...]:
    """Remove the snapshots that need not stay; returns their numbers. Every commit does this at its end.

    Raises StoreLocked, StoreMissing, StoreError.
    """
    chain.require(data)
    with writers_lock(data, wait), explained("write to", data):
        chain.sweep(data)
        return collect_locked(data)


def collect_locked(data: Path) -> tuple[int, ...]:
    """`collect` for callers who hold the writer's lock."""
    days = {number: committed(data, number).date() for number in chain.numbers(data)}
    keep = to_keep(days, datetime.datetime.now(datetime.UTC).date())
    removed = []
    for number in sorted(days.keys() - keep):
        path = chain.folder(data, number)
        with unshared(path) as free:
            if free:
                chain.discard(path)
                removed.append(number)
    return tuple(removed)
