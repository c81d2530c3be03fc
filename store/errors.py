# ruff: noqa: N818 (the names say what is so)
"""What can go wrong with the data at rest, each told in one line that names the place and the remedy."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import LegationError


class StoreError(LegationError):
    """Something about the store that a user can mend; the root of this room's errors."""


class StoreMissing(StoreError):
    """There is no store in the folder."""


class StoreExists(StoreError):
    """There is a store in the folder already."""


class StoreLocked(StoreError):
    """Another process is writing and did not finish in the time we were told to wait."""


class StoreTooNew(StoreError):
    """The store was written by a newer Legation."""


class StoreDamaged(StoreError):
    """Files of the store are missing or not what they must be."""


class SnapshotMissing(StoreError):
    """The chain does not hold the snapshot that was asked for."""


class TextMissing(StoreError):
    """No text is kept under the digest."""


class LoadError(StoreError):
    """An RDF file cannot be read; names the file and, for a syntax error, line and column."""


_REMEDIES = {
    errno.ENOSPC: "free some space, then try again",
    errno.EDQUOT: "free some space or raise the quota, then try again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f), then try again",
    errno.EROFS: "make it writable, or choose another folder",
    errno.EACCES: "give this user the right to read and write there, or choose another folder",
    errno.EPERM: "give this user the right to read and write there, or choose another folder",
    errno.EMFILE: "raise the limit on open files (ulimit -n), then try again",
    errno.ENOTDIR: "choose a folder",
    errno.EEXIST: "choose a folder",
}


def _number(error: OSError) -> int | None:
    """The errno of an error; RocksDB's come without one, but with the system's wording in their text."""
    if error.errno is not None:
        return error.errno
    return next((number for number in _REMEDIES if os.strerror(number) in str(error)), None)


def _explain(error: OSError, doing: str, place: Path) -> StoreError:
    number = _number(error)
    cause = os.strerror(number) if number is not None else " ".join(str(error).split())
    remedy = f"; {_REMEDIES[number]}" if number in _REMEDIES else ""
    return StoreError(f"cannot {doing} {place}: {cause}{remedy}")


@contextmanager
def explained(doing: str, place: Path) -> Iterator[None]:
    """Turn any OSError of the block into a StoreError such as "cannot write to data: No space left …"."""
    try:
        yield
    except OSError as error:
        raise _explain(error, doing, place) from error


@contextmanager
def explained_oxigraph(doing: str, place: Path) -> Iterator[None]:
    """Like `explained`, for a block with foreign code: only Oxigraph's own errors (they carry no errno)."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _explain(error, doing, place) from error
