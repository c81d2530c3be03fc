"""What is known before reading: states, people, bodies, outlets, places, kinds of materiel (`authority/*.csv`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ontology.folders import state
from ontology.names import LEG, OWL, RDF, RDFS, SCHEMA, SKOS, WD
from ontology.rows import AuthorityError, Row, iri_of, read, slug

__all__ = ["SHIPPED", "Authority", "AuthorityError", "Entry", "describe", "load", "quads", "slug"]

SHIPPED = Path(__file__).parent / "authority"


@dataclass(frozen=True)
class Entry:
    """One thing of the authority. `country`, `metonym_of` and `broader` are IRIs of other entries."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    qid: str | None = None
    note: str = ""
    metonym_of: str | None = None
    broader: str | None = None
    demonyms: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    state_run: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Label and aliases that mean this thing wherever they stand; without the ambiguous ones."""
        return tuple(
            name for name in dict.fromkeys((self.label, *self.aliases)) if name not in self.ambiguous
        )


@dataclass(frozen=True, eq=False)
class Authority:
    """All entries by IRI, with look-up by name and by host. Equal only to itself, so that it can key a cache."""

    entries: Mapping[str, Entry]
    _names: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    _hosts: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                names[name] = (*names.get(name, ()), entry)
        hosts = {host: entry for entry in self.entries.values() for host in entry.domains}
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_hosts", hosts)

    def by_name(self, name: str) -> tuple[Entry, ...]:
        """Entries with exactly this label or alias (case counts; ambiguous names give nothing)."""
        return self._names.get(name, ())

    def by_domain(self, host: str) -> Entry | None:
        """The outlet or body that publishes at this host or above it: "world.kbs.co.kr" is found by "kbs.co.kr"."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            if found := self._hosts.get(".".join(labels[start:])):
                return found
        return None


def load(*folders: Path) -> Authority:
    """The shipped authority with the CSV files of further folders added to it.

    The same object again as long as the files stay as they are. Raises AuthorityError for a row that cannot be used,
    naming file, line and cause.
    """
    return _loaded(folders, state(folders, "*.csv"))


@lru_cache(8)
def _loaded(folders: tuple[Path, ...], state: tuple[object, ...]) -> Authority:
    return _join([row for folder in (SHIPPED, *folders) for row in read(folder)])


def _join(rows: list[Row]) -> Authority:
    seen: dict[str, Row] = {}
    codes: dict[str, str] = {}
    hosts: dict[str, Row] = {}
    for row in rows:
        if first := seen.get(row.iri):
            raise row.error(f"the same IRI as {first.where}: {row.iri}; give one of them another slug")
        seen[row.iri] = row
        if row.cell("code") and codes.setdefault(row.cell("code"), row.iri) != row.iri:
            raise row.error(f"code {row.cell('code')} is taken by {codes[row.cell('code')]}")
        for host in row.values("domains"):
            if (owner := hosts.setdefault(host, row)) is not row:
                raise row.error(f"host {host} is taken by {owner.where}")
    entries = {row.iri: _entry(row, seen, codes) for row in rows}
    for row in rows:
        _refuse_circle(row, entries)
    return Authority(entries)


def _entry(row: Row, seen: Mapping[str, Row], codes: Mapping[str, str]) -> Entry:
    country = row.cell("country")
    if country and country not in codes:
        raise row.error(f"unknown country {country!r}; use the code of a state, such as KP")
    return Entry(
        iri=row.iri,
        kind=row.kind,
        label=row.cell("label"),
        aliases=row.values("aliases"),
        country=codes[country] if country else None,
        qid=row.cell("qid") or None,
        note=row.cell("note"),
        metonym_of=_other(row, "metonym_of", "State", seen),
        broader=_other(row, "broader", "MaterielType", seen),
        demonyms=row.values("demonyms"),
        domains=row.values("domains"),
        ambiguous=row.values("ambiguous"),
        state_run=row.cell("state_run") == "yes",
    )


def _other(row: Row, column: str, kind: str, seen: Mapping[str, Row]) -> str | None:
    """The IRI of the entry that a cell names by its slug."""
    name = row.cell(column)
    if not name:
        return None
    iri = iri_of(kind, name)
    if iri not in seen:
        raise row.error(f"{column} {name!r} is not in the authority")
    return iri


def _refuse_circle(row: Row, entries: Mapping[str, Entry]) -> None:
    above, passed = entries[row.iri].broader, {row.iri}
    while above:
        if above in passed:
            raise row.error(f"broader runs in a circle through {above}")
        passed.add(above)
        above = entries[above].broader


def quads(authority: Authority) -> Iterator[Quad]:
    """The authority as triples of the default graph."""
    for entry in authority.entries.values():
        yield from describe(entry)


def describe(entry: Entry) -> Iterator[Quad]:
    """One thing of the authority as triples of the default graph."""
    subject = NamedNode(entry.iri)
    concept = entry.kind == "MaterielType"
    yield Quad(subject, NamedNode(RDF + "type"), NamedNode(LEG + entry.kind))
    label = SKOS + "prefLabel" if concept else RDFS + "label"
    yield Quad(subject, NamedNode(label), Literal(entry.label, language="en"))
    for alias in dict.fromkeys((*entry.aliases, *entry.ambiguous)):
        if alias != entry.label:
            yield Quad(subject, NamedNode(SKOS + "altLabel"), Literal(alias, language="en"))
    if entry.qid:
        same = SKOS + "exactMatch" if concept else OWL + "sameAs"
        yield Quad(subject, NamedNode(same), NamedNode(WD + entry.qid))
    if entry.country and (relation := _relation_to_state(entry)):
        yield Quad(subject, NamedNode(relation), NamedNode(entry.country))
    if entry.metonym_of:
        yield Quad(subject, NamedNode(LEG + "metonymOf"), NamedNode(entry.metonym_of))
    if entry.broader:
        yield Quad(subject, NamedNode(SKOS + "broader"), NamedNode(entry.broader))


def _relation_to_state(entry: Entry) -> str | None:
    """A ministry is part of its state, and so is KCNA; AFP is only at home in France."""
    if entry.kind == "MaterielType":
        return None
    if entry.kind == "Place":
        return SCHEMA + "containedInPlace"
    part = entry.kind == "GovernmentBody" or entry.state_run
    return LEG + ("partOfState" if part else "affiliation")
