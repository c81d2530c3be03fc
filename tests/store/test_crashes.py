"""Power cuts, or what comes close: processes killed at any moment."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import store
import store.texts
from tests.store.facts import batches, commit, contents, told

WRITER = """
import itertools, sys
from pathlib import Path
import store
import store.texts
from store import texts
from tests.store.facts import told
data = Path(sys.argv[1])
desk = store.Desk() if len(sys.argv) > 2 else None
for batch in itertools.count(store.current_number(data)):
    print(flush=True)
    texts.put(data, f"text {batch}")
    with store.writing(data, desk=desk) as change:
        assert change.number == batch + 1
        for part in range(0, 200, 50):
            change.store.extend(told(batch, count=200)[part : part + 50])
    assert store.current_number(data) == batch + 1
"""

CREATOR = """
import sys
from pathlib import Path
import store
import store.texts
from tests.store.facts import BASE, told
print(flush=True)
store.create(Path(sys.argv[1]), BASE, told(1, count=2000))
"""


def killed_after(script: str, data: Path, seconds: float, lines: int = 1, *more: str) -> None:
    """Run a script and kill -9 it so long after it has printed so many lines."""
    process = subprocess.Popen([sys.executable, "-c", script, str(data), *more], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize(
    ("kills", "most", "more"), [(15, 3, ()), (15, 8, ("desk",))], ids=["clones", "one desk"]
)
def test_15_kills_at_random_moments_leave_the_store_at_a_whole_commit(
    data: Path, kills: int, most: int, more: tuple[str, ...]
) -> None:
    begun = time.perf_counter()
    reached = commit(data, 1, count=200)
    duration = time.perf_counter() - begun
    moments = random.Random(42)
    for _ in range(kills):
        commits = moments.randrange(most)
        killed_after(WRITER, data, moments.uniform(0, 2 * duration), 1 + commits, *more)
        number = store.current_number(data)
        assert number >= reached + commits
        reached = number
        # Commit n wrote batch n - 1: nothing is missing, nothing is ahead, nothing is there in part.
        assert batches(data) == {str(told(batch)[0].graph_name): 200 for batch in range(1, number)}
        for batch in range(1, number):
            store.texts.get(data, store.texts.put(data, f"text {batch}"))
    commit(data, reached)
    assert all(not path.name.startswith(".") for path in (data / "snapshots").iterdir())


def test_a_creation_that_is_killed_can_be_repeated(tmp_path: Path) -> None:
    moments = random.Random(42)
    for attempt in range(8):
        data = tmp_path / str(attempt)
        killed_after(CREATOR, data, moments.uniform(0, 0.06))
        if not store.exists(data):
            store.create(data, "http://localhost:8000/id/", told(1, count=2000))
        assert contents(data) == set(told(1, count=2000))
        assert commit(data, 2) == 2


def test_a_killed_writer_keeps_nobody_waiting(data: Path) -> None:
    script = "import store, sys, time\nfrom pathlib import Path\n"
    script += "with store.writing(Path(sys.argv[1])):\n    print(flush=True)\n    time.sleep(600)"
    killed_after(script, data, 0)
    with store.writing(data, wait=0) as change:
        change.store.extend(told(1))
    assert contents(data) == set(told(1))


def test_a_killed_reader_holds_no_lease(data: Path) -> None:
    script = "import store, sys, time\nfrom pathlib import Path\nsnapshot = store.open_snapshot(Path(sys.argv[1]))\n"
    script += "print(flush=True)\ntime.sleep(600)"
    killed_after(script, data, 0)
    for batch in range(1, 5):
        commit(data, batch)
    assert not (data / "snapshots" / "000001").exists()
