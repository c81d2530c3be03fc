"""Quads to write: telling ones for stories, and any at all for properties."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import store
from ontology.names import LEG, RDF

BASE = "http://localhost:8000/id/"


def told(batch: int, count: int = 20) -> list[Quad]:
    """What one claim tells; every batch has a graph of its own."""
    graph = NamedNode(f"{BASE}claim/{batch:016x}#claim")
    event = NamedNode(f"{BASE}event/visit-{batch}")
    return [
        Quad(event, NamedNode(f"{LEG}purpose"), Literal(f"reason {n} of {batch}"), graph)
        for n in range(count)
    ]


def commit(data: Path, batch: int, count: int = 20) -> int:
    """Write a batch in a commit of its own and return the commit's number."""
    with store.writing(data) as change:
        change.store.extend(told(batch, count))
    return change.number


def batches(data: Path) -> dict[str, int]:
    """Each claim's graph in the newest snapshot, and how many quads it holds."""
    with store.reading(data) as snapshot:
        found: dict[str, int] = {}
        for quad in snapshot.store:
            found[str(quad.graph_name)] = found.get(str(quad.graph_name), 0) + 1
        return found


def contents(data: Path) -> set[Quad]:
    with store.reading(data) as snapshot:
        return set(snapshot.store)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


_reserved = [f"{RDF}{name}" for name in ("type", "Statement", "subject", "predicate", "object")]
iris = st.one_of(
    st.sampled_from([f"{BASE}claim/1#claim", f"{BASE}event/1", f"{LEG}toldIn", *_reserved]),
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=4).map(
        lambda name: f"http://é.example/{name}"
    ),
).map(NamedNode)
literals = st.one_of(
    st.text().map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), st.text(), st.sampled_from(["en", "ko", "zh-hans"])
    ),
    st.builds(lambda text, kind: Literal(text, datatype=kind), st.text(), iris),
    st.integers(-(2**63), 2**63 - 1).map(Literal),
)
graphs = st.one_of(st.just(DefaultGraph()), iris)
quads = st.builds(Quad, iris, iris, st.one_of(iris, literals), graphs)
"""Any quad without blank nodes: odd characters, languages, and what looks like our own reification."""
