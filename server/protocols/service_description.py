"""What this endpoint is and can do, by SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.names import PREFIXES, RDF
from server.changes.payload import FORMATS
from server.sparql.datasets import ALIAS

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMAT = "http://www.w3.org/ns/formats/"
_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"
_VOID = "http://rdfs.org/ns/void#"
_GEO = "http://www.opengis.net/def/function/geosparql/"

RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
INPUTS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3")
FUNCTIONS = ("sfContains", "sfDisjoint", "sfEquals", "sfIntersects", "sfOverlaps", "sfTouches", "sfWithin")


def describe(endpoint: str, *, writable: bool, federated: bool, format: str) -> bytes:
    """The description of the service at `endpoint`, an IRI, in a format of `payload.FORMATS`.

    Claims' graphs are not listed: there is one for each claim.
    """
    rdf_format = FORMATS[format]
    named = {name: PREFIXES[name] for name in ("rdf",)} | {"sd": SD, "void": _VOID}
    prefixes = named if rdf_format in (RdfFormat.TURTLE, RdfFormat.TRIG) else None
    data = serialize(_statements(endpoint, writable, federated), format=rdf_format, prefixes=prefixes)
    assert data is not None
    if prefixes is None:
        return data
    lines = data.split(b"\n", len(prefixes))  # Oxigraph's order changes from one process to the next
    return b"\n".join([*sorted(lines[: len(prefixes)]), *lines[len(prefixes) :]])


def _statements(endpoint: str, writable: bool, federated: bool) -> Iterator[Triple]:
    service = NamedNode(endpoint)
    dataset, graph = BlankNode("dataset"), NamedNode(ALIAS)
    kind = NamedNode(RDF + "type")

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    yield Triple(service, kind, sd("Service"))
    yield Triple(service, sd("endpoint"), service)
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL10Query"))
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    if writable:
        yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Update"))
        for name in INPUTS:
            yield Triple(service, sd("inputFormat"), NamedNode(_FORMAT + name))
    for name in RESULTS:
        yield Triple(service, sd("resultFormat"), NamedNode(_FORMAT + name))
    yield Triple(service, sd("feature"), sd("EmptyGraphs"))
    if federated:
        yield Triple(service, sd("feature"), sd("BasicFederatedQuery"))
    yield Triple(service, sd("defaultEntailmentRegime"), NamedNode(_ENTAILMENT))
    for name in FUNCTIONS:
        yield Triple(service, sd("extensionFunction"), NamedNode(_GEO + name))
        yield Triple(NamedNode(_GEO + name), kind, sd("Function"))
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, kind, sd("Dataset"))
    yield Triple(dataset, kind, NamedNode(_VOID + "Dataset"))
    yield Triple(dataset, NamedNode(_VOID + "sparqlEndpoint"), service)
    description = endpoint.removesuffix("/sparql") + "/.well-known/void#dataset"
    yield Triple(dataset, NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"), NamedNode(description))
    yield Triple(dataset, sd("defaultGraph"), graph)
    yield Triple(graph, kind, sd("Graph"))
    yield Triple(
        graph,
        NamedNode("http://purl.org/dc/terms/description"),
        Literal("What Legation itself states; each claim has a graph of its own.", language="en"),
    )
