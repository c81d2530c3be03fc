"""Small commits: published as the snapshot before them with a longer log, without having RocksDB write tables.

RocksDB appends every write to a log (`000123.log`) before anything else; whoever opens the folder reads it again.
To have it write a table (`.sst`) for each index instead takes ten times as long as a small commit itself, and many
tables of a few keys each are never merged again. Its own checkpoints may copy the log, too, where it is short
(`log_size_for_flush`), but Oxigraph's `backup` always asks for tables.

What is published is sound without regard to what RocksDB does in the clone meanwhile (it merges tables in the
background), because nothing of the clone is taken but the log:

- The snapshot before is a checkpoint of the same clone, or one with a longer log: no write before the checkpoint is
  missing from its tables, and its log is the one that the clone was writing to from then on.
- So that log holds all writes since, if the clone has begun no newer one, as every clone does when it is opened; as
  bytes, for RocksDB hands each write to the system before it returns.
- Only whole files that are added to the tables (`bulk_extend`) get around the log. They change the manifest, in
  which RocksDB says what tables there are; if that changed while somebody was writing, there is a checkpoint.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from store import chain

LIMIT = 128 * 1024
"""Bytes of log that a snapshot may have: to read them again takes 1 to 2 ms of the 9 that it takes to open one."""


@dataclass(frozen=True)
class Mark:
    """How far a clone has been written: which tables there are, as name and size of the manifest, and the newest log.

    The log as a whole, for RocksDB may write it over the remains of an old one, so that its size stays the same.
    """

    manifest: tuple[str, int]
    log: tuple[str, bytes]


def mark(clone: Path) -> Mark | None:
    """How far an open clone has been written; None if its log is too long, or its manifest is just being replaced."""
    newest = max(clone.glob("*.log"), key=_number, default=None)
    manifest = clone / (clone / "CURRENT").read_text().strip()
    try:
        if newest is None or newest.stat().st_size > LIMIT:
            return None
        return Mark((manifest.name, manifest.stat().st_size), (newest.name, newest.read_bytes()))
    except FileNotFoundError:
        return None


def lengthened(before: Path, clone: Path, target: Path) -> bool:
    """Make `target` the snapshot `before` with what was written to its open clone since; False if that can't be done.

    It can't if the log is too long by now, or if RocksDB has begun another one.
    """
    known, written = ({path.name: path for path in folder.glob("*.log")} for folder in (before, clone))
    newest = max(map(_number, written.values()), default=0)
    if not known or not known.keys() <= written.keys() or newest > max(map(_number, known.values())):
        return False
    if sum(written[name].stat().st_size for name in known) > LIMIT:
        return False
    if not chain.clone(before, target, shared=lambda name: name not in known):
        shutil.rmtree(target)  # no more links: then RocksDB copies
        return False
    for name in known:
        shutil.copyfile(written[name], target / name)
    return True


def _number(log: Path) -> int:
    return int(log.stem)
