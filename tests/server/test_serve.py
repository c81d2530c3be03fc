"""Starting a server, or being told why it can't be."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import store
from server.http.problems import ServerError
from server.serve import run
from server.settings import ServerSettings
from tests import web
from tests.server.conftest import BASE, ROOT, Start


def test_a_taken_port_is_told_in_one_line(shared_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port}: Address already in use; choose another"):
            run(ServerSettings(shared_data, port=port))


def test_a_folder_without_a_store_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="no store in"):
        run(ServerSettings(tmp_path))


def test_whoever_starts_a_server_learns_its_address(shared_data: Path, tmp_path: Path) -> None:
    """From another folder, in which modules have the names of ours: they must not be taken for ours."""
    (tmp_path / "server.py").write_text("raise SystemExit('the wrong module')")
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong module')")
    code = f"""
import sys
sys.path[:] = [{str(ROOT)!r}, *sys.path[1:]]
import os, signal, urllib.request
from pathlib import Path
from server.serve import run
from server.settings import ServerSettings
run(ServerSettings(Path({json.dumps(str(shared_data))}), port=0), lambda url: (print(url), os.kill(os.getpid(), signal.SIGTERM)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.startswith("http://127.0.0.1:")
    assert done.stderr == ""


def test_whoever_is_told_the_address_is_answered_at_once(start: Start) -> None:
    server = start()
    health = web.get(server.url + "/health")
    assert health.status_code == 200, health.text


def test_a_store_that_no_evaluator_can_read_is_told_and_not_served(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store.create(data, BASE)
    (data / "CURRENT").write_text("000002\n")
    with pytest.raises(
        ServerError, match=r"Can't answer queries: .*CURRENT names .*000002, which is missing"
    ):
        run(ServerSettings(data, port=0), lambda url: pytest.fail(f"says that it answers at {url}"))


def test_nothing_is_printed_while_all_is_well(start: Start) -> None:
    server = start()
    server.query("ASK {}")
    server.query("SELEC")
    server.stop()
    assert server.log.read_text() == ""
