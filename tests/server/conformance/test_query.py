"""SPARQL 1.1 Protocol, section 2.1: the query operation."""

from __future__ import annotations

import httpx
import pytest

from tests.server.conformance.asking import (
    FORM,
    JSON,
    QUERY,
    UPDATE,
    Case,
    judge,
    rows,
    truth,
    values,
)

ALL = "SELECT ?o { ?s ?p ?o }"
NAMED = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
ASK = "ASK {}"
PLAIN = {"Content-Type": "text/plain"}
DIRECT = {"Content-Type": QUERY}
NESTED = "SELECT * " + "{" * 20_000 + "}" * 20_000
PARENTHESES = "SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}"
PATH = "SELECT * { ?s " + "/".join(["<urn:p>"] * 800) + " ?o }"


def get(name: str, query: str, *more: tuple[str, str], **rest: object) -> Case:
    return Case(name, parameters=[("query", query), *more], **rest)  # type: ignore[arg-type]


def form(name: str, *pairs: tuple[str, str], **rest: object) -> Case:
    return Case(name, method="POST", form=pairs, **rest)  # type: ignore[arg-type]


def direct(name: str, query: str | bytes, *more: tuple[str, str], **rest: object) -> Case:
    rest.setdefault("headers", DIRECT)
    return Case(name, method="POST", parameters=more, body=query, **rest)  # type: ignore[arg-type]


