"""Who alleges, who denies, how many independent sources there are, and who contradicts whom: from texts to answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.commit import delete
from tests.whole.stories import SAMPLES, ask, lines, read, report

NIS = "National Intelligence Service"
WIRE = (
    "Artillery shells from North Korea were delivered to Russia in October 2023.",
    "South Korea accuses North Korea of having supplied artillery shells to Russia.",
)
DENIALS = (
    "Russia denied on Friday that North Korea had supplied weapons to Russia.",
    "North Korea has also denied that it supplied arms to Russia.",
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")

    def of(name: str, publisher: str, published: str, *told: str, agency: str | None = None) -> Path:
        return report(folder, name, publisher, published, *told, agency=agency)

    return {
        "times": of("times", "The Moscow Times", "2023-11-15", *WIRE, agency="AFP"),
        "herald": of("herald", "The Korea Herald", "2023-11-15", *WIRE, agency="Agence France-Presse"),
        "spies": of(
            "spies",
            "Harbour Daily",
            "2023-11-16",
            f"South Korea's {NIS} said on Thursday that North Korea had supplied artillery shells to Russia.",
        ),
        "denials": of("denials", "Harbour Star", "2023-11-17", *DENIALS),
        "own": of(
            "own",
            "Harbour Daily",
            "2023-11-18",
            "North Korea has shipped artillery shells to Russia since the summer, as this paper has seen.",
        ),
        "kyiv": of(
            "kyiv",
            "Harbour Star",
            "2023-11-22",
            "Ukraine said on Wednesday that North Korea had sent fewer than 300,000 artillery shells to Russia.",
        ),
        "seoul": of(
            "seoul",
            "Harbour Daily",
            "2023-11-22",
            "South Korea said on Wednesday that North Korea had sent over 1 million artillery shells to Russia.",
        ),
    }


@pytest.fixture(scope="module")
def data(reports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "data"
    read(folder, [reports[name] for name in ("times", "herald", "spies", "denials", "own")])
    return folder


def names(cell: str) -> set[str]:
    return set(cell.split(", "))


def pairs(data: Path, **values: str) -> set[tuple[str, str]]:
    return {(row["claimant1"], row["claimant2"]) for row in ask(data, "contradictions", **values)}


def test_a_state_and_its_spies_are_one_source_an_agency_in_two_papers_too_and_a_paper_is_itself(
    data: Path,
) -> None:
    (row,) = ask(data, "alleged-and-denied")
    assert names(row["affirmedBy"]) == {"South Korea", NIS, "Agence France-Presse", "Harbour Daily"}
    assert row["sources"] == "3"
    assert names(row["deniedBy"]) == {"Russia", "North Korea"}
    assert ask(data, "alleged-and-denied", least="4") == []


def test_one_agency_in_two_papers_is_not_enough(reports: dict[str, Path], tmp_path: Path) -> None:
    wires = [
        report(tmp_path / "reports", name, publisher, "2023-11-15", WIRE[0], DENIALS[0], agency="AFP")
        for name, publisher in (("one", "The Moscow Times"), ("two", "The Korea Herald"))
    ]
    read(tmp_path / "data", wires)
    assert ask(tmp_path / "data", "alleged-and-denied") == []
    (row,) = ask(tmp_path / "data", "alleged-and-denied", least="1")
    assert (row["sources"], row["affirmedBy"]) == ("1", "Agence France-Presse")
    read(tmp_path / "data", [reports["spies"]])
    (row,) = ask(tmp_path / "data", "alleged-and-denied")
    assert (row["sources"], row["deniedBy"]) == ("2", "Russia")


def test_states_are_at_odds_with_states_not_with_papers(data: Path) -> None:
    assert {(row["deniedBy"], row["affirmedBy"]) for row in ask(data, "states-at-odds")} == {
        ("Russia", "South Korea"),
        ("North Korea", "South Korea"),
    }


def test_each_denial_contradicts_each_source_once_in_its_words(data: Path) -> None:
    rows = ask(data, "contradictions")
    affirming = {"South Korea", "Agence France-Presse", "Harbour Daily"}
    expected = {(source, denier) for source in affirming for denier in ("Russia", "North Korea")}
    assert sorted((row["claimant1"], row["claimant2"]) for row in rows) == sorted(expected)
    for row in rows:
        assert row["quote2"] in DENIALS
        assert "rtillery shells" in row["quote1"]


def test_amounts_of_one_day_that_exclude_each_other_contradict(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    read(tmp_path / "data", [reports["seoul"], reports["kyiv"]])
    (row,) = ask(tmp_path / "data", "contradictions")
    assert {row["claimant1"], row["claimant2"]} == {"South Korea", "Ukraine"}
    assert {row["stance1"], row["stance2"]} == {"asserts"}


def test_a_report_that_goes_takes_its_contradictions_along_and_the_next_of_its_source_steps_in(
    data: Path, reports: dict[str, Path], tmp_path: Path
) -> None:
    left = [reports[name] for name in ("herald", "spies", "denials", "own")]
    read(tmp_path / "all", [reports["times"], *left])
    read(tmp_path / "left", left)
    assert lines(tmp_path / "all") == lines(data)
    delete(tmp_path / "all", ["https://stories.legation.example/times"])
    assert pairs(tmp_path / "all") == pairs(tmp_path / "left") == pairs(data)
    for name in ("herald", "spies", "denials", "own"):
        delete(tmp_path / "all", [f"https://stories.legation.example/{name}"])
    assert ask(tmp_path / "all", "contradictions") == []
    assert not [line for line in lines(tmp_path / "all") if "http://localhost:8000/id/" in line]


def test_the_samples_tell_who_alleges_and_who_denies(tmp_path: Path) -> None:
    read(tmp_path / "data", SAMPLES)
    row = ask(tmp_path / "data", "alleged-and-denied")[0]
    assert {"South Korea", NIS, "White House", "John Kirby"} <= names(row["affirmedBy"])
    assert names(row["deniedBy"]) == {"Russia", "North Korea"}
    assert row["sources"] == "3"
    found = pairs(tmp_path / "data", event=row["event"])
    assert {one for one, _ in found} >= {"South Korea", NIS, "White House", "John Kirby"}
    assert {other for _, other in found} == {"Russia", "North Korea"}
    # Two papers printed one agency: its claim about the summit is one source's, and contradicts nobody.
    (wire,) = ask(tmp_path / "data", "same-wire")
    assert (wire["agency"], wire["documents"]) == ("Sample Press Agency", "2")
