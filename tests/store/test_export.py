"""What is exported is everything, in every format."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

import store
from ontology.names import LEG, RDF
from store import bulk, export
from store.bulk import FORMATS as SYNTAXES
from store.export import order
from store.reification import reify, unreify
from tests.store.facts import BASE, contents, names, quads, told

CLAIM = NamedNode(f"{BASE}claim/3f9c#claim")
EVENT = NamedNode(f"{BASE}event/arms-transfer-1")
SUPPLIER = Quad(
    EVENT, NamedNode(f"{LEG}supplier"), NamedNode("https://w3id.org/legation/actor/north-korea"), CLAIM
)
LOSSLESS = ["nquads", "trig", "turtle", "jsonld", "ntriples"]
"""RDF/XML holds all but what XML can't."""

ABOUT = Quad(CLAIM, NamedNode(f"{LEG}about"), EVENT)


def dumped(source: Store, format: str) -> bytes:
    output = io.BytesIO()
    export.dump(source, output, format)
    return output.getvalue()


def read_back(content: bytes, format: str) -> set[Quad]:
    """The quads of an export; those of formats without graphs by way of their statements."""
    syntax = SYNTAXES[format]
    read = parse(content, syntax)
    return set(read if syntax.supports_datasets else unreify(read))


@pytest.mark.parametrize("format", LOSSLESS)
@given(some=st.lists(quads, max_size=12))
def test_every_format_gives_back_every_quad(format: str, some: list[Quad]) -> None:
    source = Store()
    source.extend(some)
    assert read_back(dumped(source, format), format) == set(source)


@given(some=st.lists(quads, max_size=8), again=st.data())
def test_statements_are_read_in_any_order(some: list[Quad], again: st.DataObject) -> None:
    triples = [Quad(*triple) for triple in reify(set(some))]
    assert set(unreify(again.draw(st.permutations(triples)))) == set(some)


@given(some=st.lists(quads, max_size=6))
def test_an_export_of_an_export_is_exact_too(some: list[Quad]) -> None:
    once = {Quad(*triple) for triple in reify(some)}
    both = once | set(some)
    assert set(unreify(Quad(*triple) for triple in reify(both))) == both


def test_a_claim_never_becomes_a_fact_in_turtle() -> None:
    source = Store()
    source.extend([SUPPLIER, ABOUT])
    graph = rdflib.Graph().parse(data=dumped(source, "turtle"), format="turtle")
    event, leg = rdflib.URIRef(EVENT.value), rdflib.Namespace(LEG)
    assert (event, leg.supplier, None) not in graph
    assert (rdflib.URIRef(CLAIM.value), leg.about, event) in graph
    (statement,) = graph.subjects(leg.toldIn, rdflib.URIRef(CLAIM.value))
    assert str(statement).startswith(f"{CLAIM.value}-statement-")
    assert set(graph.predicate_objects(statement)) == {
        (rdflib.RDF.type, rdflib.RDF.Statement),
        (rdflib.RDF.subject, event),
        (rdflib.RDF.predicate, leg.supplier),
        (rdflib.RDF.object, rdflib.URIRef("https://w3id.org/legation/actor/north-korea")),
        (leg.toldIn, rdflib.URIRef(CLAIM.value)),
    }


@pytest.mark.parametrize("format", ["turtle", "ntriples"])
def test_rdflib_reads_the_same_claims_from_the_statements(format: str) -> None:
    source = Store()
    source.extend([*told(1), *told(2), ABOUT, SUPPLIER])
    graph = rdflib.Graph().parse(data=dumped(source, format), format=export.FORMATS[format].media_type)
    rows = graph.query(
        "SELECT ?s ?p ?o ?g { [] a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; leg:toldIn ?g }",
        initNs={"leg": LEG, "rdf": RDF},
    )
    assert {tuple(term.n3() for term in row) for row in rows} == {  # type: ignore[union-attr]
        tuple(map(str, quad)) for quad in [*told(1), *told(2), SUPPLIER]
    }


@pytest.mark.parametrize("format", ["trig", "nquads"])
def test_rdflib_reads_the_named_graphs(format: str) -> None:
    source = Store()
    source.extend([*told(1), SUPPLIER, ABOUT])
    dataset = rdflib.Dataset()
    dataset.parse(data=dumped(source, format), format=export.FORMATS[format].media_type)
    assert len(dataset.graph(rdflib.URIRef(CLAIM.value))) == 1
    assert len(list(dataset.quads())) == 22


