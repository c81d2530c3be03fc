"""Documents in a store: put in whole, replaced whole, taken out whole.

Nothing is removed by a pattern: the quads of a document are listed first, then removed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ingest import entries
from ingest.corroboration.corroborate import FOREMOST, RELATIONS, corroborate
from ingest.describe import claim_iris, quads
from ingest.errors import IngestError
from ingest.events.frames import Frames, frames
from ingest.identity import identify
from ingest.identity.keys import Key, keys, parse
from ingest.identity.register import ABOUT, DERIVED, EVENT, ISSUED, KEY, LABEL, TYPE, Register
from ingest.model import Reading
from ingest.wikidata.decisions import is_record, restore
from ingest.wikidata.subjects import SAME
from ontology import shapes
from ontology.authority import Authority, load
from ontology.names import DCT, LEG, SCHEMA
from ontology.vocabulary import Vocabulary

Status = OneOf["added", "replaced", "unchanged"]

_IDENTIFIER = NamedNode(DCT + "identifier")
_URL = NamedNode(SCHEMA + "url")
_EVIDENCE = NamedNode(LEG + "evidence")
_SELECTOR = NamedNode("http://www.w3.org/ns/oa#hasSelector")
_DEFAULT = DefaultGraph()


class NoDocument(IngestError):  # noqa: N818 (the name says what is so)
    """No document of the store has this IRI, address or key."""


def put(
    store: Store,
    base: str,
    reading: Reading,
    known: Authority | None = None,
    forms: Frames | None = None,
) -> Status:
    """Put a document into a store in place of what its key held before. The store's writer must be the only one.

    What `known`, else the shipped authority, says of the things that it names comes with it where the store lacks it,
    and so do the terms of its events, of which `forms`, else the shipped frames, know.
    Raises IngestError, before anything is written, where the claims breach the shapes or cannot be told as RDF.
    """
    document, known, forms = reading.document, known or load(), forms or frames()
    found = keys(reading, forms)
    claims = list(zip(claim_iris(reading, base), reading.claims, strict=True))
    former = _by_key(store, document.key)
    kept = _kept(store, base, former)
    unnamed = {number: NamedNode(f"{base}event/event-{number}") for number in found}
    draft = list(quads(reading, base, unnamed, forms))
    news = entries.changes(store, reading, known, forms.words)
    if former and not news:
        before = {unnamed[claim.event]: kept.events[iri] for iri, claim in claims if iri in kept.events}
        if kept.equals(store, {*_renamed(draft, before)}):
            return "unchanged"
    _check(reading, [*draft, *_heads(found, unnamed)], known, forms.words)
    founders = {
        str(key): min(iri.value for iri, claim in claims if claim.event == number)
        for number, key in found.items()
    }
    register = Register(store, base, document.published, founders, forms)
    _exchange(register, kept, [found[number] for number in sorted(found)])
    events = {unnamed[number]: event for number, key in found.items() if (event := register.event(key))}
    news.apply(store)
    store.extend([*_renamed(draft, events)])
    restore(store, base, _own(draft, base))
    _corroborate(register, kept, [(iri, events[unnamed[claim.event]]) for iri, claim in claims])
    return "replaced" if former else "added"


def _renamed(draft: Iterable[Quad], events: Mapping[NamedNode, NamedNode]) -> Iterator[Quad]:
    """The quads with each event by its lasting IRI."""
    for quad in draft:
        subject, object_ = quad.subject, quad.object
        if isinstance(subject, NamedNode):
            subject = events.get(subject, subject)
        if isinstance(object_, NamedNode):
            object_ = events.get(object_, object_)
        yield Quad(subject, quad.predicate, object_, quad.graph_name)


def _own(draft: Iterable[Quad], base: str) -> set[NamedNode]:
    """The actors and places of this installation that quads describe."""
    own = (f"{base}actor/", f"{base}place/")
    return {q.subject for q in draft if isinstance(q.subject, NamedNode) and q.subject.value.startswith(own)}


def delete(store: Store, base: str, name: str, forms: Frames | None = None) -> str:
    """Take the document with this IRI, address or key out of a store, with all that stands there only through it.

    Returns its IRI. Raises NoDocument.
    """
    document = find(store, name)
    kept = _kept(store, base, [document])
    issued = next(store.quads_for_pattern(document, ISSUED, None, _DEFAULT)).object
    assert isinstance(issued, Literal)
    register = Register(store, base, date.fromisoformat(issued.value), {}, forms)
    _exchange(register, kept, [])
    _corroborate(register, kept, [])
    return document.value


def _corroborate(register: Register, kept: _Kept, told: Sequence[tuple[NamedNode, NamedNode]]) -> None:
    """Bring in line what joins claims, once the document's claims (`told`, with their events) are there or gone."""
    come: dict[NamedNode, set[NamedNode]] = {}
    gone: dict[NamedNode, set[NamedNode]] = {}
    for claim, event in kept.events.items():
        gone.setdefault(event, set()).add(claim)
    for claim, event in [*told, *register.moved()]:
        come.setdefault(event, set()).add(claim)
    for claim, event in register.moves:
        gone.setdefault(event, set()).add(claim)
    corroborate(register.store, register.base, come, gone, register.known)


