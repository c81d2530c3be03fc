"""What whoever runs the server sees of it: logs, metrics, readiness, times in answers."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests import web
from tests.patience import wait_until
from tests.server.conftest import BASE, Server, Start, crowd, example, launch

ASK = "ASK { ?c a leg:Claim }"
SLOW = 0.2
LONG = 1.5
"""Seconds: 30 times what those need who are answered in this time."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that logs. Ask each question of one test only: answers are kept, and lines are found by their text."""
    folder = tmp_path_factory.mktemp("operation")
    store.create(folder / "data", BASE, [*example(), *crowd(3000)])
    logs = {"log": str(folder / "requests.log"), "slow_log": str(folder / "slow.log")}
    running = launch(folder / "data", **logs, slow=SLOW)
    yield running
    running.stop()


def lines(server: Server, name: str = "requests.log") -> list[dict[str, object]]:
    """The whole lines of a log."""
    text = server.data.with_name(name).read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def told_of(server: Server, *queries: str) -> list[dict[str, object]]:
    """The lines about some queries."""
    digests = {hashlib.sha256(query.encode()).hexdigest()[:12] for query in queries}
    return [line for line in lines(server) if line.get("query") in digests]


def metrics(server: Server) -> dict[tuple[str, ...], float]:
    """What is measured, by name and labels."""
    response = web.get(server.url + "/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def raw(server: Server, *queries: str) -> bytes:
    """GETs in one write over one connection, the last of which closes it; all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        for number, query in enumerate(queries, 1):
            close = "Connection: close\r\n" if number == len(queries) else ""
            head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n{close}\r\n"
            connection.sendall(head.encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def test_each_request_is_a_line_of_the_log(server: Server) -> None:
    question, wrong = f"{ASK} # each", "SELEC # each"
    for _ in range(3):  # from an evaluator, from the cache, by its bytes
        server.query(question)
    server.query(wrong)
    web.get(server.url + "/health")
    wait_until(lambda: len(told_of(server, question, wrong)) >= 4)
    wait_until(lambda: any(line["path"] == "/health" for line in lines(server)))
    told = told_of(server, question, wrong)
    assert [line["status"] for line in told] == [200, 200, 200, 400]
    assert [line["cache"] for line in told] == ["miss", "hit", "hit", "miss"]
    assert [line["form"] for line in told] == ["ask", "ask", "ask", "other"]
    assert {line["path"] for line in told} == {"/sparql"}
    assert told[0]["snapshot"] == 1
    assert told[0]["client"] == "127.0.0.1"
    assert {"time", "seconds", "waited", "evaluated", "rows", "bytes"} <= told[0].keys()


def test_rows_are_counted_in_any_format(server: Server) -> None:
    select, construct = "SELECT * { ?s <urn:p> ?o } LIMIT 20", "CONSTRUCT WHERE { ?s <urn:p> ?o } LIMIT 20"
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        server.query(select, accept)
    server.query(construct, "application/n-triples")
    wait_until(lambda: len(told_of(server, select, construct)) == 4)
    assert {line["rows"] for line in told_of(server, select, construct)} == {20}


def test_slow_queries_are_logged_with_their_text_and_others_are_not(server: Server) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 999) }"
    server.query(f"{ASK} # quick, if the machine is")
    server.query(slow, timeout="0.4")
    wait_until(lambda: slow in {line["text"] for line in lines(server, "slow.log")})
    logged = {line["query"] for line in lines(server, "slow.log")}
    late = [line for line in lines(server) if "query" in line and float(str(line["seconds"])) >= SLOW]
    # What was known by its bytes is never evaluated, however long the machine took to send it.
    assert {line["query"] for line in late if line["cache"] == "miss"} <= logged
    assert logged <= {line["query"] for line in late}


def test_a_log_that_cannot_be_written_stops_nothing(start: Start) -> None:
    server = start(log="/dev/full")
    for number in range(20):
        assert server.query(f"{ASK} # {number}").status_code == 200


def test_prometheus_is_told_of_latencies_evaluators_and_the_cache(server: Server) -> None:
    server.at_rest()
    before = metrics(server)
    for _ in range(3):
        server.query(f"{ASK} # measured")
    after = metrics(server)

    def more(*name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more("legation_request_seconds_count", "ask") == 3
    assert more("legation_requests_total", "ask", "200") == 3
    assert more("legation_cache_lookups_total", "hit") == 2
    assert more("legation_cache_lookups_total", "miss") == 1
    assert after["legation_evaluators", "alive"] == 3
    assert after["legation_snapshot_number",] == store.current_number(server.data)
    assert after["legation_snapshot_age_seconds",] >= 0
    assert after["process_open_fds",] > 0


def test_answers_tell_what_their_time_went_to(server: Server) -> None:
    told = [server.query(f"{ASK} # timed").headers["server-timing"] for _ in range(3)]
    assert told[0].startswith("cache;desc=miss, queue;dur=")
    assert told[1:] == ["cache;desc=hit"] * 2
    assert web.get(server.url + "/ready").json()["status"] == "ready"


def test_known_bytes_are_forgotten_with_their_snapshot(server: Server) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s <urn:new> ?o }"
    with server.client() as client:

        def ask() -> tuple[str, str]:
            response = client.get("/sparql", params={"query": count})
            return response.json()["results"]["bindings"][0]["n"]["value"], response.headers["etag"]

        before = {ask() for _ in range(4)}
        assert len(before) == 1
        with store.writing(server.data) as commit:
            commit.store.add(Quad(NamedNode("urn:s"), NamedNode("urn:new"), Literal(1)))
        wait_until(lambda: ask()[0] == "1")
        after = {ask() for _ in range(4)}
        assert len(after) == 1
        assert not before & after


def test_questions_in_one_breath_are_answered_in_their_order(server: Server) -> None:
    with server.client() as client:  # so that the header is known
        assert client.get("/sparql", params={"query": ASK}).status_code == 200
    queries = [f"SELECT ?o{n} {{ <urn:s:{n % 50}> <urn:p> ?o{n} }}" for n in range(60)]
    for _ in range(2):
        answers = raw(server, *queries).split(b"HTTP/1.1 ")[1:]
        assert len(answers) == 60
        for number, answer in enumerate(answers):
            assert answer.startswith(b"200 ")
            assert b"value %06d" % (number % 50) in answer
            assert b'"o%d"' % number in answer


def test_a_bad_question_under_a_known_header_is_told_what_is_wrong(start: Start) -> None:
    server = start(quads=3000, timeout=LONG)
    with server.client() as client:
        for number in range(3):
            assert client.get("/sparql", params={"query": f"{ASK} # {number}"}).status_code == 200
        assert client.get("/sparql", params={"query": "SELECT * { ?s }"}).status_code == 400
        too_much = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 999) }"
        late = client.get("/sparql", params={"query": too_much})
        assert late.status_code == 503
        assert f"stopped after {LONG} s" in late.json()["detail"]
        long = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert len(long.json()["results"]["bindings"]) > 3000
        assert client.get("/sparql", params={"query": f"{ASK} # at last"}).status_code == 200
