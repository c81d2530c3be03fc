"""The guards that conftest.py sets up for all tests do guard."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Set apart for documentation (RFC 5737): if the guard failed, the packet would still reach nobody.
ELSEWHERE = ("192.0.2.1", 80)


def test_no_test_reaches_the_open_network() -> None:
    with pytest.raises(RuntimeError, match="may not reach the open network"):
        socket.create_connection(ELSEWHERE, timeout=1)
    with pytest.raises(RuntimeError, match=r"may not reach the open network: 'legation\.example'"):
        socket.getaddrinfo("legation.example", 443)


def test_nor_does_a_process_that_a_test_starts() -> None:
    script = f"import socket; socket.create_connection({ELSEWHERE}, timeout=1)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "may not reach the open network" in run.stderr


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("localhost", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def pytest_in(folder: Path, reason: str, **settings: str) -> int:
    """The exit code of a run in which one test is skipped for this reason."""
    skips = folder / "test_that_skips.py"
    skips.write_text(
        f"import pytest\n\ndef test_one():\n    pass\n\ndef test_two():\n    pytest.skip({reason!r})\n"
    )
    options = ["-p", "tests.conftest", "--rootdir", str(folder), str(skips)]
    command = [sys.executable, "-m", "pytest", *options]
    environment = os.environ | settings
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    ("reason", "seed", "code"),
    [
        ("too slow", "/seed", 1),
        ("tool cannot be had: no java here", "", 0),
        ("LEGATION_SEED does not name the seed's folder", "", 0),
        ("LEGATION_SEED does not name the seed's folder", "/seed", 1),
    ],
)
def test_in_ci_a_skipped_test_needs_an_excuse(tmp_path: Path, reason: str, seed: str, code: int) -> None:
    assert pytest_in(tmp_path, reason, CI="true", LEGATION_SEED=seed) == code


def test_elsewhere_it_needs_none(tmp_path: Path) -> None:
    assert pytest_in(tmp_path, "too slow", CI="", LEGATION_SEED="") == 0
