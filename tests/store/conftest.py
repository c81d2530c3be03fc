"""A store on disk in a folder of its own, for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

import store
from tests.store.facts import BASE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    store.create(folder, BASE)
    return folder
