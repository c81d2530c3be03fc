"""Claims as CSV, one row each, for spreadsheets: beside each IRI what it is called.

Begins with a byte order mark, by which spreadsheets know UTF-8. What a spreadsheet would take for a formula is given
an apostrophe in front (OWASP, "CSV Injection"), for reports are other people's text.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from typing import IO

from ontology.names import DCT, LEG, RDF, SCHEMA
from ontology.vocabulary import vocabulary
from store.export.claims import Library, Thing, Told
from store.export.source import Source

BETWEEN = " | "
"""Stands between several values of one cell."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# heading → property of the claim, of its document, and of its event as told; "!" asks for labels as well
_CLAIM = {
    "claimant!": LEG + "claimant",
    "claimant position": LEG + "claimantPosition",
    "reported by!": LEG + "reportedBy",
    "root source!": LEG + "rootSource",
    "stance": LEG + "stance",
    "certainty": LEG + "certainty",
    "confidence": LEG + "confidence",
    "review status": LEG + "reviewStatus",
    "stated earliest": LEG + "statedEarliest",
    "stated latest": LEG + "statedLatest",
    "event!": LEG + "about",
}
_EVENT = {
    "event type": RDF + "type",
    "earliest date": LEG + "earliestDate",
    "latest date": LEG + "latestDate",
    "date text": LEG + "dateText",
    **{f"{_words}!": LEG + _name for _name in vocabulary().kinds for _words in [_name.replace("By", " by")]},
    "quantity min": LEG + "quantityMin",
    "quantity max": LEG + "quantityMax",
    "quantity unit": LEG + "quantityUnit",
    "quantity text": LEG + "quantityText",
    "purpose": LEG + "purpose",
    "subject": LEG + "subject",
    "reason": LEG + "reason",
    "in exchange for": LEG + "inExchangeForText",
}
_DOCUMENT = {
    "document title": DCT + "title",
    "document date": DCT + "issued",
    "document address": SCHEMA + "url",
    "publisher!": DCT + "publisher",
}


def headings() -> list[str]:
    """The first row."""
    columns = [name for group in (_CLAIM, _EVENT, _DOCUMENT) for name in group]
    wide = [
        part for name in columns for part in ((name, name[:-1] + " IRI") if name.endswith("!") else (name,))
    ]
    return ["claim IRI", *(name.rstrip("!") for name in wide), "document IRI", "quote", "start", "end"]


def write(source: Source, output: IO[bytes]) -> None:
    """The table."""
    library = Library(source)
    output.write(codecs.BOM_UTF8)
    output.write(_line(headings()))
    for told in library.claims():
        output.write(_line(_row(told, library)))


def _row(told: Told, library: Library) -> Iterable[str]:
    yield told.claim.iri
    for group, thing in ((_CLAIM, told.claim), (_EVENT, told.event), (_DOCUMENT, told.document)):
        for name, predicate in group.items():
            yield from _cells(thing, predicate, library if name.endswith("!") else None)
    yield told.claim.text(LEG + "derivedFrom")
    for part in ("exact", "start", "end"):
        yield BETWEEN.join(getattr(passage, part) for passage in told.passages)


def _cells(thing: Thing, predicate: str, library: Library | None) -> Iterable[str]:
    values = thing.texts(predicate)
    if library is not None:
        yield BETWEEN.join(library.label(iri) or iri for iri in values)
        yield BETWEEN.join(values)
    else:
        yield BETWEEN.join(value.removeprefix(LEG) for value in values)


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return line.getvalue().encode("utf-8", "replace")
