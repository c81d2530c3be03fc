"""Who speaks in a report that names him elsewhere, or by his office alone."""

from __future__ import annotations

import pytest

from tests.ingest.reading import claims

TRIP = "South Korea's Defense Minister Lee Jong-sup will travel to Norway on Friday"
SPEAKERS = [
    (
        "A French official said that Iran had sent drones to Russia. The official said Iran had also sent missiles.",
        "French official",
    ),
    (f"{TRIP}, his office said.", "Ministry of National Defense of South Korea"),
    (f"{TRIP}, the defense ministry said.", "Ministry of National Defense of South Korea"),
    ("Prime Minister Fumio Kishida will visit Brazil in May, his office said.", "office of Fumio Kishida"),
    (
        "The foreign minister of Kenya said that Egypt had sent tanks to Somalia. Musalia Mudavadi, Kenya's "
        "Foreign Minister, was speaking in Nairobi.",
        "Musalia Mudavadi",
    ),
    (
        "A Kenyan foreign ministry official said that Egypt had sent tanks to Somalia. Musalia Mudavadi, Kenya's "
        "Foreign Minister, was in Nairobi.",
        "Kenyan foreign ministry official",
    ),
    ("A statement from the Kremlin said Vladimir Putin had met Kim Jong Un.", "Kremlin"),
    (
        "The harvest was poor, the Iranian foreign ministry said in a statement. Iran has sent drones to Russia, "
        "according to the statement.",
        "Ministry of Foreign Affairs of Iran",
    ),
    (
        "The border is quiet, Ukraine's military intelligence said. Iran has sent drones to Russia, the Ukrainian "
        "agency added.",
        "Main Directorate of Intelligence of Ukraine",
    ),
    (
        "The government of Nicaragua was silent for days. “The United States has placed sanctions on Cuba,” the "
        "government said.",
        "Nicaragua",
    ),
    (
        "His Excellency [Emmanuel Macron] voiced his appreciation of the agreement between Serbia and Hungary.",
        "Emmanuel Macron",
    ),
]


@pytest.mark.parametrize(("report", "speaker"), SPEAKERS)
def test_who_speaks_without_being_named_is_told_by_the_text(report: str, speaker: str) -> None:
    assert {claim.claimant.label for claim in claims(report)} == {speaker}


def test_two_ministers_are_the_two_who_are_named_as_such() -> None:
    found = claims(
        "Minister Naledi Pandor of South Africa received Kenya's Foreign Minister Musalia Mudavadi.",
        "The two Ministers recalled the visit of President Cyril Ramaphosa to Ghana in March.",
    )
    visit = {claim.claimant.label for claim in found if claim.telling.type == "Visit"}
    assert visit == {"Naledi Pandor", "Musalia Mudavadi"}


def test_who_says_what_a_step_will_bring_says_that_it_is_taken() -> None:
    found = claims(
        "Norway sent tanks to Ukraine on Monday. Emmanuel Macron said the step would help to end the war. "
        "Sergei Lavrov said the move would only prolong it. Japan said its own plans would not change."
    )
    assert {(claim.claimant.label, claim.stance) for claim in found} == {
        ("Test Wire", "asserts"),
        ("Emmanuel Macron", "asserts"),
        ("Sergei Lavrov", "warns"),
    }


def test_a_clause_about_the_accusation_itself_answers_nothing() -> None:
    found = claims(
        "France placed sanctions on Belarus. “Every accusation that confirms their practices is a lie,” Minsk said."
    )
    assert {claim.claimant.label for claim in found} <= {"Test Wire", "Belarus"}
