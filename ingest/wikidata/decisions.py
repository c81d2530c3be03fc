"""People's decisions on which item a thing is: remembered in a graph of their own, stated in the default graph.

The graph `{base}reconciliation` holds one node a decision, an owl:Axiom on thing and item, with day, certainty and
reasons, and outlives the documents: a thing that comes back with its document finds its link again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.errors import IngestError
from ingest.wikidata.graphs import decisions as graph
from ingest.wikidata.items import QID
from ingest.wikidata.subjects import EXACT, SAME, item_of
from ontology.names import DCT, LEG, OWL, RDF, WD, XSD

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_AXIOM = NamedNode(OWL + "Axiom")
_SOURCE, _PROPERTY, _TARGET = (
    NamedNode(OWL + name) for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
)
_DIFFERENT = NamedNode(OWL + "differentFrom")
_DAY, _REASONS, _BY = (NamedNode(DCT + name) for name in ("date", "description", "creator"))
_CERTAINTY = NamedNode(LEG + "confidence")
_CONCEPT = NamedNode(LEG + "MaterielType")


@dataclass(frozen=True)
class Decision:
    """That a thing (an IRI) is an item (a QID), or is not. `certainty` is that of the candidate, from 0 to 1."""

    thing: str
    item: str
    same: bool
    day: date
    certainty: str = ""
    reasons: str = ""
    by: str = ""


def is_record(quad: Quad) -> bool:
    """Whether a quad belongs to the record of a decision rather than to what documents say."""
    return quad.predicate == _SOURCE


def record(store: Store, base: str, decision: Decision) -> bool:
    """Keep a decision; whether it is news. The store's writer must be the only one.

    Raises IngestError if the store knows no such thing, or links it to another item.
    """
    thing = NamedNode(decision.thing)
    if not QID.fullmatch(decision.item):
        raise IngestError(f"{decision.item!r} is no item of Wikidata: write one such as Q423")
    if next(store.quads_for_pattern(thing, _TYPE, None, _DEFAULT), None) is None:
        raise IngestError(f"the store knows no {decision.thing}: take the IRI from a fresh review file")
    linked = item_of(store, thing)
    if decision.same and linked not in (None, decision.item):
        raise IngestError(
            f"{decision.thing} is linked to {linked} already: undo that first, or correct the authority"
        )
    if not decision.same and linked == decision.item:
        raise IngestError(f"{decision.thing} is linked to {linked}: undo that first")
    node = _node(base, decision.thing, decision.item)
    known = set(store.quads_for_pattern(node, _PROPERTY, None, graph(base)))
    relation = _relation(store, thing) if decision.same else _DIFFERENT
    if known == {Quad(node, _PROPERTY, relation, graph(base))}:
        return False
    for quad in list(store.quads_for_pattern(node, None, None, graph(base))):
        store.remove(quad)
    store.extend(_told(decision, node, relation, graph(base)))
    if decision.same:
        store.add(Quad(thing, relation, NamedNode(WD + decision.item)))
    return True


def undo(store: Store, base: str, thing: str) -> list[Decision]:
    """Forget what was decided on a thing, and take its link away; what was undone."""
    undone = [decision for decision in made(store, base) if decision.thing == thing]
    for decision in undone:
        for quad in list(store.quads_for_pattern(_node(base, thing, decision.item), None, None, graph(base))):
            store.remove(quad)
        if decision.same:
            for relation in (SAME, EXACT):
                store.remove(Quad(NamedNode(thing), relation, NamedNode(WD + decision.item)))
    return undone


def made(store: Store, base: str) -> Iterator[Decision]:
    """All decisions, in the order of their things."""
    found = []
    for quad in store.quads_for_pattern(None, _TYPE, _AXIOM, graph(base)):
        told = {
            each.predicate: each.object
            for each in store.quads_for_pattern(quad.subject, None, None, graph(base))
        }
        thing, target = told[_SOURCE], told[_TARGET]
        assert isinstance(thing, NamedNode) and isinstance(target, NamedNode)
        texts = {name: term.value for name, term in told.items() if isinstance(term, Literal)}
        found.append(
            Decision(
                thing.value,
                target.value.removeprefix(WD),
                told[_PROPERTY] != _DIFFERENT,
                date.fromisoformat(texts[_DAY]),
                texts.get(_CERTAINTY, ""),
                texts.get(_REASONS, ""),
                texts.get(_BY, ""),
            )
        )
    return iter(sorted(found, key=lambda decision: (decision.thing, decision.item)))


def ruled_out(store: Store, base: str, thing: str) -> set[str]:
    """The items that a thing is not."""
    found = (quad.subject for quad in store.quads_for_pattern(None, _SOURCE, NamedNode(thing), graph(base)))
    return {
        each.object.value.removeprefix(WD)
        for node in found
        if Quad(node, _PROPERTY, _DIFFERENT, graph(base)) in store
        for each in store.quads_for_pattern(node, _TARGET, None, graph(base))
        if isinstance(each.object, NamedNode)
    }


def restore(store: Store, base: str, things: Iterable[NamedNode]) -> None:
    """State again what was decided on things that have come back with their document."""
    for thing in things:
        for source in list(store.quads_for_pattern(None, _SOURCE, thing, graph(base))):
            told = {
                quad.predicate: quad.object
                for quad in store.quads_for_pattern(source.subject, None, None, graph(base))
            }
            relation, item = told[_PROPERTY], told[_TARGET]
            assert isinstance(relation, NamedNode)
            if relation != _DIFFERENT and item_of(store, thing) is None:
                store.add(Quad(thing, relation, item))


def _relation(store: Store, thing: NamedNode) -> NamedNode:
    """Kinds of materiel are concepts, which are matched; all else is the same."""
    return EXACT if Quad(thing, _TYPE, _CONCEPT) in store else SAME


def _told(decision: Decision, node: NamedNode, relation: NamedNode, place: NamedNode) -> Iterator[Quad]:
    yield Quad(node, _TYPE, _AXIOM, place)
    yield Quad(node, _SOURCE, NamedNode(decision.thing), place)
    yield Quad(node, _PROPERTY, relation, place)
    yield Quad(node, _TARGET, NamedNode(WD + decision.item), place)
    yield Quad(node, _DAY, Literal(decision.day.isoformat(), datatype=NamedNode(XSD + "date")), place)
    if decision.certainty:
        certainty = Literal(decision.certainty, datatype=NamedNode(XSD + "decimal"))
        yield Quad(node, _CERTAINTY, certainty, place)
    if decision.reasons:
        yield Quad(node, _REASONS, Literal(decision.reasons, language="en"), place)
    if decision.by:
        yield Quad(node, _BY, Literal(decision.by), place)


def _node(base: str, thing: str, item: str) -> NamedNode:
    return NamedNode(f"{base}reconciliation/{hashlib.sha256(f'{thing} {item}'.encode()).hexdigest()[:16]}")
