"""What is copied of linked items: names, offices, coordinates, images' file names. In a graph of its own, never a claim.

The graph `{base}wikidata` has Wikidata's own shape, so that a pattern for SERVICE fits it too:

    wd:Q16664506 rdfs:label "Александр Козлов"@ru ; p:P39 wds:Q16664506-… ; schema:sdDatePublished "2026-11-24" .
    wds:Q16664506-… ps:P39 wd:Q… ; pq:P580 "2020-11-10T00:00:00Z"^^xsd:dateTime .

with the day on which each item was read and Wikidata's licence, CC0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.wikidata.graphs import facts
from ingest.wikidata.items import Item, Span
from ingest.wikidata.sources import Source
from ingest.wikidata.subjects import EXACT, SAME
from ontology.names import DCT, RDFS, SCHEMA, WD, XSD

LICENCE = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")

_LABEL = NamedNode(RDFS + "label")
_READ, _LICENCE = NamedNode(SCHEMA + "sdDatePublished"), NamedNode(SCHEMA + "sdLicense")
_IMAGE = NamedNode(SCHEMA + "image")
_COORDINATES = NamedNode("http://www.wikidata.org/prop/direct/P625")
_HELD = NamedNode("http://www.wikidata.org/prop/P39")
_OFFICE = NamedNode("http://www.wikidata.org/prop/statement/P39")
_START, _END = (NamedNode(f"http://www.wikidata.org/prop/qualifier/{name}") for name in ("P580", "P582"))
_WKT = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
_DATE, _TIME = NamedNode(XSD + "date"), NamedNode(XSD + "dateTime")


@dataclass(frozen=True)
class Copied:
    """What came of it: items read now, items that were fresh enough, items that the source doesn't have."""

    read: int
    fresh: int
    missing: tuple[str, ...]


def linked(store: Store) -> list[str]:
    """The QIDs to which things of the store are linked, each once, in order."""
    found = {
        quad.object.value.removeprefix(WD)
        for relation in (SAME, EXACT)
        for quad in store.quads_for_pattern(None, relation, None, DefaultGraph())
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(WD)
    }
    return sorted(found, key=lambda qid: (len(qid), qid))


def due(store: Store, base: str, today: date, days: int) -> list[str]:
    """The linked items that were never read, or `days` or more ago."""
    latest = today - timedelta(days)
    return [qid for qid in linked(store) if (day := _day(store, base, qid)) is None or day <= latest]


def fetch(source: Source, qids: Iterable[str]) -> dict[str, Item]:
    """The items, and those of the offices that they name. Raises ServiceError, ServiceRefused."""
    found = source.items(qids)
    offices = {held.position for item in found.values() for held in item.held}
    return found | source.items(offices - set(found))


def keep(store: Store, base: str, wanted: Iterable[str], found: Mapping[str, Item], day: date) -> Copied:
    """Bring the graph in line: `wanted` as they were `found`, other linked items as they were, all else gone.

    An item that was wanted but not found keeps what is there. The store's writer must be the only one.
    """
    place = facts(base)
    wanted, known = list(wanted), linked(store)
    now: set[Quad] = set()
    for qid in known:
        if qid in wanted and qid in found:
            now |= set(_told(qid, found[qid], found, day, place))
        else:
            now |= set(_said(store, qid, place))
    before = set(store.quads_for_pattern(None, None, None, place))
    if now:
        now |= {
            Quad(place, NamedNode(DCT + "license"), LICENCE, place),
            Quad(place, NamedNode(DCT + "source"), NamedNode("https://www.wikidata.org/"), place),
        }
    for quad in before - now:
        store.remove(quad)
    store.extend(now - before)
    missing = tuple(qid for qid in wanted if qid not in found)
    return Copied(len(wanted) - len(missing), len(known) - len(wanted), missing)


def _day(store: Store, base: str, qid: str) -> date | None:
    for quad in store.quads_for_pattern(NamedNode(WD + qid), _READ, None, facts(base)):
        if isinstance(quad.object, Literal):
            return date.fromisoformat(quad.object.value)
    return None


def _said(store: Store, qid: str, place: NamedNode) -> Iterator[Quad]:
    """What the graph holds of an item."""
    for quad in store.quads_for_pattern(NamedNode(WD + qid), None, None, place):
        yield quad
        if quad.predicate == _HELD and isinstance(quad.object, NamedNode):
            for told in store.quads_for_pattern(quad.object, None, None, place):
                yield told
                if told.predicate == _OFFICE and isinstance(told.object, NamedNode):
                    yield from store.quads_for_pattern(told.object, _LABEL, None, place)


def _told(qid: str, item: Item, known: Mapping[str, Item], day: date, place: NamedNode) -> Iterator[Quad]:
    """What an item says, as quads; under the QID that we link to, also where it was merged into another."""
    node = NamedNode(WD + qid)
    yield from _labels(node, item, place)
    yield Quad(node, _READ, Literal(day.isoformat(), datatype=_DATE), place)
    yield Quad(node, _LICENCE, LICENCE, place)
    if item.image is not None:
        yield Quad(node, _IMAGE, Literal(item.image), place)
    if item.coordinates is not None:
        latitude, longitude = item.coordinates
        yield Quad(node, _COORDINATES, Literal(f"Point({longitude} {latitude})", datatype=_WKT), place)
    for number, held in enumerate(item.held):
        name = held.statement.replace("$", "-") or f"{qid}-{number}"
        statement = NamedNode(f"{WD}statement/{name}")
        office = NamedNode(WD + held.position)
        yield Quad(node, _HELD, statement, place)
        yield Quad(statement, _OFFICE, office, place)
        for qualifier, span in ((_START, held.start), (_END, held.end)):
            if span is not None:
                yield Quad(statement, qualifier, _time(span), place)
        if held.position in known:
            yield from _labels(office, known[held.position], place)


def _labels(node: NamedNode, item: Item, place: NamedNode) -> Iterator[Quad]:
    for language, label in item.labels.items():
        yield Quad(node, _LABEL, Literal(label, language=language), place)


def _time(span: Span) -> Literal:
    """As Wikidata has it: a year or month by its first day."""
    return Literal(f"{span.earliest.isoformat()}T00:00:00Z", datatype=_TIME)
