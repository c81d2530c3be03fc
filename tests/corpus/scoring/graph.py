"""What a graph tells of the events of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ontology.names import FOAF, LEG, OWL, RDF, RDFS, SCHEMA, SKOS, WD
from tests.corpus.scoring.names import Named, plain

Term = NamedNode | Literal | BlankNode | Triple

_DEFAULT = DefaultGraph()
_URL = NamedNode(SCHEMA + "url")
_DERIVED, _ABOUT, _STANCE, _CLAIMANT, _CONFIDENCE, _METONYM = (
    NamedNode(LEG + name)
    for name in ("derivedFrom", "about", "stance", "claimant", "confidence", "metonymOf")
)
_TYPE = RDF + "type"
_NAMES = [
    NamedNode(iri)
    for iri in (
        RDFS + "label",
        SKOS + "prefLabel",
        SKOS + "altLabel",
        FOAF + "name",
        SCHEMA + "name",
        SCHEMA + "alternateName",
    )
]
_SAME = [NamedNode(iri) for iri in (OWL + "sameAs", SKOS + "exactMatch", SCHEMA + "sameAs")]
_PARTS = [NamedNode(LEG + name) for name in ("headedBy", "sentBy", "hasMember")]
_DATES = ("earliestDate", "latestDate")


@dataclass(frozen=True)
class ToldClaim:
    """A claim of the graph."""

    iri: str
    claimant: Named | None
    stance: str
    confidence: float


@dataclass(frozen=True)
class ToldEvent:
    """What a document's claims tell together of one event. `parts` are the people and senders of its visitors."""

    iri: str
    types: frozenset[str]
    roles: Mapping[str, tuple[Named, ...]]
    parts: tuple[Named, ...]
    dates: Mapping[str, str]
    claims: tuple[ToldClaim, ...]


class Graph:
    """A store as the scorer asks it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.named = lru_cache(None)(self._named)

    def document(self, url: str) -> NamedNode | None:
        """The document with this address."""
        quads = self._store.quads_for_pattern(None, _URL, NamedNode(url), _DEFAULT)
        return next((quad.subject for quad in quads if isinstance(quad.subject, NamedNode)), None)

    def events(self, document: NamedNode, floor: float = 0.0) -> list[ToldEvent]:
        """The events of a document as its claims of at least this confidence tell them."""
        claims: dict[NamedNode, list[NamedNode]] = {}
        for quad in self._store.quads_for_pattern(None, _DERIVED, document, _DEFAULT):
            claim = quad.subject
            event = self._one(claim, _ABOUT)
            if isinstance(claim, NamedNode) and isinstance(event, NamedNode) and self._sure(claim) >= floor:
                claims.setdefault(event, []).append(claim)
        return [self._event(event, told) for event, told in claims.items()]

    def claimants(self, document: NamedNode) -> set[Named]:
        """All who claim anything in a document."""
        derived = self._store.quads_for_pattern(None, _DERIVED, document, _DEFAULT)
        found = (self._one(quad.subject, _CLAIMANT) for quad in derived)
        return {self.named(term) for term in found if term is not None}

    def _event(self, event: NamedNode, claims: list[NamedNode]) -> ToldEvent:
        types: set[str] = set()
        roles: dict[str, dict[Term, None]] = {}
        dates: dict[str, str] = {}
        for claim in claims:
            for quad in self._store.quads_for_pattern(event, None, None, claim):
                predicate, name = quad.predicate.value, quad.predicate.value.removeprefix(LEG)
                if predicate == _TYPE:
                    types.add(_local(quad.object))
                elif name in _DATES and isinstance(quad.object, Literal):
                    dates.setdefault(name, quad.object.value)
                elif predicate != name:
                    roles.setdefault(name, {})[quad.object] = None
        visitors = roles.get("visitor", {})
        parts = {part: None for visitor in visitors for part in self._parts(visitor)}
        return ToldEvent(
            event.value,
            frozenset(types),
            {name: tuple(map(self.named, terms)) for name, terms in roles.items()},
            tuple(map(self.named, parts)),
            dates,
            tuple(map(self._claim, claims)),
        )

    def _parts(self, visitor: Term) -> Iterator[Term]:
        if isinstance(visitor, NamedNode):
            for prop in _PARTS:
                for quad in self._store.quads_for_pattern(visitor, prop, None, None):
                    yield quad.object

    def _claim(self, claim: NamedNode) -> ToldClaim:
        who, stance = self._one(claim, _CLAIMANT), self._one(claim, _STANCE)
        assert stance is not None
        return ToldClaim(
            claim.value, None if who is None else self.named(who), _local(stance), self._sure(claim)
        )

    def _sure(self, claim: NamedNode) -> float:
        told = self._one(claim, _CONFIDENCE)
        return float(told.value) if isinstance(told, Literal) else 1.0

    def _named(self, term: Term) -> Named:
        """Whom a term means: by labels and Wikidata IDs, else by the last part of its IRI."""
        if not isinstance(term, NamedNode):
            return Named(frozenset({plain(term.value)}) if isinstance(term, Literal) else frozenset())
        names = {
            plain(quad.object.value) for quad in self._about(term, _NAMES) if isinstance(quad.object, Literal)
        }
        return Named(
            frozenset(names - {""}) or frozenset({plain(_local(term).replace("-", " "))}),
            self._ids(term),
            frozenset().union(*map(self._ids, self._counterparts(term))),
        )

    def _counterparts(self, term: NamedNode) -> Iterator[NamedNode]:
        """The state for whose government a capital stands, and the capitals that stand for a state."""
        for quad in self._store.quads_for_pattern(term, _METONYM, None, _DEFAULT):
            if isinstance(quad.object, NamedNode):
                yield quad.object
        for quad in self._store.quads_for_pattern(None, _METONYM, term, _DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _ids(self, term: NamedNode) -> frozenset[str]:
        same = (quad.object for quad in self._about(term, _SAME))
        return frozenset(_local(o) for o in same if isinstance(o, NamedNode) and o.value.startswith(WD))

    def _about(self, term: NamedNode, properties: list[NamedNode]) -> Iterator[Quad]:
        for prop in properties:
            yield from self._store.quads_for_pattern(term, prop, None, _DEFAULT)

    def _one(self, subject: Term, prop: NamedNode) -> Term | None:
        assert isinstance(subject, NamedNode)
        quad = next(self._store.quads_for_pattern(subject, prop, None, _DEFAULT), None)
        return quad.object if quad else None


def _local(term: Term) -> str:
    assert isinstance(term, NamedNode)
    return term.value.rpartition("#")[2].rpartition("/")[2]
