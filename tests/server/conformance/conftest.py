"""A server with a token that any page may ask, and graphs of a few triples to ask about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

import store
from tests import web
from tests.server.conformance.asking import TOKEN
from tests.server.conformance.graph import Graph
from tests.server.conftest import BASE, Server, launch

P = NamedNode("urn:p")
NUMBERS = count()


def graphs() -> list[Quad]:
    """`d` stands in the default graph, `1` and `2` in graphs of their names, `both` in both of these."""
    first, second = NamedNode("urn:g1"), NamedNode("urn:g2")
    both = NamedNode("urn:both"), P, Literal("both")
    return [
        Quad(NamedNode("urn:d"), P, Literal("d")),
        Quad(NamedNode("urn:1"), P, Literal("1"), first),
        Quad(NamedNode("urn:2"), P, Literal("2"), second),
        Quad(*both, first),
        Quad(*both, second),
    ]


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for one module's tests, which may write to graphs of their own."""
    data: Path = tmp_path_factory.mktemp("conformance") / "data"
    store.create(data, BASE, graphs())
    running = launch(data, token=TOKEN, cors=["*"])
    yield running
    running.stop()


@pytest.fixture(scope="module")
def client(writable: Server) -> Iterator[httpx.Client]:
    """A connection to it."""
    with web.client(base_url=writable.url) as connection:
        yield connection


@pytest.fixture(params=["direct", "indirect"])
def graph(request: pytest.FixtureRequest, client: httpx.Client) -> Graph:
    """A graph that is not there yet, named by its address or in it."""
    iri = f"{client.base_url}/store/graph/{next(NUMBERS)}"
    return Graph(client, request.param, iri if request.param == "direct" else f"urn:graph:{next(NUMBERS)}")


@pytest.fixture
def named(client: httpx.Client) -> Graph:
    return Graph(client, "indirect", f"urn:graph:{next(NUMBERS)}")


@pytest.fixture
def default(client: httpx.Client) -> Iterator[Graph]:
    graph = Graph(client, "default", "")
    yield graph
    graph.put('<urn:d> <urn:p> "d" .')
