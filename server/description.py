"""What a description of a resource holds, decided here for the server and the command line alike.

- its own triples (default graph), and the labels of whatever the description points to;
- a claim: the graph of what it says, its evidence, its document;
- an event: its claims, each with what it says and its evidence;
- a document: its claims; an actor, place or kind of materiel: the claims it makes and those that name it.

Quads keep their graphs. Formats for triples can't, so they hold what Legation itself states, and of the claims only
what the described one says: to flatten several would turn allegations into facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from ontology.names import DCT, LEG, OA, PREFIXES, RDF, RDFS, SKOS

MOST_CLAIMS = 200
"""Of one description; a page about Russia can't hold all that was ever said of it."""

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}

_TYPE = NamedNode(RDF + "type")
_CLAIM = NamedNode(LEG + "Claim")
_ABOUT = NamedNode(LEG + "about")
_CLAIMANT = NamedNode(LEG + "claimant")
_DERIVED_FROM = NamedNode(LEG + "derivedFrom")
_EVIDENCE = NamedNode(LEG + "evidence")
_SELECTOR = NamedNode(OA + "hasSelector")
_REPLACED = NamedNode(DCT + "isReplacedBy")
_LABELS = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"), NamedNode(DCT + "title"))
_DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Description:
    """What is known of `iri`: quads in their graphs, sorted, without repetition."""

    iri: str
    quads: tuple[Quad, ...]

    @cached_property
    def replaced_by(self) -> str | None:
        """The IRI that took over, if this one has retired."""
        for quad in self.quads:
            if quad.subject == NamedNode(self.iri) and quad.predicate == _REPLACED:
                return quad.object.value if isinstance(quad.object, NamedNode) else None
        return None


def describe(store: Store, iri: str) -> Description | None:
    """The description of a resource, or of `{iri}#claim` if only that is known; None if neither is."""
    for name in (iri, f"{iri}#claim"):
        subject = NamedNode(name)
        own = list(store.quads_for_pattern(subject, None, None, _DEFAULT))
        if own or any(quad.graph_name != _DEFAULT for quad in store.quads_for_pattern(None, None, subject)):
            quads = set(_about(store, subject, own))
            quads |= set(_labels(store, quads))
            return Description(name, tuple(sorted(quads, key=partial(_order, subject))))
    return None


def serialise(description: Description, format: str) -> bytes:
    """A description in a format of `FORMATS`; trig, nquads and jsonld keep the claims' graphs apart."""
    rdf_format = FORMATS[format]
    statements: Iterable[Quad] | list[Triple]
    if rdf_format.supports_datasets:
        statements = description.quads
    else:
        graphs = (_DEFAULT, NamedNode(description.iri))
        statements = list(
            dict.fromkeys(quad.triple for quad in description.quads if quad.graph_name in graphs)
        )
    prefixes = _prefixes(description.quads) if rdf_format in (RdfFormat.TURTLE, RdfFormat.TRIG) else None
    data = serialize(statements, format=rdf_format, prefixes=prefixes)
    assert data is not None
    return data if prefixes is None else _settled(data, len(prefixes))


def _prefixes(quads: Iterable[Quad]) -> dict[str, str]:
    """Those of ours that the quads make use of."""
    text = " ".join(map(str, quads))
    return {name: iri for name, iri in PREFIXES.items() if iri in text}


def _settled(data: bytes, count: int) -> bytes:
    """The prefixes in their alphabet: Oxigraph writes them in an order that changes from one process to the next."""
    lines = data.split(b"\n", count)
    return b"\n".join([*sorted(lines[:count]), b"", *lines[count:]])


def _about(store: Store, subject: NamedNode, own: list[Quad]) -> Iterator[Quad]:
    yield from own
    classes = {quad.object for quad in own if quad.predicate == _TYPE}
    if _CLAIM in classes:
        yield from _claim(store, subject)
        for quad in own:
            if quad.predicate == _DERIVED_FROM and isinstance(quad.object, NamedNode):
                yield from store.quads_for_pattern(quad.object, None, None, _DEFAULT)
        return
    for claim in dict.fromkeys(_claims(store, subject)):
        yield from store.quads_for_pattern(claim, None, None, _DEFAULT)
        yield from _claim(store, claim)


def _claims(store: Store, subject: NamedNode) -> Iterator[NamedNode]:
    """The claims that have to do with a resource: about it, read in it, made by it, or naming it."""
    for predicate in (_ABOUT, _DERIVED_FROM, _CLAIMANT):
        for quad in islice(store.quads_for_pattern(None, predicate, subject, _DEFAULT), MOST_CLAIMS):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject
    naming = (quad.graph_name for quad in store.quads_for_pattern(None, None, subject))
    yield from islice((graph for graph in naming if isinstance(graph, NamedNode)), MOST_CLAIMS)


def _claim(store: Store, claim: NamedNode) -> Iterator[Quad]:
    """What a claim says, and the evidence that it was said."""
    yield from store.quads_for_pattern(None, None, None, claim)
    for link in store.quads_for_pattern(claim, _EVIDENCE, None, _DEFAULT):
        if isinstance(link.object, NamedNode):
            for quad in store.quads_for_pattern(link.object, None, None, _DEFAULT):
                yield quad
                if quad.predicate == _SELECTOR and isinstance(quad.object, NamedNode):
                    yield from store.quads_for_pattern(quad.object, None, None, _DEFAULT)


def _labels(store: Store, quads: set[Quad]) -> Iterator[Quad]:
    named = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    for term in named:
        for predicate in _LABELS:
            yield from store.quads_for_pattern(term, predicate, None, _DEFAULT)


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
