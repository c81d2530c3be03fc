"""Reading: a snapshot stays what it was for as long as it is open, whatever is committed meanwhile."""

import os
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from store import chain
from store.errors import SnapshotMissing, StoreDamaged, StoreError, explained
from store.locks import share


class Snapshot:
    """An open snapshot, to be closed or used in a `with` block.

    Let go of everything that came from `store` (query results, iterators) before closing: RocksDB opens its
    files late, and after the close the collector may remove them.
    """

    number: int
    path: Path

    def __init__(self, number: int, path: Path, store: Store, lease: int) -> None:
        self.number = number
        self.path = path
        self._store: Store | None = store
        self._lease = lease

    @property
    def store(self) -> Store:
        """The snapshot as a read-only Oxigraph store. Raises StoreError once closed."""
        if self._store is None:
            raise StoreError(f"snapshot {self.number} is closed: open another one")
        return self._store

    def close(self) -> None:
        """Drop the store, then give up the lease; may be called again."""
        if self._store is not None:
            self._store = None
            os.close(self._lease)

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def open_snapshot(data: Path, number: int | None = None) -> Snapshot:
    """Open the newest snapshot, or one by its number (7 ms, no right to write needed).

    Raises SnapshotMissing, StoreMissing, StoreTooNew, StoreDamaged, or StoreError if the folder cannot be read.
    """
    with explained("read", data):
        chain.base(data)
        wanted = number
        while True:
            number = chain.current_number(data) if wanted is None else wanted
            path = chain.folder(data, number)
            kept = [] if wanted is None else chain.numbers(data)
            if wanted is not None and wanted not in kept:
                raise SnapshotMissing(
                    f"{data} holds no snapshot {wanted}: choose one of {', '.join(map(str, kept))}"
                )
            lease = share(path)
            if lease is not None:
                break
            if wanted is None and chain.current_number(data) == number:
                raise StoreDamaged(f"{data / 'CURRENT'} names {path}, which is missing: restore a backup")
        try:
            return Snapshot(number, path, Store.read_only(str(path)), lease)
        except BaseException:
            os.close(lease)
            raise


reading = open_snapshot
"""`with reading(data) as snapshot:` reads better than `with open_snapshot(data) …` where a block is all."""
