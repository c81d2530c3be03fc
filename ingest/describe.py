"""Step 8: a reading as quads. Pure: the same reading and events give the same quads.

The default graph holds what Legation states (the document, its claims, their evidence, who is who); what a claim
says of its event stands in the graph named by the claim.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ingest.errors import IngestError
from ingest.events.frames import Frames
from ingest.identity.keys import keys
from ingest.model import Actor, Claim, Delegation, Document, Filler, Passage, Reading, Telling
from ontology.authority import slug
from ontology.names import DCT, LEG, OA, RDF, RDFS, SCHEMA, XSD

CONTEXT = 32
"""Most of the text before and after a quote that is kept with it: characters, and bytes as some validators count."""

_OFFICIAL = {"State", "GovernmentBody", "InternationalOrganization"}
_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_DATE = NamedNode(XSD + "date")
_DECIMAL = NamedNode(XSD + "decimal")
_OFFSET = NamedNode(XSD + "integer")
Term = NamedNode | Literal
Graph = NamedNode | DefaultGraph


def quads(
    reading: Reading, base: str, event_iris: Mapping[int, NamedNode], known: Frames | None = None
) -> Iterator[Quad]:
    """All quads of a document but what the default graph says of its events; `event_iris` names each by its number.

    `known` are the frames of its events, else the shipped ones.
    Raises IngestError where the reading can't be told as RDF.
    """
    document = reading.document
    node = document_iri(document, base)
    identity = {number: Literal(str(key)) for number, key in keys(reading, known).items()}
    yield from _document(document, node, base)
    for claim, iri in zip(reading.claims, claim_iris(reading, base), strict=True):
        event = event_iris[claim.event]
        yield from _record(claim, iri, node, document, base)
        yield _quad(iri, LEG + "about", event)
        yield _quad(iri, LEG + "identityKey", identity[claim.event])
        yield from _telling(claim.telling, event, iri, event_iris, document, base)
    for filler in _fillers(reading):
        yield from _thing(filler, document, base)


def document_iri(document: Document, base: str) -> NamedNode:
    """{base}document/the-moscow-times-2023-11-15-1a2b3c4d."""
    name = f"{_slug(document.publisher.label)}-{document.published}-{_hash(document.key)[:8]}"
    return NamedNode(f"{base}document/{name}")


def claim_iris(reading: Reading, base: str) -> tuple[NamedNode, ...]:
    """The claims' IRIs in order. They follow from the document and what is claimed in it, never from the event."""
    document = reading.document
    counted: Counter[tuple[str, ...]] = Counter()
    iris = []
    for claim in reading.claims:
        said = (
            document.key,
            claim.telling.type,
            claim.evidence.exact,
            str(_occurrence(document.text, claim.evidence)),
            claim.claimant.iri or claim.claimant.label,
            claim.stance,
        )
        counted[said] += 1
        iris.append(NamedNode(f"{base}claim/{_hash(*said, str(counted[said]))[:16]}#claim"))
    return tuple(iris)


def _occurrence(text: str, passage: Passage) -> int:
    """The number of the passage among equal stretches of the text, which may overlap."""
    number, at = 1, text.find(passage.exact)
    while 0 <= at < passage.start:
        number, at = number + 1, text.find(passage.exact, at + 1)
    return number


def filler_iri(filler: Filler, document: Document, base: str) -> NamedNode:
    """The authority's IRI, or one of this document alone; an unknown publisher or agency is one by its name.

    Raises IngestError for materiel that isn't linked.
    """
    if isinstance(filler, Delegation):
        sender = filler.sent_by.label if filler.sent_by else ""
        return _own("actor", filler.label, document, base, "Delegation", sender)
    if filler.iri:
        return NamedNode(filler.iri)
    if filler.kind == "MaterielType":
        raise IngestError(
            f"{document.key}: kind of materiel {filler.label!r} is not in the authority: add it to a file of your own"
        )
    if filler in (document.publisher, document.agency):
        name = _hash(filler.kind, filler.label)[:8]
        return NamedNode(f"{base}actor/{_slug(filler.label)}-{name}")
    folder = "place" if filler.kind == "Place" else "actor"
    return _own(folder, filler.label, document, base, filler.kind, filler.affiliation or "")


def _own(folder: str, label: str, document: Document, base: str, *marks: str) -> NamedNode:
    return NamedNode(f"{base}{folder}/{_slug(label)}-{_hash(document.key, *marks, label)[:8]}")


