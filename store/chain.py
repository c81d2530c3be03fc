"""The chain of snapshots as it lies on disk: names, numbers, and how a snapshot becomes the current one.

    data/store.json          {"format": 1, "base": …}
    data/lock                the writer's lock
    data/snapshots/000042/   one commit: an Oxigraph (RocksDB) folder that is never written again
    data/CURRENT             names the newest
    data/texts/              the documents' texts by digest

Names in `snapshots/` that start with a dot are somebody's unfinished work; under the writer's lock they can
only be leftovers of a crash.
"""

import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from store.durable import replacing, sync, sync_tree
from store.errors import StoreDamaged, StoreMissing, StoreTooNew, explained

FORMAT = 1
"""The layout that this code writes; a store with a greater number is refused."""

_ABANDONED = 3600
"""Seconds after which an unfinished text has nobody who would finish it."""

_LINKS_REFUSED = {errno.EPERM, errno.EACCES, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}


def require(data: Path) -> None:
    """See that there is a store which this code can write. Raises StoreMissing, StoreTooNew, StoreDamaged."""
    base(data)
    current_number(data)


def exists(data: Path) -> bool:
    """Whether a store was created in the folder (an interrupted creation does not count). Raises StoreError."""
    with explained("read", data):
        return (data / "CURRENT").exists() and (data / "store.json").exists()


def base(data: Path) -> str:
    """The IRI under which the installation mints its own, ending in "/"; also refuses newer formats.

    Raises StoreMissing, StoreTooNew, StoreDamaged, StoreError.
    """
    path = data / "store.json"
    try:
        facts = json.loads(_read(data, path))
        written_in, iri = int(facts["format"]), str(facts["base"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{path} is damaged: restore it from a backup") from error
    if written_in > FORMAT:
        raise StoreTooNew(
            f"{data} was written by a newer Legation (format {written_in}, this one knows {FORMAT}):"
            " upgrade legation"
        )
    return iri


def _read(data: Path, path: Path) -> bytes:
    with explained("read", path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise StoreMissing(
                f"no store in {data}: ingest or import something, or name another folder"
            ) from None


def write_facts(data: Path, base: str) -> None:
    """Write store.json."""
    with replacing(data / "store.json") as file:
        file.write(json.dumps({"format": FORMAT, "base": base}).encode() + b"\n")


def current_number(data: Path) -> int:
    """The number of the newest snapshot; one small read, so that it can be polled.

    Raises StoreMissing, StoreDamaged, StoreError.
    """
    path = data / "CURRENT"
    try:
        return int(_read(data, path))
    except ValueError as error:
        raise StoreDamaged(
            f"{path} is damaged: write the number of a folder of {data / 'snapshots'}"
        ) from error


def folder(data: Path, number: int) -> Path:
    """Where a snapshot lies."""
    return data / "snapshots" / f"{number:06}"


def numbers(data: Path) -> list[int]:
    """The snapshots that are there up to the current one, oldest first."""
    current = current_number(data)
    found = (int(entry.name) for entry in os.scandir(data / "snapshots") if entry.name.isdecimal())
    return sorted(number for number in found if number <= current)


def workspace(data: Path) -> Path:
    """A name for unfinished work beside the snapshots, not made yet and never the same twice."""
    return data / "snapshots" / f".writing-{secrets.token_hex(8)}"


def _never_changes(name: str) -> bool:
    return name.endswith(".sst")


def clone(source: Path, target: Path, shared: Callable[[str], bool] = _never_changes) -> bool:
    """Make `target` a folder with the content of the snapshot `source`.

    RocksDB never changes an .sst file, so those are shared by hard links, which takes milliseconds whatever
    their size; the few others are small and copied, unless `target` won't be written to either. Returns False
    where the file system refuses links and everything had to be copied.
    """
    target.mkdir()
    linked = True
    for entry in os.scandir(source):
        if linked and shared(entry.name):
            try:
                os.link(entry.path, target / entry.name)
                continue
            except OSError as error:
                if error.errno not in _LINKS_REFUSED:
                    raise
                linked = False
        shutil.copyfile(entry.path, target / entry.name)
    return linked


def publish(data: Path, finished: Path, number: int) -> None:
    """Make the folder `finished` the snapshot `number`, and the current one. Needs the writer's lock."""
    before, itself = folder(data, number - 1), folder(data, number)
    finished.rename(
        itself
    )  # first, so that file systems with a journal bring it to disk together with the files
    try:
        sync_tree(itself, synced=before if before.exists() else None)
        sync(data / "snapshots")
    except BaseException:
        discard(itself)
        raise
    with replacing(data / "CURRENT") as file:
        file.write(f"{number:06}\n".encode())


def discard(path: Path) -> None:
    """Remove a folder of the chain; by renaming first, so that nobody meets half of it under its number."""
    doomed = path
    if not path.name.startswith("."):
        doomed = path.with_name(f".removing-{path.name}-{secrets.token_hex(4)}")
        path.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def sweep(data: Path, spare: Path | None = None) -> None:
    """Remove what a crash left: unfinished work but for `spare`, and a snapshot that never became the current one.

    Needs the writer's lock.
    """
    current = int((data / "CURRENT").read_bytes()) if (data / "CURRENT").exists() else 0
    for entry in list(os.scandir(data / "snapshots")):
        unfinished = entry.name.startswith(".") and (spare is None or entry.name != spare.name)
        if unfinished or (entry.name.isdecimal() and int(entry.name) > current):
            discard(Path(entry.path))
    for leftover in [*data.glob(".CURRENT.*"), *data.glob(".store.json.*")]:
        leftover.unlink(missing_ok=True)
    for leftover in data.glob("texts/.*"):  # texts are kept without the lock: another process may be at it
        with suppress(FileNotFoundError):  # it has just got its name
            if time.time() - leftover.stat().st_mtime > _ABANDONED:
                leftover.unlink()
