"""A graph of a test's own in the Graph Store, and what is written to it."""

from __future__ import annotations

from urllib.parse import quote

import httpx
from pyoxigraph import RdfFormat

from tests.server.conformance.asking import BEARER, JSON, rows

TURTLE = {"Content-Type": "text/turtle"}
ONE = '<urn:x> <urn:p> "one" .'
TWO = '<urn:x> <urn:p> "two" .'
PERSON = """@prefix v: <http://www.w3.org/2006/vcard/ns#> . <> v:hasName [ v:given-name "Alice" ] ."""
WRITTEN = {
    "text/turtle": ONE,
    "text/turtle; charset=utf-8": ONE,
    "application/x-turtle": ONE,
    "application/n-triples": ONE,
    "application/n-quads": ONE,
    "application/trig": ONE,
    "text/n3": ONE,
    "application/ld+json": '{"@id": "urn:x", "urn:p": "one"}',
    "application/rdf+xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
    '<rdf:Description rdf:about="urn:x"><u:p>one</u:p></rdf:Description></rdf:RDF>',
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}


class Graph:
    """A graph of the test's own at its address, and requests about it."""

    def __init__(self, client: httpx.Client, way: str, iri: str) -> None:
        self.client = client
        self.iri = iri
        self.address = {
            "direct": iri,
            "indirect": f"/store?graph={quote(iri, safe='')}",
            "default": "/store?default",
        }[way]

    def send(self, method: str, data: str | bytes = b"", **fields: str) -> httpx.Response:
        headers = {
            **BEARER,
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        return self.client.request(method, self.address, content=data, headers=headers)

    def put(self, data: str | bytes = ONE, **fields: str) -> httpx.Response:
        return self.send("PUT", data, Content_Type="text/turtle", **fields)

    def values(self) -> list[str]:
        query = f"SELECT ?o {{ GRAPH <{self.iri}> {{ ?s ?p ?o }} }} ORDER BY ?o"
        if self.address == "/store?default":
            query = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
        return [
            row["o"]
            for row in rows(self.client.get("/sparql", params={"query": query}, headers={"Accept": JSON}))
        ]
