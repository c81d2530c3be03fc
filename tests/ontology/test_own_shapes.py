"""A user's own event types are held to shapes like those that ship, and both validators agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from ontology import shapes
from ontology.names import AUTHORITY, LEG, RDF
from ontology.vocabulary import Vocabulary, vocabulary
from tests.legation.own_events import TERMS
from tests.ontology.referee import check_with_pyshacl
from tests.ontology.test_shapes import EXAMPLE, _quads

VISIT, LAUNCH = NamedNode(LEG + "Visit"), NamedNode(LEG + "MissileLaunch")
TYPE = NamedNode(RDF + "type")


@pytest.fixture
def words(tmp_path: Path) -> Vocabulary:
    (tmp_path / "terms.ttl").write_text(TERMS)
    return vocabulary(tmp_path)


def launched(role: str, filler: str) -> list[Quad]:
    """The worked example, in which one visit is a launch with this role."""
    quads = _quads(EXAMPLE)
    told = next(quad for quad in quads if quad.predicate == TYPE and quad.object == VISIT)
    kept = [quad for quad in quads if quad.graph_name != told.graph_name]
    return [
        *kept,
        Quad(told.subject, TYPE, LAUNCH, told.graph_name),
        Quad(told.subject, NamedNode(LEG + role), NamedNode(AUTHORITY + filler), told.graph_name),
    ]


def test_a_launch_by_an_actor_is_well_and_the_referee_agrees(words: Vocabulary) -> None:
    quads = launched("launcher", "actor/north-korea")
    assert shapes.check(quads, words=words) == check_with_pyshacl(quads, words) == []


def test_a_launch_by_a_place_is_a_fault_and_the_referee_agrees(words: Vocabulary) -> None:
    quads = launched("launcher", "place/pyongyang")
    for faults in (shapes.check(quads, words=words), check_with_pyshacl(quads, words)):
        assert [(fault.path, fault.message) for fault in faults] == [
            (LEG + "launcher", "Who or what fills launcher of a missile launch is of the class Actor.")
        ]


def test_two_types_at_once_are_a_fault_and_so_is_one_in_the_default_graph(words: Vocabulary) -> None:
    quads = launched("launcher", "actor/north-korea")
    told = next(quad for quad in quads if quad.object == LAUNCH)
    for odd in (Quad(told.subject, TYPE, VISIT, told.graph_name), Quad(told.subject, TYPE, LAUNCH)):
        for faults in (shapes.check([*quads, odd], words=words), check_with_pyshacl([*quads, odd], words)):
            assert told.subject.value in {fault.focus for fault in faults}  # type: ignore[union-attr]


def test_without_the_terms_a_launch_is_no_event(words: Vocabulary) -> None:
    assert shapes.check(launched("launcher", "actor/north-korea"))
