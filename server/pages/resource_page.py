"""A resource's description arranged for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from ontology.names import DCT, LEG, OA, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS
from server.resources.links import local, representation

_LABELS = (RDFS + "label", SKOS + "prefLabel", DCT + "title")
_HIDDEN = {*_LABELS, LEG + "identityKey", LEG + "textSha256", LEG + "evidence", RDF + "type"}
_OUTSIDE = {SCHEMA + "url", OWL + "sameAs", SKOS + "exactMatch"}


@dataclass(frozen=True)
class Value:
    """One value of a property, and where it leads."""

    text: str
    href: str | None = None
    outside: bool = False


@dataclass(frozen=True)
class Property:
    """A property with its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class ClaimView:
    """A claim in one line, with its quotes and what it says of each thing."""

    href: str
    claimant: Value | None
    stance: str
    certainty: str
    event: Value | None
    document: Value | None
    day: str
    quotes: tuple[str, ...]
    says: tuple[tuple[Value, tuple[Property, ...]], ...]


@dataclass(frozen=True)
class ResourceView:
    """What the page shows; `claim` is set for a claim, `claims` for everything else.

    `formats` are names and addresses of the same as data, `before` and `after` addresses of other pages.
    """

    iri: str
    title: str
    formats: tuple[tuple[str, str, str], ...]
    before: str | None
    after: str | None
    types: tuple[str, ...]
    properties: tuple[Property, ...]
    claim: ClaimView | None
    claims: tuple[ClaimView, ...] = field(default=())


class Reader:
    """Quads by subject, with labels and links."""

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self._base = base
        self.stated: dict[str, list[tuple[str, NamedNode | Literal]]] = defaultdict(list)
        self.told: dict[str, dict[str, list[tuple[str, NamedNode | Literal]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
                statement = (quad.predicate.value, quad.object)
                if isinstance(quad.graph_name, DefaultGraph):
                    self.stated[quad.subject.value].append(statement)
                elif isinstance(quad.graph_name, NamedNode):
                    self.told[quad.graph_name.value][quad.subject.value].append(statement)

    def objects(self, subject: str, predicate: str) -> list[NamedNode | Literal]:
        """Values that Legation states."""
        return [value for name, value in self.stated.get(subject, ()) if name == predicate]

    def label(self, iri: str) -> str:
        """The label, or what can be read of the IRI."""
        for predicate in _LABELS:
            for value in self.objects(iri, predicate):
                return value.value
        return shortened(iri, self._base)

    def value(self, term: NamedNode | Literal, predicate: str = "") -> Value:
        """A term with its label and link."""
        if isinstance(term, Literal):
            return Value(term.value)
        if predicate in _OUTSIDE and term.value.startswith(("http://", "https://")):
            return Value(term.value, term.value, outside=True)
        return Value(self.label(term.value), local(term.value, self._base))

    def first(self, subject: str, predicate: str) -> Value | None:
        """One value with its label."""
        return next((self.value(term) for term in self.objects(subject, predicate)), None)

    def properties(self, statements: Iterable[tuple[str, NamedNode | Literal]]) -> tuple[Property, ...]:
        """Statements about one thing, grouped."""
        grouped: dict[str, list[Value]] = {}
        for predicate, term in statements:
            if predicate not in _HIDDEN:
                grouped.setdefault(predicate, []).append(self.value(term, predicate))
        return tuple(
            Property(shortened(predicate, self._base).partition(":")[2] or predicate, tuple(values))
            for predicate, values in grouped.items()
        )

    def types(self, statements: Iterable[tuple[str, NamedNode | Literal]]) -> tuple[str, ...]:
        """Class names among statements."""
        names = [term.value for predicate, term in statements if predicate == RDF + "type"]
        return tuple(shortened(name, self._base).rpartition(":")[2] for name in names)

    def _day(self, claim: str) -> str:
        """When its document was published."""
        documents = self.objects(claim, LEG + "derivedFrom")
        days = [day.value for each in documents for day in self.objects(each.value, DCT + "issued")]
        return next(iter(days), "")

    def claim(self, iri: str) -> ClaimView:
        """A claim, from its metadata and its graph."""
        quotes = [
            quote.value
            for evidence in self.objects(iri, LEG + "evidence")
            for selector in self.objects(evidence.value, OA + "hasSelector")
            for quote in self.objects(selector.value, OA + "exact")
        ]
        says = tuple(
            (
                Value(" · ".join((*self.types(statements), self.label(subject))), local(subject, self._base)),
                self.properties(statements),
            )
            for subject, statements in self.told.get(iri, {}).items()
        )
        stance, certainty = self.first(iri, LEG + "stance"), self.first(iri, LEG + "certainty")
        return ClaimView(
            href=local(iri, self._base),
            claimant=self.first(iri, LEG + "claimant"),
            stance=stance.text.removeprefix("leg:") if stance else "",
            certainty=certainty.text.removeprefix("leg:") if certainty else "",
            event=self.first(iri, LEG + "about"),
            document=self.first(iri, LEG + "derivedFrom"),
            day=self._day(iri),
            quotes=tuple(quotes),
            says=says,
        )


FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


def view(data: bytes, iri: str, base: str, number: int = 1, more: bool = False) -> ResourceView:
    """A page of the resource that was asked for as `iri`, from its description in N-Quads."""
    reader = Reader(parse(data, format=RdfFormat.N_QUADS), base)
    name = f"{iri}#claim" if iri not in reader.stated and f"{iri}#claim" in reader.stated else iri
    own = reader.stated.get(name, [])
    types = reader.types(own)
    claims = tuple(subject for subject in reader.stated if "Claim" in reader.types(reader.stated[subject]))
    is_claim = name in claims
    return ResourceView(
        iri=name,
        formats=tuple(
            (suffix, representation(iri, base, suffix, number), kind) for suffix, kind in FORMATS.items()
        ),
        before=_turn(iri, base, number - 1) if number > 1 else None,
        after=_turn(iri, base, number + 1) if more else None,
        title=reader.label(name) if not is_claim else "Claim",
        types=types,
        properties=reader.properties(own),
        claim=reader.claim(name) if is_claim else None,
        claims=() if is_claim else tuple(_newest_first(reader.claim(claim) for claim in claims)),
    )


def _turn(iri: str, base: str, number: int) -> str:
    address = local(iri, base).partition("#")[0]
    return f"{address}{'&' if '?' in address else '?'}page={number}"


def _newest_first(claims: Iterable[ClaimView]) -> list[ClaimView]:
    return sorted(claims, key=lambda claim: claim.day, reverse=True)


def shortened(iri: str, base: str) -> str:
    """A prefixed name, or what follows the installation's base, or the IRI as it is."""
    if iri.startswith(base):
        return iri[len(base) :]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
