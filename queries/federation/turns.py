"""One request at a time to a host, from all threads and processes of an installation."""

from __future__ import annotations

import fcntl
import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from queries.federation.errors import ServiceError

_LOOK = 0.02
_threads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def turn(host: str, folder: Path | None, left: float) -> Iterator[None]:
    """Wait for a turn, for at most `left` seconds; processes that share the folder take turns with each other, too.

    Raises ServiceError if it doesn't come.
    """
    until = time.monotonic() + left
    if not _threads[host].acquire(timeout=max(0.0, min(left, threading.TIMEOUT_MAX))):
        raise _late(host)
    with ExitStack() as stack:
        stack.callback(_threads[host].release)
        file = None if folder is None else _file(folder, host)
        if file is not None:
            stack.enter_context(file)  # closing it ends the lock
            while not _locked(file):
                if time.monotonic() >= until:
                    raise _late(host)
                time.sleep(_LOOK)
        yield


def _file(folder: Path, host: str) -> IO[bytes] | None:
    """The file by which processes take turns; None where none can be written, which is the end of politeness only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / f"{hashlib.sha256(host.encode()).hexdigest()[:16]}.turn").open("ab")
    except OSError:
        return None


def _locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _late(host: str) -> ServiceError:
    return ServiceError(f"{host} is busy with another question of ours; try again later")
