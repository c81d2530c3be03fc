"""The same reports give the same graph, whoever reads them how often, in whatever order and in how many processes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

import store
from ingest.commit import Outcome
from ingest.pipeline import Setting, ingest
from ontology import authority, schema
from ontology.names import LEG
from store.export import dump

BASE = "http://localhost:8000/id/"
KOZLOV = "https://w3id.org/legation/actor/alexander-kozlov"
SAMPLES = sorted((Path(__file__).parents[2] / "legation" / "samples").glob("*.md"))


def ingested(data: Path, sources: Sequence[Path], jobs: int = 1) -> list[Outcome]:
    if not store.exists(data):
        store.create(data, BASE, chain(schema.quads(), authority.quads(authority.load())))
    outcomes: list[Outcome] = []
    ingest(data, [str(path) for path in sources], Setting(), jobs, outcomes.append)
    return outcomes


def lines(data: Path) -> list[bytes]:
    with store.reading(data) as snapshot:
        output = io.BytesIO()
        dump(snapshot.store, output, "nquads")
    return sorted(output.getvalue().splitlines())


def partition(data: Path) -> set[frozenset[str]]:
    with store.reading(data) as snapshot:
        return _partition(snapshot.store)


def _partition(graph: Store) -> set[frozenset[str]]:
    events: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, None):
        events.setdefault(str(quad.object), set()).add(str(quad.subject))
    return {frozenset(claims) for claims in events.values()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("first") / "data"
    assert {outcome.status for outcome in ingested(data, SAMPLES)} == {"added"}
    return data


def test_ingesting_again_changes_nothing_and_makes_no_snapshot(first: Path) -> None:
    before, number = lines(first), store.current_number(first)
    assert {outcome.status for outcome in ingested(first, SAMPLES)} == {"unchanged"}
    assert lines(first) == before
    assert store.current_number(first) == number


def test_a_fresh_store_read_by_two_processes_is_the_same_byte_for_byte(first: Path, tmp_path: Path) -> None:
    ingested(tmp_path / "data", SAMPLES, jobs=2)
    assert lines(tmp_path / "data") == lines(first)


@pytest.mark.parametrize("turn", [1, 4, 7])
def test_another_order_gives_the_same_claims_and_the_same_happenings(
    first: Path, tmp_path: Path, turn: int
) -> None:
    order = [*SAMPLES[turn:], *SAMPLES[:turn]][::-1]
    for path in order:
        ingested(tmp_path / "data", [path])
    assert partition(tmp_path / "data") == partition(first)


def test_what_three_outlets_tell_of_one_visit_is_one_event(first: Path) -> None:
    with store.reading(first) as snapshot:
        rows = snapshot.store.query(
            "PREFIX leg: <https://w3id.org/legation/ontology#> PREFIX place: <https://w3id.org/legation/place/>"
            f" SELECT ?e (COUNT(DISTINCT ?d) AS ?n) {{ VALUES ?kozlov {{ <{KOZLOV}> }} ?c leg:about ?e ; leg:derivedFrom ?d ."
            " GRAPH ?c { ?e a leg:Visit ; leg:destination place:pyongyang ; leg:visitor ?v }"
            " FILTER(?v = ?kozlov || EXISTS { GRAPH ?c { ?v leg:headedBy ?kozlov } }) } GROUP BY ?e",
        )
        assert isinstance(rows, QuerySolutions)
        assert [row["n"] for row in rows] == [Literal(3)]
