"""An event has the day that the report gives it, be it told beside it, around it, or of what it was part of."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import Actor
from tests.ingest.reading import claims

TUESDAY = date(2023, 11, 14)


def days(type_: str, *paragraphs: str) -> set[tuple[date, date] | None]:
    """First and last possible day of the events of a type, in a report that was published on the Wednesday."""
    dates = [claim.telling.when for claim in claims(*paragraphs) if claim.telling.type == type_]
    return {(found.earliest, found.latest) if found else None for found in dates}


def test_a_visit_during_which_more_happened_keeps_its_own_month() -> None:
    report = (
        "Iranian Foreign Minister Hossein Amir-Abdollahian paid an official visit to Turkey in October 2023, "
        "during which he held talks with Foreign Minister Hakan Fidan."
    )
    october = (date(2023, 10, 1), date(2023, 10, 31))
    assert days("Visit", report) == {october}
    assert days("Meeting", report) == {october}


@pytest.mark.parametrize(
    ("type_", "sentence"),
    [
        (
            "Visit",
            "Russian Defence Minister Sergei Shoigu said on Tuesday during a visit to Pyongyang that he was glad.",
        ),
        ("Visit", "Emmanuel Macron announced the grants on Tuesday during a visit to Ukraine."),
        (
            "Meeting",
            "Antony Blinken told reporters on Tuesday after a meeting with Hakan Fidan that he was glad.",
        ),
    ],
)
def test_what_was_said_during_an_event_tells_its_day(type_: str, sentence: str) -> None:
    assert days(type_, sentence) == {(TUESDAY, TUESDAY)}


def test_what_was_said_before_an_event_does_not() -> None:
    sentence = (
        "Antony Blinken told reporters on Tuesday ahead of a meeting with Hakan Fidan that he was glad."
    )
    assert (TUESDAY, TUESDAY) not in days("Meeting", sentence)


def test_what_was_signed_after_talks_was_signed_on_their_day() -> None:
    report = (
        "Vladimir Putin held talks with Kim Jong Un in Moscow on Tuesday.",
        "Russia and North Korea then signed an agreement on trade.",
    )
    assert days("Agreement", *report) == {(TUESDAY, TUESDAY)}


def test_what_was_signed_at_another_time_keeps_its_own() -> None:
    report = (
        "Vladimir Putin held talks with Kim Jong Un in Moscow on Tuesday.",
        "Russia and North Korea signed an agreement on trade in 2019.",
    )
    assert days("Agreement", *report) == {(date(2019, 1, 1), date(2019, 12, 31))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Kremlin said on Tuesday that Putin would visit Turkey on Friday.", date(2023, 11, 17)),
        ("The Kremlin said that Putin would pay a visit to Turkey on Friday.", date(2023, 11, 17)),
        ("The Kremlin said that Putin would visit Turkey on 2 February.", date(2024, 2, 2)),
        ("In January, the Kremlin said that Putin would visit Turkey on 2 March.", date(2023, 3, 2)),
        ("The Kremlin said last week that Putin would visit Turkey tomorrow.", date(2023, 11, 16)),
    ],
)
def test_what_would_happen_lay_ahead_when_it_was_told(sentence: str, expected: date) -> None:
    assert days("Visit", sentence) == {(expected, expected)}


@pytest.mark.parametrize(
    ("type_", "sentence", "year"),
    [
        ("ArmsTransfer", "The court had ruled on it in 2016, when Germany sent Ukraine howitzers.", 2016),
        ("MilitaryAssistance", "Poland trained Ukrainian soldiers at its bases beginning in 2021.", 2021),
    ],
)
def test_a_time_is_found_that_a_clause_or_participle_holds_apart(
    type_: str, sentence: str, year: int
) -> None:
    assert days(type_, sentence) == {(date(year, 1, 1), date(year, 12, 31))}


def test_the_day_that_heads_a_chronicle_dates_what_stands_under_it() -> None:
    found = claims(
        "29 October. Sergei Lavrov, the Russian minister, flew to Minsk.",
        "2 November. The Chinese minister, Wang Yi, visited Hanoi.",
    )
    days = {claim.telling.when and claim.telling.when.earliest for claim in found}
    assert days == {date(2023, 10, 29), date(2023, 11, 2)}


def test_who_announces_a_measure_of_his_own_takes_it_on_that_day() -> None:
    (own,) = claims("Canada said on Monday that it had blacklisted a Belarusian bank.")
    assert own.telling.when is not None and own.telling.when.earliest == date(2023, 11, 13)
    (other,) = claims("Russia said on Monday that Canada had blacklisted a Belarusian bank.")
    assert other.telling.when is None


@pytest.mark.parametrize(
    ("type_", "sentence"),
    [
        ("Visit", "Iranian Foreign Minister Hossein Amir-Abdollahian is in Ankara on a three-day visit."),
        ("Visit", "Sergei Lavrov is visiting Ankara."),
        ("Agreement", "Russia and Iran have signed an agreement on trade."),
        ("Meeting", "Bashar al-Assad has received Hakan Fidan, the Syrian presidency said on Wednesday."),
        ("Sanction", "The United Kingdom is imposing sanctions on Rosoboronexport."),
    ],
)
def test_what_is_told_as_the_news_of_the_day_was_on_that_day(type_: str, sentence: str) -> None:
    assert days(type_, sentence) == {(date(2023, 11, 15), date(2023, 11, 15))}


@pytest.mark.parametrize(
    ("type_", "sentence"),
    [
        ("Visit", "Sergei Lavrov has never been in Ankara on an official visit."),
        ("Agreement", "Russia and Iran have already signed an agreement on trade."),
        ("ArmsTransfer", "Iran has supplied drones to Russia."),
        ("Agreement", "Russia and Iran signed an agreement on trade."),
    ],
)
def test_what_may_lie_further_back_has_no_day(type_: str, sentence: str) -> None:
    assert days(type_, sentence) <= {None}


def test_what_is_told_as_going_on_has_the_day_that_the_report_names() -> None:
    report = (
        "Sergei Lavrov is in Ankara on a visit. Lavrov arrived in Ankara on Tuesday.",
        "He held talks with Hakan Fidan.",
    )
    assert days("Visit", *report) == {(TUESDAY, TUESDAY)}
    assert days("Meeting", *report) == {(TUESDAY, TUESDAY)}


def test_a_rank_since_some_year_dates_nothing() -> None:
    assert days(
        "ArmsTransfer", "In the first such delivery since 2018, Russia sent tanks to Iran on Tuesday."
    ) == {(TUESDAY, TUESDAY)}
    assert days("ArmsTransfer", "Iran's shipment of missiles to Russia was the second within a month.") == {
        None
    }


def test_help_for_a_year_is_help_of_that_year() -> None:
    sentence = "Germany's military aid for Ukraine comes to 5 billion euros for 2023."
    assert days("MilitaryAssistance", sentence) == {(date(2023, 1, 1), date(2023, 12, 31))}


def test_the_same_day_is_the_day_that_the_story_has_reached() -> None:
    report = (
        "Sergei Lavrov arrived in Ankara on Tuesday.",
        "He thanked his hosts. He spoke about grain. The press asked him about gas, and he gave no answer.",
        "Hakan Fidan condemned the sanctions that the United States had imposed on Iran that same day.",
    )
    assert days("Sanction", *report) == {(TUESDAY, TUESDAY)}


@pytest.mark.parametrize(
    ("type_", "report", "expected"),
    [
        (
            "Agreement",
            "Vladimir Putin held talks with Recep Tayyip Erdogan in Moscow in September, in the course of which the "
            "two presidents agreed to raise trade.",
            (date(2023, 9, 1), date(2023, 9, 30)),
        ),
        (
            "Meeting",
            "Sergei Lavrov paid a visit to Turkey in March, on the margins of which he met Hakan Fidan.",
            (date(2023, 3, 1), date(2023, 3, 31)),
        ),
        (
            "Meeting",
            "Putin will travel to Ankara next month for talks with Erdogan.",
            (date(2023, 12, 1), date(2023, 12, 31)),
        ),
        (
            "Visit",
            "The ministers recalled the visit of President Macron to Turkey in March 2016, which had gone well.",
            (date(2016, 3, 1), date(2016, 3, 31)),
        ),
        (
            "Meeting",
            "Russia and Turkey have signed an agreement on trade after talks between Sergei Lavrov and Hakan Fidan.",
            (date(2023, 11, 15), date(2023, 11, 15)),
        ),
    ],
)
def test_a_time_is_that_of_the_occasion_and_of_what_happened_on_it(
    type_: str, report: str, expected: tuple[date, date]
) -> None:
    assert days(type_, report) == {expected}


@pytest.mark.parametrize(
    ("type_", "sentence", "expected"),
    [
        (
            "Visit",
            "The talks come a week after Hakan Fidan travelled to Moscow.",
            (date(2023, 11, 5), date(2023, 11, 11)),
        ),
        (
            "Meeting",
            "Lavrov flew to Tehran on Tuesday, two days after he had met Hakan Fidan in Ankara.",
            (date(2023, 11, 12), date(2023, 11, 12)),
        ),
    ],
)
def test_days_are_counted_from_what_has_a_date(
    type_: str, sentence: str, expected: tuple[date, date]
) -> None:
    assert days(type_, sentence) == {expected}


def test_what_is_counted_from_an_unknown_day_stays_undated() -> None:
    assert days("Meeting", "Lavrov flew to Tehran two days after he had met Hakan Fidan in Ankara.") == {None}


def places(*paragraphs: str) -> set[str]:
    """Where the meetings of a report take place."""
    return {
        filler.label
        for claim in claims(*paragraphs)
        if claim.telling.type == "Meeting"
        for filler in claim.telling.fillers("place")
    }


def test_whom_a_visitor_meets_from_the_country_he_meets_there() -> None:
    report = (
        "Sergei Lavrov reached Ankara on Tuesday.",
        "On Wednesday Lavrov is to meet Hakan Fidan, the Turkish foreign minister.",
    )
    assert places(*report) == {"Ankara"}
    elsewhere = (*report[:1], "On Friday Lavrov is to meet Wang Yi, the Chinese foreign minister.")
    assert places(*elsewhere) == set()


def test_a_day_named_right_after_a_verb_of_saying_is_that_of_the_statement() -> None:
    sentence = "Sergei Lavrov told reporters on Tuesday he would visit Pyongyang later this year."
    assert days("Visit", sentence) == {(date(2023, 11, 15), date(2023, 12, 31))}


@pytest.mark.parametrize(
    ("type_", "report", "expected"),
    [
        (
            "Agreement",
            (
                "Turkey and Iran have agreed to go on with consultations on trade in various fields on Tuesday.",
            ),
            TUESDAY,
        ),
        (
            "Meeting",
            (
                "EU foreign ministers agreed on Tuesday to lift sanctions on Syria.",
                "Josep Borrell spoke to the press after talks with Hakan Fidan in Brussels.",
            ),
            TUESDAY,
        ),
        (
            "Meeting",
            ("Lavrov met Hakan Fidan to discuss the attack that killed ten people on Monday.",),
            None,
        ),
        (
            "Meeting",
            (
                "EU foreign ministers agreed in May to lift sanctions on Syria.",
                "Josep Borrell spoke to the press after talks with Hakan Fidan in Brussels.",
            ),
            None,
        ),
    ],
)
def test_the_day_of_the_news_dates_what_the_report_begins_with(
    type_: str, report: tuple[str, ...], expected: date | None
) -> None:
    assert days(type_, *report) == {None if expected is None else (expected, expected)}


def test_the_guest_who_is_welcomed_at_the_start_of_a_visit_is_the_visitor() -> None:
    sentence = "Emmanuel Macron welcomed Xi Jinping in Paris on Monday at the start of a state visit."
    visitors = {
        filler.label
        for claim in claims(sentence)
        if claim.telling.type == "Visit"
        for filler in claim.telling.fillers("visitor")
        if isinstance(filler, Actor)
    }
    assert visitors == {"Xi Jinping"}
    assert days("Visit", sentence) == {(date(2023, 11, 13), date(2023, 11, 13))}
