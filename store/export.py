"""Exporting the whole store as RDF, streaming: memory stays flat whatever the size.

N-Quads, TriG and JSON-LD have named graphs and are lossless as they are; Turtle and N-Triples hold the
claims' graphs as statements (see `store.reification`), and lose nothing either.
"""

from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat, Store, serialize

from ontology.names import PREFIXES
from store.durable import replacing
from store.errors import StoreError, explained
from store.reification import reify

FORMATS = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
}
"""The formats by the names that `dump` takes; each value knows its media type and file extension."""


def dump(store: Store, output: IO[bytes], format: str) -> None:
    """Write everything in the store to a binary file or stream.

    An error that `output.write` raises ends the export and is passed on. Raises StoreError for an unknown
    format.
    """
    syntax = _syntax(format)
    if syntax.supports_datasets:
        store.dump(output, syntax, prefixes=PREFIXES)
    else:
        serialize(reify(store), output, syntax, prefixes=PREFIXES)


def dump_to(store: Store, path: Path, format: str) -> None:
    """Write everything in the store to a file, which appears when it is complete. Raises StoreError."""
    _syntax(format)
    with explained("write to", path), replacing(path) as file:
        dump(store, file, format)


def _syntax(format: str) -> RdfFormat:
    if format not in FORMATS:
        raise StoreError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[format]
