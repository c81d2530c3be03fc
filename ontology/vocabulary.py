"""The event types and their roles, as the ontology and its shapes tell them, with a user's own types beside them.

A type's roles are those that its shape names; a user's type also has those whose domain it is, or a class above it. A
user's terms stand in Turtle files (`*.ttl`) of a folder, shapes too, and share Legation's namespace, so
that questions and exports name them like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from ontology import schema
from ontology.errors import LegationError
from ontology.folders import state
from ontology.names import CLASSES_OF, LEG, OWL, RDF, RDFS, SH, TEXTS

_TYPE = RDF + "type"
_EVERY_EVENT = ("participant", "host", "place")
_FILLERS = ("Actor", "Place", "MaterielType")


class VocabularyError(LegationError):
    """A file of own terms cannot be used; the text names the file and what is wrong in it."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What events there are and what is told of them. Equal only to itself, so that it can key a cache."""

    labels: Mapping[str, str]
    """Event type → what it is called, in the order of the ontology, a user's own last."""
    roles: Mapping[str, tuple[str, ...]]
    """Event type → the properties by which its claims name actors, places and goods."""
    kinds: Mapping[str, str]
    """Role → the class that its filler must belong to."""
    texts: tuple[str, ...]
    """What a claim tells of its event in the words of the text."""
    own: tuple[str, ...] = ()
    """The event types of a user."""
    terms: tuple[Quad, ...] = ()
    """A user's own terms, as far as they stand in a store."""
    given: tuple[Quad, ...] = ()
    """All that a user's files say."""

    @property
    def types(self) -> tuple[str, ...]:
        """The event types."""
        return tuple(self.roles)

    def fits(self, role: str, kind: str) -> bool:
        """Whether a thing of this kind may fill the role: a Person can't be a destination. Unknown names fit nothing."""
        return self.kinds.get(role) in CLASSES_OF.get(kind, ())


def vocabulary(*folders: Path) -> Vocabulary:
    """The ontology's event types, with those of the Turtle files of further folders.

    The same object again as long as the files stay as they are. Raises VocabularyError naming file and fault.
    """
    return _loaded(folders, state(folders, "*.ttl"))


@lru_cache(8)
def _loaded(folders: tuple[Path, ...], state: tuple[object, ...]) -> Vocabulary:
    shipped = _Terms([*schema.ontology(), *schema.shapes()])
    types = [kind for kind in shipped.below("Event") if (LEG + kind) in shipped.told_types()]
    roles = {kind: tuple(dict.fromkeys((*shipped.shaped(kind), *shipped.shaped_all()))) for kind in types}
    kinds = {role: shipped.filler(role) for each in roles.values() for role in each}
    labels = {kind: shipped.label(kind) for kind in types}
    if not folders:
        return Vocabulary(labels, roles, kinds, TEXTS)
    files = {file: turtle(file) for folder in folders for file in sorted(folder.glob("*.ttl"))}
    given = tuple(quad for quads in files.values() for quad in quads)
    own = _Terms([*shipped.quads, *given])
    new = [kind for kind in own.below("Event") if kind not in shipped.defined]
    for file, quads in files.items():
        for term in _Terms(quads).defined:
            if fault := _fault(term, own, shipped):
                raise VocabularyError(f"{file}, line {_line(file, term)}: leg:{term} {fault}")
    for kind in new:
        labels[kind] = own.label(kind)
        roles[kind] = tuple(dict.fromkeys((*own.shaped(kind), *own.domained(kind), *_EVERY_EVENT)))
        kinds |= {role: own.filler(role) for role in roles[kind]}
    terms = tuple(quad for quad in given if schema.is_kept(quad))
    texts = (*TEXTS, *(each for each in own.texts() if each not in shipped.defined))
    return Vocabulary(labels, roles, kinds, texts, tuple(new), terms, given)


