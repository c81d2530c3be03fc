"""Every IRI of the installation leads somewhere."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

import store
from ontology.names import LEG, PREFIXES
from server.description import describe
from server.notation import FORMATS, serialise
from tests.server.conftest import BASE, Server, Start, example

CLAIM = "claim/7c1c97df17c06692"
EVENT = "event/arms-transfer-north-korea-russia-2023-11-2c3d4e5f"
SUPPLIER = NamedNode(LEG + "supplier")
NORTH_KOREA = NamedNode(PREFIXES["actor"] + "north-korea")


def get(server: Server, path: str, accept: str = "*/*") -> httpx.Response:
    return httpx.get(server.url + path, headers={"Accept": accept})


@pytest.mark.parametrize(
    "path", [f"/id/{CLAIM}", f"/id/{EVENT}", f"/resource?iri={PREFIXES['actor']}south-korea"]
)
@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("*/*", RdfFormat.TURTLE),
    ],
)
def test_an_iri_answers_in_the_format_that_accept_prefers(
    server: Server, path: str, accept: str, format: RdfFormat
) -> None:
    response = get(server, path, accept)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == format.media_type
    assert len(list(parse(response.content, format=format))) > 3


def test_an_iri_answers_by_suffix_whatever_accept_says(server: Server) -> None:
    for suffix, media_type in {
        ".ttl": "text/turtle",
        ".jsonld": "application/ld+json",
        ".nt": "application/n-triples",
        ".html": "text/html",
    }.items():
        response = get(server, f"/id/{CLAIM}{suffix}", "image/png")
        assert response.headers["content-type"].partition(";")[0] == media_type


def test_a_claims_address_without_fragment_tells_the_claim_and_what_it_says(server: Server) -> None:
    quads = list(parse(get(server, f"/id/{CLAIM}").content, format=RdfFormat.TURTLE))
    claim = NamedNode(f"{BASE}{CLAIM}#claim")
    assert any(quad.subject == claim and quad.predicate == NamedNode(LEG + "stance") for quad in quads)
    assert any(quad.predicate == SUPPLIER and quad.object == NORTH_KOREA for quad in quads)
    assert any(quad.predicate == NamedNode(PREFIXES["oa"] + "exact") for quad in quads)
    assert any(quad.predicate == NamedNode(PREFIXES["dct"] + "title") for quad in quads)
    assert any(quad.subject == NORTH_KOREA for quad in quads)


def test_an_events_claims_stay_in_their_graphs_or_out_of_the_answer(server: Server) -> None:
    quads = list(parse(get(server, f"/id/{EVENT}.trig").content, format=RdfFormat.TRIG))
    telling = {quad.graph_name for quad in quads if quad.predicate == SUPPLIER}
    assert len(telling) == 2
    assert DefaultGraph() not in telling
    turtle = list(parse(get(server, f"/id/{EVENT}.ttl").content, format=RdfFormat.TURTLE))
    assert not any(quad.predicate == SUPPLIER for quad in turtle)
    assert any(quad.predicate == NamedNode(LEG + "about") for quad in turtle)


def test_people_get_a_page_with_quotes_and_links(server: Server) -> None:
    page = get(server, f"/id/{EVENT}", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert page.headers["content-type"].startswith("text/html")
    assert "South Korea accuses the North" in page.text
    assert f'href="/id/{CLAIM}#claim"' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    claim = get(server, f"/id/{CLAIM}", "text/html").text
    assert "alleges" in claim
    assert "South Korea" in claim


def test_what_is_not_known_is_said_not_to_be(server: Server) -> None:
    for accept in ("text/turtle", "text/html"):
        response = get(server, "/id/claim/0000", accept)
        assert response.status_code == 404
        assert "claim/0000" in response.text
    assert get(server, f"/id/{CLAIM}", "image/png").status_code == 406


def test_a_description_is_known_again_by_its_etag(server: Server) -> None:
    first = get(server, f"/id/{CLAIM}.ttl")
    headers = {"If-None-Match": first.headers["etag"]}
    assert httpx.get(f"{server.url}/id/{CLAIM}.ttl", headers=headers).status_code == 304
    assert httpx.head(f"{server.url}/id/{CLAIM}.ttl").headers["etag"] == first.headers["etag"]


def test_a_retired_event_leads_to_the_one_that_took_over(start: Start) -> None:
    server = start()
    with store.writing(server.data) as commit:
        replaced = NamedNode(PREFIXES["dct"] + "isReplacedBy")
        commit.store.add(Quad(NamedNode(BASE + "event/retired"), replaced, NamedNode(BASE + EVENT)))
    response = get(server, "/id/event/retired")
    while response.status_code == 404:  # until the server has switched
        response = get(server, "/id/event/retired")
    assert response.status_code == 301
    assert response.headers["location"] == f"/id/{EVENT}"


def test_markup_in_the_graph_stays_text(start: Start) -> None:
    server = start()
    with store.writing(server.data) as commit:
        text = 'INSERT DATA { <%sactor/x> rdfs:label "<script>alert(1)</script>"; rdfs:seeAlso <javascript:alert(1)> }'
        commit.store.update(text % BASE, prefixes=PREFIXES)
    while (page := get(server, "/id/actor/x.html")).status_code == 404:
        pass
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert 'href="javascript' not in page.text


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_description_is_the_same_bytes_each_time(format: str) -> None:
    graph = Store()
    graph.extend(example())
    description = describe(graph, BASE + CLAIM)
    assert description is not None
    assert description.iri == f"{BASE}{CLAIM}#claim"
    written = serialise(description, format)
    assert written == serialise(description, format)
    assert list(parse(written, format=FORMATS[format]))


def test_nothing_is_described_that_nobody_mentions() -> None:
    graph = Store()
    graph.extend(example())
    assert describe(graph, BASE + "claim/none") is None
