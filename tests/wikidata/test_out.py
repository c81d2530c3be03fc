"""Questions that join Wikidata, and what happens when it fails: Oxigraph's server over an excerpt stands in for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

import store
from legation import cli
from queries.catalogue import catalogue, find
from queries.federation.endpoints import WIKIDATA
from queries.federation.federate import mentions_service
from tests.wikidata.conftest import CROWD
from tests.wikidata.facts import ENVIRONMENT, PRESIDENT, ROSTEC, UNITED_RUSSIA, WD
from tests.wikidata.sparql import Endpoint, Failure
from tests.wikidata.world import BASE, crowd, quads

Ask = Callable[..., list[dict[str, str]]]
CONTACT = "mailto:desk@legation.example"
OFFICES = f"SERVICE <{WIKIDATA}> {{ ?item wdt:P39 ?office }}"
PREFIX = "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "


class Refused(Exception):  # noqa: N818  # it is what the command did
    """The command failed; the text is what it said."""


@pytest.fixture
def ask(wikidata: Endpoint, data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Ask by `legation query` of a copy of the store, so that no test finds another's answers in its cache."""
    for name in ("store.json", "CURRENT", "snapshots"):
        (tmp_path / name).symlink_to(data / name)

    def ask(
        question: str, *options: str, contact: str = CONTACT, folder: Path = tmp_path
    ) -> list[dict[str, str]]:
        service = f"{WIKIDATA}={wikidata.url}"
        arguments = ["query", question, "--format", "csv", "--data", str(folder), "--service-allow", service]
        code = cli.run([*arguments, "--contact", contact, *options])
        out, err = capfd.readouterr()
        if code:
            raise Refused(err)
        return list(csv.DictReader(io.StringIO(out)))

    return ask


def test_the_endpoint_is_large_enough_to_be_worth_refusing(running: tuple[Endpoint, int]) -> None:
    assert running[1] >= 200_000


def test_five_shipped_questions_join_wikidata() -> None:
    assert len([name for name, question in catalogue().items() if mentions_service(question.text)]) >= 5
    assert f"SERVICE <{WIKIDATA}>" in find("members-by-party").text


def test_the_present_office_of_every_head_of_a_delegation(ask: Ask, wikidata: Endpoint) -> None:
    rows = ask("offices-of-delegation-heads")
    assert [(row["head"], row["office"], row["since"]) for row in rows] == [
        ("Alexander Kozlov", WD + ENVIRONMENT, "2020-11-10")
    ]
    assert [asked.rows for asked in wikidata.asked] == [1]


def test_members_by_party(ask: Ask) -> None:
    (row,) = ask("members-by-party", "--param", "sender=Russia")
    assert (row["party"], row["people"], row["members"]) == (WD + UNITED_RUSSIA, "1", "Alexander Kozlov")
    assert ask("members-by-party", "--param", "sender=Iran") == []


def test_coordinates_of_every_destination(ask: Ask) -> None:
    found = {row["placeLabel"]: row["coordinates"] for row in ask("coordinates-of-destinations")}
    assert found == {"North Korea": "Point(127.0 40.0)", "Pyongyang": "Point(125.738 39.03)"}


def test_which_sanctioned_actors_are_subsidiaries_of_which(ask: Ask) -> None:
    (row,) = ask("sanctioned-subsidiaries", "--param", "authority=United States")
    assert (row["actorLabel"], row["owner"], row["alsoTarget"]) == ("Rosoboronexport", WD + ROSTEC, "Rostec")


def test_positions_held_on_the_day_of_the_claim(ask: Ask) -> None:
    (row,) = ask("positions-on-the-day")
    assert (row["name"], row["published"], row["asTold"]) == (
        "Volodymyr Zelensky",
        "2022-10-20",
        "Ukrainian President",
    )
    assert (row["office"], row["from"], row["to"]) == (WD + PRESIDENT, "2019-05-20", "")


def test_a_query_of_ones_own_is_planned_alike(ask: Ask, wikidata: Endpoint) -> None:
    body = "?item rdfs:label ?name FILTER(LANG(?name) = 'ru')"
    rows = ask(
        f"SELECT ?name {{ SERVICE <{WIKIDATA}> {{ {body} }} actor:alexander-kozlov owl:sameAs ?item }}"
    )
    assert rows == [{"name": "Александр Козлов"}]
    assert [asked.rows for asked in wikidata.asked] == [1]


def test_what_binds_nothing_is_sent_as_it_is_and_fails_as_it_would_there(
    ask: Ask, wikidata: Endpoint
) -> None:
    with pytest.raises(Refused, match=r"answers 500: .*TimeoutException"):
        ask(f"{PREFIX} SELECT * {{ {OFFICES} }}")
    assert [asked.rows for asked in wikidata.asked] == [0]
    assert "VALUES" not in wikidata.asked[0].query


