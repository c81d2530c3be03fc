"""What a store holds of the things of the authority, brought in line with what the authority says today.

A store is created with the authority of its day. Entries that were added or changed since come with the first
document that needs them, in its commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.describe import linked
from ingest.model import Reading
from ontology.authority import Authority, Entry, describe
from ontology.names import LEG, RDF, RDFS, SKOS
from ontology.vocabulary import Vocabulary

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_ALSO = NamedNode(SKOS + "altLabel")


@dataclass(frozen=True)
class Changes:
    """Quads of the default graph to take out and to bring in."""

    gone: tuple[Quad, ...]
    come: tuple[Quad, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)

    def apply(self, store: Store) -> None:
        """Write them."""
        for quad in self.gone:
            store.remove(quad)
        store.extend(self.come)


def changes(store: Store, reading: Reading, known: Authority, words: Vocabulary) -> Changes:
    """What must change in a store so that it knows what the authority says of the things that a reading names.

    Of a user's own vocabulary likewise, if the reading tells events of it.
    What the authority is silent on stays, and so do names that somebody added.
    """
    gone: list[Quad] = []
    come: list[Quad] = []
    said = [quad for entry in _needed(reading, known) for quad in describe(entry)]
    if any(claim.telling.type in words.own for claim in reading.claims):
        said += words.terms
    come += (quad for quad in said if quad not in store)
    for subject, predicate in {(quad.subject, quad.predicate) for quad in come}:
        if predicate != _ALSO:
            gone += store.quads_for_pattern(subject, predicate, None, _DEFAULT)
    come = [*come, *(quad for quad in said if quad in {*gone})]
    for quad in strangers(reading, known):
        if next(store.quads_for_pattern(quad.subject, quad.predicate, None, _DEFAULT), None) is None:
            come.append(quad)
    return Changes(tuple(gone), tuple(come))


def strangers(reading: Reading, known: Authority) -> Iterator[Quad]:
    """Type and label of the things that a reading links to another authority than this one."""
    for iri, kind, label in linked(reading):
        if iri not in known.entries:
            property_ = SKOS + "prefLabel" if kind == "MaterielType" else RDFS + "label"
            yield Quad(NamedNode(iri), _TYPE, NamedNode(LEG + kind))
            yield Quad(NamedNode(iri), NamedNode(property_), Literal(label, language="en"))


def _needed(reading: Reading, known: Authority) -> list[Entry]:
    """The entries that a reading links to, and those that these lead to: countries, wider kinds."""
    found: dict[str, Entry] = {}
    waiting: list[str | None] = [iri for iri, _, _ in linked(reading)]
    while waiting:
        iri = waiting.pop()
        if iri is None or iri in found or iri not in known.entries:
            continue
        entry = found[iri] = known.entries[iri]
        waiting += [entry.country, entry.metonym_of, entry.broader]
    return [found[iri] for iri in sorted(found)]
