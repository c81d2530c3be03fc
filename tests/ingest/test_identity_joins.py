"""Events join and part as documents come and go, and their IRIs stay good."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ingest import documents
from ingest.describe import claim_iris
from ingest.model import Reading
from ontology.names import DCT, LEG
from tests.ingest.readings import (
    BASE,
    DELEGATION,
    KIM,
    KOZLOV,
    KOZLOVS,
    PUTIN,
    about,
    events,
    labels,
    meeting,
    put,
    reading,
    scratch,
    telling,
    visit,
    when,
)

REPLACED = NamedNode(DCT + "isReplacedBy")


@pytest.fixture
def graph(tmp_path: Path) -> Store:
    return scratch(tmp_path / "graph")


def test_a_document_that_joins_two_events_retires_the_younger_and_takes_its_links_along(graph: Store) -> None:
    older = reading("older", visit(KOZLOVS, when("2023-11-13")), published="2023-11-14")
    talks = telling(
        "Meeting", [("participant", KOZLOV), ("participant", KIM)], when("2023-11-15"), [("partOf", 1)]
    )
    younger = reading("younger", visit(KOZLOVS, when("2023-11-15")), talks, published="2023-11-16")
    put(graph, younger, older)
    first, second = about(graph, claim_iris(older, BASE)[0]), about(graph, claim_iris(younger, BASE)[0])
    assert first != second
    before = sorted(map(str, graph))
    joining = reading("joining", visit(KOZLOVS, when("2023-11-13", "2023-11-15")), published="2023-11-17")
    put(graph, joining)
    assert {about(graph, claim_iris(each, BASE)[0]) for each in (older, younger, joining)} == {first}
    assert list(graph.quads_for_pattern(second, None, None, None)) == [
        Quad(second, REPLACED, first, DefaultGraph())
    ]
    assert [q.subject for q in graph.quads_for_pattern(None, None, second, None)] == []
    meeting_claim = claim_iris(younger, BASE)[1]
    links = list(graph.quads_for_pattern(None, NamedNode(LEG + "partOf"), None, meeting_claim))
    assert [quad.object for quad in links] == [first]
    documents.delete(graph, BASE, joining.document.key)
    assert sorted(map(str, graph)) == before


def test_who_is_vague_about_a_delegation_follows_it_when_its_head_becomes_known(graph: Store) -> None:
    put(
        graph,
        reading("named", visit(KOZLOVS, when("2023-11-13")), published="2023-11-13"),
        reading("nameless", visit(DELEGATION, when("2023-11-15", "2023-11-18")), published="2023-11-19"),
        reading("vague", visit(DELEGATION, when("2023-11-18", "2023-11-25")), published="2023-11-26"),
    )
    assert events(graph) == 2
    put(graph, reading("bridge", visit(KOZLOVS, when("2023-11-13", "2023-11-15")), published="2023-11-27"))
    assert events(graph) == 1


def test_an_event_keeps_its_iri_when_its_day_becomes_known(graph: Store) -> None:
    month = reading("month", meeting(when("2023-09-01", "2023-09-30"), KIM, PUTIN))
    day = reading("day", meeting(when("2023-09-13"), KIM, PUTIN))
    put(graph, month)
    event = about(graph, claim_iris(month, BASE)[0])
    put(graph, day)
    assert about(graph, claim_iris(month, BASE)[0]) == about(graph, claim_iris(day, BASE)[0]) == event
    assert labels(graph) == ["Meeting of Kim Jong Un and Vladimir Putin, 13 September 2023"]


def test_retired_events_forward_to_the_one_that_is_left(graph: Store) -> None:
    put(
        graph,
        *(
            reading(day, visit(KOZLOVS, when(f"2023-11-{day}")), published=f"2023-11-{day}")
            for day in ("01", "03", "05")
        ),
    )
    gone = [q.object for q in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, DefaultGraph())]
    put(graph, reading("x", visit(KOZLOVS, when("2023-11-03", "2023-11-05")), published="2023-11-20"))
    put(graph, reading("y", visit(KOZLOVS, when("2023-11-01", "2023-11-03")), published="2023-11-20"))
    (left,) = {
        q.object for q in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, DefaultGraph())
    }
    forwards = {(q.subject, q.object) for q in graph.quads_for_pattern(None, REPLACED, None, None)}
    assert forwards == {(event, left) for event in gone if event != left}
    for name in ("01", "03", "05", "x", "y"):
        documents.delete(graph, BASE, f"https://news.example/{name}")
    assert not list(graph.quads_for_pattern(None, REPLACED, None, None))


def test_a_corrected_document_takes_apart_what_another_had_joined(graph: Store) -> None:
    def two_visits(second: str) -> Reading:
        return reading("two", visit(KOZLOVS, when("2023-11-13")), visit(KOZLOVS, when(second)))

    joined, apart = two_visits("2023-11-15"), two_visits("2023-11-25")
    put(graph, joined, reading("joining", visit(KOZLOVS, when("2023-11-13", "2023-11-15"))))
    assert events(graph) == 1
    assert claim_iris(joined, BASE) == claim_iris(apart, BASE)
    put(graph, apart)
    first, second = (about(graph, claim) for claim in claim_iris(apart, BASE))
    assert first != second
    for claim, event in zip(claim_iris(apart, BASE), (first, second), strict=True):
        assert {quad.subject for quad in graph.quads_for_pattern(None, None, None, claim)} >= {event}
    assert labels(graph) == [
        "Visit of Alexander Kozlov to North Korea, 13–15 November 2023",
        "Visit of Alexander Kozlov to North Korea, 25 November 2023",
    ]
