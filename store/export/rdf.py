"""RDF in W3C's formats, the whole or a selection.

N-Quads and TriG have named graphs; Turtle, N-Triples and RDF/XML hold the claims' graphs as statements about
statements (`store.reification`). Nothing is lost in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from ontology.names import PREFIXES
from store.errors import StoreError
from store.export.order import ordered
from store.export.source import Source
from store.reification import reify

SYNTAXES = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}
_WITH_PREFIXES = {RdfFormat.TRIG, RdfFormat.TURTLE, RdfFormat.RDF_XML}
_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
"""What an XML name without colon may be at the end of an IRI (nearly: Python's letters are XML's and a few more)."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\r")


def nquads(source: Source, output: IO[bytes]) -> None:
    """N-Quads; the whole as Oxigraph keeps it, which is quicker and as stable."""
    if source.claims is None:
        source.store.dump(output, RdfFormat.N_QUADS)
    else:
        serialize(ordered(source.store, source.claims), output, RdfFormat.N_QUADS)


def trig(source: Source, output: IO[bytes]) -> None:
    """TriG, in order."""
    write(ordered(source.store, source.claims), output, RdfFormat.TRIG, prefixes(source.base))


def turtle(source: Source, output: IO[bytes]) -> None:
    """Turtle, in order; claims' content as RDF 1.1 reification, or as RDF 1.2 triple terms."""
    write(_reified(source), output, RdfFormat.TURTLE, prefixes(source.base))


def ntriples(source: Source, output: IO[bytes]) -> None:
    """N-Triples, likewise."""
    write(_reified(source), output, RdfFormat.N_TRIPLES, prefixes(source.base))


def rdfxml(source: Source, output: IO[bytes]) -> None:
    """RDF/XML, with reification. Raises StoreError for what XML can't hold."""
    quads = source.store if source.claims is None else ordered(source.store, source.claims)
    for quad in quads:
        _require_writable(quad)
    write(_reified(source), output, RdfFormat.RDF_XML, prefixes(source.base))


def write(
    statements: Iterable[Quad] | Iterable[Triple],
    output: IO[bytes],
    syntax: RdfFormat,
    prefixes: Mapping[str, str],
) -> None:
    """Statements in a format, grouped as they come, with the prefixes in their alphabet."""
    if syntax not in _WITH_PREFIXES:
        serialize(statements, output, syntax)
        return
    settled = _Settled(output, len(prefixes), syntax)
    serialize(statements, cast(IO[bytes], settled), syntax, prefixes=dict(prefixes))
    settled.finish()


def prefixes(base: str = "") -> dict[str, str]:
    """Ours, and of the installation's own IRIs those that make short names."""
    return {**PREFIXES, **({kind: f"{base}{kind}/" for kind in ("document", "event")} if base else {})}


def _reified(source: Source) -> Iterator[Triple]:
    return reify(ordered(source.store, source.claims), triple_terms=source.rdf12)


def _require_writable(quad: Quad) -> None:
    """RDF/XML writes a property as an XML name and text as XML 1.0 characters."""
    if not _NAME.search(re.split(r"[/#:?]", quad.predicate.value)[-1]):
        raise StoreError(f"RDF/XML can't write the property <{quad.predicate.value}>: choose another format")
    if isinstance(quad.object, Literal) and (fault := _UNWRITABLE.search(quad.object.value)):
        raise StoreError(
            f"RDF/XML can't write the character U+{ord(fault[0]):04X} in {quad.predicate.value} of {quad.subject}:"
            " choose another format"
        )


class _Settled:
    """A file whose prefixes are put in order: Oxigraph writes them differently from one process to the next."""

    def __init__(self, output: IO[bytes], count: int, syntax: RdfFormat) -> None:
        self._output = output
        self._xml = syntax == RdfFormat.RDF_XML
        self._lines = 2 if self._xml else count
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._head is None:
            self._output.write(data)
            return len(data)
        self._head += data
        lines = self._head.split(b"\n", self._lines)
        if len(lines) > self._lines:
            self._output.write(self._settle(lines[:-1]) + lines[-1])
            self._head = None
        return len(data)

    def flush(self) -> None:
        """Part of `typing.IO[bytes]`."""

    def finish(self) -> None:
        if self._head:
            self._output.write(self._head)

    def _settle(self, lines: list[bytes]) -> bytes:
        if not self._xml:
            return b"\n".join([*sorted(lines), b"", b""])
        tag = re.fullmatch(rb"<rdf:RDF((?: xmlns:[^ >]+)*)(/?>)", lines[1])
        if tag is not None:
            lines[1] = b" ".join([b"<rdf:RDF", *sorted(tag[1].split())]) + tag[2]
        return b"\n".join([*lines, b""])
