"""Loading RDF files in bulk: a whole file is one commit, a file with a mistake changes nothing."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import IO, cast
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from store import chain
from store.commits import writing
from store.errors import LoadError
from store.export.rdf import SYNTAXES
from store.reification import Term, unreify

FORMATS = {**SYNTAXES, "jsonld": RdfFormat.JSON_LD}
"""The formats by the names that `load` takes."""

_SUFFIXES = {
    ".nq": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".jsonld": "jsonld",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
}
_BATCH = 250_000
"""Quads that Oxigraph sorts at once: 430 MB of memory; without a limit a million take 1.2 GB, and no less time."""
_MANY = 50_000
"""Quads after which the files are put in order: 1.2 s a million, then analysts' queries take 28 % less time."""
_STEP = 10_000
"""Quads between two reports of progress."""


def guess(file: Path) -> str:
    """The format that a file's name tells, a final ".gz" aside. Raises LoadError."""
    name = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    format = _SUFFIXES.get(name.suffix.lower())
    if format is None:
        raise LoadError(
            f"cannot tell the format of {file}: name it with one of {', '.join(_SUFFIXES)}, or state the format"
        )
    return format


def load(
    data: Path,
    file: Path,
    format: str | None = None,
    *,
    wait: float | None = None,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Add an RDF file to the store in one commit; returns how many quads the file states.

    `format` is one of FORMATS, by default told by the file's name; `wait` as in `writing`; `progress` hears
    now and then how many quads have been read. Blank nodes become IRIs under `{base}.well-known/genid/`, the
    same ones whenever the same content is loaded. Turtle and N-Triples that Legation exported become claims
    again.
    Raises LoadError for the file and StoreError for the store, which then is as it was.
    """
    format = format or guess(file)
    if format not in FORMATS:
        raise LoadError(f"cannot load {file}: unknown format {format!r}; choose one of {', '.join(FORMATS)}")
    with _Source(file) as source, writing(data, wait) as commit:
        tally = _Tally(progress)
        try:
            quads: Iterable[Quad] = parse(cast(IO[bytes], source), FORMATS[format])
            if not FORMATS[format].supports_datasets:
                quads = unreify(quads)
            namer = _Namer(f"{chain.base(data)}.well-known/genid/", source)
            named = tally.count(namer.skolemise(quads))
            while True:
                before = tally.total
                commit.store.bulk_extend(islice(named, _BATCH))
                if tally.total - before < _BATCH:
                    break
        except SyntaxError as error:
            raise LoadError(f"cannot load {file}: {_mistake(error, source, format)}") from error
        if not tally.total:
            commit.abandon()
        elif tally.total >= _MANY:
            commit.store.optimize()
    return tally.total


class _Source:
    """The file's bytes, decompressed, as the parser reads them; knows how many lines went by."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stream = self.reopen()
        self.line = 1

    def __enter__(self) -> "_Source":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def reopen(self) -> BufferedReader | gzip.GzipFile:
        try:
            if self._file.suffix.lower() == ".gz":
                return gzip.open(self._file)
            return self._file.open("rb")
        except OSError as error:
            raise LoadError(f"cannot load {self._file}: {error.strerror}") from error

    def digest(self) -> str:
        """SHA-256 of the whole content, in hex."""
        with self.reopen() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self._stream.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise LoadError(f"cannot load {self._file}: {error}") from error
        self.line += chunk.count(b"\n")
        return chunk


class _Tally:
    """Counts quads as they pass."""

    def __init__(self, progress: Callable[[int], object] | None) -> None:
        self.total = 0
        self._progress = progress

    def count(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for self.total, quad in enumerate(quads, start=1):
            if self._progress is not None and self.total % _STEP == 0:
                self._progress(self.total)
            yield quad


class _Namer:
    """Gives blank nodes IRIs (RDF 1.1 Concepts, 3.5): the content's digest and the order of appearance."""

    def __init__(self, prefix: str, source: _Source) -> None:
        self._prefix = prefix
        self._source = source
        self._names: dict[BlankNode | Triple, NamedNode] = {}

    def skolemise(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            if (
                type(quad.subject) is not NamedNode
                or type(quad.object) in (BlankNode, Triple)
                or type(quad.graph_name) is BlankNode
            ):
                yield self._quad(quad)
            else:
                yield quad

    def _quad(self, quad: Quad) -> Quad:
        graph = quad.graph_name
        return Quad(
            self._node(quad.subject),
            quad.predicate,
            self._term(quad.object),
            graph if isinstance(graph, DefaultGraph) else self._node(graph),
        )

    def _term(self, term: Term) -> Term:
        if isinstance(term, Triple):
            return Triple(self._node(term.subject), term.predicate, self._term(term.object))
        return term if isinstance(term, Literal) else self._node(term)

    def _node(self, node: NamedNode | BlankNode | Triple) -> NamedNode:
        if isinstance(node, NamedNode):
            return node
        name = self._names.get(node)
        if name is None:
            if not self._names:
                self._prefix += self._source.digest()[:16] + "-"
            name = self._names[node] = NamedNode(f"{self._prefix}{len(self._names) + 1}")
        return name


def _mistake(error: SyntaxError, source: _Source, format: str) -> str:
    """Where and what the mistake is, in one line; the RDF/XML parser keeps the place to itself."""
    what = " ".join(error.msg.split())
    if error.lineno is not None:
        if what.startswith("Parser error"):
            what = what.partition(": ")[2]
        return f"line {error.lineno}, column {error.offset}: {what}"
    if format == "rdfxml":
        with source.reopen() as stream:
            try:
                expat.ParserCreate().ParseFile(stream)
            except expat.ExpatError as place:
                return f"line {place.lineno}, column {place.offset + 1}: {what}"
    if "LoadDocumentCallback" in what:
        what = "its @context is at another address, and Legation fetches none: put the context into the file"
    return f"near line {source.line}: {what}"
