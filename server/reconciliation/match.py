"""From things that may be meant to candidates: what is asked of the store, and a score that names its parts."""

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
_LEAST = 50
_ALIKE = 0.58
_NAMED = f"<{RDFS}label>|<{SKOS}prefLabel>|<{SKOS}altLabel>"


@dataclass
class Thing:
    """A candidate as the store describes it."""

    iri: str
    kind: str
    label: str
    names: set[str] = field(default_factory=set)
    country: str = ""
    country_names: tuple[str, ...] = ()
    item: str = ""


@dataclass(frozen=True)
class Match:
    """A thing that may be meant: points from 0 to 100, what of them is the name's, and whether it is certain."""

    thing: Thing
    score: float
    name: float
    country: bool | None
    certain: bool


def names(kind: str) -> str:
    """The SPARQL for the names of all things of a kind."""
    return f"SELECT ?thing ?name WHERE {{ ?thing a <{LEG}{kind}> ; {_NAMED} ?name }}"


def labels(kind: str) -> str:
    """The SPARQL for the labels of all things of a kind."""
    return f"SELECT ?thing ?name WHERE {{ ?thing a <{LEG}{kind}> ; <{RDFS}label> ?name }}"


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
    return f"""SELECT ?thing ?kind ?label ?name ?country ?item WHERE {{
  VALUES ?thing {{ {" ".join(str(NamedNode(iri)) for iri in iris)} }}
  ?thing a ?kind ; <{RDFS}label>|<{SKOS}prefLabel> ?label .
  FILTER(?kind IN ({", ".join(f"<{LEG}{kind}>" for kind in KINDS)}))
  OPTIONAL {{ ?thing {_NAMED} ?name }}
  OPTIONAL {{ ?thing <{LEG}affiliation>|<{LEG}partOfState>|<{SCHEMA}containedInPlace> ?country }}
  OPTIONAL {{ ?thing <{OWL}sameAs>|<{SKOS}exactMatch> ?item }}
}} ORDER BY ?thing ?label"""


COLUMNS = ("thing", "kind", "label", "name", "country", "item")


def things(rows: Iterable[Sequence[object]], states: Mapping[str, Sequence[str]]) -> dict[str, Thing]:
    """The things of the rows of `details`, by IRI; `states` are the names of states by theirs, the label first."""
    found: dict[str, Thing] = {}
    for row in rows:
        iri, kind, label, name, country, item = (
            term.value if isinstance(term, NamedNode | Literal) else "" for term in row
        )
        thing = found.setdefault(iri, Thing(iri, kind.removeprefix(LEG), label))
        thing.names.add(name or label)
        if country and not thing.country:
            thing.country, thing.country_names = country, tuple(states.get(country, ()))
        thing.item = thing.item or item.removeprefix(WD)
    return found


def rank(wanted: Wanted, known: Iterable[Thing]) -> list[Match]:
    """The candidates for one query, the likeliest first."""
    scored = []
    for thing in known:
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
    compared = difflib.SequenceMatcher(None, b=mine, autojunk=False)
    best = 0.0
    for each in theirs:
        compared.set_seq1(each)
        # The first two are bounds, and quick: most names fall there.
        if min(compared.real_quick_ratio(), compared.quick_ratio()) > max(best, _ALIKE):
            best = max(best, compared.ratio())
    return round(85 * best, 1)


def _at_home(thing: Thing, wanted: Sequence[str]) -> bool | None:
    """Whether the thing is of one of these states; None if nobody asked or nothing is known."""
    if not wanted or not thing.country:
        return None
    names = {plain(name) for name in thing.country_names}
    return any(one == thing.country or plain(one) in names for one in wanted)
