"""Counts of a snapshot for its description, in a process that gives way to all others.

It is started as `python -m server.linked.statistics`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

import store
from ontology.names import DCT, LEG, OWL, RDF, SKOS, WD

NICE = 19

_PROLOGUE = (
    f"PREFIX dct: <{DCT}> PREFIX leg: <{LEG}> PREFIX owl: <{OWL}> PREFIX rdf: <{RDF}> PREFIX skos: <{SKOS}> "
)
_PARTITIONS = {
    "stated_properties": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s ?key ?o } GROUP BY ?key",
    "told_properties": "SELECT ?key (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?key ?o } FILTER(?g != <COPIED>) } GROUP BY ?key",
    "stated_classes": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s a ?key } GROUP BY ?key",
    "told_classes": "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s a ?key } FILTER(?g != <COPIED>) } GROUP BY ?key",
    "languages": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s dct:language ?key } GROUP BY ?key",
    "links": f"""SELECT ?key (COUNT(*) AS ?n) WHERE {{
      ?s ?key ?o . FILTER(?key IN (owl:sameAs, skos:exactMatch) && STRSTARTS(STR(?o), "{WD}"))
    }} GROUP BY ?key""",
}
_NUMBERS = {
    "subjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "publishers": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s dct:publisher ?o }",
}
_DAYS = "SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last) WHERE { ?s dct:issued ?d }"
_EXAMPLES = {
    "claim": "SELECT ?x WHERE { ?x a leg:Claim } LIMIT 1",
    "event": "SELECT ?x WHERE { ?x a leg:Event ; leg:identityKey ?key } LIMIT 1",
    "document": "SELECT ?x WHERE { ?x dct:issued ?day } LIMIT 1",
    "actor": "SELECT ?x WHERE { ?claim leg:claimant ?x } LIMIT 1",
}


@dataclass(frozen=True)
class Statistics:
    """What was counted in one snapshot; partitions are IRI (or language) → how many."""

    snapshot: int
    quads: int
    subjects: int = 0
    publishers: int = 0
    stated_properties: Mapping[str, int] = field(default_factory=dict)
    told_properties: Mapping[str, int] = field(default_factory=dict)
    stated_classes: Mapping[str, int] = field(default_factory=dict)
    told_classes: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, int] = field(default_factory=dict)
    first_day: str = ""
    last_day: str = ""
    examples: Mapping[str, str] = field(default_factory=dict)


def count(graph: Store, snapshot: int, base: str) -> Statistics:
    """Count all of a store but what was copied from Wikidata."""
    days = next(_rows(graph, _DAYS), {})
    numbers: dict[str, Any] = {name: int(next(_rows(graph, query))["n"]) for name, query in _NUMBERS.items()}
    partitions: dict[str, Any] = {
        name: dict(
            sorted(
                (row["key"], int(row["n"]))
                for row in _rows(graph, query.replace("COPIED", f"{base}wikidata"))
                if "key" in row
            )
        )
        for name, query in _PARTITIONS.items()
    }
    return Statistics(
        snapshot,
        len(graph),
        **numbers,
        **partitions,
        first_day=days.get("first", ""),
        last_day=days.get("last", ""),
        examples={name: row["x"] for name, query in _EXAMPLES.items() for row in _rows(graph, query)},
    )


def read(text: bytes) -> Statistics:
    """The statistics that the process printed."""
    return Statistics(**json.loads(text))


def _rows(graph: Store, query: str) -> Iterator[dict[str, str]]:
    solutions = graph.query(_PROLOGUE + query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {
            name: value.value
            for name, value in zip(names, solution, strict=True)
            if isinstance(value, NamedNode | Literal)
        }


def main() -> None:
    """`python -m server.linked.statistics DATA` prints the statistics of the newest snapshot as JSON."""
    os.nice(NICE)
    data = Path(sys.argv[1])
    with store.open_snapshot(data) as snapshot:
        found = count(snapshot.store, snapshot.number, store.base(data))
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
