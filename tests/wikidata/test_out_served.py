"""A server that joins Wikidata for its clients; its evaluators reach nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.federation.endpoints import WIKIDATA
from tests import web
from tests.server.conftest import Server, launch
from tests.wikidata.facts import WD
from tests.wikidata.sparql import Endpoint, Failure

PREFIX = "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
PARTY = f"SERVICE <{WIKIDATA}> {{ ?item wdt:P102 ?party }}"
KOZLOV = f"{PREFIX} SELECT ?party {{ actor:alexander-kozlov owl:sameAs ?item . {PARTY} }}"


@pytest.fixture(scope="module")
def server(
    running: tuple[Endpoint, int], data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served") / "data"
    folder.mkdir()
    for name in ("store.json", "CURRENT", "snapshots"):
        (folder / name).symlink_to(data / name)
    allowed = [f"{WIKIDATA}={running[0].url}"]
    started = launch(folder, service_allow=allowed, contact="desk@legation.example")
    yield started
    started.stop()


def test_a_question_of_the_catalogue_is_answered_in_any_format(server: Server, wikidata: Endpoint) -> None:
    address = f"{server.url}/queries/members-by-party"
    rows = web.get(address, headers={"Accept": "text/csv"}).text
    assert "United Russia,1,Alexander Kozlov" in rows
    page = web.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "United Russia" in page.text


def test_a_query_of_a_clients_own_joins_wikidata(server: Server, wikidata: Endpoint) -> None:
    response = server.query(KOZLOV)
    assert [row["party"]["value"] for row in response.json()["results"]["bindings"]] == [WD + "Q151469"]
    assert response.headers.get("etag") is None  # what Wikidata said is no property of our snapshot
    assert all(asked.rows == 1 for asked in wikidata.asked)


def test_an_ask_and_a_construct_join_it_too(server: Server, wikidata: Endpoint) -> None:
    where = KOZLOV[KOZLOV.index("{") :]
    assert server.query(f"{PREFIX} ASK {where}").json()["boolean"] is True
    built = server.query(
        f"{PREFIX} CONSTRUCT {{ ?item wdt:P102 ?party }} WHERE {where}", "application/n-triples"
    )
    assert built.text.strip().endswith(f"<{WD}Q151469> .")


def test_a_failing_wikidata_is_a_bad_gateway(server: Server, wikidata: Endpoint) -> None:
    wikidata.failures.append(Failure(500))
    response = server.query(KOZLOV.replace("P102", "P103"))
    assert (response.status_code, wikidata.url in response.json()["detail"]) == (502, True)
    wikidata.failures.append(Failure(500))
    silent = server.query(KOZLOV.replace("P102", "P104").replace("SERVICE", "SERVICE SILENT"))
    assert silent.json()["results"]["bindings"] == [{}]


def test_a_slow_wikidata_costs_the_query_its_time_and_nobody_else_anything(
    server: Server, wikidata: Endpoint
) -> None:
    wikidata.failures.append(Failure(hang=60))
    assert server.query(KOZLOV.replace("P102", "P105"), timeout="2").status_code == 502
    assert server.query("ASK {}").json()["boolean"] is True


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s owl:sameAs ?o SERVICE ?o { ?s ?p ?o } }",
        "SELECT * { ?s owl:sameAs ?o SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        f"SELECT * {{ ?s owl:sameAs ?o {PARTY} SERVICE<{WIKIDATA}#>{{ ?s ?p ?o }} }}",
        f"SELECT (EXISTS {{ SERVICE <{WIKIDATA}> {{ ?s ?p ?o }} }} AS ?x) {{ ?s owl:sameAs ?o }}",
        "SELECT * { " + "{" * 3000 + f" SERVICE <{WIKIDATA}> {{ ?s ?p ?o }} " + "}" * 3000 + " }",
        f"SELECT * {{ SERVICE <{WIKIDATA}> {{ ?s ?p ?o }}",
        f"SELECT * SERVICE <{WIKIDATA}>",
        f"SELECT * {{ ?s ?p ?o FILTER SERVICE <{WIKIDATA}> }}",
    ],
)
def test_what_is_not_allowed_or_can_not_be_read_is_refused(
    server: Server, wikidata: Endpoint, text: str
) -> None:
    response = server.query(PREFIX + text)
    assert response.status_code == 400
    assert "SERVICE" in response.json()["detail"]
    assert server.query("ASK {}").json()["boolean"] is True


def test_a_mistake_beside_the_service_is_told_with_its_line(server: Server, wikidata: Endpoint) -> None:
    response = server.query(
        f"{PREFIX}\nSELECT * {{\n ?item a leg:Person .\n ?item nonsense ?x .\n {PARTY} }}"
    )
    assert response.status_code == 400
    assert response.json()["line"] == 4
