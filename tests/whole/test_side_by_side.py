"""Reading and writing at once: a server answers while another process ingests, and a killed ingest harms nothing."""

from __future__ import annotations

import os
import pickle
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode

import store
from ingest.pipeline import Setting, preview
from ontology.names import LEG
from tests import web
from tests.whole import reports

LEGATION = [sys.executable, "-m", "legation"]
COUNT = """PREFIX leg: <https://w3id.org/legation/ontology#>
SELECT ?d (COUNT(?c) AS ?n) { ?c leg:derivedFrom ?d } GROUP BY ?d"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one report."""
    folder = tmp_path / "data"
    (first,) = reports.write(tmp_path / "first", 1)
    subprocess.run([*LEGATION, "ingest", "--data", folder, first], check=True, capture_output=True)
    return folder


@pytest.fixture
def address(data: Path) -> Iterator[str]:
    """A server of that store."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*LEGATION, "serve", "--data", str(data), "--port", str(port)])
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                if web.get(f"{url}/health").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def test_queries_see_whole_commits_while_another_process_ingests_200_reports(
    data: Path, address: str, tmp_path: Path
) -> None:
    sources = tmp_path / "reports"
    reports.write(sources, 200)
    ingest = subprocess.Popen(
        [*LEGATION, "ingest", "--data", str(data), str(sources)], stdout=subprocess.DEVNULL
    )
    seen: list[int] = []
    with web.client() as client:
        while ingest.poll() is None:
            answer = client.get(f"{address}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
            assert answer.status_code == 200, answer.text
            rows = [line.split(",") for line in answer.text.split("\r\n")[1:] if line]
            assert {count for _, count in rows} == {"2"}, "a document is wholly there or not at all"
            seen.append(len(rows))
        assert ingest.returncode == 0
        assert seen == sorted(seen), "nothing that was seen goes away"
        assert len(set(seen)) > 3, "what is committed is seen while the rest is read"
        finished = time.monotonic()
        while len(rows) < 200:
            assert time.monotonic() - finished < 1, "new claims are there within a second"
            answer = client.get(f"{address}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
            rows = [line.split(",") for line in answer.text.split("\r\n")[1:] if line]


def _claims_by_document(data: Path) -> Counter[str]:
    with store.reading(data) as snapshot:
        quads = snapshot.store.quads_for_pattern(None, NamedNode(LEG + "derivedFrom"), None, None)
        return Counter(str(quad.object) for quad in quads)


def test_25_kills_at_random_moments_leave_whole_documents_and_the_next_run_completes_them(
    data: Path, tmp_path: Path
) -> None:
    sources, readings = tmp_path / "reports", tmp_path / "readings.pickle"
    reports.write(sources, 300)
    readings.write_bytes(pickle.dumps(list(preview([str(sources)], Setting()))))
    chance = random.Random(20231114)
    for _ in range(25):
        ingest = subprocess.Popen(
            [sys.executable, "-c", _COMMIT_IN_SMALL_BATCHES, str(data), str(readings)],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert ingest.stdout is not None
        for _ in range(chance.randint(1, 3)):  # however slow the machine is, it gets somewhere
            assert ingest.stdout.readline() == b"committed\n"
        time.sleep(chance.uniform(0, 0.02))
        os.killpg(ingest.pid, signal.SIGKILL)
        ingest.wait()
        ingest.stdout.close()
        assert set(_claims_by_document(data).values()) == {2}
    assert 1 < len(_claims_by_document(data)) < 300, "the kills fell within the work"
    subprocess.run([*LEGATION, "ingest", "--data", data, sources], check=True, capture_output=True)
    found = _claims_by_document(data)
    assert len(found) == 300
    assert set(found.values()) == {2}


# What `legation ingest` does once a document is read, with a snapshot every few documents: every kill hits a commit.
_COMMIT_IN_SMALL_BATCHES = """
import pickle, sys
from pathlib import Path
from ingest.commit import commit_readings
readings = pickle.loads(Path(sys.argv[2]).read_bytes())
on_done = lambda outcome: outcome.status == "added" and print("committed", flush=True)
commit_readings(Path(sys.argv[1]), readings, on_done, batch=3)
"""
