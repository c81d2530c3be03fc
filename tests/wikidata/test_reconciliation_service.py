"""Lists of others matched against the graph, as OpenRefine does it: the Reconciliation Service API 0.2.

Shapes of answers are checked as the specification has them (3 manifest, 4.3 results, 5 suggest, 6 preview).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import html

import store
from ontology.names import AUTHORITY, LEG
from tests import web
from tests.server.conftest import Server, launch
from tests.wikidata.world import BASE, quads

ACTOR = AUTHORITY + "actor/"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("reconciliation") / "data"
    store.create(folder, BASE, quads())
    started = launch(folder, cors=["*"])
    yield started
    started.stop()


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with web.client(base_url=server.url) as client:
        yield client


def ask(client: httpx.Client, **queries: Json) -> dict[str, list[Json]]:
    """The results of a batch that is posted as OpenRefine posts it."""
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    answer: dict[str, Json] = response.json()
    assert set(answer) == set(queries)
    for result in answer.values():
        check_result(result)
    return {key: result["result"] for key, result in answer.items()}


def check_result(result: Json) -> None:
    scores = []
    for candidate in result["result"]:
        assert isinstance(candidate["id"], str) and candidate["id"]
        assert isinstance(candidate["name"], str) and isinstance(candidate["description"], str)
        assert isinstance(candidate["match"], bool)
        scores.append(candidate["score"])
        check_types(candidate["type"])
        for feature in candidate["features"]:
            assert isinstance(feature["id"], str) and isinstance(feature["value"], bool | int | float)
    assert all(isinstance(score, int | float) and 0 <= score <= 100 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert sum(candidate["match"] for candidate in result["result"]) <= 1


def check_types(types: list[Json]) -> None:
    assert types
    assert all(isinstance(kind["id"], str) and isinstance(kind["name"], str) for kind in types)


def test_the_manifest_says_what_there_is(server: Server, client: httpx.Client) -> None:
    response = client.get("/reconcile")
    manifest = response.json()
    assert response.headers["access-control-allow-origin"] == "*"
    assert "0.2" in manifest["versions"]
    assert all(isinstance(manifest[name], str) for name in ("name", "identifierSpace", "schemaSpace"))
    assert manifest["schemaSpace"] == LEG
    check_types(manifest["defaultTypes"])
    assert len({kind["id"] for kind in manifest["defaultTypes"]}) == len(manifest["defaultTypes"])
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert manifest["preview"]["width"] > 0 < manifest["preview"]["height"]
    assert set(manifest["suggest"]) == {"entity", "type", "property"}
    assert "${id}" in manifest["suggest"]["entity"]["flyout_service_path"]
    for service in manifest["suggest"].values():
        address = service["service_url"] + service["service_path"]
        assert web.get(address, params={"prefix": "a"}).json()["result"]


def test_a_name_finds_its_actor(client: httpx.Client) -> None:
    found = ask(
        client,
        q0={"query": "Kim Jong Un"},
        q1={"query": "kim jong-un", "type": "Person", "limit": 1},
        q2={"query": "Nobody Whatsoever"},
        q3={"query": "Rafort"},
    )
    assert found["q0"][0]["id"] == f"{ACTOR}kim-jong-un"
    assert (found["q0"][0]["score"], found["q0"][0]["match"]) == (100, True)
    assert [each["id"] for each in found["q1"]] == [f"{ACTOR}kim-jong-un"]
    assert found["q2"] == []
    assert found["q3"][0]["id"] == f"{BASE}actor/rafort-3d90b6f2"


def test_a_get_gives_the_same(client: httpx.Client) -> None:
    queries = json.dumps({"a": {"query": "TASS"}})
    got = client.get("/reconcile", params={"queries": queries}).json()
    assert got == client.post("/reconcile", data={"queries": queries}).json()
    assert got["a"]["result"][0]["name"] == "TASS"


def test_namesakes_are_told_apart_by_their_country_and_none_is_certain_without(client: httpx.Client) -> None:
    def british(*values: str) -> Json:
        return {"query": "Ministry of Defence", "properties": [{"pid": "country", "v": list(values)}]}

    found = ask(client, open={"query": "Ministry of Defence", "limit": 10}, gb=british("United Kingdom"))
    assert len(found["open"]) > 3
    best = found["gb"][0]
    assert best["id"] == f"{ACTOR}ministry-of-defence-united-kingdom"
    assert {"id": "country", "value": True} in best["features"]


def test_a_wikidata_item_finds_what_is_linked_to_it(client: httpx.Client) -> None:
    found = ask(client, q={"properties": [{"pid": "wikidata", "v": {"id": "Q423"}}]})
    assert [(each["id"], each["match"]) for each in found["q"]] == [(f"{ACTOR}north-korea", True)]


def test_a_type_rules_others_out(client: httpx.Client) -> None:
    found = ask(
        client,
        place={"query": "North Korea", "type": ["Place"]},
        person={"query": "North Korea", "type": "Person"},
        full={"query": "North Korea", "type": f"{LEG}State"},
    )
    assert found["place"][0]["id"] == found["full"][0]["id"] == f"{ACTOR}north-korea"
    assert found["person"] == []


def test_suggestions_as_one_types(client: httpx.Client) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": "Kim Jo"}).json()["result"]
    assert {"Kim Jong Un", "Kim Jong Il"} <= {each["name"] for each in found}
    for each in found:
        assert isinstance(each["id"], str)
        check_types(each["notable"])
    first, more = (
        {each["id"] for each in client.get("/reconcile/suggest/entity", params=page).json()["result"]}
        for page in ({"prefix": "Kim"}, {"prefix": "Kim", "cursor": "10"})
    )
    assert len(first) == 10
    assert more and not more & first
    types = client.get("/reconcile/suggest/type", params={"prefix": "party"}).json()["result"]
    assert types == [{"id": "PoliticalParty", "name": "political party"}]
    properties = client.get("/reconcile/suggest/property", params={"prefix": "count"}).json()["result"]
    assert [each["id"] for each in properties] == ["country"]


def test_a_preview_may_be_framed_and_does_nothing_else(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    address = manifest["preview"]["url"].replace("{{id}}", f"{ACTOR}kim-jong-un")
    response = client.get(address)
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "script-src" not in response.headers["content-security-policy"]
    page = html.fromstring(response.text)
    assert "Kim Jong Un" in page.text_content()
    link = page.find(".//a").get("href")
    assert parse_qs(urlsplit(link).query)["iri"] == [f"{ACTOR}kim-jong-un"]
    assert client.get(link).status_code == 200
    flyout = client.get("/reconcile/flyout", params={"id": f"{ACTOR}kim-jong-un"}).json()
    assert flyout["id"] == f"{ACTOR}kim-jong-un"
    assert "Kim Jong Un" in flyout["html"]


@pytest.mark.parametrize(
    ("queries", "status", "told"),
    [
        ("{", 400, "no JSON"),
        ("[]", 400, "an object"),
        ('{"q": 1}', 400, "Query q is no object"),
        ('{"q": {}}', 400, "needs `query` or `properties`"),
        ('{"q": {"query": 5}}', 400, "is a name"),
        ('{"q": {"query": "a", "type": 5}}', 400, "`type`"),
        ('{"q": {"query": "a", "limit": 0}}', 400, "`limit`"),
        ('{"q": {"query": "a", "limit": true}}', 400, "`limit`"),
        ('{"q": {"query": "a", "properties": [{"pid": "x"}]}}', 400, "`pid` and `v`"),
        (json.dumps({str(number): {"query": "a"} for number in range(101)}), 413, "at most 100"),
    ],
)
def test_a_batch_that_is_none_is_refused_with_the_cause(
    client: httpx.Client, queries: str, status: int, told: str
) -> None:
    response = client.post("/reconcile", data={"queries": queries})
    assert response.status_code == status
    assert told in response.json()["detail"]


def test_names_are_terms_and_never_syntax(client: httpx.Client) -> None:
    names = ["') } #", 'a" . ?s ?p ?o', "\\", "\u0000", "🙂", "?x", "  ", "a" * 500]
    found = ask(client, **{str(at): {"query": name} for at, name in enumerate(names) if name.strip()})
    assert all(not any(each["match"] for each in result) for result in found.values())


def test_what_is_not_offered_is_said(client: httpx.Client) -> None:
    assert client.get("/reconcile", params={"extend": "{}"}).status_code == 400
    assert client.post("/reconcile", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.get("/reconcile/preview", params={"id": "urn:nobody"}).status_code == 404
    assert client.get("/reconcile/preview", params={"id": "not an IRI"}).status_code == 400
    assert "callback" not in client.get("/reconcile", params={"callback": "run"}).text
