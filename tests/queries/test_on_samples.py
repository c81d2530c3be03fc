"""Each shipped question, asked of the reports that ship with Legation, as they are read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Store

import store
from queries.catalogue import SHIPPED, bind, catalogue, find
from queries.federation.federate import mentions_service
from tests.queries.conftest import Row, rows
from tests.queries.world import COLUMNS
from tests.whole.stories import read

SAMPLES = SHIPPED.parent / "legation" / "samples"
KCNA = "Korean Central News Agency"
NIS = "National Intelligence Service"

# question → values, the columns that count, rows that must be among the answers.
EXPECTED: list[tuple[str, dict[str, str], str, set[tuple[str, ...]]]] = [
    (
        "delegations",
        {},
        "head purpose earliest latest claimant stance",
        {
            (
                "Alexander Kozlov",
                "cooperation in trade, economy, science and technology",
                "2023-11-14",
                "2023-11-14",
                KCNA,
                "asserts",
            )
        },
    ),
    (
        "quantities",
        {},
        "goods minimum maximum claimant stance",
        {
            ("artillery shell", "1000000", "", "South Korea", "alleges"),
            ("artillery shell", "1000000", "", NIS, "asserts"),
            ("ammunition", "1000", "", "White House", "asserts"),
        },
    ),
    (
        "arms-transfers",
        {"supplier": "North Korea", "recipient": "Russia"},
        "from to",
        {("North Korea", "Russia")},
    ),
    (
        "arms-transfers",
        {"materiel": "missile", "supplier": "Russia"},
        "from to denied",
        {("Russia", "North Korea", "0")},
    ),
    (
        "states-at-odds",
        {},
        "deniedBy affirmedBy",
        {
            ("Russia", "United States"),
            ("Russia", "South Korea"),
            ("North Korea", "United States"),
            ("North Korea", "South Korea"),
        },
    ),
    (
        "condemnations",
        {},
        "kind condemnedBy published",
        {
            ("arms transfer", "John Kirby", "2023-10-14"),
            ("arms transfer", "United States", "2024-05-17"),
            ("agreement", "South Korea", "2024-06-21"),
        },
    ),
    (
        "announced-not-affirmed",
        {},
        "kind earliest latest claimant stance",
        {
            ("visit", "2023-06-13", "2023-06-18", "Islamic Republic News Agency", "plans"),
            ("arms transfer", "", "", "John Kirby", "predicts"),
        },
    ),
    (
        "meetings",
        {"actor": "Kim Jong Un"},
        "where earliest latest claimant stance",
        {
            ("Vostochny Cosmodrome", "2023-09-13", "2023-09-13", KCNA, "asserts"),
            ("Vostochny Cosmodrome", "2023-09-01", "2023-09-30", "Peninsula Review (sample)", "asserts"),
            ("Russia", "2023-09-01", "2023-09-30", "Sample Press Agency", "asserts"),
        },
    ),
    (
        "meetings",
        {"actor": "Xi Jinping"},
        "where earliest",
        {("Beijing", "2024-05-16"), ("Beijing", "2023-06-01")},
    ),
    (
        "visits",
        {"destination": "North Korea"},
        "traveller earliest latest claimant stance",
        {
            ("Russian delegation", "2023-11-14", "2023-11-14", KCNA, "asserts"),
            ("Sergei Lavrov", "2023-10-01", "2023-10-31", "Kremlin", "plans"),
            ("Sergei Lavrov", "2023-10-01", "2023-10-31", "Peninsula Review (sample)", "asserts"),
            ("Vladimir Putin", "2024-06-19", "2024-06-19", "Peninsula Review (sample)", "asserts"),
        },
    ),
    (
        "visits",
        {"visitor": "James Cleverly"},
        "where earliest claimant stance",
        {
            ("Beijing", "2023-08-30", "Harbour Daily (sample)", "asserts"),
            ("China", "2023-08-30", "Ministry of Foreign Affairs of China", "plans"),
        },
    ),
    (
        "agreements",
        {"party": "Iran"},
        "subject claimant stance",
        {("energy, mining, insurance, shipping and agriculture", "Islamic Republic News Agency", "asserts")},
    ),
    (
        "agreements",
        {"party": "Russia"},
        "earliest claimant stance",
        {("2023-11-15", KCNA, "asserts"), ("2023-09-13", "Kremlin", "denies")},
    ),
    (
        "agreements",
        {"party": "Vladimir Putin"},
        "earliest claimant stance",
        {("2024-06-19", "TASS", "asserts")},
    ),
    (
        "military-assistance",
        {"provider": "Russia"},
        "from to claimant stance certainty",
        {
            ("Russia", "North Korea", NIS, "alleges", "probable"),
            ("Russia", "North Korea", "South Korea", "alleges", "probable"),
            ("Russia", "North Korea", "Antony Blinken", "asserts", "certain"),
        },
    ),
    (
        "sanctions",
        {"authority": "United States"},
        "sanctioned claimant stance",
        {
            ("Rafael Gazaryan", "United States Department of the Treasury", "asserts"),
            ("Aleksey Budnev", "United States Department of the Treasury", "asserts"),
            ("Iran", "Legation Samples Wire", "asserts"),
        },
    ),
    (
        "sanctions",
        {"since": "2023-03-01", "until": "2023-03-31"},
        "sanctioned earliest",
        {("Ashot Mkrtychev", "2023-03-01")},
    ),
    ("in-exchange", {}, "claimant stance", {(NIS, "alleges"), ("John Kirby", "predicts")}),
    ("same-wire", {}, "agency documents", {("Sample Press Agency", "2")}),
    (
        "statements",
        {"since": "2023-11-01", "until": "2023-11-30"},
        "stance published",
        {("asserts", "2023-11-15"), ("asserts", "2023-11-16")},
    ),
    (
        "actor-events",
        {"actor": "Alexander Kozlov"},
        "kind role",
        {("visit", "headed by"), ("meeting", "participant")},
    ),
    ("unnamed-sources", {}, "stance published", {("alleges", "2023-11-02")}),
    (
        "timeline",
        {"since": "2023-11-01", "until": "2023-11-30"},
        "kind earliest latest",
        {("visit", "2023-11-14", "2023-11-14"), ("agreement", "2023-11-15", "2023-11-15")},
    ),
    ("disagreeing-dates", {}, "earliest latest compatible", {("2023-09-01", "2023-09-30", "true")}),
    ("who-says-what", {}, "claimant stance published", {("Kim Yo Jong", "denies", "2024-05-17")}),
    ("alleged-and-denied", {"type": "leg:Meeting"}, "sources deniedBy", {("4", "")}),
    (
        "contradictions",
        {"claimant": "Russia"},
        "claimant1 stance1 claimant2 stance2",
        {
            ("White House", "asserts", "Russia", "denies"),
            ("John Kirby", "condemns", "Russia", "denies"),
            ("South Korea", "alleges", "Russia", "denies"),
            (NIS, "asserts", "Russia", "denies"),
        },
    ),
    (
        "contradictions",
        {"claimant": "Kim Yo Jong"},
        "claimant1 claimant2",
        {("United States", "Kim Yo Jong")},
    ),
    ("review-queue", {"below": "1"}, "claimant stance", {("Kremlin", "denies")}),
]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    data = tmp_path_factory.mktemp("samples") / "data"
    assert read(data, sorted(SAMPLES.glob("*.md"))).failed == 0
    with store.reading(data) as snapshot:
        yield snapshot.store


def ask(samples: Store, name: str, values: dict[str, str]) -> list[Row]:
    return list(rows(samples, bind(find(name), values)))


@pytest.mark.parametrize(("name", "values", "columns", "expected"), EXPECTED)
def test_the_samples_answer(
    samples: Store, name: str, values: dict[str, str], columns: str, expected: set[tuple[str, ...]]
) -> None:
    assert set(columns.split()) <= set(COLUMNS[name].split())
    found = {tuple(row.get(column, "") for column in columns.split()) for row in ask(samples, name, values)}
    assert expected <= found


def test_independent_sources_affirm_the_shells_and_both_sides_deny_them(samples: Store) -> None:
    row = ask(samples, "alleged-and-denied", {})[0]
    assert {"South Korea", "White House", NIS} <= set(row["affirmedBy"].split(", "))
    assert set(row["deniedBy"].split(", ")) == {"Russia", "North Korea"}
    assert row["sources"] == "3"  # the United States, South Korea, and the review for its unnamed sources


def test_every_question_but_parts_of_visits_finds_something(samples: Store) -> None:
    # No rule reads "during that visit" as a part yet.
    local = [name for name, question in catalogue().items() if not mentions_service(question.text)]
    assert {name for name in local if not ask(samples, name, {})} <= {"parts-of-visits"}


def test_three_outlets_tell_of_one_delegation(samples: Store) -> None:
    visits = ask(
        samples, "visits", {"destination": "Pyongyang", "since": "2023-11-01", "until": "2023-11-30"}
    )
    told = [
        row for row in ask(samples, "visits", {"destination": "Pyongyang"}) if "2023-11" in row["published"]
    ]
    kozlov = {row["event"] for row in visits}
    assert len(kozlov) == 1
    assert {row["published"] for row in told if row["event"] in kozlov} == {"2023-11-15", "2023-11-16"}


def test_samples_are_ours_and_say_so() -> None:
    for report in sorted(SAMPLES.glob("*.md")):
        text = report.read_text(encoding="utf-8")
        assert "license: CC BY 4.0" in text
        assert "url: https://samples.legation.example/" in text
        assert 120 <= len(text.split("---", 2)[2].split()) <= 260, report.name
