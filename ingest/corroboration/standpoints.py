"""Claims in a store as standpoints, each by a few look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.corroboration.relations import Period, Standpoint
from ingest.events.frames import Frames, frames
from ingest.identity.register import ABOUT, DERIVED, ISSUED, LABEL, TYPE
from ontology.names import AUTHORITY, LEG, SKOS

_DEFAULT = DefaultGraph()
_BROADER = NamedNode(SKOS + "broader")
_PART = NamedNode(LEG + "partOfState")
_AFFILIATION = NamedNode(LEG + "affiliation")
_OUTLET = NamedNode(LEG + "MediaOutlet")
_SPEAKS_FOR_STATE = {NamedNode(LEG + kind) for kind in ("Person", "GovernmentBody", "UnnamedSource")}
_MATERIEL = LEG + "materiel"
_EQUIPMENT = AUTHORITY + "materiel/military-equipment"
_ARMS = AUTHORITY + "materiel/weapon"

Told = dict[str, list[NamedNode | Literal]]


class Standpoints:
    """Reads claims of a store; whoever is met twice is looked up once. Of use as long as nothing else is written."""

    def __init__(self, store: Store, base: str, known: Frames | None = None) -> None:
        self._store = store
        self._known = known or frames()
        self._own = f"{base}actor/"
        self._sources: dict[NamedNode, tuple[str, bool, bool]] = {}
        self._broader: dict[str, set[str]] = {}
        self._told: dict[tuple[NamedNode, NamedNode], Standpoint] = {}
        self._published: dict[NamedNode, str] = {}
        self._within: dict[str, list[NamedNode]] = {}

    def about(self, event: NamedNode) -> list[NamedNode]:
        """All claims about an event: as many look-ups as it has claims, to be asked for rarely."""
        return self._claims(ABOUT, event)

    def siblings(self, claim: Standpoint, event: NamedNode) -> list[Standpoint]:
        """The claims about the event in the document of a claim, itself among them."""
        if claim.document not in self._within:
            self._within[claim.document] = self._claims(DERIVED, NamedNode(claim.document))
        found = self._within[claim.document]
        return [self.of(each, event) for each in found if Quad(each, ABOUT, event, _DEFAULT) in self._store]

    def _claims(self, predicate: NamedNode, thing: NamedNode) -> list[NamedNode]:
        quads = self._store.quads_for_pattern(None, predicate, thing, _DEFAULT)
        return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]

    def of(self, claim: NamedNode, event: NamedNode) -> Standpoint:
        """A claim about an event."""
        if (claim, event) not in self._told:
            self._told[claim, event] = self._read(claim, event)
        return self._told[claim, event]

    def _read(self, claim: NamedNode, event: NamedNode) -> Standpoint:
        record = self._described(claim)
        document = _iri(record, "derivedFrom")
        if document not in self._published:
            self._published[document] = self._first(document, ISSUED)
        published = self._published[document]
        telling = _told(self._store.quads_for_pattern(event, None, None, claim))
        source, lasting, outlet = self._source(_iri(record, "rootSource"))
        types = sorted(node.value.removeprefix(LEG) for node in telling.get(TYPE.value, []))
        kind = next((frame for each in types if (frame := self._known.get(each))), None)
        stated = _period(record, "statedEarliest", "statedLatest")
        goods = {node.value for node in telling.get(_MATERIEL, [])}
        return Standpoint(
            claim.value,
            document.value,
            _iri(record, "claimant").value,
            source,
            lasting,
            outlet,
            kind is not None and kind.identity.one_day,
            _iri(record, "stance").value.removeprefix(LEG),
            stated or (published, published),
            stated is not None,
            _period(telling, "earliestDate", "latestDate"),
            _decimal(telling, "quantityMin"),
            _decimal(telling, "quantityMax"),
            _text(telling, "quantityUnit"),
            frozenset(goods),
            frozenset(kind for each in goods for kind in self._kinds(each)),
        )

    def _source(self, root: NamedNode) -> tuple[str, bool, bool]:
        """What a root source counts as, whether that is known beyond one document, and whether it is an outlet."""
        if root not in self._sources:
            self._sources[root] = self._counted(root)
        return self._sources[root]

    def _counted(self, root: NamedNode) -> tuple[str, bool, bool]:
        known = self._described(root)
        kinds = set(known.get(TYPE.value, []))
        states = known.get(_PART.value) or (
            known.get(_AFFILIATION.value) if kinds & _SPEAKS_FOR_STATE else None
        )
        if states:
            return min(state.value for state in states), True, False
        if _OUTLET in kinds:
            return min(label.value for label in known.get(LABEL.value, [root])), True, True
        return root.value, not root.value.startswith(self._own), False

    def _kinds(self, goods: str) -> set[str]:
        if goods not in self._broader:
            kinds, waiting = set[str](), [goods]
            while waiting:
                kind = waiting.pop()
                if kind not in kinds:
                    kinds.add(kind)
                    above = self._store.quads_for_pattern(NamedNode(kind), _BROADER, None, _DEFAULT)
                    waiting += [quad.object.value for quad in above if isinstance(quad.object, NamedNode)]
            # Who denies having sent arms means ammunition and drones too, which are no weapons to a quartermaster.
            self._broader[goods] = kinds | {_ARMS} if _EQUIPMENT in kinds else kinds
        return self._broader[goods]

    def _described(self, node: NamedNode) -> Told:
        return _told(self._store.quads_for_pattern(node, None, None, _DEFAULT))

    def _first(self, node: NamedNode, predicate: NamedNode) -> str:
        quad = next(self._store.quads_for_pattern(node, predicate, None, _DEFAULT))
        assert isinstance(quad.object, NamedNode | Literal)
        return quad.object.value


def _told(quads: Iterable[Quad]) -> Told:
    found: Told = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def _text(told: Told, name: str) -> str | None:
    return min((term.value for term in told.get(LEG + name, [])), default=None)


def _iri(told: Told, name: str) -> NamedNode:
    text = _text(told, name)
    assert text is not None, f"a claim without {name}"
    return NamedNode(text)


def _period(told: Told, first: str, last: str) -> Period | None:
    one, two = _text(told, first), _text(told, last)
    return (one, two) if one and two else None


def _decimal(told: Told, name: str) -> Decimal | None:
    text = _text(told, name)
    return Decimal(text) if text is not None else None
