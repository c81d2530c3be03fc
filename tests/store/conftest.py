"""A store on disk in a folder of its own, for each test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from tests.store.facts import BASE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    store.create(folder, BASE)
    return folder


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has that, for hundreds of commits: what counts are amounts, not the disk's speed."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)
