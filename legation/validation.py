"""Checks what a store holds against the shapes, document by document, so that memory does not grow with the store."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import islice

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ontology.names import AUTHORITY, DCT, LEG, OA, RDF, RDFS, SKOS
from ontology.schema import subclasses
from ontology.shapes import Fault, check
from ontology.vocabulary import Vocabulary

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_DERIVED_FROM = NamedNode(LEG + "derivedFrom")
_IDENTIFIER = NamedNode(DCT + "identifier")
_LINKS = (NamedNode(LEG + "evidence"), NamedNode(OA + "hasSelector"))
_NAMES = (_TYPE, NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))
_MENTIONS = frozenset(
    {
        *_LINKS,
        *(NamedNode(LEG + name) for name in ("about", "claimant", "reportedBy", "rootSource", "syndicates")),
        NamedNode(DCT + "publisher"),
    }
)
"""The properties through which the check of a document comes to other things of the default graph."""
_BATCH = 100
"""Things without a document that are checked in one run, for a run costs more than they do."""


def documents(store: Store) -> Iterator[NamedNode]:
    """The documents of a store, each once; also what is one only by its type, its key, or a claim's word."""
    broken: set[NamedNode] = set()
    for predicate, value in (
        *((_TYPE, kind) for kind in _document_classes()),
        (_IDENTIFIER, None),
        (_DERIVED_FROM, None),
    ):
        for quad in store.quads_for_pattern(None, predicate, value, _DEFAULT):
            node = quad.object if predicate == _DERIVED_FROM else quad.subject
            if not isinstance(node, NamedNode) or node in broken:
                continue
            if value is not None:
                first = next(kind for kind in _document_classes() if _has(store, node, _TYPE, kind))
                if first == value:
                    yield node
            elif not any(_has(store, node, _TYPE, kind) for kind in _document_classes()):
                broken.add(node)
                yield node


def faults(store: Store, document: NamedNode, words: Vocabulary | None = None) -> list[Fault]:
    """What is wrong with a document and its claims."""
    found = store.quads_for_pattern(None, _DERIVED_FROM, document, _DEFAULT)
    claims = [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]
    record = list(_records(store, document))
    if not record:  # then the shapes would take claims that answer one another for those of other documents
        return [fault for claim in claims for fault in _check(store, list(_told(store, claim)), words)]
    return _check(store, record + [quad for claim in claims for quad in _told(store, claim)], words)


def strays(store: Store, known: Container[object] = (), words: Vocabulary | None = None) -> Iterator[Fault]:
    """What is wrong with all that belongs to no document: the authority, what nobody refers to, graphs of nobody.

    `known` are the graphs that are no claims and should not be.
    """
    for graph in store.named_graphs():
        if graph not in known and not _has(store, graph, _DERIVED_FROM):
            yield Fault(str(graph.value), "", "A named graph that is no claim of any document.", graph.value)
    nodes = _without_document(store)
    while batch := list(islice(nodes, _BATCH)):
        yield from _check(store, [quad for node in batch for quad in _told(store, node)], words)


def _check(store: Store, told: list[Quad], words: Vocabulary | None) -> list[Fault]:
    """What is wrong with the things that these quads describe, and with those of this installation that they mention.

    Of all others the shapes are given type and name, which says too little of them to judge them by it.
    """
    own = [
        quad
        for node in _mentioned(told)
        if not _is_judged_elsewhere(store, node)
        for quad in _of(store, node)
    ]
    judged = told + own
    names = [quad for node in _mentioned(judged) for name in _NAMES for quad in _of(store, node, name)]
    nodes = {node.value for node in _described(judged)}
    return [
        fault
        for fault in check({*judged, *names}, words=words)
        if fault.graph or not fault.focus or fault.focus in nodes
    ]


def _is_judged_elsewhere(store: Store, node: NamedNode) -> bool:
    """Whether it is of the authority, a claim or a document."""
    return node.value.startswith(AUTHORITY) or any(
        _has(store, node, predicate) for predicate in (_DERIVED_FROM, _IDENTIFIER)
    )


def _described(quads: Iterable[Quad]) -> set[NamedNode]:
    """What the default graph describes in these quads."""
    return {
        node for quad in quads if quad.graph_name == _DEFAULT and isinstance(node := quad.subject, NamedNode)
    }


def _mentioned(quads: list[Quad]) -> set[NamedNode]:
    """What these quads name but the default graph does not describe in them."""
    nodes = {node for quad in quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    return nodes - _described(quads)


def _without_document(store: Store) -> Iterator[NamedNode]:
    documents = _document_classes()
    for quad in store.quads_for_pattern(None, _TYPE, None, _DEFAULT):
        node, kind = quad.subject, quad.object
        if not isinstance(node, NamedNode) or kind in documents or node.value.startswith(LEG):
            continue
        # The check of a document takes the authority's things as they are.
        if node.value.startswith(AUTHORITY) or not _is_reached(store, node):
            yield node


def _is_reached(store: Store, node: NamedNode) -> bool:
    """Whether the check of some document comes to this thing."""
    if _is_judged_elsewhere(store, node):
        return True
    found = store.quads_for_pattern(None, None, node, None)
    return any(quad.graph_name != _DEFAULT or quad.predicate in _MENTIONS for quad in found)


def _told(store: Store, node: NamedNode) -> Iterator[Quad]:
    """What the store states of a thing, and what is told in the graph of its name."""
    yield from _records(store, node)
    yield from store.quads_for_pattern(None, None, None, node)


def _records(store: Store, subject: NamedNode) -> Iterator[Quad]:
    """What the default graph states of a thing, for a claim down to its evidence."""
    for quad in _of(store, subject):
        yield quad
        if quad.predicate in _LINKS and isinstance(quad.object, NamedNode):
            yield from _records(store, quad.object)


def _of(store: Store, node: NamedNode, predicate: NamedNode | None = None) -> Iterator[Quad]:
    """What the default graph states of a thing."""
    yield from store.quads_for_pattern(node, predicate, None, _DEFAULT)


def _has(store: Store, subject: object, predicate: NamedNode, value: NamedNode | None = None) -> bool:
    assert isinstance(subject, NamedNode)
    return next(store.quads_for_pattern(subject, predicate, value, _DEFAULT), None) is not None


@cache
def _document_classes() -> tuple[NamedNode, ...]:
    document = NamedNode(LEG + "Document")
    found = [quad.subject for quad in subclasses() if quad.object == document]
    return (document, *(kind for kind in found if isinstance(kind, NamedNode)))
