"""What a description of a resource holds, decided here for the server and the command line alike.

- its own triples (default graph), and the labels of whatever the description points to;
- a claim: the graph of what it says, its evidence, its document, the claims that answer it;
- an event: its claims, each with what it says and its evidence;
- a document: its claims; an actor, place or kind of materiel: the claims it makes and those that name it;
- a term of the ontology: what the ontology's file says of it, with its axioms.

Where many claims belong to a resource, a description is one page of them.

Quads keep their graphs. Formats for triples can't, so they hold what Legation itself states, and of the claims only
what the described one says: to flatten several would turn allegations into facts.

One query finds the claims of a page; all else is looked up in the index by name: 10 ms for 25 claims among
1,000,000 quads, where one query for everything takes 40 ms or, as Oxigraph plans it, seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from ontology.names import AUTHORITY, DCT, FOAF, LEG, OA, RDF, RDFS, SKOS
from ontology.schema import ONTOLOGY
from server.resources.links import page_of

CLAIMS_OF_A_PAGE = 25
XHV = "http://www.w3.org/1999/xhtml/vocab#"

_NEXT = re.compile(rb'/xhtml/vocab#next|<next xmlns="')
"""The second as RDF/XML writes it."""

_KINDS = ("document", "claim", "event", "actor", "place", "materiel")

_TYPE = NamedNode(RDF + "type")
_CLAIM = NamedNode(LEG + "Claim")
_DERIVED_FROM = NamedNode(LEG + "derivedFrom")
_RESPONDS_TO = NamedNode(LEG + "respondsTo")
_EVIDENCE = NamedNode(LEG + "evidence")
_SELECTOR = NamedNode(OA + "hasSelector")
_REPLACED = NamedNode(DCT + "isReplacedBy")
_ISSUED = NamedNode(DCT + "issued")
_LABELS = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"), NamedNode(DCT + "title"))
_DEFAULT = DefaultGraph()

_CLAIMS = f"""
PREFIX leg: <{LEG}>
SELECT DISTINCT ?claim WHERE {{
  {{ ?claim leg:about <IRI> }}
  UNION {{ ?claim leg:derivedFrom <IRI> }}
  UNION {{ ?claim leg:claimant <IRI> }}
  UNION {{ GRAPH ?claim {{ ?event ?role <IRI> }} ?claim leg:about ?something }}
  UNION {{ ?claim leg:reportedBy <IRI> }}
}}
"""


@dataclass(frozen=True)
class Description:
    """What is known of `iri`: quads in their graphs, sorted, without repetition; `more` claims are on another page."""

    iri: str
    quads: tuple[Quad, ...]
    more: bool = False

    @cached_property
    def replaced_by(self) -> str | None:
        """The IRI that took over, if this one has retired."""
        for quad in self.quads:
            if quad.subject == NamedNode(self.iri) and quad.predicate == _REPLACED:
                return quad.object.value if isinstance(quad.object, NamedNode) else None
        return None


def describe(store: Store, iri: str, page: int | None = None) -> Description | None:
    """The description of a resource, or of `{iri}#claim` if only that is known; None if neither is.

    `page` counts from 1; None takes all claims at once.
    """
    for name in (iri, f"{iri}#claim"):
        subject = NamedNode(name)
        own = [*store.quads_for_pattern(subject, None, None, _DEFAULT), *_axioms(name)]
        if own or next(store.quads_for_pattern(None, None, subject), None) is not None:
            claims, more = _claims(store, subject, own, page)
            quads = set(own)
            for claim in claims:
                quads.update(_claim(store, claim))
            if _CLAIM in _classes(own):
                quads.update(_chain(store, subject, own))
            quads.update(_labels(store, quads))
            quads.update(_paging(subject, page, more))
            return Description(name, tuple(sorted(quads, key=partial(_order, subject))), more)
    return None


def has_next(written: bytes) -> bool:
    """Whether a description, in whatever format, says that there is another page."""
    return _NEXT.search(written) is not None


def absence(iri: str, base: str) -> str:
    """Says of an IRI that nothing is known of what it is not."""
    start = next((start for start in (base, AUTHORITY) if iri.startswith(start)), None)
    kind, _, name = iri[len(start or "") :].partition("/")
    if start is None:
        reason = f"the IRIs of this installation begin with {base}, those of the authority with {AUTHORITY}"
    elif kind not in _KINDS or not name:
        reason = f"after {start} comes one of " + ", ".join(f"{known}/" for known in _KINDS)
    elif start == AUTHORITY:
        reason = f"the authority of this installation has no {kind} of that name"
    else:
        reason = f"there is no {kind} of that name in this snapshot; it may have gone with its document"
    return f"Nothing is known here of <{iri}>: {reason}."


def _claims(
    store: Store, subject: NamedNode, own: list[Quad], page: int | None
) -> tuple[list[NamedNode], bool]:
    """The claims that have to do with a resource, a page of them, and whether there are more."""
    if subject.value.startswith(LEG):
        return [], False
    if _CLAIM in _classes(own):
        return [subject], False
    query = _CLAIMS.replace("<IRI>", str(subject))
    if page is not None:
        query += f"OFFSET {(page - 1) * CLAIMS_OF_A_PAGE} LIMIT {CLAIMS_OF_A_PAGE + 1}"
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    found = [row["claim"] for row in rows]
    claims = [claim for claim in found if isinstance(claim, NamedNode)]
    if page is None:
        return claims, False
    return claims[:CLAIMS_OF_A_PAGE], len(found) > CLAIMS_OF_A_PAGE


def _claim(store: Store, claim: NamedNode) -> Iterator[Quad]:
    """What is stated of a claim, what it says, and the evidence that it was said."""
    yield from store.quads_for_pattern(None, None, None, claim)
    for quad in store.quads_for_pattern(claim, None, None, _DEFAULT):
        yield quad
        if quad.predicate == _EVIDENCE and isinstance(quad.object, NamedNode):
            yield from _evidence(store, quad.object)
        elif quad.predicate == _DERIVED_FROM and isinstance(quad.object, NamedNode):
            yield from store.quads_for_pattern(quad.object, _ISSUED, None, _DEFAULT)


def _evidence(store: Store, evidence: NamedNode) -> Iterator[Quad]:
    for quad in store.quads_for_pattern(evidence, None, None, _DEFAULT):
        yield quad
        if quad.predicate == _SELECTOR and isinstance(quad.object, NamedNode):
            yield from store.quads_for_pattern(quad.object, None, None, _DEFAULT)


def _chain(store: Store, claim: NamedNode, own: list[Quad]) -> Iterator[Quad]:
    """Where a claim comes from, and what was answered to it."""
    for quad in own:
        if quad.predicate == _DERIVED_FROM and isinstance(quad.object, NamedNode):
            yield from store.quads_for_pattern(quad.object, None, None, _DEFAULT)
    yield from store.quads_for_pattern(None, _RESPONDS_TO, claim, _DEFAULT)


def _paging(subject: NamedNode, page: int | None, more: bool) -> Iterator[Quad]:
    """Which page this is, and which come before and after."""
    number = page or 1
    if not more and number == 1:
        return
    this = NamedNode(page_of(subject.value, number))
    yield Quad(this, NamedNode(FOAF + "primaryTopic"), subject)
    if number > 1:
        yield Quad(this, NamedNode(XHV + "prev"), NamedNode(page_of(subject.value, number - 1)))
    if more:
        yield Quad(this, NamedNode(XHV + "next"), NamedNode(page_of(subject.value, number + 1)))


def _labels(store: Store, quads: set[Quad]) -> Iterator[Quad]:
    """Of what the quads name and don't describe themselves."""
    named = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    described = {quad.subject for quad in quads if quad.graph_name == _DEFAULT and quad.predicate == _TYPE}
    for term in named - described:
        for predicate in _LABELS:
            found = list(store.quads_for_pattern(term, predicate, None, _DEFAULT))
            if found:
                yield from found
                break


def _axioms(iri: str) -> list[Quad]:
    return _ontology().get(iri, []) if iri.startswith(LEG) else []


@cache
def _ontology() -> dict[str, list[Quad]]:
    """The statements of the ontology's file by subject; anonymous axioms stay in the file."""
    found: dict[str, list[Quad]] = {}
    for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, []).append(quad)
    return found


def _classes(own: list[Quad]) -> set[object]:
    return {quad.object for quad in own if quad.predicate == _TYPE}


def _order(first: NamedNode, quad: Quad) -> tuple[str, bool, str, bool, str, str]:
    """Default graph first, the described before others, types before other properties."""
    graph = "" if quad.graph_name == _DEFAULT else str(quad.graph_name)
    kind = "" if isinstance(quad.object, Literal) else "iri"
    return (
        graph,
        quad.subject != first,
        str(quad.subject),
        quad.predicate != _TYPE,
        str(quad.predicate),
        kind + str(quad.object),
    )
