"""A store that is written for months."""

from __future__ import annotations

import gc
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

import store
from tests.store.facts import BASE, names, told


@pytest.fixture
def data(in_memory: Path) -> Path:
    store.create(in_memory / "data", BASE)
    return in_memory / "data"


@pytest.mark.parametrize("at_desk", [False, True], ids=["clones", "one desk"])
def test_memory_disk_and_files_stay_flat_over_500_commits(data: Path, at_desk: bool) -> None:
    this = psutil.Process()
    desk = store.Desk() if at_desk else None

    def measure() -> tuple[int, int, int, int]:
        """Bytes of memory and of disk, open files of this process, files of the store."""
        gc.collect()
        files = sum(1 for path in data.rglob("*") if path.is_file())
        return this.memory_info().rss, store.status(data).snapshots_size, this.num_fds(), files

    def replace(batch: int) -> None:
        """A hundred documents that are ingested again and again: the graph does not grow, its history does."""
        with store.writing(data, desk=desk) as change:
            change.store.update(f"CLEAR SILENT GRAPH {told(batch % 100)[0].graph_name}")
            change.store.extend(told(batch % 100))

    with store.reading(data) as server:
        for batch in range(100):
            replace(batch)
        memory, disk, descriptors, files = measure()
        for batch in range(100, 500):
            replace(batch)
        memory_now, disk_now, descriptors_now, files_now = measure()
        assert len(server.store) == 0
    assert store.current_number(data) == 501
    assert store.status(data).quads == 100 * 20
    assert memory_now - memory < 30e6
    assert disk_now - disk < 5e6
    # A desk's clone stays open, now with more tables, now with fewer.
    assert descriptors_now - descriptors <= (20 if at_desk else 0)
    assert files_now - files < 100
    kept = [name for name in names(data / "snapshots") if not name.startswith(".")]
    assert len(kept) == 4  # the newest three, and the one that somebody read
