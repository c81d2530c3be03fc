"""Asking by the SPARQL protocol."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import QueryResultsFormat as Results
from pyoxigraph import RdfFormat, parse, parse_query_results

from tests import web
from tests.server.conftest import PROLOGUE, Server, Start

CLAIMS = "SELECT ?claim { ?claim a leg:Claim } ORDER BY ?claim"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("accept", "expected", "format"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", Results.JSON),
        ("application/json", "application/json", Results.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", Results.XML),
        ("text/csv", "text/csv; charset=utf-8", None),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", Results.TSV),
        (
            "text/csv;q=0.3, application/sparql-results+xml;q=0.9",
            "application/sparql-results+xml",
            Results.XML,
        ),
        ("text/*;q=0.5, text/csv;q=0", "text/tab-separated-values; charset=utf-8", Results.TSV),
        ("*/*", "application/sparql-results+json", Results.JSON),
        ("", "application/sparql-results+json", Results.JSON),
    ],
)
def test_rows_come_in_the_format_that_accept_prefers(
    server: Server, accept: str, expected: str, format: Results | None
) -> None:
    response = server.query(CLAIMS, accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == expected
    assert "accept" in response.headers["vary"].lower()
    if format is None:
        assert response.text.splitlines()[0] == "claim"
    else:
        assert len(list(parse_query_results(response.content, format=format))) > 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
    ],
)
def test_graphs_come_in_the_format_that_accept_prefers(
    server: Server, accept: str, format: RdfFormat
) -> None:
    response = server.query("CONSTRUCT { ?c leg:about ?e } WHERE { ?c leg:about ?e }", accept)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == accept
    assert len(list(parse(response.content, format=format))) > 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", "text/csv"),
        ("json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("odd", "text/csv"),
    ],
)
def test_a_format_parameter_goes_before_accept_unless_it_says_nothing(
    server: Server, name: str, expected: str
) -> None:
    response = server.query(CLAIMS, "text/csv", format=name)
    assert response.headers["content-type"].partition(";")[0] == expected


def test_a_truth_value_is_answered_in_all_formats(server: Server) -> None:
    assert server.query("ASK { ?c a leg:Claim }").json()["boolean"] is True
    assert "<boolean>true</boolean>" in server.query("ASK {}", "application/sparql-results+xml").text
    assert server.query("ASK {}", "text/csv").text == "true"


def test_both_forms_of_post_and_get_give_the_same_rows(server: Server) -> None:
    with server.client() as client:
        by_get = client.get("/sparql", params={"query": CLAIMS})
        by_form = client.post("/sparql", data={"query": CLAIMS})
        direct = client.post("/sparql", content=CLAIMS, headers={"Content-Type": "application/sparql-query"})
    assert by_get.status_code == by_form.status_code == direct.status_code == 200
    assert by_get.json() == by_form.json() == direct.json()


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    with server.client() as client:
        got = client.get("/sparql", params={"query": CLAIMS})
        head = client.head("/sparql", params={"query": CLAIMS})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(got.content))


def test_what_nobody_can_write_is_refused_with_a_list_of_what_there_is(server: Server) -> None:
    response = server.query(CLAIMS, "image/png")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "text/csv" in response.json()["available"]
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status_code == 406


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * WHERE {\n  ?s ?p ?o % }", 2, 12),
        ("SELECT * {\n ?s ?p ?o\n FILTR(?o > 1) }", 3, 2),
        ("SELEC * {}", 1, 1),
        ("SELECT ('ü😀' AS ?x) {} LIMIT ten", 1, 30),
        ("SELECT * { ?s ?p ?o", 1, 20),
    ],
)
def test_a_syntax_error_is_told_with_its_line_and_column(
    server: Server, text: str, line: int, column: int
) -> None:
    response = server.query(text)
    assert response.status_code == 400
    problem = response.json()
    assert (problem["line"], problem["column"]) == (line, column)
    assert f"line {line}, column {column}" in problem["detail"]


def test_an_undeclared_prefix_is_named_as_the_fault(server: Server) -> None:
    assert "Prefix not found" in server.query("SELECT * { ?s unheardof:x ?o }").json()["detail"]


def test_requests_that_make_no_sense_get_their_own_errors(server: Server) -> None:
    sparql = {"Content-Type": "application/sparql-query"}
    with server.client() as client:
        assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 400
        assert client.get(f"/sparql?query=ASK{{}}&query={CLAIMS}").status_code == 400
        assert client.post("/sparql", data={"query": "ASK {}", "update": "CLEAR ALL"}).status_code == 400
        assert client.post("/sparql", data={"other": "x"}).status_code == 400
        assert (
            client.post("/sparql", content=b"ASK {}", headers={"Content-Type": "text/plain"}).status_code
            == 415
        )
        assert client.post("/sparql", content=b"ASK { '\xff' }", headers=sparql).status_code == 400
        assert client.post("/sparql", content=b"#" * 2_000_000, headers=sparql).status_code == 413
        assert client.post("/sparql", content=b"#" * 300_000, headers=sparql).status_code == 413
        assert client.get("/sparql", params={"query": "ASK {}", "timeout": "soon"}).status_code == 400
        assert (
            client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "not one"}).status_code
            == 400
        )
        wrong = client.put("/sparql", content=b"")
        assert wrong.status_code == 405
        assert "GET" in wrong.headers["allow"]
        options = client.options("/sparql")
        assert options.status_code == 204
        assert "POST" in options.headers["allow"]


def test_what_claims_say_is_no_fact_of_the_default_graph(server: Server) -> None:
    assert server.values("SELECT ?e { ?e a leg:ArmsTransfer }") == []
    assert server.values("SELECT ?e { GRAPH ?c { ?e a leg:ArmsTransfer } }")


def test_the_protocols_dataset_replaces_the_stores_own(server: Server) -> None:
    claim = server.values("SELECT ?c { GRAPH ?c { ?e a leg:ArmsTransfer } }")[0]
    transfers = PROLOGUE + "SELECT ?e { ?e a leg:ArmsTransfer }"
    assert len(server.query(transfers, **{"default-graph-uri": claim}).json()["results"]["bindings"]) == 1
    anything = "SELECT * { ?s ?p ?o } LIMIT 1"
    assert server.query(anything, **{"named-graph-uri": claim}).json()["results"]["bindings"] == []
    graphs = server.query("SELECT DISTINCT ?g { GRAPH ?g {} }", **{"default-graph-uri": claim}).json()
    assert graphs["results"]["bindings"] == []


def test_an_answer_is_known_again_by_its_etag(server: Server) -> None:
    first = server.query(CLAIMS)
    with server.client() as client:
        params = {"query": CLAIMS}
        again = client.get("/sparql", params=params, headers={"If-None-Match": first.headers["etag"]})
        other = client.get("/sparql", params=params, headers={"If-None-Match": '"0-else"'})
        csv = client.get("/sparql", params=params, headers={"Accept": "text/csv"})
    assert again.status_code == 304
    assert again.content == b""
    assert other.status_code == 200
    assert csv.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_kept(server: Server, function: str) -> None:
    text = f"SELECT ({function} AS ?x) {{}}"
    first, second = server.query(text), server.query(text)
    assert "etag" not in first.headers
    assert first.status_code == second.status_code == 200
    if function != "BNODE()":
        assert first.text != second.text


def test_a_long_answer_streams_whole(server: Server) -> None:
    text = "SELECT * { ?a <urn:p> ?b . ?c <urn:p> ?d } LIMIT 60000"
    response = server.query(text)
    assert len(response.content) > 4_000_000
    assert len(response.json()["results"]["bindings"]) == 60000


def test_nobody_updates_a_server_without_a_token(server: Server) -> None:
    with server.client() as client:
        direct = client.post(
            "/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"}
        )
        form = client.post("/sparql", data={"update": "CLEAR ALL"}, headers={"Authorization": "Bearer x"})
        hidden = client.post("/sparql", data={"query": "CLEAR ALL"})
    assert direct.status_code == form.status_code == 403
    assert hidden.status_code == 400
    assert server.values(CLAIMS)


def test_an_update_with_the_token_is_seen_by_the_next_query(start: Start) -> None:
    server = start(token="a secret")
    with server.client() as client:
        for number in range(5):
            text = f'INSERT DATA {{ <urn:a> <urn:b> {number} }} ; INSERT DATA {{ <urn:a> <urn:c> "LOAD SERVICE" }}'
            kind = {"Content-Type": "application/sparql-update"}
            assert client.post("/sparql", content=text, headers=kind).status_code == 401
            wrong = client.post("/sparql", content=text, headers={**kind, "Authorization": "Bearer another"})
            assert wrong.status_code == 401
            allowed = {"Authorization": "Bearer a secret"}
            done = client.post("/sparql", content=text, headers={**kind, **allowed})
            assert done.status_code == 204, done.text
            assert len(server.values("SELECT ?x { <urn:a> <urn:b> ?x }")) == number + 1
        by_form = client.post(
            "/sparql", data={"update": "DELETE WHERE { <urn:a> <urn:b> 0 }"}, headers=allowed
        )
        assert by_form.status_code == 204
        wrong = client.post("/sparql", data={"update": "INSERT DATA { <urn:a> }"}, headers=allowed)
        assert (wrong.status_code, wrong.json()["line"]) == (400, 1)
        load = client.post("/sparql", data={"update": f"LOAD <{server.url}/ontology>"}, headers=allowed)
        assert load.status_code == 400
        slow = "INSERT { ?a <urn:x> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } "
        stopped = client.post("/sparql", data={"update": slow, "timeout": "0.5"}, headers=allowed)
        assert stopped.status_code == 503
        assert "stopped after 0.5 s" in stopped.json()["detail"]
        again = client.post("/sparql", data={"update": "INSERT DATA { <urn:a> <urn:b> 9 }"}, headers=allowed)
        assert again.status_code == 204
    assert server.values("SELECT ?x { <urn:a> <urn:b> ?x } ORDER BY ?x") == ["1", "2", "3", "4", "9"]


def test_a_problem_is_a_page_for_a_person(server: Server) -> None:
    response = server.query("SELEC", "text/html")
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert "column 1" in response.text


def test_problems_of_all_kinds_are_problem_documents(server: Server) -> None:
    for path in ("/nothing", "/id/nothing", "/queries/nothing", "/resource?iri=nothing", "/resource"):
        response = web.get(server.url + path, headers={"Accept": "application/json"})
        assert response.status_code in (400, 404)
        problem = json.loads(response.content)
        assert problem["status"] == response.status_code
        assert problem["detail"]
