from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF

from ontology import authority, schema
from ontology.names import LEG

EXAMPLE = Path(__file__).parent / "example.trig"
EVENT = rdflib.URIRef("http://localhost:8000/id/event/arms-transfer-north-korea-russia-2023-11-2c3d4e5f")
# Where owlrl notes what it finds inconsistent.
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def _closure(*more: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef]) -> rdflib.Graph:
    """OWL 2 RL closure of the ontology, the example with all its claims as one graph, and what it names."""
    example = rdflib.Dataset().parse(EXAMPLE)
    graph = rdflib.Graph().parse(schema.ONTOLOGY)
    for quad in example.quads():
        graph.add(quad[:3])
    named = {str(node) for triple in graph for node in triple}
    for entry in authority.load().entries.values():
        if entry.iri in named:
            graph.add((rdflib.URIRef(entry.iri), RDF.type, rdflib.URIRef(LEG + entry.kind)))
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _inconsistencies(graph: rdflib.Graph) -> list[str]:
    nothing = [f"{node} is nothing" for node in graph.subjects(RDF.type, OWL.Nothing) if node != OWL.Nothing]
    return nothing + [str(message) for message in graph.objects(None, ERROR)]


def test_ontology_and_example_are_consistent_even_with_all_claims_taken_together() -> None:
    graph = _closure()
    assert _inconsistencies(graph) == []
    assert (EVENT, RDF.type, rdflib.URIRef(LEG + "Event")) in graph


def test_claims_that_contradict_each_other_leave_it_consistent() -> None:
    leg = rdflib.Namespace(LEG)
    iran = rdflib.URIRef("https://w3id.org/legation/actor/iran")
    assert _inconsistencies(_closure((EVENT, RDF.type, leg.Sanction), (EVENT, leg.supplier, iran))) == []


@pytest.mark.parametrize("kind", ["Person", "Document", "Event", "Delegation"])
def test_the_reasoner_would_notice_a_state_that_is_something_else_too(kind: str) -> None:
    russia = rdflib.URIRef("https://w3id.org/legation/actor/russia")
    assert _inconsistencies(_closure((russia, RDF.type, rdflib.URIRef(LEG + kind))))
