"""What a server stands: four runaway queries again and again, and a thousand commits under questions.

    python -m tests.benchmarks.siege [--seconds 20] [--commits 1000] [--quads 200000]

First a client at 127.0.0.2 asks short queries of an idle server, then while a client at 127.0.0.1 keeps four runaways
going: a product of six patterns that is sorted, a path over everything, all texts in one, an expression that backtracks.
The bars: its p99 less than three times that of the idle server, and no failure. Then somebody commits pairs of triples
while eight clients ask for both halves: no query fails or sees half a commit, memory and open files stay, old snapshots
go.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
from pyoxigraph import Literal, NamedNode, Quad

import store
from store import bulk
from tests.benchmarks import made_graph
from tests.benchmarks.servers import Server, legation

BASE = "http://localhost:8000/id/"
RUNAWAYS = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r } ORDER BY ?c ?f ?i ?l ?o ?r",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^(!<urn:x>))+ ?b }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?c), STR(?f))) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    'SELECT * { ?s ?p ?o . ?t ?q ?l FILTER(REGEX(CONCAT(STR(?o), STR(?l)), "^(([a-z0-9])+.)+[A-Z]([a-z0-9])+!$")) }',
)
ROUNDS = 4
HALF = "{ SELECT (COUNT(?x) AS ?%s) { <urn:%s> <urn:holds> ?x } }"
PAIR = f"SELECT * {{ {HALF % ('n', 'left')} {HALF % ('m', 'right')} }}"


def client(server: Server, address: str) -> httpx.Client:
    """A client at one of this machine's addresses."""
    return httpx.Client(
        base_url=server.url, transport=httpx.HTTPTransport(local_address=address), timeout=200
    )


def short(server: Server, seconds: float) -> tuple[list[float], int]:
    """How long short queries took, none twice, and how many failed."""
    taken: list[float] = []
    failed = 0
    end = time.perf_counter() + seconds
    with client(server, "127.0.0.2") as mine:
        while time.perf_counter() < end:
            text = f"SELECT ?p ?o WHERE {{ <{made_graph.actor(len(taken) % 400)}> ?p ?o }} # {time.time_ns()}"
            begun = time.perf_counter()
            failed += mine.get("/sparql", params={"query": text}).status_code != 200
            taken.append(time.perf_counter() - begun)
            time.sleep(0.002)
    return taken, failed


def p99(taken: list[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(taken, n=100)[98] * 1000


def runaways(server: Server, seconds: float) -> None:
    """Short queries beside long ones, and without them in between."""
    over, calm = threading.Event(), threading.Event()
    ends: dict[int, int] = {}

    def again(text: str) -> None:
        with client(server, "127.0.0.1") as theirs:
            while not over.is_set():
                if calm.is_set():
                    time.sleep(0.01)
                    continue
                status = theirs.get("/sparql", params={"query": text, "timeout": "3"}).status_code
                ends[status] = ends.get(status, 0) + 1

    server.settle()
    short(server, 1)
    idle: list[float] = []
    beside: list[float] = []
    failed = 0
    calm.set()
    with ThreadPoolExecutor(len(RUNAWAYS)) as threads:
        for text in RUNAWAYS:
            threads.submit(again, text)
        for _ in range(ROUNDS):  # so that both see the same of what else the machine does
            idle += short(server, seconds / ROUNDS)[0]
            calm.clear()
            time.sleep(0.5)
            taken, missed = short(server, seconds / ROUNDS)
            beside += taken
            failed += missed
            calm.set()
            time.sleep(3.5)
        over.set()
    ratio = p99(beside) / p99(idle)
    met = ratio < 3 and not failed
    for name, taken in (("idle", idle), ("beside runaways", beside)):
        middle = statistics.median(taken) * 1000
        print(f"{name}: {len(taken)} short queries, median {middle:.1f} ms, p99 {p99(taken):.1f} ms")
    print(
        f"p99 ratio {ratio:.2f} (bar: less than 3), {failed} failed: {'met' if met else 'MISSED'}; runaways: {ends}"
    )


def commits(server: Server, data: Path, count: int) -> None:
    """Queries beside commits."""
    over = threading.Event()
    wrong: list[str] = []

    def ask(_: int) -> int:
        asked = 0
        with client(server, "127.0.0.1") as mine:
            while not over.is_set():
                response = mine.get("/sparql", params={"query": PAIR})
                asked += 1
                if response.status_code != 200:
                    wrong.append(response.text)
                    continue
                row = response.json()["results"]["bindings"][0]
                if row["n"]["value"] != row["m"]["value"]:
                    wrong.append(f"half a commit: {row}")
        return asked

    def look() -> str:
        every = [server.process, *server.process.children(recursive=True)]
        files = sum(each.num_fds() for each in every)
        snapshots = len([path for path in (data / "snapshots").iterdir() if path.name.isdecimal()])
        return f"{server.memory():.0f} MB, {files} open files, {len(every)} processes, {snapshots} snapshots"

    with ThreadPoolExecutor(8) as threads:
        asking = [threads.submit(ask, number) for number in range(8)]
        desk = store.Desk()
        for number in range(count):
            with store.writing(data, desk=desk) as commit:
                for half in ("left", "right"):
                    commit.store.add(Quad(NamedNode(f"urn:{half}"), NamedNode("urn:holds"), Literal(number)))
            if number % max(1, count // 5) == 0:
                print(f"after {number + 1} commits: {look()}", flush=True)
        over.set()
        asked = sum(each.result() for each in asking)
    print(f"after {count} commits: {look()}")
    print(f"{asked} queries, {len(wrong)} failed or saw half a commit: {'met' if not wrong else 'MISSED'}")
    if wrong:
        print(wrong[0])


def main() -> None:
    """Make a graph, begin the siege."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quads", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--commits", type=int, default=1000)
    options = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("This needs Linux, whose machines have all addresses of 127.0.0.0/8.")
    print(f"{psutil.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        data, file = Path(folder) / "data", Path(folder) / "made.nq"
        with file.open("w", encoding="utf-8") as output:
            output.writelines(made_graph.lines(options.quads, BASE))
        store.create(data, BASE)
        bulk.load(data, file)
        with legation(data, max_wait=60) as server:
            if options.seconds:
                runaways(server, options.seconds)
            if options.commits:
                commits(server, data, options.commits)


if __name__ == "__main__":
    main()