@pytest.mark.parametrize("format", [*LOSSLESS, "rdfxml"])
def test_what_one_installation_exports_another_can_import(data: Path, tmp_path: Path, format: str) -> None:
    everything = {*told(1), *told(2), SUPPLIER, ABOUT}
    with store.writing(data) as change:
        change.store.extend(everything)
    store.create(tmp_path / "other", "https://other.example/")
    with store.reading(data) as snapshot:
        suffix = export.FORMATS[format].suffix
        export.dump_to(snapshot.store, tmp_path / f"all.{suffix}", format)
    bulk.load(tmp_path / "other", tmp_path / f"all.{suffix}")
    assert contents(tmp_path / "other") == everything


def test_blank_nodes_of_an_update_survive_as_graphs_and_terms() -> None:
    node = BlankNode("a")
    source = Store()
    source.add(Quad(node, NamedNode(f"{LEG}purpose"), Literal("x"), BlankNode("g")))
    for format in ("turtle", "ntriples", "trig", "nquads"):
        (quad,) = read_back(dumped(source, format), format)
        assert (quad.subject, quad.graph_name) == (node, BlankNode("g"))


def test_foreign_statements_pass_as_they_are() -> None:
    foreign = [
        Quad(EVENT, NamedNode(f"{RDF}type"), NamedNode(f"{RDF}Statement")),
        Quad(EVENT, NamedNode(f"{RDF}subject"), Literal("no node")),
        Quad(EVENT, NamedNode(f"{RDF}predicate"), SUPPLIER.predicate),
        Quad(EVENT, NamedNode(f"{RDF}object"), EVENT),
        Quad(EVENT, NamedNode(f"{RDF}object"), CLAIM),
        Quad(EVENT, NamedNode(f"{LEG}toldIn"), CLAIM),
    ]
    assert set(unreify(foreign)) == set(foreign)


def test_the_same_store_gives_the_same_statements() -> None:
    source, other = Store(), Store()
    source.extend([*told(1), SUPPLIER])
    other.extend([SUPPLIER, *reversed(told(1))])
    assert sorted(dumped(source, "ntriples").splitlines()) == sorted(dumped(other, "ntriples").splitlines())


def test_an_export_appears_when_it_is_complete(tmp_path: Path) -> None:
    source = Store()
    source.add(SUPPLIER)
    export.dump_to(source, tmp_path / "all.nq", "nquads")
    assert (tmp_path / "all.nq").read_text() == f"{SUPPLIER} .\n"
    with pytest.raises(store.StoreError, match="unknown format 'xls': choose one of nquads, trig, "):
        export.dump_to(source, tmp_path / "all.nq", "xls")
    with pytest.raises(store.StoreError, match=r"cannot write to .*none/all\.nq: No such file"):
        export.dump_to(source, tmp_path / "none" / "all.nq", "nquads")
    assert names(tmp_path) == ["all.nq"]


class GoneError(Exception):
    pass


class Leaver(io.RawIOBase):
    """A reader who goes away in the middle."""

    received = 0

    def write(self, content: object) -> int:
        self.received += len(bytes(content))  # type: ignore[call-overload]
        if self.received > 100_000:
            raise GoneError
        return len(bytes(content))  # type: ignore[call-overload]


@pytest.mark.parametrize("format", [*LOSSLESS, "rdfxml"])
def test_an_export_streams_and_ends_when_its_reader_leaves(format: str) -> None:
    source = Store()
    source.bulk_extend(quad for batch in range(1000) for quad in told(batch))
    leaver = Leaver()
    tracemalloc.start()
    with pytest.raises(GoneError):
        export.dump(source, leaver, format)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert leaver.received < 200_000
    assert peak < 1_000_000


def test_names_are_sorted_in_portions_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Store()
    source.extend(quad for batch in range(50) for quad in told(batch, count=3))
    at_once = dumped(source, "trig")
    monkeypatch.setattr(order, "_PORTION", 7)
    assert dumped(source, "trig") == at_once


def test_what_xml_cannot_hold_is_named() -> None:
    source = Store()
    source.add(Quad(EVENT, NamedNode("urn:x:1"), EVENT))
    with pytest.raises(store.StoreError, match=r"can't write the property <urn:x:1>: choose another format"):
        dumped(source, "rdfxml")
    source = Store()
    source.add(Quad(EVENT, NamedNode(f"{LEG}purpose"), Literal("a\x01b")))
    with pytest.raises(store.StoreError, match=r"can't write the character U\+0001 in .*purpose"):
        dumped(source, "rdfxml")


@given(some=st.lists(quads, max_size=8))
def test_triple_terms_of_rdf_12_are_read_back(some: list[Quad]) -> None:
    graph = Store()
    graph.extend(some)
    output = io.BytesIO()
    export.dump(export.source(graph, rdf12=True), output, "turtle")
    assert set(unreify(parse(output.getvalue(), RdfFormat.TURTLE))) == set(graph)
    told_somewhere = any(quad.graph_name != DefaultGraph() for quad in graph)
    assert (b"<<(" in output.getvalue()) or not told_somewhere
