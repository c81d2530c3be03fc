"""JSON-LD with the ontology's context, in the shape that a JavaScript developer expects.

One node a line. A claim holds its evidence, and in `says` (its named graph) the event as the claim tells it. Wherever
a node names another, `name` says what that is called: the context ignores `name`, so the RDF is exactly the store's,
and no label slips into a claim's graph. What can have several values is a list, also when there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ontology.names import LEG, OA, PREFIXES, RDF, XSD
from ontology.schema import CONTEXT
from store.errors import StoreError
from store.export.claims import Library, Term
from store.export.order import Node, nodes, stated, told
from store.export.source import Source

_TYPE = RDF + "type"
_A = NamedNode(_TYPE)
_CLAIM = NamedNode(LEG + "Claim")
_EVIDENCE = NamedNode(LEG + "evidence")
_SELECTOR = NamedNode(OA + "hasSelector")
_KIND = NamedNode(LEG + "Evidence")
_DEFAULT = DefaultGraph()
_ALONE = frozenset(
    """about certainty claimant claimantPosition confidence dateText derivedFrom earliestDate end exact hasSource
    identifier isReplacedBy issued language latestDate prefix publisher quantityMax quantityMin quantityText
    quantityUnit reviewStatus rootSource stance start statedEarliest statedLatest suffix syndicates textSha256 toldIn
    url""".split()
)
"""Terms of which a node has one value in all that Legation writes."""

Json = dict[str, Any]


@dataclass(frozen=True)
class _Term:
    """How the context writes a property."""

    name: str
    coercion: str = ""
    by_language: bool = False


def write(source: Source, output: IO[bytes]) -> None:
    """The document, node after node. Raises StoreError for RDF 1.2's triple terms, which JSON-LD can't hold."""
    output.write(b'{"@context": %s,\n"@graph": [' % json.dumps(context()).encode())
    separator = b"\n"
    for node in framed(source):
        output.write(separator + json.dumps(node, ensure_ascii=False).encode("utf-8", "replace"))
        separator = b",\n"
    output.write(b"\n]}\n")


def framed(source: Source) -> Iterator[Json]:
    """The nodes of the document."""
    library = Library(source)
    for node in nodes(source.store, None if source.claims is None else set(source.claims)):
        own = stated(source.store, node)
        if not _is_part(source, node, own):
            yield frame(source, library, node, own, told(source.store, node))


def frame(source: Source, library: Library, node: Node, own: Iterable[Quad], content: Iterable[Quad]) -> Json:
    """One node with what is stated of it and what the graph of its name says."""
    own = list(own)
    nested = _EVIDENCE if any(quad.object == _CLAIM for quad in own) else None
    found = _node(source, library, node, own, nested)
    by_subject: dict[str, list[Quad]] = {}
    for quad in content:
        by_subject.setdefault(str(quad.subject), []).append(quad)
    if by_subject:
        found["says"] = [
            _node(source, library, quads[0].subject, quads, None) for quads in by_subject.values()
        ]
    return found


@cache
def context() -> Json:
    """The ontology's JSON-LD context."""
    found: Json = json.loads(CONTEXT.read_text())["@context"]
    return found


def _is_part(source: Source, node: Node, own: Iterable[Quad]) -> bool:
    """Whether a node stands within its claim: evidence of one, or a selector of such evidence."""
    kinds = _kinds(own)
    if _KIND in kinds:
        owners = source.store.quads_for_pattern(None, _EVIDENCE, node, _DEFAULT)
        held = any(_holds(source, owner.subject, _CLAIM) for owner in owners)
    elif _selects(kinds):
        owners = source.store.quads_for_pattern(None, _SELECTOR, node, _DEFAULT)
        held = any(
            isinstance(owner.subject, NamedNode | BlankNode)
            and _holds(source, owner.subject, _KIND)
            and _is_part(
                source, owner.subject, source.store.quads_for_pattern(owner.subject, _A, None, _DEFAULT)
            )
            for owner in owners
        )
    else:
        return False
    return held and not told(source.store, node)


def _kinds(own: Iterable[Quad]) -> set[Term]:
    return {quad.object for quad in own if quad.predicate == _A}


def _selects(kinds: set[Term]) -> bool:
    return any(isinstance(kind, NamedNode) and kind.value.startswith(OA) for kind in kinds)


