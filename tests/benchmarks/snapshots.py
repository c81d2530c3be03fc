"""Whether every snapshot holds exactly what was committed, while RocksDB merges its tables in the background.

    python -m tests.benchmarks.snapshots [--commits 1000] [--quads 100000] [--seed 1]

Small commits through one desk, which are published by their log, with all else in between: thousands of quads at once,
tables added in bulk, graphs cleared, commits that fail, other writers, rollbacks. Each snapshot is compared with a set
kept beside it, in several of Oxigraph's orders, up to 20 commits later, so that commits follow each other while tables
are merged; some are compared again much later, some are copied and opened for writing. Ends with an error at the first
difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

import store
from store import chain

BASE = "http://localhost:8000/id/"


class Trial:
    """A store, and what it should hold."""

    def __init__(self, data: Path, seed: int, quads: int) -> None:
        self._data = data
        self._random = random.Random(seed)
        self._held: set[Quad] = {self._quad() for _ in range(quads)}
        self._desk = store.Desk()
        self._burst = 1
        self._open: list[tuple[store.Snapshot, frozenset[Quad]]] = []
        self._before: dict[int, frozenset[Quad]] = {}
        self.counts: Counter[str] = Counter()
        store.create(data, BASE)
        with store.writing(data) as commit:
            commit.store.bulk_extend(self._held)
            commit.store.optimize()

    def step(self) -> None:
        """One commit, or what takes its place, and then a look at the newest snapshot."""
        kinds = {
            "few": 60,
            "one": 60,
            "many": 4,
            "bulk": 2,
            "clear": 2,
            "failing": 2,
            "other": 3,
            "rollback": 1,
        }
        kind = self._random.choices([*kinds], [*kinds.values()])[0]
        self.counts[kind] += 1
        if kind == "rollback" and self._before:
            number = self._random.choice([*self._before])
            store.rollback(self._data, number)
            self._held = set(self._before[number])
        elif kind == "failing":
            try:
                with store.writing(self._data, desk=self._desk) as commit:
                    commit.store.extend(self._quad() for _ in range(50))
                    raise KeyError
            except KeyError:
                pass
        else:
            with store.writing(self._data, desk=None if kind == "other" else self._desk) as commit:
                self._write(kind, commit.store)
        self._look()

    def _write(self, kind: str, graph: Store) -> None:
        if kind == "clear":
            doomed = NamedNode(f"urn:g:{self._random.randrange(20)}")
            graph.clear_graph(doomed)
            self._held = {quad for quad in self._held if quad.graph_name != doomed}
            return
        count = {"one": 1, "many": 5000, "bulk": 2000}.get(kind, self._random.randint(2, 40))
        fresh = [self._quad() for _ in range(count)]
        gone = self._random.sample([*self._held], min(len(self._held), count // 2)) if kind != "bulk" else []
        graph.bulk_extend(fresh) if kind == "bulk" else graph.extend(fresh)
        for quad in gone:
            graph.remove(quad)
        self._held |= set(fresh)
        self._held -= set(gone)

    def _look(self) -> None:
        snapshot = store.open_snapshot(self._data)
        path = chain.folder(self._data, snapshot.number)
        self.counts["by log"] += any(each.stat().st_size for each in path.glob("*.log"))
        self.counts["most files"] = max(self.counts["most files"], len(list(path.iterdir())))
        held = frozenset(self._held)
        kept = chain.numbers(self._data)
        self._before = {number: quads for number, quads in self._before.items() if number in kept}
        self._before[snapshot.number] = held
        self._open.append((snapshot, held))
        if len(self._open) < self._burst:
            return
        self._burst = self._random.randint(1, 20)
        for old, quads in self._open:
            self._compare(old.store, quads, f"snapshot {old.number}")
        if self._random.random() < 0.2:
            with tempfile.TemporaryDirectory(dir=self._data) as folder:
                chain.clone(path, Path(folder) / "copy")
                copy = Store(str(Path(folder) / "copy"))
                self._compare(copy, held, f"a copy of snapshot {snapshot.number}")
        some = self._random.randrange(len(self._open))
        for old, _ in [*self._open[:some], *self._open[some + 1 :]]:
            old.close()
        self._open = self._open[some : some + 1]

    def _compare(self, graph: Store, held: frozenset[Quad], name: str) -> None:
        found = list(graph)
        if set(found) != held or len(found) != len(held):
            sys.exit(f"{name} holds {len(found)} quads; {len(held)} were committed")
        some = self._random.choice([*held, self._quad()])
        for pattern in [
            (some.subject, None, None, None),
            (None, some.predicate, None, None),
            (None, None, some.object, None),
            (some.subject, None, None, some.graph_name),
            (None, some.predicate, None, some.graph_name),
            (None, None, some.object, some.graph_name),
        ]:
            found = list(graph.quads_for_pattern(*pattern))
            wanted = {q for q in held if all(w in (None, h) for w, h in zip(pattern, q, strict=True))}
            if set(found) != wanted or len(found) != len(wanted):
                sys.exit(f"{name} gives {len(found)} quads for {pattern}; {len(wanted)} were committed")
        self.counts["compared"] += 1

    def _quad(self) -> Quad:
        number = self._random.randrange
        graph = NamedNode(f"urn:g:{number(20)}") if number(4) else DefaultGraph()
        subject = NamedNode(f"urn:s:{number(10**9)}")
        return Quad(subject, NamedNode(f"urn:p:{number(30)}"), Literal(f"value {number(10**6)}"), graph)


def main() -> None:
    """Run, and say what was done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder) / "data", options.seed, options.quads)
        begun = time.monotonic()
        for number in range(1, options.commits + 1):
            trial.step()
            if number % 100 == 0 or number == options.commits:
                print(", ".join(f"{name}: {count}" for name, count in trial.counts.items()), flush=True)
        print(f"{time.monotonic() - begun:.0f} s; every snapshot held what was committed")


if __name__ == "__main__":
    main()
