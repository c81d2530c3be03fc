"""Queries that want too much, processes that die, and everybody else who must not notice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests.server.conftest import PATIENCE, Server, Start, alive, wait_until, who_computes

RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c ?f ?i ?l ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 999) }"
QUICK = "ASK { ?c a leg:Claim }"


def ask(client: httpx.Client, text: str, **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": text, **more})


def test_a_runaway_ends_at_its_deadline_while_others_are_answered(start: Start) -> None:
    server = start(quads=3000, memory_mb=4096, timeout=1, max_timeout=1.5)
    with ThreadPoolExecutor(4) as threads, server.client() as one, server.client("127.0.0.2") as other:
        runaways = [threads.submit(ask, one, RUNAWAY) for _ in range(3)]
        statuses: list[int] = []
        while not all(runaway.done() for runaway in runaways):
            statuses.append(ask(other, QUICK + f" # {len(statuses)}").status_code)
        for runaway in runaways:
            problem = runaway.result()
            assert problem.status_code == 503
            assert problem.headers["content-type"] == "application/problem+json"
            assert (
                problem.json()["detail"]
                == "The query was stopped after 1 s; ask for more with timeout=, at most 1.5."
            )
        assert len(statuses) > 10
        assert set(statuses) == {200}
        assert (
            ask(one, RUNAWAY, timeout="0.1").json()["detail"].startswith("The query was stopped after 0.1 s;")
        )
        assert ask(one, RUNAWAY, timeout="99").json()["detail"] == "The query was stopped after 1.5 s."


def test_a_query_may_not_use_up_the_memory(start: Start) -> None:
    server = start(quads=3000, memory_mb=200, timeout=PATIENCE, max_timeout=PATIENCE)
    with ThreadPoolExecutor(1) as threads, server.client() as one, server.client("127.0.0.2") as other:
        greedy = threads.submit(ask, one, RUNAWAY)
        while not greedy.done():
            assert ask(other, QUICK).status_code == 200
        assert greedy.result().status_code == 503
        assert "200 MB of memory" in greedy.result().json()["detail"]
        assert ask(one, QUICK).status_code == 200


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("SELECT * " + "{" * 20_000 + "}" * 20_000, {200, 400}),
        ("SELECT * " + "{" * 100_000 + "}" * 100_000, {400}),
        ("SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}", {200, 400}),
        ("ASK { FILTER(" + "!" * 100_000 + "true) }", {200, 400}),
        ("SELECT * " + "{" * 100_000, {400}),
    ],
    ids=["groups", "too many groups", "parentheses", "negations", "open groups"],
)
def test_deep_nesting_is_answered_or_refused_and_kills_nothing(
    server: Server, text: str, statuses: set[int]
) -> None:
    with server.client() as client:
        response = client.post("/sparql", content=text, headers={"Content-Type": "application/sparql-query"})
        assert response.status_code in statuses, response.text
        assert ask(client, QUICK).status_code == 200
    assert server.process.poll() is None


def test_an_evaluator_that_is_killed_is_an_error_for_one_and_replaced(start: Start) -> None:
    server = start(quads=3000, timeout=PATIENCE, max_timeout=PATIENCE)
    rest = server.at_rest()
    with ThreadPoolExecutor(1) as threads, server.client() as one, server.client("127.0.0.2") as other:
        victim = threads.submit(ask, one, ENDLESS)
        who_computes(rest).kill()
        assert victim.result().status_code == 503
        assert "ended unexpectedly" in victim.result().json()["detail"]
        assert ask(other, QUICK).status_code == 200
        for process in server.evaluators():
            process.kill()
        wait_until(lambda: not rest.keys() & set(server.evaluators()))
        assert ask(one, QUICK).status_code == 200
    wait_until(lambda: len(server.evaluators()) == 3)


def test_a_client_that_hangs_up_frees_its_evaluator(start: Start) -> None:
    server = start(quads=3000)

    def working() -> bool:
        counts = httpx.get(server.url + "/health").json()["evaluators"]
        return bool(counts["busy"] + counts["long"])

    # The first has no first byte to wait for, the second no last one.
    for text in (ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
        with socket.create_connection(("127.0.0.1", server.port)) as hasty:
            hasty.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            wait_until(working)
        wait_until(lambda: not working())
    assert server.query(QUICK).status_code == 200


def test_an_answer_that_fails_late_breaks_off(start: Start) -> None:
    # Time enough for the first 64 KiB, or the answer would fail early.
    server = start(quads=3000, timeout=3)
    with server.client() as client, pytest.raises(httpx.RemoteProtocolError):
        ask(client, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert server.query(QUICK).status_code == 200


def test_too_many_who_wait_are_told_to_come_back(start: Start) -> None:
    server = start(quads=3000, max_waiting=2, timeout=1)
    with ThreadPoolExecutor(16) as threads, server.client() as client:
        answers = list(threads.map(lambda n: ask(client, f"{ENDLESS} # {n}"), range(16)))
    details = [answer.json()["detail"] for answer in answers]
    assert all(answer.status_code == 503 for answer in answers)
    refused = [answer for answer in answers if "Too many queries" in answer.json()["detail"]]
    assert refused, details
    assert "retry-after" in refused[0].headers


def test_a_new_snapshot_is_seen_within_a_second(start: Start) -> None:
    server = start()
    seconds = []
    with server.client() as client:
        for number in range(3):
            with store.writing(server.data) as commit:
                commit.store.add(Quad(NamedNode("urn:news"), NamedNode("urn:number"), Literal(number)))
            published = time.monotonic()
            while not ask(client, f"ASK {{ <urn:news> <urn:number> {number} }}").json()["boolean"]:
                pass
            seconds.append(time.monotonic() - published)
        wait_until(lambda: client.get("/health").json()["snapshot"] == 4)
    # A server that is late is late each time, a machine that does other things now and then.
    assert min(seconds) < 1


def write_pairs(data: Path, count: int) -> None:
    """A process that commits pairs, two updates for each, so that half of one is there to be seen by mistake."""
    for number in range(count):
        with store.writing(data) as commit:
            for half in ("left", "right"):
                commit.store.add(Quad(NamedNode(f"urn:{half}"), NamedNode("urn:holds"), Literal(number)))


def test_every_query_sees_whole_commits_and_none_fails(start: Start) -> None:
    server = start()
    writer = multiprocessing.get_context("spawn").Process(target=write_pairs, args=(server.data, 12))
    text = "SELECT (COUNT(?x) AS ?n) { <%s> <urn:holds> ?x }"
    pair = f"SELECT * {{ {{ {text % 'urn:left'} }} {{ {(text % 'urn:right').replace('?n', '?m')} }} }}"
    seen: set[int] = set()
    writer.start()
    with server.client() as client:
        while writer.is_alive():
            response = ask(client, pair)
            assert response.status_code == 200, response.text
            row = response.json()["results"]["bindings"][0]
            assert row["n"]["value"] == row["m"]["value"]
            seen.add(int(row["n"]["value"]))
    writer.join()
    assert writer.exitcode == 0
    assert len(seen) > 2
    wait_until(lambda: server.values(text % "urn:left") == ["12"])


def test_a_front_that_is_killed_leaves_no_evaluator_behind(start: Start) -> None:
    server = start(quads=3000, timeout=PATIENCE, max_timeout=PATIENCE)
    rest = server.at_rest()
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        who_computes(rest)
        evaluators = {*rest, *server.evaluators()}
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        wait_until(lambda: not any(map(alive, evaluators)))


def test_a_terminated_server_ends_at_once_and_takes_its_evaluators_along(start: Start) -> None:
    server = start()
    evaluators = server.at_rest()
    server.stop()
    assert not any(map(alive, evaluators))
