"""The clients that people use, against a real server: SPARQLWrapper, RDFLib's stores, curl, another Legation."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

import store
from tests import web
from tests.server.conftest import BASE, Server, example, launch

TOKEN = "for-clients"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
X, P = URIRef("urn:x"), URIRef("urn:p")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be written to."""
    data: Path = tmp_path_factory.mktemp("clients") / "data"
    store.create(data, BASE, example())
    running = launch(data, token=TOKEN)
    yield running
    running.stop()


@pytest.fixture
def wrapper(desk: Server) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{desk.url}/sparql")
    client.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    return client


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("format", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_rows_in_every_way(
    wrapper: SPARQLWrapper, method: str, form: str, format: str
) -> None:
    wrapper.setMethod(method)
    wrapper.setRequestMethod(form)
    wrapper.setReturnFormat(format)
    wrapper.setQuery("SELECT ?x { VALUES ?x { 'ü' 'two' } }")
    answer = wrapper.query()
    assert answer._get_responseFormat() == format
    text = answer.response.read().decode()
    assert "ü" in text and "two" in text


@pytest.mark.parametrize(
    "format",
    [
        TURTLE,
        RDFXML,
        N3,
        JSONLD,
    ],
)
def test_sparqlwrapper_gets_graphs(wrapper: SPARQLWrapper, format: str) -> None:
    wrapper.setReturnFormat(format)
    wrapper.setQuery("CONSTRUCT { <urn:a> <urn:b> 'c' } WHERE {}")
    answer = wrapper.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=bytes(answer), format="n3")  # type: ignore[arg-type]
    assert list(graph.objects(URIRef("urn:a"), URIRef("urn:b"))) == [Literal("c")]


def test_sparqlwrapper_gets_truth_and_updates(wrapper: SPARQLWrapper) -> None:
    wrapper.setReturnFormat(JSON)
    for form in (URLENCODED, POSTDIRECTLY):
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(form)
        wrapper.setQuery(f"INSERT DATA {{ GRAPH <urn:wrapper> {{ <urn:x> <urn:p> '{form}' }} }}")
        wrapper.query()
        wrapper.setQuery(f"ASK {{ GRAPH <urn:wrapper> {{ <urn:x> <urn:p> '{form}' }} }}")
        answer = wrapper.queryAndConvert()
        assert isinstance(answer, dict)
        assert answer["boolean"] is True


def test_sparqlwrapper_tells_a_bad_query(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT ?")
    with pytest.raises(QueryBadFormed, match="column 8"):
        wrapper.query()
    wrapper.clearCustomHttpHeader("Authorization")
    wrapper.setMethod(POST)
    wrapper.setQuery("CLEAR ALL")
    with pytest.raises(Unauthorized):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_sparql_store_reads(desk: Server, method: str) -> None:
    graph = Graph(SPARQLStore(f"{desk.url}/sparql", method=method))
    claims = list(
        graph.query("SELECT ?c { ?c a leg:Claim }", initNs={"leg": "https://w3id.org/legation/ontology#"})
    )
    assert claims
    assert graph.query("ASK {}").askAnswer is True
    assert len(graph) > 10
    subject = next(iter(graph.subjects(None, None)))
    assert list(graph.triples((subject, None, None)))
    assert len(graph.query("CONSTRUCT WHERE { ?s ?p ?o }").graph or ()) > 10


def test_rdflibs_update_store_writes(desk: Server) -> None:
    remote = SPARQLUpdateStore(f"{desk.url}/sparql", f"{desk.url}/sparql", headers=BEARER, context_aware=True)
    graph = Dataset(remote).graph(URIRef("urn:rdflib"))
    for number in range(10):
        graph.add((X, P, Literal(number)))
    assert len(graph) == 10
    graph.remove((X, P, Literal(3)))
    assert (X, P, Literal(3)) not in graph
    graph.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 'ü' } WHERE { ?s ?p ?o FILTER(?o < 5) }")
    assert set(graph.objects(X, P)) == {Literal("ü"), *(Literal(number) for number in range(5, 10))}


def test_curl_reads_and_writes(desk: Server, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("tool cannot be had: curl")

    def run(*arguments: str) -> str:
        command = [curl, "--silent", "--show-error", "--fail-with-body", "--noproxy", "*", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    turtle = tmp_path / "graph.ttl"
    turtle.write_text("<#me> <urn:p> 'from curl' .")
    address = f"{desk.url}/store/curl"
    token = ("--header", f"Authorization: Bearer {TOKEN}")
    run(*token, "--upload-file", str(turtle), "--header", "Content-Type: text/turtle", address)
    run(*token, "--form", f"f=@{turtle};type=text/turtle;filename=a.ttl", address)
    assert "from curl" in run("--compressed", address)
    query = f"SELECT ?o {{ GRAPH <{address}> {{ <{address}#me> ?p ?o }} }}"
    rows = run("--data-urlencode", f"query={query}", "--header", "Accept: text/csv", f"{desk.url}/sparql")
    assert rows.split() == ["o", "from", "curl"]
    assert "HTTP/1.1 200" in run(
        "--head", "--get", "--data-urlencode", f"query={query}", f"{desk.url}/sparql"
    )
    run(*token, "--data-urlencode", f"update=DROP GRAPH <{address}>", f"{desk.url}/sparql")
    assert web.get(address).status_code == 404


def test_another_legation_asks_by_service(desk: Server, shared_data: Path) -> None:
    endpoint = f"{desk.url}/sparql"
    other = launch(shared_data, service_allow=[endpoint], contact="mailto:desk@example.org")
    try:
        update = "INSERT DATA { GRAPH <urn:there> { <urn:s:7> <urn:says> 'from there' } }"
        web.post(endpoint, data={"update": update}, headers=BEARER).raise_for_status()
        query = f"SELECT ?text ?value {{ ?s <urn:p> ?value SERVICE <{endpoint}> {{ GRAPH ?g {{ ?s <urn:says> ?text }} }} }}"
        rows = other.query(query).json()["results"]["bindings"]
        assert [(row["text"]["value"], row["value"]["value"]) for row in rows] == [
            ("from there", "value 000007")
        ]
    finally:
        other.stop()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { GRAPH <urn:comunica> { ?s ?p ?o } } ORDER BY ?o", '"one"'),
        ("ASK { GRAPH <urn:comunica> { ?s ?p 'one' } }", "true"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:comunica> { ?s ?p ?o } }", '<urn:x> <urn:p> "one"'),
    ],
)
def test_comunica_asks(desk: Server, query: str, expected: str) -> None:
    comunica = os.environ.get("LEGATION_COMUNICA") or shutil.which("comunica-sparql")
    if comunica is None:
        pytest.skip(
            "tool cannot be had: no comunica-sparql; npm install @comunica/query-sparql@4.5.0 brings it"
        )
    update = "INSERT DATA { GRAPH <urn:comunica> { <urn:x> <urn:p> 'one' } }"
    web.post(f"{desk.url}/sparql", data={"update": update}, headers=BEARER).raise_for_status()
    command = [comunica, f"sparql@{desk.url}/sparql", query]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout.replace("\\", "")
