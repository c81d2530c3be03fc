"""What the store holds that is joined with Wikidata."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from ontology import authority, schema
from ontology.names import AUTHORITY, LEG, OWL, WD
from tests.queries.conftest import WORLD
from tests.wikidata.facts import ROSOBORONEXPORT, ROSTEC

BASE = "http://localhost:8000/id/"


def quads() -> Iterator[Quad]:
    """The small world, and that a sanction on Rosoboronexport and Rostec is told."""
    yield from schema.quads()
    yield from authority.quads(authority.load())
    for quad in parse(path=WORLD, format=RdfFormat.TRIG):
        yield Quad(quad.subject, quad.predicate, quad.object, quad.graph_name)
    claim = NamedNode(f"{BASE}claim/0000000000000018#claim")
    event = NamedNode(f"{BASE}event/sanction-united-states-rafort-2024-05-218a50ed")
    for slug, qid in (("rosoboronexport", ROSOBORONEXPORT), ("rostec", ROSTEC)):
        actor = NamedNode(f"{AUTHORITY}actor/{slug}")
        yield Quad(event, NamedNode(LEG + "target"), actor, claim)
        yield Quad(actor, NamedNode(OWL + "sameAs"), NamedNode(WD + qid), DefaultGraph())


def crowd(count: int) -> Iterator[Quad]:
    """Actors linked to made-up items of the excerpt, for joins of many bindings."""
    for number in range(count):
        actor = NamedNode(f"{BASE}actor/somebody-{number}")
        yield Quad(
            actor, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(f"Somebody {number}")
        )
        yield Quad(actor, NamedNode(OWL + "sameAs"), NamedNode(f"{WD}Q{9_100_000_000 + number}"))
