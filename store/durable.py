"""Files that are wholly there or not at all, also after the power went."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# macOS answers fsync before the disk has written; this asks for the real thing.
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)


def sync(path: Path) -> None:
    """Have the system write a file's content, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if _FULL_SYNC is None:
            os.fsync(descriptor)
        else:
            fcntl.fcntl(descriptor, _FULL_SYNC)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path, synced: Path | None = None) -> None:
    """Sync a folder of plain files: each of them, then the folder.

    Files that are also in the folder `synced`, by hard links, have been synced with it: of fifty files, a commit
    writes a dozen.
    """
    known = set() if synced is None else {entry.inode() for entry in os.scandir(synced)}
    for entry in os.scandir(folder):
        if entry.inode() not in known:
            sync(Path(entry.path))
    sync(folder)


@contextmanager
def replacing(path: Path, workspace: Path | None = None) -> Iterator[IO[bytes]]:
    """Write a file that takes `path`'s place at the end of the block; if the block fails, nothing changes.

    The unfinished file lies beside `path`, or in `workspace` (same file system), under a name that starts
    with a dot.
    """
    unfinished = (workspace or path.parent) / f".{path.name}.{secrets.token_hex(4)}"
    try:
        with unfinished.open("xb") as file:
            yield file
        sync(unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync(path.parent)
