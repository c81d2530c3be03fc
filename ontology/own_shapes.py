"""The shapes with a user's own event types in them.

`shapes.ttl` says of every claim graph that it gives its event exactly one of the types, and of the default graph that
it gives it none: a new type joins both lists. Its roles get a shape by their range; what its author's own shapes say holds too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ontology.names import LEG, RDF, SH
from ontology.vocabulary import TELLING, Vocabulary

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_CLASS, _XONE, _OR, _NOT = (NamedNode(SH + name) for name in ("class", "xone", "or", "not"))
_EVENT = NamedNode("https://w3id.org/legation/shapes#Event")


def with_own(shapes: Sequence[Quad], words: Vocabulary) -> tuple[Quad, ...]:
    """The shapes, those that a user gives, and what the user's types need to be known to them."""
    if not words.own:
        return tuple(shapes)
    types = [NamedNode(LEG + name) for name in words.own]
    found = [*shapes, *words.given]
    for head in _lists(shapes):
        found = _lengthened(found, head, types)
    found += [Quad(TELLING, NamedNode(SH + "targetClass"), kind) for kind in types]
    return (*found, *_of_roles(words))


def _lists(shapes: Sequence[Quad]) -> Iterator[NamedNode | BlankNode]:
    """The lists of all event types."""
    refused = {quad.object for quad in shapes if quad.subject == _EVENT and quad.predicate == _NOT}
    for quad in shapes:
        is_choice = quad.subject == TELLING and quad.predicate == _XONE
        if is_choice or (quad.subject in refused and quad.predicate == _OR):
            assert isinstance(quad.object, NamedNode | BlankNode)
            yield quad.object


def _lengthened(quads: list[Quad], head: NamedNode | BlankNode, types: Iterable[NamedNode]) -> list[Quad]:
    """The quads with a shape for each type at the end of the list."""
    rest = {quad.subject: quad.object for quad in quads if quad.predicate == _REST}
    last: NamedNode | BlankNode = head
    while (after := rest[last]) != _NIL:
        assert isinstance(after, NamedNode | BlankNode)
        last = after
    found = [quad for quad in quads if quad != Quad(last, _REST, _NIL)]
    for kind in types:
        item, shape = BlankNode(), BlankNode()
        found += [Quad(last, _REST, item), Quad(item, _FIRST, shape), Quad(shape, _CLASS, kind)]
        last = item
    return [*found, Quad(last, _REST, _NIL)]


def _of_roles(words: Vocabulary) -> Iterator[Quad]:
    for name in words.own:
        kind = NamedNode(LEG + name)
        shape = NamedNode(f"{TELLING.value.partition('#')[0]}#{name}")
        yield Quad(shape, NamedNode(RDF + "type"), NamedNode(SH + "NodeShape"))
        yield Quad(shape, NamedNode(SH + "targetClass"), kind)
        for role in words.roles[name]:
            prop = NamedNode(f"{shape.value}-{role}")
            message = (
                f"Who or what fills {role} of a {words.labels[name]} is of the class {words.kinds[role]}."
            )
            yield Quad(shape, NamedNode(SH + "property"), prop)
            yield Quad(prop, NamedNode(SH + "path"), NamedNode(LEG + role))
            yield Quad(prop, _CLASS, NamedNode(LEG + words.kinds[role]))
            yield Quad(prop, NamedNode(SH + "message"), Literal(message, language="en"))
