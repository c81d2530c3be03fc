"""The things of a store that Wikidata may know and that are linked to no item yet, with what helps to find them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from ontology.authority import Authority
from ontology.names import DCT, LEG, OWL, RDFS, SCHEMA, SKOS, WD

_DEFAULT = DefaultGraph()
_LABEL, _PREFERRED, _ALSO = (
    NamedNode(iri) for iri in (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel")
)
SAME, EXACT = NamedNode(OWL + "sameAs"), NamedNode(SKOS + "exactMatch")
_AT_HOME = [NamedNode(iri) for iri in (LEG + "affiliation", LEG + "partOfState", SCHEMA + "containedInPlace")]
_WARNED = re.compile(r"\bQ[1-9][0-9]*\b")
_WARNING = re.compile(r"\([^()]*\bQ[0-9][^()]*\)|;[^;]*\bQ[0-9][^;]*|^[^;(]*\bQ[0-9][^;]*")

# Who is named in the documents, and where it counts: delegations and unnamed sources are no items.
_QUERY = f"""
PREFIX leg: <{LEG}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?thing ?kind WHERE {{
  ?thing a ?kind .
  FILTER(?kind IN (leg:Person, leg:State, leg:Organization, leg:GovernmentBody, leg:MediaOutlet,
                   leg:InternationalOrganization, leg:ArmedGroup, leg:Company, leg:PoliticalParty, leg:Place,
                   leg:MaterielType))
  FILTER NOT EXISTS {{ ?thing <{SAME.value}>|<{EXACT.value}> ?item }}
}} ORDER BY ?thing ?kind"""


@dataclass(frozen=True)
class Subject:
    """A thing that is looked for. `country` is the QID of the state where it is at home; `words` what texts and the
    authority call its office; `days` the first and last document that names it; `warned` items it is known not to be.
    """

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    country: str | None = None
    country_label: str = ""
    words: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    title: str = ""
    """The title of the first document that names it."""
    warned: frozenset[str] = frozenset()

    @property
    def bare(self) -> str | None:
        """The label without its state: of "Ministry of Defence of Ukraine" the ministry; None if no state is in it."""
        state = re.escape(self.country_label)
        found = re.fullmatch(rf"(.+?)(?: of (?:the )?{state}| \({state}\))", self.label) if state else None
        return found[1] if found else None


def unlinked(store: Store, known: Authority, *, mentioned: bool = True) -> Iterator[Subject]:
    """The things without an item, by IRI; those that no document names only if `mentioned` is False."""
    found = store.query(_QUERY)
    assert isinstance(found, QuerySolutions)
    for row in found:
        thing, kind = row["thing"], row["kind"]
        assert isinstance(thing, NamedNode) and isinstance(kind, NamedNode)
        subject = _subject(store, known, thing, kind.value.removeprefix(LEG))
        if subject is not None and (subject.days is not None or not mentioned):
            yield subject


def country_of(store: Store, thing: NamedNode) -> NamedNode | None:
    """The state that a thing is at home in, as the default graph has it."""
    for relation in _AT_HOME:
        for quad in store.quads_for_pattern(thing, relation, None, _DEFAULT):
            if isinstance(quad.object, NamedNode):
                return quad.object
    return None


def item_of(store: Store, thing: NamedNode) -> str | None:
    """The QID of the item that a thing is linked to."""
    for relation in (SAME, EXACT):
        for quad in store.quads_for_pattern(thing, relation, None, _DEFAULT):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(WD):
                return quad.object.value.removeprefix(WD)
    return None


def label_of(store: Store, thing: NamedNode) -> str:
    """Its label, or the end of its IRI."""
    for relation in (_LABEL, _PREFERRED):
        for quad in store.quads_for_pattern(thing, relation, None, _DEFAULT):
            if isinstance(quad.object, Literal):
                return quad.object.value
    return thing.value.rpartition("/")[2]


def _subject(store: Store, known: Authority, thing: NamedNode, kind: str) -> Subject | None:
    label = label_of(store, thing)
    also = [
        quad.object.value
        for quad in store.quads_for_pattern(thing, _ALSO, None, _DEFAULT)
        if isinstance(quad.object, Literal)
    ]
    entry = known.entries.get(thing.value)
    state = country_of(store, thing)
    days, title = _documents(store, thing)
    note = entry.note if entry else ""
    office = _WARNING.sub("", note).strip(" ;,")
    return Subject(
        thing.value,
        kind,
        label,
        tuple(dict.fromkeys([label, *sorted(also)])),
        item_of(store, state) if state else None,
        label_of(store, state) if state else "",
        tuple(dict.fromkeys([*_positions(store, thing), *([office] if office else [])])),
        days,
        title,
        frozenset(_WARNED.findall(note)),
    )


def _positions(store: Store, thing: NamedNode) -> list[str]:
    words = {
        quad.object.value
        for claim in store.quads_for_pattern(None, NamedNode(LEG + "claimant"), thing, _DEFAULT)
        for quad in store.quads_for_pattern(
            claim.subject, NamedNode(LEG + "claimantPosition"), None, _DEFAULT
        )
        if isinstance(quad.object, Literal)
    }
    return sorted(words)


def _documents(store: Store, thing: NamedNode) -> tuple[tuple[date, date] | None, str]:
    """The days of the first and the last document that names a thing, and the title of the first."""
    derived, published = NamedNode(LEG + "derivedFrom"), NamedNode(DCT + "issued")
    documents: set[NamedNode] = set()
    for quad in store.quads_for_pattern(None, None, thing, None):
        node = quad.graph_name if isinstance(quad.graph_name, NamedNode) else quad.subject
        if not isinstance(node, NamedNode):
            continue
        found = [each.object for each in store.quads_for_pattern(node, derived, None, _DEFAULT)]
        documents |= {each for each in [*found, node] if isinstance(each, NamedNode)}
    dated = []
    for document in documents:
        for quad in store.quads_for_pattern(document, published, None, _DEFAULT):
            assert isinstance(quad.object, Literal)
            dated.append((date.fromisoformat(quad.object.value), document))
    if not dated:
        return None, ""
    dated.sort(key=lambda pair: (pair[0], pair[1].value))
    titles = store.quads_for_pattern(dated[0][1], NamedNode(DCT + "title"), None, _DEFAULT)
    title = next((quad.object.value for quad in titles if isinstance(quad.object, Literal)), "")
    return (dated[0][0], dated[-1][0]), title
