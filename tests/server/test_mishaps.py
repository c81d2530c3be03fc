"""What happens to a server from outside: the store is taken away, the disk is full, commits rain down."""

from __future__ import annotations

import resource
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import psutil  # type: ignore[import-untyped]
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests.server.conftest import Start, wait_until

HALF = "{ SELECT (COUNT(?x) AS ?%s) { <urn:%s> <urn:holds> ?x } }"
PAIR = f"SELECT * {{ {HALF % ('n', 'left')} {HALF % ('m', 'right')} }}"


def test_a_snapshot_that_is_taken_away_costs_answers_and_not_the_server(start: Start) -> None:
    server = start(quads=3000, max_wait=2)
    server.at_rest()
    snapshot = server.data / "snapshots" / "000001"
    shutil.copytree(snapshot, server.data / "aside")
    shutil.rmtree(snapshot)
    for process in server.evaluators():
        process.kill()
    missed = server.query("SELECT * { ?s ?p ?o } LIMIT 5", timeout="5")
    assert missed.status_code in (200, 503)
    assert server.process.poll() is None
    assert httpx.get(server.url + "/health").status_code in (200, 503)
    shutil.move(server.data / "aside", snapshot)
    wait_until(lambda: server.query("ASK { ?s <urn:p> ?o }").status_code == 200)


def test_a_full_disk_costs_the_update_and_not_the_server(start: Start) -> None:
    server = start(token="a secret", quads=3000)
    kind = {"Content-Type": "application/sparql-update", "Authorization": "Bearer a secret"}
    text = "INSERT DATA { " + " ".join(f'<urn:{n}> <urn:q> "{n}" .' for n in range(5000)) + " }"
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (50_000, before[1]))
    refused = httpx.post(server.url + "/sparql", content=text, headers=kind, timeout=60)
    assert refused.status_code == 503, refused.text
    assert server.values("SELECT (COUNT(*) AS ?n) { ?s <urn:q> ?o }") == ["0"]
    for process in psutil.Process(server.process.pid).children():
        process.kill()  # as they have the limit from their parent
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)
    wait_until(
        lambda: httpx.post(server.url + "/sparql", content=text, headers=kind, timeout=60).status_code == 204
    )
    assert server.values("SELECT (COUNT(*) AS ?n) { ?s <urn:q> ?o }") == ["5000"]


def test_commits_rain_down_while_many_ask(start: Start) -> None:
    server = start()
    over = threading.Event()

    def ask(_: int) -> set[tuple[int, str, str]]:
        seen = set()
        with server.client() as client:
            while not over.is_set():
                response = client.get("/sparql", params={"query": PAIR})
                row = response.json()["results"]["bindings"][0]
                seen.add((response.status_code, row["n"]["value"], row["m"]["value"]))
        return seen

    def files() -> int:
        """The most that one process holds open; how many processes there are just then tells nothing."""
        front = psutil.Process(server.process.pid)
        most: int = front.num_fds()
        for each in front.children():
            with suppress(psutil.NoSuchProcess):  # it was relieved between the questions
                most = max(most, each.num_fds())
        return most

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask, number) for number in range(4)]
        desk = store.Desk()
        for number in range(40):
            with store.writing(server.data, desk=desk) as commit:
                for half in ("left", "right"):
                    commit.store.add(Quad(NamedNode(f"urn:{half}"), NamedNode("urn:holds"), Literal(number)))
            if number == 10:
                early = files()
        over.set()
        seen = set.union(*(each.result() for each in asking))
    assert all(status == 200 and left == right for status, left, right in seen)
    assert len(seen) > 5
    wait_until(lambda: files() <= early * 1.5)
    kept = [path.name for path in (server.data / "snapshots").iterdir() if path.name.isdecimal()]
    assert len(kept) <= 8
