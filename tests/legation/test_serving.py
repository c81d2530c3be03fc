"""`legation serve` and `legation demo`: a real server, asked over real HTTP."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from legation import exits
from tests import web
from tests.legation.conftest import Run, environment

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@contextmanager
def running(folder: Path, *arguments: str, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server's address, as it prints it, and its process; stopped by Ctrl-C, which it must take well."""
    with subprocess.Popen(
        [sys.executable, "-m", "legation", *arguments],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            while not (found := re.search(r"answers at (http\S+)", line := process.stdout.readline())):
                assert line, process.stderr.read()
            yield found[1], process
        finally:
            process.send_signal(signal.SIGINT)
        complaints = process.stderr.read()
        assert (process.wait(), complaints) == (0, "")


def test_a_store_is_served_and_the_token_of_a_file_allows_updates(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text('<urn:s> <urn:p> "o" .\n')
    (tmp_path / "secret").write_text("open sesame\n")
    assert run("import", "one.nq").returncode == 0
    with running(tmp_path, "serve", "--port", "0", LEGATION_TOKEN_FILE="secret") as (address, _):
        assert web.get(f"{address}health").json()["status"] == "ok", "it answers as soon as it says so"
        ask = {"query": "ASK { <urn:s> <urn:p> 'o' }"}
        assert web.get(f"{address}sparql", params=ask, headers={"Accept": "text/csv"}).text.strip() == "true"
        update = {"update": "INSERT DATA { <urn:s> <urn:p> 'new' }"}
        assert web.post(f"{address}sparql", data=update).status_code == 401
        bearer = {"Authorization": "Bearer open sesame"}
        assert web.post(f"{address}sparql", data=update, headers=bearer).status_code == 204
    assert run("query", "ASK { <urn:s> <urn:p> 'new' }").stdout == "true\n"


def test_a_port_that_is_taken_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text('<urn:s> <urn:p> "o" .\n')
    assert run("import", "one.nq").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run("serve", "--port", port)
    assert (done.returncode, done.stdout) == (exits.OTHER, "")
    assert done.stderr.startswith(f"legation: Can't serve on 127.0.0.1, port {port}: Address already in use")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--data", "nowhere"], exits.STORE, "no store in nowhere"),
        (["--token-file", "absent"], exits.USAGE, "--token-file absent: "),
    ],
)
def test_a_server_that_cannot_start_says_why(
    run: Run, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "one.nq").write_text('<urn:s> <urn:p> "o" .\n')
    assert run("import", "one.nq").returncode == 0
    done = run("serve", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("legation: ") and done.stderr.count("\n") == 1
    assert says in done.stderr


def test_the_demo_prints_three_things_to_try_and_each_works(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with running(tmp_path, "demo", "--port", str(taken)) as (address, process):
            assert address != f"http://127.0.0.1:{taken}/"
            assert process.stdout is not None
            said = "".join(process.stdout.readline() for _ in range(7))

            page, sparql, question = (
                re.search(pattern, said)
                for pattern in (r"1\..*\n +(\S+)\n", r"2\..*\n +(.+)\n", r"3\..*\n +(.+)\n")
            )
            assert page is not None and sparql is not None and question is not None
            assert "Kozlov" in web.get(page[1], headers={"Accept": "text/html"}).text

            curl = shlex.split(sparql[1])
            accept, body = curl[curl.index("-H") + 1], curl[curl.index("--data-urlencode") + 1]
            answer = web.post(curl[2], data=dict([body.split("=", 1)]), headers=dict([accept.split(": ", 1)]))
            assert answer.text.startswith("who,stance,quote\r\n") and answer.text.count("\n") > 5

            asked = subprocess.run(
                shlex.split(question[1]),
                cwd=tmp_path,
                env=environment(),
                capture_output=True,
                text=True,
                check=True,
            )
            assert "North Korea" in asked.stdout


def test_the_demo_done_again_changes_nothing(run_on_samples: Run, tmp_path: Path) -> None:
    before = run_on_samples("export").stdout
    with running(tmp_path, "demo", "--port", "0") as (address, _):
        assert ADDRESS.fullmatch(address)
    assert run_on_samples("export").stdout == before
