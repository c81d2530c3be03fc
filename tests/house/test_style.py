"""The referees of style, types and layers find nothing to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BESIDE_PYTHON = Path(sys.executable).parent


# A cache that another run writes at the same time makes mypy and import-linter see faults where there are none.
@pytest.mark.parametrize(
    "command",
    [
        "ruff check .",
        "ruff format --check .",
        "mypy --cache-dir {cache}",
        "lint-imports --cache-dir {cache}",
    ],
)
def test_the_house_is_in_order(command: str, tmp_path: Path) -> None:
    program, *arguments = command.format(cache=tmp_path).split()
    run = subprocess.run(
        [BESIDE_PYTHON / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
