"""A small world in a real store, and how to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from ontology import authority, schema
from queries.catalogue import bind, find

Row = dict[str, str]
Ask = Callable[..., list[Row]]

WORLD = Path(__file__).parent / "world.trig"


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What every store holds, and the nine documents of world.trig."""
    store = Store(tmp_path_factory.mktemp("world"))
    store.extend(schema.quads())
    store.extend(authority.quads(authority.load()))
    store.load(path=WORLD, format=RdfFormat.TRIG)
    return store


@pytest.fixture
def ask(world: Store) -> Ask:
    """Ask a shipped question of the world; a row has the text of each bound column."""

    def ask(question: str, **values: str) -> list[Row]:
        return list(rows(world, bind(find(question), values)))

    return ask


def rows(store: Store, query: str) -> Iterator[Row]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name].value for name in names if solution[name] is not None}
