"""The referee: pyshacl, which checks each graph by itself, where Legation checks a document in one run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pyshacl
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib.namespace import RDF, SH

from ontology import authority, schema
from ontology.names import LEG
from ontology.own_shapes import with_own
from ontology.shapes import Fault
from ontology.vocabulary import Vocabulary, vocabulary


def check_with_pyshacl(quads: Iterable[Quad], words: Vocabulary | None = None) -> list[Fault]:
    """The faults that pyshacl finds: record shapes on the default graph, telling shapes on each claim graph."""
    given, words = list(quads), words or vocabulary()
    record = [quad.triple for quad in given if isinstance(quad.graph_name, DefaultGraph)]
    background = [*record, *_known(given, words)]
    faults = _run(_graph(background), _shapes(words, telling=False), None)
    for graph in {quad.graph_name for quad in given if isinstance(quad.graph_name, NamedNode)}:
        told = [quad.triple for quad in given if quad.graph_name == graph]
        assert isinstance(graph, NamedNode)
        faults += _run(_graph([*background, *told]), _shapes(words, telling=True), graph.value)
    return faults


def _known(quads: Sequence[Quad], words: Vocabulary) -> list[Triple]:
    """Subclass triples, and what the authority knows of the things that the quads name."""
    named = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    told = [*_authority(), *(quad.triple for quad in schema.subclasses(words.terms))]
    return [
        triple for triple in told if triple.subject in named or triple.predicate.value.endswith("subClassOf")
    ]


@cache
def _authority() -> tuple[Triple, ...]:
    """Types and labels; what leads on to further entries is left out."""
    kept = ("#type", "#label", "#prefLabel")
    quads = authority.quads(authority.load())
    return tuple(quad.triple for quad in quads if quad.predicate.value.endswith(kept))


def _graph(triples: Sequence[Triple]) -> rdflib.Graph:
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None
    return rdflib.Graph().parse(data=text, format="nt")


@cache
def _shapes(words: Vocabulary, *, telling: bool) -> rdflib.Graph:
    told = {rdflib.URIRef(LEG + name) for name in (*words.types, "Delegation")}
    shapes = _graph([quad.triple for quad in with_own(schema.shapes(), words)])
    for shape in list(shapes.subjects(RDF.type, SH.NodeShape)):
        targets = set(shapes.objects(shape, SH.targetClass))
        if bool(targets & told) != telling:
            shapes.remove((shape, SH.targetClass, None))
    return shapes


def _run(data: rdflib.Graph, shapes: rdflib.Graph, graph: str | None) -> list[Fault]:
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, rdflib.Graph)
    faults = [
        Fault(
            str(report.value(result, SH.focusNode)),
            _path(report, report.value(result, SH.resultPath)),
            str(report.value(result, SH.resultMessage)),
            graph,
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]
    assert conforms == (not faults)
    return faults


def _path(report: rdflib.Graph, path: rdflib.term.Node | None) -> str:
    """A property's IRI; a sequence of properties is named by its first."""
    if path is None:
        return ""
    return str(report.value(path, RDF.first) or path)
