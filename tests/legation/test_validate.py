"""`legation validate`: faults that lie in a store are found wherever they lie, and the referee finds the same."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import store
from legation.validation import documents, faults, strays
from ontology import shapes
from ontology.names import LEG, PREFIXES, RDFS
from ontology.shapes import Fault
from tests.ontology.referee import check_with_pyshacl
from tests.ontology.test_shapes import EXAMPLE, PLANTED

BASE = "http://localhost:8000/id/"
DOCUMENT = "document:the-moscow-times-2023-11-15-1a2b3c4d"
CLAIM = "<http://localhost:8000/id/claim/7c1c97df17c06692#claim>"
EVIDENCE = "<http://localhost:8000/id/claim/7c1c97df17c06692#evidence>"
PROLOGUE = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {
        **PREFIXES,
        **{name: f"{BASE}{name}/" for name in ("document", "claim", "event")},
        "thing": f"{BASE}actor/",
    }.items()
)


def quads(text: str, number: int = 0) -> list[Quad]:
    """The worked example, or another of its kind under a base of its own."""
    if number:
        text = text.replace(BASE, f"{BASE}{number}/")
    return list(parse(text.encode(), format=RdfFormat.TRIG))


def found(data: Path) -> set[Fault]:
    with store.reading(data) as snapshot:
        graph = snapshot.store
        told = [fault for document in documents(graph) for fault in faults(graph, document)]
        return {*told, *strays(graph)}


def shacl(found: Iterable[Fault]) -> set[Fault]:
    """Without what no shape can see, as it lies between the graphs."""
    return {
        fault
        for fault in found
        if "claim's graph" not in fault.message and "named graph" not in fault.message
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store.create(tmp_path / "data", BASE, quads(EXAMPLE))
    return tmp_path / "data"


def test_the_example_is_valid(data: Path) -> None:
    assert found(data) == set()


def test_each_documents_fault_is_found_among_many_documents_and_no_other(tmp_path: Path) -> None:
    expected: set[Fault] = set()
    stored: list[Quad] = []
    for number, (_, old, new, _, _) in enumerate(PLANTED, start=1):
        theirs = quads(EXAMPLE.replace(old, new, 1), number)
        expected |= set(shapes.check(theirs))
        stored += theirs + quads(EXAMPLE, number + 100)
    store.create(tmp_path / "data", BASE, stored)
    assert len(expected) >= len(PLANTED)
    assert found(tmp_path / "data") == expected


# What is wrong in the store · the update that brings it about · what one of the faults says.
STORED = [
    (
        "a claim of no document",
        f"DELETE DATA {{ {CLAIM} leg:derivedFrom {DOCUMENT} }}",
        "exactly one document",
    ),
    (
        "a claim of two documents",
        f"INSERT DATA {{ {CLAIM} leg:derivedFrom document:other . document:other a leg:NewsArticle }}",
        "exactly one document",
    ),
    (
        "a claim of what is no document",
        f"DELETE DATA {{ {CLAIM} leg:derivedFrom {DOCUMENT} }} ; INSERT DATA {{ {CLAIM} leg:derivedFrom thing:x }}",
        "exactly one document",
    ),
    (
        "a document without a key",
        f"DELETE WHERE {{ {DOCUMENT} dct:identifier ?key }}",
        "A document has one key.",
    ),
    ("a document without a type", f"DELETE DATA {{ {DOCUMENT} a leg:NewsArticle }}", "exactly one document"),
    ("a document that is gone", f"DELETE WHERE {{ {DOCUMENT} ?p ?o }}", "exactly one document"),
    (
        "a document of two kinds, and of no title",
        f"INSERT DATA {{ {DOCUMENT} a leg:OfficialDocument }} ; DELETE WHERE {{ {DOCUMENT} dct:title ?title }}",
        "one title",
    ),
    ("an event that nobody claims", "INSERT DATA { event:none a leg:Event }", "An event has one label."),
    ("a person whom nobody mentions", "INSERT DATA { thing:nobody a leg:Person }", "has a label"),
    (
        "a person whom only such a person knows",
        'INSERT DATA { thing:a a leg:Person ; rdfs:label "A"@en ; leg:affiliation thing:b . thing:b a leg:Company }',
        "has a label",
    ),
    (
        "someone mentioned who belongs to what is nobody",
        "INSERT DATA { thing:kim-song-il-9c8d7e6f leg:affiliation thing:nothing }",
        "affiliated to an actor",
    ),
    ("evidence for no claim", f"DELETE WHERE {{ {CLAIM} leg:evidence ?e }}", "at least one passage"),
    ("evidence that quotes nothing", f"DELETE WHERE {{ {EVIDENCE} oa:hasSelector ?s }}", "quotes its text"),
    ("a passage of no evidence", "INSERT DATA { thing:p a oa:TextPositionSelector ; oa:start 3 }", "one end"),
    (
        "two Wikidata entities for one state of the authority",
        "INSERT DATA { actor:russia a leg:State ; rdfs:label 'Russia'@en ; owl:sameAs wd:Q159, wd:Q160 }",
        "At most one Wikidata entity",
    ),
    (
        "a kind of materiel narrower than a state",
        "INSERT DATA { materiel:drone a leg:MaterielType ; skos:prefLabel 'drone'@en ; skos:broader actor:russia }",
        "narrower than another kind",
    ),
]


@pytest.mark.parametrize(("update", "message"), [row[1:] for row in STORED], ids=[row[0] for row in STORED])
def test_a_fault_that_lies_in_the_store_is_found_and_the_referee_agrees(
    data: Path, update: str, message: str
) -> None:
    with store.writing(data) as commit:
        commit.store.update(PROLOGUE + update)
        whole = list(commit.store)
    ours = found(data)
    assert any(message in fault.message for fault in ours), ours
    assert shacl(ours) == set(check_with_pyshacl(whole))


def test_claims_that_answer_one_another_are_checked_once_each_with_their_own_documents(
    tmp_path: Path,
) -> None:
    answers = Quad(
        NamedNode(f"{BASE}1/claim/7c1c97df17c06692#claim"),
        NamedNode(LEG + "respondsTo"),
        NamedNode(f"{BASE}2/claim/7c1c97df17c06692#claim"),
    )
    store.create(tmp_path / "data", BASE, [*quads(EXAMPLE, 1), *quads(EXAMPLE, 2), answers])
    assert found(tmp_path / "data") == set()


def test_what_lies_between_the_graphs_is_found_too(data: Path) -> None:
    graph = NamedNode(f"{BASE}claim/none#claim")
    with store.writing(data) as commit:
        commit.store.add(Quad(graph, NamedNode(RDFS + "label"), Literal("nobody says this"), graph))
    assert found(data) == {
        Fault(graph.value, "", "A named graph that is no claim of any document.", graph.value)
    }


def test_memory_does_not_grow_with_the_store(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        data = tmp_path / str(count)
        store.create(data, BASE, [quad for number in range(1, count + 1) for quad in quads(EXAMPLE, number)])
        tracemalloc.start()
        try:
            assert found(data) == set()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is loaded once
    assert peak(50) < 1.2 * peak(10)
