"""Neither the order nor the company in which documents come or go has a say in which claims stand together."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from ingest import documents
from ingest.commit import commit_readings, delete
from ingest.describe import claim_iris
from ingest.identity import identify
from ingest.identity.keys import Key, keys
from ingest.identity.parties import NOBODY
from ingest.identity.periods import told, undated
from ingest.identity.register import Register
from ingest.model import Filler, Interval, Reading
from ontology.names import DCT, LEG
from tests.ingest.partitions import grouped
from tests.ingest.readings import (
    BASE,
    DELEGATION,
    KIM,
    KOZLOV,
    KOZLOVS,
    LAVROV,
    PUTIN,
    RUSSIA,
    UNITED_STATES,
    Said,
    about,
    found,
    lines,
    meeting,
    partition,
    put,
    reading,
    scratch,
    telling,
    transfer,
    up_to_events,
    visit,
    when,
)

VISITORS: tuple[Filler, ...] = (KOZLOVS, KOZLOV, LAVROV, DELEGATION, DELEGATION, KIM)
SIDES: tuple[Filler, ...] = (PUTIN, RUSSIA, DELEGATION)
DAYS = st.integers(0, 24).map(lambda n: date(2023, 11, 5) + timedelta(days=n))


@st.composite
def tellings(draw: st.DrawFn) -> Said:
    kind = draw(st.sampled_from(["Visit"] * 4 + ["Meeting", "ArmsTransfer", "Sanction"]))
    first = draw(DAYS)
    length = draw(st.sampled_from([0, 0, 1, 2, 3, 4, 6, 8, 29, 45, 200, 900]))
    told = draw(st.sampled_from([None, Interval(first, first + timedelta(days=length), "then")]))
    stance = draw(st.sampled_from(["asserts", "asserts", "denies", "plans", "predicts"]))
    if kind == "Visit":
        return Said(visit(draw(st.sampled_from(VISITORS)), told), stance)
    if kind == "Meeting":
        side = draw(st.sampled_from(SIDES))
        return Said(meeting(told, KIM, side), stance)
    if kind == "Sanction":
        return Said(telling("Sanction", [("imposedBy", UNITED_STATES), ("target", RUSSIA)], told), stance)
    return Said(transfer(told), stance)


@st.composite
def corpora(draw: st.DrawFn) -> list[Reading]:
    told = draw(
        st.lists(st.tuples(DAYS, st.lists(tellings(), min_size=1, max_size=3)), min_size=1, max_size=7)
    )
    return [
        reading(f"d{number}", *said, published=day.isoformat()) for number, (day, said) in enumerate(told)
    ]


def reference(readings: Sequence[Reading]) -> set[frozenset[str]]:
    """The rules of `identify`, applied to all keys at once."""
    return grouped(
        {
            str(iri): keys(told)[claim.event]
            for told in readings
            for iri, claim in zip(claim_iris(told, BASE), told.claims, strict=True)
        }
    )


@st.composite
def periods(draw: st.DrawFn) -> str:
    day = date(2023, 11, 24) + timedelta(days=draw(st.integers(0, 11)))
    length = draw(st.sampled_from([1, 2, 2, 3, 3, 4, 5, 7, 20, 80]))
    whens = draw(st.sampled_from([[], *3 * [[Interval(day, day + timedelta(days=length - 1), "then")]]]))
    return told(whens) or "standing 2023" if whens else undated(day, ahead=draw(st.booleans()))


KEYS = st.builds(Key, st.just("Visit"), st.just("a > b"), st.sampled_from([NOBODY, "x", "x", "y"]), periods())
STEPS = st.lists(st.tuples(st.integers(0, 9), st.none() | KEYS | KEYS | KEYS), min_size=8, max_size=30)


class Ledger:
    """Claims that come and go one by one, each with its own key."""

    def __init__(self, graph: Store) -> None:
        self.graph = graph
        self.keys: dict[str, Key] = {}

    def put(self, number: int, key: Key | None) -> None:
        claim, document = NamedNode(f"{BASE}claim/{number}"), NamedNode(f"{BASE}document/{number}")
        day = date(2023, 12, 1) + timedelta(days=number)
        if (former := self.keys.pop(str(claim), None)) is not None:
            event = about(self.graph, claim)
            for node in (claim, document):
                for quad in list(self.graph.quads_for_pattern(node, None, None, None)):
                    self.graph.remove(quad)
            identify.remove(Register(self.graph, BASE, day, {}), former, event)
        if key is not None:
            register = Register(self.graph, BASE, day, {str(key): claim.value})
            identify.add(register, key)
            event = register.event(key) or NamedNode("no:event")
            self.keys[str(claim)] = key
            self.graph.extend(
                [
                    Quad(claim, NamedNode(LEG + "about"), event),
                    Quad(claim, NamedNode(LEG + "identityKey"), Literal(str(key))),
                    Quad(claim, NamedNode(LEG + "derivedFrom"), document),
                    Quad(document, NamedNode(DCT + "issued"), Literal(day.isoformat())),
                ]
            )


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    """Two stores for all examples, as making one takes longer than using it."""
    return Store(str(tmp_path_factory.mktemp("one"))), Store(str(tmp_path_factory.mktemp("two")))


@settings(max_examples=250)
@given(steps=STEPS)
def test_whatever_comes_and_goes_the_partition_is_that_of_what_is_left(
    graphs: tuple[Store, Store], steps: list[tuple[int, Key | None]]
) -> None:
    ledger, fresh = (Ledger(_emptied(graph)) for graph in graphs)
    for number, key in steps:
        ledger.put(number, key)
        assert partition(ledger.graph) == grouped(ledger.keys)
    for number in range(10):
        fresh.put(number, ledger.keys.get(f"<{BASE}claim/{number}>"))
    assert up_to_events(ledger.graph) == up_to_events(fresh.graph)
    for number in range(10):
        ledger.put(number, None)
    assert list(ledger.graph) == []


def _emptied(graph: Store) -> Store:
    for quad in list(graph):
        graph.remove(quad)
    return graph


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpora(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_claims_and_the_same_partition(
    corpus: list[Reading], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph, other = scratch(Path(folder, "one")), scratch(Path(folder, "two"))
        put(graph, *corpus)
        assert partition(graph) == reference(corpus)
        put(other, *chance.sample(corpus, len(corpus)))
        assert up_to_events(other) == up_to_events(graph)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpora(), corpora(), st.randoms(use_true_random=False))
def test_deleting_and_replacing_leave_what_would_be_there_without(
    corpus: list[Reading], changed: list[Reading], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph, other = scratch(Path(folder, "one")), scratch(Path(folder, "two"))
        named = set(graph)
        put(graph, *corpus)
        put(graph, *changed)
        final = {each.document.key: each for each in [*corpus, *changed]}
        for key in chance.sample(sorted(final), chance.randrange(len(final))):
            documents.delete(graph, BASE, key)
            del final[key]
        assert partition(graph) == reference(list(final.values()))
        put(other, *final.values())
        assert up_to_events(graph) == up_to_events(other)
        for key in final:
            documents.delete(graph, BASE, key)
        assert set(graph) == named


def test_the_size_of_batches_changes_not_a_byte(tmp_path: Path) -> None:
    corpus = [
        reading(f"d{n}", visit(VISITORS[n % 3 + 1], when(f"2023-11-{n % 7 + 10}")), transfer())
        for n in range(12)
    ]
    dumps = []
    for size in (1, 5, 50):
        data = found(tmp_path / str(size))
        commit_readings(data, corpus, batch=size)
        delete(data, [corpus[0].document.key])
        dumps.append(lines(data))
    assert dumps[0] == dumps[1] == dumps[2]
