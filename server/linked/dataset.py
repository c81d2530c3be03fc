"""The graph as a dataset: VoID for linked data, DCAT for catalogues.

What Legation states and what the claims tell are two parts with partitions of their own; claims' graphs are counted,
never listed. All has names under `/.well-known/void#`, at the address that the installation's own IRIs have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from ontology.names import AUTHORITY, DCT, FOAF, LEG, PREFIXES, PROV, RDF, RDFS, SH, WD, XSD
from ontology.release import release
from server.linked.statistics import Statistics
from store.export import FORMATS
from store.export.source import CC_BY

DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SOFTWARE = AUTHORITY + "software"
PREFIXES_USED = {**PREFIXES, "dcat": DCAT, "void": VOID}

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_FEATURES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_NAME = re.compile(r"[^A-Za-z0-9]+")

Value = NamedNode | Literal


def origin(base: str) -> str:
    """The address, without its final slash, that a server of this installation has: `http://localhost:8000`."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def describe(base: str, statistics: Statistics | None, licence: str = CC_BY) -> Iterator[Triple]:
    """The description of the dataset; without statistics what is true of every snapshot."""
    return _Describer(base).all(statistics, licence)


class _Describer:
    def __init__(self, base: str) -> None:
        self._base = base
        self._origin = origin(base)
        self._document = f"{self._origin}/.well-known/void"
        self._dataset = f"{self._document}#dataset"

    def all(self, statistics: Statistics | None, licence: str) -> Iterator[Triple]:
        this, service = self._dataset, f"{self._document}#service"
        yield from of(
            self._document,
            (RDF + "type", VOID + "DatasetDescription"),
            (DCT + "title", text("Description of a Legation knowledge graph")),
            (FOAF + "primaryTopic", this),
        )
        yield from of(
            this,
            (RDF + "type", VOID + "Dataset"),
            (RDF + "type", DCAT + "Dataset"),
            (DCT + "title", text("Claims about diplomatic events")),
            (
                DCT + "description",
                text(
                    "Who says what about visits, meetings, arms transfers, military assistance, sanctions and "
                    "agreements, how firmly, and in which passage of which document. The default graph holds what "
                    "Legation itself states; what each claim says of its event stands in a named graph of its own."
                ),
            ),
            (DCT + "license", licence),
            (
                DCT + "rights",
                text(
                    "Quoted passages belong to their publishers; documents' texts are not part of the dataset."
                ),
            ),
            (DCT + "creator", SOFTWARE),
            (DCT + "conformsTo", LEG.removesuffix("#")),
            (FOAF + "homepage", f"{self._origin}/"),
            (RDFS + "seeAlso", f"{self._origin}/queries.ttl"),
            (VOID + "sparqlEndpoint", f"{self._origin}/sparql"),
            (VOID + "uriLookupEndpoint", f"{self._origin}/resource?iri="),
            (VOID + "uriSpace", Literal(self._base)),
            (VOID + "uriSpace", Literal(AUTHORITY)),
            *((VOID + "vocabulary", iri) for name, iri in PREFIXES.items() if name not in _NO_VOCABULARY),
            *((VOID + "feature", f"http://www.w3.org/ns/formats/{name}") for name in _FEATURES),
        )
        yield from declarations(self._base)
        yield from of(
            SOFTWARE,
            (RDF + "type", PROV + "SoftwareAgent"),
            (RDFS + "label", text(f"Legation {release() or ''}".strip())),
        )
        yield from of(
            service,
            (RDF + "type", DCAT + "DataService"),
            (DCT + "title", text("SPARQL endpoint")),
            (DCAT + "endpointURL", f"{self._origin}/sparql"),
            (DCAT + "endpointDescription", f"{self._origin}/sparql"),
            (DCAT + "servesDataset", this),
            (DCT + "conformsTo", "http://www.w3.org/TR/sparql11-protocol/"),
        )
        yield from self._distributions(statistics)
        if statistics is not None:
            yield from self._counted(statistics)

    def _distributions(self, statistics: Statistics | None) -> Iterator[Triple]:
        which = "" if statistics is None else f"?snapshot={statistics.snapshot}"
        for name, format in FORMATS.items():
            address = f"{self._origin}/export.{format.suffix}.gz{which}"
            this = f"{self._document}#{name}"
            yield from of(self._dataset, (DCAT + "distribution", this))
            if name in ("nquads", "trig"):
                yield from of(self._dataset, (VOID + "dataDump", address))
            yield from of(
                this,
                (RDF + "type", DCAT + "Distribution"),
                (DCT + "title", text(format.title)),
                (DCAT + "downloadURL", address),
                (DCAT + "accessURL", f"{self._origin}/export"),
                (DCAT + "mediaType", _MEDIA_TYPES + format.media_type),
                (DCAT + "compressFormat", _MEDIA_TYPES + "application/gzip"),
            )

    def _counted(self, found: Statistics) -> Iterator[Triple]:
        stated, told = f"{self._document}#stated", f"{self._document}#told"
        yield from of(
            self._dataset,
            (DCAT + "version", Literal(str(found.snapshot))),
            (DCT + "identifier", Literal(f"{self._base}#snapshot-{found.snapshot}")),
            (VOID + "triples", Literal(found.quads)),
            (VOID + "subset", stated),
            (VOID + "subset", told),
            (
                DCT + "provenance",
                f"{self._document}#provenance",
            ),
            *((DCT + "language", _LANGUAGES + quote(language)) for language in found.languages),
            *((VOID + "exampleResource", iri) for iri in found.examples.values()),
        )
        documents = sum(
            found.stated_classes.get(LEG + name, 0) for name in ("NewsArticle", "OfficialDocument")
        )
        claims = found.stated_classes.get(LEG + "Claim", 0)
        yield from of(
            f"{self._document}#provenance",
            (RDF + "type", DCT + "ProvenanceStatement"),
            (
                RDFS + "label",
                text(
                    f"{claims} claims read by software from {documents} documents of {found.publishers} publishers; "
                    "each claim names its document and passage, how sure the software is (leg:confidence), and whether "
                    "a person checked it (leg:reviewStatus)."
                ),
            ),
        )
        if found.first_day:
            period = f"{self._document}#period"
            yield from of(self._dataset, (DCT + "temporal", period))
            yield from of(
                period,
                (RDF + "type", DCT + "PeriodOfTime"),
                (DCAT + "startDate", Literal(found.first_day, datatype=NamedNode(XSD + "date"))),
                (DCAT + "endDate", Literal(found.last_day, datatype=NamedNode(XSD + "date"))),
            )
        yield from of(
            stated,
            (RDF + "type", VOID + "Dataset"),
            (DCT + "title", text("What Legation states: the default graph")),
            (VOID + "triples", Literal(sum(found.stated_properties.values()))),
            (VOID + "distinctSubjects", Literal(found.subjects)),
            (VOID + "entities", Literal(found.subjects)),
        )
        yield from of(
            told,
            (RDF + "type", VOID + "Dataset"),
            (DCT + "title", text("What the claims tell: a named graph for each, named by the claim")),
            (VOID + "triples", Literal(sum(found.told_properties.values()))),
        )
        for part, classes, properties in (
            (stated, found.stated_classes, found.stated_properties),
            (told, found.told_classes, found.told_properties),
        ):
            yield from _partitions(part, classes, properties)
        yield from self._linked(found.links)

    def _linked(self, links: Mapping[str, int]) -> Iterator[Triple]:
        wikidata = f"{self._document}#wikidata"
        for predicate, number in links.items():
            this = f"{wikidata}-{_local(predicate)}"
            yield from of(
                this,
                (RDF + "type", VOID + "Linkset"),
                (VOID + "subjectsTarget", self._dataset),
                (VOID + "objectsTarget", wikidata),
                (VOID + "linkPredicate", predicate),
                (VOID + "triples", Literal(number)),
            )
            yield from of(self._dataset, (VOID + "subset", this))
        if links:
            yield from of(
                wikidata,
                (RDF + "type", VOID + "Dataset"),
                (DCT + "title", text("Wikidata")),
                (VOID + "uriSpace", Literal(WD)),
                (VOID + "sparqlEndpoint", "https://query.wikidata.org/sparql"),
            )


