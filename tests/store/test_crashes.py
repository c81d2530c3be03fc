"""Power cuts, or what comes close: processes killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import store
import store.texts
from tests.store.facts import BASE, batches, commit, contents, told

FORKING = """
import itertools, os, sys, time
from pathlib import Path
import store
from store import texts
from tests.store.facts import BASE, told
work = compile(sys.argv[1], "work", "exec")
for line in sys.stdin:
    if not (child := os.fork()):
        print(os.getpid(), flush=True)
        exec(work, {**globals(), "data": Path(line.rstrip())})
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""

CLONES, ONE_DESK = "desk = None", "desk = store.Desk()"
WRITER = """
for batch in itertools.count(store.current_number(data)):
    print("begins", flush=True)
    texts.put(data, f"text {batch}")
    with store.writing(data, desk=desk) as change:
        assert change.number == batch + 1
        for part in range(0, 200, 50):
            change.store.extend(told(batch, count=200)[part : part + 50])
    assert store.current_number(data) == batch + 1
"""

CREATOR = """
print("begins", flush=True)
store.create(data, BASE, told(1, count=2000))
"""

Kill = Callable[..., None]


@contextmanager
def killing(script: str) -> Iterator[Kill]:
    """Runs a script on a folder, and kills it (-9) so long after it has printed so many lines; any number of times.

    Each time it is a process of its own, forked from one in which all is imported and nothing is open.
    """
    command = [sys.executable, "-c", FORKING, script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        told, said = parent.stdin, parent.stdout

        def kill(data: Path, seconds: float, lines: int = 1) -> None:
            print(data, file=told, flush=True)
            process = int(said.readline())
            for _ in range(lines):
                assert said.readline() == "begins\n"
            time.sleep(seconds)
            with suppress(ProcessLookupError):  # it had nothing left to do
                os.kill(process, signal.SIGKILL)
            while said.readline() != "ended\n":
                pass

        yield kill


@pytest.mark.parametrize(("most", "where"), [(3, CLONES), (8, ONE_DESK)], ids=["clones", "one desk"])
def test_15_kills_at_random_moments_leave_the_store_at_a_whole_commit(
    data: Path, most: int, where: str
) -> None:
    begun = time.perf_counter()
    reached = commit(data, 1, count=200)
    duration = time.perf_counter() - begun
    moments = random.Random(42)
    with killing(where + WRITER) as kill:
        for _ in range(15):
            commits = moments.randrange(most)
            kill(data, moments.uniform(0, 2 * duration), lines=1 + commits)
            number = store.current_number(data)
            assert number >= reached + commits
            reached = number
            # Commit n wrote batch n - 1: nothing is missing, nothing is ahead, nothing is there in part.
            assert batches(data) == {str(told(batch)[0].graph_name): 200 for batch in range(1, number)}
    for batch in range(1, reached):
        store.texts.get(data, store.texts.put(data, f"text {batch}"))
    commit(data, reached)
    assert all(not path.name.startswith(".") for path in (data / "snapshots").iterdir())


def test_a_creation_that_is_killed_can_be_repeated(tmp_path: Path) -> None:
    moments = random.Random(42)
    with killing(CREATOR) as kill:
        for attempt in range(8):
            data = tmp_path / str(attempt)
            kill(data, moments.uniform(0, 0.06))
            if not store.exists(data):
                store.create(data, BASE, told(1, count=2000))
            assert contents(data) == set(told(1, count=2000))
            assert commit(data, 2) == 2


def test_a_killed_writer_keeps_nobody_waiting(data: Path) -> None:
    with killing('with store.writing(data):\n    print("begins", flush=True)\n    time.sleep(600)') as kill:
        kill(data, 0)
        with store.writing(data, wait=0) as change:
            change.store.extend(told(1))
    assert contents(data) == set(told(1))


def test_a_killed_reader_holds_no_lease(data: Path) -> None:
    script = 'snapshot = store.open_snapshot(data)\nprint("begins", flush=True)\ntime.sleep(600)'
    with killing(script) as kill:
        kill(data, 0)
        for batch in range(1, 5):
            commit(data, batch)
        assert not (data / "snapshots" / "000001").exists()
