"""Quads in an order that depends on nothing but themselves: of two exports, `diff` shows what changed.

By subject in the alphabet; of each first what is stated of it, then, if it names a graph, what that holds. So a claim
and what it says stand together. The names are sorted in portions on disk, so memory stays flat.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Set
from contextlib import ExitStack
from itertools import chain, groupby, islice
from tempfile import TemporaryFile
from typing import TextIO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from ontology.names import RDF
from store.export.selection import surroundings

_PORTION = 100_000
"""Names sorted at once, some 15 MB."""

_TYPE = RDF + "type"
_DEFAULT = DefaultGraph()

Node = NamedNode | BlankNode


def nodes(store: Store, claims: Set[str] | None = None) -> Iterator[Node]:
    """Every subject of the default graph and every graph's name, sorted; with `claims` those around these claims."""
    if claims is not None:
        named: Iterable[str] = (f"<{iri}>" for iri in surroundings(store, claims))
    else:
        subjects = store.quads_for_pattern(None, None, None, _DEFAULT)
        one_by_one = (str(subject) for subject, _ in groupby(subjects, lambda quad: quad.subject))
        named = chain(one_by_one, map(str, store.named_graphs()))
    for name in _sorted(named):
        yield NamedNode(name[1:-1]) if name.startswith("<") else BlankNode(name[2:])


def stated(store: Store, node: Node) -> list[Quad]:
    """What the default graph says of a node: its types first, then by property and value."""
    return sorted(store.quads_for_pattern(node, None, None, _DEFAULT), key=_rank_of_one)


def told(store: Store, node: Node) -> list[Quad]:
    """What the graph of this name holds, by subject."""
    return sorted(store.quads_for_pattern(None, None, None, node), key=_rank)


def ordered(store: Store, claims: Set[str] | None = None) -> Iterator[Quad]:
    """All quads, or those around some claims, in order."""
    for node in nodes(store, claims):
        yield from stated(store, node)
        yield from told(store, node)


def _rank(quad: Quad) -> tuple[str, tuple[bool, str, bool, str]]:
    return str(quad.subject), _rank_of_one(quad)


def _rank_of_one(quad: Quad) -> tuple[bool, str, bool, str]:
    predicate, value = quad.predicate.value, quad.object
    return predicate != _TYPE, predicate, isinstance(value, Literal), str(value)


def _sorted(names: Iterable[str]) -> Iterator[str]:
    """Names in order, each once; blank nodes and IRIs hold no line breaks, so a line of a file can hold one."""
    rest = iter(names)
    with ExitStack() as files:
        runs: list[Iterator[str]] = []
        while taken := list(islice(rest, _PORTION)):
            portion = sorted(set(taken))
            runs.append(iter(portion) if len(taken) < _PORTION else _run(files, portion))
        for name, _ in groupby(heapq.merge(*runs)):
            yield name


def _run(files: ExitStack, portion: list[str]) -> Iterator[str]:
    file: TextIO = files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
    file.writelines(f"{name}\n" for name in portion)
    file.seek(0)
    return (line.rstrip("\n") for line in file)
