"""The writer's lock and the readers' leases: both are flock(2), which the system lets go when a process dies."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from store.errors import StoreLocked, explained

_PAUSE = 0.02
"""Seconds between two attempts while waiting with a deadline."""

_SILENCE = 1.0
"""Seconds of waiting of which nobody needs to hear: most commits take less."""


@dataclass
class _Patience:
    seconds: float
    notice: Callable[[str], object] = lambda _: None
    noticed: bool = False


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patience(seconds: float, notice: Callable[[str], object]) -> Iterator[None]:
    """Within the block, whoever would wait for another writer as long as it takes waits for so many seconds at most.

    `notice` hears who is waited for: once, when the first wait has taken a second.
    """
    token = _patience.set(_Patience(seconds, notice))
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def writers_lock(data: Path, wait: float | None) -> Iterator[None]:
    """Hold the writer's lock of a store; `wait` as in `store.writing`. Raises StoreLocked, StoreError."""
    with explained("write to", data):
        descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(descriptor, data, wait)
        with explained("write to", data):
            itself = f"{os.getpid()}\n".encode()
            if os.pread(descriptor, 20, 0) != itself:  # to empty and write a file may wait for the disk
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, itself, 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, data: Path, wait: float | None) -> None:
    patience = _patience.get() if wait is None else _Patience(wait)
    if patience is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    begun = time.monotonic()
    while not _acquired(descriptor):
        waited = time.monotonic() - begun
        if waited >= patience.seconds:
            raise StoreLocked(
                f"{_holder(descriptor)} is writing to {data}:"
                f" try again when it has finished, or wait for it longer than {patience.seconds:g} s"
            )
        if waited >= _SILENCE and not patience.noticed:
            patience.noticed = True
            patience.notice(
                f"{_holder(descriptor)} is writing to {data}:"
                f" waiting until it has finished, {patience.seconds:g} s at most"
            )
        time.sleep(min(_PAUSE, patience.seconds - waited))


def _acquired(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> str:
    number = os.pread(descriptor, 20, 0).decode().strip()
    return f"process {number}" if number else "another process"


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
