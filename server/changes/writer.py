"""The writer: a process (`python -m server.changes.writer`) that makes changes, those that wait together as one.

Killing it costs nothing but the updates under way: the clone that they wrote to is dropped.
"""

from __future__ import annotations

import sys
from pathlib import Path

import store
from ontology.errors import LegationError
from server.changes import model
from server.changes.model import Change
from server.changes.perform import guarded, perform
from server.http.problems import Problem
from server.processes import confine
from server.processes.frames import Kind, Pipe, frame, standard_input


class Writer:
    """The loop of the process. A JOB frame holds numbered changes; each is answered by LAST or ERROR."""

    def __init__(self, pipe: Pipe, data: Path, wait: float, memory_mb: int) -> None:
        self._pipe = pipe
        self._data = data
        self._wait = wait
        self._memory_mb = memory_mb
        self._desk = store.Desk()

    def run(self) -> None:
        """Serve until the front hangs up."""
        self._pipe.send(frame(Kind.READY, store.current_number(self._data)))
        while (message := self._pipe.receive()) is not None:
            # From here again: the threads of each store that was opened leave address space behind, up to 1 GB of it.
            confine.limit_memory(self._memory_mb)
            batch = model.unpack(message[2])
            try:
                outcome = self._commit(batch)
            except (LegationError, OSError) as error:
                problem = Problem(503, f"Nothing was written: {error}", headers={"Retry-After": "2"})
                outcome = [frame(Kind.ERROR, number, problem.packed()) for number, _ in batch]
            self._pipe.send(b"".join(outcome))

    def _commit(self, batch: list[tuple[int, Change]]) -> list[bytes]:
        problems: dict[int, Problem] = {}
        created: dict[int, bool] = {}
        base = store.base(self._data)
        ready: list[tuple[int, Change]] = []
        for number, change in batch:
            self._pipe.send(frame(Kind.BEGUN, number))
            try:
                ready.append((number, guarded(change)))
            except Problem as problem:
                problems[number] = problem
        if not ready:
            return [frame(Kind.ERROR, number, problem.packed()) for number, problem in problems.items()]
        with store.writing(self._data, self._wait, self._desk) as commit:
            for number, change in ready:
                self._pipe.send(frame(Kind.BEGUN, number))
                untouched = None if created else commit.number - 1
                try:
                    created[number] = perform(commit.store, change, base, untouched)
                except Problem as problem:
                    problems[number] = problem
            self._pipe.send(frame(Kind.BEGUN, 0))
            if len(problems) == len(batch):
                commit.abandon()
            snapshot = commit.number
        return [
            frame(Kind.ERROR, number, problems[number].packed())
            if number in problems
            else frame(Kind.LAST, number, b"%d %d" % (snapshot, created[number]))
            for number, _ in batch
        ]


def main() -> None:
    """`python -m server.changes.writer DATA MEMORY_MB SECONDS`: the seconds are how long to wait for another writer."""
    data, memory_mb, wait = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

    def work() -> None:
        Writer(standard_input(), data, wait, memory_mb).run()

    confine.start(work, memory_mb)


if __name__ == "__main__":
    main()
