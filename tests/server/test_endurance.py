"""Queries that want too much, processes that die, and everybody else who must not notice."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPResponse
from urllib.parse import quote

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests.patience import PATIENCE, wait_until
from tests.server.conftest import BASE, Server, Start, alive, crowd, example, launch, who_computes

RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c ?f ?i ?l ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 999) }"
QUICK = "ASK { ?c a leg:Claim }"
FOR_EVER = {"timeout": 2 * PATIENCE, "max_timeout": 2 * PATIENCE}
"""Longer than a test waits: whatever ends sooner was ended by something else."""

MEMORY = 600
"""MB: more than an evaluator takes for threads that it starts late, and what a runaway takes in a second or two."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that stops nobody unasked. Whoever kills its processes sees to it that it recovers."""
    data = tmp_path_factory.mktemp("endurance") / "data"
    store.create(data, BASE, [*example(), *crowd(3000)])
    running = launch(data, memory_mb=MEMORY, **FOR_EVER)
    yield running
    running.stop()


def ask(client: httpx.Client, text: str, **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": text, **more})


def sent(server: Server, text: str) -> socket.socket:
    """A connection over which a query was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    connection.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def kill(server: Server) -> None:
    """Kill all evaluators that are there just now."""
    for process in server.evaluators():
        with suppress(psutil.NoSuchProcess):  # it was relieved in the meantime
            process.kill()


def test_runaways_end_at_their_deadline_while_others_are_answered(server: Server) -> None:
    answered = 0

    def answers_meanwhile() -> bool:
        """Whether others got answers while three ran away; those that were asked before and answered after count not."""
        nonlocal answered
        runaways = [threads.submit(ask, one, ENDLESS, timeout="1") for _ in range(3)]
        while not all(runaway.done() for runaway in runaways):
            before = [runaway for runaway in runaways if runaway.done()]
            assert ask(other, f"{QUICK} # {time.monotonic()}").status_code == 200
            answered += before == [runaway for runaway in runaways if runaway.done()]
        for runaway in runaways:
            problem = runaway.result()
            assert problem.status_code == 503
            assert problem.headers["content-type"] == "application/problem+json"
            assert problem.json()["detail"].startswith("The query was stopped after 1 s; ask for more with ")
        return answered > 10

    with ThreadPoolExecutor(3) as threads, server.client() as one, server.client("127.0.0.2") as other:
        wait_until(answers_meanwhile)


def test_who_asks_for_time_gets_as_much_as_is_allowed(start: Start) -> None:
    server = start(quads=3000, timeout=0.3, max_timeout=0.6)
    with server.client() as client:
        for wanted, told in (
            ({}, "The query was stopped after 0.3 s; ask for more with timeout=, at most 0.6."),
            (
                {"timeout": "0.1"},
                "The query was stopped after 0.1 s; ask for more with timeout=, at most 0.6.",
            ),
            ({"timeout": "99"}, "The query was stopped after 0.6 s."),
        ):
            assert ask(client, ENDLESS, **wanted).json()["detail"] == told


def test_a_query_may_not_use_up_the_memory(server: Server) -> None:
    with ThreadPoolExecutor(1) as threads, server.client() as one, server.client("127.0.0.2") as other:
        greedy = threads.submit(ask, one, RUNAWAY)
        while not greedy.done():
            assert ask(other, QUICK).status_code == 200
        assert greedy.result().status_code == 503
        assert f"{MEMORY} MB of memory" in greedy.result().json()["detail"]
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
    assert server.process.is_running()


def test_an_evaluator_that_is_killed_is_an_error_for_one_and_replaced(server: Server) -> None:
    rest = server.at_rest()
    with ThreadPoolExecutor(1) as threads, server.client() as one, server.client("127.0.0.2") as other:
        victim = threads.submit(ask, one, ENDLESS)
        who_computes(rest).kill()
        assert victim.result().status_code == 503
        assert "ended unexpectedly" in victim.result().json()["detail"]
        assert ask(other, QUICK).status_code == 200
        kill(server)
        wait_until(lambda: not rest.keys() & set(server.evaluators()))
        assert ask(one, QUICK).status_code == 200
    wait_until(lambda: len(server.evaluators()) == 3)


def test_a_long_query_gives_way_to_everybody_else(server: Server) -> None:
    rest = server.at_rest()
    with sent(server, ENDLESS), server.client("127.0.0.2") as other:
        evaluator = who_computes(rest)

        def gives_way() -> bool:
            assert ask(other, f"{QUICK} # {time.monotonic()}").status_code == 200
            return bool(evaluator.nice() == 19)

        wait_until(gives_way)
        assert os.getsid(evaluator.pid) == os.getsid(server.process.pid), "nice means nothing elsewhere"


def test_a_client_that_hangs_up_frees_its_evaluator(server: Server) -> None:
    def working() -> bool:
        counts = server.counts()
        return bool(counts["busy"] + counts["long"])

    # The first has no first byte to wait for, the second no last one.
    for text in (ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
        with sent(server, text):
            wait_until(working)
        wait_until(lambda: not working())
    assert server.query(QUICK).status_code == 200


def test_an_answer_that_fails_late_breaks_off(server: Server) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    seconds = 0.25
    with server.client() as client, pytest.raises(httpx.RemoteProtocolError):
        # Without its first 64 KiB at the deadline it fails early; then it needs more time on this machine.
        while ask(client, text, timeout=str(seconds)).status_code == 503:
            seconds *= 2
    assert seconds < PATIENCE
    assert server.query(QUICK).status_code == 200


def test_too_many_who_wait_are_told_to_come_back(start: Start) -> None:
    server = start(quads=3000, max_waiting=2, **FOR_EVER)
    with ExitStack() as stack:
        # More than can be at work, among the long ones, and waiting; none of the others will ever be answered.
        connections = [stack.enter_context(sent(server, f"{ENDLESS} # {number}")) for number in range(16)]
        answered, _, _ = select.select(connections, [], [], PATIENCE)
        refusal = HTTPResponse(answered[0])
        refusal.begin()
        assert (refusal.status, refusal.getheader("Retry-After")) == (503, "2")
        assert b"Too many queries are waiting" in refusal.read()
    wait_until(lambda: server.counts()["waiting"] == 0)
    assert server.query(QUICK).status_code == 200


def test_a_new_snapshot_is_seen_within_a_second(server: Server) -> None:
    with server.client() as client:

        def is_seen_soon() -> bool:
            with store.writing(server.data) as commit:
                commit.store.add(Quad(NamedNode("urn:news"), NamedNode("urn:number"), Literal(commit.number)))
            published = time.monotonic()
            while True:
                answer = ask(client, f"ASK {{ <urn:news> <urn:number> {commit.number} }}")
                assert answer.status_code == 200, answer.text
                if answer.json()["boolean"]:
                    return time.monotonic() - published < 1

        # A server that is late is late each time, a machine that does other things now and then.
        wait_until(is_seen_soon)
        newest = store.current_number(server.data)
        wait_until(lambda: client.get("/health").json()["snapshot"] == newest)


def test_a_front_that_is_killed_leaves_no_evaluator_behind(start: Start) -> None:
    server = start(quads=3000, **FOR_EVER)
    rest = server.at_rest()
    with sent(server, ENDLESS):
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
