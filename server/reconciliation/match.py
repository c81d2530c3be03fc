"""From names to candidates: one query to the store for a batch, then a score that names its parts.

The store gives whatever has the longest words of the name in one of its own, or the whole of it; what is likest is
found here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ingest.wikidata.score import plain
from ontology.names import CLASSES_OF, LEG, OWL, RDFS, SCHEMA, SKOS, WD
from server.reconciliation.batch import Wanted

KINDS = tuple(kind for kind in CLASSES_OF if kind not in ("Delegation", "UnnamedSource"))
"""What lists are matched against: delegations and unnamed sources are somebody only in their document."""
MATCH = 95
"""Points from which a candidate without a near rival is called a match."""
RIVAL = 10
MOST_ROWS = 5000
_LEAST = 50


@dataclass
class Thing:
    """A candidate as the store describes it."""

    iri: str
    kind: str
    label: str
    names: set[str] = field(default_factory=set)
    country: str = ""
    country_names: set[str] = field(default_factory=set)
    item: str = ""


@dataclass(frozen=True)
class Match:
    """A thing that may be meant: points from 0 to 100, what of them is the name's, and whether it is certain."""

    thing: Thing
    score: float
    name: float
    country: bool | None
    certain: bool


def query(names: Iterable[str]) -> str:
    """The SPARQL for all things whose names have the longest words of one of these, or begin like one of one word."""
    words = sorted({word for name in names for word in _words(name)})
    has = " || ".join(f"CONTAINS(?lower, {Literal(word)})" for word in words) or "false"
    return f"""SELECT DISTINCT ?thing WHERE {{
  ?thing a ?kind ; <{RDFS}label>|<{SKOS}prefLabel>|<{SKOS}altLabel> ?name .
  FILTER(?kind IN ({", ".join(f"<{LEG}{kind}>" for kind in KINDS)}))
  BIND(LCASE(STR(?name)) AS ?lower)
  FILTER({has})
}} ORDER BY ?thing LIMIT {MOST_ROWS}"""


def by_item(items: Iterable[str]) -> str:
    """The SPARQL for the things that are these Wikidata items."""
    values = " ".join(
        str(NamedNode(WD + item)) for item in sorted(set(items)) if re.fullmatch("Q[0-9]+", item)
    )
    return f"""SELECT DISTINCT ?thing WHERE {{
  VALUES ?item {{ {values} }} ?thing <{OWL}sameAs>|<{SKOS}exactMatch> ?item
}} ORDER BY ?thing"""


def details(iris: Iterable[str]) -> str:
    """The SPARQL for what is shown and compared of things."""
    return f"""SELECT ?thing ?kind ?label ?name ?country ?countryName ?item WHERE {{
  VALUES ?thing {{ {" ".join(str(NamedNode(iri)) for iri in iris)} }}
  ?thing a ?kind ; <{RDFS}label>|<{SKOS}prefLabel> ?label .
  FILTER(?kind IN ({", ".join(f"<{LEG}{kind}>" for kind in KINDS)}))
  OPTIONAL {{ ?thing <{RDFS}label>|<{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}
  OPTIONAL {{
    ?thing <{LEG}affiliation>|<{LEG}partOfState>|<{SCHEMA}containedInPlace> ?country .
    OPTIONAL {{ ?country <{RDFS}label>|<{SKOS}altLabel> ?countryName }}
  }}
  OPTIONAL {{ ?thing <{OWL}sameAs>|<{SKOS}exactMatch> ?item }}
}} ORDER BY ?thing ?label"""


COLUMNS = ("thing", "kind", "label", "name", "country", "countryName", "item")


def things(rows: Iterable[Sequence[object]]) -> dict[str, Thing]:
    """The things of the rows of `details`, by IRI."""
    found: dict[str, Thing] = {}
    for row in rows:
        iri, kind, label, name, country, country_name, item = (
            term.value if isinstance(term, NamedNode | Literal) else "" for term in row
        )
        thing = found.setdefault(iri, Thing(iri, kind.removeprefix(LEG), label))
        thing.names |= {name} if name else {label}
        thing.country = thing.country or country
        thing.country_names |= {country_name} if country_name else set()
        thing.item = thing.item or item.removeprefix(WD)
    return found


def rank(wanted: Wanted, known: Mapping[str, Thing]) -> list[Match]:
    """The candidates for one query, the likeliest first."""
    scored = []
    for thing in known.values():
        if wanted.kinds and not set(wanted.kinds) & set(CLASSES_OF.get(thing.kind, ())):
            continue
        values = wanted.values or {}
        if items := values.get("wikidata"):
            name = 100.0 if thing.item and thing.item in {item.removeprefix(WD) for item in items} else 0.0
        else:
            name = _likeness(wanted.name, thing)
        if name < _LEAST:
            continue
        country = _at_home(thing, values.get("country", ()))
        scored.append((name - (30 if country is False else 0), name, country, thing))
    scored.sort(key=lambda each: (-each[0], each[3].iri))
    scores = [each[0] for each in scored]
    return [
        Match(thing, score, name, country, at == 0 and score >= MATCH and _alone(scores))
        for at, (score, name, country, thing) in enumerate(scored[: wanted.limit])
    ]


def begun(prefix: str, known: Mapping[str, Thing]) -> list[Thing]:
    """The things one of whose names begins so, then those of which a later word does, by label."""
    typed = plain(prefix)
    found = []
    for thing in known.values():
        names = [plain(name) for name in thing.names]
        if any(name.startswith(typed) for name in names):
            found.append((0, thing.label, thing.iri))
        elif any(f" {typed}" in name for name in names):
            found.append((1, thing.label, thing.iri))
    return [known[iri] for _, _, iri in sorted(found)]


def _alone(scores: list[float]) -> bool:
    return len(scores) < 2 or scores[1] <= scores[0] - RIVAL


def _likeness(name: str, thing: Thing) -> float:
    if name == thing.label:
        return 100.0
    if name in thing.names:
        return 97.0
    mine, theirs = plain(name), {plain(each) for each in thing.names}
    if mine in theirs:
        return 95.0
    if any(sorted(mine.split()) == sorted(each.split()) for each in theirs):
        return 88.0
    return round(max(85 * difflib.SequenceMatcher(None, mine, each).ratio() for each in theirs), 1)


def _at_home(thing: Thing, wanted: Sequence[str]) -> bool | None:
    """Whether the thing is of one of these states; None if nobody asked or nothing is known."""
    if not wanted or not thing.country:
        return None
    names = {plain(name) for name in thing.country_names}
    return any(one == thing.country or plain(one) in names for one in wanted)


def _words(name: str) -> list[str]:
    words = sorted(re.findall(r"\w+", name.lower()), key=len, reverse=True)
    return words[:2] if words and len(words[0]) > 2 else words[:1]
