"""Other endpoints that join us: what they send is answered, in the blocks of bindings in which they send it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

import store
from ontology.names import OWL, RDFS, WD
from tests.server.conftest import Server, launch
from tests.wikidata.world import BASE, crowd, quads

COUNT = 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("in") / "data"
    store.create(folder, BASE, [*quads(), *crowd(COUNT)])
    started = launch(folder)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def theirs() -> Store:
    """Another graph, that knows Wikidata's items by ratings of its own."""
    theirs = Store()
    rating = NamedNode("urn:rating")
    theirs.extend(
        Quad(NamedNode(f"{WD}Q{9_100_000_000 + number}"), rating, Literal(number)) for number in range(COUNT)
    )
    return theirs


def bound(server: Server, items: list[str]) -> str:
    table = " ".join(f"<{item}>" for item in items)
    return (
        f"SELECT ?item ?rating ?label {{ ?item <urn:rating> ?rating "
        f"SERVICE <{server.url}/sparql> {{ VALUES ?item {{ {table} }} "
        f"?actor <{OWL}sameAs> ?item ; <{RDFS}label> ?label }} }}"
    )


def test_oxigraph_joins_us_in_blocks_of_a_hundred(server: Server, theirs: Store) -> None:
    items = [f"{WD}Q{9_100_000_000 + number}" for number in range(COUNT)]
    labels: dict[str, tuple[object, object]] = {}
    for at in range(0, COUNT, 100):
        found = theirs.query(bound(server, items[at : at + 100]))
        assert isinstance(found, QuerySolutions)
        rows = list(found)
        assert len(rows) == 100
        labels |= {str(row["item"]): (row["rating"], row["label"]) for row in rows}
    assert len(labels) == COUNT
    assert labels[f"<{items[7]}>"] == (Literal(7), Literal("Somebody 7"))


def test_oxigraph_as_it_sends_a_service_by_itself(server: Server, theirs: Store) -> None:
    # Without bindings and with no more than its group: all of ours comes, and is joined there.
    found = theirs.query(
        f"SELECT (COUNT(*) AS ?n) {{ ?item <urn:rating> ?rating "
        f"SERVICE <{server.url}/sparql> {{ ?actor <{OWL}sameAs> ?item }} }}"
    )
    assert isinstance(found, QuerySolutions)
    assert next(found)["n"] == Literal(COUNT)


def test_a_block_with_open_cells_is_joined_as_it_should_be(server: Server) -> None:
    values = f"VALUES (?item ?label) {{ (<{WD}Q9100000001> UNDEF) (UNDEF 'Somebody 2') }}"
    found = server.values(
        f"SELECT ?label {{ {values} ?actor owl:sameAs ?item ; rdfs:label ?label }} ORDER BY ?label"
    )
    assert found == ["Somebody 1", "Somebody 2"]


def test_a_service_to_us_by_ourselves(server: Server, tmp_path: Path) -> None:
    """One Legation asks another: the other way round, with the planner of ours."""
    folder = tmp_path / "data"
    store.create(folder, "http://localhost:8001/id/", quads())
    asker = launch(folder, service_allow=[f"{server.url}/sparql"], contact="desk@legation.example")
    try:
        text = f"SELECT ?name {{ actor:alexander-kozlov owl:sameAs ?item SERVICE <{server.url}/sparql> "
        assert asker.values(text + "{ ?who owl:sameAs ?item ; rdfs:label ?name } }") == ["Alexander Kozlov"]
    finally:
        asker.stop()


COMUNICA = {
    "Accept": "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7",
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "*",
}


def test_comunica_joins_us_as_it_does(server: Server) -> None:
    """Its requests as they were recorded (3.3): it looks at the endpoint, counts, then sends blocks and counts those."""
    seen = "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,text/turtle;q=0.6,text/html;q=0.2"
    with server.client() as client:

        def ask(text: str) -> list[dict[str, dict[str, str]]]:
            response = client.post("/sparql", data={"query": text}, headers=COMUNICA)
            assert response.headers["content-type"].startswith("application/sparql-results+json")
            rows: list[dict[str, dict[str, str]]] = response.json()["results"]["bindings"]
            return rows

        assert client.get("/sparql", headers={"Accept": seen}).status_code == 200
        group = f"?actor <{OWL}sameAs> ?item.\n  ?actor <{RDFS}label> ?label.\n"
        labels = set()
        for at in range(0, 96, 16):
            cells = "".join(f"    (<{WD}Q{9_100_000_000 + at + n}> {at + n} )\n" for n in range(16))
            values = f"VALUES (?item ?rating) {{\n{cells}  }}"
            (counted,) = ask(f"SELECT (COUNT(*) AS ?count) WHERE {{\n  {values}\n  {group}}}")
            assert counted["count"]["value"] == "16"
            rows = ask(f"SELECT ?actor ?item ?label ?rating WHERE {{\n  {values}\n  {group}}}")
            labels |= {(row["label"]["value"], row["rating"]["value"]) for row in rows}
        assert labels == {(f"Somebody {number}", str(number)) for number in range(96)}
