from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph
from rdflib.namespace import SH

from ontology import schema, shapes
from ontology.names import LEG, XSD
from ontology.shapes import Fault, ShapesError
from ontology.vocabulary import vocabulary
from tests.ontology.referee import check_with_pyshacl

EXAMPLE = (Path(__file__).parent / "example.trig").read_text(encoding="utf-8")
ARMS = "http://localhost:8000/id/event/arms-transfer-north-korea-russia-2023-11-2c3d4e5f"

# What is wrong · the words of the example that change · to what · the property and message of one fault.
PLANTED = [
    ("a claim by nobody", "leg:claimant actor:north-korea ;\n", "", "claimant", "exactly one claimant"),
    (
        "a claim by two",
        "leg:claimant actor:north-korea ;",
        "leg:claimant actor:north-korea, actor:russia ;",
        "claimant",
        "exactly one claimant",
    ),
    (
        "a claim by a town",
        "leg:claimant actor:north-korea ;",
        "leg:claimant place:pyongyang ;",
        "claimant",
        "exactly one claimant, an actor",
    ),
    ("a stance that is a group", "leg:stance leg:denies", "leg:stance leg:affirming", "stance", "one stance"),
    ("a confidence above one", "leg:confidence 0.9 ;", "leg:confidence 1.5 ;", "confidence", "from 0 to 1"),
    (
        "a confidence in floating point",
        "leg:confidence 0.9 ;",
        "leg:confidence 0.9e0 ;",
        "confidence",
        "decimal",
    ),
    ("a claim without evidence", "leg:evidence", "leg:respondsTo", "evidence", "at least one passage"),
    (
        "a passage of another document",
        "oa:hasSource document:the-moscow-times-2023-11-15-1a2b3c4d",
        "oa:hasSource document:another",
        "evidence",
        "lies in the document",
    ),
    ("a passage that starts after its end", 'oa:start "0"', 'oa:start "999"', "start", "before its end"),
    (
        "an empty quote",
        'oa:exact "Pyongyang denies having sent any arms"',
        'oa:exact ""',
        "exact",
        "not empty",
    ),
    ("an undated document", 'dct:issued "2023-11-15"^^xsd:date ;', "", "issued", "date of publication"),
    ("a digest that is none", 'leg:textSha256 "', 'leg:textSha256 "X', "textSha256", "SHA-256"),
    (
        "a copy of nobody's",
        "leg:syndicates actor:agence-france-presse",
        "leg:syndicates place:pyongyang",
        "syndicates",
        "one actor",
    ),
    (
        "days in the wrong order",
        '"2023-09-01"^^xsd:date',
        '"2023-10-01"^^xsd:date',
        "earliestDate",
        "not after",
    ),
    (
        "two first days in one telling",
        '"2023-09-01"^^xsd:date',
        '"2023-09-01"^^xsd:date, "2023-09-02"^^xsd:date',
        "earliestDate",
        "one date",
    ),
    ("a person as goods", "materiel:artillery-shell", "actor:kim-jong-un", "materiel", "kinds of materiel"),
    (
        "a person as destination",
        "leg:destination place:pyongyang",
        "leg:destination actor:kim-jong-un",
        "destination",
        "place or state",
    ),
    (
        "a state that arms itself",
        "leg:recipient actor:russia",
        "leg:recipient actor:north-korea",
        "supplier",
        "nobody supplies itself",
    ),
    ("less than nothing", "leg:quantityMin 1000000.0", "leg:quantityMin -1.0", "quantityMin", "not negative"),
    ("an integer amount", "leg:quantityMin 1000000.0", "leg:quantityMin 1000000", "quantityMin", "decimal"),
    ("an event of two types", "a leg:Sanction ;", "a leg:Sanction, leg:Agreement ;", "", "exactly one type"),
    (
        "a delegation sent by itself",
        "leg:sentBy actor:russia",
        "leg:sentBy thing:russian-delegation-5e6f7a8b",
        "sentBy",
        "no delegation",
    ),
    (
        "a state at the head of a delegation",
        "leg:headedBy actor:alexander-kozlov",
        "leg:headedBy actor:russia",
        "headedBy",
        "A person heads",
    ),
    (
        "a person without a name",
        '    rdfs:label "Kim Song Il"@en .',
        "    leg:affiliation actor:north-korea .",
        "label",
        "has a label",
    ),
    (
        "an event's type in the default graph",
        'a leg:Event ;\n    rdfs:label "Sanction',
        'a leg:Event, leg:Sanction ;\n    rdfs:label "Sanction',
        "",
        "in claim graphs only",
    ),
    (
        "an actor that nobody described",
        "leg:target thing:kim-song-il-9c8d7e6f",
        "leg:target actor:nobody-at-all",
        "target",
        "Targets are actors",
    ),
    (
        "a Wikidata page for an unnamed source",
        "leg:affiliation actor:united-states .",
        "<http://www.w3.org/2002/07/owl#sameAs> <https://www.wikidata.org/wiki/Q1> .",
        "sameAs",
        "no Wikidata entity",
    ),
]


def _quads(text: str) -> list[Quad]:
    return list(parse(text.encode(), format=RdfFormat.TRIG))


