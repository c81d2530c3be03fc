"""SPARQL 1.1 Graph Store HTTP Protocol: forms, conditions, patches, and bodies that mean harm."""

from __future__ import annotations

import gzip

import httpx
import pytest

from tests.server.conformance.asking import BEARER
from tests.server.conformance.graph import ONE, PERSON, TWO, WRITTEN, Graph


def test_a_form_brings_several_files(graph: Graph) -> None:
    files = [
        ("f", ("one.ttl", ONE, "text/turtle")),
        ("f", ("two", WRITTEN["application/rdf+xml"].replace(">one<", ">two<"), "application/rdf+xml")),
        ("f", ("three.nt", ONE.replace("one", "drei ü"), "application/octet-stream")),
    ]
    sent = graph.client.post(graph.address, files=files, headers=BEARER)
    assert sent.status_code == 201, sent.text
    assert graph.values() == ["drei ü", "one", "two"]


def test_a_bad_form_is_refused(named: Graph) -> None:
    bad = {"Content-Type": "multipart/form-data; boundary=x", **BEARER}
    assert named.client.post(named.address, content=b"no parts", headers=bad).status_code == 400
    for name, data, status in (("a.ttl", "<urn:x> .", 400), ("a.png", ONE, 415), ("a", ONE, 415)):
        files = [("f", (name, data, "application/octet-stream"))]
        assert named.client.post(named.address, files=files, headers=BEARER).status_code == status
    assert named.send("GET").status_code == 404


def test_relative_iris_are_resolved_against_the_graph(client: httpx.Client) -> None:
    graph = Graph(client, "direct", f"{client.base_url}/store/people/alice")
    graph.put("<> <friend> <#me> .")
    line = graph.send("GET", Accept="application/n-triples").text
    base = f"{client.base_url}/store/people/"
    assert line == f"<{base}alice> <{base}friend> <{base}alice#me> .\n"


def test_blank_nodes_get_names_of_their_own(named: Graph) -> None:
    for _ in range(2):
        named.send("POST", "_:a <urn:p> _:a .", Content_Type="text/turtle")
    names = named.values()
    assert len(set(names)) == 2
    assert all(name.startswith("http://localhost:8000/id/.well-known/genid/") for name in names)
    named.put(PERSON)
    assert named.send("GET", Accept="application/n-triples").text.count("genid") == 2


def test_a_body_may_be_compressed(named: Graph) -> None:
    assert named.put(gzip.compress(ONE.encode()), Content_Encoding="gzip").status_code == 201
    assert named.values() == ["one"]
    assert named.put(b"no gzip", Content_Encoding="gzip").status_code == 400
    assert named.put(gzip.compress(ONE.encode())[:-4], Content_Encoding="gzip").status_code == 400
    assert named.put(ONE, Content_Encoding="br").status_code == 415
    bomb = named.put(gzip.compress(b"#" * 100_000_000), Content_Encoding="gzip")
    assert bomb.status_code == 413


def test_conditions_are_kept(named: Graph) -> None:
    assert named.put(ONE, If_Match="*").status_code == 412
    assert named.put(ONE, If_None_Match="*").status_code == 201
    assert named.put(TWO, If_None_Match="*").status_code == 412
    etag = named.send("GET").headers["etag"]
    assert named.send("GET", If_None_Match=etag).status_code == 304
    assert named.put(TWO, If_Match=etag).status_code == 204
    assert named.put(ONE, If_Match=etag).status_code == 412
    assert named.send("DELETE", If_Match=etag).status_code == 412
    assert named.values() == ["two"]


PATCH = {"Content_Type": "application/sparql-update"}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT DATA { <urn:x> <urn:p> 'two' }", ["one", "two"]),
        ("DELETE DATA { <urn:x> <urn:p> 'one' }", []),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p 'three' } WHERE { ?s ?p ?o }", ["three"]),
        ("INSERT DATA { GRAPH <GRAPH> { <urn:x> <urn:p> 'two' } }", ["one", "two"]),
        ("WITH <GRAPH> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", []),
    ],
)
def test_a_patch_is_an_update_of_its_graph(graph: Graph, update: str, expected: list[str]) -> None:
    graph.put()
    patched = graph.send("PATCH", update.replace("GRAPH>", f"{graph.iri}>"), **PATCH)
    assert patched.status_code == 204, patched.text
    assert graph.values() == expected


def test_a_patch_changes_no_other_graph(named: Graph, default: Graph) -> None:
    named.put()
    for graph in (named, default):
        beyond = graph.send("PATCH", "INSERT DATA { GRAPH <urn:beyond> { <urn:x> <urn:p> 1 } }", **PATCH)
        assert beyond.status_code == 422
    assert default.send("PATCH", "CLEAR ALL", **PATCH).status_code == 422
    assert default.send("PATCH", "INSERT DATA { <urn:x> <urn:p> 'new' }", **PATCH).status_code == 204
    assert (default.values(), named.values()) == (["d", "new"], ["one"])


def test_a_bad_patch_is_refused(named: Graph) -> None:
    named.put()
    assert named.send("PATCH", "INSERT", **PATCH).json()["line"] == 1
    assert named.send("PATCH", "LOAD <http://127.0.0.1:9/>", **PATCH).status_code == 400
    wrong = named.send("PATCH", ONE, Content_Type="text/turtle")
    assert (wrong.status_code, wrong.headers["accept-patch"]) == (415, "application/sparql-update")
    assert named.values() == ["one"]


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'http://127.0.0.1:9/'>]>",
        '<!DOCTYPE r [<!ENTITY x PUBLIC "a" "file:///etc/passwd">]>',
    ],
)
def test_rdf_xml_reads_no_external_entities(named: Graph, data: str) -> None:
    document = data + WRITTEN["application/rdf+xml"].replace(">one<", ">&x;<")
    assert named.send("PUT", document, Content_Type="application/rdf+xml").status_code == 400


def test_rdf_xml_does_not_swell(named: Graph) -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a0 "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        + "]>"
    )
    document = bomb + WRITTEN["application/rdf+xml"].replace(">one<", ">&a9;<")
    assert named.send("PUT", document, Content_Type="application/rdf+xml").status_code in (400, 503)
    assert named.put().status_code == 201


def test_json_ld_reads_no_context_from_elsewhere(named: Graph) -> None:
    document = '{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "urn:x", "p": "one"}'
    assert named.send("PUT", document, Content_Type="application/ld+json").status_code == 400
