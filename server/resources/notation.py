"""A description in each of the formats of RDF."""

from __future__ import annotations

import io
import json

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from server.resources.description import Description
from store.export import jsonld, rdf
from store.export.source import Source

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "page": RdfFormat.N_QUADS,
}
"""By their names in a job; a page is made of N-Quads, and is another representation, with another ETag."""

_DEFAULT = DefaultGraph()


def serialise(description: Description, format: str, base: str = "") -> bytes:
    """The description in one of FORMATS, the same bytes each time.

    JSON-LD has the shape of the export (`store.export.jsonld`), with those terms of the context that it needs.
    Raises: StoreError for what the format can't hold.
    """
    if format == "jsonld":
        return _jsonld(description)
    syntax = FORMATS[format]
    output = io.BytesIO()
    if syntax.supports_datasets:
        statements = list(description.quads)
    else:
        graphs = (_DEFAULT, NamedNode(description.iri))
        triples = dict.fromkeys(quad.triple for quad in description.quads if quad.graph_name in graphs)
        statements = [Quad(*triple) for triple in triples]
    names = " ".join(map(str, statements))
    used = {prefix: iri for prefix, iri in rdf.prefixes(base).items() if iri in names}
    rdf.write(statements, output, syntax, used)
    return output.getvalue()


def _jsonld(description: Description) -> bytes:
    graph = Store()
    graph.extend(description.quads)
    nodes = sorted(jsonld.framed(Source(graph)), key=lambda node: node["id"] != description.iri)
    text = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    context = json.dumps(_used(text))
    return f'{{"@context": {context},\n"@graph": [\n{text}\n]}}\n'.encode("utf-8", "replace")


def _used(text: str) -> dict[str, object]:
    """What a text needs of the context: its terms, and the prefixes in which those are defined."""
    context = jsonld.context()
    terms = {name: definition for name, definition in context.items() if f'"{name}"' in text}
    terms |= {name: context[name] for name in ("@version", "id", "type", "says", "name")}
    names = json.dumps(terms)
    prefixes = {
        name: iri
        for name, iri in context.items()
        if isinstance(iri, str) and iri.endswith(("#", "/")) and f'"{name}:' in names
    }
    return {**prefixes, **terms}
