"""What an answer looks like: formats and content negotiation (SPARQL 1.1 Protocol 2.1.5 and 2.1.6, RFC 9110 12.5)."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from tests.server.conformance.asking import JSON, Case, judge

SELECT = "SELECT ?s ?o { ?s ?p ?o }"
ASK = "ASK { <urn:d> ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
DESCRIBE = "DESCRIBE <urn:d>"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
RESULTS = {
    JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    CSV: None,
    TSV: QueryResultsFormat.TSV,
}
GRAPHS = {
    TURTLE: RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def accepting(name: str, query: str, accept: str, expected: str, **rest: object) -> Case:
    return Case(
        name,
        parameters=[("query", query), *rest.pop("more", ())],  # type: ignore[misc]
        headers={"Accept": accept},
        fields={"content-type": expected, "vary": "accept"},
        **rest,  # type: ignore[arg-type]
    )


def formatted(name: str, query: str, format: str, expected: str, accept: str = "*/*") -> Case:
    return accepting(f"format={name}", query, accept, expected, more=[("format", format)])


NEGOTIATED = [
    accepting("no preference among results", SELECT, "*/*", JSON),
    accepting("no preference among graphs", CONSTRUCT, "*/*", TURTLE),
    accepting("the highest quality", SELECT, f"{CSV};q=0.5, {XML};q=0.9, {JSON};q=0.1", XML),
    accepting("quality before order", SELECT, f"{CSV};q=0.3, {TSV}", TSV),
    accepting("what is named before what is meant by */*", SELECT, f"{CSV}, */*", CSV),
    accepting("a wildcard with less quality", SELECT, f"{XML}, */*;q=0.1", XML),
    accepting("what is unknown is passed over", SELECT, f"image/png, {TSV};q=0.2", TSV),
    accepting("quality 0 rules out", SELECT, f"{JSON};q=0, {XML};q=0.1", XML),
    accepting("quality 0 rules out of a wildcard", SELECT, f"*/*, {JSON};q=0", XML),
    accepting("a type's wildcard", CONSTRUCT, "text/*", TURTLE),
    accepting("another type's wildcard", SELECT, "text/*", CSV),
    accepting("application/*", SELECT, "application/*", JSON),
    accepting("the closest range counts", SELECT, f"{CSV};q=0.1, text/*;q=0.9", TSV),
    accepting("in capitals", SELECT, "TEXT/CSV", CSV),
    accepting("with blanks and tabs", SELECT, f"{CSV} ; q=0.1 ,\t{XML} ; q=0.8", XML),
    accepting("with a charset", SELECT, f"{CSV};charset=utf-8", CSV),
    accepting("with a profile", CONSTRUCT, 'application/ld+json;profile="urn:x"', "application/ld+json"),
    accepting("plain JSON for results", SELECT, "application/json", "application/json"),
    accepting("plain XML for results", SELECT, "application/xml", "application/xml"),
    accepting("plain JSON for graphs", CONSTRUCT, "application/json", "application/json"),
    accepting("plain XML for graphs", CONSTRUCT, "application/xml", "application/xml"),
    accepting("a broken quality", SELECT, f"{CSV};q=much, {XML}", XML),
    accepting("a list for graphs and results", SELECT, f"{TURTLE}, {JSON};q=0.5", JSON),
    accepting("the same list for a graph", CONSTRUCT, f"{TURTLE}, {JSON};q=0.5", TURTLE),
    accepting("a browser", SELECT, BROWSER, "text/html"),
    accepting("a browser with a graph", CONSTRUCT, BROWSER, "text/html"),
    accepting("a browser that asks ASK", ASK, BROWSER, "text/html"),
    Case(
        "no Accept at all",
        parameters=[("query", SELECT)],
        headers={"Accept": ""},
        fields={"content-type": JSON},
    ),
    *[
        Case(
            f"406 for {accept}",
            406,
            parameters=[("query", query)],
            headers={"Accept": accept},
            check=lambda r: len(r.json()["available"]) > 3,
        )
        for query, accept in (
            (SELECT, "image/png"),
            (SELECT, TURTLE),
            (CONSTRUCT, CSV),
            (CONSTRUCT, "image/*"),
            (ASK, "application/pdf"),
            (DESCRIBE, JSON),
        )
    ],
]
FORMATS = [
    formatted("json", SELECT, "json", JSON),
    formatted("xml", SELECT, "xml", XML),
    formatted("csv", SELECT, "csv", CSV),
    formatted("tsv", SELECT, "tsv", TSV),
    formatted("srj", SELECT, "srj", JSON),
    formatted("a media type", SELECT, CSV, CSV),
    formatted("results in capitals", SELECT, "CSV", CSV),
    formatted("before Accept", SELECT, "csv", CSV, accept=XML),
    formatted("unknown leaves it to Accept", SELECT, "odd", XML, accept=XML),
    formatted("of a graph leaves results to Accept", SELECT, "ttl", XML, accept=XML),
    formatted("turtle", CONSTRUCT, "turtle", TURTLE),
    formatted("ttl", CONSTRUCT, "ttl", TURTLE),
    formatted("nt", CONSTRUCT, "nt", "application/n-triples"),
    formatted("rdf", CONSTRUCT, "rdf", "application/rdf+xml"),
    formatted("jsonld", CONSTRUCT, "jsonld", "application/ld+json"),
    formatted("trig", CONSTRUCT, "trig", "application/trig"),
    formatted("nq", CONSTRUCT, "nq", "application/n-quads"),
    formatted(
        "csv leaves a graph to Accept",
        CONSTRUCT,
        "csv",
        "application/n-triples",
        accept="application/n-triples",
    ),
    formatted("html", SELECT, "html", "text/html"),
    Case(
        "format in a form",
        method="POST",
        form=[("query", SELECT), ("format", "csv")],
        fields={"content-type": CSV},
    ),
    Case(
        "format beside a body",
        method="POST",
        parameters=[("format", "tsv")],
        body=SELECT,
        headers={"Content-Type": "application/sparql-query"},
        fields={"content-type": TSV},
    ),
]


@pytest.mark.parametrize("case", [*NEGOTIATED, *FORMATS], ids=str)
def test_an_answer_comes_in_the_format_that_is_preferred(client: httpx.Client, case: Case) -> None:
    judge(client, case)


@pytest.mark.parametrize("accept", RESULTS)
def test_rows_can_be_read_in_each_format(client: httpx.Client, accept: str) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    format = RESULTS[accept]
    if format is None:
        assert list(csv.reader(io.StringIO(response.text))) == [["s", "o"], ["urn:d", "d"]]
    else:
        solutions = parse_query_results(response.content, format=format)
        assert [[term.value for term in row] for row in solutions] == [["urn:d", "d"]]  # type: ignore[union-attr]


@pytest.mark.parametrize("accept", RESULTS)
@pytest.mark.parametrize(("query", "expected"), [(ASK, True), ("ASK { <urn:none> ?p ?o }", False)])
def test_truth_can_be_read_in_each_format(
    client: httpx.Client, accept: str, query: str, expected: bool
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    format = RESULTS[accept]
    if format is None or format is QueryResultsFormat.TSV:
        assert response.text.strip() == str(expected).lower()
    else:
        answer = parse_query_results(response.content, format=format)
        assert isinstance(answer, QueryBoolean) and bool(answer) is expected


@pytest.mark.parametrize("accept", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graphs_can_be_read_in_each_format(client: httpx.Client, accept: str, query: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    quads = list(parse(response.content, format=GRAPHS[accept]))
    assert [str(quad.subject) for quad in quads] == ["<urn:d>"]


def test_text_formats_say_their_charset(client: httpx.Client) -> None:
    for accept in (CSV, TSV):
        response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
        assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": TURTLE})
    assert response.headers["content-type"] == f"{TURTLE}; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/sparql.csv", SELECT, CSV),
        ("/sparql.srx", SELECT, XML),
        ("/sparql.json", SELECT, JSON),
        ("/sparql.ttl", CONSTRUCT, TURTLE),
        ("/sparql.nq", CONSTRUCT, "application/n-quads"),
        ("/sparql.html", SELECT, "text/html"),
    ],
)
def test_a_suffix_names_the_format(client: httpx.Client, path: str, query: str, expected: str) -> None:
    response = client.get(path, params={"query": query}, headers={"Accept": "image/png"})
    assert response.headers["content-type"].partition(";")[0] == expected
    assert client.post(path, data={"query": query}).headers["content-type"].partition(";")[0] == expected


def test_other_suffixes_lead_nowhere(client: httpx.Client) -> None:
    for path in ("/sparql.exe", "/sparql.", "/sparql.csv/", "/sparqlx"):
        assert client.get(path, params={"query": SELECT}).status_code == 404
    assert client.get("/sparql.ttl").status_code == 404


def test_relative_iris_do_not_see_the_suffix(client: httpx.Client) -> None:
    response = client.get("/sparql.csv", params={"query": "SELECT (<#x> AS ?x) {}"})
    assert response.text.split() == ["x", f"{client.base_url}/sparql#x"]
