"""A store that is written for months."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

import store
from tests.store.facts import BASE, names, told


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system has a folder for that: what counts here are amounts, not the disk's speed."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        store.create(Path(name) / "data", BASE)
        yield Path(name) / "data"


def test_memory_disk_and_files_stay_flat_over_1000_commits(data: Path) -> None:
    this = psutil.Process()

    def measure() -> tuple[int, int, int, int]:
        """Bytes of memory and of disk, open files of this process, files of the store."""
        gc.collect()
        files = sum(1 for path in data.rglob("*") if path.is_file())
        return this.memory_info().rss, store.status(data).snapshots_size, this.num_fds(), files

    def replace(batch: int) -> None:
        """A hundred documents that are ingested again and again: the graph does not grow, its history does."""
        with store.writing(data) as change:
            change.store.update(f"CLEAR SILENT GRAPH {told(batch % 100)[0].graph_name}")
            change.store.extend(told(batch % 100))

    with store.reading(data) as server:
        for batch in range(200):
            replace(batch)
        memory, disk, descriptors, files = measure()
        for batch in range(200, 1000):
            replace(batch)
        memory_now, disk_now, descriptors_now, files_now = measure()
        assert len(server.store) == 0
    assert store.current_number(data) == 1001
    assert store.status(data).quads == 100 * 20
    assert memory_now - memory < 40e6
    assert disk_now - disk < 5e6
    assert descriptors_now == descriptors
    assert files_now - files < 100
    assert len(names(data / "snapshots")) == 4  # the newest three, and the one that somebody read
