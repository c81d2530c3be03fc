"""Reading and writing at once: a server answers while another process ingests, and a killed ingest harms nothing."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import store
from ingest.commit import Failure, commit_readings
from ingest.model import Reading
from ingest.pipeline import Setting, preview
from ontology.names import LEG
from tests import web
from tests.legation.conftest import environment
from tests.legation.test_serving import running
from tests.patience import wait_until
from tests.whole import reports
from tests.whole.stories import read

LEGATION = [sys.executable, "-m", "legation"]
COUNT = """PREFIX leg: <https://w3id.org/legation/ontology#>
SELECT ?d (COUNT(?c) AS ?n) { ?c leg:derivedFrom ?d } GROUP BY ?d"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one report. Copy it, don't change it."""
    folder = tmp_path_factory.mktemp("kept")
    read(folder / "data", reports.write(folder / "first", 1))
    return folder / "data"


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    """A store of one's own with one report."""
    shutil.copytree(kept, tmp_path / "data")
    return tmp_path / "data"


def test_queries_see_whole_commits_while_another_process_ingests_120_reports(
    data: Path, tmp_path: Path
) -> None:
    sources = tmp_path / "reports"
    reports.write(sources, 120)
    seen: list[int] = []
    with running(tmp_path, "serve", "--port", "0", "--data", "data") as (address, _), web.client() as client:

        def look() -> int:
            """See how many documents there are."""
            answer = client.get(f"{address}sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
            assert answer.status_code == 200, answer.text
            rows = [line.split(",") for line in answer.text.split("\r\n")[1:] if line]
            assert {count for _, count in rows} == {"2"}, "a document is wholly there or not at all"
            seen.append(len(rows))
            return len(rows)

        look()
        ingest = subprocess.Popen(
            [*LEGATION, "ingest", "--data", data, sources], env=environment(), stdout=subprocess.DEVNULL
        )
        while ingest.poll() is None:
            look()
            time.sleep(0.02)  # or it would take the processor from those whom it waits for
        assert ingest.returncode == 0
        wait_until(lambda: look() == 120)
    assert seen == sorted(seen), "nothing that was seen goes away"
    assert len(set(seen)) > 2, "what is committed is seen while the rest is read"


def _claims_by_document(data: Path) -> Counter[str]:
    with store.reading(data) as snapshot:
        quads = snapshot.store.quads_for_pattern(None, NamedNode(LEG + "derivedFrom"), None, None)
        return Counter(str(quad.object) for quad in quads)


def _printed_again(reading: Reading | Failure, turn: int) -> Reading:
    """The same report at another address, to spare the time to read one."""
    assert isinstance(reading, Reading)
    document = reading.document
    if turn:
        address = f"{document.key}/{turn}"
        document = replace(document, key=address, url=address, text=f"{document.text} ({turn})")
    return replace(reading, document=document)


def test_25_kills_at_random_moments_leave_whole_documents_and_the_next_run_completes_them(
    data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "readings.pickle"
    told = list(preview([str(path) for path in reports.write(tmp_path / "reports", 40)], Setting()))
    readings = [_printed_again(reading, turn) for turn in range(3) for reading in told]
    file.write_bytes(pickle.dumps(readings))
    chance = random.Random(20231114)
    with subprocess.Popen(
        [sys.executable, "-c", _COMMIT_ONE_BY_ONE, str(data), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        for _ in range(25):
            done = len(_claims_by_document(data))
            print(done - 1, file=parent.stdin, flush=True)  # the last one again, as the next run would
            ingest = int(parent.stdout.readline())
            for _ in range(chance.randint(1, 2)):  # however slow the machine is, it gets somewhere
                assert parent.stdout.readline() == "committed\n"
            time.sleep(chance.uniform(0, 0.02))
            os.kill(ingest, signal.SIGKILL)
            while parent.stdout.readline() != "ended\n":
                pass
            assert set(_claims_by_document(data).values()) == {2}
    assert 25 < len(_claims_by_document(data)) < 120, "the kills fell within the work"
    commit_readings(data, readings)
    found = _claims_by_document(data)
    assert len(found) == 120
    assert set(found.values()) == {2}


# What `legation ingest` does once a document is read, with a snapshot for each: every kill hits a commit. It does so
# from a document on, each time that it is told to, in a process that begins where it stands itself, with nothing open.
_COMMIT_ONE_BY_ONE = """
import os, pickle, sys
from pathlib import Path
from ingest.commit import Failure, commit_readings
from ingest.model import Reading
from ingest.events.frames import frames
from ontology.authority import load
readings = pickle.loads(Path(sys.argv[2]).read_bytes())
on_done = lambda outcome: outcome.status == "added" and print("committed", flush=True)
load(), frames()  # once for all
for begin in sys.stdin:
    if not (child := os.fork()):
        print(os.getpid(), flush=True)
        commit_readings(Path(sys.argv[1]), readings[int(begin):], on_done, batch=1)
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
