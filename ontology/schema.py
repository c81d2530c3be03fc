"""The ontology itself: its file, and what of it stands in every store."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ontology.names import LEG, OWL, RDF, RDFS, SKOS

FOLDER = Path(__file__).parent
ONTOLOGY = FOLDER / "legation.ttl"
SHAPES = FOLDER / "shapes.ttl"
CONTEXT = FOLDER / "context.jsonld"

_KEPT = {
    RDFS + "label",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    SKOS + "prefLabel",
    SKOS + "definition",
    SKOS + "example",
    SKOS + "broader",
    SKOS + "inScheme",
    SKOS + "hasTopConcept",
}


@cache
def ontology() -> tuple[Quad, ...]:
    """All that the ontology's file says."""
    return tuple(parse(path=ONTOLOGY, format=RdfFormat.TURTLE))


@cache
def shapes() -> tuple[Quad, ...]:
    """All that the shapes' file says."""
    return tuple(parse(path=SHAPES, format=RdfFormat.TURTLE))


def quads() -> Iterator[Quad]:
    """Labels, definitions, subclass and scheme triples of the ontology, for the default graph.

    The OWL axioms stay in the file: no store reasons, and a query that asks for classes should not meet OWL's own.
    """
    return filter(is_kept, ontology())


@cache
def terms() -> frozenset[str]:
    """The local names of all terms of the ontology."""
    subjects = {quad.subject.value for quad in ontology() if isinstance(quad.subject, NamedNode)}
    return frozenset(iri.removeprefix(LEG) for iri in subjects if iri.startswith(LEG))


def is_kept(quad: Quad) -> bool:
    """Whether a triple of an ontology stands in stores, too."""
    if not (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(LEG)):
        return False
    if quad.predicate.value != RDF + "type":
        return quad.predicate.value in _KEPT
    return isinstance(quad.object, NamedNode) and not quad.object.value.startswith(OWL)


@cache
def subclasses(own: tuple[Quad, ...] = ()) -> tuple[Quad, ...]:
    """The subclass triples between the ontology's own classes, which a SHACL validator needs to know an Actor.

    `own` are a user's terms.
    """
    return tuple(
        quad
        for quad in (*quads(), *own)
        if quad.predicate.value == RDFS + "subClassOf"
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(LEG)
    )
