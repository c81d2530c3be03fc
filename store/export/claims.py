"""A claim as one thing, for formats that are not RDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ontology.names import DCT, LEG, OA, RDF, RDFS, SKOS
from store.export.order import stated, told
from store.export.source import Source

Term = NamedNode | BlankNode | Literal | Triple

_LABELS = tuple(NamedNode(iri) for iri in (RDFS + "label", SKOS + "prefLabel", DCT + "title"))
_REMEMBERED = 50_000


@dataclass(frozen=True)
class Thing:
    """What is stated of something: values by property, in order."""

    iri: str
    quads: tuple[Quad, ...]

    def all(self, predicate: str) -> list[Term]:
        """The values of a property."""
        return [quad.object for quad in self.quads if quad.predicate.value == predicate]

    def texts(self, predicate: str) -> list[str]:
        """The values of a property as text: of IRIs the IRI."""
        return [value.value for value in self.all(predicate) if isinstance(value, NamedNode | Literal)]

    def text(self, predicate: str) -> str:
        """The first value of a property as text; empty if there is none."""
        return next(iter(self.texts(predicate)), "")


@dataclass(frozen=True)
class Passage:
    """The words of a piece of evidence, and where they stand in the text."""

    exact: str
    start: str
    end: str


@dataclass(frozen=True)
class Told:
    """A claim with its document, its event as the claim tells it, and its passages."""

    claim: Thing
    document: Thing
    event: Thing
    content: tuple[Quad, ...]
    passages: tuple[Passage, ...]

    @property
    def stance(self) -> str:
        """Its local name, such as "alleges"."""
        return self.claim.text(LEG + "stance").removeprefix(LEG)


class Library:
    """Reads claims and labels from a store."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._store: Store = source.store
        self.label = lru_cache(_REMEMBERED)(self._label)
        self.thing = lru_cache(1000)(self._thing)

    def claims(self) -> Iterator[Told]:
        """The claims to write, in the order of their IRIs."""
        for iri in self._source.all_claims:
            yield self.claim(iri)

    def claim(self, iri: str) -> Told:
        """One claim."""
        claim = self._thing(iri)
        content = tuple(told(self._store, NamedNode(iri)))
        about = claim.text(LEG + "about")
        event = Thing(
            about, tuple(quad for quad in content if quad.subject == NamedNode(about or "urn:none"))
        )
        document = self.thing(claim.text(LEG + "derivedFrom") or "urn:none")
        passages = tuple(self._passage(evidence) for evidence in claim.texts(LEG + "evidence"))
        return Told(claim, document, event, content, passages)

    def _thing(self, iri: str) -> Thing:
        return Thing(iri, tuple(stated(self._store, NamedNode(iri))))

    def _label(self, iri: str) -> str:
        """What it is called, in English if it has a name in English; empty if it has none."""
        for predicate in _LABELS:
            found = [
                quad.object
                for quad in self._store.quads_for_pattern(NamedNode(iri), predicate, None, DefaultGraph())
                if isinstance(quad.object, Literal)
            ]
            if found:
                return min(found, key=lambda label: (label.language != "en", str(label))).value
        return ""

    def _passage(self, evidence: str) -> Passage:
        selectors = [self._thing(iri) for iri in self._thing(evidence).texts(OA + "hasSelector")]
        values = {
            name: next((text for each in selectors if (text := each.text(OA + name))), "")
            for name in ("exact", "start", "end")
        }
        return Passage(**values)


def kinds(thing: Thing) -> list[str]:
    """Local names of the ontology's classes that a thing is of."""
    return [iri.removeprefix(LEG) for iri in thing.texts(RDF + "type") if iri.startswith(LEG)]
