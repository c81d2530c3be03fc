"""Claims' graphs as plain triples, for formats without named graphs: RDF 1.1 reification, and back.

A quad `s p o` in the graph `g` becomes a statement that says where it was told:

    <g-statement-0123456789abcdef> a rdf:Statement ;
        rdf:subject s ; rdf:predicate p ; rdf:object o ; leg:toldIn g .

or, with RDF 1.2's triple terms, `rdf:reifies <<( s p o )>> ; leg:toldIn g`. So nothing that a claim says can be
mistaken for a fact, and nothing is lost: `unreify(reify(quads))` are the quads. To keep that exact, triples of the default graph that look like a part of a statement are written as
statements themselves, told in "default graph".
"""

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ontology.names import LEG, RDF

Term = NamedNode | BlankNode | Literal | Triple

_TYPE = NamedNode(RDF + "type")
_STATEMENT = NamedNode(RDF + "Statement")
_SUBJECT = NamedNode(RDF + "subject")
_PREDICATE = NamedNode(RDF + "predicate")
_OBJECT = NamedNode(RDF + "object")
_TOLD_IN = NamedNode(LEG + "toldIn")
_REIFIES = NamedNode(RDF + "reifies")
_PARTS = {_TYPE, _SUBJECT, _PREDICATE, _OBJECT, _TOLD_IN}
_DEFAULT = Literal("default graph")


def reify(quads: Iterable[Quad], *, triple_terms: bool = False) -> Iterator[Triple]:
    """The same content without named graphs; statements have the same IRIs each time."""
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, DefaultGraph):
            if not _is_part(quad.predicate, quad.object):
                yield quad.triple
                continue
            told_in: Term = _DEFAULT
        else:
            told_in = graph
        statement = _statement(quad, told_in)
        if triple_terms:
            yield Triple(statement, _REIFIES, quad.triple)
            yield Triple(statement, _TOLD_IN, told_in)
            continue
        yield Triple(statement, _TYPE, _STATEMENT)
        yield Triple(statement, _SUBJECT, quad.subject)
        yield Triple(statement, _PREDICATE, quad.predicate)
        yield Triple(statement, _OBJECT, quad.object)
        yield Triple(statement, _TOLD_IN, told_in)


def unreify(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads that `reify` was given, from its triples in any order; anything else passes as it is.

    Memory is flat while the triples of a statement come together, as in our exports.
    """
    unfinished: dict[NamedNode | BlankNode | Triple, dict[NamedNode, Term]] = {}
    for quad in quads:
        predicate = quad.predicate
        if not _is_part(predicate, quad.object):
            yield quad
            continue
        parts = unfinished.setdefault(quad.subject, {})
        if (
            not isinstance(quad.graph_name, DefaultGraph)
            or parts.setdefault(predicate, quad.object) != quad.object
        ):
            yield quad
            continue
        if parts.keys() == {_REIFIES, _TOLD_IN} or parts.keys() == _PARTS:
            told = _told(parts)
            if told is not None:
                del unfinished[quad.subject]
                yield told
    for subject, parts in unfinished.items():
        for predicate, value in parts.items():
            yield Quad(subject, predicate, value)


def _is_part(predicate: NamedNode, value: Term) -> bool:
    if predicate == _TYPE:
        return value == _STATEMENT
    return predicate in _PARTS or (predicate == _REIFIES and isinstance(value, Triple))


def _statement(quad: Quad, told_in: Term) -> NamedNode | BlankNode:
    content = f"{quad.subject} {quad.predicate} {quad.object} {told_in}"
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    if isinstance(told_in, NamedNode):
        return NamedNode(f"{told_in.value}{'-' if '#' in told_in.value else '#'}statement-{digest}")
    return BlankNode(f"statement{digest}")


def _told(parts: dict[NamedNode, Term]) -> Quad | None:
    if _REIFIES in parts:
        triple = parts[_REIFIES]
        assert isinstance(triple, Triple)
        subject, predicate, value = triple
    else:
        subject, predicate, value = parts[_SUBJECT], parts[_PREDICATE], parts[_OBJECT]
    told_in = parts[_TOLD_IN]
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        return None
    if told_in == _DEFAULT:
        return Quad(subject, predicate, value)
    if isinstance(told_in, NamedNode | BlankNode):
        return Quad(subject, predicate, value, told_in)
    return None
