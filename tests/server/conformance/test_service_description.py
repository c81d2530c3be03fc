"""SPARQL 1.1 Service Description."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from tests.server.conformance.asking import JSON, PROBLEM
from tests.server.conformance.graph import GRAPHS

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMAT = "http://www.w3.org/ns/formats/"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> Store:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    described = Store()
    described.extend(parse(response.content, format=RdfFormat.TURTLE))
    return described


def objects(description: Store, client: httpx.Client, name: str) -> set[str]:
    service = NamedNode(f"{client.base_url}/sparql")
    found = description.quads_for_pattern(service, NamedNode(SD + name), None)
    return {getattr(quad.object, "value", "") for quad in found}


@pytest.mark.parametrize("accept", GRAPHS)
def test_without_a_query_the_service_describes_itself(client: httpx.Client, accept: str) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == accept
    assert "accept" in response.headers["vary"].lower()
    quads = {str(quad.triple) for quad in parse(response.content, format=GRAPHS[accept])}
    endpoint = f"{client.base_url}/sparql"
    assert f"<{endpoint}> <{SD}endpoint> <{endpoint}>" in quads
    assert f"<{endpoint}> {RDF_TYPE} <{SD}Service>" in quads


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/html", "text/html"),
        ("text/html, */*;q=0.1", "text/html"),
    ],
)
def test_a_person_gets_the_form_and_a_program_turtle(
    client: httpx.Client, accept: str, expected: str
) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.headers["content-type"] == f"{expected}; charset=utf-8"


def test_it_is_negotiated_like_everything_else(client: httpx.Client) -> None:
    assert client.get("/sparql?format=nt").headers["content-type"] == "application/n-triples"
    assert client.get("/sparql?format=odd").headers["content-type"].startswith("text/turtle")
    refused = client.get("/sparql", headers={"Accept": JSON})
    assert (refused.status_code, refused.headers["content-type"]) == (406, PROBLEM)
    got, head = client.get("/sparql"), client.head("/sparql")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_it_is_the_same_each_time(client: httpx.Client) -> None:
    assert len({client.get("/sparql").content for _ in range(5)}) == 1


def test_it_names_the_endpoint_as_it_was_met(client: httpx.Client) -> None:
    address = f"http://localhost:{client.base_url.port}/sparql"
    assert f"<{address}>" in client.get(address, headers={"Accept": "application/n-triples"}).text


def test_it_tells_the_languages(client: httpx.Client, description: Store) -> None:
    assert objects(description, client, "supportedLanguage") == {
        f"{SD}SPARQL10Query",
        f"{SD}SPARQL11Query",
        f"{SD}SPARQL11Update",
    }


def test_it_tells_the_formats(client: httpx.Client, description: Store) -> None:
    graphs = {f"{FORMAT}{name}" for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")}
    results = {f"{FORMAT}SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")}
    assert objects(description, client, "resultFormat") == results | graphs
    assert objects(description, client, "inputFormat") == graphs | {f"{FORMAT}N3"}


def test_it_tells_the_features(client: httpx.Client, description: Store) -> None:
    assert objects(description, client, "feature") == {f"{SD}EmptyGraphs"}
    assert objects(description, client, "defaultEntailmentRegime") == {
        "http://www.w3.org/ns/entailment/Simple"
    }


def test_every_function_that_it_tells_can_be_called(client: httpx.Client, description: Store) -> None:
    functions = objects(description, client, "extensionFunction")
    assert functions
    shape = "'POLYGON((0 0, 0 2, 2 2, 2 0, 0 0))'^^<http://www.opengis.net/ont/geosparql#wktLiteral>"
    for function in functions:
        query = f"SELECT (<{function}>({shape}, {shape}) AS ?x) {{}}"
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert rows[0]["x"]["value"] in ("true", "false"), function


def test_its_default_graph_can_be_asked_by_its_name(client: httpx.Client, description: Store) -> None:
    datasets = list(description.quads_for_pattern(None, NamedNode(SD + "defaultDataset"), None))
    graphs = list(description.quads_for_pattern(datasets[0].object, NamedNode(SD + "defaultGraph"), None))  # type: ignore[arg-type]
    name = getattr(graphs[0].object, "value", "")
    query = {"query": "ASK { <urn:d> ?p ?o }", "default-graph-uri": name}
    assert client.get("/sparql", params=query).json()["boolean"] is True


def test_claims_graphs_are_not_listed(description: Store) -> None:
    assert not list(description.quads_for_pattern(None, NamedNode(SD + "namedGraph"), None))
