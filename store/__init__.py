"""Where the graph is kept: a chain of immutable snapshots with one writer at a time and any number of readers.

create(data, base, quads)
with writing(data) as commit:
    commit.store.extend(quads)         # becomes a new snapshot, whole or not at all
with reading(data) as snapshot:
    snapshot.store.query("…")          # stays what it is while others write
"""

from store.chain import base, current_number, exists
from store.commits import Commit, Desk, create, rollback, writing
from store.errors import (
    LoadError,
    SnapshotMissing,
    StoreDamaged,
    StoreError,
    StoreExists,
    StoreLocked,
    StoreMissing,
    StoreTooNew,
    TextMissing,
)
from store.inventory import Kept, Status, status
from store.locks import patience
from store.retention import collect
from store.snapshots import Snapshot, open_snapshot, reading

__all__ = [
    "Commit",
    "Desk",
    "Kept",
    "LoadError",
    "Snapshot",
    "SnapshotMissing",
    "Status",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "StoreLocked",
    "StoreMissing",
    "StoreTooNew",
    "TextMissing",
    "base",
    "collect",
    "create",
    "current_number",
    "exists",
    "open_snapshot",
    "patience",
    "reading",
    "rollback",
    "status",
    "writing",
]