_NO_VOCABULARY = ("actor", "place", "materiel", "wd", "rdf", "xsd")


def _partitions(part: str, classes: Mapping[str, int], properties: Mapping[str, int]) -> Iterator[Triple]:
    yield from of(
        part, (VOID + "classes", Literal(len(classes))), (VOID + "properties", Literal(len(properties)))
    )
    for iri, number in classes.items():
        this = f"{part}-class-{_local(iri)}"
        yield from of(part, (VOID + "classPartition", this))
        yield from of(this, (VOID + "class", iri), (VOID + "entities", Literal(number)))
    for iri, number in properties.items():
        this = f"{part}-property-{_local(iri)}"
        yield from of(part, (VOID + "propertyPartition", this))
        yield from of(this, (VOID + "property", iri), (VOID + "triples", Literal(number)))


def declarations(base: str) -> Iterator[Triple]:
    """The prefixes, as SHACL declares them."""
    document = f"{origin(base)}/.well-known/void"
    for name, iri in PREFIXES.items():
        this = f"{document}#prefix-{name}"
        yield from of(f"{document}#dataset", (SH + "declare", this))
        yield from of(
            this,
            (RDF + "type", SH + "PrefixDeclaration"),
            (SH + "prefix", Literal(name)),
            (SH + "namespace", Literal(iri, datatype=NamedNode(XSD + "anyURI"))),
        )


def of(subject: str, *statements: tuple[str, str | Value]) -> Iterator[Triple]:
    """Triples of one subject; a plain string is an IRI."""
    for predicate, value in statements:
        yield Triple(
            NamedNode(subject), NamedNode(predicate), NamedNode(value) if isinstance(value, str) else value
        )


def text(words: str) -> Literal:
    """A text in English."""
    return Literal(words, language="en")


def _local(iri: str) -> str:
    """A name for a fragment: the prefixed name if there is one, so that no two are alike."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return _NAME.sub("-", f"{prefix}-{iri[len(namespace) :]}")
    return _NAME.sub("-", iri).strip("-")
