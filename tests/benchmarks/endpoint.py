"""Legation's SPARQL endpoint next to Oxigraph's own server (PyPI `oxigraph`), on the same data in the same minutes.

    python -m tests.benchmarks.endpoint [--quads 1000000] [--runs 3] [--seconds 5] [--phases hot,unique,…]

Both servers run all the while, and the runs are interleaved, so that ratios mean something on a busy machine, too. Needs
`wrk`. Phases: `counts` (do both give the same answers?), `hot` (one query again and again), `unique` (point look-ups,
none twice), `mix` (twenty questions of analysts, Zipf parameters, three windows from a cold start), `plain` (the same
with the cache off), `heavy` (one aggregate, new each time), `export` (every quad as JSON), `updates`. Logs, metrics and
ETags are on.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import store
from store import bulk
from tests.benchmarks import load, made_graph, made_questions
from tests.benchmarks.servers import Server, legation, oxigraph, program
from tests.benchmarks.updates import measure_updates

BASE = "http://localhost:8000/id/"
WINDOWS = 3
PHASES = ("counts", "hot", "unique", "mix", "plain", "heavy", "export", "updates")


class Benchmark:
    """The phases; each prints what it measures, and whether its bar is met."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._runs: int = options.runs
        self._seconds: float = options.seconds
        self._folder = folder
        self._data, self._native = folder / "data", folder / "native"
        self._claims = self._load(options.quads)
        made = made_questions.questions(self._claims, max(50, options.quads // 400), BASE)
        self._popular = dict(made[: len(made_questions.TEMPLATES)])
        self._mixed = [query for _, query in made[len(made_questions.TEMPLATES) :]]

    def run(self, phases: list[str]) -> None:
        """Those named."""
        with oxigraph(self._native) as theirs:
            for phase in phases:
                getattr(self, phase)(theirs)

    def counts(self, theirs: Server) -> None:
        """Both do the same work."""
        with legation(self._data) as ours:
            for name, query in [*self._popular.items(), ("heavy", _heavy("counted"))]:
                mine, peer = (load.fetch(s.url, s.ask(query)) for s in (ours, theirs))
                if _rows(mine.body) != _rows(peer.body):
                    sys.exit(f"The answers to {name!r} differ: {mine.body[:200]!r}, {peer.body[:200]!r}")
        print(f"counts: the answers to {len(self._popular) + 1} questions are the same", flush=True)

    def hot(self, theirs: Server) -> None:
        """One question again and again."""

        def once(server: Server) -> load.Run:
            return load.same(server.url, server.ask(made_questions.HOT), self._seconds, self._folder)

        with legation(self._data) as ours:
            self._pairs("hot", once, ours, theirs, 1.0)

    def unique(self, theirs: Server) -> None:
        """Point look-ups, none twice."""

        def once(server: Server) -> load.Run:
            pattern = server.ask(f"SELECT ?p ?oNUMBER WHERE {{ <{BASE}claim/CLAIM#claim> ?p ?oNUMBER }}")
            return load.numbered(server.url, pattern, self._claims, self._seconds, self._folder)

        with legation(self._data) as ours:
            self._pairs("unique", once, ours, theirs, 0.28)

    def mix(self, theirs: Server) -> None:
        """Analysts' questions, from a cold start."""
        firsts, alls, repeated = [], [], 0.0
        for run in range(self._runs):
            peer = self._windows(theirs, run)
            with legation(self._data) as ours:
                mine = self._windows(ours, run)
            firsts.append(mine[0].rate / peer[0].rate)
            alls.append(sum(w.requests for w in mine) / sum(w.requests for w in peer))
            asked = self._mixed[run * 997 : run * 997 + sum(w.requests for w in mine)]
            repeated = 1 - len(set(asked)) / max(1, len(asked))
            rates = " ".join(f"{w.rate:.0f}" for w in mine), " ".join(f"{w.rate:.0f}" for w in peer)
            print(f"mix: ours {rates[0]} a second, theirs {rates[1]}; failed {sum(w.failed for w in mine)}")
        print(f"mix: {repeated:.0%} of the questions were asked before")
        _verdict("mix, first window", firsts, 2.0)
        _verdict("mix, three windows", alls, 3.6)

    def plain(self, theirs: Server) -> None:
        """The same without a cache."""
        self._paths(theirs)
        with legation(self._data, cache_bytes=0) as ours:

            def once(server: Server) -> load.Run:
                return load.listed(server.url, self._paths(server), 0, self._seconds, self._folder)

            self._pairs("mix, cache off", once, ours, theirs, 0.9)

    def heavy(self, theirs: Server) -> None:
        """One aggregate, each time with a new text."""
        ratios = []
        with legation(self._data) as ours:
            for run in range(self._runs + 1):
                mine, peer = (
                    load.fetch(s.url, s.ask(_heavy(f"{time.time()}"))).total for s in (ours, theirs)
                )
                if run:  # the first opens files
                    ratios.append(peer / mine)
                    print(f"heavy: ours {mine:.2f} s, theirs {peer:.2f} s")
        _verdict("heavy", ratios, 0.95)

    def export(self, theirs: Server) -> None:
        """Every quad as JSON."""
        ratios, firsts, growths = [], [], []
        with legation(self._data) as ours:
            for _ in range(self._runs):
                mine, growth = _export(ours)
                peer, _ = _export(theirs)
                ratios.append(peer.total / mine.total)
                firsts.append((mine.first - peer.first) * 1000)
                growths.append(growth)
                print(f"export: ours {mine.total:.1f} s, theirs {peer.total:.1f} s; {mine.size / 1e6:.0f} MB")
        _verdict("export", ratios, 0.9)
        _verdict("export, first byte later by (ms)", firsts, 100, least=False)
        _verdict("export, memory growth (MB)", [max(growths)], 100, least=False)

    def updates(self, theirs: Server) -> None:
        """One by one, and over eight connections."""
        with legation(self._data, tokens={"benchmark": "write"}) as ours:
            for connections, bar in ((1, 20), (8, 300)):
                rate, p99 = measure_updates(ours.url, "benchmark", connections, self._seconds)
                _verdict(f"updates a second, {connections} connections", [rate], bar)
                _verdict("their p99 (ms)", [p99 * 1000], 500, least=False)

    def _pairs(
        self, name: str, once: Callable[[Server], load.Run], ours: Server, theirs: Server, bar: float
    ) -> None:
        ratios = []
        for _ in range(self._runs):
            rates = []
            for whose, server in (("theirs", theirs), ("ours", ours)):
                before = server.processor_time()
                run = once(server)
                each = (server.processor_time() - before) / run.requests * 1e6
                rates.append(run.rate)
                print(
                    f"{name}: {whose} {run.rate:.0f} a second, {each:.0f} µs of processor time each,"
                    f" p99 {run.p99:.1f} ms, failed {run.failed}",
                    flush=True,
                )
            ratios.append(rates[1] / rates[0])
        _verdict(name, ratios, bar)

    def _paths(self, server: Server) -> Path:
        file = self._folder / f"paths{server.path.replace('/', '-')}"
        if not file.exists():
            file.write_text("\n".join(server.ask(query) for query in self._mixed))
        return file

    def _windows(self, server: Server, run: int) -> list[load.Run]:
        windows: list[load.Run] = []
        for _ in range(WINDOWS):
            start = run * 997 + sum(window.requests for window in windows)
            windows.append(load.listed(server.url, self._paths(server), start, self._seconds, self._folder))
        return windows

    def _load(self, quads: int) -> int:
        file = self._folder / "made.nq"
        claims = 0
        with file.open("w", encoding="utf-8") as output:
            for line in made_graph.lines(quads, BASE):
                claims += line.endswith("#Claim> .\n")
                output.write(line)
        store.create(self._data, BASE)
        bulk.load(self._data, file)
        command = [program(), "load", "--location", str(self._native), "--file", str(file)]
        subprocess.run(command, check=True, capture_output=True)
        file.unlink()
        print(f"{quads} quads, {claims} claims; {os.cpu_count()} cores, shared with the client", flush=True)
        return claims


def _heavy(mark: str) -> str:
    return made_questions.PROLOGUE + made_questions.HEAVY.format(mark)


def _export(server: Server) -> tuple[load.Fetched, float]:
    server.settle()  # so that the growth is the export's
    before = server.memory()
    peak = [before]
    path = server.ask(made_questions.EXPORT)
    fetched = load.fetch(server.url, path, keep=False, meanwhile=lambda: peak.append(server.memory()))
    return fetched, max(peak) - before


def _rows(body: bytes) -> object:
    """What an answer says, whatever its order."""
    try:
        answer = json.loads(body)
    except ValueError:
        return Counter(body.splitlines())
    if "boolean" in answer:
        return answer["boolean"]
    return Counter(json.dumps(row, sort_keys=True) for row in answer["results"]["bindings"])


def _verdict(name: str, figures: list[float], bar: float, *, least: bool = True) -> None:
    figure = statistics.median(figures)
    met = figure >= bar if least else figure <= bar
    print(
        f"{name}: {figure:.2f} (bar: at {'least' if least else 'most'} {bar:g}; {'met' if met else 'MISSED'})",
        flush=True,
    )


def main() -> None:
    """Make the data, run the phases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--phases", default=",".join(PHASES))
    options = parser.parse_args()
    phases = options.phases.split(",")
    if unknown := set(phases) - set(PHASES):
        parser.error(f"no such phase: {', '.join(unknown)}")
    load.require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        Benchmark(options, Path(folder)).run(phases)


if __name__ == "__main__":
    main()
