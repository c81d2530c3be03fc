"""How long one actor's page takes on an idle server, and an export: `python tests/benchmarks/linked_data.py`.

Fills a store with --quads (1,000,000) of `made_graph`, serves it, and asks for pages of its most named actor, of one
of middling fame and of an event, each page for the first time, so that no cache answers. The peer is the least that a
server can do for the same: one SPARQL query for one claim. Asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import store
from store import bulk
from tests.benchmarks import made_graph
from tests.server.conftest import launch

BASE = "http://localhost:8000/id/"
TRIES = 20


def filled(folder: Path, quads: int) -> Path:
    """A store with so many quads."""
    data, file = folder / "data", folder / "graph.nq"
    with file.open("w") as lines:
        lines.writelines(made_graph.lines(quads, BASE))
    store.create(data, BASE)
    bulk.load(data, file)
    return data


def timed(client: httpx.Client, addresses: list[str], accept: str) -> tuple[float, float, int, int]:
    """Median and longest of the times (ms) for each address once, bytes of one answer, evaluations for all."""
    before = evaluations(client)
    times, size = [], 0
    for address in addresses:
        began = time.perf_counter()
        response = client.get(address, headers={"Accept": accept})
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, response.text
        size = len(response.content)
    return statistics.median(times), max(times), size, evaluations(client) - before


def evaluations(client: httpx.Client) -> int:
    """How many answers evaluators have given since the log began."""
    time.sleep(0.6)  # the log is written four times a second
    return sum(1 for line in LOG.read_text().splitlines() if json.loads(line).get("cache") == "miss")


def main() -> None:
    """Print a line each."""
    global LOG
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quads", type=int, default=1_000_000)
    quads = options.parse_args().quads
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        data = filled(Path(folder), quads)
        print(f"{quads:,} quads made and loaded in {time.perf_counter() - began:.0f} s")
        LOG = Path(folder) / "requests.log"
        LOG.touch()
        server = launch(data, log=str(LOG))
        path = "/legation/actor/made-{}?page={}"
        asked = {
            "most named actor, page": [path.format(0, page) for page in range(1, TRIES + 1)],
            "middling actors, page": [path.format(number, 1) for number in range(40, 40 + TRIES)],
            "events": [f"/id/event/made-{number}" for number in range(TRIES)],
            "one claim (peer: SPARQL)": [
                f"/sparql?query=SELECT+*+%7B+%3C{BASE}claim/{number:016x}%23claim%3E+%3Fp+%3Fo+%7D"
                for number in range(TRIES)
            ],
        }
        try:
            with httpx.Client(base_url=server.url, timeout=60) as client:
                client.get("/legation/actor/made-49.ttl")
                for name, addresses in asked.items():
                    for accept in ("text/turtle", "text/html"):
                        if "SPARQL" in name:
                            accept = "application/sparql-results+json"
                        median, longest, size, count = timed(
                            client,
                            [f"{address}{'&' if '?' in address else '?'}" for address in addresses],
                            accept,
                        )
                        print(
                            f"{name:25} {accept:32} median {median:6.1f} ms, longest {longest:6.1f} ms,"
                            f" {size:,} bytes, {count} evaluations for {len(addresses)} answers"
                        )
                        if "SPARQL" in name:
                            break
                for format in ("nq", "trig", "ttl", "jsonld", "csv"):
                    began = time.perf_counter()
                    size = len(
                        client.get(f"/export.{format}", headers={"Accept-Encoding": "identity"}).content
                    )
                    print(f"export {format:8} {size / 1e6:6.1f} MB in {time.perf_counter() - began:5.1f} s")
        finally:
            server.stop()


LOG = Path()

if __name__ == "__main__":
    main()