def test_many_bindings_go_in_blocks_of_a_hundred(ask: Ask, wikidata: Endpoint, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    store.create(folder, BASE, [*quads(), *crowd(1050)])
    query = f"{PREFIX} SELECT ?who ?office {{ ?who rdfs:label ?name ; owl:sameAs ?item . {OFFICES}"
    query += " FILTER(STRSTARTS(?name, 'Somebody')) }"
    rows = ask(query, folder=folder)
    assert len(rows) == len({row["who"] for row in rows}) == 1050 < CROWD
    assert [asked.rows for asked in wikidata.asked] == [100] * 10 + [50]


def test_nothing_to_ask_about_asks_nobody(ask: Ask, wikidata: Endpoint) -> None:
    assert ask("offices-of-delegation-heads", "--param", "sender=Iran") == []
    assert wikidata.asked == []


def test_the_same_question_is_not_sent_twice(ask: Ask, wikidata: Endpoint) -> None:
    assert ask("members-by-party") == ask("members-by-party") != []
    assert len(wikidata.asked) == 1


def test_wikidata_is_told_who_asks(ask: Ask, wikidata: Endpoint) -> None:
    ask("members-by-party")
    assert wikidata.asked[0].agent.startswith("Legation/")
    assert CONTACT in wikidata.asked[0].agent


def test_without_a_contact_nobody_is_asked(ask: Ask, wikidata: Endpoint) -> None:
    with pytest.raises(Refused, match="set LEGATION_CONTACT"):
        ask("members-by-party", contact="")
    assert wikidata.asked == []


def test_a_busy_wikidata_is_asked_again_when_it_says(ask: Ask, wikidata: Endpoint) -> None:
    wikidata.failures += [Failure(429, {"Retry-After": "0"}), Failure(503, {"Retry-After": "0"})]
    assert len(ask("members-by-party")) == 1
    assert len(wikidata.asked) == 3


def test_a_wikidata_that_wants_to_be_left_alone_for_long_is(ask: Ask, wikidata: Endpoint) -> None:
    wikidata.failures.append(Failure(429, {"Retry-After": "3600"}, b""))
    with pytest.raises(Refused, match=r"fewer requests \(429\); try again in 3600 s"):
        ask("members-by-party")
    assert len(wikidata.asked) == 1


FAILURES = [
    (Failure(500), "answers 500"),
    (Failure(403, {}, b"Forbidden: see the user agent policy"), "answers 403: Forbidden"),
    (Failure(200, {}, b"<html>Down for repairs</html>"), "no SPARQL result in JSON"),
    (Failure(200, {}, b'{"head": {}, "boolean": true}'), "a truth value"),
    (Failure(hang=60.0), "did not answer in time"),
]


@pytest.mark.parametrize(("failure", "told"), FAILURES)
def test_a_failing_wikidata_is_named_with_the_cause(
    ask: Ask, wikidata: Endpoint, failure: Failure, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATION_MAX_TIMEOUT", "1")
    wikidata.failures.append(failure)
    with pytest.raises(Refused, match=told):
        ask("members-by-party")


@pytest.mark.parametrize("failure", [failure for failure, _ in FAILURES])
def test_silent_passes_over_a_failure_as_over_one_solution_without_bindings(
    ask: Ask, wikidata: Endpoint, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATION_MAX_TIMEOUT", "1")
    wikidata.failures.append(failure)
    service = OFFICES.replace("SERVICE", "SERVICE SILENT")
    rows = ask(f"{PREFIX} SELECT ?item ?office {{ actor:alexander-kozlov owl:sameAs ?item . {service} }}")
    assert rows == [{"item": WD + "Q16664506", "office": ""}]


def test_an_answer_without_end_is_not_taken_in(
    ask: Ask, wikidata: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queries.federation.web.MAX_BYTES", 1024 * 1024)
    wikidata.failures.append(Failure(200, {}, b" " * (2 * 1024 * 1024)))
    with pytest.raises(Refused, match="more than 1 MB"):
        ask("members-by-party")


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <https://query.wikidata.org/sparql/> { ?item ?p ?o }",
        "SERVICE <http://127.0.0.1:9/> { ?item ?p ?o }",
        "SERVICE ?item { ?item ?p ?o }",
        "SERVICE SILENT <http://127.0.0.1:9/> { ?item ?p ?o }",
        "SERVICE<http://127.0.0.1:9/>{ ?item ?p ?o }",
        "FILTER(1 = 1)SERVICEleg:a { ?item ?p ?o }",
        "BIND(EXISTS { SERVICE ?item { ?item ?p ?o } } AS ?x)",
    ],
)
def test_no_other_endpoint_is_asked(ask: Ask, wikidata: Endpoint, service: str) -> None:
    with pytest.raises(Refused, match="SERVICE"):
        ask(f"SELECT * {{ ?actor owl:sameAs ?item . {service} }}")
    assert wikidata.asked == []
