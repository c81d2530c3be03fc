"""SPARQL 1.1 Protocol, section 2.2: the update operation. Each case begins with the same two graphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import pytest

from tests.server.conformance.asking import BEARER, FORM, JSON, UPDATE, Case, judge, rows, send

DIRECT = {**BEARER, "Content-Type": UPDATE}
BEFORE = """DROP SILENT GRAPH <urn:a>; DROP SILENT GRAPH <urn:b>; DROP SILENT GRAPH <urn:out>;
INSERT DATA { GRAPH <urn:a> { <urn:x> <urn:p> "a" } GRAPH <urn:b> { <urn:x> <urn:p> "b" } }"""
COPY = "INSERT { GRAPH <urn:out> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
COPY_NAMED = "INSERT { GRAPH <urn:out> { ?g ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
WRITE = 'INSERT DATA { GRAPH <urn:out> { <urn:x> <urn:p> "new" } }'


@dataclass(frozen=True)
class Told:
    """An update and what the graph `<urn:out>` (or another) holds afterwards."""

    name: str
    update: str
    holds: Sequence[str]
    graph: str = "urn:out"
    using: Sequence[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


DONE = [
    Told("INSERT DATA", WRITE, ["new"]),
    Told(
        "several operations",
        f"{WRITE} ; {COPY.replace('?s ?p ?o }', '<urn:x> <urn:p> 1 }', 1).replace('WHERE { ?s ?p ?o }', 'WHERE {}')}",
        ["1", "new"],
    ),
    Told("DELETE DATA", 'DELETE DATA { GRAPH <urn:a> { <urn:x> <urn:p> "a" } }', [], "urn:a"),
    Told("DELETE WHERE", "DELETE WHERE { GRAPH <urn:a> { ?s ?p ?o } }", [], "urn:a"),
    Told("CLEAR", "CLEAR GRAPH <urn:a>", [], "urn:a"),
    Told("COPY", "COPY GRAPH <urn:a> TO <urn:out>", ["a"]),
    Told("USING in the update", COPY.replace("WHERE", "USING <urn:a> WHERE"), ["a"]),
    Told(
        "WITH in the update",
        "WITH <urn:a> DELETE { ?s ?p ?o } INSERT { ?s ?p 'c' } WHERE { ?s ?p ?o }",
        ["c"],
        "urn:a",
    ),
    Told("using-graph-uri", COPY, ["a"], using=[("using-graph-uri", "urn:a")]),
    Told(
        "several using-graph-uri",
        COPY,
        ["a", "b"],
        using=[("using-graph-uri", "urn:a"), ("using-graph-uri", "urn:b")],
    ),
    Told("using-named-graph-uri", COPY_NAMED, ["b"], using=[("using-named-graph-uri", "urn:b")]),
    Told("using-graph-uri leaves no named graph", COPY_NAMED, [], using=[("using-graph-uri", "urn:a")]),
    Told(
        "using-named-graph-uri leaves no default graph", COPY, [], using=[("using-named-graph-uri", "urn:a")]
    ),
    Told(
        "both kinds",
        "INSERT { GRAPH <urn:out> { ?s ?p ?o . ?g ?q ?r } } WHERE { ?s ?p ?o GRAPH ?g { ?t ?q ?r } }",
        ["a", "b"],
        using=[("using-graph-uri", "urn:a"), ("using-named-graph-uri", "urn:b")],
    ),
    Told(
        "the dataset holds for each operation",
        f"{COPY} ; DELETE {{ GRAPH <urn:out> {{ ?s ?p 'zzz' }} }} WHERE {{ ?s ?p ?o }} ; {COPY.replace('?s ?p ?o }', '?s ?p 2 }', 1)}",
        ["2", "a"],
        using=[("using-graph-uri", "urn:a")],
    ),
    Told(
        "a dataset and DELETE WHERE",
        "DELETE WHERE { GRAPH <urn:b> { ?s ?p ?o } }",
        ["b"],
        "urn:b",
        using=[("using-named-graph-uri", "urn:a")],
    ),
    Told("a dataset does not touch INSERT DATA", WRITE, ["new"], using=[("using-graph-uri", "urn:a")]),
    Told(
        "the default graph by its alias",
        "INSERT { GRAPH <urn:out> { ?s ?p ?o } } WHERE { <urn:d> ?p ?o BIND(<urn:d> AS ?s) }",
        ["d"],
        using=[("using-graph-uri", "urn:x-legation:default-graph")],
    ),
    Told(
        "WHERE in a string and a comment",
        "INSERT { GRAPH <urn:out> { ?s ?p 'WHERE {' } } # WHERE\n WHERE { ?s ?p ?o }",
        ["WHERE {"],
        using=[("using-graph-uri", "urn:a")],
    ),
    Told("text beyond ASCII", "INSERT DATA { GRAPH <urn:out> { <urn:x> <urn:p> 'ü😀' } }", ["ü😀"]),
]
REFUSED = [
    Case("two updates in a form", 400, form=[("update", WRITE), ("update", WRITE)]),
    Case("no Content-Type", 415, body=WRITE),
    Case("text/plain", 415, body=WRITE, headers={"Content-Type": "text/plain"}),
    Case("a form without its type", 415, body="update=CLEAR%20ALL"),
    Case(
        "UTF-16",
        (400, 415),
        body=WRITE.encode("utf-16"),
        headers={"Content-Type": f"{UPDATE}; charset=UTF-16"},
    ),
    Case("bytes that are no UTF-8", 400, body=b"INSERT DATA { <urn:x> <urn:p> '\xff' }", headers=DIRECT),
    Case(
        "syntax",
        400,
        body="CLEAR NOTHING",
        headers=DIRECT,
        check=lambda r: (r.json()["line"], r.json()["column"]) == (1, 7),
    ),
    Case(
        "syntax on the second line",
        400,
        body="CLEAR SILENT GRAPH <urn:none> ;\nCLEAR NOTHING",
        headers=DIRECT,
        check=lambda r: r.json()["line"] == 2,
    ),
    Case("syntax in a form", 400, form=[("update", "INSERT DATA { <urn:x> }")]),
    Case("a query as an update", 400, body="SELECT * { ?s ?p ?o }", headers=DIRECT),
    Case(
        "2.2.3 a dataset against USING",
        400,
        parameters=[("using-graph-uri", "urn:a")],
        body=COPY.replace("WHERE", "USING <urn:a> WHERE"),
        headers=DIRECT,
    ),
    Case(
        "2.2.3 a dataset against USING NAMED",
        400,
        parameters=[("using-named-graph-uri", "urn:a")],
        body=COPY.replace("WHERE", "USING NAMED <urn:a> WHERE"),
        headers=DIRECT,
    ),
    Case(
        "2.2.3 a dataset against WITH",
        400,
        form=[("update", f"WITH <urn:a> {COPY}"), ("using-graph-uri", "urn:a")],
    ),
    Case("a graph that is no IRI", 400, form=[("update", COPY), ("using-graph-uri", "> } CLEAR ALL #")]),
    Case("a graph that can't be cleared", 400, body="CLEAR GRAPH <urn:none>", headers=DIRECT),
    Case("LOAD", 400, body="LOAD <http://127.0.0.1:9/>", headers=DIRECT),
    Case("LOAD SILENT", 400, body="LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <urn:a>", headers=DIRECT),
    Case(
        "SERVICE",
        400,
        body="INSERT { <urn:x> ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        headers=DIRECT,
    ),
    Case("one bad operation spoils all", 400, body=f"{WRITE} ; CLEAR GRAPH <urn:none>", headers=DIRECT),
    Case("too long", 413, body=b"#" * 17_000_000, headers=DIRECT),
    Case("GET", 400, "GET", parameters=[("update", WRITE)]),
    Case("PUT", 405, "PUT", body=WRITE, headers=DIRECT),
    Case(
        "an update beside one in the address", 400, parameters=[("update", WRITE)], body=WRITE, headers=DIRECT
    ),
]


def begin(client: httpx.Client) -> None:
    """Have the two graphs as they are before each case."""
    done = client.post("/sparql", content=BEFORE, headers=DIRECT)
    assert done.status_code == 204, done.text


def holds(client: httpx.Client, graph: str) -> list[str]:
    """The objects in a graph."""
    query = {"query": f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"}
    return [row["o"] for row in rows(client.get("/sparql", params=query, headers={"Accept": JSON}))]


@pytest.mark.parametrize(
    ("told", "way"), [*((told, "direct") for told in DONE), *((told, "form") for told in DONE[::4])], ids=str
)
def test_an_update_is_carried_out(client: httpx.Client, told: Told, way: str) -> None:
    begin(client)
    if way == "direct":
        case = Case("", 204, "POST", parameters=told.using, body=told.update.encode(), headers=DIRECT)
    else:
        case = Case("", 204, "POST", form=[("update", told.update), *told.using], headers=BEARER)
    response = send(client, case)
    assert (response.status_code, response.content) == (204, b""), response.text
    assert holds(client, told.graph) == sorted(told.holds)


@pytest.fixture(scope="module")
def begun(client: httpx.Client) -> None:
    """The two graphs, for cases that change nothing."""
    begin(client)


@pytest.mark.parametrize("case", REFUSED, ids=str)
@pytest.mark.usefixtures("begun")
def test_a_bad_update_is_refused_and_changes_nothing(client: httpx.Client, case: Case) -> None:
    method = "POST" if case.method == "GET" and case.name != "GET" else case.method
    judge(
        client,
        Case(
            case.name,
            case.status,
            method,
            parameters=case.parameters,
            form=case.form,
            body=case.body,
            headers={**BEARER, **case.headers},
            check=case.check,
        ),
    )
    assert (holds(client, "urn:a"), holds(client, "urn:b"), holds(client, "urn:out")) == (["a"], ["b"], [])


def test_relative_iris_are_resolved_against_the_endpoint(client: httpx.Client) -> None:
    update = "DROP SILENT GRAPH <urn:out>; INSERT DATA { GRAPH <urn:out> { <urn:x> <urn:p> <rel> } }"
    client.post("/sparql", content=update, headers=DIRECT).raise_for_status()
    assert holds(client, "urn:out") == [str(client.base_url.join("/rel"))]


def test_a_base_in_the_update_goes_before(client: httpx.Client) -> None:
    update = "BASE <http://example.org/> DROP SILENT GRAPH <urn:out>; INSERT DATA { GRAPH <urn:out> { <s> <p> <rel> } }"
    client.post("/sparql", content=update, headers=DIRECT).raise_for_status()
    assert holds(client, "urn:out") == ["http://example.org/rel"]


def test_the_next_query_sees_what_was_written_however_often(client: httpx.Client) -> None:
    for number in range(5):
        update = (
            f"DROP SILENT GRAPH <urn:out>; INSERT DATA {{ GRAPH <urn:out> {{ <urn:x> <urn:p> {number} }} }}"
        )
        client.post("/sparql", content=update, headers=DIRECT).raise_for_status()
        assert holds(client, "urn:out") == [str(number)]


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { GRAPH <urn:out> { _:a <urn:p> _:a . [] <urn:p> _:b } }",
        "INSERT { GRAPH <urn:out> { _:a <urn:p> _:a . [] <urn:p> _:b } } WHERE { GRAPH <urn:a> { ?s ?p ?o } }",
        "INSERT { GRAPH <urn:out> { ?a <urn:p> ?a . ?c <urn:p> ?b } } WHERE { BIND(BNODE() AS ?a) BIND(BNODE() AS ?b) BIND(BNODE() AS ?c) }",
    ],
)
def test_users_blank_nodes_get_names(client: httpx.Client, update: str) -> None:
    begin(client)
    client.post(
        "/sparql", content=update, headers={**BEARER, "Content-Type": f"{UPDATE};charset=utf-8"}
    ).raise_for_status()
    names = holds(client, "urn:out")
    assert len(set(names)) == 2
    assert all(name.startswith("http://localhost:8000/id/.well-known/genid/") for name in names)


def test_form_and_type_are_told_apart(client: httpx.Client) -> None:
    case = Case("", 400, "POST", body=WRITE, headers={**BEARER, "Content-Type": FORM})
    judge(client, case)
