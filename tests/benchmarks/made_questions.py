"""Analysts' questions of a made graph, in the proportions and with the uneven parameters of a working day."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate

from ontology.names import PREFIXES, STANCES
from tests.benchmarks.made_graph import CLAIMS_OF_AN_EVENT, actor

PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("leg", "dct", "oa", "rdfs", "xsd"))

HOT = f"SELECT ?p ?o WHERE {{ <{actor(1)}> ?p ?o }}"

HEAVY = (
    "SELECT ?country ?kind (COUNT(DISTINCT ?c) AS ?claims) (AVG(?confidence) AS ?mean) WHERE {{"
    " ?c leg:confidence ?confidence ; leg:claimant/leg:affiliation ?country . GRAPH ?c {{ ?e a ?kind }}"
    " }} GROUP BY ?country ?kind ORDER BY DESC(?claims) ?country ?kind # {}"
)
"""One aggregate over all claims; `{}` makes each one new."""

EXPORT = "SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

TEMPLATES: dict[str, tuple[int, str]] = {
    "claim": (14, "SELECT ?p ?o WHERE { %(claim)s ?p ?o }"),
    "told": (10, "SELECT ?s ?p ?o WHERE { GRAPH %(claim)s { ?s ?p ?o } }"),
    "actor": (
        12,
        "SELECT ?label ?kind ?state WHERE { %(actor)s rdfs:label ?label ; a ?kind ."
        " OPTIONAL { %(actor)s leg:affiliation/rdfs:label ?state } }",
    ),
    "latest": (
        8,
        "SELECT ?claim ?day ?stance ?quote WHERE { ?claim leg:claimant %(actor)s ; leg:stance ?stance ;"
        " leg:derivedFrom/dct:issued ?day ; leg:evidence/oa:hasSelector/oa:exact ?quote }"
        " ORDER BY DESC(?day) ?claim LIMIT 20",
    ),
    "visits": (
        6,
        "SELECT DISTINCT ?e ?day ?where WHERE { GRAPH ?c { ?e a leg:Visit ; leg:visitor %(actor)s ;"
        ' leg:destination ?place ; leg:earliestDate ?day } ?place rdfs:label ?where FILTER(?day >= "%(year)s-01-01"^^xsd:date)'
        " } ORDER BY ?day ?e ?where LIMIT 50",
    ),
    "arms": (
        6,
        "SELECT ?claim ?who ?stance ?title ?day WHERE { GRAPH ?claim { ?e a leg:ArmsTransfer ; leg:supplier %(state)s ;"
        " leg:recipient ?r } ?claim leg:claimant/rdfs:label ?who ; leg:stance ?stance ; leg:derivedFrom ?d ."
        " ?d dct:title ?title ; dct:issued ?day } ORDER BY DESC(?day) ?claim LIMIT 30",
    ),
    "contradictions": (
        5,
        "SELECT DISTINCT ?e ?c1 ?c2 WHERE { GRAPH ?c { ?e ?role %(actor)s } ?c1 leg:about ?e ; leg:stance leg:asserts ."
        " ?c2 leg:about ?e ; leg:stance leg:denies } ORDER BY ?e ?c1 ?c2 LIMIT 50",
    ),
    "words": (
        5,
        "SELECT ?claim ?quote WHERE { ?claim leg:claimant %(actor)s ; leg:evidence/oa:hasSelector/oa:exact ?quote ."
        ' FILTER(CONTAINS(LCASE(STR(?quote)), "%(number)s")) } ORDER BY ?claim LIMIT 50',
    ),
    "claimants": (
        4,
        "SELECT ?who (COUNT(?c) AS ?n) WHERE { GRAPH ?c { ?e a leg:%(kind)s ; ?role %(actor)s } ?c leg:claimant ?who }"
        " GROUP BY ?who ORDER BY DESC(?n) ?who LIMIT 10",
    ),
    "outlets": (
        5,
        "SELECT (COUNT(DISTINCT ?outlet) AS ?outlets) (COUNT(DISTINCT ?c) AS ?claims) WHERE {"
        " GRAPH ?c { ?e ?role %(actor)s } ?c leg:derivedFrom/dct:publisher ?outlet }",
    ),
    "timeline": (
        4,
        "SELECT ?month (COUNT(DISTINCT ?e) AS ?n) WHERE { GRAPH ?c { ?e ?one %(state)s ; ?other %(actor)s ;"
        " leg:earliestDate ?day } BIND(SUBSTR(STR(?day), 1, 7) AS ?month) } GROUP BY ?month ORDER BY ?month",
    ),
    "names": (
        6,
        'SELECT ?a ?l WHERE { ?a a leg:State ; rdfs:label ?l . FILTER(STRENDS(LCASE(STR(?l)), "%(number)s")) }'
        " ORDER BY ?l ?a LIMIT 20",
    ),
    "dossier": (
        4,
        "CONSTRUCT { ?e ?p ?o . ?c leg:about ?e ; leg:stance ?s } WHERE { { SELECT DISTINCT ?e WHERE {"
        " GRAPH ?g { ?e ?role %(rare)s } } ORDER BY ?e LIMIT 20 } ?c leg:about ?e ; leg:stance ?s . GRAPH ?c { ?e ?p ?o } }",
    ),
    "describe": (3, "DESCRIBE %(rare)s"),
    "sanctioned": (3, "ASK { GRAPH ?c { ?e a leg:Sanction ; leg:target %(actor)s } }"),
    "together": (
        3,
        "SELECT ?other ?l (COUNT(DISTINCT ?e) AS ?n) WHERE { GRAPH ?c { ?e ?one %(actor)s ; ?two ?other }"
        " FILTER(?other != %(actor)s) ?other rdfs:label ?l } GROUP BY ?other ?l ORDER BY DESC(?n) ?other LIMIT 20",
    ),
    "event": (
        5,
        "SELECT ?c ?stance ?who WHERE { ?c leg:about %(event)s ; leg:stance ?stance ; leg:claimant/rdfs:label ?who }"
        " ORDER BY ?c",
    ),
    "stances": (
        3,
        "SELECT ?stance (COUNT(?c) AS ?n) WHERE { ?c leg:claimant %(actor)s ; leg:stance ?stance }"
        " GROUP BY ?stance ORDER BY ?stance",
    ),
    "denials": (
        4,
        "SELECT ?c ?e WHERE { ?c leg:claimant %(state)s ; leg:stance leg:%(stance)s ; leg:about ?e } ORDER BY ?c LIMIT 40",
    ),
    "day": (
        3,
        'SELECT ?d ?title WHERE { ?d dct:issued "%(year)s-03-0%(digit)s"^^xsd:date ; dct:title ?title } ORDER BY ?d',
    ),
}
"""Weight and text of each question."""


def questions(
    claims: int, actors: int, base: str, count: int = 20_000, seed: int = 7
) -> list[tuple[str, str]]:
    """(template, query) pairs: first each template with a popular parameter, then the mix."""
    draw = random.Random(seed)
    someone = _zipf(draw, actors, 0.9)
    recent, event = _zipf(draw, claims, 0.7), _zipf(draw, max(1, claims // CLAIMS_OF_AN_EVENT), 0.7)

    def parameters(popular: bool) -> dict[str, str]:
        number = 5 if popular else someone()
        claim = claims - 1 - (3 if popular else recent())
        return {
            "actor": f"<{actor(number)}>",
            "state": f"<{actor(1 if popular else someone() % 40)}>",
            "rare": f"<{actor(30 if popular else draw.randrange(20, actors))}>",
            "claim": f"<{base}claim/{claim:016x}#claim>",
            "event": f"<{base}event/made-{9 if popular else event()}>",
            "kind": draw.choice(("Visit", "Meeting", "Sanction", "Agreement")),
            "stance": draw.choice(STANCES),
            "year": str(draw.randrange(2016, 2024)),
            "number": str(draw.randrange(30)),
            "digit": str(draw.randrange(1, 10)),
        }

    made = [(name, PROLOGUE + text % parameters(popular=True)) for name, (_, text) in TEMPLATES.items()]
    block = [name for name, (weight, _) in TEMPLATES.items() for _ in range(weight)]
    while len(made) < count:
        draw.shuffle(block)
        made += [(name, PROLOGUE + TEMPLATES[name][1] % parameters(popular=False)) for name in block]
    return made


def _zipf(draw: random.Random, count: int, exponent: float) -> Callable[[], int]:
    weights = list(accumulate(1 / rank**exponent for rank in range(1, count + 1)))
    return lambda: min(bisect(weights, draw.random() * weights[-1]), count - 1)