def _document(document: Document, node: NamedNode, base: str) -> Iterator[Quad]:
    official = document.publisher.kind in _OFFICIAL
    yield _quad(node, RDF + "type", NamedNode(LEG + ("OfficialDocument" if official else "NewsArticle")))
    yield _quad(node, DCT + "title", _words(document.title, document))
    yield _quad(node, DCT + "issued", Literal(document.published.isoformat(), datatype=_DATE))
    yield _quad(node, DCT + "publisher", filler_iri(document.publisher, document, base))
    if document.agency is not None:
        yield _quad(node, LEG + "syndicates", filler_iri(document.agency, document, base))
    if document.url is not None:
        try:
            yield _quad(node, SCHEMA + "url", NamedNode(document.url))
        except ValueError as error:
            raise IngestError(f"{document.key}: its address {document.url!r} is no URL: {error}") from error
    yield _quad(node, DCT + "identifier", Literal(document.key))
    yield _quad(node, DCT + "language", Literal(document.language))
    yield _quad(node, LEG + "textSha256", Literal(document.sha256))


def _record(claim: Claim, iri: NamedNode, node: NamedNode, document: Document, base: str) -> Iterator[Quad]:
    yield _quad(iri, RDF + "type", NamedNode(LEG + "Claim"))
    yield _quad(iri, LEG + "claimant", filler_iri(claim.claimant, document, base))
    yield _quad(iri, LEG + "rootSource", filler_iri(claim.root_source, document, base))
    for reporter in claim.reported_by:
        yield _quad(iri, LEG + "reportedBy", filler_iri(reporter, document, base))
    if claim.position:
        yield _quad(iri, LEG + "claimantPosition", _words(claim.position, document))
    yield _quad(iri, LEG + "stance", NamedNode(LEG + claim.stance))
    yield _quad(iri, LEG + "certainty", NamedNode(LEG + claim.certainty))
    yield _quad(iri, LEG + "confidence", _decimal(claim.confidence))
    yield _quad(iri, LEG + "reviewStatus", NamedNode(LEG + "unreviewed"))
    yield _quad(iri, LEG + "derivedFrom", node)
    if claim.stated is not None:
        yield _quad(iri, LEG + "statedEarliest", Literal(claim.stated.earliest.isoformat(), datatype=_DATE))
        yield _quad(iri, LEG + "statedLatest", Literal(claim.stated.latest.isoformat(), datatype=_DATE))
    for number, passage in enumerate((claim.evidence, *claim.further), 1):
        yield from _evidence(passage, "" if number == 1 else f"-{number}", iri, node, document)


def _evidence(
    passage: Passage, mark: str, claim: NamedNode, node: NamedNode, document: Document
) -> Iterator[Quad]:
    text = document.text
    if text[passage.start : passage.end] != passage.exact:
        raise IngestError(
            f"{document.key}: passage {passage.start}–{passage.end} is not the text that it quotes: read it again"
        )
    stem = claim.value.removesuffix("#claim")
    evidence, quote, position = (
        NamedNode(f"{stem}#{part}{mark}") for part in ("evidence", "quote", "position")
    )
    yield _quad(claim, LEG + "evidence", evidence)
    yield _quad(evidence, RDF + "type", NamedNode(LEG + "Evidence"))
    yield _quad(evidence, OA + "hasSource", node)
    yield _quad(evidence, OA + "hasSelector", quote)
    yield _quad(evidence, OA + "hasSelector", position)
    yield _quad(quote, RDF + "type", NamedNode(OA + "TextQuoteSelector"))
    yield _quad(quote, OA + "exact", Literal(passage.exact))
    before = text[max(0, passage.start - CONTEXT) : passage.start].encode()[-CONTEXT:]
    after = text[passage.end : passage.end + CONTEXT].encode()[:CONTEXT]
    yield _quad(quote, OA + "prefix", Literal(before.decode(errors="ignore")))
    yield _quad(quote, OA + "suffix", Literal(after.decode(errors="ignore")))
    yield _quad(position, RDF + "type", NamedNode(OA + "TextPositionSelector"))
    yield _quad(position, OA + "start", Literal(str(passage.start), datatype=_OFFSET))
    yield _quad(position, OA + "end", Literal(str(passage.end), datatype=_OFFSET))