def _changed(old: str, new: str) -> list[Quad]:
    assert old in EXAMPLE
    return _quads(EXAMPLE.replace(old, new, 1))


def _name(faults: Sequence[Fault]) -> list[str]:
    return [f"{fault.path} {fault.message}" for fault in faults]


def test_the_worked_example_keeps_to_the_shapes_and_the_referee_agrees() -> None:
    assert shapes.check(_quads(EXAMPLE)) == []
    assert check_with_pyshacl(_quads(EXAMPLE)) == []


@pytest.mark.parametrize(
    ("old", "new", "path", "message"), [row[1:] for row in PLANTED], ids=[r[0] for r in PLANTED]
)
def test_a_planted_fault_is_found_and_the_referee_agrees(old: str, new: str, path: str, message: str) -> None:
    quads = _changed(old, new)
    found = shapes.check(quads)
    assert [fault for fault in found if message in fault.message and fault.path.endswith(path)], _name(found)
    assert set(found) == set(check_with_pyshacl(quads))


def test_a_fault_in_a_telling_names_the_event_and_the_claim_that_tells_it() -> None:
    faults = shapes.check(_changed("leg:quantityMin 1000000.0", "leg:quantityMin -1.0"))
    graphs = {quad.graph_name for quad in _quads(EXAMPLE) if quad.predicate.value == LEG + "quantityMin"}
    assert [(fault.focus, fault.path) for fault in faults] == [(ARMS, LEG + "quantityMin")]
    assert {NamedNode(fault.graph or "") for fault in faults} == graphs


def test_two_claims_may_tell_one_event_differently() -> None:
    quads = _quads(EXAMPLE)
    graphs = sorted(
        {q.graph_name for q in quads if str(q.subject) == f"<{ARMS}>" and "claim" in str(q.graph_name)},
        key=str,
    )
    assert len(graphs) == 2
    for graph, day in zip(graphs, ("2023-08-01", "2023-10-01"), strict=True):
        for name in ("earliestDate", "latestDate"):
            quads.append(
                Quad(
                    NamedNode(ARMS),
                    NamedNode(LEG + name),
                    Literal(day, datatype=NamedNode(XSD + "date")),
                    graph,
                )
            )
    assert shapes.check(quads) == []
    assert check_with_pyshacl(quads) == []


def test_a_claim_whose_graph_tells_nothing_is_a_fault() -> None:
    quads = [quad for quad in _quads(EXAMPLE) if str(quad.object) != f"<{LEG}Sanction>"]
    assert [fault.path for fault in shapes.check(quads)] == [LEG + "about"]


def test_a_graph_that_belongs_to_no_claim_is_a_fault() -> None:
    stray = Quad(
        NamedNode(ARMS), NamedNode(LEG + "subject"), Literal("arms"), NamedNode("http://localhost:8000/id/x")
    )
    faults = shapes.check([*_quads(EXAMPLE), stray])
    assert [(fault.focus, fault.message) for fault in faults] == [
        ("http://localhost:8000/id/x", "A named graph that is no claim of this document.")
    ]


def test_a_blank_node_is_a_fault() -> None:
    nameless = Quad(NamedNode(ARMS), NamedNode(LEG + "respondsTo"), BlankNode())
    assert "A blank node: everything that Legation writes has an IRI." in {
        fault.message for fault in shapes.check([*_quads(EXAMPLE), nameless])
    }


def test_what_one_document_got_wrong_does_not_stick_to_the_next() -> None:
    for _ in range(3):
        assert shapes.check(_changed("leg:stance leg:denies", "leg:stance leg:affirming"))
        assert shapes.check(_quads(EXAMPLE)) == []


def test_what_rudof_cannot_read_is_one_clear_error_and_the_next_check_works() -> None:
    odd = Quad(NamedNode(ARMS), NamedNode(LEG + "identityKey"), Literal("x", language="en"))
    with pytest.raises(ShapesError, match="cannot be checked"):
        shapes._validate("<http://a> <http://b> no triple at all .", vocabulary())
    assert shapes.check([*_quads(EXAMPLE), odd])
    assert shapes.check(_quads(EXAMPLE)) == []


def test_every_constraint_has_a_message_of_ours() -> None:
    graph = Graph().parse(schema.SHAPES)
    for shape in set(graph.objects(None, SH.property)):
        assert len(list(graph.objects(shape, SH.message))) == 1, shape
    assert not list(graph.triples((None, SH.sparql, None)))


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_quad_left_out_or_moved_is_judged_alike_by_the_referee(data: st.DataObject) -> None:
    quads = _quads(EXAMPLE)
    at = data.draw(st.integers(0, len(quads) - 1))
    quad = quads.pop(at)
    if data.draw(st.booleans()):
        other = data.draw(st.sampled_from(quads))
        quads.append(Quad(quad.subject, quad.predicate, other.object, quad.graph_name))
    ours = {
        fault
        for fault in shapes.check(quads)
        if "claim's graph" not in fault.message and "named graph" not in fault.message
    }
    assert ours == set(check_with_pyshacl(quads))


def test_each_event_type_is_shaped() -> None:
    graph = Graph().parse(schema.SHAPES)
    targets = {str(target) for target in graph.objects(None, SH.targetClass)}
    assert {LEG + name for name in vocabulary().types} <= targets
