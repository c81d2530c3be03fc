"""The named graphs of an installation that are no claims."""

from __future__ import annotations

from pyoxigraph import NamedNode


def decisions(base: str) -> NamedNode:
    """What people decided on Wikidata items."""
    return NamedNode(f"{base}reconciliation")


def facts(base: str) -> NamedNode:
    """What was copied of linked Wikidata items."""
    return NamedNode(f"{base}wikidata")


def all_of(base: str) -> frozenset[NamedNode]:
    """Each of them."""
    return frozenset({decisions(base), facts(base)})
