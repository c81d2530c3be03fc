"""What happens to a server from outside: the store is taken away, the disk is full, commits rain down."""

from __future__ import annotations

import resource
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psutil  # type: ignore[import-untyped]
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests import web
from tests.patience import wait_until
from tests.server.conftest import Server, Start

HALF = "{ SELECT (COUNT(?x) AS ?%s) { <urn:%s> <urn:holds> ?x } }"
PAIR = f"SELECT * {{ {HALF % ('n', 'left')} {HALF % ('m', 'right')} }}"


def test_a_snapshot_that_is_taken_away_costs_answers_and_not_the_server(start: Start) -> None:
    server = start(quads=3000, max_wait=2)
    server.at_rest()
    snapshot = server.data / "snapshots" / "000001"
    shutil.copytree(snapshot, server.data / "aside")
    shutil.rmtree(snapshot)
    kill(server.evaluators())
    missed = server.query("SELECT * { ?s ?p ?o } LIMIT 5", timeout="5")
    assert missed.status_code in (200, 503)
    assert server.process.is_running()
    assert web.get(server.url + "/health").status_code in (200, 503)
    shutil.move(server.data / "aside", snapshot)
    wait_until(lambda: server.query("ASK { ?s <urn:p> ?o }").status_code == 200)


def test_a_full_disk_costs_the_update_and_not_the_server(start: Start) -> None:
    server = start(token="a secret", quads=3000)
    kind = {"Content-Type": "application/sparql-update", "Authorization": "Bearer a secret"}
    text = "INSERT DATA { " + " ".join(f'<urn:{n}> <urn:q> "{n}" .' for n in range(5000)) + " }"
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (50_000, before[1]))
    refused = web.post(server.url + "/sparql", content=text, headers=kind)
    assert refused.status_code == 503, refused.text
    assert server.values("SELECT (COUNT(*) AS ?n) { ?s <urn:q> ?o }") == ["0"]
    kill(psutil.Process(server.process.pid).children())  # as they have the limit from their parent
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)
    wait_until(lambda: web.post(server.url + "/sparql", content=text, headers=kind).status_code == 204)
    assert server.values("SELECT (COUNT(*) AS ?n) { ?s <urn:q> ?o }") == ["5000"]


def test_commits_rain_down_while_many_ask(start: Start) -> None:
    server = start()
    over = threading.Event()
    desk = store.Desk()

    def ask(seen: set[tuple[int, str, str]]) -> None:
        with server.client() as client:
            while not over.is_set():
                response = client.get("/sparql", params={"query": PAIR})
                row = response.json()["results"]["bindings"][0]
                seen.add((response.status_code, row["n"]["value"], row["m"]["value"]))

    def commit() -> int:
        """Write two halves, one after the other; how many files that process of the server has open that has most."""
        with store.writing(server.data, desk=desk) as change:
            for half in ("left", "right"):
                change.store.add(
                    Quad(NamedNode(f"urn:{half}"), NamedNode("urn:holds"), Literal(change.number))
                )
        return files(server)

    seen: list[set[tuple[int, str, str]]] = [set() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask, each) for each in seen]
        try:
            early = max(commit() for _ in range(12))
            for _ in range(28):
                commit()
            wait_until(lambda: commit() > 0 and all(len(each) > 5 for each in seen))
        finally:
            over.set()
        for each in asking:
            each.result()
    assert all(status == 200 and left == right for each in seen for status, left, right in each)
    wait_until(lambda: files(server) <= early * 1.5)
    # What was read when the last commit came is free by and by.
    wait_until(lambda: bool(store.collect(server.data)) or snapshots(server) <= 4)


def files(server: Server) -> int:
    """The most that one process holds open; how many processes there are just then tells nothing."""
    most = psutil.Process(server.process.pid).num_fds()
    for each in psutil.Process(server.process.pid).children():
        with suppress(psutil.NoSuchProcess):  # it was relieved between the questions
            most = max(most, each.num_fds())
    return int(most)


def snapshots(server: Server) -> int:
    return sum(path.name.isdecimal() for path in (server.data / "snapshots").iterdir())


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # it ended by itself
            process.kill()
