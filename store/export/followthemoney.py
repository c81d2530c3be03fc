"""FollowTheMoney entities (followthemoney.tech) as JSON lines, for Aleph, OpenSanctions and their kin.

Each claim becomes an Event of its own, whose name begins with who takes which stance on it, with quote, document and
claim in its properties: the same happening told twice is two entities, for nobody but the claimants says that it
happened. A Sanction is written only where a claim affirms one, for every reader takes a Sanction for a fact; its
`status` says who says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import IO, Any

from pyoxigraph import Literal, NamedNode

from ontology.names import DCT, LEG, OWL, PREFIXES, SCHEMA, SKOS
from ontology.vocabulary import vocabulary
from store.export.claims import Library, Thing, Told, kinds
from store.export.source import Source

Entity = dict[str, Any]

SCHEMATA = {
    "Person": "Person",
    "State": "PublicBody",
    "GovernmentBody": "PublicBody",
    "InternationalOrganization": "Organization",
    "MediaOutlet": "Organization",
    "ArmedGroup": "Organization",
    "PoliticalParty": "Organization",
    "Company": "Company",
    "Organization": "Organization",
    "Delegation": "LegalEntity",
    "UnnamedSource": "LegalEntity",
    "Actor": "LegalEntity",
}
"""Class → FollowTheMoney's schema; places and goods are text there."""

AFFIRMING = ("asserts", "alleges", "condemns")

_ACTOR_ROLES = [role for role, kind in vocabulary().kinds.items() if kind == "Actor"]
_PLACE_ROLES = [role for role, kind in vocabulary().kinds.items() if kind == "Place"]
_LEFT_OUT = ("earliestDate", "latestDate", *vocabulary().kinds)


def write(source: Source, output: IO[bytes]) -> None:
    """The claims' entities, each once and whom it speaks of before it."""
    library = Library(source)
    seen: set[str] = set()
    for told in library.claims():
        for entity in _entities(told, library):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                output.write(json.dumps(entity, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def identify(iri: str) -> str:
    """An entity's ID: the IRI's digest, for IDs there are short and plain."""
    return "legation-" + hashlib.sha1(iri.encode(), usedforsecurity=False).hexdigest()


def _entities(told: Told, library: Library) -> Iterator[Entity]:
    named = dict.fromkeys(iri for role in _ACTOR_ROLES for iri in told.event.texts(LEG + role))
    claimant, publisher = told.claim.text(LEG + "claimant"), told.document.text(DCT + "publisher")
    actors = {
        iri: entity for iri in (*named, claimant, publisher) if iri and (entity := _actor(iri, library))
    }
    yield from actors.values()
    yield _document(told.document, library)
    yield _event(told, library, [iri for iri in named if iri in actors])
    if "Sanction" in kinds(told.event) and told.stance in AFFIRMING:
        for target in told.event.texts(LEG + "target"):
            if target in actors:
                yield _sanction(told, target, library)


def _actor(iri: str, library: Library) -> Entity | None:
    thing = library.thing(iri)
    schema = next((SCHEMATA[kind] for kind in kinds(thing) if kind in SCHEMATA), None)
    label = library.label(iri)
    if schema is None or not label:
        return None
    wikidata = [
        same.removeprefix(PREFIXES["wd"])
        for same in thing.texts(OWL + "sameAs")
        if same.startswith(PREFIXES["wd"])
    ]
    states = {library.label(state) for state in thing.texts(LEG + "partOfState")}
    return _entity(
        iri,
        schema,
        name=[label],
        alias=thing.texts(SKOS + "altLabel"),
        wikidataId=wikidata,
        notes=sorted(f"Body of {state}" for state in states if state),
        sourceUrl=[iri] if iri.startswith("https://") else [],
    )


def _document(document: Thing, library: Library) -> Entity:
    return _entity(
        document.iri,
        "Article" if "NewsArticle" in kinds(document) else "Document",
        title=document.texts(DCT + "title"),
        date=document.texts(DCT + "issued"),
        publisher=[library.label(iri) for iri in document.texts(DCT + "publisher")],
        sourceUrl=document.texts(SCHEMA + "url"),
    )


def _event(told: Told, library: Library, involved: list[str]) -> Entity:
    places = [library.label(iri) or iri for role in _PLACE_ROLES for iri in told.event.texts(LEG + role)]
    return _entity(
        told.claim.iri,
        "Event",
        name=[f"{_who(told, library)}: {library.label(told.event.iri) or 'event'}"],
        involved=[identify(iri) for iri in involved],
        location=places,
        description=_facts(told, library),
        **_interval(told, library),
    )


def _sanction(told: Told, target: str, library: Library) -> Entity:
    return _entity(
        f"{told.claim.iri} {target}",
        "Sanction",
        entity=[identify(target)],
        authority=[library.label(iri) for iri in told.event.texts(LEG + "imposedBy")],
        reason=told.event.texts(LEG + "reason"),
        status=[_who(told, library)],
        **_interval(told, library),
    )


def _interval(told: Told, library: Library) -> dict[str, list[str]]:
    """When, as the claim tells it, and where it tells so."""
    earliest, latest = told.event.text(LEG + "earliestDate"), told.event.text(LEG + "latestDate")
    return {
        "startDate": [earliest] if earliest else [],
        "endDate": [latest] if latest else [],
        "summary": [passage.exact for passage in told.passages if passage.exact],
        "recordId": [told.claim.iri],
        "sourceUrl": told.document.texts(SCHEMA + "url"),
        "publisher": [library.label(iri) for iri in told.document.texts(DCT + "publisher")],
        "proof": [identify(told.document.iri)],
    }


def _who(told: Told, library: Library) -> str:
    claimant = library.label(told.claim.text(LEG + "claimant")) or "somebody"
    certainty = told.claim.text(LEG + "certainty").removeprefix(LEG)
    hedge = f" ({certainty})" if certainty not in ("", "unspecified") else ""
    return f"{claimant} {told.stance}{hedge}"


def _facts(told: Told, library: Library) -> list[str]:
    """All else that the claim says of the event, in words."""
    found = []
    for quad in told.event.quads:
        name = quad.predicate.value.removeprefix(LEG)
        if not quad.predicate.value.startswith(LEG) or (name in _LEFT_OUT and name != "materiel"):
            continue
        if isinstance(quad.object, NamedNode):
            found.append(f"{name}: {library.label(quad.object.value) or quad.object.value}")
        elif isinstance(quad.object, Literal):
            found.append(f"{name}: {quad.object.value}")
    return found


def _entity(iri: str, schema: str, **properties: list[str]) -> Entity:
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {
        "id": identify(iri),
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values},
    }
