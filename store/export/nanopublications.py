"""Nanopublications (nanopub.net): one for each claim, four graphs each, as TriG.

The assertion is what Legation states: that this claimant takes this stance on an event. What the claim says of the
event stands in it as RDF reification, for most readers take an assertion for a fact, and a denial would become one.
The provenance names passage, document and who read them, the publication info the licence. They carry no time and no
signature, for the graph has no clock; sign what you publish with a tool of your own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from ontology.names import DCT, LEG, OA, PROV, RDF, RDFS
from store.export import rdf
from store.export.claims import Library, Term, Told
from store.export.order import stated
from store.export.source import Source
from store.reification import reify

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
SOFTWARE = NamedNode("https://w3id.org/legation/software")

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_PROVENANCE = {
    LEG + name for name in ("derivedFrom", "evidence", "confidence", "reviewStatus", "identityKey")
}


def write(source: Source, output: IO[bytes]) -> None:
    """All claims' nanopublications, one after the other."""
    library = Library(source)
    prefixes = {**rdf.prefixes(source.base), "np": NP, "npx": NPX}
    quads = (quad for told in library.claims() for quad in nanopublication(told, source, library))
    rdf.write(quads, output, RdfFormat.TRIG, prefixes)


def nanopublication(told: Told, source: Source, library: Library) -> Iterator[Quad]:
    """The four graphs of a claim."""
    address = told.claim.iri.partition("#")[0]
    this = NamedNode(f"{address}#nanopub")
    head, assertion, provenance, info = (
        NamedNode(f"{address}#nanopub-{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    claim = NamedNode(told.claim.iri)
    yield Quad(this, _TYPE, NamedNode(NP + "Nanopublication"), head)
    for name, graph in (
        ("hasAssertion", assertion),
        ("hasProvenance", provenance),
        ("hasPublicationInfo", info),
    ):
        yield Quad(this, NamedNode(NP + name), graph, head)

    for quad in told.claim.quads:
        if quad.predicate.value not in _PROVENANCE:
            yield Quad(quad.subject, quad.predicate, quad.object, assertion)
    for triple in reify(told.content):
        yield Quad(triple.subject, triple.predicate, triple.object, assertion)
    yield from _labels(told, library, assertion)

    yield Quad(assertion, NamedNode(PROV + "wasDerivedFrom"), NamedNode(told.document.iri), provenance)
    yield Quad(assertion, NamedNode(PROV + "wasAttributedTo"), SOFTWARE, provenance)
    for triple in _origin(told, source.store):
        yield Quad(triple.subject, triple.predicate, triple.object, provenance)

    yield Quad(this, NamedNode(DCT + "creator"), SOFTWARE, info)
    yield Quad(this, NamedNode(DCT + "license"), NamedNode(source.licence), info)
    yield Quad(this, NamedNode(NPX + "introduces"), claim, info)
    yield Quad(SOFTWARE, _LABEL, Literal("Legation"), info)


def _origin(told: Told, store: Store) -> Iterator[Triple]:
    """How the claim was read: from which passage of which document, how surely, and whether somebody looked."""
    for quad in told.claim.quads:
        if quad.predicate.value in _PROVENANCE:
            yield quad.triple
    for evidence in told.claim.texts(LEG + "evidence"):
        for quad in stated(store, NamedNode(evidence)):
            yield quad.triple
            if quad.predicate.value == OA + "hasSelector" and isinstance(quad.object, NamedNode):
                yield from (part.triple for part in stated(store, quad.object))
    for quad in told.document.quads:
        yield quad.triple


def _labels(told: Told, library: Library, graph: NamedNode) -> Iterator[Quad]:
    """What those that the claim names are called, for a nanopublication travels alone."""
    terms: list[Term] = [
        quad.object for quad in (*told.claim.quads, *told.content) if quad.predicate.value != RDF + "type"
    ]
    iris = sorted({term.value for term in terms if isinstance(term, NamedNode)})
    for iri in iris:
        label = "" if iri.startswith(LEG) else library.label(iri)
        if label:
            yield Quad(NamedNode(iri), _LABEL, Literal(label), graph)
