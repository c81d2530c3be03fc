"""The ontology arranged for reading, from its file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.names import DCT, LEG, OWL, PREFIXES, RDF, RDFS, SKOS
from ontology.schema import ONTOLOGY
from server.pages.diagram import Diagram, draw

IRI = LEG.removesuffix("#")

_PREFIXES = {**PREFIXES, "wdt": "http://www.wikidata.org/prop/direct/"}


@dataclass(frozen=True)
class Reference:
    """Another term: how it is written, and where it is explained."""

    text: str
    href: str


@dataclass(frozen=True)
class Term:
    """A class, property or concept; `relations` are what joins it to others, by a word for each."""

    name: str
    label: str
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    codes: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Reference, ...]], ...]


@dataclass(frozen=True)
class OntologyView:
    """What the page shows: the ontology's own statements, and its terms in groups with headings."""

    title: str
    description: str
    version: str
    licence: str
    comment: str
    diagram: Diagram
    groups: tuple[tuple[str, tuple[Term, ...]], ...]


_RELATIONS = {
    RDFS + "subClassOf": "is a",
    RDFS + "subPropertyOf": "is a kind of",
    RDFS + "domain": "of",
    RDFS + "range": "value",
    SKOS + "broader": "belongs to",
    SKOS + "closeMatch": "close to",
    RDFS + "seeAlso": "see also",
    OWL + "disjointWith": "never a",
}

_Statements = dict[str, dict[str, list[NamedNode | Literal]]]


@cache
def view() -> OntologyView:
    """The page."""
    statements = _read()
    own = statements[IRI]
    terms = {iri: _term(iri, statements) for iri in statements if iri.startswith(LEG)}
    kinds = {iri: {value.value for value in statements[iri][RDF + "type"]} for iri in terms}

    def of(kind: str) -> tuple[Term, ...]:
        return tuple(terms[iri] for iri in terms if kind in kinds[iri])

    groups = [
        ("Classes", of(OWL + "Class")),
        ("Properties that lead to things", of(OWL + "ObjectProperty")),
        ("Properties with text, dates and numbers", of(OWL + "DatatypeProperty")),
        ("Notes", of(OWL + "AnnotationProperty")),
        ("Stances", of(LEG + "Stance")),
        ("Certainties", of(LEG + "Certainty")),
        ("Review statuses", of(LEG + "ReviewStatus")),
        ("Schemes", of(SKOS + "ConceptScheme")),
    ]
    return OntologyView(
        title=_text(own, DCT + "title"),
        description=_text(own, DCT + "description"),
        version=_text(own, OWL + "versionInfo"),
        licence=_text(own, DCT + "license"),
        comment=_text(own, RDFS + "comment"),
        diagram=draw(
            {
                term.name: (
                    _local(statements[LEG + term.name], RDFS + "domain"),
                    _local(statements[LEG + term.name], RDFS + "range"),
                )
                for term in groups[1][1]
            },
            {
                term.name: tuple(
                    value.value.removeprefix(LEG)
                    for value in statements[LEG + term.name][RDFS + "subClassOf"]
                )
                for term in groups[0][1]
            },
        ),
        groups=tuple(groups),
    )


def _read() -> _Statements:
    found: _Statements = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


def _term(iri: str, statements: _Statements) -> Term:
    own = statements[iri]
    return Term(
        name=iri.removeprefix(LEG),
        label=_text(own, RDFS + "label") or _text(own, SKOS + "prefLabel"),
        definition=_text(own, SKOS + "definition"),
        examples=_texts(own, SKOS + "example"),
        notes=_texts(own, SKOS + "scopeNote"),
        codes=_texts(own, LEG + "codes"),
        relations=tuple(
            (word, tuple(_reference(value.value) for value in own[predicate]))
            for predicate, word in _RELATIONS.items()
            if own.get(predicate)
        ),
    )


def _reference(iri: str) -> Reference:
    if iri.startswith(LEG):
        return Reference(iri.removeprefix(LEG), "#" + iri.removeprefix(LEG))
    prefix = next((name for name, namespace in _PREFIXES.items() if iri.startswith(namespace)), None)
    text = f"{prefix}:{iri.removeprefix(_PREFIXES[prefix])}" if prefix else iri
    return Reference(text, iri)


def _texts(own: dict[str, list[NamedNode | Literal]], predicate: str) -> tuple[str, ...]:
    return tuple(value.value for value in own.get(predicate, ()))


def _text(own: dict[str, list[NamedNode | Literal]], predicate: str) -> str:
    return next(iter(_texts(own, predicate)), "")


def _local(own: dict[str, list[NamedNode | Literal]], predicate: str) -> str | None:
    value = _text(own, predicate)
    return value.removeprefix(LEG) if value.startswith(LEG) else None
