"""Which reports tell of one happening: from texts to events, whoever ingests them and however often."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import store
from ingest.commit import delete
from tests.whole.stories import SAMPLES, ask, lines, partition, read, report, up_to_events
from tests.whole.stories import found as found_store

LEGATION = [sys.executable, "-m", "legation"]
URL = "https://stories.legation.example/"
PYONGYANG = {"destination": "Pyongyang"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    told = {
        "wire": (
            "The Moscow Times",
            "2023-11-15",
            "A Russian delegation led by Natural Resources Minister Alexander Kozlov arrived in Pyongyang on "
            "Tuesday for talks about trade and science, North Korea's state news agency KCNA reported. Little "
            "has been said of what the one side wants from the other.",
        ),
        "agency": (
            "EFE",
            "2023-11-16",
            "Alexander Kozlov, Russia's natural resources minister, visited Pyongyang on November 14.",
        ),
        "vague": (
            "Yonhap News Agency",
            "2023-11-16",
            "A Russian delegation arrived in Pyongyang on Tuesday, Yonhap has learned.",
        ),
        "again": (
            "Harbour Daily",
            "2023-11-19",
            "Alexander Kozlov visited Pyongyang again on Friday, the Russian Foreign Ministry said.",
        ),
        "early": (
            "Harbour Star",
            "2023-11-20",
            "Alexander Kozlov, Russia's natural resources minister, visited Pyongyang on November 12.",
        ),
        "bridge": (
            "NK News",
            "2023-11-21",
            "Alexander Kozlov, Russia's natural resources minister, visited Pyongyang from November 12 to "
            "November 14.",
        ),
        "denial": (
            "Harbour Daily",
            "2023-11-22",
            "Russia denied on Wednesday that Alexander Kozlov had visited Pyongyang on November 14.",
        ),
    }
    return {
        name: report(folder, name, publisher, published, text)
        for name, (publisher, published, text) in told.items()
    }


def visits(data: Path) -> dict[str, set[str]]:
    """Each visit to Pyongyang with those who tell of it."""
    found: dict[str, set[str]] = {}
    for row in ask(data, "visits", **PYONGYANG):
        found.setdefault(row["eventLabel"], set()).add(row["claimant"])
    return found


def test_three_outlets_tell_of_one_visit_and_a_second_in_that_week_is_another(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    read(tmp_path / "data", [reports[name] for name in ("wire", "agency", "vague", "again")])
    kcna, ministry = "Korean Central News Agency", "Ministry of Foreign Affairs of Russia"
    assert visits(tmp_path / "data") == {
        "Visit of Alexander Kozlov to North Korea, 14 November 2023": {kcna, "EFE", "Yonhap News Agency"},
        "Visit of Alexander Kozlov to North Korea, 17 November 2023": {ministry},
    }


def test_a_report_that_joins_two_visits_may_go_again_and_leaves_two(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    read(data, [reports[name] for name in ("wire", "agency", "early", "denial")])
    apart, number = lines(data), store.current_number(data)
    assert len(visits(data)) == 2
    read(data, [reports["bridge"]])
    assert len(visits(data)) == 1
    joined = lines(data)
    store.rollback(data, number)
    assert lines(data) == apart
    read(data, [reports["bridge"]])
    assert lines(data) == joined
    delete(data, [URL + "bridge"])
    assert lines(data) == apart


def test_ingesting_again_correcting_and_deleting_leave_what_the_last_texts_tell(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    data, fresh = tmp_path / "data", tmp_path / "fresh"
    read(data, [reports[name] for name in ("wire", "agency", "vague", "early", "denial", "bridge")])
    before, number = lines(data), store.current_number(data)
    assert read(data, list(reports.values())[:3]).count("unchanged") == 3
    assert (lines(data), store.current_number(data)) == (before, number)
    corrected = report(
        tmp_path / "corrected",
        "bridge",
        "NK News",
        "2023-11-21",
        "Alexander Kozlov, Russia's natural resources minister, visited Pyongyang on November 12.",
    )
    assert read(data, [corrected]).count("replaced") == 1
    delete(data, [URL + "vague"])
    read(fresh, [reports["wire"], reports["agency"], reports["early"], reports["denial"], corrected])
    assert up_to_events(data) == up_to_events(fresh)
    for name in ("wire", "agency", "early", "denial", "bridge"):
        delete(data, [URL + name])
    assert lines(data) == lines(found_store(tmp_path / "empty"))


def test_two_ingests_at_once_mint_nothing_twice(reports: dict[str, Path], tmp_path: Path) -> None:
    sources = [*SAMPLES, *reports.values()]
    read(tmp_path / "alone", sources)
    found_store(tmp_path / "data")
    runs = [
        subprocess.Popen(
            [*LEGATION, "ingest", "--data", tmp_path / "data", *order],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for order in (sources, sources[::-1])
    ]
    ended = [(run.communicate()[1], run.returncode) for run in runs]
    assert [code for _, code in ended] == [0, 0], ended
    assert partition(tmp_path / "data") == partition(tmp_path / "alone")
    assert up_to_events(tmp_path / "data") == up_to_events(tmp_path / "alone")
