"""Visits and meetings in the many ways in which reports tell them, headlines and captions included."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.interpret import interpret
from ingest.model import Actor, Block, Claim, Document
from ontology.authority import load
from tests.ingest.reading import INVENTED, WIRE, claims, names

Expected = tuple[str, str, dict[str, set[str | None]]]


def visit(stance: str, visitor: str, *destination: str) -> Expected:
    return stance, "Visit", {"visitor": {visitor}, "destination": {*destination}}


def meeting(stance: str, *participants: str) -> Expected:
    return stance, "Meeting", {"participant": {*participants}}


TOLD: list[tuple[str, Expected]] = [
    ("Anton Veresh also visited Dorin Petrescan at the Orlin Palace.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh will join Jitka Vondral in Brastova, where the two of them will meet Dorin Petrescan.",
     visit("plans", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh will join Jitka Vondral in Brastova, where the two of them will meet Dorin Petrescan.",
     meeting("plans", "Anton Veresh", "Jitka Vondral", "Dorin Petrescan")),
    ("San Brando will be the venue of talks between Anton Veresh and Dorin Petrescan.",
     meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh's next stop is Brastova, where Dorin Petrescan will host him on Friday.",
     visit("plans", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh's next stop is Brastova, where Dorin Petrescan will host him on Friday.",
     meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Hollenmark's visiting defence minister, Kaare Lindvig, said in Brastova that the aid was generous.",
     visit("asserts", "Kaare Lindvig", "Brastova", "Kestria")),
    ("Anton Veresh had been to Brastova for talks with Dorin Petrescan.",
     visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh showed up in Brastova on Friday.", visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh was back in Brastova on Tuesday.", visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh cancelled a visit to Brastova.", visit("denies", "Anton Veresh", "Brastova", "Kestria")),
    ("Dorin Petrescan handed Anton Veresh an invitation to visit Kestria.",
     visit("plans", "Anton Veresh", "Kestria")),
    ("The agreement was signed in Brastova during a visit by Anton Veresh.",
     visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh, who arrived on Monday, is to be received by Dorin Petrescan tomorrow.",
     meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Envoys of Kestria and Sorvania met in San Brando in February.", meeting("asserts", "Kestria", "Sorvania")),
    ("Delegations of the Kestrian government and of Sorvania held talks in San Brando.",
     meeting("asserts", "Kestria", "Sorvania")),
    ("Anton Veresh, Dorin Petrescan and Jitka Vondral convened in San Brando on Monday.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan", "Jitka Vondral")),
    ("Anton Veresh shook hands with Dorin Petrescan in Brastova.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh had an exchange with Dorin Petrescan on the margins of the forum.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Talks between Anton Veresh and Dorin Petrescan were postponed.",
     meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh's trip included talks with Dorin Petrescan.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh held wide-ranging discussions with Dorin Petrescan in Brastova.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh held bilaterals with Dorin Petrescan on Friday.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh exchanged views with Dorin Petrescan on Friday.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh received a phone call from Dorin Petrescan.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Dorin Petrescan was joined by Anton Veresh for talks in Brastova.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh will call on Dorin Petrescan on Friday.", meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh paid a courtesy call on Dorin Petrescan.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh, currently on a visit to Kestria, praised the deal.",
     visit("asserts", "Anton Veresh", "Kestria")),
    ("Anton Veresh left San Brando on Monday at the end of a visit to Kestria.",
     visit("asserts", "Anton Veresh", "Kestria")),
    ("Anton Veresh set off on Monday on a tour of Kestria and Hollenmark.",
     visit("asserts", "Anton Veresh", "Hollenmark")),
    ("Anton Veresh flew to San Brando, the last stop on a tour that had taken in Kestria.",
     visit("asserts", "Anton Veresh", "Kestria")),
    ("Anton Veresh met State Councillor and Foreign Minister Farid Hasankul.",
     meeting("asserts", "Anton Veresh", "Farid Hasankul")),
    ("Anton Veresh met Dorin Petrescan, President and Supreme Commander of Kestria.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh met the Presidential Advisor for Trade, Water and Cooperation, Renata Salvi.",
     meeting("asserts", "Anton Veresh", "Renata Salvi")),
    ("Ministers signed the accords after a meeting between Anton Veresh and Dorin Petrescan.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh spoke at a news conference following talks with Dorin Petrescan.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("European Union foreign ministers met in Brastova on Monday.",
     meeting("asserts", "European Union foreign ministers")),
    ("Leaders of the European Union, the bloc that mediates, held discussions on Tuesday with both Anton Veresh and"
     " Dorin Petrescan to press for peace.",
     meeting("asserts", "Leaders of the European Union", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh praised the deal on his return from a trip to Kestria.",
     visit("asserts", "Anton Veresh", "Kestria")),
    ("Anton Veresh set off for Kestria on Monday.", visit("asserts", "Anton Veresh", "Kestria")),
    ("Dorin Petrescan was visited at the palace by Anton Veresh.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh told Dorin Petrescan at a meeting on Friday that trade had grown.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("The tour has brought Anton Veresh to Kestria.", visit("asserts", "Anton Veresh", "Kestria")),
    ("Anton Veresh stopped in Brastova on his way home.",
     visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
    ("Anton Veresh is slated to meet Dorin Petrescan in December.",
     meeting("plans", "Anton Veresh", "Dorin Petrescan")),
    ("Anton Veresh called Dorin Petrescan to discuss the war.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("Dorin Petrescan received his peer Anton Veresh in Brastova.",
     meeting("asserts", "Anton Veresh", "Dorin Petrescan")),
    ("The ministers are preparing for Anton Veresh's visit to Kestria.",
     visit("plans", "Anton Veresh", "Kestria")),
    ("Anton Veresh stopped over in Brastova.", visit("asserts", "Anton Veresh", "Brastova", "Kestria")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), TOLD)
def test_a_journey_or_a_meeting_is_read(sentence: str, expected: Expected) -> None:
    assert expected in [short(claim) for claim in claims(sentence, authority=load(INVENTED))]


def short(claim: Claim) -> Expected:
    roles = ("visitor", "destination", "participant")
    parties = {role: names(claim, role) for role in roles if names(claim, role)}
    return claim.stance, claim.telling.type, parties


@pytest.mark.parametrize(
    "sentence",
    [
        "Anton Veresh and Dorin Petrescan went through the preparations for a forum in Sorvania.",
        "The package is large. It reached the port of Brastova.",
        "Anton Veresh stayed calm.",
        "Dorin Petrescan shook his head.",
    ],
)
def test_nobody_travels_who_is_not_told_to(sentence: str) -> None:
    assert claims(sentence, authority=load(INVENTED)) == ()


def test_who_left_here_did_not_come_here() -> None:
    found = claims("BRASTOVA (Test Wire) - Dorin Petrescan left here on Monday to visit Sorvania.")
    assert not [claim for claim in found if "Brastova" in names(claim, "destination")]


def test_two_meetings_of_the_same_parties_are_told_apart_by_again() -> None:
    found = claims(
        "Anton Veresh met Dorin Petrescan in San Brando in March and again in Brastova in June.",
        authority=load(INVENTED),
    )
    told = {(*names(claim, "place"), claim.telling.when and claim.telling.when.earliest) for claim in found}
    assert told == {("San Brando", date(2023, 3, 1)), ("Brastova", date(2023, 6, 1))}


def test_their_first_meeting_is_not_the_one_to_come() -> None:
    found = claims(
        "Anton Veresh will meet Dorin Petrescan. Their first meeting was held in Brastova in April 2019.",
        authority=load(INVENTED),
    )
    assert {(claim.stance, len(names(claim, "participant"))) for claim in found} == {
        ("plans", 2),
        ("asserts", 2),
    }


def test_the_other_meeting_of_the_day_was_on_that_day() -> None:
    found = claims(
        "Dorin Petrescan, the Kestrian president, met Anton Veresh in Brastova on Monday. "
        "The foreign minister, Kaare Lindvig, also met with Veresh.",
        authority=load(INVENTED),
    )
    assert {claim.telling.when and claim.telling.when.earliest for claim in found} == {date(2023, 11, 13)}


def test_the_two_countries_are_those_that_the_report_is_about() -> None:
    found = claims(
        "Kestria will supply Azmeran with trucks. Kestria is rich. Azmeran has asked Kestria for more.",
        "Sorvania and Hollenmark have sent coal.",
        "The two countries signed an agreement in March.",
        authority=load(INVENTED),
    )
    parties = [names(claim, "party") for claim in found if claim.telling.type == "Agreement"]
    assert parties == [{"Kestria", "Azmeran"}]


def report(headline: str, body: str) -> tuple[Claim, ...]:
    blocks = (
        Block(0, len(headline), "headline"),
        Block(len(headline) + 2, len(headline) + 2 + len(body), "body"),
    )
    text = f"{headline}\n\n{body}"
    document = Document("test:report", text, blocks, headline, WIRE, date(2023, 11, 15))
    return interpret(document, load(INVENTED)).claims


def test_a_headline_tells_what_the_body_leaves_out() -> None:
    found = report("Truce holding; Veresh to visit Brastova in December", "Anton Veresh spoke in parliament.")
    assert [(claim.stance, claim.telling.type) for claim in found] == [("plans", "Visit")]
    assert found[0].telling.when is not None and found[0].telling.when.earliest == date(2023, 12, 1)


def test_a_headline_adds_nothing_to_what_the_body_tells() -> None:
    found = report("Veresh visits Brastova", "Anton Veresh arrived in Brastova on Monday.")
    assert len(found) == 1


def from_brastova(*sentences: str) -> list[Expected]:
    text = " ".join(sentences)
    authority = load(INVENTED)
    town = next(entry for entry in authority.by_name("Brastova") if entry.kind == "Place")
    place = Actor("Place", town.label, town.iri, town.country)
    document = Document(
        "test:report",
        text,
        (Block(0, len(text), "body"),),
        "A report",
        WIRE,
        date(2023, 11, 15),
        dateline=place,
    )
    return [short(claim) for claim in interpret(document, authority).claims]


HERE = visit("asserts", "Anton Veresh", "Brastova", "Kestria")


@pytest.mark.parametrize(
    "sentence",
    [
        "Anton Veresh arrived on a two-day visit on Monday.",
        "Anton Veresh landed at Orlin International Airport on Monday.",
        "The matter was not raised during Anton Veresh's visit.",
    ],
)
def test_who_arrives_and_nobody_says_where_comes_to_where_the_report_is_written(sentence: str) -> None:
    assert from_brastova(sentence) == [HERE]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dorin Petrescan arrived on Monday.",  # he is at home
        "Anton Veresh left on Monday.",
        "It is rare for an official of Sorvania to travel to Kestria.",
    ],
)
def test_no_journey_is_made_up(sentence: str) -> None:
    assert from_brastova(sentence) == []


def test_a_trip_leads_to_those_whom_the_traveller_meets() -> None:
    found = claims(
        "Anton Veresh met Dorin Petrescan on Monday.",
        "The trip by Anton Veresh was kept secret.",
        authority=load(INVENTED),
    )
    assert visit("asserts", "Anton Veresh", "Kestria") in [short(claim) for claim in found]


def test_the_last_time_is_another_journey() -> None:
    found = claims(
        "Anton Veresh arrived in Brastova on Monday.",
        "He was last in Brastova in February.",
        authority=load(INVENTED),
    )
    assert len({claim.event for claim in found}) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Anton Veresh called on Dorin Petrescan to resign.",
        "Anton Veresh called Dorin Petrescan a liar.",
        "Kestria is ready to host the European Union summit.",
        "A Kestrian delegation crossed the border to Kestria on Monday.",
    ],
)
def test_neither_a_meeting_nor_a_visit_is_made_up(sentence: str) -> None:
    found = claims(sentence, authority=load(INVENTED))
    assert not {"Meeting", "Visit"} & {claim.telling.type for claim in found}


def test_who_negotiates_a_contract_is_not_said_to_meet() -> None:
    found = claims("A contract is being negotiated by Kestria and Sorvania.", authority=load(INVENTED))
    assert "Meeting" not in {claim.telling.type for claim in found}


def test_who_visits_a_country_is_met_by_its_people_though_nobody_says_so_again() -> None:
    found = claims(
        "Anton Veresh arrived in Brastova on Monday.",
        "A meeting with Kestria's foreign minister, Dorin Petrescan, was held in the evening.",
        authority=load(INVENTED),
    )
    assert meeting("asserts", "Anton Veresh", "Dorin Petrescan") in [short(claim) for claim in found]


def test_a_meeting_with_strangers_to_the_journey_has_one_side_and_is_no_event() -> None:
    found = claims(
        "Anton Veresh arrived in Brastova on Monday.",
        "A meeting with Hollenmark's defence minister, Kaare Lindvig, was held in the evening.",
        authority=load(INVENTED),
    )
    assert "Meeting" not in {claim.telling.type for claim in found}


@pytest.mark.parametrize(
    "sentence",
    [
        "San Brando will be the venue of talks between Anton Veresh and Dorin Petrescan.",
        "On Monday San Brando was the setting for talks between Anton Veresh and Dorin Petrescan.",
    ],
)
def test_a_venue_is_where_they_meet(sentence: str) -> None:
    (meeting_,) = claims(sentence, authority=load(INVENTED))
    assert names(meeting_, "place") == {"San Brando"}


def test_the_talks_of_two_are_not_the_summit_of_three_to_come() -> None:
    found = claims(
        "Anton Veresh, Dorin Petrescan and Jitka Vondral will meet in San Brando on 2 December.",
        "In talks between Anton Veresh and Dorin Petrescan it was said that trade grows.",
        authority=load(INVENTED),
    )
    assert len({claim.event for claim in found if claim.telling.type == "Meeting"}) == 2
