"""RDF that clients send: which types can be read, forms with files, and what becomes of blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from server.changes.model import Document
from server.http.problems import Problem
from server.sparql.protocol import type_of

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
}
TYPES = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/x-trig": "trig",
    "application/n-quads": "nquads",
    "text/x-nquads": "nquads",
    "text/n3": "n3",
}
SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".trig": "trig",
    ".nq": "nquads",
    ".n3": "n3",
}
MULTIPART = "multipart/form-data"
READABLE = ", ".join([*TYPES, MULTIPART])
GENID = ".well-known/genid/"
"""Below the installation's base: the IRIs that stand for users' blank nodes (RDF 1.1 Concepts, section 3.5)."""

_ANYTHING = ("application/octet-stream", "text/plain", "")


def documents(content_type: str, body: bytes) -> tuple[Document, ...]:
    """The documents of a request; without a Content-Type it is RDF/XML (Graph Store Protocol, section 5).

    Raises: Problem 400 for a form that can't be read, 415 for types that are no RDF.
    """
    media_type = type_of(content_type)
    if media_type == MULTIPART:
        return tuple(_parts(content_type, body))
    format = TYPES.get(media_type) if media_type else "rdfxml"
    if format is None:
        raise _unsupported(media_type)
    return (Document(format, body),)


def quads(documents: Iterable[Document], base: str) -> list[Quad]:
    """The triples of documents, in the default graph, their blank nodes renamed apart.

    Raises: Problem 400 for what can't be parsed, with line and column where they are known.
    """
    found: list[Quad] = []
    for document in documents:
        format = FORMATS[document.format]
        try:
            found += parse(
                document.data.removeprefix(b"\xef\xbb\xbf"),
                format,
                base_iri=base,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
        except SyntaxError as error:
            raise _unreadable(error, format) from None
        except ValueError as error:
            raise Problem(400, f"This is not valid {format.name}: {error}") from None
    return found


def skolemised(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """The quads with an IRI of this installation in the place of each blank node, whose label is its last part."""
    for quad in quads:
        yield Quad(
            _named(quad.subject, base),
            quad.predicate,
            _named(quad.object, base),
            _named(quad.graph_name, base),
        )


def _named(term: Any, base: str) -> Any:  # whatever may stand where the term stood
    if isinstance(term, BlankNode):
        return NamedNode(base + GENID + term.value)
    if isinstance(term, Triple):
        return Triple(_named(term.subject, base), term.predicate, _named(term.object, base))
    return term


def _parts(content_type: str, body: bytes) -> Iterator[Document]:
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    form = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    if not form.is_multipart() or form.defects:
        raise Problem(400, "The form's parts can't be told apart: is its boundary what Content-Type says?")
    for part in form.iter_parts():
        data = part.get_payload(decode=True)
        if part.get_filename() is None and part.get_content_type() in _ANYTHING and not part["content-type"]:
            continue  # a field of the form beside its files
        yield Document(_format_of(part), data if isinstance(data, bytes) else b"")


def _format_of(part: Message) -> str:
    media_type = part.get_content_type() if part["content-type"] else ""
    suffix = PurePosixPath(part.get_filename() or "").suffix.lower()
    format = TYPES.get(media_type) or (SUFFIXES.get(suffix) if media_type in _ANYTHING else None)
    if format is None:
        raise _unsupported(
            media_type or f"a file without Content-Type or a suffix like {', '.join(SUFFIXES)}"
        )
    return format


def _unsupported(what: str) -> Problem:
    return Problem(
        415,
        f"{what} can't be read as RDF here; send {', '.join(TYPES)}, or several files as {MULTIPART}.",
        headers={"Accept-Post": READABLE, "Accept": READABLE},
    )


def _unreadable(error: SyntaxError, format: RdfFormat) -> Problem:
    _, _, reason = str(error).rpartition(": ") if error.lineno else ("", "", str(error))
    where = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
    extra = {"line": error.lineno, "column": error.offset} if error.lineno else {}
    return Problem(400, f"This is not valid {format.name}: {where}{reason}.", extra=extra)
