"""Which claims an export holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store

from ontology.names import DCT, LEG, SCHEMA
from ontology.schema import subclasses

_PROLOGUE = f"PREFIX dct: <{DCT}> PREFIX leg: <{LEG}> PREFIX schema: <{SCHEMA}> "

_READ_IN = """SELECT ?claim WHERE {
  { ?claim leg:derivedFrom <IRI> } UNION { ?document schema:url <IRI> . ?claim leg:derivedFrom ?document }
}"""

_NAMING = """SELECT DISTINCT ?claim WHERE {
  { ?claim leg:claimant <IRI> } UNION { ?claim leg:reportedBy <IRI> } UNION { ?claim leg:rootSource <IRI> }
  UNION { GRAPH ?claim { ?event ?role <IRI> } }
}"""

_OF_TYPE = "SELECT DISTINCT ?claim WHERE { GRAPH ?claim { ?event a <IRI> } }"

_IN_PERIOD = """SELECT DISTINCT ?claim WHERE {
  ?claim leg:derivedFrom ?document ; leg:about ?event .
  OPTIONAL { ?document dct:issued ?issued }
  OPTIONAL { GRAPH ?claim { ?event leg:earliestDate ?first ; leg:latestDate ?last } }
  FILTER(STR(COALESCE(?last, ?issued, "")) >= "EARLIEST" && STR(COALESCE(?first, ?issued, "?")) <= "LATEST")
}"""


@dataclass(frozen=True)
class Selection:
    """Claims read in one of the `documents`, that involve one of the `actors`, tell an event of one of the `types`,
    and whose event may fall into the days from `earliest` to `latest`. What is left empty selects nothing away.

    Documents (by IRI or address), actors and types are IRIs; an actor is involved if it makes or reports the claim, is its root source,
    or is named by it. A claim that tells no date counts by its document's.
    """

    documents: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    earliest: date | None = None
    latest: date | None = None

    def __bool__(self) -> bool:
        return bool(self.documents or self.actors or self.types or self.earliest or self.latest)

    def claims(self, store: Store) -> frozenset[str]:
        """The IRIs of the claims that are selected. Raises ValueError for what is no IRI."""
        wanted = [
            _any_of(store, query, iris)
            for query, iris in (
                (_READ_IN, self.documents),
                (_NAMING, self.actors),
                (_OF_TYPE, [each for iri in self.types for each in _kinds(iri)]),
            )
            if iris
        ]
        if self.earliest or self.latest:
            earliest, latest = self.earliest or date.min, self.latest or date.max
            query = _IN_PERIOD.replace("EARLIEST", earliest.isoformat()).replace("LATEST", latest.isoformat())
            wanted.append(set(_iris(store, query)))
        return frozenset.intersection(*map(frozenset, wanted)) if wanted else frozenset()


def surroundings(store: Store, claims: Set[str]) -> Iterator[str]:
    """The IRIs of what these claims consist of and speak of: evidence, documents, events, actors, places, goods and
    what those belong to; other claims, and the ontology's terms, are left out. Some come more than once.
    """
    yield from claims
    seen: set[str] = set(claims)
    for claim in claims:
        graph = NamedNode(claim)
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield from _beyond(store, (quad.subject, quad.object), seen)
        for quad in store.quads_for_pattern(graph, None, None, DefaultGraph()):
            yield from _beyond(store, (quad.object,), seen)


def _beyond(store: Store, terms: Iterable[object], seen: set[str], steps: int = 3) -> Iterator[str]:
    """Follow what is stated of things, at most `steps` far: claim, evidence, selector; document, agency, its state."""
    for term in terms:
        if not isinstance(term, NamedNode) or term.value in seen or term.value.startswith(LEG):
            continue
        seen.add(term.value)
        stated = list(store.quads_for_pattern(term, None, None, DefaultGraph()))
        if any(quad.object == _CLAIM for quad in stated):
            continue
        yield term.value
        if steps > 1:
            yield from _beyond(store, (quad.object for quad in stated), seen, steps - 1)


_CLAIM = NamedNode(LEG + "Claim")


def _kinds(iri: str) -> Iterator[str]:
    """A class of the ontology and those below it."""
    yield iri
    for quad in subclasses():
        if quad.object == NamedNode(iri) and isinstance(quad.subject, NamedNode):
            yield from _kinds(quad.subject.value)


def _any_of(store: Store, query: str, iris: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for iri in iris:
        found.update(_iris(store, query.replace("<IRI>", str(NamedNode(iri)))))
    return found


def _iris(store: Store, query: str) -> Iterator[str]:
    rows = store.query(_PROLOGUE + query)
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        claim = row["claim"]
        if isinstance(claim, NamedNode):
            yield claim.value