def _holds(source: Source, subject: object, kind: NamedNode) -> bool:
    if not isinstance(subject, NamedNode | BlankNode):
        return False
    if kind == _CLAIM and source.claims is not None and str(subject)[1:-1] not in source.claims:
        return False
    quads = source.store.quads_for_pattern(subject, _A, kind, _DEFAULT)
    return next(quads, None) is not None


def _node(
    source: Source, library: Library, node: object, quads: list[Quad], nested: NamedNode | None
) -> Json:
    found: Json = {"id": _name(node)}
    values: dict[str, list[Term]] = {}
    for quad in quads:
        values.setdefault(quad.predicate.value, []).append(quad.object)
    for predicate, objects in values.items():
        if predicate == _TYPE and all(isinstance(value, NamedNode) for value in objects):
            kinds = [_shortened(value) for value in objects]
            found["type"] = kinds[0] if len(kinds) == 1 else kinds
            continue
        term = _terms().get(predicate, _Term(predicate))
        if nested is not None and predicate == nested.value:
            found[term.name] = [_part(source, library, value, nested) for value in objects]
            continue
        if term.by_language:
            texts = [value for value in objects if _plain(value)]
            if texts:
                found[term.name] = _by_language(texts)
            objects = [value for value in objects if not _plain(value)]
            term = _Term(predicate)
        if objects:
            written = [_value(value, term, library) for value in objects]
            found[term.name] = written[0] if len(written) == 1 and term.name in _ALONE else written
    return found


def _part(source: Source, library: Library, value: Term, nested: NamedNode) -> Json:
    """A piece of evidence within its claim, a selector within its evidence."""
    if not isinstance(value, NamedNode | BlankNode):
        return _value(value, _Term(nested.value), library)  # type: ignore[no-any-return]
    own = stated(source.store, value)
    evidence = nested == _EVIDENCE
    fits = _KIND in _kinds(own) if evidence else _selects(_kinds(own))
    if not fits or told(source.store, value):
        return {"id": _name(value)}
    return _node(source, library, value, own, _SELECTOR if evidence else None)


def _value(value: Term, term: _Term, library: Library) -> Any:
    if isinstance(value, NamedNode | BlankNode):
        if term.coercion == "@vocab" and value.value in _words():
            return _words()[value.value]
        name = library.label(value.value) if isinstance(value, NamedNode) else ""
        return {"id": _name(value), **({"name": name} if name else {})}
    if isinstance(value, Triple) or value.direction is not None:
        raise StoreError("JSON-LD can't hold RDF 1.2's triple terms and directions: choose another format")
    if term.coercion and value.datatype.value == _expanded(term.coercion):
        return int(value.value) if term.coercion == "xsd:integer" and _canonical(value.value) else value.value
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == XSD + "string":
        return value.value if not term.coercion else {"@value": value.value}
    return {"@value": value.value, "@type": value.datatype.value}


def _plain(value: Term) -> bool:
    """A text with a language that JSON-LD keeps as it is, or with none."""
    if not isinstance(value, Literal) or value.direction is not None:
        return False
    return bool(value.language) or value.datatype.value == XSD + "string"


def _by_language(values: list[Term]) -> Json:
    found: dict[str, list[str]] = {}
    for value in values:
        assert isinstance(value, Literal)
        found.setdefault(value.language or "@none", []).append(value.value)
    return {language: texts[0] if len(texts) == 1 else texts for language, texts in found.items()}


def _canonical(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and str(int(text)) == text and abs(int(text)) < 2**53


@cache
def _terms() -> dict[str, _Term]:
    """The context turned round: property → how it is written."""
    found = {}
    for name, definition in context().items():
        if isinstance(definition, dict):
            by_language = definition.get("@container") == "@language"
            term = _Term(name, definition.get("@type", ""), by_language)
            found[_expanded(definition["@id"])] = term
        elif isinstance(definition, str) and definition[0] != "@" and definition[-1] not in "#/":
            found[_expanded(definition)] = _Term(name)
    return found


@cache
def _words() -> dict[str, str]:
    """Classes and concepts → their names in the context."""
    return {
        iri: term.name for iri, term in _terms().items() if iri.startswith((LEG, OA)) and not term.coercion
    }


def _shortened(value: object) -> str:
    assert isinstance(value, NamedNode)
    return _words().get(value.value, value.value)


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def _name(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
