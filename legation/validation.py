"""Checks what a store holds against the shapes, document by document, so that memory does not grow with the store."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ontology.names import AUTHORITY, DCT, LEG, OA, RDF, RDFS, SKOS
from ontology.shapes import Fault, check

_DEFAULT = DefaultGraph()
_DERIVED_FROM = NamedNode(LEG + "derivedFrom")
_IDENTIFIER = NamedNode(DCT + "identifier")
_LINKS = (NamedNode(LEG + "evidence"), NamedNode(OA + "hasSelector"))
_NAMES = (NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))


def documents(store: Store) -> list[NamedNode]:
    """The documents of a store, in the order of their IRIs."""
    found = {quad.subject for quad in store.quads_for_pattern(None, _IDENTIFIER, None, _DEFAULT)}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)


def faults(store: Store, document: NamedNode) -> list[Fault]:
    """What is wrong with a document and its claims."""
    return check(set(quads_of(store, document)))


def strays(store: Store) -> Iterator[Fault]:
    """Named graphs that belong to no document, which the check of documents would never meet."""
    for graph in store.named_graphs():
        if next(store.quads_for_pattern(graph, _DERIVED_FROM, None, _DEFAULT), None) is None:
            yield Fault(graph.value, "", "A named graph that is no claim of any document.", graph.value)


def quads_of(store: Store, document: NamedNode) -> Iterator[Quad]:
    """All that the store states of a document, its claims and what they say, and of the things they mention."""
    told = list(_records(store, document))
    for quad in store.quads_for_pattern(None, _DERIVED_FROM, document, _DEFAULT):
        assert isinstance(quad.subject, NamedNode)
        told += _records(store, quad.subject)
        told += store.quads_for_pattern(None, None, None, quad.subject)
    yield from told
    mentioned = {node for quad in told for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    recorded = {quad.subject for quad in told if quad.graph_name == _DEFAULT}
    for node in mentioned - recorded:
        # Of what the authority knows the shapes need no more than this; its own facts are not the document's.
        known = node.value.startswith(AUTHORITY)
        for predicate in _NAMES if known else (None,):
            yield from store.quads_for_pattern(node, predicate, None, _DEFAULT)


def _records(store: Store, subject: NamedNode) -> Iterator[Quad]:
    """What the default graph states of a document or claim, down to its evidence."""
    for quad in store.quads_for_pattern(subject, None, None, _DEFAULT):
        yield quad
        if quad.predicate in _LINKS and isinstance(quad.object, NamedNode):
            yield from _records(store, quad.object)
