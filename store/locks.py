"""The writer's lock and the readers' leases: both are flock(2), which the system lets go when a process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreLocked, explained

_PAUSE = 0.02
"""Seconds between two attempts while waiting with a deadline."""


@contextmanager
def writers_lock(data: Path, wait: float | None) -> Iterator[None]:
    """Hold the writer's lock of a store; `wait` as in `store.writing`. Raises StoreLocked, StoreError."""
    with explained("write to", data):
        descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(descriptor, data, wait)
        with explained("write to", data):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, data: Path, wait: float | None) -> None:
    if wait is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                holder = os.pread(descriptor, 20, 0).decode().strip()
                who = f"process {holder}" if holder else "another process"
                raise StoreLocked(
                    f"{who} is writing to {data}: try again when it has finished, or stop it"
                ) from None
            time.sleep(min(_PAUSE, left))


def share(folder: Path) -> int | None:
    """Take a shared lease on a snapshot: while the descriptor is open, the collector leaves the folder alone.

    Returns None if the folder is gone. The lease is on the folder itself, so it needs no right to write.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        # The collector may have removed the folder between the opening and the lock.
        if os.path.samestat(os.fstat(descriptor), folder.stat()):
            return descriptor
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


@contextmanager
def unshared(folder: Path) -> Iterator[bool]:
    """Whether nobody holds a lease on a snapshot; while the block runs, nobody new gets one."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = True
        except BlockingIOError:
            free = False
        yield free
    finally:
        os.close(descriptor)
