"""What whoever runs the server sees of it: logs, metrics, readiness, times in answers."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import quote

import httpx
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests.server.conftest import Server, Start, wait_until

ASK = "ASK { ?c a leg:Claim }"


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


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


def test_each_request_is_a_line_of_the_log(start: Start, tmp_path: Path) -> None:
    server = start(log=str(tmp_path / "requests.log"))
    for _ in range(3):  # from an evaluator, from the cache, by its bytes
        server.query(ASK)
    server.query("SELEC")
    httpx.get(server.url + "/health")
    wait_until(lambda: len(lines(tmp_path / "requests.log")) >= 5)
    told = [line for line in lines(tmp_path / "requests.log") if line["path"] == "/sparql"]
    assert [line["status"] for line in told] == [200, 200, 200, 400]
    assert [line["cache"] for line in told] == ["miss", "hit", "hit", "miss"]
    assert [line["form"] for line in told] == ["ask", "ask", "ask", "other"]
    assert {line["query"] for line in told[:3]} == {told[0]["query"]}
    assert told[0]["snapshot"] == 1
    assert told[0]["client"] == "127.0.0.1"
    assert {"time", "seconds", "waited", "evaluated", "rows", "bytes"} <= told[0].keys()


def test_rows_are_counted_in_any_format(start: Start, tmp_path: Path) -> None:
    server = start(quads=20, log=str(tmp_path / "requests.log"))
    formats = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")
    for accept in formats:
        server.query("SELECT * { ?s <urn:p> ?o }", accept)
    server.query("CONSTRUCT WHERE { ?s <urn:p> ?o }", "application/n-triples")
    wait_until(lambda: sum("rows" in line for line in lines(tmp_path / "requests.log")) == 4)
    assert {line["rows"] for line in lines(tmp_path / "requests.log") if "rows" in line} == {20}


def test_slow_queries_are_logged_with_their_text(start: Start, tmp_path: Path) -> None:
    server = start(quads=3000, slow_log=str(tmp_path / "slow.log"), slow=0.2)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 999) }"
    server.query(ASK)
    server.query(slow, timeout="0.4")
    wait_until(lambda: bool(lines(tmp_path / "slow.log")))
    assert [line["text"] for line in lines(tmp_path / "slow.log")] == [slow]


def test_a_log_that_cannot_be_written_stops_nothing(start: Start) -> None:
    server = start(log="/dev/full")
    for number in range(20):
        assert server.query(f"{ASK} # {number}").status_code == 200


def test_prometheus_is_told_of_latencies_evaluators_and_the_cache(start: Start) -> None:
    server = start()
    server.at_rest()
    for _ in range(3):
        server.query(ASK)
    response = httpx.get(server.url + "/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }
    assert samples["legation_request_seconds_count", "ask"] == 3
    assert samples["legation_requests_total", "ask", "200"] == 3
    assert samples["legation_evaluators", "alive"] == 3
    assert samples["legation_cache_lookups_total", "hit"] == 2
    assert samples["legation_cache_lookups_total", "miss"] == 1
    assert samples["legation_snapshot_number",] == 1
    assert samples["legation_snapshot_age_seconds",] >= 0
    assert samples["process_open_fds",] > 0


def test_answers_tell_what_their_time_went_to(start: Start) -> None:
    server = start()
    assert server.query(ASK).headers["server-timing"].startswith("cache;desc=miss, queue;dur=")
    assert server.query(ASK).headers["server-timing"] == "cache;desc=hit"
    assert server.query(ASK).headers["server-timing"] == "cache;desc=hit"
    assert httpx.get(server.url + "/ready").json()["status"] == "ready"


def test_known_bytes_are_forgotten_with_their_snapshot(start: Start) -> None:
    server = start()
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


def test_questions_in_one_breath_are_answered_in_their_order(start: Start) -> None:
    server = start(quads=50)
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
    server = start(quads=3000, timeout=0.5)
    with server.client() as client:
        for number in range(3):
            assert client.get("/sparql", params={"query": f"{ASK} # {number}"}).status_code == 200
        assert client.get("/sparql", params={"query": "SELECT * { ?s }"}).status_code == 400
        too_much = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 999) }"
        late = client.get("/sparql", params={"query": too_much})
        assert late.status_code == 503
        assert "stopped after 0.5 s" in late.json()["detail"]
        long = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert len(long.json()["results"]["bindings"]) > 3000
        assert client.get("/sparql", params={"query": f"{ASK} # at last"}).status_code == 200
