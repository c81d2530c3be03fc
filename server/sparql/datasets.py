"""Graphs as the protocols name them, on the evaluator's side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from server.http.problems import Problem

DEFAULT = ""
"""How the default graph is named where an IRI names a graph."""

ALIAS = "urn:x-legation:default-graph"
"""The default graph's own name in the parameters of a request."""

ALIASES = (ALIAS, "urn:x-arq:DefaultGraph")
"""Names of the default graph: ours, and Jena's, which its tools send."""

EVERYTHING = "*"
"""How the whole store is named where an IRI names a graph."""


def missing(graph: str) -> Problem:
    """The graph is not there."""
    return Problem(404, f"There is no graph <{graph}> here.")


def default_graphs(iris: Iterable[str] | None) -> list[NamedNode | BlankNode | DefaultGraph] | None:
    """What the default graph of a query is put together from; None if the request does not say."""
    if iris is None:
        return None
    return [DefaultGraph() if iri in ALIASES else NamedNode(iri) for iri in iris]


def named_graphs(iris: Iterable[str] | None) -> list[NamedNode | BlankNode] | None:
    """The named graphs of a query; None if the request does not say."""
    return None if iris is None else [NamedNode(iri) for iri in iris]


def write(store: Store, name: str, format: RdfFormat, output: object) -> None:
    """Write a graph, or EVERYTHING, to a file of bytes.

    Raises: Problem 404 for a graph that is not there, 406 for a format that can't hold several.
    """
    file = cast(IO[bytes], output)
    if name == EVERYTHING:
        if not format.supports_datasets:
            raise Problem(406, f"{format.name} holds one graph only; ask for TriG, N-Quads or JSON-LD.")
        store.dump(file, format)
        return
    graph = DefaultGraph() if name == DEFAULT else NamedNode(name)
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        raise missing(name)
    store.dump(file, format, from_graph=graph)
