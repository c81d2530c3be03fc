"""What a document costs doesn't grow with what is there, however often its parties meet."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Quad, Store

from ingest import documents
from ingest.model import Actor, Interval, Quantity, Reading
from tests.ingest.readings import (
    BASE,
    DELEGATION,
    KIM,
    KOZLOVS,
    LAVROV,
    PUTIN,
    Said,
    meeting,
    reading,
    scratch,
    transfer,
    visit,
    when,
)

VISITORS = (KOZLOVS, LAVROV, DELEGATION)


class Counting:
    """A store that counts what is asked of it and handed out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.quads = self.calls = 0

    def __contains__(self, quad: Quad) -> bool:
        self.calls += 1
        return quad in self._store

    def quads_for_pattern(self, *pattern: object) -> Iterator[Quad]:
        self.calls += 1
        for quad in self._store.quads_for_pattern(*pattern):  # type: ignore[arg-type]
            self.quads += 1
            yield quad

    def add(self, quad: Quad) -> None:
        self.calls += 1
        self._store.add(quad)

    def remove(self, quad: Quad) -> None:
        self.calls += 1
        self._store.remove(quad)

    def extend(self, quads: Sequence[Quad]) -> None:
        self.calls += len(quads)
        self._store.extend(quads)


def test_the_hottest_pair_costs_no_more_after_a_thousand_documents(tmp_path: Path) -> None:
    graph = scratch(tmp_path / "graph")
    chance = random.Random(7)

    def document(number: int) -> Reading:
        day = date(2023, 11, 1) + timedelta(days=chance.randrange(28))
        told = [None, Interval(day, day, "then"), when("2023-11-01", "2023-11-30")][number % 3]
        visitor = VISITORS[number // 3 % 3]
        return reading(f"n{number}", visit(visitor, told), transfer(), meeting(told, KIM, PUTIN))

    def cost(number: int) -> int:
        counting = Counting(graph)
        documents.put(counting, BASE, document(number))  # type: ignore[arg-type]
        return counting.quads + counting.calls

    costs = [cost(number) for number in range(1000)]
    early, late = sorted(costs[30:130]), sorted(costs[-100:])
    assert late[50] <= early[50]
    assert late[-1] <= 2 * early[50]


def test_what_is_alleged_and_denied_by_ever_more_sources_costs_no_more_either(tmp_path: Path) -> None:
    graph = scratch(tmp_path / "graph")
    chance = random.Random(7)

    def said(number: int, stance: str) -> Said:
        amount = Quantity(Decimal(chance.randrange(9)), Decimal(9), "round", "some rounds")
        outlet = Actor("MediaOutlet", f"Paper {chance.randrange(number + 1)}")
        return Said(replace(transfer(), quantity=amount), stance, outlet, event=1)

    def document(number: int) -> Reading:
        day = date(2023, 6, 1) + timedelta(days=chance.randrange(180))
        told = [said(number, stance) for stance in ("asserts", "denies", "questions")]
        return reading(f"n{number}", *told, published=day.isoformat())

    def cost(number: int) -> int:
        counting = Counting(graph)
        documents.put(counting, BASE, document(number))  # type: ignore[arg-type]
        return counting.quads + counting.calls

    costs = [cost(number) for number in range(400)]
    early, late = sorted(costs[100:200]), sorted(costs[-100:])
    assert late[50] <= 1.1 * early[50]
    assert late[-1] <= 2 * early[50]
