"""What does a document cost when there are many already? At 100, 1,000, 10,000 and 50,000 stored documents.

usage: python tests/benchmarks/cost.py [SIZES…] [--new 100]

Twice: with documents on pairs of states from all over the world, and with all documents on Russia and North Korea, ten
years of visits, meetings and transfers, asserted, alleged and denied. The store is filled by import of N-Quads: the
first thousand documents as Legation writes them, the others as copies of their claims by further papers, about the
same events. Then `--new` documents are put in one commit: look-ups in the store and quads handed out for a document,
milliseconds of the processor for it (identify, describe, check, corroborate, write), and milliseconds for the snapshot.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

sys.path.insert(0, str(Path(__file__).parents[2]))

import store
from ingest import documents
from ingest.model import Actor, Quantity, Reading
from ontology import authority
from ontology.names import LEG
from store import bulk
from tests.ingest.readings import BASE, Said, found, meeting, reading, transfer, visit, when
from tests.ingest.test_cost import Counting

SIZES = (100, 1_000, 10_000, 50_000)
TOLD = 1_000
"""Documents that are written one by one; more are copies of these."""
_STANCES = ("asserts", "asserts", "alleges", "denies", "plans")
Pair = Callable[[random.Random], tuple[Actor, Actor]]


def main() -> None:
    """Fill, put, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--new", type=int, default=100)
    arguments = parser.parse_args()
    entries = authority.load().entries.values()
    states = [Actor("State", entry.label, entry.iri) for entry in entries if entry.kind == "State"]
    hot = [state for state in states if state.label in ("Russia", "North Korea")]
    pairs: dict[str, Pair] = {
        "all over the world": lambda chance: _two(chance, states),
        "one pair of states": lambda chance: _two(chance, hot),
    }
    print(f"{'':20} documents      quads  look-ups  handed out  ms a document  worst  ms a snapshot")
    for name, pair in pairs.items():
        told = [document(number, pair) for number in range(TOLD)]
        new = [document(TOLD + number, pair) for number in range(arguments.new)]
        for size in arguments.sizes:
            with tempfile.TemporaryDirectory() as folder:
                measure(name, Path(folder), told, new, size)


def _two(chance: random.Random, states: Sequence[Actor]) -> tuple[Actor, Actor]:
    one, other = chance.sample(states, 2)
    return one, other


def document(number: int, pair: Pair) -> Reading:
    """The document with this number: three claims about three happenings of a pair."""
    chance = random.Random(number)
    one, other = pair(chance)
    day = date(2014, 1, 1) + timedelta(days=chance.randrange(3600))
    visited = day - timedelta(days=chance.randrange(1, 4))
    days = [when(visited.isoformat()), when(visited.replace(day=1).isoformat(), visited.isoformat()), None]
    outlet = Actor("MediaOutlet", f"Paper {chance.randrange(200)}")
    by = (None, one, other)
    amount = Quantity(Decimal(chance.randrange(1, 900)), None, "round", "some rounds")
    sold = transfer(None, one, other)
    return reading(
        f"told-{number}",
        Said(visit(one, chance.choice(days), other), chance.choice(_STANCES), chance.choice(by)),
        Said(meeting(chance.choice(days), one, other), chance.choice(_STANCES), chance.choice(by)),
        Said(type(sold)(sold.type, sold.roles, quantity=amount), chance.choice(_STANCES), chance.choice(by)),
        published=day.isoformat(),
        publisher=outlet,
    )


def measure(name: str, folder: Path, told: Sequence[Reading], new: Sequence[Reading], size: int) -> None:
    """Fill a store, put the new documents, print a line."""
    data = found(folder / "data")
    with store.writing(data) as commit:
        for each in told[:size]:
            documents.put(commit.store, BASE, each)
        copied = list(copies(commit.store)) if size > TOLD else []
    if copied:
        file = folder / "copies.nq"
        with file.open("w", encoding="utf-8") as out:
            for number in range(1, size // TOLD):
                out.writelines(line.replace("COPY", f"{number}") for line in copied)
        bulk.load(data, file)
    looked: list[int] = []
    handed: list[int] = []
    spent: list[float] = []
    with store.writing(data) as commit:
        quads = len(commit.store)
        for each in new:
            counting = Counting(commit.store)
            start = time.process_time()
            documents.put(counting, BASE, each)  # type: ignore[arg-type]
            spent.append(1000 * (time.process_time() - start))
            looked.append(counting.calls)
            handed.append(counting.quads)
        start = time.perf_counter()
    snapshot = 1000 * (time.perf_counter() - start)
    print(
        f"{name:20} {size:9,} {quads:10,} {statistics.median(looked):9.0f} {statistics.median(handed):11.0f}"
        f" {statistics.median(spent):14.1f} {max(spent):6.0f} {snapshot:14.0f}",
        flush=True,
    )


def copies(graph: Store) -> Iterator[str]:
    """The quads of all documents and claims, of another document each; COPY stands where copies differ."""
    kept = {"respondsTo", "contradicts"}
    derived = graph.quads_for_pattern(None, NamedNode(LEG + "derivedFrom"), None, DefaultGraph())
    claims = {quad.subject: quad.object for quad in derived}
    of_copies = {term.value.partition("#")[0] for term in claims if isinstance(term, NamedNode)}
    of_copies |= {term.value for term in claims.values() if isinstance(term, NamedNode)}
    for quad in graph:
        if quad.predicate.value.removeprefix(LEG) in kept:
            continue
        line = _line(quad)
        if any(_document(term) in of_copies for term in (quad.subject, quad.graph_name)):
            for name in {
                _document(term) for term in (quad.subject, quad.object, quad.graph_name)
            } & of_copies:
                line = line.replace(f"<{name}>", f"<{name}-zCOPY>").replace(f"<{name}#", f"<{name}-zCOPY#")
            yield line.replace("https://news.example/told-", "https://news.example/copy-COPY-told-")


def _document(term: object) -> str:
    return term.value.partition("#")[0] if isinstance(term, NamedNode) else ""


def _line(quad: Quad) -> str:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else f" {quad.graph_name}"
    return f"{quad.subject} {quad.predicate} {quad.object}{graph} .\n"


if __name__ == "__main__":
    main()
