"""The installation says what it is: VoID and DCAT with true counts, examples that editors of SPARQL pick up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib.namespace import DCAT, DCTERMS, RDF, SH, VOID

import store
from ontology.names import LEG, PREFIXES
from queries.catalogue import catalogue
from server.linked import dataset, statistics
from tests import web
from tests.patience import wait_until
from tests.server.conftest import BASE, Server, Start, crowd, example, launch

VERSION = rdflib.URIRef(str(DCAT) + "version")
"""Of DCAT 3, which RDFLib's list of terms is too old for."""

DATASET = rdflib.URIRef("http://localhost:8000/.well-known/void#dataset")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("void") / "data"
    store.create(data, BASE, [*example(), *crowd(50)])
    running = launch(data)
    wait_until(lambda: (DATASET, VERSION, None) in void(running))
    yield running
    running.stop()


def void(server: Server) -> rdflib.Graph:
    response = web.get(server.url + "/.well-known/void", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return rdflib.Graph().parse(data=response.text, format="turtle")


def quads(server: Server) -> set[Quad]:
    with store.reading(server.data) as snapshot:
        return set(snapshot.store)


def test_the_counts_are_those_of_the_snapshot_that_is_named(server: Server) -> None:
    graph, held = void(server), quads(server)
    assert graph.value(DATASET, VERSION) == rdflib.Literal("1")
    assert graph.value(DATASET, VOID.triples) == rdflib.Literal(len(held))
    parts = {str(part): graph.value(part, VOID.triples) for part in graph.objects(DATASET, VOID.subset)}
    stated = {quad for quad in held if not isinstance(quad.graph_name, NamedNode)}
    assert parts[str(DATASET).replace("#dataset", "#stated")] == rdflib.Literal(len(stated))
    assert parts[str(DATASET).replace("#dataset", "#told")] == rdflib.Literal(len(held - stated))


def test_partitions_count_classes_and_properties_stated_and_told(server: Server) -> None:
    graph, held = void(server), quads(server)
    found = {}
    for part, partition in graph.subject_objects(VOID.classPartition):
        kind, entities = graph.value(partition, VOID["class"]), graph.value(partition, VOID.entities)
        found[str(part).rpartition("#")[2], str(kind)] = int(str(entities))
    claims = {quad.subject for quad in held if quad.object == NamedNode(LEG + "Claim")}
    assert found["stated", LEG + "Claim"] == len(claims)
    assert ("stated", LEG + "ArmsTransfer") not in found
    transfers = {quad.subject for quad in held if quad.object == NamedNode(LEG + "ArmsTransfer")}
    assert found["told", LEG + "ArmsTransfer"] == len(transfers)


def test_no_claims_graph_is_listed(server: Server) -> None:
    text = web.get(server.url + "/.well-known/void").text
    mentioned = {quad.graph_name.value for quad in quads(server) if isinstance(quad.graph_name, NamedNode)}
    assert sum(iri in text for iri in mentioned) <= 1  # as an example of a resource


def test_a_catalogue_finds_licence_service_and_downloads_that_work(server: Server) -> None:
    graph = void(server)
    assert (DATASET, RDF.type, DCAT.Dataset) in graph
    assert graph.value(DATASET, DCTERMS.license) is not None
    assert "read by software from 1 documents" in str(
        graph.value(graph.value(DATASET, DCTERMS.provenance), rdflib.RDFS.label)
    )
    downloads = [graph.value(each, DCAT.downloadURL) for each in graph.objects(DATASET, DCAT.distribution)]
    assert len(downloads) == 9
    for address in map(str, downloads):
        here = address.replace("http://localhost:8000", server.url)
        assert address.endswith("?snapshot=1")
        assert web.get(here).status_code == 200, address
    (service,) = graph.subjects(DCAT.servesDataset, DATASET)
    description = str(graph.value(service, DCAT.endpointDescription))
    told = web.get(
        description.replace("http://localhost:8000", server.url), headers={"Accept": "text/turtle"}
    )
    assert "sparql-service-description" in told.text
    for example_ in graph.objects(DATASET, VOID.exampleResource):
        assert web.get(server.url + "/resource", params={"iri": str(example_)}).status_code == 200


def test_descriptions_lead_to_the_dataset(server: Server) -> None:
    link = web.get(server.url + "/id/claim/7c1c97df17c06692.ttl").headers["link"]
    assert '</.well-known/void#dataset>; rel="http://rdfs.org/ns/void#inDataset"' in link


@pytest.mark.parametrize("accept", ["application/ld+json", "application/rdf+xml", "application/n-triples"])
def test_the_description_comes_in_other_formats_and_is_known_again(server: Server, accept: str) -> None:
    address = server.url + "/.well-known/void"
    response = web.get(address, headers={"Accept": accept})
    kind = RdfFormat.from_media_type(accept)
    assert kind is not None
    assert len(set(parse(response.content, format=kind))) == len(void(server))
    again = web.get(address, headers={"Accept": accept, "If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    assert web.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_editors_find_prefixes_and_questions_that_run(server: Server) -> None:
    response = web.get(server.url + "/queries.ttl")
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    declared = {
        str(graph.value(each, SH.prefix)): str(graph.value(each, SH.namespace))
        for each in graph.objects(None, SH.declare)
    }
    assert declared == PREFIXES
    found = list(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(found) == len(catalogue())
    for each in found:
        assert (each, RDF.type, SH.SPARQLSelectExecutable) in graph
        assert web.get(str(each).replace("http://localhost:8000", server.url)).status_code in (200, 400)
        text = str(graph.value(each, SH.select))
        if "SERVICE" not in text:
            Store().query(text)  # with the prefixes that it declares itself
    assert web.get(server.url + "/queries.docx").status_code == 404


def test_a_new_snapshot_is_counted_in_its_turn(start: Start) -> None:
    server = start(licence="https://licences.example/house")
    assert void(server).value(DATASET, DCTERMS.license) == rdflib.URIRef("https://licences.example/house")
    wait_until(lambda: (DATASET, VERSION, rdflib.Literal("1")) in void(server))
    before = int(str(void(server).value(DATASET, VOID.triples)))
    with store.writing(server.data) as commit:
        commit.store.update("INSERT DATA { <urn:new> <urn:p> 1 }")
    wait_until(lambda: (DATASET, VERSION, rdflib.Literal("2")) in void(server))
    assert int(str(void(server).value(DATASET, VOID.triples))) == before + 1


def test_before_anything_is_counted_what_holds_for_all_snapshots_is_told() -> None:
    told = list(dataset.describe(BASE, None))
    assert any(triple.predicate.value == str(VOID.sparqlEndpoint) for triple in told)
    assert not any(triple.predicate.value == str(VOID.triples) for triple in told)


def test_what_was_copied_from_wikidata_is_no_claim() -> None:
    graph = Store()
    graph.extend(example())
    before = statistics.count(graph, 1, BASE)
    item = NamedNode(PREFIXES["wd"] + "Q423")
    graph.add(Quad(item, NamedNode("urn:p"), item, NamedNode(BASE + "wikidata")))
    after = statistics.count(graph, 1, BASE)
    assert after.told_properties == before.told_properties
    assert after.quads == before.quads + 1