INVOKED = [
    get("2.1.1 by GET", ALL, check=values("d")),
    form("2.1.2 by POST of a form", ("query", ALL), check=values("d")),
    direct("2.1.3 by POST of the query itself", ALL, check=values("d")),
    get("the endpoint with a slash", ALL, path="/sparql/", check=values("d")),
    get(
        "a query with a percent sign, plus and ampersand",
        "SELECT ('a+b&c%25=d' AS ?o) {}",
        check=values("a+b&c%25=d"),
    ),
    get("a query beyond ASCII", "SELECT ('ü😀한' AS ?o) {}", check=values("ü😀한")),
    form("a form beyond ASCII", ("query", "SELECT ('ü😀한' AS ?o) {}"), check=values("ü😀한")),
    direct("a body beyond ASCII", "SELECT ('ü😀한' AS ?o) {}", check=values("ü😀한")),
    Case("a plus in an address is a blank", path="/sparql?query=ASK+%7B%7D", check=truth(True)),
    Case(
        "a form that says its charset",
        method="POST",
        body="query=ASK%20%7B%7D",
        headers={"Content-Type": f"{FORM}; charset=UTF-8"},
        check=truth(True),
    ),
    direct(
        "a body that says its charset",
        ASK,
        headers={"Content-Type": f"{QUERY}; charset=UTF-8"},
        check=truth(True),
    ),
    direct(
        "a charset in quotes", ASK, headers={"Content-Type": f'{QUERY};charset="utf-8"'}, check=truth(True)
    ),
    direct(
        "a media type in capitals",
        ASK,
        headers={"Content-Type": "Application/SPARQL-Query"},
        check=truth(True),
    ),
    direct("a body with a byte order mark", b"\xef\xbb\xbfASK {}", check=truth(True)),
    direct("lines that end as in Windows", "ASK\r\n{\r\n}", check=truth(True)),
    Case(
        "a form whose query stands in the address",
        method="POST",
        parameters=[("query", ASK)],
        form=[("x", "")],
        check=truth(True),
    ),
    get("an unknown parameter is passed over", ASK, ("results", "x"), ("debug", "on"), check=truth(True)),
    get("an empty default-graph-uri names none", ALL, ("default-graph-uri", ""), check=values("d")),
    Case(
        "HEAD",
        method="HEAD",
        parameters=[("query", ASK)],
        fields={"content-type": JSON},
        check=lambda r: r.content == b"",
    ),
    get("an empty answer", "SELECT ?o { ?o <urn:none> ?o }", check=values()),
    get(
        "codepoint escapes in a keyword and a variable",
        r"\u0053ELECT ?\u006F { ?s ?p ?o }",
        check=values("d"),
    ),
    get("a codepoint escape in an IRI", r"SELECT ?o { <urn:\u0064> ?p ?o }", check=values("d")),
    get("a timeout that is long enough", ASK, ("timeout", "5"), check=truth(True)),
]
DATASETS = [
    get("default-graph-uri by GET", ALL, ("default-graph-uri", "urn:g1"), check=values("1", "both")),
    form(
        "default-graph-uri in a form",
        ("query", ALL),
        ("default-graph-uri", "urn:g1"),
        check=values("1", "both"),
    ),
    direct(
        "default-graph-uri beside a body", ALL, ("default-graph-uri", "urn:g1"), check=values("1", "both")
    ),
    Case(
        "default-graph-uri in the address of a form",
        method="POST",
        form=[("query", ALL)],
        parameters=[("default-graph-uri", "urn:g1")],
        check=values("1", "both"),
    ),
    get(
        "several are merged",
        ALL,
        ("default-graph-uri", "urn:g1"),
        ("default-graph-uri", "urn:g2"),
        check=values("1", "2", "both"),
    ),
    form(
        "several in a form",
        ("query", ALL),
        ("default-graph-uri", "urn:g1"),
        ("default-graph-uri", "urn:g2"),
        check=values("1", "2", "both"),
    ),
    get(
        "a merge counts a triple once",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        ("default-graph-uri", "urn:g1"),
        ("default-graph-uri", "urn:g2"),
        check=values("3"),
    ),
    get(
        "several FROM count a triple once",
        "SELECT (COUNT(*) AS ?n) FROM <urn:g1> FROM <urn:g2> { ?s ?p ?o }",
        check=values("3"),
    ),
    get("a default graph that is not there is empty", ALL, ("default-graph-uri", "urn:none"), check=values()),
    get(
        "default-graph-uri alone leaves no named graph",
        NAMED,
        ("default-graph-uri", "urn:g1"),
        check=values(),
    ),
    get("named-graph-uri by GET", NAMED, ("named-graph-uri", "urn:g1"), check=values("1", "both")),
    form(
        "named-graph-uri in a form",
        ("query", NAMED),
        ("named-graph-uri", "urn:g1"),
        check=values("1", "both"),
    ),
    direct("named-graph-uri beside a body", NAMED, ("named-graph-uri", "urn:g1"), check=values("1", "both")),
    get(
        "several named graphs",
        NAMED,
        ("named-graph-uri", "urn:g1"),
        ("named-graph-uri", "urn:g2"),
        check=values("1", "2", "both", "both"),
    ),
    get(
        "named-graph-uri alone leaves the default graph empty",
        ALL,
        ("named-graph-uri", "urn:g1"),
        check=values(),
    ),
    get(
        "both kinds",
        "SELECT ?a ?b { ?s ?p ?a GRAPH ?g { <urn:2> ?q ?b } }",
        ("default-graph-uri", "urn:g1"),
        ("named-graph-uri", "urn:g2"),
        check=values("1", "2", "both", "2"),
    ),
    get(
        "2.1.4 the request's dataset replaces FROM",
        "SELECT ?o FROM <urn:g1> { ?s ?p ?o }",
        ("default-graph-uri", "urn:g2"),
        check=values("2", "both"),
    ),
    get(
        "2.1.4 and FROM NAMED",
        "SELECT ?o FROM NAMED <urn:g1> { GRAPH ?g { ?s ?p ?o } }",
        ("named-graph-uri", "urn:g2"),
        check=values("2", "both"),
    ),
    get(
        "2.1.4 a default graph in the request leaves no FROM NAMED",
        "SELECT ?o FROM NAMED <urn:g1> { GRAPH ?g { ?s ?p ?o } }",
        ("default-graph-uri", "urn:g2"),
        check=values(),
    ),
    get("FROM", "SELECT ?o FROM <urn:g1> { ?s ?p ?o }", check=values("1", "both")),
    get("FROM NAMED", "SELECT ?o FROM NAMED <urn:g2> { GRAPH ?g { ?s ?p ?o } }", check=values("2", "both")),
    get(
        "the default graph by its alias",
        ALL,
        ("default-graph-uri", "urn:x-legation:default-graph"),
        check=values("d"),
    ),
    get(
        "the default graph and another",
        ALL,
        ("default-graph-uri", "urn:x-legation:default-graph"),
        ("default-graph-uri", "urn:g1"),
        check=values("d", "1", "both"),
    ),
    get("a graph that is no IRI", ALL, ("default-graph-uri", "no IRI"), status=400),
]
REFUSED = [
    form("a form without a query", ("x", "y"), status=400),
    form("an empty form", status=400),
    direct("an empty body", b"", status=400),
    get("an empty query", "", status=400),
    Case("two queries in the address", 400, parameters=[("query", ASK), ("query", ASK)]),
    form("two queries in the form", ("query", ASK), ("query", ASK), status=400),
    Case(
        "a query in the form and one in the address",
        400,
        "POST",
        form=[("query", ASK)],
        parameters=[("query", ASK)],
    ),
    direct("a query in the body and one in the address", ASK, ("query", ASK), status=400),
    form("a query and an update", ("query", ASK), ("update", "CLEAR ALL"), status=400),
    get(
        "syntax",
        "SELECT nonsense",
        status=400,
        check=lambda r: r.json()["line"] == 1 and r.json()["column"] > 1,
    ),
    get("a prefix that is not declared", "SELECT * { ?s unheard:of ?o }", status=400),
    get("an update as a query", "CLEAR ALL", status=400),
    form("an update as a query in a form", ("query", "INSERT DATA { <urn:a> <urn:b> 1 }"), status=400),
    direct("text/plain", ASK, headers=PLAIN, status=415),
    direct("no Content-Type", ASK, headers={}, status=415),
    direct(
        "JSON",
        '{"query": "ASK {}"}',
        headers={"Content-Type": "application/json"},
        status=415,
        fields={"accept-post": QUERY},
    ),
    direct("a form as text", "query=ASK%20%7B%7D", headers=PLAIN, status=415),
    direct(
        "UTF-16",
        ASK.encode("utf-16"),
        headers={"Content-Type": f"{QUERY}; charset=UTF-16"},
        status=(400, 415),
    ),
    direct(
        "Latin-1",
        "ASK { ?s ?p 'é' }".encode("latin-1"),
        headers={"Content-Type": f"{QUERY}; charset=ISO-8859-1"},
        status=(400, 415),
    ),
    direct("bytes that are no UTF-8", b"ASK { ?s ?p '\xff' }", status=400),
    Case("an address that is no UTF-8", 400, path="/sparql?query=ASK%20%7B%20%FF%20%7D"),
    Case("an address with half an escape", (200, 400), path="/sparql?query=ASK%20%7B%7D%2"),
    direct("too long", "#" * 3_000_000, status=413),
    direct("a NUL", b"ASK { ?s ?p '\x00' }", status=400),
    get("a timeout that is none", ASK, ("timeout", "soon"), status=400),
    get("an escape of half a character", r"SELECT ?\uD800 {}", status=400),
    get("an escape of no character", r"SELECT * { ?s ?p '\U00110000' }", status=400),
    get("SERVICE", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", status=400),
    direct("a path of 800 steps", PATH, status=(200, 400)),
    *[
        Case(
            f"{method} is not allowed",
            405,
            method,
            parameters=[("query", ASK)],
            fields={"allow": "GET, HEAD, POST"},
        )
        for method in ("PUT", "DELETE", "PATCH", "PROPFIND")
    ],
    Case("PUT of a query", 405, "PUT", body=ASK, headers=DIRECT),
]
DEEP = [
    direct("20,000 groups are answered or refused", NESTED, status=(200, 400)),
    direct("50,000 parentheses are answered or refused", PARENTHESES, status=(200, 400)),
    direct("20,000 groups that are not closed", NESTED[:20_000], status=400),
    form("20,000 groups in a form", ("query", NESTED), status=(200, 400)),
    direct("3,000 negations", "SELECT (" + "!" * 3_000 + "true AS ?x) {}", status=(200, 400)),
    get("and all is well afterwards", ASK, check=truth(True)),
]


@pytest.mark.parametrize("case", [*INVOKED, *DATASETS, *REFUSED, *DEEP], ids=str)
def test_a_query_is_answered_as_the_protocol_says(client: httpx.Client, case: Case) -> None:
    judge(client, case)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT (<rel> AS ?x) {}", "{}/rel"),
        ("SELECT (<> AS ?x) {}", "{}/sparql"),
        ("SELECT (<#f> AS ?x) {}", "{}/sparql#f"),
        ("SELECT (</abs> AS ?x) {}", "{}/abs"),
        ("SELECT (IRI('rel') AS ?x) {}", "{}/rel"),
        ("BASE <http://example.org/a/> SELECT (<rel> AS ?x) {}", "http://example.org/a/rel"),
        ("BASE <a/> SELECT (<rel> AS ?x) {}", "{}/a/rel"),
        ("PREFIX : <#> SELECT (:x AS ?x) {}", "{}/sparql#x"),
    ],
)
def test_relative_iris_are_resolved_against_the_endpoint(
    client: httpx.Client, text: str, expected: str
) -> None:
    response = client.get("/sparql", params={"query": text}, headers={"Accept": JSON})
    assert rows(response) == [{"x": expected.format(str(client.base_url).rstrip("/"))}]


def test_the_same_query_at_another_name_of_the_host_resolves_against_that(client: httpx.Client) -> None:
    port = client.base_url.port
    response = client.get(f"http://localhost:{port}/sparql", params={"query": "SELECT (<r> AS ?x) {}"})
    assert rows(response) == [{"x": f"http://localhost:{port}/r"}]


def test_update_is_refused_by_get(client: httpx.Client) -> None:
    judge(client, Case("update by GET", 400, parameters=[("update", "CLEAR ALL")]))
    judge(
        client,
        Case("update by GET of a body", (400, 200), body="CLEAR ALL", headers={"Content-Type": UPDATE}),
    )
    judge(client, get("nothing is lost", ALL, check=values("d")))