def _telling(
    telling: Telling,
    event: NamedNode,
    graph: NamedNode,
    event_iris: Mapping[int, NamedNode],
    document: Document,
    base: str,
) -> Iterator[Quad]:
    def told(name: str, value: Term) -> Quad:
        return _quad(event, LEG + name, value, graph)

    yield _quad(event, RDF + "type", NamedNode(LEG + telling.type), graph)
    for role, filler in telling.roles:
        yield told(role, filler_iri(filler, document, base))
        if isinstance(filler, Delegation):
            yield from _delegation(filler, graph, document, base)
    if telling.when is not None:
        yield told("earliestDate", Literal(telling.when.earliest.isoformat(), datatype=_DATE))
        yield told("latestDate", Literal(telling.when.latest.isoformat(), datatype=_DATE))
        if telling.when.text:
            yield told("dateText", _words(telling.when.text, document))
    for name, words in telling.texts:
        yield told(name, _words(words, document))
    if telling.quantity is not None:
        if telling.quantity.minimum is not None:
            yield told("quantityMin", _decimal(telling.quantity.minimum))
        if telling.quantity.maximum is not None:
            yield told("quantityMax", _decimal(telling.quantity.maximum))
        if telling.quantity.unit:
            yield told("quantityUnit", Literal(telling.quantity.unit))
        yield told("quantityText", _words(telling.quantity.text, document))
    for name, number in telling.links:
        if number not in event_iris:
            raise IngestError(f"{document.key}: {name} leads to event {number}, of which there is no claim")
        yield told(name, event_iris[number])


def _delegation(delegation: Delegation, graph: NamedNode, document: Document, base: str) -> Iterator[Quad]:
    node = filler_iri(delegation, document, base)
    if delegation.sent_by is not None:
        yield _quad(node, LEG + "sentBy", filler_iri(delegation.sent_by, document, base), graph)
    if delegation.headed_by is not None:
        yield _quad(node, LEG + "headedBy", filler_iri(delegation.headed_by, document, base), graph)
    for member in delegation.members:
        yield _quad(node, LEG + "hasMember", filler_iri(member, document, base), graph)


def _fillers(reading: Reading) -> Iterator[Filler]:
    """Everyone and everything that the quads of a reading name, each once."""

    def mentioned() -> Iterator[Filler | None]:
        yield reading.document.publisher
        yield reading.document.agency
        for claim in reading.claims:
            yield from (claim.claimant, claim.root_source, *claim.reported_by)
            for _, filler in claim.telling.roles:
                yield filler
                if isinstance(filler, Delegation):
                    yield from (filler.sent_by, filler.headed_by, *filler.members)

    yield from dict.fromkeys(filler for filler in mentioned() if filler is not None)


def linked(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """IRI, kind and label of each thing of the authority that a reading names or puts somebody at home in."""
    actors = [filler for filler in _fillers(reading) if isinstance(filler, Actor)]
    yield from ((actor.iri, actor.kind, actor.label) for actor in actors if actor.iri)
    for state in {actor.affiliation for actor in actors if not actor.iri and actor.affiliation}:
        yield state, "State", state.rpartition("/")[2].replace("-", " ").title()


def _thing(filler: Filler, document: Document, base: str) -> Iterator[Quad]:
    """What something is, if it is known from this document alone."""
    if isinstance(filler, Delegation):
        yield from _named(filler_iri(filler, document, base), "Delegation", filler.label, document)
    elif filler.iri is None:
        node = filler_iri(filler, document, base)
        yield from _named(node, filler.kind, filler.label, document)
        if filler.affiliation:
            relation = SCHEMA + "containedInPlace" if filler.kind == "Place" else LEG + "affiliation"
            yield _quad(node, relation, NamedNode(filler.affiliation))


def _named(node: NamedNode, kind: str, label: str, document: Document) -> Iterator[Quad]:
    yield _quad(node, RDF + "type", NamedNode(LEG + kind))
    yield _quad(node, RDFS + "label", _words(label, document))


def _quad(subject: NamedNode, predicate: str, value: Term, graph: Graph = _DEFAULT) -> Quad:
    return Quad(subject, _node(predicate), value, graph)


_node = cache(NamedNode)


def _words(text: str, document: Document) -> Literal:
    return Literal(text, language=document.language)


def _decimal(value: Decimal) -> Literal:
    """In XSD's canonical form without exponent: 1E+6 and 1000000.0 are one number and should be one term."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return Literal(text, datatype=_DECIMAL)


def _slug(label: str) -> str:
    return slug(label)[:60].strip("-") or "unnamed"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
