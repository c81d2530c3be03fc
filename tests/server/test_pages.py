"""The pages and what stands beside them."""

from __future__ import annotations

import re

import pytest

from queries.catalogue import catalogue
from tests import web
from tests.server.conftest import Server

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_health_names_the_snapshot_and_the_evaluators(server: Server) -> None:
    response = web.get(server.url + "/health")
    assert response.status_code == 200
    assert response.json()["snapshot"] == 1
    assert response.json()["evaluators"]["alive"] >= 2
    assert web.head(server.url + "/health").status_code == 200


def test_the_start_page_tells_who_says_what(server: Server) -> None:
    page = web.get(server.url + "/", headers=BROWSER)
    assert page.status_code == 200
    assert "Russian delegation visits Pyongyang" in page.text
    assert "South Korea" in page.text
    assert "alleges" in page.text
    assert "South Korea accuses the North" in page.text


@pytest.mark.parametrize(
    "path", ["/", "/queries", "/queries/arms-transfers", "/sparql", "/sparql?query=ASK{}", "/nothing"]
)
def test_pages_load_nothing_from_elsewhere(server: Server, path: str) -> None:
    page = web.get(server.url + path, headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page.text) == ["/static/legation.css"]
    assert web.get(server.url + "/static/legation.css").headers["content-type"].startswith("text/css")


def test_the_questions_are_listed_for_people_and_for_programs(server: Server) -> None:
    listed = web.get(server.url + "/queries").json()
    names = [question["name"] for question in listed]
    assert "arms-transfers" in names
    page = web.get(server.url + "/queries", headers=BROWSER).text
    assert all(f'href="/queries/{name}"' in page for name in names)


def test_every_question_is_answered(server: Server) -> None:
    for question in web.get(server.url + "/queries").json():
        response = web.get(server.url + question["href"])
        if "SERVICE" in catalogue()[question["name"]].text:  # needs an endpoint that this server may not ask
            assert (response.status_code, "SERVICE" in response.text) == (400, True)
            continue
        assert response.status_code == 200, (question["name"], response.text)
        assert web.get(server.url + question["href"], headers=BROWSER).status_code == 200


def test_a_questions_parameters_come_from_the_address(server: Server) -> None:
    url = server.url + "/queries/arms-transfers"
    csv = web.get(url, params={"supplier": "actor:north-korea", "format": "csv"})
    assert csv.headers["content-type"].startswith("text/csv")
    assert len(csv.text.splitlines()) == 2
    none = web.get(url, params={"supplier": "actor:south-korea"}, headers={"Accept": "text/csv"})
    assert len(none.text.splitlines()) == 1
    wrong = web.get(url, params={"supplier": "a } b"})
    assert wrong.status_code == 400
    unknown = web.get(url, params={"colour": "red"})
    assert unknown.status_code == 400
    assert "colour" in unknown.json()["detail"]


def test_the_sparql_form_shows_rows_graphs_and_truth(server: Server) -> None:
    with web.client(base_url=server.url, headers=BROWSER) as browser:
        assert "<textarea" in browser.get("/sparql").text
        rows = browser.get("/sparql", params={"query": "SELECT ?c { ?c a leg:Claim }", "format": "html"}).text
        assert 'href="/id/claim/' in rows
        graph = browser.get("/sparql", params={"query": "CONSTRUCT WHERE { ?c a leg:Claim }"}).text
        assert "&lt;http://localhost:8000/id/claim/" in graph
        assert "<strong>yes</strong>" in browser.get("/sparql", params={"query": "ASK {}"}).text
        long = browser.get("/sparql", params={"query": "SELECT * { ?a <urn:p> ?b . ?c <urn:p> ?d }"})
        assert long.status_code == 413


def test_the_ontology_is_served(server: Server) -> None:
    response = web.get(server.url + "/ontology")
    assert response.headers["content-type"].startswith("text/turtle")
    assert "ArmsTransfer" in response.text
