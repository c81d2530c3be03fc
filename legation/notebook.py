"""A snapshot as an RDFLib store, for notebooks."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import NoReturn

from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

import store
from ontology.names import PREFIXES


class SnapshotStore(OxigraphStore):
    """Oxigraph behind RDFLib, read-only; holds the snapshot's lease for as long as anything refers to it."""

    def __init__(self, snapshot: store.Snapshot) -> None:
        super().__init__(store=snapshot.store)
        weakref.finalize(self, snapshot.close)

    def add_graph(self, graph: Graph) -> None:
        """Nothing to do: RDFLib announces each graph that it is asked for, also those that are there."""

    def _refuse(self, *arguments: object, **named: object) -> NoReturn:
        raise store.StoreError("a snapshot can't be written: use `legation import` or a SPARQL update")

    add = addN = remove = update = remove_graph = _refuse  # noqa: N815  # RDFLib's names


def dataset(data: Path) -> Dataset:
    """The newest snapshot of a store, with Legation's prefixes bound. Raises StoreError."""
    graphs = Dataset(store=SnapshotStore(store.open_snapshot(data)), default_union=False)
    for prefix, namespace in PREFIXES.items():
        graphs.bind(prefix, namespace, override=True, replace=True)
    return graphs
