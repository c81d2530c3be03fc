"""What joins claims, by its definition: every pair of a whole corpus is looked at, and nothing is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Store

from ingest.describe import claim_iris
from ingest.identity.keys import keys
from ingest.model import Actor, Claim, Document, Reading
from ontology import authority
from ontology.names import AUTHORITY, LEG
from tests.ingest.partitions import grouped
from tests.ingest.readings import BASE

ENTRIES = authority.load().entries
DAYLONG = ("Meeting", "Agreement", "Sanction")


@dataclass(frozen=True)
class Told:
    iri: str
    document: Document
    claim: Claim

    @property
    def yes(self) -> bool:
        return self.claim.stance in ("asserts", "alleges", "condemns")

    @property
    def said(self) -> tuple[date, date]:
        stated = self.claim.stated
        return (stated.earliest, stated.latest) if stated else (self.document.published,) * 2

    @property
    def source(self) -> str | None:
        """By what independence is counted; None if it is known from one document alone."""
        actor = self.claim.root_source
        if entry := ENTRIES.get(actor.iri or ""):
            spokesman = entry.kind in ("Person", "GovernmentBody") or entry.state_run
            return entry.country if spokesman and entry.country else entry.iri
        return actor.affiliation or (actor.label if actor.kind == "MediaOutlet" else None)

    @property
    def outlet(self) -> bool:
        entry = ENTRIES.get(self.source or "")
        return entry.kind == "MediaOutlet" if entry else not (self.source or "").startswith("https:")

    @property
    def facets(self) -> set[str]:
        telling, found = self.claim.telling, {self.claim.stance}
        if self.yes:
            found = {"yes"}
            if telling.when and telling.type in DAYLONG:
                found.add("when")
            if telling.quantity and telling.quantity.unit and telling.fillers("materiel"):
                found.add("how much")
        return found


def relations(corpus: Sequence[Reading], most: int) -> set[tuple[str, str, str]]:
    """Claim, property, claim: all that should be there."""
    told = {
        f"<{iri.value}>": Told(iri.value, each.document, claim)
        for each in corpus
        for iri, claim in zip(claim_iris(each, BASE), each.claims, strict=True)
    }
    named = {
        str(iri): keys(each)[claim.event]
        for each in corpus
        for iri, claim in zip(claim_iris(each, BASE), each.claims, strict=True)
    }
    return {link for group in grouped(named) for link in _of_event([told[claim] for claim in group], most)}


def written(graph: Store) -> set[tuple[str, str, str]]:
    """Claim, property, claim: all that is there."""
    return {
        (quad.subject.value, name, quad.object.value)
        for name in ("respondsTo", "contradicts")
        for quad in graph.quads_for_pattern(None, NamedNode(LEG + name), None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def _of_event(claims: Sequence[Told], most: int) -> Iterable[tuple[str, str, str]]:
    leading = {
        each.iri
        for facet in ("yes", "denies", "questions", "when", "how much")
        for each in _foremost([each for each in claims if facet in each.facets], most)
    }
    for one in claims:
        for other in claims:
            if one.document == other.document:
                if one.claim.claimant == other.claim.claimant:
                    continue
            elif one.source == other.source or not {one.iri, other.iri} <= leading:
                continue
            if _exclude(one, other) or _exclude(other, one):
                yield one.iri, "contradicts", other.iri
            if one.claim.stance in ("denies", "questions") and other.yes and _one_matter(one, other):
                told = one.claim.stated and other.claim.stated
                if (one.document == other.document and not told) or other.said[0] <= one.said[1]:
                    yield one.iri, "respondsTo", other.iri


def _foremost(claims: Sequence[Told], most: int) -> list[Told]:
    def rank(told: Told) -> tuple[bool, date, str]:
        return told.outlet, told.said[0], told.iri

    sources = {told.source for told in claims if told.source}
    return sorted((min((t for t in claims if t.source == s), key=rank) for s in sources), key=rank)[:most]


def _exclude(one: Told, other: Told) -> bool:
    if one.yes and other.claim.stance == "denies":
        return _one_matter(one, other)
    if not (one.yes and other.yes):
        return False
    if {"when"} <= one.facets & other.facets:
        return not _days_meet(one, other)
    if {"how much"} <= one.facets & other.facets:
        more, less = one.claim.telling, other.claim.telling
        assert more.quantity and less.quantity
        alike = (more.quantity.unit, set(more.fillers("materiel"))) == (
            less.quantity.unit,
            set(less.fillers("materiel")),
        )
        timed = _days(one) == _days(other) and (more.when is not None or one.said == other.said)
        least, greatest = more.quantity.minimum, less.quantity.maximum
        return alike and timed and least is not None and greatest is not None and least > greatest
    return False


def _days(told: Told) -> tuple[date, date] | None:
    when = told.claim.telling.when
    return (when.earliest, when.latest) if when else None


def _days_meet(one: Told, other: Told) -> bool:
    first, second = _days(one), _days(other)
    return first is None or second is None or max(first[0], second[0]) <= min(first[1], second[1])


def _one_matter(one: Told, other: Told) -> bool:
    mine, theirs = (
        [actor for actor in each.claim.telling.fillers("materiel") if isinstance(actor, Actor)]
        for each in (one, other)
    )
    pairs = [(a, b) for a in mine for b in theirs]
    near = any(b.iri in _kinds(a.iri) or a.iri in _kinds(b.iri) for a, b in pairs)
    return (near or not pairs) and _days_meet(one, other)


def _kinds(iri: str | None) -> list[str]:
    if not iri:
        return []
    arms = [AUTHORITY + "materiel/weapon"] if iri == AUTHORITY + "materiel/military-equipment" else []
    return [iri, *arms, *_kinds(ENTRIES[iri].broader)]