def turtle(file: Path) -> list[Quad]:
    """The triples of a Turtle file. Raises VocabularyError naming file, line and cause."""
    try:
        return list(parse(path=file, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise VocabularyError(f"{file}, line {error.lineno}: no Turtle: {error.msg}") from None
    except (OSError, ValueError) as error:
        raise VocabularyError(f"{file}: can't be read: {error}") from None


def _line(file: Path, term: str) -> int:
    """The line on which a term is first named as a subject, as far as one can see without parsing."""
    subject = re.compile(rf"^\s*(?:[\w-]*:{term}\b|<[^>]*#{term}>)")
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return next((number for number, line in lines if subject.match(line)), 1)


def _fault(term: str, own: _Terms, shipped: _Terms) -> str:
    """What is wrong with a term that a user defines; nothing if all is well."""
    if term in shipped.defined:
        return "is a term of Legation's own ontology: give yours another name"
    if not own.label(term):
        return 'has no rdfs:label: give it one in English, such as "missile launch"@en'
    if own.is_class(term):
        if "Event" not in own.above(term):
            return "is no kind of event: say rdfs:subClassOf leg:Event"
        return ""
    if term in own.texts():
        return ""
    if not own.domains(term) & set(own.below("Event")):
        return "has no event type as its rdfs:domain"
    if own.filler(term) not in _FILLERS:
        return f"needs an rdfs:range: leg:{', leg:'.join(_FILLERS)}; or make it an owl:DatatypeProperty for words"
    return ""


class _Terms:
    """Quads of an ontology with its shapes, looked up by local name."""

    def __init__(self, quads: list[Quad]) -> None:
        self.quads = quads
        self._objects: dict[tuple[object, str], list[NamedNode | BlankNode | Literal]] = {}
        for quad in quads:
            if not isinstance(quad.object, NamedNode | BlankNode | Literal):
                continue
            self._objects.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
        meta = ("Class", "ObjectProperty", "DatatypeProperty")
        self.defined = {
            quad.subject.value.removeprefix(LEG): quad.object.value.removeprefix(OWL)
            for quad in quads
            if quad.predicate.value == _TYPE
            and isinstance(quad.subject, NamedNode)
            and quad.subject.value.startswith(LEG)
            and isinstance(quad.object, NamedNode)
            and quad.object.value in {OWL + each for each in meta}
        }
        """Term → what it is, in OWL's word."""

    def _local(self, name: str, predicate: str) -> list[str]:
        found = self._objects.get((NamedNode(LEG + name), predicate), [])
        iris = [node.value for node in found if isinstance(node, NamedNode)]
        return [iri.removeprefix(LEG) for iri in iris if iri.startswith(LEG)]

    def is_class(self, name: str) -> bool:
        return self.defined.get(name) == "Class"

    def label(self, name: str) -> str:
        return next(
            (each.value for each in self._objects.get((NamedNode(LEG + name), RDFS + "label"), [])), ""
        )

    def above(self, name: str) -> set[str]:
        found, waiting = set[str](), [name]
        while waiting:
            for each in self._local(waiting.pop(), RDFS + "subClassOf"):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def below(self, name: str) -> list[str]:
        return [each for each in self.defined if name in self.above(each)]

    def domains(self, role: str) -> set[str]:
        return set(self._local(role, RDFS + "domain"))

    def filler(self, role: str) -> str:
        return next(iter(self._local(role, RDFS + "range")), "")

    def texts(self) -> list[str]:
        events = {"Event", *self.below("Event")}
        found = [name for name, kind in self.defined.items() if kind == "DatatypeProperty"]
        return [name for name in found if self.domains(name) & events]

    def domained(self, kind: str) -> list[str]:
        above = {kind, *self.above(kind)} - {"Event"}
        return [name for name in self.defined if self._is_role(name) and self.domains(name) & above]

    def _is_role(self, name: str) -> bool:
        return self.defined.get(name) == "ObjectProperty" and self.filler(name) in _FILLERS

    def told_types(self) -> set[str]:
        """The classes of events that a claim's graph may hold: what most shapes target together."""
        return {node.value for node in self._objects[TELLING, SH + "targetClass"]}

    def shaped_all(self) -> list[str]:
        return self._paths(TELLING)

    def shaped(self, kind: str) -> list[str]:
        shapes = [
            quad.subject
            for quad in self.quads
            if quad.predicate.value == SH + "targetClass"
            and quad.object == NamedNode(LEG + kind)
            and quad.subject != TELLING
        ]
        return [path for shape in shapes for path in self._paths(shape)]

    def _paths(self, shape: object) -> list[str]:
        found = [
            path.value.removeprefix(LEG)
            for prop in self._objects.get((shape, SH + "property"), [])
            for path in self._objects.get((prop, SH + "path"), [])
            if isinstance(path, NamedNode) and path.value.startswith(LEG)
        ]
        return [name for name in found if self._is_role(name)]


TELLING = NamedNode("https://w3id.org/legation/shapes#Telling")
"""The shape of what every claim graph tells of its event, whatever the type."""
