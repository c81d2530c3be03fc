"""Readings made by hand, as the reading steps would give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

import store
from ingest import documents
from ingest.model import (
    Actor,
    Block,
    Claim,
    Delegation,
    Document,
    Filler,
    Interval,
    Passage,
    Reading,
    Telling,
)
from ontology import authority, schema
from ontology.names import AUTHORITY, DCT, LEG, RDFS

BASE = "http://localhost:8000/id/"


def actor(slug: str, label: str, kind: str = "State", of: str | None = None) -> Actor:
    """Something of the authority."""
    folder = {"Place": "place", "MaterielType": "materiel"}.get(kind, "actor")
    return Actor(kind, label, f"{AUTHORITY}{folder}/{slug}", f"{AUTHORITY}actor/{of}" if of else None)


RUSSIA = actor("russia", "Russia")
NORTH_KOREA = actor("north-korea", "North Korea")
SOUTH_KOREA = actor("south-korea", "South Korea")
UNITED_STATES = actor("united-states", "United States")
CHINA = actor("china", "China")
STATES = (RUSSIA, NORTH_KOREA, SOUTH_KOREA, UNITED_STATES, CHINA)
PYONGYANG = actor("pyongyang", "Pyongyang", "Place", "north-korea")
KOZLOV = actor("alexander-kozlov", "Alexander Kozlov", "Person", "russia")
LAVROV = actor("sergei-lavrov", "Sergei Lavrov", "Person", "russia")
PUTIN = actor("vladimir-putin", "Vladimir Putin", "Person", "russia")
KIM = actor("kim-jong-un", "Kim Jong Un", "Person", "north-korea")
KCNA = actor("korean-central-news-agency", "Korean Central News Agency", "MediaOutlet", "north-korea")
AFP = actor("agence-france-presse", "Agence France-Presse", "MediaOutlet")
MOSCOW_TIMES = actor("the-moscow-times", "The Moscow Times", "MediaOutlet")
SHELLS = actor("artillery-shell", "artillery shell", "MaterielType")

DELEGATION = Delegation("Russian delegation", RUSSIA)
KOZLOVS = Delegation("Russian delegation", RUSSIA, KOZLOV)


def when(first: str, last: str | None = None, text: str = "then") -> Interval:
    """From the first day to the last."""
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first), text)


def telling(
    kind: str,
    roles: Iterable[tuple[str, Filler]],
    told: Interval | None = None,
    links: Sequence[tuple[str, int]] = (),
) -> Telling:
    """A telling with these roles and time."""
    return Telling(kind, tuple(roles), told, links=tuple(links))


def visit(visitor: Filler, told: Interval | None = None, *places: Filler) -> Telling:
    """A visit, to Pyongyang if no places are given."""
    return telling(
        "Visit",
        [("visitor", visitor), *(("destination", p) for p in places or (PYONGYANG, NORTH_KOREA))],
        told,
    )


def meeting(told: Interval | None, *participants: Filler) -> Telling:
    """A meeting."""
    return telling("Meeting", [("participant", participant) for participant in participants], told)


def transfer(
    told: Interval | None = None, supplier: Filler = NORTH_KOREA, recipient: Filler = RUSSIA
) -> Telling:
    """A transfer of shells."""
    return telling(
        "ArmsTransfer", [("supplier", supplier), ("recipient", recipient), ("materiel", SHELLS)], told
    )


@dataclass(frozen=True)
class Said:
    """A telling with who says it and how; `event` is its number in the document (else it is one of its own)."""

    telling: Telling
    stance: str = "asserts"
    by: Actor | None = None
    event: int | None = None
    position: str | None = None
    stated: Interval | None = None
    reported_by: tuple[Actor, ...] = ()


def reading(
    name: str,
    *tellings: Telling | Said,
    published: str = "2023-11-15",
    publisher: Actor = MOSCOW_TIMES,
    agency: Actor | None = None,
    title: str = "A report",
    line: str = "Sentence {number} of {name}, “as told” – 𝕌nicode 북한.",
) -> Reading:
    """A document at https://news.example/{name} with one sentence a claim, in the publisher's voice if no other's."""
    said = [given if isinstance(given, Said) else Said(given) for given in tellings]
    lines = [line.format(number=number, name=name) for number in range(1, len(said) + 1)]
    text = title
    claims = []
    for number, (each, sentence) in enumerate(zip(said, lines, strict=True), 1):
        text += "\n\n"
        passage = Passage(len(text), len(text) + len(sentence), sentence)
        text += sentence
        by = each.by or publisher
        claims.append(
            Claim(
                each.event or number,
                each.telling,
                by,
                each.stance,
                "certain",
                Decimal("0.90"),
                passage,
                by if by.kind != "UnnamedSource" else publisher,
                position=each.position,
                reported_by=each.reported_by,
                stated=each.stated,
            )
        )
    url = f"https://news.example/{name}"
    day = date.fromisoformat(published)
    document = Document(url, text, (Block(0, len(text), "body"),), title, publisher, day, agency, url)
    return Reading(document, tuple(claims))


def found(data: Path) -> Path:
    """A new store that knows the ontology and the authority, as `legation` makes it."""
    store.create(data, BASE, chain(schema.quads(), authority.quads(authority.load())))
    return data


def lines(data: Path) -> list[str]:
    """The store's newest snapshot as sorted N-Quads."""
    with store.reading(data) as snapshot:
        return sorted(map(str, snapshot.store))


def partition(graph: Store) -> set[frozenset[str]]:
    """Which claims stand together."""
    events: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, DefaultGraph()):
        events.setdefault(str(quad.object), set()).add(str(quad.subject))
    return {frozenset(claims) for claims in events.values()}


def up_to_events(graph: Iterable[Quad]) -> list[str]:
    """Sorted quads in which each event is called after its claims, without word of retired ones."""
    quads = list(graph)
    claims: dict[str, list[str]] = {}
    for quad in quads:
        if quad.predicate.value == LEG + "about":
            claims.setdefault(str(quad.object), []).append(str(quad.subject))
    names = {event: f"<event of {min(said)}>" for event, said in claims.items()}
    kept = [quad for quad in quads if quad.predicate.value != DCT + "isReplacedBy"]
    return sorted(
        " ".join(names.get(str(term), str(term)) for term in (q.subject, q.predicate, q.object, q.graph_name))
        for q in kept
    )


KNOWN = list(authority.quads(authority.load()))


def scratch(folder: Path) -> Store:
    """A store by itself, not in a chain of snapshots, that knows the authority."""
    graph = Store(str(folder))
    graph.extend(KNOWN)
    return graph


def put(graph: Store, *told: Reading) -> None:
    """Put documents into a store in this order."""
    for each in told:
        documents.put(graph, BASE, each)


def about(graph: Store, claim: NamedNode) -> NamedNode:
    """The event of a claim."""
    (quad,) = graph.quads_for_pattern(claim, NamedNode(LEG + "about"), None, DefaultGraph())
    assert isinstance(quad.object, NamedNode)
    return quad.object


def events(graph: Store) -> int:
    """How many events are claimed."""
    return len(partition(graph))


def labels(graph: Store) -> list[str]:
    """The labels of the events that are claimed."""
    said = {q.object for q in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, DefaultGraph())}
    return sorted(
        quad.object.value
        for event in said
        if isinstance(event, NamedNode)
        for quad in graph.quads_for_pattern(event, NamedNode(RDFS + "label"), None, DefaultGraph())
        if isinstance(quad.object, Literal)
    )
