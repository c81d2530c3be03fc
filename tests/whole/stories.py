"""Little reports, as outlets would print them, and stores made of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

import store
from ingest.commit import Summary
from ingest.pipeline import Setting, ingest
from ontology import authority, schema
from ontology.names import DCT, LEG
from queries.catalogue import bind, find
from tests.queries.conftest import Row, rows

BASE = "http://localhost:8000/id/"
SAMPLES = sorted((Path(__file__).parents[2] / "legation" / "samples").glob("*.md"))


def report(
    folder: Path, name: str, publisher: str, published: str, *paragraphs: str, agency: str | None = None
) -> Path:
    """Write one report; its address is made of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    head = [f"title: A report of {publisher}", f"publisher: {publisher}", f"published: {published}"]
    head += [f"url: https://stories.legation.example/{name}"]
    head += [f"agency: {agency}"] if agency else []
    path = folder / f"{name}.md"
    path.write_text(
        "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8"
    )
    return path


def found(data: Path) -> Path:
    """A new store that knows the ontology and the authority, as `legation` makes it."""
    store.create(data, BASE, chain(schema.quads(), authority.quads(authority.load())))
    return data


def read(data: Path, sources: Sequence[Path]) -> Summary:
    """Ingest reports into a store, which is made if there is none."""
    if not store.exists(data):
        found(data)
    return ingest(data, [str(path) for path in sources], Setting(), 1, lambda outcome: None)


def ask(data: Path, question: str, **values: str) -> list[Row]:
    """The answers of a store to a shipped question."""
    with store.reading(data) as snapshot:
        return list(rows(snapshot.store, bind(find(question), values)))


def lines(data: Path) -> list[str]:
    """All quads of a store."""
    with store.reading(data) as snapshot:
        return sorted(map(str, snapshot.store))


def partition(data: Path) -> set[frozenset[str]]:
    """Which claims stand together."""
    with store.reading(data) as snapshot:
        return set(claims_of_events(snapshot.store).values())


def claims_of_events(graph: Store) -> dict[str, frozenset[str]]:
    """Each event with the claims about it."""
    events: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(None, NamedNode(LEG + "about"), None, DefaultGraph()):
        events.setdefault(str(quad.object), set()).add(str(quad.subject))
    return {event: frozenset(claims) for event, claims in events.items()}


def up_to_events(data: Path) -> list[str]:
    """All quads of a store with each event called after its claims, for its own name tells who came first."""
    with store.reading(data) as snapshot:
        names = {event: min(claims) for event, claims in claims_of_events(snapshot.store).items()}
        return sorted(
            " ".join(names.get(str(term), str(term)) for term in _terms(quad))
            for quad in snapshot.store
            if quad.predicate.value != DCT + "isReplacedBy"
        )


def _terms(quad: Quad) -> tuple[object, ...]:
    return quad.subject, quad.predicate, quad.object, quad.graph_name
