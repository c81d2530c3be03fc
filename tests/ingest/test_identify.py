"""Which claims stand together: stories of one happening in several reports, and of several in one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from ingest.model import Actor, Reading, Telling
from tests.ingest.readings import (
    AFP,
    CHINA,
    DELEGATION,
    KCNA,
    KIM,
    KOZLOV,
    KOZLOVS,
    LAVROV,
    NORTH_KOREA,
    PUTIN,
    PYONGYANG,
    RUSSIA,
    SOUTH_KOREA,
    UNITED_STATES,
    Said,
    actor,
    events,
    labels,
    meeting,
    put,
    reading,
    scratch,
    telling,
    transfer,
    visit,
    when,
)

SHOIGU = actor("sergei-shoigu", "Sergei Shoigu", "Person", "russia")


def test_a_party_with_a_slash_in_its_name_is_told_by_it(graph: Store) -> None:
    mission = Actor("Organization", "ISAF/NATO mission")
    put(graph, reading("mission", meeting(when("2023-11-14"), mission, PUTIN)))
    assert labels(graph) == ["Meeting of ISAF NATO mission and Vladimir Putin, 14 November 2023"]


@pytest.fixture
def graph(tmp_path: Path) -> Store:
    return scratch(tmp_path / "graph")


def test_three_outlets_telling_of_the_kozlov_visit_is_one_event(graph: Store) -> None:
    put(
        graph,
        reading("times", Said(visit(KOZLOVS, when("2023-11-14")), by=KCNA), agency=AFP),
        reading("efe", visit(KOZLOV, when("2023-11-13", "2023-11-14"), NORTH_KOREA), published="2023-11-15"),
        reading("yonhap", visit(DELEGATION, when("2023-11-14"), PYONGYANG), published="2023-11-16"),
        reading("month", visit(KOZLOVS, when("2023-11-01", "2023-11-30")), published="2023-12-20"),
        reading("undated", visit(KOZLOVS), published="2023-11-17"),
    )
    assert events(graph) == 1
    assert labels(graph) == ["Visit of Alexander Kozlov to North Korea, 13–14 November 2023"]


def test_two_visits_of_one_week_are_two(graph: Store) -> None:
    put(
        graph,
        reading("first", visit(KOZLOVS, when("2023-11-13", "2023-11-14"))),
        reading("second", visit(KOZLOVS, when("2023-11-17")), published="2023-11-18"),
        reading("other", visit(LAVROV, when("2023-11-14"))),
    )
    assert events(graph) == 3


def test_who_is_vague_about_the_date_does_not_make_two_visits_one(graph: Store) -> None:
    put(
        graph,
        reading("first", visit(KOZLOVS, when("2023-11-03"))),
        reading("second", visit(KOZLOVS, when("2023-11-14"))),
        reading("vague", visit(KOZLOVS, when("2023-11-01", "2023-11-30"))),
    )
    assert events(graph) == 2


def test_two_delegations_without_known_heads_in_two_months_are_two_visits(graph: Store) -> None:
    put(
        graph,
        reading("october", visit(DELEGATION, when("2023-10-18"))),
        reading("november", visit(DELEGATION, when("2023-11-14"))),
    )
    assert events(graph) == 2


def test_a_summit_dated_by_month_is_the_one_dated_by_day(graph: Store) -> None:
    put(
        graph,
        reading("month", meeting(when("2023-09-01", "2023-09-30"), KIM, PUTIN)),
        reading("day", meeting(when("2023-09-13"), PUTIN, KIM, SHOIGU), published="2023-09-14"),
        reading("earlier", meeting(when("2019-04-25"), KIM, PUTIN)),
    )
    assert labels(graph) == [
        "Meeting of Kim Jong Un and Vladimir Putin, 13 September 2023",
        "Meeting of Kim Jong Un and Vladimir Putin, 25 April 2019",
    ]


def test_what_happens_through_a_year_between_two_states_is_one_flow_of_arms(graph: Store) -> None:
    denial = Said(transfer(), "denies", RUSSIA)
    put(
        graph,
        reading("seoul", Said(transfer(), "alleges", SOUTH_KOREA)),
        reading("white-house", Said(transfer(when("2023-09-07", "2023-10-01")), "alleges", UNITED_STATES)),
        reading("moscow", denial, published="2023-10-18"),
        reading("next-year", transfer(), published="2024-11-15"),
        reading("elsewhere", transfer(recipient=CHINA)),
    )
    assert labels(graph) == [
        "Arms transfer: North Korea to China, 2023",
        "Arms transfer: North Korea to Russia, 2023",
        "Arms transfer: North Korea to Russia, 2024",
    ]


def test_what_an_analyst_expects_is_not_what_others_allege(graph: Store) -> None:
    put(graph, reading("now", transfer()), reading("soon", Said(transfer(), "predicts")))
    assert events(graph) == 2


def test_a_round_of_sanctions_is_known_by_imposer_day_and_whose_people_it_hits(graph: Store) -> None:
    def sanction(day: str | None, *targets: Actor, by: Actor = UNITED_STATES) -> Reading:
        roles = [("imposedBy", by), *(("target", target) for target in targets)]
        told = when(day) if day else None
        return reading(
            f"{day}-{len(targets)}-{len(by.label)}", telling("Sanction", roles, told), published="2024-05-17"
        )

    firm = Actor("Company", "Example Trading", affiliation=RUSSIA.iri)
    man = Actor("Person", "Ivan Petrov", affiliation=RUSSIA.iri)
    put(
        graph,
        sanction("2024-05-16", firm),
        sanction("2024-05-16", man, firm),
        sanction("2024-02-23", firm),
        sanction("2024-05-16", firm, by=SOUTH_KOREA),
        sanction(None, RUSSIA),
    )
    assert labels(graph) == [
        "Sanctions of South Korea on people or companies of Russia, 16 May 2024",
        "Sanctions of United States on Russia, 2024",
        "Sanctions of United States on people or companies of Russia, 16 May 2024",
        "Sanctions of United States on people or companies of Russia, 23 February 2024",
    ]


def test_an_agreement_is_between_states_whoever_signs(graph: Store) -> None:
    def agreement(name: str, *parties: Actor) -> Reading:
        return reading(name, telling("Agreement", [("party", p) for p in parties], when("2023-09-13")))

    put(graph, agreement("states", RUSSIA, NORTH_KOREA), agreement("signers", KIM, PUTIN))
    assert labels(graph) == ["Agreement of North Korea and Russia, 13 September 2023"]


def test_whoever_is_named_in_full_with_his_state_is_the_same_man_in_two_papers(graph: Store) -> None:
    def arrival(name: str, label: str, of: str | None) -> Reading:
        return reading(name, visit(Actor("Person", label, affiliation=of), when("2023-11-14")))

    put(graph, arrival("one", "Ivan Petrov", RUSSIA.iri), arrival("two", "Ivan Petrov", RUSSIA.iri))
    assert events(graph) == 1
    put(graph, arrival("three", "Ivan Petrov", CHINA.iri), arrival("four", "Petrov", None))
    assert events(graph) == 3


@pytest.mark.parametrize(
    "lacking",
    [
        telling("Visit", [("destination", PYONGYANG)], when("2023-11-14")),
        telling("Visit", [("visitor", KOZLOV)], when("2023-11-14")),
        meeting(when("2023-11-14"), KIM),
        telling("ArmsTransfer", [("supplier", NORTH_KOREA)]),
        telling("Sanction", [("imposedBy", UNITED_STATES)]),
        telling("Agreement", [("party", RUSSIA)], when("2023-11-14")),
        visit(KOZLOVS, when("2014-01-01", "2023-11-14")),
    ],
)
def test_what_lacks_a_party_or_a_time_is_identified_with_nothing_else(graph: Store, lacking: Telling) -> None:
    put(graph, reading("one", lacking), reading("two", lacking))
    assert events(graph) == 2


def test_what_one_document_keeps_apart_stays_apart(graph: Store) -> None:
    put(
        graph,
        reading("other", transfer()),
        reading("careful", transfer(when("2023-10-01", "2023-10-31")), transfer()),
    )
    assert events(graph) == 2
