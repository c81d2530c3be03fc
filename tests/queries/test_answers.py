"""Questions about claims and sources, asked of a small world whose right answers are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

from ingest.corroboration.corroborate import FOREMOST, RELATIONS, corroborate
from ingest.identity.register import ABOUT
from ontology import authority
from ontology.shapes import check
from queries.catalogue import bind, catalogue, find
from queries.federation.federate import mentions_service
from tests.queries.conftest import WORLD, Ask
from tests.queries.world import (
    AIRCRAFT,
    COLUMNS,
    DRONES,
    EVENT,
    KOZLOV,
    MISSILES,
    NIS,
    PROTOCOL,
    PUTIN,
    SHELLS,
    SPA,
    SUMMIT,
    TREATY,
    table,
)

# The others ask Wikidata too: see tests/wikidata.
LOCAL = sorted(name for name, question in catalogue().items() if not mentions_service(question.text))


def test_the_world_obeys_the_shapes_of_a_store() -> None:
    assert check(parse(path=WORLD, format=RdfFormat.TRIG)) == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_has_its_columns(world: Store, name: str) -> None:
    solutions = world.query(bind(find(name), {}))
    assert isinstance(solutions, QuerySolutions)
    assert [variable.value for variable in solutions.variables] == COLUMNS[name].split()


@pytest.mark.parametrize("name", LOCAL)
def test_every_question_finds_something_in_the_world_without_being_told_more(ask: Ask, name: str) -> None:
    assert ask(name)


def test_no_claim_is_a_fact_of_the_default_graph(world: Store) -> None:
    assert not world.query("PREFIX leg: <https://w3id.org/legation/ontology#> ASK { ?e a leg:ArmsTransfer }")
    assert world.query(
        "PREFIX leg: <https://w3id.org/legation/ontology#> ASK { GRAPH ?c { ?e a leg:ArmsTransfer } }"
    )


def test_two_bodies_of_one_state_are_one_source_and_an_outlet_is_not_its_country(ask: Ask) -> None:
    assert table(ask("alleged-and-denied"), "eventLabel sources affirmedBy deniedBy") == [
        # South Korea with its intelligence service, the United States by White House and spokesman, the G7, AFP.
        (
            SHELLS,
            "4",
            f"Agence France-Presse, G7, John Kirby, {NIS}, South Korea, White House",
            "North Korea, Russia",
        ),
    ]


def test_a_single_source_is_enough_when_asked_for(ask: Ask) -> None:
    assert table(ask("alleged-and-denied", least="1"), "eventLabel sources deniedBy") == [
        (SHELLS, "4", "North Korea, Russia"),
        (DRONES, "1", "Iran"),
        (MISSILES, "1", ""),
    ]
    # KCNA, and an agency that two papers print; TASS, a review and South Korea.
    assert table(ask("alleged-and-denied", type="leg:Meeting"), "eventLabel sources") == [(SUMMIT, "2")]
    assert table(ask("alleged-and-denied", type="leg:Agreement"), "eventLabel sources") == [(TREATY, "3")]


def test_the_page_of_an_event_shows_every_claim_with_its_words(ask: Ask) -> None:
    rows = ask("who-says-what", event=EVENT + "arms-transfer-iran-russia-2022-10-fa21ad3d")
    assert table(rows, "claimant position via stance certainty published quote") == [
        (
            "Ukraine",
            "",
            "",
            "alleges",
            "certain",
            "2022-10-20",
            "Ukraine accuses Iran of supplying 300 Shahed-136 drones to Russia",
        ),
        (
            "Volodymyr Zelensky",
            "Ukrainian President",
            "",
            "condemns",
            "certain",
            "2022-10-20",
            "Zelensky condemned the deliveries",
        ),
        ("Iran", "", "", "denies", "certain", "2022-10-20", "Tehran denies it"),
    ]
    assert {row["eventLabel"] for row in rows} == {DRONES}
    assert len(ask("who-says-what")) == 28


def test_an_unnamed_source_is_shown_with_those_who_passed_it_on(ask: Ask) -> None:
    assert table(ask("unnamed-sources"), "source speaksFor via eventLabel stance title") == [
        (
            "a South Korean military official",
            "South Korea",
            "Yonhap News Agency",
            MISSILES,
            "alleges",
            "Seoul: North has sent Russia a million shells",
        ),
    ]


def test_papers_that_print_one_agency_are_one_source(ask: Ask) -> None:
    (row,) = ask("same-wire")
    assert (row["agency"], row["documents"]) == (SPA, "2")
    assert set(row["publishers"].split(" | ")) == {"Harbour Daily", "Legation Samples Wire"}
    assert ask("same-wire", least="3") == []


def test_a_state_denies_what_another_affirms(ask: Ask) -> None:
    columns = "eventLabel deniedBy affirmedBy"
    # AFP affirms it too, but does not speak for France; Zelensky speaks for Ukraine.
    assert table(ask("states-at-odds"), columns) == [
        (DRONES, "Iran", "Ukraine"),
        (SHELLS, "North Korea", "South Korea"),
        (SHELLS, "North Korea", "United States"),
        (SHELLS, "Russia", "South Korea"),
        (SHELLS, "Russia", "United States"),
    ]
    assert {row["deniedBy"] for row in ask("states-at-odds", denier="Russia")} == {"Russia"}


def test_condemnations_say_who_of_what(ask: Ask) -> None:
    columns = "eventLabel kind condemnedBy published"
    assert table(ask("condemnations"), columns) == [
        (DRONES, "arms transfer", "Volodymyr Zelensky", "2022-10-20"),
        (SHELLS, "arms transfer", "John Kirby", "2023-10-14"),
        (SHELLS, "arms transfer", "G7", "2023-11-16"),
        (TREATY, "agreement", "South Korea", "2024-06-21"),
    ]
    assert table(ask("condemnations", type="leg:Agreement", claimant="South Korea"), "eventLabel") == [
        (TREATY,)
    ]


def test_what_an_outlet_put_forward_in_a_quarter(ask: Ask) -> None:
    columns = "eventLabel stance published"
    assert table(ask("statements", since="2023-10-01", until="2023-12-31"), columns) == [
        (KOZLOV, "asserts", "2023-11-15"),
        (KOZLOV, "asserts", "2023-11-15"),
        (PROTOCOL, "asserts", "2023-11-16"),
    ]
    assert table(ask("statements", until="2023-09-30"), "eventLabel") == [(SUMMIT,), (PUTIN,)]
    assert table(ask("statements", claimant="TASS"), "eventLabel") == [(TREATY,)]


def test_the_least_sure_claims_wait_first(ask: Ask) -> None:
    assert table(ask("review-queue"), "confidence eventLabel") == [
        ("0.55", MISSILES),
        ("0.6", SHELLS),
        ("0.7", AIRCRAFT),
    ]
    assert len(ask("review-queue", below="1")) == 27  # of 28: one is reviewed


def test_who_contradicts_whom_about_what_in_which_words(ask: Ask) -> None:
    columns = "eventLabel claimant1 stance1 claimant2 stance2"
    drones = EVENT + "arms-transfer-iran-russia-2022-10-fa21ad3d"
    assert table(ask("contradictions", event=drones), f"{columns} quote1 quote2") == [
        (
            DRONES,
            "Ukraine",
            "alleges",
            "Iran",
            "denies",
            "Ukraine accuses Iran of supplying 300 Shahed-136 drones to Russia",
            "Tehran denies it",
        ),
        (
            DRONES,
            "Volodymyr Zelensky",
            "condemns",
            "Iran",
            "denies",
            "Zelensky condemned the deliveries",
            "Tehran denies it",
        ),
    ]
    # The review's 20 June against TASS's 19 June.
    assert table(ask("contradictions", claimant="TASS"), columns) == [
        (TREATY, "TASS", "asserts", "Peninsula Review", "asserts")
    ]
    denied = table(ask("contradictions", claimant="actor:north-korea"), columns)
    assert {row[3:] for row in denied} == {("North Korea", "denies")}
    assert [row[1] for row in denied] == ["White House", "John Kirby", NIS, "G7", "Agence France-Presse"]


def test_claims_of_the_world_are_joined_as_ingest_would_join_them(tmp_path: Path) -> None:
    given = [*authority.quads(authority.load()), *parse(path=WORLD, format=RdfFormat.TRIG)]
    joined = {quad for quad in given if quad.predicate in (*RELATIONS, FOREMOST)}
    store = Store(tmp_path)
    store.extend(quad for quad in given if quad not in joined)
    claims: dict[NamedNode, set[NamedNode]] = {}
    for quad in store.quads_for_pattern(None, ABOUT, None, None):
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        claims.setdefault(quad.object, set()).add(quad.subject)
    corroborate(store, "http://localhost:8000/id/", claims, {})
    assert {quad for quad in store if quad.predicate in (*RELATIONS, FOREMOST)} == joined
