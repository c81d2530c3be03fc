"""One endpoint for all tests of a run, and the world of the questions with a store to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from tests.wikidata.sparql import Endpoint, serve
from tests.wikidata.world import BASE, quads

CROWD = 20_500


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoint, int]]:
    with serve(tmp_path_factory.mktemp("wikidata"), CROWD) as started:
        yield started


@pytest.fixture
def wikidata(running: tuple[Endpoint, int]) -> Endpoint:
    """Wikidata's endpoint, with nothing asked yet."""
    endpoint, _ = running
    endpoint.reset()
    return endpoint


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the world of the questions, and a sanction on two actors that Wikidata knows."""
    folder = tmp_path_factory.mktemp("federation") / "data"
    store.create(folder, BASE, quads())
    return folder
