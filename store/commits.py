"""Writing: every change is a new snapshot, made beside the current one and published whole, or dropped."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from store import chain, logs, retention
from store.errors import SnapshotMissing, StoreError, StoreExists, explained, explained_oxigraph
from store.locks import writers_lock


class Commit:
    """A change under way. `store` is a private clone of the newest snapshot, to be read and written at will."""

    number: int
    """The number that the snapshot will have."""
    abandoned: bool

    def __init__(self, number: int, store: Store) -> None:
        self.number = number
        self.abandoned = False
        self._store: Store | None = store

    @property
    def store(self) -> Store:
        """The clone, read and write. Raises StoreError once the commit has ended."""
        if self._store is None:
            raise StoreError(f"commit {self.number} has ended: begin another one")
        return self._store

    def abandon(self) -> None:
        """Publish nothing at the end of the block, because there is nothing to say."""
        self.abandoned = True

    def _end(self) -> None:
        self._store = None


def create(data: Path, base: str, quads: Iterable[Quad] = ()) -> None:
    """Make a store in a folder, with `quads` as its first snapshot; safe to repeat after a crash.

    `base` is the IRI under which the installation mints its own: http(s), ending in "/".
    Raises StoreExists, StoreError.
    """
    _check_base(base)
    with explained("create a store in", data):
        (data / "snapshots").mkdir(parents=True, exist_ok=True)
    with writers_lock(data, wait=None), explained("create a store in", data):
        if chain.exists(data):
            raise StoreExists(f"there is a store in {data} already: use it, or choose another folder")
        chain.sweep(data)
        workspace = chain.workspace(data)
        try:
            store = Store(str(workspace))
            store.extend(quads)
            store.flush()
            del store  # closes RocksDB: nothing writes to the folder any more
            _tidy(workspace)
            chain.write_facts(data, base)
            chain.publish(data, workspace, 1)
        finally:
            shutil.rmtree(workspace, ignore_errors=True)


def _check_base(base: str) -> None:
    try:
        NamedNode(base)
        valid = base.startswith(("http://", "https://")) and base.endswith("/")
    except ValueError:
        valid = False
    if not valid or "#" in base or "?" in base:
        raise StoreError(f'{base!r} is no base for IRIs: give an http or https address that ends in "/"')


class Desk:
    """A clone that stays open from one commit of a process to its next: to open one takes half of a small commit.

    If somebody else wrote in between, or only looked for leftovers, it is of no more use, and a new one is made.
    """

    def __init__(self) -> None:
        self._left: tuple[int, Path, Store] | None = None

    def _take(self, current: int) -> tuple[Path, Store] | None:
        left, self._left = self._left, None
        if left is None or left[0] != current or not (left[1] / "CURRENT").exists():
            return None
        return left[1:]

    def _leave(self, number: int, workspace: Path, store: Store) -> None:
        self._left = number, workspace, store


@contextmanager
def writing(data: Path, wait: float | None = None, desk: Desk | None = None) -> Iterator[Commit]:
    """Change the store: the block's writes become the next snapshot, or, if it raises, never were.

    `wait` is how many seconds to wait for another writer: 0 not at all, None for as long as it takes, or as the
    surrounding `store.patience` says. Who commits often gives the same `desk` each time.
    Raises StoreLocked, StoreMissing, StoreTooNew, and StoreError where the disk refuses.
    """
    chain.require(data)
    with writers_lock(data, wait):
        with explained("write to", data):
            current = chain.current_number(data)
            left = None if desk is None else desk._take(current)
            workspace = chain.workspace(data) if left is None else left[0]
            chain.sweep(data, spare=workspace)
        kept = False
        try:
            with explained("write to", data):
                linked = left is not None or chain.clone(chain.folder(data, current), workspace)
                commit = Commit(current + 1, Store(str(workspace)) if left is None else left[1])
                before = logs.mark(workspace)
            left = None
            with explained_oxigraph("write to", data):
                yield commit
            with explained("write to", data):
                clone = None if desk is None or not linked else commit.store
                after = logs.mark(workspace)
                if commit.abandoned:
                    commit._end()
                    if desk is not None and clone is not None and before is not None and before == after:
                        desk._leave(current, workspace, clone)
                        kept = True
                    return
                if linked:
                    logged = before and after and before.manifest == after.manifest
                    _publish_checkpoint(data, commit, workspace if logged else None)
                    if desk is not None and clone is not None:
                        desk._leave(commit.number, workspace, clone)
                        kept = True
                else:
                    commit.store.flush()
                    commit._end()
                    _tidy(workspace)
                    chain.publish(data, workspace, commit.number)
        finally:
            if not kept:
                shutil.rmtree(workspace, ignore_errors=True)
        _collect(data)


def _publish_checkpoint(data: Path, commit: Commit, logged: Path | None) -> None:
    """Publish RocksDB's own checkpoint of the clone rather than the clone.

    The checkpoint is made of links too, is flushed, and stays what it is even if the caller forgot a
    reference to the store, so that RocksDB goes on compacting in the clone's folder.
    If the log in the folder `logged` holds the whole change, that and the snapshot before will do.
    """
    checkpoint = chain.workspace(data)
    before = chain.folder(data, commit.number - 1)
    try:
        if logged is None or not logs.lengthened(before, logged, checkpoint):
            commit.store.backup(str(checkpoint))
        commit._end()
        chain.publish(data, checkpoint, commit.number)
    finally:
        shutil.rmtree(checkpoint, ignore_errors=True)


def _tidy(workspace: Path) -> None:
    """Remove RocksDB's diaries (130 KB each) and its lock file from a folder that nobody opens for writing."""
    for path in [*workspace.glob("LOG*"), workspace / "LOCK"]:
        path.unlink(missing_ok=True)


def _collect(data: Path) -> None:
    # The commit stands by now; what cannot be removed today is tried again by the next one.
    with suppress(OSError):
        retention.collect_locked(data)


def rollback(data: Path, number: int, wait: float | None = None) -> int:
    """Make the content of snapshot `number` current again, as a new snapshot, whose number is returned.

    Nothing is taken away: the snapshots in between stay in the chain as long as any others, so a rollback
    can itself be rolled back, and numbers only grow, so readers simply switch.
    Raises SnapshotMissing, StoreLocked, StoreMissing, StoreError.
    """
    chain.require(data)
    with writers_lock(data, wait), explained("write to", data):
        chain.sweep(data)
        kept = chain.numbers(data)
        if number not in kept:
            raise SnapshotMissing(
                f"{data} holds no snapshot {number}: choose one of {', '.join(map(str, kept))}"
            )
        workspace = chain.workspace(data)
        try:
            chain.clone(chain.folder(data, number), workspace)
            chain.publish(data, workspace, kept[-1] + 1)
        finally:
            shutil.rmtree(workspace, ignore_errors=True)
        _collect(data)
    return kept[-1] + 1
