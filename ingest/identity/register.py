"""The register of events in a store: which claims are about which event, and which days or months an event holds.

Everything is a look-up by an exact term: nothing here reads more of the store than what it was asked about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.events.frames import Frames, frames
from ingest.identity.keys import Key
from ingest.identity.labels import label, plain, stem
from ingest.identity.periods import Days
from ontology.names import AUTHORITY, DCT, LEG, LINKS, RDF, RDFS

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
EVENT = NamedNode(LEG + "Event")
KEY = NamedNode(LEG + "identityKey")
ABOUT = NamedNode(LEG + "about")
DERIVED = NamedNode(LEG + "derivedFrom")
ISSUED = NamedNode(DCT + "issued")
REPLACED = NamedNode(DCT + "isReplacedBy")
_LINKS = [NamedNode(LEG + name) for name in LINKS]
DEFAULT = DefaultGraph()

Age = tuple[str, str]
"""Day of publication and IRI of a claim."""


class Register:
    """Events in a store, together with those of the document at hand, whose claims aren't written yet.

    `expected` holds the keys of that document, each with its event once there is one; `founders` the claim by which
    a new event would be minted for a key. `moves` tells which claims were taken from which events. `known` are the frames, which say what events are called.
    """

    def __init__(
        self, store: Store, base: str, issued: date, founders: dict[str, str], known: Frames | None = None
    ) -> None:
        self.store = store
        self.base = base
        self.expected: dict[str, NamedNode | None] = {}
        self.moves: list[tuple[NamedNode, NamedNode]] = []
        self.known = known or frames()
        self._issued = issued.isoformat()
        self._founders = founders
        self._fresh: set[NamedNode] = set()

    def exists(self, key: Key) -> bool:
        """Whether any claim has this key."""
        text = str(key)
        return text in self.expected or self._any_claim(text) is not None

    def event(self, key: Key) -> NamedNode | None:
        """The event that claims with this key are about."""
        text = str(key)
        if event := self.expected.get(text):
            return event
        claim = self._any_claim(text)
        return _iri(_first(self.store, claim, ABOUT)) if claim else None

    def _any_claim(self, text: str) -> NamedNode | None:
        quad = next(self.store.quads_for_pattern(None, KEY, Literal(text), DEFAULT), None)
        return _iri(quad.subject) if quad else None

    def _claims(self, key: Key, event: NamedNode) -> list[NamedNode]:
        found = self.store.quads_for_pattern(None, KEY, Literal(str(key)), DEFAULT)
        claims = [_iri(quad.subject) for quad in found]
        return [claim for claim in claims if _first(self.store, claim, ABOUT) == event]

    def holders(self, mark: str) -> list[NamedNode]:
        """Events that hold a day or cell."""
        return [_iri(q.subject) for q in self.store.quads_for_pattern(None, KEY, Literal(mark), DEFAULT)]

    def marks(self, event: NamedNode) -> list[str]:
        """The days and cells that an event holds."""
        found = self.store.quads_for_pattern(event, KEY, None, DEFAULT)
        return sorted(q.object.value for q in found if isinstance(q.object, Literal))

    def hold(self, event: NamedNode, marks: Iterable[str]) -> None:
        """Let an event hold days or cells."""
        for mark in marks:
            self.store.add(Quad(event, KEY, Literal(mark)))

    def release(self, event: NamedNode, mark: str) -> None:
        """Let an event hold a day or cell no longer."""
        self.store.remove(Quad(event, KEY, Literal(mark)))

    def age(self, event: NamedNode, keys: Iterable[Key]) -> Age:
        """The earliest published claim about an event among those with these keys."""
        ages = [("9999", "")]
        for key in keys:
            for claim in self._claims(key, event):
                document = _iri(_first(self.store, claim, DERIVED))
                issued = _first(self.store, document, ISSUED)
                assert isinstance(issued, Literal)
                ages.append((issued.value, claim.value))
            if self.expected.get(str(key)) == event:
                ages.append((self._issued, self._founders.get(str(key), "")))
        return min(ages)

    def mint(self, keys: list[Key], when: Days | str, undone: set[NamedNode]) -> NamedNode:
        """A new event for claims with these keys, named after the first of them.

        One of them may have founded an event that another of the `undone` took in; it gets its IRI back.
        """
        text, founder = self._founder(keys)
        key = next(key for key in keys if str(key) == text)
        number = 0
        while True:
            digest = hashlib.sha256(
                f"{founder}\n{number}".encode() if number else founder.encode()
            ).hexdigest()
            event = NamedNode(f"{self.base}event/{stem(key, when)}-{digest[:8]}")
            successor = _first(self.store, event, REPLACED)
            if successor in undone:
                self.store.remove(Quad(event, REPLACED, successor))
                return event
            if successor is None and _first(self.store, event, TYPE) is None:
                self._fresh.add(event)
                return event
            number += 1

    def _founder(self, keys: list[Key]) -> tuple[str, str]:
        new = [key for key in keys if str(key) in self._founders and self.expected.get(str(key)) is None]
        if new and not any(self.event(key) for key in keys):
            return min((str(key), self._founders[str(key)]) for key in new)
        ages = []
        for key in keys:
            event = self.event(key)
            if event is not None:
                ages.append((*self.age(event, [key]), str(key)))
        _, founder, text = min(ages)
        return text, founder

    def describe(self, event: NamedNode, key: Key, when: Days | str) -> None:
        """Give an event its type and its label."""
        self.store.add(Quad(event, TYPE, EVENT))
        text = Literal(label(key, when, self._label, self.known), language="en")
        for quad in list(self.store.quads_for_pattern(event, LABEL, None, DEFAULT)):
            if quad.object != text:
                self.store.remove(quad)
        self.store.add(Quad(event, LABEL, text))

    def _label(self, party: str) -> str:
        if "/" in party.partition("@")[0]:
            iri = party if "://" in party else AUTHORITY + party
            found = [q.object for q in self.store.quads_for_pattern(NamedNode(iri), LABEL, None, DEFAULT)]
            labels = sorted(term.value for term in found if isinstance(term, Literal))
            return labels[0] if labels else plain(party).replace("-", " ").title()
        return plain(party)

    def move(self, key: Key, event: NamedNode) -> None:
        """Make all claims with a key be about an event, in their records, their graphs and their documents' links."""
        if str(key) in self.expected:
            self.expected[str(key)] = event
        found = list(self.store.quads_for_pattern(None, KEY, Literal(str(key)), DEFAULT))
        for claim in [_iri(quad.subject) for quad in found]:
            former = _iri(_first(self.store, claim, ABOUT))
            if former != event:
                self._move_claim(claim, former, event)

    def moved(self) -> Iterator[tuple[NamedNode, NamedNode]]:
        """The claims that were moved, each with its event now."""
        for claim in dict.fromkeys(claim for claim, _ in self.moves):
            yield claim, _iri(_first(self.store, claim, ABOUT))

    def _move_claim(self, claim: NamedNode, former: NamedNode, event: NamedNode) -> None:
        self.moves.append((claim, former))
        self.store.remove(Quad(claim, ABOUT, former))
        self.store.add(Quad(claim, ABOUT, event))
        for quad in list(self.store.quads_for_pattern(former, None, None, claim)):
            self.store.remove(quad)
            self.store.add(Quad(event, quad.predicate, quad.object, claim))
        document = _first(self.store, claim, DERIVED)
        siblings = [_iri(q.subject) for q in self.store.quads_for_pattern(None, DERIVED, document, DEFAULT)]
        if any(_first(self.store, sibling, ABOUT) == former for sibling in siblings):
            return  # what the document links to is still there; its last claim about it takes the links along
        for sibling in siblings:
            for link in _LINKS:
                for quad in list(self.store.quads_for_pattern(None, link, former, sibling)):
                    self.store.remove(quad)
                    self.store.add(Quad(quad.subject, link, event, sibling))

    def close(self, event: NamedNode, successor: NamedNode | None) -> None:
        """Take an event that no claim is about out of the graph, leaving word of what replaced it."""
        in_use = next(self.store.quads_for_pattern(None, ABOUT, event, DEFAULT), None)
        if in_use is not None or event in self.expected.values():
            return
        for quad in list(self.store.quads_for_pattern(event, None, None, DEFAULT)):
            self.store.remove(quad)
        for quad in list(self.store.quads_for_pattern(None, REPLACED, event, DEFAULT)):
            self.store.remove(quad)
            if successor is not None:
                self.store.add(Quad(quad.subject, REPLACED, successor))
        if successor is not None and event not in self._fresh:
            self.store.add(Quad(event, REPLACED, successor))


def _first(store: Store, subject: object, predicate: NamedNode) -> NamedNode | Literal | None:
    assert isinstance(subject, NamedNode)
    quad = next(store.quads_for_pattern(subject, predicate, None, DEFAULT), None)
    if quad is None:
        return None
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object


def _iri(term: object) -> NamedNode:
    assert isinstance(term, NamedNode), f"{term} is no IRI"
    return term