def find(store: Store, name: str) -> NamedNode:
    """The document with this IRI, address or key. Raises NoDocument."""
    try:
        node = NamedNode(name)
    except ValueError:
        node = None
    if node is not None and next(store.quads_for_pattern(node, _IDENTIFIER, None, _DEFAULT), None):
        return node
    found = _by_key(store, name)
    if not found and node is not None:
        found = [
            s
            for q in store.quads_for_pattern(None, _URL, node, _DEFAULT)
            if isinstance(s := q.subject, NamedNode)
        ]
    if not found:
        raise NoDocument(f"no document has the IRI, address or key {name}: `legation documents` lists them")
    return min(found, key=str)


def _by_key(store: Store, key: str) -> list[NamedNode]:
    found = store.quads_for_pattern(None, _IDENTIFIER, Literal(key), _DEFAULT)
    return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]


@dataclass(frozen=True)
class _Kept:
    """What a store holds of a document: all its quads, and what its claims are about."""

    quads: frozenset[Quad]
    relations: frozenset[Quad]
    """What joins its claims to others, which follows from the claims."""
    events: Mapping[NamedNode, NamedNode]
    keys: Mapping[str, NamedNode]
    shared: frozenset[NamedNode]
    """Things of this installation that stand there through other documents too: a publisher without an entry."""

    def equals(self, store: Store, quads: set[Quad]) -> bool:
        """Whether the store holds these quads of the document and no others."""
        # By asking the store, for it may hold a number in another form than it was given.
        own = sum(quad.subject not in self.shared for quad in quads)
        return own == len(self.quads) and all(quad in store for quad in quads)


def _kept(store: Store, base: str, documents: Iterable[NamedNode]) -> _Kept:
    found: list[Quad] = []
    relations: list[Quad] = []
    events: dict[NamedNode, NamedNode] = {}
    identity: dict[str, NamedNode] = {}
    for document in documents:
        found += store.quads_for_pattern(document, None, None, _DEFAULT)
        for quad in list(store.quads_for_pattern(None, DERIVED, document, _DEFAULT)):
            claim = quad.subject
            assert isinstance(claim, NamedNode)
            record = list(store.quads_for_pattern(claim, None, None, _DEFAULT))
            told = {quad.predicate: quad.object for quad in record}
            event, key = told.get(ABOUT), told.get(KEY)
            if isinstance(event, NamedNode) and isinstance(key, Literal):
                events[claim] = identity[key.value] = event
            named = [*record, *store.quads_for_pattern(None, None, claim, None)]
            relations += [quad for quad in named if quad.predicate in RELATIONS]
            found += [quad for quad in named if quad.predicate not in (*RELATIONS, FOREMOST)]
            found += store.quads_for_pattern(None, None, None, claim)
            for quad in record:
                if quad.predicate == _EVIDENCE and isinstance(quad.object, NamedNode):
                    found += _with_selectors(store, quad.object)
    whole = frozenset(found)
    own = (f"{base}actor/", f"{base}place/")
    things = {q.object for q in whole if isinstance(q.object, NamedNode) and q.object.value.startswith(own)}
    shared: set[NamedNode] = set()
    for thing in things:
        mentions = store.quads_for_pattern(None, None, thing, None)
        if all(quad in whole or is_record(quad) for quad in mentions):
            said = list(store.quads_for_pattern(thing, None, None, _DEFAULT))
            # Decided by people, not told by documents.
            relations += [quad for quad in said if quad.predicate == SAME]
            whole |= frozenset(quad for quad in said if quad.predicate != SAME)
        else:
            shared.add(thing)
    return _Kept(whole, frozenset(relations), events, identity, frozenset(shared))


def _with_selectors(store: Store, evidence: NamedNode) -> list[Quad]:
    found = list(store.quads_for_pattern(evidence, None, None, _DEFAULT))
    for quad in found[:]:
        if quad.predicate == _SELECTOR and isinstance(quad.object, NamedNode):
            found += store.quads_for_pattern(quad.object, None, None, _DEFAULT)
    return found


def _exchange(register: Register, kept: _Kept, wanted: list[Key]) -> None:
    """Take out a document's quads and its old keys, and bring in the new ones.

    The new keys come first, so that events which the document held together before and after don't part between.
    """
    for quad in (*kept.quads, *kept.relations):
        register.store.remove(quad)
    register.expected.update(kept.keys)
    for key in wanted:
        identify.add(register, key)
    for text in sorted(set(kept.keys) - {str(key) for key in wanted}):
        event = register.expected.pop(text)
        if event is not None:
            identify.remove(register, parse(text), event)


def _heads(found: Mapping[int, Key], events: Mapping[int, NamedNode]) -> Iterable[Quad]:
    """What Legation will state of the events, as far as the shapes look at it."""
    for number, event in events.items():
        yield Quad(event, TYPE, EVENT)
        yield Quad(event, LABEL, Literal(f"event {number}", language="en"))
        yield Quad(event, KEY, Literal(str(found[number])))


def _check(reading: Reading, draft: list[Quad], known: Authority, words: Vocabulary) -> None:
    faults = shapes.check([*draft, *entries.strangers(reading, known)], known, words)
    if faults:
        told = "; ".join(f"{fault.message} ({fault.focus})" for fault in faults[:3])
        more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise IngestError(f"{reading.document.key}: refused, as it breaches the shapes: {told}{more}")
