"""Every IRI of the installation leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import quote

import httpx
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

import store
from ontology import schema
from ontology.names import LEG, PREFIXES
from ontology.schema import ONTOLOGY
from server.resources.description import describe
from server.resources.notation import FORMATS, serialise
from tests import web
from tests.patience import wait_until
from tests.server.conftest import BASE, Server, example, launch

CLAIM = "claim/7c1c97df17c06692"
EVENT = "event/arms-transfer-north-korea-russia-2023-11-2c3d4e5f"
SUPPLIER = NamedNode(LEG + "supplier")
NORTH_KOREA = NamedNode(PREFIXES["actor"] + "north-korea")


def get(server: Server, path: str, accept: str = "*/*") -> httpx.Response:
    return web.get(server.url + path, headers={"Accept": accept})


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
    assert web.get(f"{server.url}/id/{CLAIM}.ttl", headers=headers).status_code == 304
    assert web.head(f"{server.url}/id/{CLAIM}.ttl").headers["etag"] == first.headers["etag"]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has just seen that an event was retired, and an actor who is called by markup."""
    data = tmp_path_factory.mktemp("changed") / "data"
    store.create(data, BASE, example())
    running = launch(data)
    with store.writing(data) as commit:
        replaced = NamedNode(PREFIXES["dct"] + "isReplacedBy")
        commit.store.add(Quad(NamedNode(BASE + "event/retired"), replaced, NamedNode(BASE + EVENT)))
        text = 'INSERT DATA { <%sactor/x> rdfs:label "<script>alert(1)</script>"; rdfs:seeAlso <javascript:alert(1)> }'
        commit.store.update(text % BASE, prefixes=PREFIXES)
    wait_until(lambda: get(running, "/id/event/retired").status_code != 404)
    yield running
    running.stop()


def test_a_retired_event_leads_to_the_one_that_took_over(changed: Server) -> None:
    response = get(changed, "/id/event/retired")
    assert response.status_code == 301
    assert response.headers["location"] == f"/id/{EVENT}"


def test_markup_in_the_graph_stays_text(changed: Server) -> None:
    page = get(changed, "/id/actor/x.html")
    assert page.status_code == 200
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


def links_of(response: httpx.Response) -> dict[str, list[str]]:
    """Addresses by relation, as a client reads the Link field."""
    found: dict[str, list[str]] = {}
    for link in httpx.Response(200, headers={"link": response.headers["link"]}).headers["link"].split(", <"):
        address, _, parameters = link.removeprefix("<").partition(">")
        relation = parameters.partition('rel="')[2].partition('"')[0]
        found.setdefault(relation, []).append(address)
    return found


