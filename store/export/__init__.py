"""Writing the graph for others, streaming: memory stays flat whatever the size.

All of it or what belongs to some claims, in the formats of FORMATS, one module each. The same snapshot gives the same
bytes each time, so a download that breaks off can be resumed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Store

from store.durable import replacing
from store.errors import StoreError, explained
from store.export import followthemoney, jsonld, nanopublications, rdf, spreadsheet
from store.export.selection import Selection
from store.export.source import CC_BY, Source

__all__ = ["FORMATS", "Format", "Selection", "Source", "compressed", "dump", "dump_to", "known", "source"]


@dataclass(frozen=True)
class Format:
    """How to write a format, its media type, what files of it are called, and in what words to speak of it."""

    title: str
    media_type: str
    suffix: str
    write: Callable[[Source, IO[bytes]], None]


FORMATS = {
    "nquads": Format("N-Quads", "application/n-quads", "nq", rdf.nquads),
    "trig": Format("TriG", "application/trig", "trig", rdf.trig),
    "turtle": Format("Turtle", "text/turtle", "ttl", rdf.turtle),
    "jsonld": Format("JSON-LD", "application/ld+json", "jsonld", jsonld.write),
    "ntriples": Format("N-Triples", "application/n-triples", "nt", rdf.ntriples),
    "rdfxml": Format("RDF/XML", "application/rdf+xml", "rdf", rdf.rdfxml),
    "csv": Format("CSV", "text/csv", "csv", spreadsheet.write),
    "nanopublications": Format(
        "Nanopublications", "application/trig", "nanopubs.trig", nanopublications.write
    ),
    "followthemoney": Format("FollowTheMoney", "application/x-ndjson", "ftm.json", followthemoney.write),
}
"""The formats by the names that `dump` takes."""


def source(
    store: Store,
    base: str = "",
    selection: Selection | None = None,
    *,
    rdf12: bool = False,
    licence: str = CC_BY,
) -> Source:
    """What to write of a store. `base` is the installation's, for prefixes and the names of nanopublications.

    Raises ValueError if the selection names what is no IRI.
    """
    claims = frozenset(selection.claims(store)) if selection else None
    return Source(store, base, claims, rdf12, licence)


def dump(store: Store | Source, output: IO[bytes], format: str) -> None:
    """Write to a binary file or stream.

    An error that `output.write` raises ends the export and is passed on. Raises StoreError for an unknown
    format, or for what the format can't hold.
    """
    known(format).write(store if isinstance(store, Source) else Source(store), output)


def dump_to(store: Store | Source, path: Path, format: str) -> None:
    """Write to a file, which appears when it is complete; gzipped if its name ends in .gz. Raises StoreError."""
    known(format)
    with explained("write to", path), replacing(path) as file:
        if path.suffix.lower() == ".gz":
            with compressed(file) as packed:
                dump(store, packed, format)
        else:
            dump(store, file, format)


def compressed(output: IO[bytes]) -> IO[bytes]:
    """A file that writes gzip into another, to be closed; the same bytes for the same content."""
    return cast(IO[bytes], gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=output, mtime=0))


def known(format: str) -> Format:
    """A format by its name. Raises StoreError."""
    if format not in FORMATS:
        raise StoreError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[format]
