"""Facts of linked items, copied: in a graph of their own, dated, licensed, refreshed, taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions

import store
from legation import cli
from ontology.names import OWL, PREFIXES, WD
from queries.catalogue import find
from queries.federation.endpoints import WIKIDATA
from tests.wikidata import action, items
from tests.wikidata.facts import ENVIRONMENT, KOZLOV, PYONGYANG
from tests.wikidata.world import BASE, quads

GRAPH = NamedNode(f"{BASE}wikidata")
P = "PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/> "

Enrich = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    store.create(folder, BASE, quads())
    return folder


@pytest.fixture
def enrich(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Enrich:
    """`legation enrich` from a file; what it said."""
    excerpt = items.write(tmp_path / "items.jsonl")

    def enrich(*options: str, file: Path = excerpt) -> str:
        capfd.readouterr()
        assert cli.run(["enrich", "--data", str(data), "--offline", str(file), *options]) == 0
        return capfd.readouterr().out

    return enrich


def rows(data: Path, text: str) -> list[tuple[str, ...]]:
    with store.reading(data) as snapshot:
        found = snapshot.store.query(text, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        return [tuple(str(term) for term in row) for row in found]


def everything(data: Path) -> tuple[set[Quad], set[Quad]]:
    """What stands in the graph, and what stands elsewhere."""
    with store.reading(data) as snapshot:
        inside = set(snapshot.store.quads_for_pattern(None, None, None, GRAPH))
        return inside, set(snapshot.store) - inside


def test_names_offices_coordinates_and_images_are_copied(enrich: Enrich, data: Path) -> None:
    assert "2 items copied" in enrich()
    names = rows(data, f"SELECT ?name {{ GRAPH <{GRAPH.value}> {{ wd:{KOZLOV} rdfs:label ?name }} }}")
    assert {name for (name,) in names} == {
        '"Alexander Kozlov"@en',
        '"Alexander Koslow"@de',
        '"Александр Козлов"@ru',
    }
    point = f"wd:{PYONGYANG} <http://www.wikidata.org/prop/direct/P625> ?point ; schema:image ?image"
    ((where, image),) = rows(data, f"SELECT ?point ?image {{ GRAPH <{GRAPH.value}> {{ {point} }} }}")
    assert where.startswith('"Point(125.738 39.03)"^^')
    assert image == '"Made-up view.jpg"'


def test_a_pattern_for_wikidata_fits_the_copy(enrich: Enrich, data: Path) -> None:
    enrich()
    text = find("offices-of-delegation-heads").text.replace(f"SERVICE <{WIKIDATA}>", f"GRAPH <{GRAPH.value}>")
    ((_, head, _, office, label, since),) = rows(data, text)
    assert (head, office) == ('"Alexander Kozlov"@en', f"<{WD}{ENVIRONMENT}>")
    assert label == '"Minister of Natural Resources and Ecology of Russia"@en'
    assert since == '"2020-11-10"'


def test_each_item_has_its_day_and_licence(enrich: Enrich, data: Path) -> None:
    enrich()
    text = "?item schema:sdDatePublished ?day ; schema:sdLicense ?licence"
    found = rows(data, f"SELECT ?item ?day ?licence {{ GRAPH <{GRAPH.value}> {{ {text} }} }}")
    assert {item for item, _, _ in found} == {f"<{WD}{KOZLOV}>", f"<{WD}{PYONGYANG}>"}
    assert {licence for _, _, licence in found} == {"<https://creativecommons.org/publicdomain/zero/1.0/>"}
    assert all("date>" in day for _, day, _ in found)


def test_claims_and_authority_stay_as_they_are(enrich: Enrich, data: Path) -> None:
    _, before = everything(data)
    enrich()
    inside, after = everything(data)
    assert after == before
    assert inside
    assert cli.run(["validate", "--data", str(data)]) in (0, 1)
    enrich("--remove")
    assert everything(data) == (set(), before)


def test_a_copy_is_refreshed_and_what_is_no_longer_linked_goes(
    enrich: Enrich, data: Path, tmp_path: Path
) -> None:
    enrich()
    changed = tmp_path / "changed.jsonl"
    entities = [json.loads(json.dumps(each)) for each in items.ENTITIES if each["id"] != PYONGYANG]
    kozlov = next(each for each in entities if each["id"] == KOZLOV)
    kozlov["labels"]["en"]["value"] = "Alexander A. Kozlov"
    del kozlov["claims"]["P39"]
    changed.write_text("".join(json.dumps(each) + "\n" for each in entities))
    before, _ = everything(data)
    assert "0 items copied" in enrich("--older-than", "1", file=changed)
    assert everything(data)[0] == before
    said = enrich(file=changed)
    assert PYONGYANG in said  # not found: what was known of it stays
    inside, _ = everything(data)
    assert {quad.subject for quad in inside} == {GRAPH, NamedNode(WD + KOZLOV), NamedNode(WD + PYONGYANG)}
    assert "Alexander A. Kozlov" in {getattr(quad.object, "value", "") for quad in inside}

    with store.writing(data) as commit:
        for quad in list(
            commit.store.quads_for_pattern(
                None, NamedNode(OWL + "sameAs"), NamedNode(WD + PYONGYANG), DefaultGraph()
            )
        ):
            commit.store.remove(quad)
    enrich(file=changed)
    assert NamedNode(WD + PYONGYANG) not in {quad.subject for quad in everything(data)[0]}


def test_live_it_asks_for_fifty_items_at_a_time(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with action.serve() as api:
        address = ("--contact", "desk@legation.example", "--wikidata-api", api.url)
        assert cli.run(["enrich", "--data", str(data), *address]) == 0
        assert "2 items copied" in capfd.readouterr().out
        sizes = [len(asked["ids"].split("|")) for asked in api.asked]
        assert max(sizes) == 50
        assert api.most_at_once == 1
