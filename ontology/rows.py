"""The rows of authority files (CSV): read, and checked one by one.

Each file has one row a thing. Columns: `label`; `kind` (unless the file's name gives it); optional `slug`, `aliases`,
`ambiguous`, `country` (code of a state), `qid`, `note`; and by kind `code` and `demonyms` (states), `metonym_of`
(slug of an actor; places), `broader` (slug; materiel), `domains` and `state_run` (organizations). Several values of
one cell are parted by `|`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ontology.errors import LegationError
from ontology.names import AUTHORITY, CLASSES_OF, ORGANIZATION_KINDS

_KIND_OF_FILE = {
    "states": "State",
    "people": "Person",
    "media": "MediaOutlet",
    "places": "Place",
    "materiel": "MaterielType",
}
_KINDS = {kind for kind in CLASSES_OF if kind not in ("Delegation", "UnnamedSource")}
_COLUMNS_OF = {
    "code": ("State",),
    "demonyms": ("State",),
    "metonym_of": ("Place",),
    "broader": ("MaterielType",),
    "domains": ("State", "Organization", *ORGANIZATION_KINDS),
    "state_run": ("MediaOutlet",),
}
_LISTS = {"aliases", "ambiguous", "demonyms", "domains"}
_COLUMNS = {"label", "kind", "slug", "aliases", "ambiguous", "country", "qid", "note", *_COLUMNS_OF}
_FORMS = {
    "qid": (re.compile(r"Q[1-9][0-9]*"), "a Wikidata ID (Q and digits)"),
    "code": (re.compile(r"[A-Z]{2}"), "a code of two capital letters"),
    "slug": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "a slug (lower-case ASCII words joined by hyphens)"),
    "domains": (re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+"), "a host name such as reuters.com"),
    "state_run": (re.compile("yes"), "'yes' or empty"),
}
# What NFKD leaves whole.
_ASCII = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "æ": "ae", "þ": "th"}
)


class AuthorityError(LegationError):
    """A row of an authority file cannot be used; the text names file, line and cause."""


def slug(label: str) -> str:
    """The label in lower-case ASCII, words joined by hyphens: "The Moscow Times" → "the-moscow-times"."""
    plain = unicodedata.normalize("NFKD", label.translate(_ASCII)).encode("ascii", "ignore").decode()
    words = re.sub(r"['.]", "", plain).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def iri_of(kind: str, name: str) -> str:
    """The IRI of a thing of this kind with this slug."""
    folder = {"Place": "place", "MaterielType": "materiel"}.get(kind, "actor")
    return f"{AUTHORITY}{folder}/{name}"


@dataclass(frozen=True)
class Row:
    """One row, with the place that errors name. Its cells are well-formed; what they point to is not checked yet."""

    file: Path
    line: int
    kind: str
    cells: Mapping[str, str]

    @cached_property
    def iri(self) -> str:
        """The IRI of the thing that the row describes."""
        return iri_of(self.kind, self.cell("slug") or slug(self.cell("label")))

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}, line {self.line}"

    def cell(self, column: str) -> str:
        """The cell as it stands; empty where the file lacks the column."""
        return self.cells.get(column, "")

    def values(self, column: str) -> tuple[str, ...]:
        """The values of a cell that are parted by `|`."""
        cell = self.cell(column)
        return tuple(value.strip() for value in cell.split("|")) if cell else ()

    def error(self, cause: str) -> AuthorityError:
        """An error that names the row."""
        return AuthorityError(f"{self.where}: {cause}")


def read(folder: Path) -> Iterator[Row]:
    """The rows of all CSV files of a folder, file by file. Raises AuthorityError, naming file, line and cause."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise AuthorityError(f"{folder}: no authority files (*.csv) in this folder")
    for file in files:
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.reader(stream, strict=True)
                yield from _rows(file, ((reader.line_num, cells) for cells in reader))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise AuthorityError(f"{file}: cannot be read as UTF-8 CSV: {error}") from error


def _rows(file: Path, lines: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    _, header = next(lines, (1, list[str]()))
    _check_header(file, header)
    for line, cells in lines:
        if not any(cells):
            continue
        named = dict(zip(header, map(str.strip, cells), strict=False))
        row = Row(file, line, named.get("kind") or _KIND_OF_FILE.get(file.stem, ""), named)
        if len(cells) != len(header):
            raise row.error(f"{len(cells)} cells where the header has {len(header)}")
        _check(row)
        yield row


def _check_header(file: Path, header: list[str]) -> None:
    if unknown := sorted(set(header) - _COLUMNS):
        known = ", ".join(sorted(_COLUMNS))
        raise AuthorityError(f"{file}, line 1: unknown column {unknown[0]!r}; known: {known}")
    if "label" not in header or len(set(header)) != len(header):
        raise AuthorityError(f"{file}, line 1: the header needs each column once, and the column 'label'")


def _check(row: Row) -> None:
    if row.kind not in _KINDS:
        raise row.error(f"unknown kind {row.kind!r}; known: {', '.join(sorted(_KINDS))}")
    if not row.cell("label"):
        raise row.error("no label")
    for column, cell in row.cells.items():
        if not cell:
            continue
        if row.kind not in _COLUMNS_OF.get(column, _KINDS):
            raise row.error(f"a {row.kind} has no {column}")
        values = row.values(column) if column in _LISTS else (cell,)
        if "" in values:
            raise row.error(f"empty value between | in column {column}")
        if form := _FORMS.get(column):
            for value in values:
                if not form[0].fullmatch(value):
                    raise row.error(f"{column} {value!r} is not {form[1]}")
    if row.iri.endswith("/"):
        raise row.error(f"no slug can be made of {row.cell('label')!r}; give one in the column slug")