@pytest.mark.parametrize(
    "path", [f"/id/{CLAIM}", "/legation/actor/south-korea", "/resource?iri=urn%3As%3A7", "/ontology"]
)
def test_every_alternate_that_a_description_names_answers(server: Server, path: str) -> None:
    response = get(server, path)
    assert response.headers["vary"].startswith("Accept")
    links = links_of(response)
    assert len(links["alternate"]) == 7
    kinds = set()
    for address in [*links["alternate"], *links["describedby"]]:
        other = get(server, address, "image/png")
        assert other.status_code == 200, address
        assert other.headers["etag"]
        kinds.add(other.headers["content-type"].partition(";")[0])
    assert len(kinds) == 7
    head = web.head(server.url + path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == response.headers["etag"]


def test_the_authoritys_iris_are_answered_by_this_server(server: Server) -> None:
    page = get(server, f"/id/{CLAIM}.html").text
    assert 'href="/legation/actor/north-korea"' in page
    assert 'href="/legation/ontology#alleges"' in page
    turtle = get(server, "/legation/actor/north-korea.ttl")
    assert turtle.status_code == 200
    assert any(quad.subject == NORTH_KOREA for quad in parse(turtle.content, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/id/claim/0000", "there is no claim of that name"),
        ("/id/thing/0000", "comes one of document/, claim/, event/, actor/, place/, materiel/"),
        ("/legation/place/nowhere", "the authority of this installation has no place of that name"),
        ("/resource?iri=https://example.org/", "the IRIs of this installation begin with " + BASE),
        ("/ontology/Unheard", "The ontology has no term 'Unheard'"),
        ("/ontology.docx", "The ontology is not written as .docx"),
    ],
)
def test_a_404_says_what_there_is_not(server: Server, path: str, reason: str) -> None:
    response = get(server, path, "application/json")
    assert response.status_code == 404
    assert reason in response.json()["detail"]


def test_a_page_is_known_again_and_is_not_its_data(server: Server) -> None:
    page, data = get(server, f"/id/{EVENT}.html"), get(server, f"/id/{EVENT}.nq")
    assert page.headers["etag"] != data.headers["etag"]
    again = web.get(page.url, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_retired_events_data_leads_to_the_data_of_the_other(changed: Server) -> None:
    assert get(changed, "/id/event/retired.jsonld").status_code == 301
    with web.client(base_url=changed.url, follow_redirects=True) as client:
        found = client.get("/id/event/retired.jsonld")
    assert found.headers["content-type"] == "application/ld+json"
    assert found.url.path == f"/id/{EVENT}.jsonld"


CROWDED = NamedNode(PREFIXES["actor"] + "crowded")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose one actor makes 120 claims."""
    data = tmp_path_factory.mktemp("crowded") / "data"
    quads = [Quad(CROWDED, NamedNode(PREFIXES["rdfs"] + "label"), Literal("Crowded", language="en"))]
    for number in range(120):
        claim = NamedNode(f"{BASE}claim/{number:04}#claim")
        quads.append(Quad(claim, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(LEG + "Claim")))
        quads.append(Quad(claim, NamedNode(LEG + "claimant"), CROWDED))
    store.create(data, BASE, quads)
    running = launch(data)
    yield running
    running.stop()


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld", "rdf", "trig", "nq", "html"])
def test_a_long_description_is_turned_page_by_page(crowded: Server, format: str) -> None:
    address: str | None = f"/legation/actor/crowded.{format}"
    seen: list[int] = []
    pages = 0
    while address is not None:
        response = get(crowded, address)
        found = {int(number) for number in re.findall(r"claim/(\d{4})(?:\\?#|&quot;)claim", response.text)}
        assert found and not found & set(seen)
        seen += found
        links = links_of(response)
        address = links["next"][0] if "next" in links else None
        pages += 1
        if pages > 1:
            assert links["first"] == [f"/legation/actor/crowded.{format}"]
            before = get(crowded, links["prev"][0])
            assert links_of(before)["next"] == [str(response.url.raw_path, "ascii")]
    assert pages == 5
    assert sorted(seen) == list(range(120))


class Counting:
    """A store that counts what it is asked."""

    def __init__(self, graph: Store) -> None:
        self._graph = graph
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        self.asked.append(name)
        return getattr(self._graph, name)


def test_a_page_takes_one_query_however_many_claims_there_are(crowded: Server) -> None:
    with store.reading(crowded.data) as snapshot:
        for page in (1, 2):
            counting = Counting(snapshot.store)
            description = describe(cast(Store, counting), CROWDED.value, page)
            assert description is not None and description.more
            assert counting.asked.count("query") == 1
            assert len(counting.asked) < 8 * 25, "look-ups grow with what is shown, not with what there is"


@pytest.mark.parametrize("path", [f"/id/{CLAIM}", f"/id/{EVENT}"])
def test_a_description_in_json_ld_is_the_same_graph_for_other_readers(server: Server, path: str) -> None:
    content = get(server, f"{path}.jsonld").content
    dataset = rdflib.Dataset().parse(data=content, format="json-ld")
    quads = set(parse(get(server, f"{path}.nq").content, format=RdfFormat.N_QUADS))
    assert set(parse(content, format=RdfFormat.JSON_LD)) == quads
    assert len(list(dataset.quads())) == len(quads)
    claim = next(node for node in json.loads(content)["@graph"] if node.get("type") == "Claim")
    assert claim["claimant"]["name"] and claim["says"][0]["type"]


def test_a_page_that_cannot_be_is_refused(crowded: Server) -> None:
    for number in ("0", "-1", "9999999999"):
        assert get(crowded, f"/legation/actor/crowded?page={number}").status_code == 400
    assert get(crowded, "/legation/actor/crowded?page=99").status_code == 200


def test_the_command_line_describes_all_at_once(crowded: Server) -> None:
    with store.reading(crowded.data) as snapshot:
        description = describe(snapshot.store, CROWDED.value)
    assert description is not None and not description.more
    assert len({quad.subject for quad in description.quads}) == 121


def test_the_ontology_is_a_page_a_picture_and_data(server: Server) -> None:
    page = get(server, "/legation/ontology", "text/html").text
    for name in sorted(schema.terms()):
        assert f'<section id="{name}">' in page, name
    lines = set(re.findall(r'<a href="#(\w+)"><text x', page))
    assert {"about", "claimant", "evidence", "derivedFrom", "stance", "participant", "materiel"} <= lines
    assert {"↻ contradicts", "↻ partOf"} <= set(re.findall("↻ \\w+", page))
    whole = set(parse(path=ONTOLOGY, format=RdfFormat.TURTLE))
    for suffix, format in (
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ):
        assert len(set(parse(get(server, f"/ontology.{suffix}").content, format=format))) == len(whole)


def test_a_term_is_answered_alone_or_where_it_stands(server: Server) -> None:
    turtle = get(server, "/legation/ontology/alleges.ttl")
    subjects = {quad.subject for quad in parse(turtle.content, format=RdfFormat.TURTLE)}
    assert subjects == {NamedNode(LEG + "alleges")}
    page = get(server, "/legation/ontology/alleges", "text/html")
    assert (page.status_code, page.headers["location"]) == (303, "/ontology#alleges")
    term = get(server, "/resource?iri=" + quote(LEG + "ArmsTransfer"), "text/turtle")
    assert "subClassOf" in term.text
    assert get(server, "/legation/ontology/0.1.0", "text/turtle").content == ONTOLOGY.read_bytes()


@pytest.mark.parametrize("path", ["/context.jsonld", "/legation/context.jsonld"])
def test_any_page_may_load_the_context_and_keep_it(server: Server, path: str) -> None:
    response = web.get(server.url + path, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["content-type"] == "application/ld+json"
    assert response.headers.get_list("access-control-allow-origin") == ["*"]
    assert "max-age=86400" in response.headers["cache-control"]
    assert response.json()["@context"]["leg"] == LEG
    other = web.get(f"{server.url}/ontology.ttl", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in other.headers
