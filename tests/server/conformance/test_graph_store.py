"""SPARQL 1.1 Graph Store HTTP Protocol: graphs, their names, and what can be done with them."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.server.conformance.asking import BEARER, PROBLEM
from tests.server.conformance.graph import GRAPHS, ONE, TURTLE, TWO, WRITTEN, Graph


def test_put_makes_a_graph_and_replaces_it(graph: Graph) -> None:
    assert graph.put(ONE).status_code == 201
    assert graph.values() == ["one"]
    again = graph.put(TWO)
    assert (again.status_code, again.content) == (204, b"")
    assert graph.values() == ["two"]


def test_post_makes_a_graph_and_adds_to_it(graph: Graph) -> None:
    assert graph.send("POST", ONE, Content_Type="text/turtle").status_code == 201
    assert graph.send("POST", TWO, Content_Type="text/turtle").status_code == 204
    assert graph.send("POST", TWO, Content_Type="text/turtle").status_code == 204
    assert graph.values() == ["one", "two"]


def test_delete_takes_a_graph_away(graph: Graph) -> None:
    graph.put()
    assert graph.send("DELETE").status_code == 204
    for method in ("GET", "HEAD", "DELETE"):
        gone = graph.send(method)
        assert gone.status_code == 404
        assert method == "HEAD" or gone.headers["content-type"] == PROBLEM


def test_head_is_get_without_a_body(graph: Graph) -> None:
    graph.put()
    got, head = graph.send("GET"), graph.send("HEAD")
    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]


def test_post_of_nothing_changes_nothing(graph: Graph) -> None:
    graph.put()
    assert graph.send("POST", b"", Content_Type="text/turtle").status_code == 204
    assert graph.values() == ["one"]


def test_put_of_nothing_makes_an_empty_graph(graph: Graph) -> None:
    assert graph.put("").status_code == 201
    got = graph.send("GET", Accept="application/n-triples")
    assert (got.status_code, got.content) == (200, b"")
    assert graph.put("").status_code == 204


@pytest.mark.parametrize("media_type", WRITTEN)
def test_every_syntax_can_be_written(named: Graph, media_type: str) -> None:
    for method in ("PUT", "POST"):
        assert named.send(method, WRITTEN[media_type], Content_Type=media_type).status_code in (201, 204)
    assert named.values() == ["one"]


@pytest.mark.parametrize("accept", GRAPHS)
def test_every_syntax_can_be_read(graph: Graph, accept: str) -> None:
    graph.put()
    got = graph.send("GET", Accept=accept)
    assert got.headers["content-type"].partition(";")[0] == accept
    assert "accept" in got.headers["vary"].lower()
    assert [str(quad.triple) for quad in parse(got.content, format=GRAPHS[accept])] == [
        '<urn:x> <urn:p> "one"'
    ]


def test_without_accept_a_graph_is_turtle(graph: Graph) -> None:
    graph.put()
    assert graph.send("GET", Accept="*/*").headers["content-type"].startswith("text/turtle")
    assert (
        graph.client.get(
            graph.address, params=None, headers={"Accept": "text/csv, text/turtle;q=0.1"}
        ).status_code
        == 200
    )
    refused = graph.send("GET", Accept="image/png")
    assert refused.status_code == 406
    assert "text/turtle" in refused.json()["available"]


def test_anyone_may_read_and_nobody_writes_without_a_token(graph: Graph) -> None:
    graph.put()
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        refused = graph.client.request(method, graph.address, content=ONE, headers=TURTLE)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
    assert graph.client.get(graph.address).status_code == 200
    assert graph.values() == ["one"]


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/turtle", "<urn:x> <urn:p>\n<urn:o> . <urn:x> <urn:y> .\n"),
        ("application/rdf+xml", ONE),
        ("application/ld+json", '{"@id": "urn:x",\n "urn:p" "one"}'),
        ("application/n-triples", "@prefix : <urn:> . :x :p :o ."),
        ("", ONE),
    ],
)
def test_what_is_not_in_its_syntax_is_refused(named: Graph, media_type: str, data: str) -> None:
    named.put()
    for method in ("PUT", "POST"):
        refused = named.send(method, data, **({"Content_Type": media_type} if media_type else {}))
        assert refused.status_code == 400
        if media_type not in ("application/rdf+xml", ""):
            assert refused.json()["line"] >= 1
    assert named.values() == ["one"]


def test_without_a_type_it_is_rdf_xml(named: Graph) -> None:
    assert named.send("PUT", WRITTEN["application/rdf+xml"]).status_code == 201
    assert named.values() == ["one"]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/octet-stream", "image/png", "application/json", "text/html"]
)
def test_what_is_no_rdf_is_unsupported(named: Graph, media_type: str) -> None:
    for method in ("PUT", "POST"):
        refused = named.send(method, ONE, Content_Type=media_type)
        assert refused.status_code == 415
        assert "text/turtle" in refused.headers["accept-post"]


def test_another_charset_is_unsupported(named: Graph) -> None:
    assert (
        named.send("PUT", ONE.encode("utf-16"), Content_Type="text/turtle; charset=utf-16").status_code == 415
    )


def test_named_graphs_in_what_is_sent_are_refused(named: Graph) -> None:
    refused = named.send("PUT", '<urn:x> <urn:p> "one" <urn:other> .', Content_Type="application/n-quads")
    assert refused.status_code == 400


def test_the_default_graph(default: Graph) -> None:
    assert default.values() == ["d"]
    assert default.put(ONE).status_code == 204
    assert default.values() == ["one"]
    assert default.send("POST", TWO, Content_Type="text/turtle").status_code == 204
    assert default.values() == ["one", "two"]
    assert '"one"' in default.send("GET").text
    assert default.send("HEAD").status_code == 200
    assert default.send("DELETE").status_code == 204
    assert default.values() == []
    assert default.send("GET").status_code == 200


def test_the_default_graph_by_its_alias(client: httpx.Client) -> None:
    got = client.get("/store", params={"graph": "urn:x-legation:default-graph"})
    assert got.text == client.get("/store?default").text
    assert client.get("/store?default=").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/store?graph=relative",
        "/store?graph=",
        "/store?graph=urn:a&graph=urn:b",
        "/store?default&graph=urn:a",
        "/store?graph=urn:a%20b",
        "/store?graph=%FF",
    ],
)
def test_a_bad_name_is_refused(client: httpx.Client, address: str) -> None:
    for method in ("GET", "PUT", "DELETE"):
        refused = client.request(method, address, content=ONE, headers={**BEARER, **TURTLE})
        assert refused.status_code == 400
        assert refused.headers["content-type"] == PROBLEM


def test_post_to_the_store_makes_a_graph_with_a_new_name(client: httpx.Client) -> None:
    made = [client.post(path, content=ONE, headers={**BEARER, **TURTLE}) for path in ("/store", "/store/")]
    assert [each.status_code for each in made] == [201, 201]
    addresses = [each.headers["location"] for each in made]
    assert len({*addresses, str(client.base_url)}) == 3
    for address in addresses:
        assert '"one"' in client.get(address).text
        assert '"one"' in client.get("/store", params={"graph": address}).text
    assert client.post("/store", content=b"", headers={**BEARER, **TURTLE}).status_code == 204


def test_the_store_itself_is_not_put_or_deleted(client: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        refused = client.request(method, "/store", content=ONE, headers={**BEARER, **TURTLE})
        assert refused.status_code == 405
        assert "PUT" not in refused.headers["allow"]


def test_the_store_itself_can_be_read(client: httpx.Client) -> None:
    got = client.get("/store", headers={"Accept": "application/n-quads"})
    graphs = {str(quad.graph_name) for quad in parse(got.content, format=RdfFormat.N_QUADS)}
    assert {"<urn:g1>", "<urn:g2>", "DEFAULT"} <= graphs
    assert client.get("/store", headers={"Accept": "text/turtle"}).status_code == 406


def test_unknown_methods_are_not_allowed(graph: Graph) -> None:
    for method in ("PROPFIND", "COPY", "MKCOL"):
        refused = graph.send(method)
        assert refused.status_code == 405
        assert {"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"} <= set(refused.headers["allow"].split(", "))


def test_options_tell_what_can_be_done(graph: Graph) -> None:
    told = graph.client.options(graph.address)
    assert told.status_code == 204
    assert {"GET", "PUT", "POST", "DELETE", "PATCH"} <= set(told.headers["allow"].split(", "))
    assert "text/turtle" in told.headers["accept-post"]
    assert told.headers["accept-patch"] == "application/sparql-update"
