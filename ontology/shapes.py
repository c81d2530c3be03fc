"""Whether the quads of one document keep to the shapes (`shapes.ttl`).

Record shapes hold for the default graph, telling shapes for each claim graph by itself. Both are checked in one run
of the validator: the things that a claim graph describes get a name of their own for each claim, so that no claim's
words add to another's. The shapes see exactly what they would see in one graph after another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyrudof
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ontology import authority, schema
from ontology.authority import Authority
from ontology.errors import LegationError
from ontology.names import LEG, RDF, RDFS, SH, SKOS
from ontology.own_shapes import with_own
from ontology.vocabulary import Vocabulary, vocabulary

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_PREF_LABEL = NamedNode(SKOS + "prefLabel")
_ABOUT = NamedNode(LEG + "about")
_CLAIM = NamedNode(LEG + "Claim")
_EVENT = NamedNode(LEG + "Event")
_TOLD = "urn:legation:told:"


class ShapesError(LegationError):
    """The validator itself failed, so nothing is known of the quads."""


@dataclass(frozen=True)
class Fault:
    """A breach of a shape: the node, the property (empty if it is the node itself), why, and in which claim graph."""

    focus: str
    path: str
    message: str
    graph: str | None = None


def check(
    quads: Iterable[Quad], known: Authority | None = None, words: Vocabulary | None = None
) -> list[Fault]:
    """The faults of one document's quads, in a fixed order; empty if all is well.

    Give all quads of the document: its default-graph part (with labels and types of its unlinked actors and of its
    events) and its claim graphs. Things of the authority (`known`, else the shipped one) need no types here. `words`
    says what events there are, else the ontology does.
    """
    given, words = list(quads), words or vocabulary()
    faults = {*_loose_ends(given, words), *_breaches(given, known or authority.load(), words)}
    return sorted(faults, key=lambda fault: (fault.focus, fault.path, fault.message, fault.graph or ""))


def _loose_ends(quads: Sequence[Quad], words: Vocabulary) -> Iterator[Fault]:
    """What no shape sees, as it lies between graphs: each claim has its graph, and each graph its claim."""
    types = {NamedNode(LEG + name) for name in words.types}
    about = {quad.subject: quad.object for quad in quads if _is_record(quad) and quad.predicate == _ABOUT}
    claims = {quad.subject for quad in quads if _is_record(quad) and quad.object == _CLAIM}
    told = {
        (quad.graph_name, quad.subject) for quad in quads if quad.predicate == _TYPE and quad.object in types
    }
    for claim in claims:
        if (claim, about.get(claim)) not in told:
            yield Fault(
                _text(claim), LEG + "about", "The claim's graph does not tell its event, or gives it no type."
            )
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        yield Fault("", "", "A blank node: everything that Legation writes has an IRI.")
    for graph in {quad.graph_name for quad in quads if not _is_record(quad)} - claims:
        yield Fault(_text(graph), "", "A named graph that is no claim of this document.")


def _breaches(quads: Sequence[Quad], known: Authority, words: Vocabulary) -> Iterator[Fault]:
    prepared = prepare(quads, known, words)
    messages, telling = _shapes(words)
    for entry in _validate(_ntriples(prepared.triples), words):
        focus, shape = _bare(entry.focus_node), _bare(entry.source_shape or "")
        if (shape in telling) != (focus in prepared.told):
            continue
        node, graph = prepared.told.get(focus, (focus, None))
        # A sequence of properties, written "(first / second)", is named by its first.
        path = (entry.path or "").removeprefix("(").split(" / ")[0]
        yield Fault(node, _bare(path), messages.get(shape, entry.message), graph)


def _validate(data: str, words: Vocabulary) -> Sequence[pyrudof.ShaclValidationEntry]:
    """The violations in these N-Triples. A fresh graph costs rudof 60 ms, a staging frame over a loaded one nothing."""
    with _LOCK:
        rudof = _rudof(words)
        rudof.begin_staging()
        try:
            rudof.read_data(
                data, pyrudof.RDFFormat.NTriples, reader_mode=pyrudof.ReaderMode.Strict, merge=True
            )
            return list(rudof.validate_shacl().violations)
        except pyrudof.RudofError as error:
            raise ShapesError(f"the shapes cannot be checked: {error}") from error
        finally:
            rudof.rollback_staging()


@dataclass(frozen=True)
class Prepared:
    """One graph for one run: `triples`, and what the names made for it stand for (node and claim graph)."""

    triples: Sequence[Triple]
    told: dict[str, tuple[str, str]]


def prepare(quads: Sequence[Quad], known: Authority, words: Vocabulary) -> Prepared:
    """The quads as one graph, in which claim graphs cannot touch one another.

    What a claim graph describes gets a name of its own for it, with the types that the default graph or the
    authority gives the thing, but not as an event of the default graph (see `_kinds_of_events`).
    """
    kinds = _kinds_of_events(words)
    described = {(quad.graph_name, quad.subject) for quad in quads if not _is_record(quad)}
    names: dict[tuple[object, object], NamedNode] = {}
    copies: dict[object, list[NamedNode]] = {}
    told: dict[str, tuple[str, str]] = {}
    for number, (graph, node) in enumerate(sorted(described, key=str)):
        name = names[graph, node] = NamedNode(f"{_TOLD}{number}")
        copies.setdefault(node, []).append(name)
        told[name.value] = (_text(node), _text(graph))
    triples: list[Triple] = []
    for quad in quads:
        if _is_record(quad):
            triples.append(quad.triple)
            if quad.predicate == _TYPE and quad.object in kinds:
                triples.append(Triple(quad.subject, _TYPE, _EVENT))
        else:
            filler: Triple | NamedNode | BlankNode | Literal = quad.object
            if isinstance(filler, NamedNode):
                filler = names.get((quad.graph_name, filler), filler)
            triples.append(Triple(names[quad.graph_name, quad.subject], quad.predicate, filler))
    known_of = [*_known_of(quads, known)]
    triples += known_of
    for triple in [*(quad.triple for quad in quads if _is_record(quad)), *known_of]:
        if triple.subject in copies and triple.predicate == _TYPE and not (kinds and triple.object == _EVENT):
            triples += [Triple(copy, triple.predicate, triple.object) for copy in copies[triple.subject]]
    return Prepared(triples, told)


def _known_of(quads: Sequence[Quad], known: Authority) -> Iterator[Triple]:
    """Type and label of each thing of the authority that the quads name."""
    nodes = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    for node in nodes:
        if entry := known.entries.get(node.value):
            label = _PREF_LABEL if entry.kind == "MaterielType" else _LABEL
            yield Triple(node, _TYPE, NamedNode(LEG + entry.kind))
            yield Triple(node, label, Literal(entry.label, language="en"))


def _is_record(quad: Quad) -> bool:
    return isinstance(quad.graph_name, DefaultGraph)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _bare(term: str) -> str:
    return term.removeprefix("<").removesuffix(">")


def _ntriples(triples: Iterable[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


@lru_cache(4)
def _kinds_of_events(words: Vocabulary) -> frozenset[NamedNode]:
    """The classes below leg:Event that the validator isn't told to be so; where a user has own shapes, none.

    What a claim graph tells is of one of these. Were it an event, too, the shape of the default graph's events would
    find three faults in each claim, only to be passed over: a fifth of the validator's time.
    """
    if words.own:
        return frozenset()
    found: set[object] = {_EVENT}
    while more := {q.subject for q in schema.subclasses() if q.object in found} - found:
        found |= more
    return frozenset(each for each in found if isinstance(each, NamedNode) and each != _EVENT)


@lru_cache(4)
def _shapes(words: Vocabulary) -> tuple[dict[str, str], set[str]]:
    """Shape → its message (rudof often gives one of its own instead), and which shapes are telling shapes."""
    quads = with_own(schema.shapes(), words)
    messages = {
        _text(quad.subject): quad.object.value
        for quad in quads
        if quad.predicate.value == SH + "message" and isinstance(quad.object, Literal)
    }
    told = {NamedNode(LEG + name) for name in (*words.types, "Delegation")}
    nodes = {q.subject for q in quads if q.predicate.value == SH + "targetClass" and q.object in told}
    properties = {q.object for q in quads if q.predicate.value == SH + "property" and q.subject in nodes}
    return messages, {_text(shape) for shape in (*nodes, *properties)}


_LOCK = threading.Lock()


@lru_cache(4)
def _rudof(words: Vocabulary) -> pyrudof.Rudof:
    """One validator a process, with the shapes and the class hierarchy loaded."""
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    shapes = schema.SHAPES.read_text(encoding="utf-8")
    if words.own:
        shapes = _ntriples(quad.triple for quad in with_own(schema.shapes(), words))
    rudof.read_shacl(shapes, pyrudof.ShaclFormat.Turtle)
    # Without merge=False rudof adds to what it was given before, whatever its documentation says.
    kinds = _kinds_of_events(words)
    classes = schema.subclasses(words.terms)
    hierarchy = _ntriples(q.triple for q in classes if not (kinds and q.object == _EVENT))
    rudof.read_data(hierarchy, pyrudof.RDFFormat.NTriples, merge=False)
    return rudof
