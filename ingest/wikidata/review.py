"""The review file: candidates as rows of a CSV, in which a person writes yes or no, and which is read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from ingest.errors import IngestError
from ingest.wikidata.decisions import Decision
from ingest.wikidata.score import Candidate
from ingest.wikidata.subjects import Subject
from ontology.names import WD

COLUMNS = (
    *("decision", "thing", "kind", "label", "country", "told", "document"),
    *("item", "item_label", "description", "certainty", "reasons", "page"),
)
NEEDED = ("decision", "thing", "item")
YES, NO = ("yes", "y"), ("no", "n")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """A decided row, and the line of the file where it begins."""

    line: int
    decision: Decision


def write(
    file: TextIO, found: Iterable[tuple[Subject, list[Candidate]]]
) -> Iterator[tuple[Subject, list[Candidate]]]:
    """Write the candidates as they come, and pass them on; a thing without any gets a row without an item."""
    rows = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for subject, candidates in found:
        thing = {
            "thing": subject.iri,
            "kind": subject.kind,
            "label": subject.label,
            "country": subject.country_label,
            "told": "; ".join(subject.words),
            "document": " ".join(
                filter(None, [subject.days[0].isoformat() if subject.days else "", subject.title])
            ),
        }
        for candidate in candidates:
            rows.writerow(_safe({**thing, **_candidate(candidate)}))
        if not candidates:
            rows.writerow(_safe(thing))
        file.flush()
        yield subject, candidates


def read(path: Path, day: date, by: str = "") -> list[Row]:
    """The rows of a file in which something is decided; yes and no in any case.

    Raises IngestError naming file, line and cause: another word, a missing item, two items for one thing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"{path}: can't be read as UTF-8 text: {error}") from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise IngestError(f"{path}: no column {missing[0]!r}: keep the columns of the file that was written")
    decided: list[Row] = []
    linked: dict[str, str] = {}
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise IngestError(f"{path}, line {line}: no CSV: {error}") from error
        if row is None:
            return decided
        word = (row["decision"] or "").strip().casefold()
        if not word:
            continue
        thing, item = (row["thing"] or "").strip(), (row["item"] or "").strip().removeprefix(WD)
        place = f"{path}, line {line}"
        if word not in (*YES, *NO):
            raise IngestError(f"{place}: {row['decision']!r} is no decision: write yes, no or nothing")
        if not thing or not item:
            raise IngestError(f"{place}: a decision needs a thing and an item")
        if word in YES and linked.setdefault(thing, item) != item:
            raise IngestError(f"{place}: {thing} can't be both {linked[thing]} and {item}")
        certainty = (row.get("certainty") or "").strip()
        reasons = (row.get("reasons") or "").strip()
        decided.append(Row(line, Decision(thing, item, word in YES, day, certainty, reasons, by)))


def _candidate(candidate: Candidate) -> dict[str, str]:
    item = candidate.item
    return {
        "item": item.qid,
        "item_label": item.label,
        "description": item.descriptions.get("en", ""),
        "certainty": f"{candidate.certainty:.2f}",
        "reasons": ", ".join(map(str, candidate.reasons)),
        "page": f"https://www.wikidata.org/wiki/{item.qid}",
    }


def _safe(row: dict[str, str]) -> dict[str, str]:
    """Cells that no spreadsheet takes for a formula."""
    return {name: f"'{text}" if text.startswith(_FORMULA) else text for name, text in row.items()}
